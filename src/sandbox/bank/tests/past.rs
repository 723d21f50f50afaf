use super::*;
use crate::sandbox::bank::calendar::two_years_before;
use crate::sandbox::bank::ledger::Ledger;
use jiff::civil::Weekday;
use std::collections::HashMap;

/// Booked rows add up to the balance, and rows together to what is really there.
pub(super) fn check_books(ledger: &Ledger) {
    for (at, account) in ledger.accounts.iter().enumerate() {
        let rows = || {
            ledger
                .rows()
                .iter()
                .filter(|row| row.account == at && !row.is_cancelled())
        };
        let booked: i64 = rows()
            .filter(|row| row.pending.is_none())
            .map(|row| row.ore)
            .sum();
        let all: i64 = rows().map(|row| row.ore).sum();
        assert_eq!(
            account.balance(),
            account.opening + booked,
            "{}",
            account.name
        );
        assert_eq!(account.held, account.opening + all, "{}", account.name);
        assert_eq!(
            account.available(),
            account.held + account.limit,
            "{}",
            account.name
        );
    }
}

#[test]
fn the_same_seed_lives_the_same_life() {
    let answer =
        |seed| household(seed, TODAY, None).read("accounts?includeCreditCardAccounts=true");
    assert_eq!(answer(3), answer(3));
    assert_ne!(answer(3), answer(4));
    let serials = |seed| {
        household(seed, TODAY, None)
            .rows(&EVERYDAY, "")
            .iter()
            .map(|row| row["nonUniqueId"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(serials(3), serials(3));
}

#[test]
fn the_past_is_believable_whatever_the_seed_and_day() {
    for (seed, today) in [
        (1, TODAY),
        (2, date(2026, 11, 22)),
        (3, date(2028, 2, 29)),
        (4, date(2027, 1, 1)),
        (5, date(2026, 5, 31)),
    ] {
        let desk = household(seed, today, None);
        let ledger = &desk.bank.ledger;
        check_books(ledger);
        assert_eq!(desk.bank.total(), 0);
        let rows = ledger.rows();
        assert!((1_200..4_000).contains(&rows.len()), "{}", rows.len());
        let first = two_years_before(today);
        for row in rows {
            assert!(first <= row.day && row.day <= today);
            let card = ledger.accounts[row.account].role == Role::Card;
            assert!(
                card || row.pending.is_some() || row.day.weekday() != Weekday::Sunday,
                "{}",
                row.day
            );
        }
        assert!(rows[0].day <= first.checked_add(jiff::Span::new().days(14)).unwrap());
        for account in ledger
            .accounts
            .iter()
            .filter(|account| account.role != Role::Card)
        {
            assert!(
                account.opening > 0 && account.balance() > 0,
                "{}",
                account.name
            );
            assert!(
                account.balance() < 60_000_000,
                "{} {}",
                account.name,
                account.balance()
            );
        }
        let owed = desk.balance(Role::Card);
        assert!((-5_000_000..=0).contains(&owed), "{owed}");
    }
}

#[test]
fn the_past_has_everything_the_bank_shows() {
    let mut desk = desk();
    let rows = desk.rows(&EVERYDAY, "");
    let has = |what: &str, test: &dyn Fn(&Value) -> bool| {
        assert!(rows.iter().any(test), "{what}");
    };
    for currency in ["USD", "EUR", "SEK"] {
        has(currency, &|row| {
            row["currencyCode"] == currency
                && row["accountCurrency"] == "NOK"
                && row["currencyAmount"].is_number()
        });
        has(currency, &|row| {
            row["currencyCode"] == currency
                && row["accountCurrency"] == "NOK"
                && row["currencyAmount"].is_null()
        });
    }
    has("prefix", &|row| {
        row["description"]
            .as_str()
            .is_some_and(|text| text.starts_with("USD ") && row["cleanedDescription"] == text[4..])
    });
    has("no text", &|row| {
        row["description"].is_null() && row["cleanedDescription"].is_null()
    });
    has("merchant", &|row| row["merchant"]["name"].is_string());
    has("card bill", &|row| row["typeCode"] == "K_0047");
    has("own transfer", &|row| {
        row["typeCode"] == "R_260" && row["remoteAccountName"] == "Felleskonto"
    });
    let mut alike: HashMap<String, usize> = HashMap::new();
    for row in &rows {
        let sameness = format!(
            "{}{}{}{}",
            row["accountKey"], row["date"], row["amount"], row["description"]
        );
        *alike.entry(sameness).or_default() += 1;
    }
    assert!(alike.values().any(|count| *count > 1));
}

#[test]
fn makes_exactly_as_many_rows_as_asked_for() {
    for wanted in [0, 1, 5, 500, 3_000, 200_000] {
        let desk = household(7, TODAY, Some(wanted));
        assert_eq!(desk.bank.ledger.rows().len(), wanted);
        check_books(&desk.bank.ledger);
        let sunday = desk.bank.ledger.rows().iter().find(|row| {
            row.pending.is_none()
                && row.day.weekday() == Weekday::Sunday
                && desk.bank.ledger.accounts[row.account].role != Role::Card
        });
        assert!(sunday.is_none());
    }
    assert_eq!(
        household(7, TODAY, Some(5_000)).rows(&EVERYDAY, "").len(),
        5_000
    );
}

#[test]
fn conserves_money_under_a_thousand_transfers() {
    let mut desk = desk();
    let mut chance = crate::sandbox::bank::chance::Chance::new(11);
    let start = desk.bank.total();
    let numbers = [
        Role::Current,
        Role::Savings,
        Role::Joint,
        Role::Bsu,
        Role::Child,
    ]
    .map(|role| desk.bank.number(role).to_owned());
    let (card, policy) = (
        desk.bank.card_id().to_owned(),
        desk.bank.policy().to_owned(),
    );
    let mut made = 0;
    for step in 0..1_000 {
        let amount = format!("{}.{:02}", chance.between(0, 3_000), chance.between(0, 99));
        let from = chance.pick(&numbers).clone();
        let (way, rest) = match chance.below(5) {
            0 => (
                "creditcard/transferTo",
                format!(r#""creditCardAccountId":"{card}""#),
            ),
            1 => ("pension", format!(r#""policyNumber":"{policy}""#)),
            _ => (
                "debit",
                format!(r#""toAccount":"{}""#, chance.pick(&numbers)),
            ),
        };
        let due = TODAY
            .checked_add(jiff::Span::new().days(chance.between(0, 60)))
            .unwrap();
        let due = if chance.once_in(3) {
            format!(r#","dueDate":"{due}""#)
        } else {
            String::new()
        };
        let held: i64 = desk
            .bank
            .ledger
            .accounts
            .iter()
            .map(|account| account.held)
            .sum();
        let response = desk.transfer(
            way,
            &format!(r#"{{"amount":"{amount}","fromAccount":"{from}",{rest}{due}}}"#),
        );
        made += usize::from(response.status == 200);
        assert!(
            matches!(response.status, 200 | 400 | 403),
            "{}",
            response.status
        );
        if way != "creditcard/transferTo" {
            let after: i64 = desk
                .bank
                .ledger
                .accounts
                .iter()
                .map(|account| account.held)
                .sum();
            assert_eq!(after, held, "own accounts only");
        }
        assert_eq!(desk.bank.total(), start);
        if step % 50 == 0 {
            desk.now = desk.now.checked_add(jiff::Span::new().hours(24)).unwrap();
            desk.get("accounts");
            assert_eq!(desk.bank.total(), start);
            check_books(&desk.bank.ledger);
        }
    }
    assert!(made > 200, "{made}");
    assert!(desk.bank.transfers().len() <= made);
    desk.now = desk
        .now
        .checked_add(jiff::Span::new().hours(24 * 90))
        .unwrap();
    desk.get("accounts");
    check_books(&desk.bank.ledger);
    assert!(
        desk.bank
            .ledger
            .rows()
            .iter()
            .all(|row| row.pending.is_none())
    );
}
