//! The whole story of one transfer.

use std::borrow::Cow;

use crate::config::Format;
use crate::domain::date::{instant, on_the_clock};
use crate::domain::text::neutral;
use crate::domain::transfer::{
    Balances, NotMoved, Plan, Record as Made, Route, Said, Seen, State, What, code, warning,
};
use crate::failure::Failure;

use super::super::cell::{Cell, Record};
use super::super::fields::Fact;
use super::super::json;
use super::super::plan::party;
use super::super::transfer::{Fate, amount, called};
use super::super::{Screen, Shape, facts, lines};
use super::check::no_tag;
use super::evidence::{Evidence, sketch};
use super::{Item, document, object, settled_by, words};

pub(in crate::view) fn rendered(shape: &Shape, record: &Made) -> Result<Vec<u8>, Failure> {
    let item = Item::of(record);
    let whole = || {
        let mut story = Vec::new();
        json::records(&mut story, &steps(record));
        object(&item, Some(&story))
    };
    Ok(match shape.format {
        Format::Json => document([whole()]),
        Format::Jsonl => lines([whole()]),
        Format::Csv | Format::Tsv => super::rendered(shape, &[item])?,
        Format::Table => lines(for_people(shape.screen, &item)),
    })
}

/// Something that happened, in the journal's own words.
struct Step<'a> {
    at: String,
    event: &'static str,
    detail: Option<Cow<'a, str>>,
}

impl Record<3> for Step<'_> {
    const KEYS: [&'static str; 3] = ["at", "event", "detail"];

    fn cells(&self) -> [Cell<'_>; 3] {
        [
            (&self.at).into(),
            self.event.into(),
            self.detail.as_deref().into(),
        ]
    }
}

fn steps(record: &Made) -> Vec<Step<'_>> {
    let begun = Step {
        at: instant(record.at),
        event: "sending",
        detail: None,
    };
    let later = record.story.iter().map(|event| {
        let (name, detail) = step(&event.what);
        Step {
            at: instant(event.at),
            event: name,
            detail,
        }
    });
    std::iter::once(begun).chain(later).collect()
}

/// The name of an event and its detail, as the bank or the network told it.
fn step(what: &What) -> (&'static str, Option<Cow<'_, str>>) {
    match what {
        What::Sending(_) => ("sending", None),
        What::Done(accepted) => {
            let detail = format!("payment {}", accepted.payment_id);
            ("done", Some(detail.into()))
        }
        What::NotMoved(NotMoved::Bank(said)) => ("not_moved", reason(said)),
        What::NotMoved(NotMoved::Network { why }) => ("not_moved", Some(why.into())),
        What::Unknown(unclear) => ("unknown", Some((&unclear.why).into())),
        What::Reported => ("reported", None),
        What::Noticed => ("noticed", None),
        What::Proven(findings) => {
            let row = findings.rows.first();
            ("proven", row.map(|row| format!("row {}", row.id).into()))
        }
        What::Settled(settled) => {
            let word = if settled.moved { "moved" } else { "not moved" };
            ("settled", Some(word.into()))
        }
    }
}

/// The bank's code, or else what it said instead.
fn reason(said: &Said) -> Option<Cow<'_, str>> {
    let words = said.code.as_ref().or(said.message.as_ref());
    words.map(Cow::from).or_else(|| {
        let status = said.status?;
        Some(format!("status {status}").into())
    })
}

/// The event in a sentence.
fn told(what: &What) -> String {
    let (_, detail) = step(what);
    let detail = detail.as_deref().map(neutral).unwrap_or_default();
    match what {
        What::Sending(_) => "about to be sent".to_owned(),
        What::Done(_) => format!("the bank accepted it: {detail}"),
        What::NotMoved(NotMoved::Bank(said)) => match said.code.as_deref().and_then(code::known) {
            Some(known) => format!("the bank rejected it: {} ({detail})", known.sentence()),
            None => format!("the bank rejected it: {detail}"),
        },
        What::NotMoved(NotMoved::Network { .. }) => format!("nothing was sent: {detail}"),
        What::Unknown(_) => format!("nobody can tell whether it moved money: {detail}"),
        What::Reported => "its result was shown".to_owned(),
        What::Noticed => "its owner saw what became of it".to_owned(),
        What::Proven(_) => format!("found in the bank's list, so it went through: {detail}"),
        What::Settled(_) => format!("its owner's word: {detail}"),
    }
}

fn for_people(screen: Screen, item: &Item<'_>) -> Vec<String> {
    let record = item.record;
    let mut shown = facts::list(screen, &facts_of(record));
    shown.push(String::new());
    shown.push(format!("{}  about to be sent", on_the_clock(record.at)));
    let later = record.story.iter();
    shown.extend(later.map(|it| format!("{}  {}", on_the_clock(it.at), told(&it.what))));
    if record.state == State::Open {
        shown
            .push("Nothing was written after that, so nobody can tell whether it was sent.".into());
    }
    if let Some(evidence) = Evidence::of(item) {
        shown.extend(below(record, &evidence));
    }
    shown
}

/// The evidence, below the story.
fn below(record: &Made, evidence: &Evidence<'_>) -> Vec<String> {
    let mut shown = Vec::new();
    let mut part = |heading: &str, rows: &[Seen]| {
        if !rows.is_empty() {
            shown.extend([String::new(), heading.to_owned()]);
            let rows = rows.iter().map(|row| sketch(row, &record.intent.plan));
            shown.extend(rows.map(|row| format!("  {row}")));
        }
    };
    part("With its tag:", evidence.rows());
    part(
        "Of the same amount without its tag, which proves nothing:",
        evidence.alike(),
    );
    if !evidence.is_complete() {
        shown.extend([
            String::new(),
            "The bank's lists did not come whole.".to_owned(),
        ]);
    }
    shown
}

fn facts_of(record: &Made) -> Vec<Fact> {
    let intent = &record.intent;
    let plan = &intent.plan;
    let shown = |text: &Option<String>| text.as_deref().map(|it| neutral(it).into_owned());
    let after = Evidence::of(&Item::of(record)).and_then(|it| it.balances());
    let after = after.map(|(_, after)| after).unwrap_or_default();
    let mut list = vec![
        ("ID", Some(record.id.to_string())),
        ("State", Some(words(Fate::of(record)).to_owned())),
        ("Settled By", settled_by(record).map(str::to_owned)),
        ("Kind", Some(plan.route.to_string())),
        (
            "Payment ID",
            record.payment_id().map(|it| neutral(it).into()),
        ),
        ("Amount", Some(amount(plan.amount, plan.currency))),
        ("From", Some(party(&plan.from, Route::Debit))),
        ("To", Some(party(&plan.to, plan.route))),
        ("Asked", Some(neutral(&intent.asked.amount).into_owned())),
        ("Date", plan.due.map(|day| day.to_string())),
        ("Message", shown(&plan.message)),
        ("Sent Message", shown(&intent.sent_message)),
        ("Proof", proof(record)),
        ("Key", shown(&intent.key)),
        ("Could Spend", spendable(intent.before, plan)),
        ("Could Spend After", spendable(after, plan)),
    ];
    if let State::Done(accepted) = &record.state {
        let warnings = accepted.warnings.iter().map(|it| warning::sentence(it));
        list.extend(warnings.map(|it| ("Warning", Some(it))));
    }
    let known = list.into_iter();
    known
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect()
}

/// Only what can never be proven is worth a word.
fn proof(record: &Made) -> Option<String> {
    let why = no_tag(record.intent.plan.route);
    (!record.intent.tagged).then(|| format!("none is possible: {why}"))
}

/// `89 209,31 on Brukskonto, 250,00 on Sparekonto`, as far as the bank told it.
fn spendable(balances: Balances, plan: &Plan) -> Option<String> {
    let ends = [(balances.from, &plan.from), (balances.to, &plan.to)];
    let known: Vec<_> = ends
        .into_iter()
        .filter_map(|(amount, party)| Some((amount?, party)))
        .map(|(amount, party)| format!("{} on {}", amount.norwegian(), called(party)))
        .collect();
    (!known.is_empty()).then(|| known.join(", "))
}
