//! The balance over time, computed back from the balance now.

use std::collections::BTreeMap;

use crate::domain::date::Day;
use crate::domain::money::Amount;

/// The balance at the end of each day on which it changed, oldest first, from the balance after
/// the last of `rows`, which may come in any order.
///
/// `None` if a balance cannot be held.
pub(crate) fn course(
    balance: Amount,
    rows: impl IntoIterator<Item = (Day, Amount)>,
) -> Option<Vec<(Day, Amount)>> {
    let mut changes = BTreeMap::<Day, i128>::new();
    for (day, amount) in rows {
        let change = changes.entry(day).or_default();
        *change = change.checked_add(amount.ore())?;
    }
    let mut points = Vec::with_capacity(changes.len());
    let mut ore = balance.ore();
    for (day, change) in changes.into_iter().rev().filter(|(_, it)| *it != 0) {
        points.push((day, Amount::from_wide_ore(ore)?));
        ore = ore.checked_sub(change)?;
    }
    points.reverse();
    Some(points)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(balance: &str, rows: &[(&str, &str)]) -> Vec<String> {
        let read = |text| Amount::read(text).unwrap();
        let rows = rows
            .iter()
            .map(|(day, amount)| (Day::parse_iso(day).unwrap(), read(amount)));
        let points = course(read(balance), rows).unwrap();
        let shown = points.iter().map(|(day, amount)| format!("{day} {amount}"));
        shown.collect()
    }

    #[test]
    fn the_last_point_is_the_balance_now_and_each_before_lacks_what_came_after() {
        let rows = [
            ("2026-11-20", "-50"),
            ("2026-11-03", "1000"),
            ("2026-11-20", "-0.05"),
            ("2026-10-31", "-25.50"),
        ];
        let expected = ["2026-10-31 -949.95", "2026-11-03 50.05", "2026-11-20 0.00"];
        assert_eq!(told("0", &rows), expected);
        let mut other_way_round = rows;
        other_way_round.reverse();
        assert_eq!(told("0", &other_way_round), expected);
    }

    #[test]
    fn a_day_that_changed_nothing_is_no_point() {
        let rows = [("2026-11-02", "10"), ("2026-11-02", "-10")];
        assert!(told("5", &rows).is_empty());
        assert!(told("5", &[]).is_empty());
    }

    #[test]
    fn a_balance_that_cannot_be_held_is_not_told() {
        let most = Amount::read("792281625142643375935439503.35").unwrap();
        let day = Day::new(2026, 11, 2).unwrap();
        let less = Amount::from_ore(-1);
        let rows = [(day, less), (day.plus_days(1).unwrap(), less)];
        assert_eq!(course(most, rows), None);
    }
}
