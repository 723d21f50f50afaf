//! `sb1 summary`: sums against those that the rows themselves give.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::{Value, json};

use crate::world::World;

/// A row, and whether its account, its day and its other side make it count.
struct Row {
    account: String,
    /// Its other side, if that is an own account.
    other: Option<String>,
    day: Date,
    ore: i64,
    own: bool,
    value: Value,
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

fn ore(value: &Value) -> i64 {
    value.to_string().replace('.', "").parse().unwrap()
}

fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value[name].as_array().unwrap()
}

/// The booked rows of all accounts from a week before the default period, own transfers marked on
/// both legs: a row that names another own account, and else the one that is its counterpart.
fn rows(world: &World) -> Vec<Row> {
    let accounts = world.run("accounts --all --json").json();
    let numbers: Vec<_> = list(&accounts, "accounts")
        .iter()
        .map(|it| text(it, "accountNumber").to_owned())
        .collect();
    let line = "transactions --booked --classified --since 2025-11-24 --json";
    let document = world.run(line).json();
    let read = |value: &Value| {
        let account = text(value, "accountNumber").to_owned();
        let other = text(value, "remoteAccountNumber").to_owned();
        let named = numbers.contains(&other) && other != account;
        Row {
            account,
            other: named.then_some(other),
            day: text(value, "date").parse().unwrap(),
            ore: ore(&value["amount"]),
            own: named,
            value: value.clone(),
        }
    };
    let mut rows: Vec<_> = list(&document, "transactions").iter().map(read).collect();
    for one in 0..rows.len() {
        let Some(other) = rows[one].other.clone() else {
            continue;
        };
        let opposite = |it: &Row| {
            let days = (it.day - rows[one].day).get_days().abs();
            it.account == other && it.ore == -rows[one].ore && days <= 5
        };
        let back = |it: &Row| it.other.as_ref() == Some(&rows[one].account);
        if rows.iter().any(|it| opposite(it) && back(it)) {
            continue;
        }
        if let Some(unnamed) = rows.iter().position(|it| opposite(it) && !it.own) {
            rows[unnamed].own = true;
        }
    }
    let first: Date = "2025-12-01".parse().unwrap();
    rows.retain(|it| it.day >= first);
    assert!(rows.len() > 500 && rows.iter().any(|it| it.own));
    rows
}

/// In, out and count of the rows that count, by what `head` says of each.
fn sums<'r>(
    rows: impl Iterator<Item = &'r Row>,
    head: impl Fn(&Row) -> String,
) -> BTreeMap<String, (i64, i64, i64)> {
    let mut sums = BTreeMap::new();
    for row in rows.filter(|it| !it.own) {
        let (money_in, money_out, count) = sums.entry(head(row)).or_insert((0, 0, 0));
        *money_in += row.ore.max(0);
        *money_out += (-row.ore).max(0);
        *count += 1;
    }
    sums
}

/// The same, as the summary tells it.
fn told<'v>(items: &'v [Value], name: &str) -> BTreeMap<String, (i64, i64, i64)> {
    let flow = |it: &'v Value| {
        (
            ore(&it["in"]),
            ore(&it["out"]),
            it["count"].as_i64().unwrap(),
        )
    };
    let named = items.iter().map(|it| (text(it, name).to_owned(), flow(it)));
    let told: BTreeMap<_, _> = named.filter(|(_, it)| *it != (0, 0, 0)).collect();
    for it in items {
        assert_eq!(ore(&it["net"]), ore(&it["in"]) - ore(&it["out"]));
    }
    told
}

/// The currency of each account, by its number.
fn currencies(world: &World) -> BTreeMap<String, String> {
    let document = world.run("accounts --json").json();
    let accounts = list(&document, "accounts").iter();
    let of = |it, name| text(it, name).to_owned();
    accounts
        .map(|it| (of(it, "accountNumber"), of(it, "currencyCode")))
        .collect()
}

#[test]
fn sums_are_those_of_the_rows_without_own_transfers() {
    let world = World::logged_in();
    let rows = rows(&world);
    let currencies = currencies(&world);
    let run = world.run("summary --json");
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let document = run.json();
    assert_eq!(document["since"], "2025-12-01");
    assert_eq!(document["until"], "2026-11-22");
    let own = rows.iter().filter(|it| it.own).count();
    assert_eq!(document["ownTransfers"], own);
    let codes: Vec<_> = list(&document, "currencies")
        .iter()
        .map(|it| text(it, "currencyCode"))
        .collect();
    assert_eq!(codes, ["NOK", "EUR"]);
    for of in list(&document, "currencies") {
        let code = text(of, "currencyCode");
        let of_code = || rows.iter().filter(|it| currencies[&it.account] == code);
        let months = sums(of_code(), |it| text(&it.value, "date")[..7].to_owned());
        assert_eq!(told(list(of, "months"), "month"), months);
        let categories = sums(of_code(), |it| text(&it.value, "category").to_owned());
        assert_eq!(told(list(of, "categories"), "category"), categories);
        let all = sums(of_code(), |_| code.to_owned());
        assert_eq!(told(std::slice::from_ref(of), "currencyCode"), all);
        let named = of_code().filter(|it| it.value["remoteAccountName"].is_string());
        let names = sums(named, |it| text(&it.value, "remoteAccountName").to_owned());
        let counterparties = told(list(of, "counterparties"), "name");
        for (name, flow) in names {
            assert_eq!(counterparties[&name], flow, "{name}");
        }
        let counted: i64 = counterparties.values().map(|it| it.2).sum();
        assert_eq!(counted, all[code].2);
        let is = |it: &&Row, flag: &str| it.value[flag] == true;
        let recurring = of_code().filter(|it| is(it, "recurring") || is(it, "subscription"));
        let recurring = sums(recurring, |_| String::new());
        let counted: i64 = told(list(of, "recurring"), "name")
            .values()
            .map(|it| it.2)
            .sum();
        assert_eq!(counted, recurring.get("").map_or(0, |it| it.2));
    }
}

#[test]
fn savings_rates_are_the_net_of_what_came_in() {
    let world = World::logged_in();
    let document = world.run("summary --json").json();
    let mut seen = 0;
    for of in list(&document, "currencies") {
        for month in list(of, "months").iter().chain([of]) {
            let (money_in, net) = (ore(&month["in"]), ore(&month["net"]));
            if money_in == 0 {
                assert_eq!(month["savingsRate"], Value::Null);
                continue;
            }
            let rate = month["savingsRate"].to_string();
            let tenths = ore(&month["savingsRate"]);
            assert_eq!(rate.split_once('.').unwrap().1.len(), 1, "{rate}");
            assert!(
                (tenths * money_in - net * 1000).abs() * 2 <= money_in,
                "{rate}"
            );
            seen += 1;
        }
    }
    assert!(seen > 12);
}

#[test]
fn one_account_counts_alone_and_its_transfers_are_own_all_the_same() {
    let world = World::logged_in();
    let rows = rows(&world);
    let document = world.run("summary Sparekonto --json").json();
    let account = world.run("account Sparekonto --json").json();
    let number = text(&account["accounts"][0], "accountNumber").to_owned();
    let of_account = || rows.iter().filter(|it| it.account == number);
    let own = of_account().filter(|it| it.own).count();
    assert!(own > 0);
    assert_eq!(document["ownTransfers"], own);
    let of = &document["currencies"][0];
    let all = sums(of_account(), |_| "NOK".to_owned());
    assert_eq!(told(std::slice::from_ref(of), "currencyCode"), all);
}

#[test]
fn the_rows_of_all_accounts_come_in_one_request() {
    let world = World::logged_in();
    let listed = world.run("accounts --json").json();
    world.bank.forget_requests();
    world.run("summary Brukskonto --since 2026-03 --until 2026-04");
    let requests = world.requests();
    let rows: Vec<_> = requests
        .iter()
        .filter(|it| it.path.contains("/transactions"))
        .collect();
    assert_eq!(rows.len(), 1);
    assert!(rows[0].path.ends_with("/transactions/classified"));
    let keys = rows[0].query_all("accountKey").count();
    assert_eq!(keys, list(&listed, "accounts").len());
    // A week more on both sides, for the other legs of own transfers.
    assert_eq!(rows[0].query("fromDate"), Some("2026-02-22"));
    assert_eq!(rows[0].query("toDate"), Some("2026-05-07"));
}

#[test]
fn an_answer_that_broke_off_counts_once() {
    let world = World::logged_in();
    let whole = world.run("summary --json").out;
    let truncated = "GET /personal/banking/transactions/classified: truncate";
    world.bank.fault(truncated.parse().unwrap());
    let run = world.run("summary --json");
    assert_eq!((run.code, run.out), (0, whole), "{}", run.err);
    assert!(world.bank.faults().is_empty(), "it befell nothing");
}

#[test]
fn a_partial_answer_is_summed_up_and_said_to_be_incomplete() {
    let world = World::logged_in();
    world.bank.fail_parts(&["CREDIT_ACCOUNTS_FAILED"]);
    let run = world.run("summary --json");
    assert_eq!(run.code, 3, "{}", run.shown());
    let document = run.json();
    assert_eq!(document["complete"], false);
    assert_eq!(document["errors"], json!(["CREDIT_ACCOUNTS_FAILED"]));
    assert!(ore(&document["currencies"][0]["in"]) > 0);
    assert_eq!(run.error()["error"]["exitCode"], 3);
    let table = world.run("summary");
    assert_eq!(table.code, 3);
    assert!(table.out.contains("Sum (incomplete)"), "{}", table.out);
}

#[test]
fn each_question_has_the_lines_that_json_has() {
    let world = World::logged_in();
    let document = world.run("summary --json").json();
    for (by, name) in [
        ("month", "months"),
        ("category", "categories"),
        ("counterparty", "counterparties"),
        ("recurring", "recurring"),
    ] {
        let currencies = list(&document, "currencies").iter();
        let expected: Vec<_> = currencies.flat_map(|it| list(it, name)).collect();
        let lines = world.run(&format!("summary --by {by} --format jsonl")).out;
        assert_eq!(lines.lines().count(), expected.len(), "{by}");
        for (line, expected) in lines.lines().zip(expected) {
            let line: Value = serde_json::from_str(line).unwrap();
            for (key, value) in line.as_object().unwrap() {
                assert!(key == "currencyCode" || *value == expected[key], "{line}");
            }
        }
        let table = world.run(&format!("summary --by {by}"));
        assert_eq!((table.code, table.err.as_str()), (0, ""));
        assert!(table.out.contains('█') && !table.out.contains('\x1b'));
    }
}

#[test]
fn what_cannot_be_meant_is_refused_before_the_bank_is_asked() {
    let world = World::logged_in();
    for line in [
        "summary --since 2026-05 --until 2026-04",
        "summary --since 2027",
        "summary --since yesteryear",
        "summary --by weekday",
    ] {
        let run = world.run(line);
        assert_eq!(run.code, 2, "{line}: {}", run.shown());
        assert!(run.out.is_empty());
    }
    let run = world.run("summary --since 2027");
    let said = "--since 2027-01-01 is in the future";
    assert!(run.err.contains(said), "{}", run.err);
    let run = world.run("summary --html -");
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{}", run.shown());
    assert!(world.asked().is_empty());
    let run = world.run("summary no-such-account");
    assert_eq!(run.code, 2);
    assert!(run.err.contains("Brukskonto"), "{}", run.err);
}

#[test]
fn the_archive_gives_the_same_sums_and_the_balances_besides() {
    let world = World::logged_in();
    assert_eq!(world.run("sync").code, 0);
    let online = world.run("summary --json");
    world.bank.forget_requests();
    let offline = world.run("summary --json --offline");
    assert_eq!(offline.code, 0, "{offline:?}");
    assert!(world.bank.requests().is_empty(), "offline asks nobody");
    let mut document = offline.json();
    let balances = document["balances"].take();
    assert_eq!(document, online.json());
    let accounts = world.run("accounts --json").json();
    for account in accounts["accounts"].as_array().unwrap() {
        let told = balances.as_array().unwrap().iter();
        let course = told
            .into_iter()
            .find(|it| it["accountKey"] == account["key"]);
        let last = course.unwrap()["points"]
            .as_array()
            .unwrap()
            .last()
            .unwrap();
        assert_eq!(last["balance"], account["balance"], "{account}");
    }
}

#[test]
fn no_page_is_written_of_answers_that_the_bank_cut() {
    let world = World::logged_in();
    world.bank.set_habits(|it| it.row_limit = Some(1));
    let path = world.home().join("summary.html");
    let line = format!("summary --html {}", path.display());
    for line in [line.clone(), format!("{line} --offline")] {
        let run = world.run(&line);
        assert_eq!(run.code, 3, "{line}: {run:?}");
        assert!(!path.exists(), "{line}");
    }
    assert_eq!(world.run(&format!("{line} --allow-partial")).code, 3);
    let page = std::fs::read_to_string(&path).unwrap();
    assert!(page.contains("Incomplete"), "{page}");
}

#[test]
fn the_page_is_written_whole_or_not_at_all() {
    let world = World::logged_in();
    let path = world.home().join("summary.html");
    let words = |more: &[&str]| {
        let mut words = vec!["summary".to_owned(), "--html".to_owned()];
        words.push(path.display().to_string());
        words.extend(more.iter().map(ToString::to_string));
        world.sb1(words)
    };
    world.bank.fail_parts(&["RECENT_TRANSACTIONS_FAILED"]);
    let run = words(&[]);
    assert_eq!((run.code, run.out.as_str()), (3, ""), "{run:?}");
    assert!(!path.exists(), "a partial page was written");
    let run = words(&["--allow-partial"]);
    assert_eq!(run.code, 3, "{run:?}");
    let partial = std::fs::read_to_string(&path).unwrap();
    assert!(partial.contains("Incomplete"), "{partial}");
    world.bank.fail_parts(&[]);
    let run = words(&[]);
    assert_eq!(run.code, 5, "{run:?}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), partial);
    let run = words(&["--force"]);
    assert_eq!(run.code, 0, "{run:?}");
    let page = std::fs::read_to_string(&path).unwrap();
    assert!(
        page.contains("Sparekonto") && page.contains("<svg"),
        "{page}"
    );
    assert!(!page.contains("Incomplete"), "{page}");
    let again = words(&["--force", "--offline"]);
    assert_eq!(again.code, 0, "{again:?}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), page);
}
