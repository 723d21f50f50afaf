//! Builds the household's books: who, which accounts, what happened.

use super::Household;
use super::calendar::two_years_before;
use super::chance::Chance;
use super::household::{Person, found, person, target};
use super::ledger::{Ledger, Place};
use super::life::lived;
use super::row::Row;

/// The books of that household on its first day; the same household always gives the same books.
pub(super) fn sow(household: &Household) -> (Ledger, Person) {
    let mut chance = Chance::new(household.seed);
    let person = person(&mut chance);
    let mut ledger = found(&mut chance, &person);
    let targets: Vec<i64> = ledger
        .accounts
        .iter()
        .map(|account| target(account.role, &mut chance))
        .collect();
    let start = two_years_before(household.today);
    let rows = lived(chance, start, household.today, household.rows);
    for (at, target) in targets.into_iter().enumerate() {
        let opening = opening(&rows, at, target);
        if let Some(account) = ledger.accounts.get_mut(at) {
            account.opening = opening;
        }
        let _ = ledger.shift(Place::Outside, Place::Account(at), opening);
    }
    for row in rows {
        // Amounts this small cannot overflow the sums.
        let _ = ledger.post(row);
    }
    (ledger, person)
}

/// What must have stood on an account for it to end at its target and never to go below zero.
/// The card ends with whatever is owed.
fn opening(rows: &[Row], account: usize, target: i64) -> i64 {
    let (mut sum, mut lowest) = (0_i64, 0_i64);
    for row in rows.iter().filter(|row| row.account == account) {
        sum = sum.saturating_add(row.ore);
        lowest = lowest.min(sum);
    }
    if target == 0 {
        // A card whose bills are older than its first row would else look overpaid.
        return (-sum).min(0);
    }
    target
        .saturating_sub(sum)
        .max(0_i64.saturating_sub(lowest).saturating_add(10_000))
}
