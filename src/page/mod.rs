//! A summary as one web page that needs nothing but itself: no script, no font, no picture from
//! elsewhere. Charts are SVG; every chart stands above or beside the table of its exact numbers.
//!
//! What others wrote, names and categories, enters the page through [`html::Foreign`] alone and
//! never a chart.

use crate::domain::money::Currency;
use crate::domain::summary::{Course, InCurrency, Summary};
use crate::failure::Failure;

mod balances;
mod chart;
mod flows;
mod html;
mod ink;
mod scale;

/// Light and dark, screen and paper.
const STYLE: &str = include_str!("style.css");

/// Nothing is loaded, nothing runs, nothing is sent.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// What a page tells.
pub(crate) struct Page<'a> {
    pub(crate) summary: &'a Summary,
    /// In the order in which they are shown. A balance holds until it changes, the last one until
    /// the summary's end, which is therefore no later than the day of `as_of`.
    pub(crate) courses: &'a [Course],
    /// When it was so: a day or an instant as people read it.
    pub(crate) as_of: &'a str,
    /// Whether all that happened in these days is known.
    pub(crate) complete: bool,
}

/// The page as HTML, in UTF-8. The same page gives the same bytes.
///
/// # Errors
/// A [`Failure`] if a chart cannot be drawn.
pub(crate) fn write(page: &Page<'_>) -> Result<String, Failure> {
    let Summary { since, until, .. } = page.summary;
    let title = format!("Money in and out, {since} to {until}");
    let intro = intro(page);
    let body = body(page)?;
    Ok(format!(
        "<!DOCTYPE html>\n\
         <html lang=\"en\">\n\
         <head>\n\
         <meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}</title>\n\
         <style>\n{STYLE}</style>\n\
         </head>\n\
         <body>\n\
         <main>\n\
         {intro}{body}\
         </main>\n\
         <footer><p>Made by sb1 on this machine. It tells of your money: keep it where others cannot \
         read it.</p></footer>\n\
         </body>\n\
         </html>\n"
    ))
}

/// The head of the page: which days, as of when, and what is not in it.
fn intro(page: &Page<'_>) -> String {
    let Summary { since, until, .. } = page.summary;
    let as_of = html::Foreign(page.as_of);
    let mut notes = String::new();
    for note in left_out(page.summary) {
        notes += &format!("<p class=\"note\">{note}</p>\n");
    }
    let warning = if page.complete {
        ""
    } else {
        "<p class=\"warning\" role=\"note\"><strong>Incomplete.</strong> Not all of these days is \
         known: transactions may be missing here, and sums may be wrong.</p>\n"
    };
    format!(
        "<header>\n<h1>Money in and out</h1>\n\
         <p class=\"days\">{since} to {until} · as of {as_of}</p>\n{warning}{notes}</header>\n"
    )
}

/// A sentence each for the rows that no sum on the page counts.
fn left_out(summary: &Summary) -> Vec<String> {
    let unclear = "What lacks a day, an amount, a currency or an account is left out";
    let counted = [
        ("Transfers between own accounts are left out", summary.own),
        ("What is not booked yet is left out", summary.pending),
        (unclear, summary.unclear),
    ];
    let there = counted.into_iter().filter(|(_, rows)| *rows > 0);
    let notes = there.map(|(what, rows)| match rows {
        1 => format!("{what}: 1 row."),
        rows => format!("{what}: {rows} rows."),
    });
    notes.collect()
}

/// A section for each currency that has transactions or an account.
fn body(page: &Page<'_>) -> Result<String, Failure> {
    let mut sections = String::new();
    for currency in currencies(page) {
        let flows = page
            .summary
            .currencies
            .iter()
            .find(|it| it.currency == currency);
        sections += &section(page, currency, flows)?;
    }
    if sections.is_empty() {
        sections.push_str(nothing_booked(page));
    }
    Ok(sections)
}

/// What stands where no sum does; nothing is claimed that is not known.
fn nothing_booked(page: &Page<'_>) -> &'static str {
    if page.complete {
        "<p class=\"nothing\">Nothing was booked in these days.</p>\n"
    } else {
        "<p class=\"nothing\">No booked transaction of these days is known.</p>\n"
    }
}

/// Those of the summary in its order, then those that only an account has.
fn currencies(page: &Page<'_>) -> Vec<Currency> {
    let of_flows = page.summary.currencies.iter().map(|it| it.currency);
    let mut all: Vec<Currency> = of_flows.collect();
    for course in page.courses {
        if !all.contains(&course.currency) {
            all.push(course.currency);
        }
    }
    all
}

fn section(
    page: &Page<'_>,
    currency: Currency,
    flows: Option<&InCurrency>,
) -> Result<String, Failure> {
    let balances = balances::section(page, currency)?;
    let (total, details) = match flows.filter(|it| it.total.count > 0) {
        Some(it) => (flows::total(&it.total), flows::section(it)?),
        None => (nothing_booked(page).to_owned(), String::new()),
    };
    Ok(format!(
        "<section class=\"currency\">\n<h2>{currency}</h2>\n{total}{balances}{details}</section>\n"
    ))
}

#[cfg(test)]
mod tests;
