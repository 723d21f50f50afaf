//! Events of every kind, drawn at random.

use jiff::Timestamp;
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;

use crate::domain::date::Day;
use crate::domain::money::{Amount, Currency};
use crate::domain::transfer::{
    Accepted, Asked, Balances, Event, Findings, Id, Intent, NotMoved, Party, Plan, Route, Said,
    Seen, Settled, Unclear, What,
};

/// Texts that a form of lines could stumble over, and any other.
pub(super) fn text() -> impl Strategy<Value = String> {
    let hostile = prop::sample::select(vec![
        "",
        "\n",
        "\r\n{\"event\":\"done\"}\n",
        "\0",
        "\"",
        "\\",
        "\\u0000",
        "\\ud800",
        "\u{202e}\u{2066}\u{2028}\u{85}",
        "\u{1b}[2J",
        "$serde_json::private::Number",
        "null",
        "æøå 😀",
    ]);
    prop_oneof![hostile.prop_map(str::to_owned), any::<String>()]
}

/// Few, so that they meet.
fn id() -> impl Strategy<Value = Id> {
    (0..4_u8).prop_map(|it| Id::of_random([0, 0, 0, 0, it]))
}

fn instant() -> impl Strategy<Value = Timestamp> {
    (0..4_000_000_000_i64, 0..1_000_000_000_i32)
        .prop_map(|(second, nano)| Timestamp::new(second, nano).unwrap())
}

fn amount() -> impl Strategy<Value = Amount> {
    any::<i64>().prop_map(Amount::from_ore)
}

fn day() -> impl Strategy<Value = Day> {
    (0..9999_i16, 1..=12_i8, 1..=28_i8).prop_map(|(y, m, d)| Day::new(y, m, d).unwrap())
}

fn balances() -> impl Strategy<Value = Balances> {
    (of(amount()), of(amount())).prop_map(|(from, to)| Balances { from, to })
}

fn party() -> impl Strategy<Value = Party> {
    (text(), text(), of(text())).prop_map(|(name, number, key)| Party { name, number, key })
}

fn plan() -> impl Strategy<Value = Plan> {
    let route = prop::sample::select(vec![Route::Debit, Route::CreditCard, Route::Pension]);
    let currency = prop::sample::select(vec!["NOK", "EUR"]);
    let words = (text(), of(text()), of(day()));
    (route, party(), party(), amount(), currency, words).prop_map(
        |(route, from, to, amount, currency, (target, message, due))| Plan {
            route,
            from,
            to,
            target,
            amount,
            currency: Currency::parse(currency).unwrap(),
            message,
            due,
        },
    )
}

fn intent() -> impl Strategy<Value = Intent> {
    let asked = (text(), of(text())).prop_map(|(amount, date)| Asked { amount, date });
    let sent = (of(text()), any::<bool>(), of(text()));
    (plan(), sent, asked, balances()).prop_map(
        |(plan, (sent_message, tagged, key), asked, before)| Intent {
            plan,
            sent_message,
            tagged,
            key,
            asked,
            before,
        },
    )
}

fn said() -> impl Strategy<Value = Said> {
    (of(any::<u16>()), of(text()), of(text()), of(text())).prop_map(
        |(status, code, message, trace_id)| Said {
            status,
            code,
            message,
            trace_id,
        },
    )
}

fn seen() -> impl Strategy<Value = Seen> {
    let rest = (text(), text(), any::<bool>());
    (text(), of(day()), of(amount()), rest).prop_map(
        |(id, day, amount, (account, text, booked))| Seen {
            id,
            day,
            amount,
            account,
            text,
            booked,
        },
    )
}

fn findings() -> impl Strategy<Value = Findings> {
    (any::<bool>(), vec(seen(), 0..3), vec(seen(), 0..3)).prop_map(|(complete, rows, alike)| {
        Findings {
            complete,
            rows,
            alike,
        }
    })
}

fn what() -> impl Strategy<Value = What> {
    let done = (text(), vec(text(), 0..3)).prop_map(|(payment_id, warnings)| {
        What::Done(Accepted {
            payment_id,
            warnings,
        })
    });
    let unknown = (text(), said()).prop_map(|(why, said)| What::Unknown(Unclear { why, said }));
    let settled =
        (any::<bool>(), of(findings()), balances()).prop_map(|(moved, findings, after)| {
            What::Settled(Settled {
                moved,
                findings,
                after,
            })
        });
    prop_oneof![
        2 => intent().prop_map(|it| What::Sending(Box::new(it))),
        1 => done,
        1 => said().prop_map(|it| What::NotMoved(NotMoved::Bank(it))),
        1 => text().prop_map(|why| What::NotMoved(NotMoved::Network { why })),
        1 => unknown,
        1 => Just(What::Reported),
        1 => Just(What::Noticed),
        1 => findings().prop_map(What::Proven),
        1 => settled,
    ]
}

/// Any event of a few transfers.
pub(super) fn event() -> impl Strategy<Value = Event> {
    (id(), instant(), what()).prop_map(|(id, at, what)| Event { id, at, what })
}

/// Events in any order, also one that makes no sense.
pub(super) fn events() -> impl Strategy<Value = Vec<Event>> {
    vec(event(), 0..8)
}

/// A small event that tells itself from others by its number.
pub(super) fn numbered(number: u32) -> Event {
    let [a, b, c, d] = number.to_be_bytes();
    Event {
        id: Id::of_random([0, a, b, c, d]),
        at: Timestamp::UNIX_EPOCH,
        what: What::Done(Accepted {
            payment_id: format!("payment {number}"),
            warnings: Vec::new(),
        }),
    }
}

/// The first event of a transfer.
pub(super) fn sending(number: u32) -> Event {
    let party = |name: &str| Party {
        name: name.to_owned(),
        number: "12345678903".to_owned(),
        key: None,
    };
    let plan = Plan {
        route: Route::Debit,
        from: party("Brukskonto"),
        to: party("Sparekonto"),
        target: "12345678903".to_owned(),
        amount: Amount::from_ore(25_000),
        currency: Currency::NOK,
        message: None,
        due: None,
    };
    let asked = Asked {
        amount: "250".to_owned(),
        date: None,
    };
    let intent = Intent {
        plan,
        sent_message: None,
        tagged: false,
        key: None,
        asked,
        before: Balances::default(),
    };
    Event {
        what: What::Sending(Box::new(intent)),
        ..numbered(number)
    }
}
