//! How a transfer ended, in sentences and exit codes.

use crate::domain::date::on_the_clock;
use crate::domain::transfer::ritual::Ending;
use crate::domain::transfer::{
    Balances, LimitError, NotMoved, Record, Refusal, Route, Said, State, Unclear, Why, code,
};
use crate::failure::{BankSaid, Failure, Kind};

/// Success, or the failure that says what is to be done.
pub(super) fn told(ending: &Ending, before: Balances) -> Result<(), Failure> {
    match ending {
        Ending::Skipped => Ok(()),
        Ending::Sent(record) => outcome(record, before),
        Ending::Again(record) => {
            outcome(record, Balances::default()).map_err(|failure| {
                let key = "this is what was recorded under the key; nothing was sent now, and another key sends it anew";
                failure.hint(key)
            })
        }
        Ending::Held(record, why) => Err(held(record, *why)),
        Ending::Open(record, findings) => Err(open(record, !findings.alike.is_empty())),
        Ending::Limited(error) => Err(limited(error)),
        Ending::Refused(refusal) => Err(refused(refusal)),
    }
}

/// What the program is to end with.
pub(super) fn exit_code(ending: &Ending) -> u8 {
    let told = told(ending, Balances::default());
    told.err().map_or(0, |failure| failure.kind.exit_code())
}

fn outcome(record: &Record, before: Balances) -> Result<(), Failure> {
    match &record.state {
        State::Done(_) | State::Proven(_) => Ok(()),
        State::Settled(settled) if settled.moved => Ok(()),
        State::NotMoved(NotMoved::Bank(said)) => Err(rejected(said, before)),
        State::NotMoved(NotMoved::Network { why }) => Err(never_sent(why)),
        State::Unknown(unclear) => Err(unknown(record, unclear)),
        State::Settled(_) => Err(never_sent("the owner says that it did not move")),
        State::Open => {
            let why = "whoever sent it never told what came of it".to_owned();
            let said = Said::default();
            Err(unknown(record, &Unclear { why, said }))
        }
    }
}

fn rejected(said: &Said, before: Balances) -> Failure {
    let known = said.code.as_deref().and_then(code::known);
    let sentence = known.map_or("the bank said no", code::Code::sentence);
    let mut failure = Failure::new(Kind::Rejected, format!("nothing was moved: {sentence}"));
    if let Some(message) = &said.message {
        failure = failure.because(anyhow::anyhow!("the bank's words: {message}"));
    }
    if said.code.as_deref() == Some("insufficient.funds")
        && let Some(available) = before.from
    {
        failure = failure.hint(format!("available is {}", available.norwegian()));
    }
    if let Some(step) = known.and_then(code::Code::next_step) {
        failure = failure.hint(step);
    }
    failure.said(bank_said(said))
}

fn never_sent(why: &str) -> Failure {
    Failure::new(Kind::Unavailable, "nothing was sent")
        .because(anyhow::anyhow!("{why}"))
        .hint("it is safe to try again later")
}

fn unknown(record: &Record, unclear: &Unclear) -> Failure {
    let message = "the bank did not clearly answer, so this transfer may or may not have been made";
    let why = match left_open(record.intent.plan.route, &unclear.said) {
        Some(code) => format!("{}: {}", unclear.why, code.sentence()),
        None => unclear.why.clone(),
    };
    let why = match &unclear.said.message {
        Some(words) => anyhow::anyhow!("the bank's words: {words}").context(why),
        None => anyhow::Error::msg(why),
    };
    let failure = Failure::new(Kind::Unknown, message)
        .because(why)
        .said(bank_said(&unclear.said));
    what_to_do(failure, record)
}

/// The code, if it is one of those that the bank documents and that leave it open what happened.
/// What any other means on its own is no longer sure once the outcome is not.
fn left_open(route: Route, said: &Said) -> Option<&'static code::Code> {
    let documented = code::documented(route, said.status?, said.code.as_deref()?);
    documented.filter(|it| it.next_step().is_none())
}

/// Nothing is sent while nobody can tell of an earlier one.
fn open(record: &Record, alike: bool) -> Failure {
    let message = format!(
        "nothing was sent, because nobody can tell whether the transfer {} of {} was made",
        record.id,
        when(record)
    );
    let failure = Failure::new(Kind::Unknown, message);
    let failure = match alike {
        true => failure.hint("the bank's list has a row that looks alike, and that proves nothing"),
        false => failure,
    };
    what_to_do(failure, record)
}

fn what_to_do(failure: Failure, record: &Record) -> Failure {
    let id = record.id;
    if record.intent.tagged {
        return failure.hint(format!(
            "do not repeat it; run `sb1 transfers check {id}` to see what the bank booked"
        ));
    }
    failure
        .hint("do not repeat it: it has no tag, so only you can find out, in the online bank")
        .hint(format!(
            "then say so: `sb1 transfers resolve {id} --moved` or `--not-moved`"
        ))
}

fn held(record: &Record, why: Why) -> Failure {
    let (id, when) = (record.id, when(record));
    let message = match why {
        Why::JustMade => format!(
            "nothing was sent, because one like it was made a short while ago ({id}, {when})"
        ),
        Why::MayBeAnother => format!(
            "nothing was sent, because one like it was made ({id}, {when}) and its result never \
             shown, and this may be another"
        ),
        Why::NotYetMade => format!(
            "nothing was sent, because the bank moves the money of {id} ({when}) only on a later day, \
             and the balance that decides here does not show it yet"
        ),
        Why::NotTheLatest => format!(
            "nothing was sent, because --again names an older transfer; the latest like this one is \
             {id} ({when})"
        ),
    };
    Failure::new(Kind::NotSent, message).hint(format!(
        "to send another one all the same, add `--again {id}`"
    ))
}

/// A limit of the customer's own.
pub(super) fn limited(error: &LimitError) -> Failure {
    Failure::new(Kind::NotSent, format!("nothing was sent: {error}"))
}

pub(super) fn refused(refusal: &Refusal) -> Failure {
    match refusal {
        Refusal::KeyTaken(id) => Failure::usage(format!(
            "nothing was sent: the key belongs to another transfer ({id}), with other accounts, amount, message or date"
        ))
        .hint("take another key, or the same words as then"),
        Refusal::HasTag(id) => Failure::usage(format!(
            "nothing was sent: the message has the tag of {id}, of which nobody can tell whether it moved"
        ))
        .hint("take other words, for a transfer with them would pass for that one"),
        Refusal::NotAlike(id) => Failure::usage(format!(
            "nothing was sent: --again names {id}, which is no transfer like this one"
        ))
        .hint("`sb1 transfers` lists them"),
    }
}

fn when(record: &Record) -> String {
    on_the_clock(record.at)
}

fn bank_said(said: &Said) -> BankSaid {
    BankSaid {
        code: said.code.clone(),
        http_status: said.status,
        trace_id: said.trace_id.clone(),
        retry_after: None,
    }
}
