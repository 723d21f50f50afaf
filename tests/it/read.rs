//! Reading: accounts, balances, transactions.

use serde_json::Value;

use crate::world::World;

/// The item keys that the contract promises, in its order.
const ACCOUNT_KEYS: &[&str] = &[
    "key",
    "name",
    "accountNumber",
    "iban",
    "description",
    "type",
    "productType",
    "balance",
    "availableBalance",
    "currencyCode",
    "owner",
    "creditCardAccountId",
    "creditLimit",
    "alias",
];
const TRANSACTION_KEYS: &[&str] = &[
    "id",
    "bankId",
    "date",
    "interestDate",
    "bookingStatus",
    "amount",
    "currencyCode",
    "currencyAmount",
    "description",
    "cleanedDescription",
    "accountKey",
    "accountName",
    "accountNumber",
    "remoteAccountNumber",
    "remoteAccountName",
    "kidOrMessage",
    "typeCode",
    "typeText",
    "source",
    "category",
    "subcategory",
    "recurring",
    "subscription",
];

fn keys(item: &Value) -> Vec<&str> {
    item.as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

fn items<'a>(document: &'a Value, name: &str) -> &'a Vec<Value> {
    document[name].as_array().unwrap()
}

#[test]
fn accounts_are_what_the_contract_promises() {
    let world = World::logged_in();
    let run = world.run("accounts --json");
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let document = run.json();
    assert_eq!(keys(&document)[0], "schema");
    assert_eq!(document["schema"], "sb1.accounts/1");
    assert_eq!(document["complete"], true);
    assert_eq!(document["errors"], serde_json::json!([]));
    let accounts = items(&document, "accounts");
    assert!(accounts.len() >= 6);
    for account in accounts {
        assert_eq!(keys(account), ACCOUNT_KEYS);
        let money = account["balance"].to_string();
        assert_eq!(
            money.split_once('.').map(|(_, ore)| ore.len()),
            Some(2),
            "{money}"
        );
    }
    assert!(
        accounts.iter().any(|it| it["type"] == "CREDITCARD"),
        "cards are on by default"
    );
    assert_eq!(world.asked(), ["GET /personal/banking/accounts"]);

    let more = world.run("accounts --all --json").json();
    assert!(items(&more, "accounts").len() > accounts.len());
    let savings = world.run("accounts --type saving --json").json();
    assert!(
        items(&savings, "accounts")
            .iter()
            .all(|it| it["type"] == "SAVING")
    );
}

#[test]
fn a_remembered_name_costs_one_request() {
    let world = World::logged_in();
    world.run("accounts");
    world.asked();
    assert_eq!(world.run("transactions Brukskonto --since 30d").code, 0);
    assert_eq!(world.asked(), ["GET /personal/banking/transactions"]);

    let run = world.run("transactions no-such-account");
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("Brukskonto"),
        "candidates are listed: {}",
        run.err
    );
    assert_eq!(
        world.asked(),
        ["GET /personal/banking/accounts"],
        "asked again for a missing name"
    );
}

#[test]
fn several_accounts_are_one_request_with_a_repeated_key() {
    let world = World::logged_in();
    world.run("accounts");
    world.bank.forget_requests();
    let run = world.run("transactions Brukskonto Sparekonto Brukskonto --json");
    let request = &world.requests()[0];
    let sent: Vec<_> = request.query_all("accountKey").collect();
    assert_eq!(sent.len(), 2);
    assert_eq!(world.requests().len(), 1);
    let document = run.json();
    for key in sent {
        assert!(
            items(&document, "transactions")
                .iter()
                .any(|it| it["accountKey"] == key)
        );
    }
}

#[test]
fn transactions_are_what_the_contract_promises() {
    let world = World::logged_in();
    let document = world
        .run("transactions --since 2026-09-01 --until 2026-10 --json")
        .json();
    assert_eq!(document["schema"], "sb1.transactions/1");
    assert_eq!(keys(&document)[0], "schema");
    assert_eq!(document["since"], "2026-09-01");
    assert_eq!(document["until"], "2026-10-31");
    assert_eq!(document["complete"], true);
    let rows = items(&document, "transactions");
    assert!(rows.len() > 20);
    let mut dates: Vec<_> = rows.iter().map(|it| it["date"].as_str().unwrap()).collect();
    assert!(
        dates
            .iter()
            .all(|it| ("2026-09-01"..="2026-10-31").contains(it))
    );
    assert!(dates.is_sorted_by(|a, b| a >= b), "newest first");
    for row in rows {
        assert_eq!(keys(row), TRANSACTION_KEYS);
    }
    let reversed = world
        .run("tx --since 2026-09-01 --until 2026-10 --reverse --json")
        .json();
    dates.reverse();
    let others: Vec<_> = items(&reversed, "transactions")
        .iter()
        .map(|it| it["date"].as_str().unwrap())
        .collect();
    assert_eq!(dates, others);
}

#[test]
fn ids_stay_while_the_banks_change() {
    let world = World::logged_in();
    let ids = |line: &str, name: &str| -> Vec<String> {
        let document = world.run(line).json();
        items(&document, "transactions")
            .iter()
            .map(|it| it[name].as_str().unwrap().to_owned())
            .collect()
    };
    let first = ids("transactions --json --booked", "id");
    assert_eq!(first, ids("transactions --json --booked", "id"));
    let mut unique = first.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), first.len());
    let some = ids("transactions --json --booked --since 40d --search a", "id");
    assert!(!some.is_empty() && some.iter().all(|id| first.contains(id)));
    assert_ne!(
        ids("transactions --json --since 7d", "bankId"),
        ids("transactions --json --since 7d", "bankId")
    );
}

#[test]
fn filters_come_before_the_limit() {
    let world = World::logged_in();
    let rows =
        |line: &str| -> Vec<Value> { items(&world.run(line).json(), "transactions").clone() };
    let all = rows("transactions --json");
    let amount =
        |row: &Value| -> i64 { row["amount"].to_string().replace('.', "").parse().unwrap() };
    let out: Vec<_> = all
        .iter()
        .filter(|it| amount(it) <= -50_000)
        .take(3)
        .cloned()
        .collect();
    let shown = rows("transactions --json --out --min 500 --limit 3");
    let ids = |rows: &[Value]| rows.iter().map(|it| it["id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids(&shown), ids(&out));
    assert!(
        rows("transactions --json --in --since 3m")
            .iter()
            .all(|it| amount(it) > 0)
    );
    assert!(
        rows("transactions --json --pending")
            .iter()
            .all(|it| it["bookingStatus"] == "PENDING")
    );
    let pending = rows("transactions --json --pending");
    assert!(
        !pending.is_empty()
            && pending
                .iter()
                .all(|it| it["id"].as_str().unwrap().starts_with("p-"))
    );
    assert_eq!(
        rows("transactions --json --booked").len() + pending.len(),
        all.len()
    );
    let found = rows("transactions --json --search fjordkjøp");
    assert!(!found.is_empty());
    assert!(found.iter().all(|it| {
        it["description"]
            .to_string()
            .to_lowercase()
            .contains("fjordkjøp")
    }));
    let month = rows("transactions --json --month last-month");
    assert!(
        !month.is_empty()
            && month
                .iter()
                .all(|it| it["date"].as_str().unwrap().starts_with("2026-10"))
    );
}

#[test]
fn categories_are_asked_for_and_filtered() {
    let world = World::logged_in();
    let rows =
        |line: &str| -> Vec<Value> { items(&world.run(line).json(), "transactions").clone() };
    assert!(
        rows("transactions --json --since 3m")
            .iter()
            .all(|it| it["category"].is_null())
    );
    let classified = rows("transactions --json --since 3m --classified");
    let category = classified
        .iter()
        .find_map(|it| it["category"].as_str())
        .unwrap()
        .to_owned();
    world.bank.forget_requests();
    let run = world.sb1([
        "transactions",
        "--json",
        "--since",
        "3m",
        "--category",
        &category.to_uppercase(),
    ]);
    let wanted = items(&run.json(), "transactions").clone();
    assert!(
        world
            .requests()
            .iter()
            .any(|it| it.path.ends_with("/transactions/classified"))
    );
    assert!(!wanted.is_empty() && wanted.len() < classified.len());
}

#[test]
fn one_transaction_is_found_by_its_id_and_by_the_banks() {
    let world = World::logged_in();
    let rows = world
        .run("transactions Brukskonto --booked --since 2m --json")
        .json();
    let row = items(&rows, "transactions")
        .iter()
        .find(|it| it["typeCode"] != Value::Null)
        .unwrap()
        .clone();
    let id = row["id"].as_str().unwrap();
    for text in [id, &id[..8], row["bankId"].as_str().unwrap()] {
        let run = world.sb1(["transaction", text, "--json"]);
        assert_eq!(run.code, 0, "{}", run.shown());
        let document = run.json();
        assert_eq!(document["schema"], "sb1.transaction/1");
        assert_eq!(document["transaction"]["amount"], row["amount"]);
        assert_eq!(document["transaction"]["date"], row["date"]);
    }
    assert_eq!(world.run("transaction 00000000ffff").code, 2);
    assert_eq!(
        world.run("transaction KIWI").code,
        7,
        "it may be the bank's"
    );
    assert_eq!(world.sb1(["transaction", "not an id"]).code, 2);
}

#[test]
fn a_partial_answer_is_marked_everywhere() {
    let world = World::logged_in();
    world.bank.fail_parts(&["CREDIT_ACCOUNTS_FAILED"]);
    let run = world.run("transactions Brukskonto --since 7d --json");
    assert_eq!(run.code, 3, "{}", run.shown());
    let document = run.json();
    assert_eq!(document["complete"], false);
    assert_eq!(
        document["errors"],
        serde_json::json!(["CREDIT_ACCOUNTS_FAILED"])
    );
    assert!(!items(&document, "transactions").is_empty());
    assert_eq!(run.error()["error"]["exitCode"], 3);
    let table = world.run("transactions Brukskonto --since 7d");
    assert_eq!(table.code, 3);
    assert!(
        table.out.to_lowercase().contains("incomplete"),
        "{}",
        table.out
    );
}

#[test]
fn a_balance_of_a_number_outside_the_list_is_asked_for_by_itself() {
    let world = World::logged_in();
    let run = world.run("balance Brukskonto --json");
    assert_eq!(run.json()["schema"], "sb1.accounts/1");
    assert_eq!(world.asked(), ["GET /personal/banking/accounts"]);
    // A child's account of the pretend household (seed 1): the customer may ask, the list lacks it.
    for text in [false, true] {
        world
            .bank
            .set_habits(|habits| habits.balance_as_text = text);
        let run = world.run("balance 9990.81.62478 --json");
        assert_eq!(run.code, 0, "{}", run.shown());
        let document = run.json();
        let account = &items(&document, "accounts")[0];
        assert_eq!(account["accountNumber"], "99908162478");
        assert!(account["balance"].is_number(), "{account}");
        assert_eq!(
            (&account["key"], &account["iban"]),
            (&Value::Null, &Value::Null)
        );
        assert_eq!(
            world.asked(),
            [
                "GET /personal/banking/accounts",
                "POST /personal/banking/accounts/balance"
            ]
        );
    }
    let run = world.run("balance 12345678903");
    assert_eq!(run.code, 7, "{}", run.shown());
    assert!(run.err.contains("1234.56.78903"), "{}", run.err);
}

/// The rows of a listing without the bank's ids, which change at every fetch.
fn lasting(world: &World) -> Vec<Value> {
    let document = world.run("transactions --json").json();
    let mut rows = items(&document, "transactions").clone();
    for row in &mut rows {
        row["bankId"] = Value::Null;
    }
    rows
}

#[test]
fn ids_are_unique_and_stay_whatever_the_banks_identity_is_worth() {
    use sb1::sandbox::habits::NonUniqueId;
    let world = World::logged_in();
    for habit in [
        NonUniqueId::Stable,
        NonUniqueId::ZeroTransfers,
        NonUniqueId::AllZero,
        NonUniqueId::Absent,
    ] {
        world.bank.set_habits(|habits| habits.non_unique_id = habit);
        let rows = lasting(&world);
        assert_eq!(rows, lasting(&world), "{habit:?}");
        let ids: std::collections::BTreeSet<_> = rows.iter().map(|it| it["id"].as_str()).collect();
        assert_eq!(ids.len(), rows.len(), "{habit:?}");
        assert!(!ids.contains(&None) && !ids.contains(&Some("")));
    }
}

#[test]
fn a_null_says_what_an_absent_field_says() {
    use sb1::sandbox::habits::Missing;
    let world = World::logged_in();
    let accounts = |world: &World| world.run("accounts --all --json").out;
    let (omitted, listed) = (lasting(&world), accounts(&world));
    world
        .bank
        .set_habits(|habits| habits.missing = Missing::Null);
    assert_eq!(lasting(&world), omitted);
    assert_eq!(accounts(&world), listed);
    world
        .bank
        .set_habits(|habits| habits.cards_by_default = true);
    assert_eq!(accounts(&world), listed);
}

#[test]
fn a_limit_of_calls_is_said_with_and_without_headers() {
    use sb1::sandbox::habits::RateLimit;
    for (headers, retry_after) in [(false, false), (true, true)] {
        let world = World::logged_in();
        world.bank.set_habits(|habits| {
            habits.rate_limit = Some(RateLimit {
                calls: 1,
                headers,
                retry_after,
            });
        });
        assert_eq!(world.run("accounts").code, 0);
        world.asked();
        let run = world.run("accounts --json");
        assert_eq!((run.code, run.out.as_str()), (8, ""), "{}", run.shown());
        assert_eq!(run.error()["error"]["retryAfter"].is_number(), retry_after);
        assert_eq!(world.asked().len(), 1, "429 is not fought");
    }
}

#[test]
fn aliases_of_the_configuration_are_names() {
    let world = World::logged_in();
    world.configure("[alias]\nlommebok = \"Brukskonto\"\n");
    let run = world.run("accounts lommebok --json");
    let document = run.json();
    assert_eq!(items(&document, "accounts")[0]["alias"], "lommebok");
    world.asked();
    assert_eq!(world.run("transactions LOMMEBOK --since 3d").code, 0);
    assert_eq!(world.asked(), ["GET /personal/banking/transactions"]);
}

#[test]
fn rows_in_any_order_of_the_bank_come_newest_first() {
    use sb1::sandbox::habits::Order;
    for order in [Order::ByAccount, Order::OldestFirst] {
        let world = World::logged_in();
        world.bank.set_habits(|habits| habits.order = order);
        let document = world.run("transactions --limit 30 --json").json();
        let dates: Vec<_> = items(&document, "transactions")
            .iter()
            .map(|it| it["date"].as_str().unwrap())
            .collect();
        assert_eq!(dates.len(), 30);
        assert!(dates.is_sorted_by(|a, b| a >= b), "{order:?}: {dates:?}");
        world
            .bank
            .set_habits(|habits| habits.order = Order::NewestFirst);
        let usual = world.run("transactions --limit 30 --json").json();
        let usual: Vec<_> = items(&usual, "transactions")
            .iter()
            .map(|it| it["date"].as_str().unwrap())
            .collect();
        assert_eq!(dates, usual);
    }
}

/// Another bank may say less in a row: what the account list told of the account still stands.
#[test]
fn a_row_that_says_little_is_shown_with_what_is_known_of_its_account() {
    let world = World::logged_in();
    let accounts = world.run("accounts --json").json();
    let account = &items(&accounts, "accounts")[0];
    let key = account["key"].as_str().unwrap();
    let body = format!(
        r#"{{"transactions":[{{"id":"x","bookingStatus":"BOOKED","amount":-5,"accountKey":"{key}"}}]}}"#
    );
    let fault = format!(
        "GET /personal/banking/transactions: 200 type=application/json forever body={body}"
    );
    world.bank.fault(fault.parse().unwrap());
    let document = world.run("transactions --json").json();
    let row = &items(&document, "transactions")[0];
    assert_eq!(row["accountName"], account["name"]);
    assert_eq!(row["date"], Value::Null);
    let table = world.run("transactions");
    assert!(
        table.out.contains("NOK"),
        "the sum knows its currency: {}",
        table.out
    );
}
