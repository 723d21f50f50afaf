//! A summary for people.

use crate::domain::money::{Amount, Currency};
use crate::domain::summary::{Flow, InCurrency, Recurring};
use crate::domain::text::neutral;

use super::super::Screen;
use super::super::grid::{Column, Grid, Line, Piece, Tail, Tone};
use super::super::sums::{INCOMPLETE, sum_title, tone};
use super::bar::Scale;
use super::{By, Report};

/// The first lines of categories, counterparties and what recurs are shown; the others are one.
const MOST_LINES: usize = 20;
/// The narrowest screen that has room for bars beside all numbers.
const NARROWEST_WITH_BARS: usize = 72;
/// How wide a bar is at most, and where there is no screen to fill.
const WIDEST_BAR: usize = 40;
const BAR_IN_A_PIPE: usize = 24;

/// The cells of a line, and what its bar shows; a sum has none.
type Barred<const N: usize> = ([Piece; N], Option<Amount>);

/// The sections of the currencies, and what they leave out.
pub(super) fn table(screen: Screen, by: By, report: &Report<'_>) -> Vec<String> {
    let currencies = &report.summary.currencies;
    let complete = report.errors.is_empty();
    let mut shown = Vec::new();
    for of in currencies {
        if currencies.len() > 1 || of.currency != Currency::NOK {
            shown.push(of.currency.to_string());
        }
        shown.extend(match by {
            By::Month => months(screen, of, complete),
            By::Category => categories(screen, of, complete),
            By::Counterparty => counterparties(screen, of, complete),
            By::Recurring => recurring(screen, of, complete),
        });
        shown.push(String::new());
    }
    shown.extend(left_out(report));
    shown
}

fn months(screen: Screen, of: &InCurrency, complete: bool) -> Vec<String> {
    let line = |name: String, flow: &Flow| {
        let rate = flow.savings_rate().map(|it| it.norwegian());
        let [money_in, money_out, net] = sums(flow);
        let rate = Piece::from(rate.unwrap_or_default());
        [name.into(), money_in, money_out, net, rate]
    };
    let months = of.months.iter();
    let mut lines: Vec<Barred<5>> = months
        .map(|(month, flow)| (line(month.to_string(), flow), Some(flow.money_out)))
        .collect();
    lines.push((line(sum_title(complete).to_owned(), &of.total), None));
    let columns = [
        Column::whole("Month"),
        Column::number("In"),
        Column::number("Out"),
        Column::number("Net"),
        Column::number("Saved"),
    ];
    section(screen, columns, lines, &["Saved", "Net", "In"])
}

fn categories(screen: Screen, of: &InCurrency, complete: bool) -> Vec<String> {
    let categories = of.categories.iter();
    let named = categories.map(|(name, flow)| (name.as_deref().unwrap_or_default(), *flow));
    let named: Vec<_> = named.collect();
    parts(screen, "Category", &named, &of.total, complete)
}

fn counterparties(screen: Screen, of: &InCurrency, complete: bool) -> Vec<String> {
    let counterparties = of.counterparties.iter();
    let named: Vec<_> = counterparties
        .map(|(name, flow)| (name.as_str(), *flow))
        .collect();
    parts(screen, "Counterparty", &named, &of.total, complete)
}

/// The largest parts of a total.
fn parts(
    screen: Screen,
    title: &'static str,
    parts: &[(&str, Flow)],
    total: &Flow,
    complete: bool,
) -> Vec<String> {
    let line = |name: Piece, flow: &Flow| {
        let [money_in, money_out, net] = sums(flow);
        [name, money_in, money_out, net, count(flow)]
    };
    let (shown, rest) = parts.split_at(parts.len().min(MOST_LINES));
    let mut lines: Vec<Barred<5>> = shown
        .iter()
        .map(|(name, flow)| (line(named(name), flow), Some(flow.money_out)))
        .collect();
    if !rest.is_empty() {
        let flow = rest.iter().map(|(_, flow)| *flow).fold(Flow::NONE, both);
        lines.push((line(and_more(rest.len()), &flow), None));
    }
    lines.push((line(sum_title(complete).into(), total), None));
    let columns = [
        Column::text(title),
        Column::number("In"),
        Column::number("Out"),
        Column::number("Net"),
        Column::number("Count"),
    ];
    section(screen, columns, lines, &["Count", "Net", "In"])
}

fn recurring(screen: Screen, of: &InCurrency, complete: bool) -> Vec<String> {
    if of.recurring.is_empty() {
        return vec!["nothing that the bank calls recurring".to_owned()];
    }
    let (shown, rest) = of.recurring.split_at(of.recurring.len().min(MOST_LINES));
    let mut lines: Vec<Barred<6>> = shown
        .iter()
        .map(|it| (recurring_line(it), Some(it.flow.money_out)))
        .collect();
    let sum = |name: Piece, flow: Flow| {
        let [last, then, kind]: [Piece; 3] = Default::default();
        [name, last, then, count(&flow), net(&flow), kind]
    };
    if !rest.is_empty() {
        let flow = rest.iter().map(|it| it.flow).fold(Flow::NONE, both);
        lines.push((sum(and_more(rest.len()), flow), None));
    }
    let total = of.recurring.iter().map(|it| it.flow);
    let total = total.fold(Flow::NONE, both);
    lines.push((sum(sum_title(complete).into(), total), None));
    let columns = [
        Column::text("Recurring"),
        Column::whole("Last"),
        Column::number("Then"),
        Column::number("Times"),
        Column::number("In all"),
        Column::whole("Kind"),
    ];
    section(screen, columns, lines, &["Kind", "Times", "Last", "Then"])
}

fn recurring_line(it: &Recurring) -> [Piece; 6] {
    let kind = if it.subscription { "subscription" } else { "" };
    [
        named(&it.name),
        it.last.to_string().into(),
        toned(it.last_amount),
        count(&it.flow),
        net(&it.flow),
        kind.into(),
    ]
}

/// Lines under their titles, each with its bar, and the sums at the end.
fn section<const N: usize>(
    screen: Screen,
    columns: [Column; N],
    lines: Vec<Barred<N>>,
    sheddable: &[&str],
) -> Vec<String> {
    let amounts = lines.iter().filter_map(|(_, amount)| *amount);
    let most = amounts.max().unwrap_or(Amount::ZERO);
    let (lines, amounts): (Vec<_>, Vec<_>) = lines
        .into_iter()
        .map(|(cells, amount)| {
            let tail = Tail::default();
            (Line { cells, tail }, amount)
        })
        .unzip();
    let barred = screen.width.is_none_or(|it| it >= NARROWEST_WITH_BARS);
    let title = barred.then_some("Spent");
    let grid = Grid::new(screen, columns, title).fit_to(&lines, sheddable);
    let room = grid.room().unwrap_or(BAR_IN_A_PIPE).min(WIDEST_BAR);
    let scale = Scale { most, room };
    let barred = lines.into_iter().zip(amounts).map(|(line, amount)| Line {
        tail: Tail {
            text: amount.map(|it| scale.bar(it)).unwrap_or_default(),
            tone: Tone::Out,
            ..Tail::default()
        },
        ..line
    });
    let mut shown = vec![grid.header()];
    shown.extend(grid.lines(barred.collect()));
    shown
}

/// What the sums leave out, and of which days they are.
fn left_out(report: &Report<'_>) -> Vec<String> {
    let summary = report.summary;
    let mut said = vec![format!("From {} to {}", summary.since, summary.until)];
    match summary.own {
        0 => {}
        1 => said.push("1 leg of a transfer between own accounts is not in the sums".into()),
        n => said.push(format!(
            "{n} legs of transfers between own accounts are not in the sums"
        )),
    }
    match summary.pending {
        0 => {}
        1 => said.push("1 transaction that is not booked yet is not in the sums".into()),
        n => said.push(format!(
            "{n} transactions that are not booked yet are not in the sums"
        )),
    }
    let lacking = "without a day, an amount, a currency or an account";
    match summary.unclear {
        0 => {}
        1 => said.push(format!("1 transaction {lacking} is not in the sums")),
        n => said.push(format!("{n} transactions {lacking} are not in the sums")),
    }
    if !report.errors.is_empty() {
        said.push(INCOMPLETE.to_owned());
    }
    said
}

fn named(name: &str) -> Piece {
    if name.trim().is_empty() {
        let text = "(not said)".to_owned();
        return Piece {
            text,
            tone: Tone::Dim,
        };
    }
    neutral(name).into_owned().into()
}

fn and_more(count: usize) -> Piece {
    Piece {
        text: format!("and {count} more"),
        tone: Tone::Dim,
    }
}

/// Parts of a total that could be held can be held too: the default is never taken.
fn both(one: Flow, other: Flow) -> Flow {
    one.plus(other).unwrap_or(Flow::NONE)
}

fn sums(flow: &Flow) -> [Piece; 3] {
    let plain = |amount: Amount| Piece::from(amount.norwegian());
    [plain(flow.money_in), plain(flow.money_out), net(flow)]
}

fn net(flow: &Flow) -> Piece {
    toned(flow.net())
}

fn toned(amount: Amount) -> Piece {
    Piece {
        text: amount.norwegian(),
        tone: tone(amount),
    }
}

fn count(flow: &Flow) -> Piece {
    flow.count.to_string().into()
}
