//! What can go wrong, and how much of it in a wave of processes.

use std::time::Duration;

use sb1::sandbox::fault::{Answer, Body, Effect, Fault, RetryAfter};

use super::relay::Tear;
use crate::chance::Chance;

/// How long the program waits for an answer; `SB1_TIMEOUT`.
pub(super) const PATIENCE: &str = "400ms";
/// Longer than that.
const TOO_LONG: Duration = Duration::from_millis(550);
/// Shorter than that, and long enough for a second Ctrl-C.
const A_WHILE: Duration = Duration::from_millis(220);

/// One thing that goes wrong.
#[derive(Clone, Debug)]
pub(super) struct Trouble {
    pub(super) name: String,
    pub(super) what: What,
}

#[derive(Clone, Debug)]
pub(super) enum What {
    /// At the bank.
    Bank(Fault),
    /// On the way back.
    Tear(Tear),
    /// On the way there: nobody listens.
    Refused(Duration),
    /// Parts of the bank's lists are missing.
    Parts(&'static [&'static str]),
}

impl Trouble {
    fn new(name: impl Into<String>, what: What) -> Self {
        let name = name.into();
        Self { name, what }
    }

    /// Whether it keeps the journal waiting.
    pub(super) fn is_slow(&self) -> bool {
        match &self.what {
            What::Bank(fault) => !fault.delay.is_zero(),
            What::Tear(tear) => matches!(tear, Tear::Stall(..)),
            What::Refused(_) | What::Parts(_) => false,
        }
    }
}

/// What may go wrong before the bank did its work, and after.
fn either_way(chance: &mut Chance) -> (&'static str, Effect) {
    let codes = |status, codes: &[&str]| {
        Effect::Answer(Answer {
            status,
            body: Body::Codes(codes.iter().map(|&it| it.to_owned()).collect()),
            retry_after: None,
            location: None,
        })
    };
    let html = |status| {
        Effect::Answer(Answer {
            status,
            body: Body::Html,
            retry_after: None,
            location: None,
        })
    };
    let all = [
        ("dropped", Effect::Drop),
        ("reset", Effect::Reset),
        ("500 general.error", Effect::status(500)),
        (
            "500 mixed codes",
            codes(
                500,
                &["general.error.transfer.not.completed", "general.error"],
            ),
        ),
        (
            "500 missing currency",
            codes(500, &["missing.or.invalid.account.currency"]),
        ),
        ("502", Effect::status(502)),
        ("503", Effect::status(503)),
        ("504", Effect::status(504)),
        ("200 HTML", html(200)),
        ("200 {}", Effect::json(200, "{}")),
        (
            "200 other JSON",
            Effect::json(200, r#"{"accounts":[],"errors":[]}"#),
        ),
        (
            "200 empty paymentId",
            Effect::json(200, r#"{"paymentId":"","warnings":[]}"#),
        ),
        ("401", Effect::status(401)),
        (
            "403 status update",
            codes(403, &["illegal.payment.status.update"]),
        ),
        ("403 unknown code", codes(403, &["payment.on.hold"])),
        (
            "403 mixed codes",
            codes(403, &["insufficient.funds", "payment.on.hold"]),
        ),
        ("403 HTML", html(403)),
        ("400 unknown code", codes(400, &["try.again"])),
        ("404", Effect::status(404)),
        ("429", Effect::too_many(Some(RetryAfter::Seconds(60)))),
        (
            "307",
            Effect::redirect(307, "/personal/banking/transfer/debit"),
        ),
        ("302", Effect::redirect(302, "/personal/banking/accounts")),
    ];
    all[chance.below(all.len())].clone()
}

/// Something that befalls a transfer.
pub(super) fn of_a_transfer(chance: &mut Chance) -> Trouble {
    let on = |effect| Fault::on("POST", "/personal/banking/transfer/*", effect);
    let bank = |name: &str, fault| Trouble::new(name, What::Bank(fault));
    match chance.below(20) {
        0 | 1 => Trouble::new(
            "connection refused",
            What::Refused(Duration::from_millis(60)),
        ),
        2 => Trouble::new("answer cut short", What::Tear(Tear::Cut(chance.below(600)))),
        3 => Trouble::new(
            "answer stalled",
            What::Tear(Tear::Stall(chance.below(600), TOO_LONG)),
        ),
        4 => bank("time-out before", on(Effect::Drop).delayed(TOO_LONG)),
        5 => bank(
            "time-out after",
            on(Effect::Genuine).after_the_work().delayed(TOO_LONG),
        ),
        6 => bank("time-out, then done", on(Effect::Genuine).delayed(TOO_LONG)),
        7 => bank("truncated", on(Effect::Truncate)),
        8 => bank("malformed", on(Effect::Malformed)),
        // By these the bank says that it did nothing, so that it does nothing.
        9 => bank(
            "500 not completed",
            on(Effect::code(500, "general.error.transfer.not.completed")),
        ),
        10 => bank(
            "403 documented",
            on(Effect::code(403, "insufficient.funds")),
        ),
        11 => bank("400 documented", on(Effect::code(400, "amount.invalid"))),
        _ => {
            let (name, effect) = either_way(chance);
            let fault = on(effect);
            match chance.once_in(3) {
                true => bank(&format!("{name} before"), fault),
                false => bank(&format!("{name} after"), fault.after_the_work()),
            }
        }
    }
}

/// A transfer that takes a while, so that a signal finds it under way.
pub(super) fn slow_transfer(chance: &mut Chance) -> Trouble {
    let fault = Fault::on("POST", "/personal/banking/transfer/*", Effect::Genuine).delayed(A_WHILE);
    match chance.once_in(2) {
        true => Trouble::new("slow before", What::Bank(fault)),
        false => Trouble::new("slow after", What::Bank(fault.after_the_work())),
    }
}

/// Something that befalls a read.
pub(super) fn of_a_read(chance: &mut Chance) -> Trouble {
    let paths = [
        "/personal/banking/accounts",
        "/personal/banking/transactions",
        "/personal/banking/transactions",
    ];
    let path = *chance.pick(&paths);
    let bank = |name: &str, effect, times| {
        let fault = Fault::on("GET", path, effect).times(times);
        Trouble::new(format!("read: {name}"), What::Bank(fault))
    };
    match chance.below(8) {
        0 => bank("dropped", Effect::Drop, 1),
        1 => bank("502, thrice", Effect::status(502), 3),
        2 => bank("401", Effect::status(401), 1),
        3 => bank("429", Effect::too_many(Some(RetryAfter::Seconds(60))), 1),
        4 => bank("200 {}", Effect::json(200, "{}"), 1),
        5 => bank("truncated", Effect::Truncate, 1),
        6 => Trouble::new(
            "read: recent rows missing",
            What::Parts(&["RECENT_TRANSACTIONS_FAILED"]),
        ),
        _ => Trouble::new(
            "read: card rows missing",
            What::Parts(&["CREDIT_ACCOUNTS_FAILED"]),
        ),
    }
}
