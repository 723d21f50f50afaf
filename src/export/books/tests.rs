use super::*;
use crate::export::tests::story::{account, row};

const DAILY: &str = "11110000001";
const SAVINGS: &str = "22220000002";

fn day(text: &str) -> Day {
    Day::parse_iso(&format!("2026-{text}")).unwrap()
}

fn own(number: &str, anchor: Option<(AnswerNo, i64)>) -> OwnAccount {
    OwnAccount {
        account: account(number, "Konto"),
        part: Part::Exported(anchor.map(|(answer, ore)| Anchor {
            answer,
            before: Amount::from_ore(ore),
        })),
    }
}

/// A booked row that the first answer had.
fn sketch<'a>(account: &'a str, id: &'a str, on: &str, ore: i64) -> Sketch<'a> {
    Sketch {
        observation: 1,
        account,
        id,
        day: Some(day(on)),
        amount: Some(Amount::from_ore(ore)),
        booked: true,
        first: 1,
        other: None,
    }
}

fn plan(wanted: Wanted, own: Vec<OwnAccount>, rows: &[Sketch<'_>], order: Order) -> Plan {
    let mut draft = Draft::new(wanted, own);
    for (observation, sketch) in (0..).zip(rows) {
        let sketch = Sketch {
            observation,
            ..*sketch
        };
        draft.add(sketch).unwrap();
    }
    draft.finish(order).unwrap()
}

/// The plan's rows by their place in what was told.
fn turns(plan: &Plan) -> Vec<i64> {
    plan.observations().collect()
}

fn balance(point: Option<(Day, Amount)>) -> String {
    point.map_or_else(String::new, |(day, amount)| format!("{day} {amount}"))
}

#[test]
fn rows_come_in_the_order_of_the_format_however_they_are_told() {
    let both = || vec![own(SAVINGS, None), own(DAILY, None)];
    let rows = [
        sketch(SAVINGS, "c", "01-02", 1),
        sketch(DAILY, "b", "01-02", 1),
        sketch(DAILY, "a", "01-02", 1),
        sketch(SAVINGS, "d", "01-01", 1),
        sketch("99990000009", "x", "01-01", 1),
    ];
    let by_day = plan(Wanted::default(), both(), &rows, Order::Day);
    assert_eq!(turns(&by_day), [3, 2, 1, 0]);
    let by_account = plan(Wanted::default(), both(), &rows, Order::Account);
    assert_eq!(turns(&by_account), [2, 1, 3, 0]);
    let numbers: Vec<&str> = by_day
        .books
        .accounts
        .iter()
        .map(|it| it.number.as_str())
        .collect();
    assert_eq!(numbers, [DAILY, SAVINGS]);
}

#[test]
fn the_verified_balance_counts_every_row_up_to_its_day_and_no_other() {
    // The second answer agreed; the third brought a row of an old day, one of the last day that
    // the second had, and one of a later day.
    let late = |id, on, ore| Sketch {
        first: 3,
        ..sketch(DAILY, id, on, ore)
    };
    let rows = [
        sketch(DAILY, "a", "01-01", 100),
        sketch(DAILY, "b", "01-05", 20),
        late("c", "01-02", 3_000),
        late("d", "01-05", 40_000),
        late("e", "01-06", 500_000),
    ];
    let both = || vec![own(DAILY, Some((2, 7)))];
    let all = plan(Wanted::default(), both(), &rows, Order::Day);
    let told = &all.books.accounts[0];
    assert_eq!(balance(told.opening), "2026-01-01 0.07");
    assert_eq!(balance(told.verified), "2026-01-05 431.27");
    let part = Wanted {
        since: Some(day("01-02")),
        until: Some(day("01-04")),
        pending: false,
    };
    let part = plan(part, both(), &rows, Order::Day);
    let told = &part.books.accounts[0];
    assert_eq!(balance(told.opening), "2026-01-02 1.07");
    assert_eq!(balance(told.verified), "", "the only row of it came later");
    assert_eq!(turns(&part), [2]);
    let rest = Wanted {
        since: Some(day("01-03")),
        ..Wanted::default()
    };
    let rest = plan(rest, both(), &rows, Order::Day);
    let told = &rest.books.accounts[0];
    assert_eq!(balance(told.opening), "2026-01-05 31.07");
    assert_eq!(balance(told.verified), "2026-01-05 431.27");
}

#[test]
fn an_account_whose_balance_is_not_known_has_none() {
    let rows = [sketch(DAILY, "a", "01-01", 100)];
    let plan = plan(Wanted::default(), vec![own(DAILY, None)], &rows, Order::Day);
    let told = &plan.books.accounts[0];
    assert_eq!((told.opening, told.verified), (None, None));
    assert!(told.days.is_some());
}

#[test]
fn all_accounts_begin_on_the_first_day_of_the_books() {
    let both = vec![own(DAILY, Some((1, 100))), own(SAVINGS, Some((1, 500)))];
    let rows = [
        sketch(SAVINGS, "b", "01-02", 1),
        sketch(DAILY, "a", "01-03", 100),
    ];
    let plan = plan(Wanted::default(), both, &rows, Order::Day);
    let openings = plan.books.accounts.iter().map(|it| balance(it.opening));
    assert_eq!(
        openings.collect::<Vec<_>>(),
        ["2026-01-02 1.00", "2026-01-02 5.00"]
    );
}

#[test]
fn an_account_of_the_archive_is_told_of_also_where_it_is_not_exported() {
    let archived = OwnAccount {
        account: account(SAVINGS, "Konto"),
        part: Part::Archived,
    };
    let plan = plan(
        Wanted::default(),
        vec![own(DAILY, None), archived],
        &[sketch(SAVINGS, "b", "01-02", 1)],
        Order::Day,
    );
    let numbers =
        |of: &[BookAccount]| -> Vec<String> { of.iter().map(|it| it.number.clone()).collect() };
    assert_eq!(numbers(&plan.books.accounts), [DAILY]);
    assert_eq!(numbers(&plan.books.others), [SAVINGS]);
    assert_eq!(turns(&plan), [0_i64; 0]);
}

#[test]
fn an_account_without_rows_begins_with_the_books() {
    let both = || vec![own(DAILY, Some((1, 0))), own(SAVINGS, Some((1, 500)))];
    let rows = [sketch(DAILY, "a", "01-03", 100)];
    let with = plan(Wanted::default(), both(), &rows, Order::Day);
    assert_eq!(balance(with.books.accounts[1].opening), "2026-01-03 5.00");
    let without = plan(Wanted::default(), both(), &[], Order::Day);
    assert_eq!(balance(without.books.accounts[1].opening), "");
}

#[test]
fn rows_without_a_day_or_an_amount_are_counted_and_their_money_is_not_lost() {
    let no_day = Sketch {
        day: None,
        ..sketch(DAILY, "b", "01-01", 20)
    };
    let no_amount = Sketch {
        amount: None,
        ..sketch(DAILY, "c", "01-01", 0)
    };
    let rows = [sketch(DAILY, "a", "01-03", 100), no_day, no_amount];
    let both = || vec![own(DAILY, Some((1, 0)))];
    let all = plan(Wanted::default(), both(), &rows, Order::Day);
    assert_eq!((all.left_out, turns(&all)), (2, vec![0]));
    assert_eq!(balance(all.books.accounts[0].verified), "2026-01-03 1.20");
    let later = Wanted {
        since: Some(day("01-02")),
        ..Wanted::default()
    };
    assert_eq!(plan(later, both(), &rows, Order::Day).left_out, 1);
}

#[test]
fn pending_rows_count_in_no_balance_and_come_only_when_wanted() {
    let pending = Sketch {
        booked: false,
        ..sketch(DAILY, "p-b", "01-01", 20)
    };
    let rows = [sketch(DAILY, "a", "01-03", 100), pending];
    let both = || vec![own(DAILY, Some((1, 0)))];
    assert_eq!(
        turns(&plan(Wanted::default(), both(), &rows, Order::Day)),
        [0]
    );
    let wanted = Wanted {
        pending: true,
        ..Wanted::default()
    };
    let both = plan(wanted, both(), &rows, Order::Day);
    assert_eq!(turns(&both), [1, 0]);
    let told = &both.books.accounts[0];
    assert_eq!(balance(told.opening), "2026-01-01 0.00");
    assert_eq!(balance(told.verified), "2026-01-03 1.00");
}

/// What is told of each row's other leg.
fn legs(plan: &Plan, rows: &[Sketch<'_>]) -> Vec<String> {
    let told = |(turn, observation): (usize, i64)| {
        let sketch = rows[usize::try_from(observation).unwrap()];
        let row = row(sketch.id, "2026-01-01", "1.00", "");
        plan.line(turn, &row, |line| match line.own {
            Own::No => "no".to_owned(),
            Own::Alone => "alone".to_owned(),
            Own::First(leg) => format!("first, then {}", leg.id),
            Own::Second(leg) => format!("second, after {}", leg.id),
        })
        .unwrap()
    };
    plan.observations().enumerate().map(told).collect()
}

#[test]
fn two_legs_find_each_other_also_where_one_is_not_exported() {
    let out = Sketch {
        other: Some("2222.00.00002"),
        ..sketch(DAILY, "out", "01-01", -500)
    };
    let rows = [
        out,
        sketch(SAVINGS, "in", "01-02", 500),
        sketch(DAILY, "x", "01-02", 500),
    ];
    let both = vec![own(DAILY, None), own(SAVINGS, None)];
    let all = plan(Wanted::default(), both, &rows, Order::Day);
    assert_eq!(
        legs(&all, &rows),
        ["first, then in", "no", "second, after out"]
    );
    let unknown = OwnAccount {
        account: account(SAVINGS, "Konto"),
        part: Part::Listed,
    };
    let one = plan(
        Wanted::default(),
        vec![own(DAILY, None), unknown],
        &rows,
        Order::Day,
    );
    assert_eq!(legs(&one, &rows), ["alone", "no"]);
    let stranger = plan(Wanted::default(), vec![own(DAILY, None)], &rows, Order::Day);
    assert_eq!(legs(&stranger, &rows), ["no", "no"]);
}
