//! A summary of what the archive has, and the balances over time.

use crate::app::App;
use crate::archive::{ArchivedAccount, Reader, Selection};
use crate::directory::Entry;
use crate::domain::date::{Day, DayRange};
use crate::domain::money::{Amount, Currency};
use crate::domain::summary::{Course, OwnAccount, Tally, course};
use crate::failure::{Failure, Kind};

use super::Told;

/// Sums the archived rows of the accounts that `texts` mean, or of all.
pub(super) fn sum_up(
    app: &App<'_>,
    archive: &Reader,
    texts: &[String],
    period: DayRange,
) -> Result<Told, Failure> {
    let accounts = archive.accounts()?;
    let named = app.directory().among(texts, &accounts)?;
    let counts = |account: &ArchivedAccount| named.iter().any(|it| it.number == account.number);
    let mut own: Vec<_> = accounts
        .iter()
        .map(|it| own_account(it, counts(it)))
        .collect();
    let others = app.directory().never_archived(&accounts);
    own.extend(others.into_iter().map(uncounted));
    let numbers: Vec<String> = accounts.iter().map(|it| it.number.clone()).collect();
    let days = Tally::reach(period, app.clock.today());
    let mut tally = Tally::new(own, period);
    let selection = Selection {
        accounts: &numbers,
        since: Some(days.first),
        until: Some(days.last),
    };
    archive.rows(&selection, &mut |row| {
        tally.add(&row);
        Ok(())
    })?;
    let summary = tally.finish();
    let summary = summary.map_err(|it| Failure::new(Kind::Unexpected, it.to_string()))?;
    let mut courses = Vec::new();
    for account in accounts.iter().filter(|it| counts(it)) {
        courses.extend(balances(archive, account, period)?);
    }
    let numbers: Vec<String> = named.into_iter().map(|it| it.number).collect();
    let standing = archive.standing(&numbers)?;
    Ok(Told {
        summary,
        courses: Some(courses),
        at: standing.at,
        came: standing.into(),
    })
}

fn own_account(account: &ArchivedAccount, counts: bool) -> OwnAccount {
    OwnAccount {
        key: account.key.clone(),
        numbers: vec![account.number.clone()],
        currency: account.currency,
        counts,
    }
}

/// An account without rows, that others are paid to or from.
fn uncounted(account: Entry) -> OwnAccount {
    OwnAccount {
        currency: account.currency(),
        key: account.key,
        numbers: vec![account.number],
        counts: false,
    }
}

/// The balance of an account on the days of the period, from the last balance that the bank told
/// and what was booked before; `None` where none was told.
fn balances(
    archive: &Reader,
    account: &ArchivedAccount,
    period: DayRange,
) -> Result<Option<Course>, Failure> {
    let told = archive.snapshots(&account.number)?;
    let Some(balance) = told.iter().rev().find_map(|it| it.balance) else {
        return Ok(None);
    };
    let mut rows = Vec::new();
    let selection = Selection {
        accounts: std::slice::from_ref(&account.number),
        since: None,
        until: None,
    };
    archive.rows(&selection, &mut |row| {
        let booked = row.is_booked().then_some(());
        rows.extend(booked.and_then(|()| row.date.zip(row.amount)));
        Ok(())
    })?;
    Ok(course(balance, rows).map(|points| Course {
        account_key: account.key.clone(),
        account_name: account.name.clone(),
        currency: account.currency.unwrap_or(Currency::NOK),
        points: within(&points, period),
    }))
}

/// The points of the period; the one that held when it began stands at its first day.
fn within(points: &[(Day, Amount)], period: DayRange) -> Vec<(Day, Amount)> {
    let before = points.iter().rev().find(|(day, _)| *day < period.first);
    let held = before.map(|(_, balance)| (period.first, *balance));
    let inside = points
        .iter()
        .filter(|(day, _)| period.first <= *day && *day <= period.last);
    let starts_anew = inside
        .clone()
        .next()
        .is_some_and(|(day, _)| *day == period.first);
    held.filter(|_| !starts_anew)
        .into_iter()
        .chain(inside.copied())
        .collect()
}
