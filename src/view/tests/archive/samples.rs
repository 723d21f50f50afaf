//! An archive to tell of.

use crate::domain::account::AccountNumber;
use crate::domain::archived::{
    Holding, Holdings, Kept, Lost, Synced, SyncedAccount, Tally, UnclearRow, VanishedRow, Verified,
    VerifiedAccount,
};
use crate::domain::continuity::{Gap, Span, Verdict, Why};
use crate::domain::date::Day;
use crate::domain::money::{Amount, Currency};
use crate::domain::text::Foreign;

use super::super::{at, text as foreign};

pub(super) const HOSTILE: &str = "=1+1\x1b[2J\u{202e}\r\nforged, line";

pub(super) fn kept(name: &str, number: &str) -> Kept {
    Kept {
        key: Foreign::new(format!("key-{name}")),
        name: Foreign::new(name.to_owned()),
        number: AccountNumber::read(number),
        currency: Currency::parse("NOK"),
    }
}

pub(super) fn synced(tallies: &[Tally]) -> Synced {
    let accounts = [
        kept("Brukskonto", "12345678903"),
        kept("Sparekonto", "12345678911"),
    ];
    let accounts = accounts.into_iter().zip(tallies);
    Synced {
        complete: true,
        errors: Vec::new(),
        since: Day::parse_iso("2026-11-08"),
        until: Day::parse_iso("2026-11-22"),
        accounts: accounts
            .map(|(account, tally)| SyncedAccount {
                account,
                tally: *tally,
            })
            .collect(),
    }
}

pub(super) fn some() -> [Tally; 2] {
    [
        Tally {
            new: 3,
            changed: 1,
            booked: 2,
            total: 210,
            ..Tally::default()
        },
        Tally {
            new: 1,
            unclear: 1,
            total: 12,
            ..Tally::default()
        },
    ]
}

pub(super) fn lost(id: &str, words: &str) -> Lost {
    Lost {
        id: id.to_owned(),
        account_name: Foreign::new("Brukskonto"),
        day: Day::parse_iso("2026-11-02"),
        amount: Amount::read("-45").ok(),
        currency: Currency::parse("NOK"),
        description: foreign(words),
    }
}

pub(super) fn holding(name: &str) -> Holding {
    Holding {
        account: kept(name, "12345678903"),
        booked: 210,
        pending: 1,
        vanished: 2,
        first: Day::parse_iso("2024-11-22"),
        last: Day::parse_iso("2026-11-22"),
        last_sync: Some(at(0)),
    }
}

pub(super) fn holdings(name: &str, words: &str) -> Holdings {
    Holdings {
        path: "/home/kari/.local/share/sb1/archive.db".into(),
        size: 348_161,
        created: Some(at(-86_400)),
        last_sync: Some(at(0)),
        answers: 12,
        accounts: vec![
            holding(name),
            Holding {
                first: None,
                last: None,
                last_sync: None,
                ..holding("Ny")
            },
        ],
        unclear: vec![UnclearRow {
            row: lost("p-6f84a59b8d5a893b", words),
            candidates: vec!["a3d7a49d53ba1689".to_owned(), "2bb7974607c4a576".to_owned()],
        }],
        vanished: vec![VanishedRow {
            row: Lost {
                day: None,
                amount: None,
                currency: None,
                description: None,
                ..lost("p-1", "")
            },
            booking_status: foreign("PENDING"),
            last_seen: at(0),
        }],
    }
}

pub(super) fn nothing_held() -> Holdings {
    Holdings {
        answers: 1,
        last_sync: None,
        accounts: Vec::new(),
        unclear: Vec::new(),
        vanished: Vec::new(),
        ..holdings("", "")
    }
}

pub(super) fn span() -> Span {
    Span {
        since: at(0),
        until: at(3600),
    }
}

pub(super) fn gap(difference: &str, seen_once: bool) -> Gap {
    Gap {
        from: at(3600),
        to: at(7200),
        difference: Amount::read(difference).unwrap(),
        seen_once,
    }
}

pub(super) fn verified(verdicts: Vec<Verdict>) -> Verified {
    let account = |verdict| VerifiedAccount {
        account: kept("Brukskonto", "12345678903"),
        verdict,
    };
    Verified {
        accounts: verdicts.into_iter().map(account).collect(),
    }
}

pub(super) fn told(why: Why) -> Verdict {
    let agreed = Some(span());
    Verdict::CannotTell { agreed, why }
}

pub(super) fn differs() -> Verdict {
    Verdict::Differs {
        agreed: None,
        gaps: vec![gap("-349", false), gap("45.5", true)],
    }
}

pub(super) fn reasons() -> Vec<Verdict> {
    let reasons = [
        Why::Unseen,
        Why::SeenOnce,
        Why::Partial(at(0)),
        Why::NoBalance(at(0)),
        Why::NoSum(at(0)),
        Why::NotBookedYet(Amount::from_ore(-4_550)),
    ];
    reasons.into_iter().map(told).collect()
}
