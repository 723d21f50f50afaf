//! Axes in whole numbers: days, months and øre. The library's own ones go through floats and cannot
//! hold every amount.

use std::ops::Range;

use plotters::coord::ranged1d::{DefaultFormatting, KeyPointHint, Ranged};

use crate::domain::date::Day;
use crate::domain::money::Amount;
use crate::domain::summary::Month;

/// How many steps an axis of money is cut into, about.
const STEPS: i128 = 4;
/// The most labels on an axis of days.
const MOST_DAYS: i128 = 6;
/// The most labels on an axis of months.
const MOST_MONTHS: usize = 12;
/// One krone, or one whole of another currency.
const WHOLE: i128 = 100;

/// What one month takes of an axis of months: room for two bars and the gaps beside them.
pub(super) const MONTH_WIDTH: i128 = 10;

/// An axis from `low` to `high` and what is written on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Scale {
    low: i128,
    high: i128,
    labels: Vec<(i128, String)>,
}

impl Scale {
    /// Money, in øre, with room for each of `values`. Nothing is on it unless they all lie far away
    /// on the same side: a loan's course would be a flat line else.
    pub(super) fn of_money(values: impl Iterator<Item = Amount> + Clone) -> Self {
        let ores = values.map(|it| it.ore());
        let mut low = ores.clone().min().unwrap_or_default();
        let mut high = ores.max().unwrap_or_default();
        let nearest = low.max(-high);
        if nearest <= (high - low).saturating_mul(STEPS) || low == high {
            low = low.min(0);
            high = high.max(0);
        }
        let step = round_step((high - low) / STEPS);
        let low = low.div_euclid(step) * step;
        let mut high = -(-high).div_euclid(step) * step;
        if low == high {
            high += step;
        }
        let marks = std::iter::successors(Some(low), |at| Some(at + step));
        let labels = marks.take_while(|at| *at <= high).map(|at| (at, whole(at)));
        Self {
            low,
            high,
            labels: labels.collect(),
        }
    }

    /// Days, each a number as [`day_number`] counts them, up to the end of `last`.
    pub(super) fn of_days(first: Day, last: Day) -> Self {
        let (low, high) = (
            day_number(first),
            day_number(last).max(day_number(first)) + 1,
        );
        let labels = months_between(first, last)
            .filter(|labels| labels.len() > 1)
            .unwrap_or_else(|| days_between(first, high - low));
        Self { low, high, labels }
    }

    /// Months beside each other, [`MONTH_WIDTH`] each, labelled in the middle.
    pub(super) fn of_months(months: impl ExactSizeIterator<Item = Month>) -> Self {
        let count = months.len();
        let middles = (0..).map(|place: i128| place * MONTH_WIDTH + MONTH_WIDTH / 2);
        let labels = middles.zip(months.map(|it| it.to_string()));
        Self {
            low: 0,
            high: i128::try_from(count).unwrap_or(1).max(1) * MONTH_WIDTH,
            labels: labels.step_by(count.div_ceil(MOST_MONTHS).max(1)).collect(),
        }
    }

    /// Where nothing is, or the end nearest to it.
    pub(super) fn ground(&self) -> i128 {
        0.clamp(self.low, self.high)
    }

    pub(super) fn holds(&self, at: i128) -> bool {
        (self.low..=self.high).contains(&at)
    }

    /// What is written at `at`.
    pub(super) fn label(&self, at: i128) -> String {
        let found = self.labels.iter().find(|(place, _)| *place == at);
        found.map(|(_, label)| label.clone()).unwrap_or_default()
    }

    /// The characters of the longest label.
    pub(super) fn longest_label(&self) -> usize {
        let lengths = self.labels.iter().map(|(_, label)| label.chars().count());
        lengths.max().unwrap_or_default()
    }
}

impl Ranged for Scale {
    type FormatOption = DefaultFormatting;
    type ValueType = i128;

    /// The pixel for a value; `pixels` run backwards on an upright axis.
    fn map(&self, value: &i128, pixels: (i32, i32)) -> i32 {
        let length = i128::from(pixels.1) - i128::from(pixels.0);
        // Positive by how every scale is made.
        let span = (self.high - self.low).max(1);
        let along = value.saturating_sub(self.low).saturating_mul(length) / span;
        i32::try_from(along.saturating_add(i128::from(pixels.0))).unwrap_or(pixels.0)
    }

    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<i128> {
        self.labels.iter().map(|(at, _)| *at).collect()
    }

    fn range(&self) -> Range<i128> {
        self.low..self.high
    }
}

/// A day as its place on an axis of days.
pub(super) fn day_number(day: Day) -> i128 {
    let epoch = Day::new(1970, 1, 1).unwrap_or(day);
    i128::from(epoch.days_until(day))
}

/// The least of 1, 2, 5, 10, 20, 50 and so on, in whole kroner, that is not below `least` øre.
fn round_step(least: i128) -> i128 {
    std::iter::successors(Some(WHOLE), |unit| unit.checked_mul(10))
        .flat_map(|unit| [1, 2, 5].map(|times| unit.saturating_mul(times)))
        .find(|step| *step >= least)
        .unwrap_or(least)
}

/// Whole kroner; nothing beyond what an amount can hold, where only a rounded end of an axis is.
fn whole(ore: i128) -> String {
    let amount = Amount::from_wide_ore(ore);
    let shown = amount.map(|it| it.norwegian()).unwrap_or_default();
    shown.strip_suffix(",00").unwrap_or(&shown).to_owned()
}

/// The first days of months, not too many, `2026-11`; `None` for days that no calendar has.
fn months_between(first: Day, last: Day) -> Option<Vec<(i128, String)>> {
    let (from, to) = (month_number(first), month_number(last));
    let step = [1, 2, 3, 6]
        .into_iter()
        .find(|step| i128::from((to - from) / step) < MOST_DAYS)
        .unwrap_or_else(|| 12 * (1 + (to - from) / 12 / 6));
    let months = (from..=to).filter(|number| number.rem_euclid(step) == 0);
    let mut labels = Vec::new();
    for number in months {
        let year = i16::try_from(number.div_euclid(12)).ok()?;
        let month = i8::try_from(number.rem_euclid(12)).ok()? + 1;
        let start = Day::new(year, month, 1)?;
        if start >= first {
            labels.push((day_number(start), Month { year, month }.to_string()));
        }
    }
    Some(labels)
}

fn month_number(day: Day) -> i32 {
    let date = day.date();
    i32::from(date.year()) * 12 + i32::from(date.month()) - 1
}

/// A few days from `first` on, `2026-11-22`.
fn days_between(first: Day, days: i128) -> Vec<(i128, String)> {
    // As wide as a date is, four of them have room.
    let step = days / 4 + 1;
    let mut labels = Vec::new();
    let mut after = 0;
    while after < days {
        let day = i64::try_from(after).ok().and_then(|it| first.plus_days(it));
        labels.extend(day.map(|it| (day_number(it), it.to_string())));
        after += step;
    }
    labels
}

#[cfg(test)]
mod tests;
