//! The balance of each account over time. Every account has a chart of its own: beside a loan, the
//! ups and downs of a current account would be a flat line.

use crate::domain::date::Day;
use crate::domain::money::{Amount, Currency};
use crate::domain::summary::Course;
use crate::failure::Failure;

use super::Page;
use super::chart;
use super::html::{Cell, Column, Foreign, Table};
use super::scale::Scale;

/// The accounts of one currency; nothing where there is none.
///
/// # Errors
/// A [`Failure`] if a chart cannot be drawn.
pub(super) fn section(page: &Page<'_>, currency: Currency) -> Result<String, Failure> {
    let courses: Vec<&Course> = page
        .courses
        .iter()
        .filter(|it| it.currency == currency)
        .collect();
    if courses.is_empty() {
        return Ok(String::new());
    }
    let (first, last) = span(page);
    // One axis for all: their charts are of the same days.
    let days = Scale::of_days(first, last);
    let mut figures = String::new();
    for course in courses {
        figures += &figure(course, &days, last, is_twin(course, page.courses))?;
    }
    Ok(format!(
        "<h3>Balance over time</h3>\n<div class=\"accounts\">\n{figures}</div>\n"
    ))
}

/// From the first day with a known balance to the summary's end, or the last such day if later.
fn span(page: &Page<'_>) -> (Day, Day) {
    let days = page.courses.iter().flat_map(|it| &it.points);
    let days = days.map(|(day, _)| *day);
    let until = page.summary.until;
    (
        days.clone().min().unwrap_or(page.summary.since).min(until),
        days.max().unwrap_or(until).max(until),
    )
}

/// Whether another account has the same name, so that only the key tells them apart.
fn is_twin(course: &Course, courses: &[Course]) -> bool {
    let namesakes = courses
        .iter()
        .filter(|it| it.account_name == course.account_name);
    namesakes.count() > 1
}

fn figure(course: &Course, days: &Scale, last: Day, twin: bool) -> Result<String, Failure> {
    let name = Foreign(&course.account_name);
    let key = if twin {
        format!(" <small>{}</small>", Foreign(&course.account_key))
    } else {
        String::new()
    };
    let Some((_, now)) = course.points.last() else {
        return Ok(format!(
            "<figure>\n<figcaption><h4>{name}{key}</h4></figcaption>\n\
             <p class=\"nothing\">No balance is known in these days.</p>\n</figure>\n"
        ));
    };
    let now = now.norwegian();
    let drawing = chart::balance(&course.points, days, last)?;
    let range = range(course);
    let table = table(course);
    Ok(format!(
        "<figure>\n<figcaption><h4>{name}{key}</h4><p class=\"now\">{now}</p></figcaption>\n\
         {drawing}<p class=\"note\">{range}</p>\n\
         <details><summary>Every balance</summary>\n{table}</details>\n</figure>\n"
    ))
}

/// Between which balances the account moved.
fn range(course: &Course) -> String {
    let amounts = course.points.iter().map(|(_, amount)| *amount);
    let shown = |end: Option<Amount>| {
        let amount = end.map(|it| it.norwegian()).unwrap_or_default();
        format!("<span class=\"amount\">{amount}</span>")
    };
    let (lowest, highest) = (shown(amounts.clone().min()), shown(amounts.max()));
    format!("Lowest {lowest} · highest {highest}")
}

fn table(course: &Course) -> Table<'_> {
    let rows = course
        .points
        .iter()
        .map(|(day, amount)| vec![Cell::Own(day.to_string()), Cell::Amount(*amount)]);
    Table {
        caption: "The balance at the end of each day on which it changed",
        columns: &[Column::Words("Day"), Column::Number("Balance")],
        rows: rows.collect(),
    }
}
