//! What went in and out in one currency: in total, per month, by category, by counterparty.

use crate::domain::money::Amount;
use crate::domain::summary::{Flow, InCurrency, Recurring};
use crate::failure::Failure;

use super::chart;
use super::html::{Cell, Column, Table};

/// How many counterparties are shown.
const MOST_COUNTERPARTIES: usize = 15;

/// Columns of a table that compares flows; bars stand beside the numbers.
const COMPARED: &[Column] = &[
    Column::Words("Name"),
    Column::Drawing("In proportion"),
    Column::Number("Money out"),
    Column::Number("Money in"),
    Column::Number("Transactions"),
];

/// A heading, a chart or bars, and a table each.
///
/// # Errors
/// A [`Failure`] if a chart cannot be drawn.
pub(super) fn section(flows: &InCurrency) -> Result<String, Failure> {
    let months = months(flows)?;
    let categories = categories(flows)?;
    let counterparties = counterparties(flows)?;
    let recurring = recurring(&flows.recurring);
    Ok(format!("{months}{categories}{counterparties}{recurring}"))
}

/// The figures that the eye looks for first.
pub(super) fn total(flow: &Flow) -> String {
    let figures = [
        ("Money in", flow.money_in.norwegian()),
        ("Money out", flow.money_out.norwegian()),
        ("Net", flow.net().norwegian()),
        ("Savings rate", savings_rate(flow)),
        ("Transactions", flow.count.to_string()),
    ];
    let mut tiles = String::new();
    for (term, figure) in figures {
        tiles += &format!("<div><dt>{term}</dt><dd>{figure}</dd></div>\n");
    }
    format!("<dl class=\"figures\">\n{tiles}</dl>\n")
}

fn months(flows: &InCurrency) -> Result<String, Failure> {
    let mut rows = Vec::new();
    for (month, flow) in &flows.months {
        rows.push(vec![
            Cell::Own(month.to_string()),
            Cell::Amount(flow.money_in),
            Cell::Amount(flow.money_out),
            Cell::Amount(flow.net()),
            Cell::Figure(savings_rate(flow)),
            Cell::Count(flow.count),
        ]);
    }
    let table = Table {
        caption: "Money in and out per month, exactly",
        columns: &[
            Column::Words("Month"),
            Column::Number("Money in"),
            Column::Number("Money out"),
            Column::Number("Net"),
            Column::Number("Savings rate"),
            Column::Number("Transactions"),
        ],
        rows,
    };
    let drawing = chart::months(&flows.months)?;
    Ok(format!(
        "<h3>Per month</h3>\n<figure class=\"wide\">\n<figcaption><ul class=\"legend\">\
         <li class=\"in\">Money in</li><li class=\"out\">Money out</li><li class=\"net\">Net</li>\
         </ul></figcaption>\n<div class=\"scroll\">{drawing}</div>\n</figure>\n{table}"
    ))
}

fn categories(flows: &InCurrency) -> Result<String, Failure> {
    let named: Vec<_> = flows
        .categories
        .iter()
        .map(|(category, flow)| {
            let cell = match category {
                Some(category) => Cell::Foreign(category),
                None => Cell::Own("<i>without a category</i>".into()),
            };
            (cell, flow)
        })
        .collect();
    let table = compared("Categories of the bank, what moved most first", named)?;
    Ok(format!("<h3>Categories</h3>\n{table}"))
}

fn counterparties(flows: &InCurrency) -> Result<String, Failure> {
    let all = flows.counterparties.len();
    let largest = flows.counterparties.iter().take(MOST_COUNTERPARTIES);
    let named = largest.map(|(name, flow)| (Cell::Foreign(name), flow));
    let table = compared("Counterparties, what moved most first", named.collect())?;
    let more = if all > MOST_COUNTERPARTIES {
        format!("<p class=\"note\">The {MOST_COUNTERPARTIES} largest of {all}.</p>\n")
    } else {
        String::new()
    };
    Ok(format!("<h3>Largest counterparties</h3>\n{table}{more}"))
}

/// A table of flows with bars, all in proportion to the longest.
fn compared(caption: &'static str, named: Vec<(Cell<'_>, &Flow)>) -> Result<String, Failure> {
    let amounts = named
        .iter()
        .flat_map(|(_, flow)| [flow.money_in, flow.money_out]);
    let most = amounts.max().unwrap_or(Amount::ZERO);
    let mut rows = Vec::new();
    for (name, flow) in named {
        rows.push(vec![
            name,
            Cell::Drawing(chart::bar(flow, most)?),
            Cell::Amount(flow.money_out),
            Cell::Amount(flow.money_in),
            Cell::Count(flow.count),
        ]);
    }
    let columns = COMPARED;
    Ok(Table {
        caption,
        columns,
        rows,
    }
    .to_string())
}

/// What comes back, where the bank says of anything that it does.
fn recurring(recurring: &[Recurring]) -> String {
    if recurring.is_empty() {
        return String::new();
    }
    let rows = recurring.iter().map(|it| {
        let kind = if it.subscription {
            "subscription"
        } else {
            "recurring"
        };
        vec![
            Cell::Foreign(&it.name),
            Cell::Own(kind.into()),
            Cell::Own(it.last.to_string()),
            Cell::Amount(it.flow.money_out),
            Cell::Amount(it.flow.money_in),
            Cell::Count(it.flow.count),
        ]
    });
    let table = Table {
        caption: "What the bank calls recurring or a subscription",
        columns: &[
            Column::Words("Name"),
            Column::Words("Kind"),
            Column::Words("Last"),
            Column::Number("Money out"),
            Column::Number("Money in"),
            Column::Number("Transactions"),
        ],
        rows: rows.collect(),
    };
    format!("<h3>Recurring</h3>\n{table}")
}

/// A dash where nothing went in.
pub(super) fn savings_rate(flow: &Flow) -> String {
    flow.savings_rate()
        .map_or_else(|| "–".to_owned(), |it| it.norwegian())
}
