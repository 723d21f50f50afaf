//! The text form of [`Habits`] for the command line: one table of switches, read, written and
//! shown by help.

use std::fmt;
use std::str::FromStr;

use super::habits::{
    Habits, Missing, NonUniqueId, OlderDays, Order, Pkce, RateLimit, Rotation, Seconds,
    SourceParameter, Tokens,
};

/// One disputed fact that can be switched.
pub struct Switch {
    /// Its name, before the `=`.
    pub name: &'static str,
    /// The values it takes, as help shows them; capitals stand for a number.
    pub values: &'static str,
    /// What it decides.
    pub about: &'static str,
    read: fn(&mut Habits, &str) -> Option<()>,
    show: fn(&Habits) -> String,
}

/// Why a text is not a setting: a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadSwitch(String);

impl fmt::Display for BadSwitch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadSwitch {}

impl Habits {
    /// Sets one switch from `name=value`.
    ///
    /// # Errors
    /// A sentence that names the switches, or the values this one takes. Nothing is changed then.
    pub fn set(&mut self, text: &str) -> Result<(), BadSwitch> {
        let (name, value) = text.split_once('=').unwrap_or((text, ""));
        let Some(switch) = SWITCHES.iter().find(|switch| switch.name == name) else {
            let names: Vec<&str> = SWITCHES.iter().map(|switch| switch.name).collect();
            return Err(BadSwitch(format!(
                "the pretend bank has no switch '{name}'; it has {}",
                names.join(", ")
            )));
        };
        (switch.read)(self, value).ok_or_else(|| {
            let values = switch.values;
            BadSwitch(format!("the switch '{name}' takes {values}; not '{value}'"))
        })
    }

    /// Every switch with its present value, as [`Habits::set`] reads them.
    pub fn settings(&self) -> impl Iterator<Item = String> {
        SWITCHES
            .iter()
            .map(|switch| format!("{}={}", switch.name, (switch.show)(self)))
    }
}

/// All switches, in the order of help.
pub const SWITCHES: &[Switch] = &[
    Switch {
        name: "tokens",
        values: "short:SECONDS or six-months",
        about: "life of the access token; six-months comes without a refresh token",
        read: |habits, text| put(&mut habits.tokens, read_tokens(text)),
        show: |habits| match habits.tokens {
            Tokens::Short(seconds) => format!("short:{seconds}"),
            Tokens::SixMonths => "six-months".to_owned(),
        },
    },
    Switch {
        name: "refresh-idle",
        values: "SECONDS",
        about: "life of an unused refresh token",
        read: |habits, text| put(&mut habits.refresh_idle, number(text)),
        show: |habits| habits.refresh_idle.to_string(),
    },
    Switch {
        name: "refresh-absolute",
        values: "SECONDS",
        about: "time after login at which every refresh token of it is dead",
        read: |habits, text| put(&mut habits.refresh_absolute, number(text)),
        show: |habits| habits.refresh_absolute.to_string(),
    },
    Switch {
        name: "rotation",
        values: "strict, grace:SECONDS, revoke-chain or never",
        about: "what becomes of a refresh token when it is used",
        read: |habits, text| put(&mut habits.rotation, read_rotation(text)),
        show: |habits| match habits.rotation {
            Rotation::Grace(seconds) => format!("grace:{seconds}"),
            other => name_in(ROTATION, other),
        },
    },
    Switch {
        name: "pkce",
        values: "optional, ignored, enforced, refused-at-authorize or refused-at-token",
        about: "what the bank makes of PKCE",
        read: |habits, text| put(&mut habits.pkce, named(PKCE, text)),
        show: |habits| name_in(PKCE, habits.pkce),
    },
    Switch {
        name: "expires-in",
        values: "number, text, decimal or absent",
        about: "how expires_in and its siblings are written",
        read: |habits, text| put(&mut habits.seconds, named(SECONDS, text)),
        show: |habits| name_in(SECONDS, habits.seconds),
    },
    Switch {
        name: "missing",
        values: "omitted or null",
        about: "how a field without a value is written",
        read: |habits, text| put(&mut habits.missing, named(MISSING, text)),
        show: |habits| name_in(MISSING, habits.missing),
    },
    Switch {
        name: "non-unique-id",
        values: "stable, zero-transfers, all-zero or absent",
        about: "what nonUniqueId holds on booked rows",
        read: |habits, text| put(&mut habits.non_unique_id, named(NON_UNIQUE_ID, text)),
        show: |habits| name_in(NON_UNIQUE_ID, habits.non_unique_id),
    },
    Switch {
        name: "source-parameter",
        values: "spec, transactionSource or source",
        about: "the query name that has an effect; spec is 'Transaction source'",
        read: |habits, text| put(&mut habits.source_parameter, named(SOURCE, text)),
        show: |habits| name_in(SOURCE, habits.source_parameter),
    },
    Switch {
        name: "order",
        values: "newest-first, by-account or oldest-first",
        about: "the order of rows in one answer",
        read: |habits, text| put(&mut habits.order, named(ORDER, text)),
        show: |habits| name_in(ORDER, habits.order),
    },
    Switch {
        name: "row-limit",
        values: "none or ROWS",
        about: "most rows of one answer, which does not say so; the newest are kept",
        read: |habits, text| put(&mut habits.row_limit, read_rows(text)),
        show: |habits| {
            let limit = habits.row_limit;
            limit.map_or("none".to_owned(), |rows| rows.to_string())
        },
    },
    Switch {
        name: "history",
        values: "MONTHS",
        about: "months of transactions that are told without a fromDate",
        read: |habits, text| put(&mut habits.history, number(text)),
        show: |habits| habits.history.to_string(),
    },
    Switch {
        name: "older-days",
        values: "given, clipped or refused",
        about: "what a fromDate before that history gives",
        read: |habits, text| put(&mut habits.older, named(OLDER, text)),
        show: |habits| name_in(OLDER, habits.older),
    },
    Switch {
        name: "classified",
        values: "present or absent",
        about: "whether the classified transactions exist",
        read: |habits, text| put(&mut habits.classified, named(CLASSIFIED, text)),
        show: |habits| name_in(CLASSIFIED, habits.classified),
    },
    Switch {
        name: "balance",
        values: "number or text",
        about: "how accountBalance of POST /accounts/balance is written",
        read: |habits, text| put(&mut habits.balance_as_text, named(BALANCE, text)),
        show: |habits| name_in(BALANCE, habits.balance_as_text),
    },
    Switch {
        name: "cards",
        values: "on-request or by-default",
        about: "whether cards are listed without being asked for",
        read: |habits, text| put(&mut habits.cards_by_default, named(CARDS, text)),
        show: |habits| name_in(CARDS, habits.cards_by_default),
    },
    Switch {
        name: "rate-limit",
        values: "none or CALLS[+headers][+retry-after]",
        about: "calls per hour, with X-RateLimit-Remaining, and Retry-After on 429",
        read: set_limit,
        show: |habits| habits.rate_limit.map_or("none".to_owned(), show_limit),
    },
];

type Names<T> = &'static [(&'static str, T)];

const ROTATION: Names<Rotation> = &[
    ("strict", Rotation::Strict),
    ("revoke-chain", Rotation::RevokeChain),
    ("never", Rotation::Never),
];
const PKCE: Names<Pkce> = &[
    ("optional", Pkce::Optional),
    ("ignored", Pkce::Ignored),
    ("enforced", Pkce::Enforced),
    ("refused-at-authorize", Pkce::RefusedAtAuthorize),
    ("refused-at-token", Pkce::RefusedAtToken),
];
const SECONDS: Names<Seconds> = &[
    ("number", Seconds::Number),
    ("text", Seconds::Text),
    ("decimal", Seconds::Decimal),
    ("absent", Seconds::Absent),
];
const MISSING: Names<Missing> = &[("omitted", Missing::Omitted), ("null", Missing::Null)];
const NON_UNIQUE_ID: Names<NonUniqueId> = &[
    ("stable", NonUniqueId::Stable),
    ("zero-transfers", NonUniqueId::ZeroTransfers),
    ("all-zero", NonUniqueId::AllZero),
    ("absent", NonUniqueId::Absent),
];
const SOURCE: Names<SourceParameter> = &[
    ("spec", SourceParameter::Spec),
    ("transactionSource", SourceParameter::TransactionSource),
    ("source", SourceParameter::Source),
];
const ORDER: Names<Order> = &[
    ("newest-first", Order::NewestFirst),
    ("by-account", Order::ByAccount),
    ("oldest-first", Order::OldestFirst),
];
const OLDER: Names<OlderDays> = &[
    ("given", OlderDays::Given),
    ("clipped", OlderDays::Clipped),
    ("refused", OlderDays::Refused),
];
const CLASSIFIED: Names<bool> = &[("present", true), ("absent", false)];
const BALANCE: Names<bool> = &[("number", false), ("text", true)];
const CARDS: Names<bool> = &[("on-request", false), ("by-default", true)];

fn put<T>(place: &mut T, value: Option<T>) -> Option<()> {
    *place = value?;
    Some(())
}

fn named<T: Copy>(names: Names<T>, text: &str) -> Option<T> {
    let found = names.iter().find(|(name, _)| *name == text);
    found.map(|(_, value)| *value)
}

fn name_in<T: Copy + PartialEq>(names: Names<T>, value: T) -> String {
    let found = names.iter().find(|(_, other)| *other == value);
    found.map_or(String::new(), |(name, _)| (*name).to_owned())
}

/// Digits only: no sign.
fn number<T: FromStr>(text: &str) -> Option<T> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

fn read_tokens(text: &str) -> Option<Tokens> {
    if text == "six-months" {
        return Some(Tokens::SixMonths);
    }
    text.strip_prefix("short:")
        .and_then(number)
        .map(Tokens::Short)
}

fn read_rotation(text: &str) -> Option<Rotation> {
    match text.strip_prefix("grace:") {
        Some(seconds) => number(seconds).map(Rotation::Grace),
        None => named(ROTATION, text),
    }
}

fn read_rows(text: &str) -> Option<Option<usize>> {
    match text {
        "none" => Some(None),
        digits => number(digits).map(Some),
    }
}

fn set_limit(habits: &mut Habits, text: &str) -> Option<()> {
    if text == "none" {
        habits.rate_limit = None;
        return Some(());
    }
    let mut parts = text.split('+');
    let mut limit = RateLimit {
        calls: number(parts.next()?)?,
        headers: false,
        retry_after: false,
    };
    for part in parts {
        match part {
            "headers" => limit.headers = true,
            "retry-after" => limit.retry_after = true,
            _ => return None,
        }
    }
    habits.rate_limit = Some(limit);
    Some(())
}

fn show_limit(limit: RateLimit) -> String {
    let headers = if limit.headers { "+headers" } else { "" };
    let retry_after = if limit.retry_after {
        "+retry-after"
    } else {
        ""
    };
    format!("{}{headers}{retry_after}", limit.calls)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_of_every_switch_comes_back() {
        for switch in SWITCHES {
            let shown = switch
                .values
                .replace("[+headers][+retry-after]", "+headers+retry-after");
            for value in shown
                .split([',', ' '])
                .filter(|word| !matches!(*word, "" | "or"))
            {
                let value = value
                    .replace("SECONDS", "61")
                    .replace("CALLS", "60")
                    .replace("ROWS", "500")
                    .replace("MONTHS", "12");
                let text = format!("{}={value}", switch.name);
                let mut habits = Habits::default();
                habits.set(&text).unwrap();
                assert!(habits.settings().any(|setting| setting == text), "{text}");
            }
        }
    }

    #[test]
    fn the_settings_of_one_bank_make_another_alike() {
        let mut odd = Habits::default();
        for text in [
            "tokens=short:0",
            "rotation=grace:60",
            "rate-limit=60+headers",
            "cards=by-default",
        ] {
            odd.set(text).unwrap();
        }
        let mut copy = Habits::default();
        odd.settings().for_each(|text| copy.set(&text).unwrap());
        assert_eq!(copy, odd);
        assert_ne!(copy, Habits::default());
    }

    #[test]
    fn nonsense_is_answered_with_what_would_do() {
        let mut habits = Habits::default();
        let mut told = |text| habits.set(text).unwrap_err().to_string();
        assert_eq!(
            told("missing=nil"),
            "the switch 'missing' takes omitted or null; not 'nil'"
        );
        assert!(told("colour=red").contains("no switch 'colour'; it has tokens, refresh-idle"));
        for text in [
            "tokens",
            "tokens=short:-1",
            "tokens=short:+1",
            "refresh-idle=",
            "rate-limit=5+x",
        ] {
            assert!(told(text).contains(" takes "), "{text}");
        }
        assert_eq!(habits, Habits::default());
    }
}
