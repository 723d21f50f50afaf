use crate::config::Format;
use crate::domain::archived::{Verified, VerifiedAccount};
use crate::domain::continuity::{Gap, Span, Verdict};
use crate::domain::date::instant;
use crate::domain::money::{Amount, Currency};
use crate::failure::Failure;

use super::super::cell::{Cell, Record};
use super::super::grid::{Column, Grid, Line, Piece, Tail, Tone};
use super::super::json::{self, Document, member};
use super::super::separated::Separated;
use super::super::{Screen, Shape, lines};
use super::moment;
use super::sentence::sentences;

/// An account and what is known of it, with its instants written out.
struct Head<'a> {
    of: &'a VerifiedAccount,
    since: Option<String>,
    until: Option<String>,
}

impl<'a> Head<'a> {
    fn of(of: &'a VerifiedAccount) -> Self {
        let agreed = agreed(&of.verdict);
        Self {
            of,
            since: agreed.map(|span| instant(span.since)),
            until: agreed.map(|span| instant(span.until)),
        }
    }
}

impl Record<7> for Head<'_> {
    const KEYS: [&'static str; 7] = [
        "accountKey",
        "accountName",
        "accountNumber",
        "verdict",
        "since",
        "until",
        "why",
    ];

    fn cells(&self) -> [Cell<'_>; 7] {
        let (account, verdict) = (&self.of.account, &self.of.verdict);
        let why = match verdict {
            Verdict::CannotTell { why, .. } => why.name().into(),
            Verdict::Holds(_) | Verdict::Differs { .. } => Cell::Absent,
        };
        [
            (&account.key).into(),
            (&account.name).into(),
            account.number.digits().into(),
            name(verdict).into(),
            (&self.since).into(),
            (&self.until).into(),
            why,
        ]
    }
}

/// A gap with its instants written out.
struct WrittenGap {
    from: String,
    to: String,
    difference: Amount,
    currency: Option<Currency>,
    seen_once: bool,
}

impl WrittenGap {
    fn of(gap: &Gap, currency: Option<Currency>) -> Self {
        Self {
            from: instant(gap.from),
            to: instant(gap.to),
            difference: gap.difference,
            currency,
            seen_once: gap.seen_once,
        }
    }
}

impl Record<5> for WrittenGap {
    const KEYS: [&'static str; 5] = ["from", "to", "difference", "currencyCode", "seenOnce"];

    fn cells(&self) -> [Cell<'_>; 5] {
        [
            (&self.from).into(),
            (&self.to).into(),
            (&self.difference).into(),
            (&self.currency).into(),
            (&self.seen_once).into(),
        ]
    }
}

/// A gap and its account as one line of CSV; of an account without gaps the account alone.
struct Flat<'a> {
    head: Head<'a>,
    gap: Option<WrittenGap>,
}

impl Record<12> for Flat<'_> {
    const KEYS: [&'static str; 12] = [
        "accountKey",
        "accountName",
        "accountNumber",
        "verdict",
        "since",
        "until",
        "why",
        "gapFrom",
        "gapTo",
        "difference",
        "currencyCode",
        "seenOnce",
    ];

    fn cells(&self) -> [Cell<'_>; 12] {
        let [key, name, number, verdict, since, until, why] = self.head.cells();
        let [from, to, difference, currency, once] = match &self.gap {
            Some(gap) => gap.cells(),
            None => [const { Cell::Absent }; 5],
        };
        [
            key, name, number, verdict, since, until, why, from, to, difference, currency, once,
        ]
    }
}

pub(in crate::view) fn rendered(shape: &Shape, verified: &Verified) -> Result<Vec<u8>, Failure> {
    let objects = || verified.accounts.iter().map(object);
    Ok(match shape.format {
        Format::Json => {
            let mut document = Document::new("sb1.verify/1");
            document
                .field("verdict", overall(verified))
                .objects("accounts", objects());
            document.end()
        }
        Format::Jsonl => lines(objects()),
        Format::Csv | Format::Tsv => {
            let rows: Vec<_> = verified.accounts.iter().flat_map(flat).collect();
            Separated::new(shape).listing::<12, _>(&rows)?
        }
        Format::Table => lines(table(shape.screen, verified)),
    })
}

/// "Holds" only where every account does.
fn overall(verified: &Verified) -> &'static str {
    match (verified.differing(), verified.holds()) {
        (0, true) => "holds",
        (0, false) => "cannot_tell",
        _ => "differs",
    }
}

fn name(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Holds(_) => "holds",
        Verdict::Differs { .. } => "differs",
        Verdict::CannotTell { .. } => "cannot_tell",
    }
}

fn agreed(verdict: &Verdict) -> Option<Span> {
    match verdict {
        Verdict::Holds(span) => Some(*span),
        Verdict::Differs { agreed, .. } | Verdict::CannotTell { agreed, .. } => *agreed,
    }
}

fn gaps(of: &VerifiedAccount) -> impl Iterator<Item = &Gap> {
    let gaps: &[Gap] = match &of.verdict {
        Verdict::Differs { gaps, .. } => gaps,
        Verdict::Holds(_) | Verdict::CannotTell { .. } => &[],
    };
    gaps.iter()
}

fn written(of: &VerifiedAccount) -> Vec<WrittenGap> {
    let currency = of.account.currency;
    gaps(of).map(|gap| WrittenGap::of(gap, currency)).collect()
}

fn object(of: &VerifiedAccount) -> Vec<u8> {
    let mut out = Vec::new();
    json::open_record(&mut out, &Head::of(of));
    member(&mut out, "gaps");
    json::records(&mut out, &written(of));
    out.push(b'}');
    out
}

fn flat(of: &VerifiedAccount) -> Vec<Flat<'_>> {
    let head = || Head::of(of);
    let gaps = written(of).into_iter();
    let rows: Vec<_> = gaps
        .map(|gap| Flat {
            head: head(),
            gap: Some(gap),
        })
        .collect();
    if rows.is_empty() {
        return vec![Flat {
            head: head(),
            gap: None,
        }];
    }
    rows
}

fn table(screen: Screen, verified: &Verified) -> Vec<String> {
    if verified.accounts.is_empty() {
        return Vec::new();
    }
    let rows: Vec<_> = verified.accounts.iter().map(line).collect();
    let columns = [
        Column::text("Account"),
        Column::whole("Number"),
        Column::whole("Verdict"),
        Column::whole("Agrees From"),
        Column::whole("To"),
    ];
    let sheddable = ["Number", "Agrees From", "To"];
    let grid = Grid::new(screen, columns, None).fit_to(&rows, &sheddable);
    let mut shown = vec![grid.header()];
    shown.extend(grid.lines(rows));
    let sentences: Vec<_> = verified.accounts.iter().flat_map(sentences).collect();
    if !sentences.is_empty() {
        shown.push(String::new());
        shown.extend(sentences);
    }
    shown
}

fn line(of: &VerifiedAccount) -> Line<5> {
    let (text, tone) = match of.verdict {
        Verdict::Holds(_) => ("holds", Tone::In),
        Verdict::Differs { .. } => ("differs", Tone::Out),
        Verdict::CannotTell { .. } => ("cannot tell", Tone::Plain),
    };
    let verdict = Piece {
        text: text.to_owned(),
        tone,
    };
    let agreed = agreed(&of.verdict);
    let moment = |at: Option<_>| at.map(moment).unwrap_or_default();
    Line {
        cells: [
            of.account.name.to_string().into(),
            of.account.number.to_string().into(),
            verdict,
            moment(agreed.map(|span| span.since)).into(),
            moment(agreed.map(|span| span.until)).into(),
        ],
        tail: Tail::default(),
    }
}
