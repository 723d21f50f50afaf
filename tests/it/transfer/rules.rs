//! Amounts that come from a fresh balance, with the arithmetic shown.

use serde_json::{Value, json};

use super::{Customer, account};

/// Brukskonto with 5 000,00 and Sparekonto with 1 000,00, whatever the ledger says.
fn known() -> Customer {
    told(json!(5000.00), json!(1000.00))
}

fn told(from: Value, to: Value) -> Customer {
    let customer = Customer::new();
    let with = |name: &str, key: &str, balance: Value| {
        let mut account = account(key, name, &customer.number(name));
        account["availableBalance"] = balance;
        account
    };
    let accounts = [with("Brukskonto", "A", from), with("Sparekonto", "B", to)];
    customer.list(&accounts);
    customer
}

fn save(customer: &Customer, words: &[&str]) -> crate::world::Run {
    customer.send(&[&["Brukskonto", "Sparekonto", "--json"], words].concat())
}

fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

#[test]
fn each_rule_is_computed_exactly_and_shown() {
    let customer = known();
    for (words, body, arithmetic) in [
        (&["all"][..], "5000.00", "all of 5 000,00 available"),
        (
            &["all", "--keep", "1500"],
            "3500.00",
            "5 000,00 available - 1 500,00 kept = 3 500,00",
        ),
        (&["10%"], "500.00", "10 % of 5 000,00 = 500,00"),
        (&["2,5 %"], "125.00", "2,5 % of 5 000,00 = 125,00"),
        (&["0.01%"], "0.50", "0,01 % of 5 000,00 = 0,50"),
        (
            &["90%", "--keep", "800"],
            "4200.00",
            "5 000,00 available - 800,00 kept = 4 200,00, which is less than 4 500,00",
        ),
        (
            &["--top-up-to", "3000"],
            "2000.00",
            "3 000,00 - 1 000,00 there = 2 000,00",
        ),
        (
            &["--top-up-to", "3000,01", "--keep", "3999,99"],
            "1000.01",
            "5 000,00 available - 3 999,99 kept = 1 000,01",
        ),
        (
            &["100", "--if-below", "5000,01"],
            "100.00",
            "Brukskonto has 5 000,00, which is below 5 000,01",
        ),
        (
            &["101", "--if-above", "4 999,99"],
            "101.00",
            "Brukskonto has 5 000,00, which is above 4 999,99",
        ),
        (
            &["--top-up-to", "1102", "--if-below", "1000,01"],
            "102.00",
            "Sparekonto has 1 000,00, which is below 1 000,01",
        ),
        (
            &["103", "--keep", "4897"],
            "103.00",
            "5 000,00 available - 103,00 = 4 897,00, which leaves the 4 897,00 to keep",
        ),
    ] {
        let run = save(&customer, words);
        assert_eq!(run.code, 0, "{words:?}: {}", run.shown());
        assert!(
            plain(&run.err).contains(arithmetic),
            "{arithmetic}: {}",
            run.err
        );
        let document = run.json();
        assert_eq!(document["amount"].to_string(), body, "{words:?}");
        let asked = customer.world.requests();
        assert_eq!(asked[0].path, super::ACCOUNTS, "a fresh balance");
        assert_eq!(customer.posted()["amount"], body, "{words:?}");
    }
}

#[test]
fn a_part_is_rounded_down_and_says_so() {
    let customer = told(json!(4999.99), json!(0));
    let run = save(&customer, &["33,33%"]);
    assert_eq!(run.code, 0, "{}", run.shown());
    assert!(
        plain(&run.err).contains("33,33 % of 4 999,99 = 1 666,49 (rounded down)"),
        "{}",
        run.err
    );
    assert_eq!(customer.posted()["amount"], "1666.49");
}

#[test]
fn nothing_to_do_is_a_success_that_sends_nothing() {
    let customer = known();
    for words in [
        &["all", "--keep", "5000"][..],
        &["all", "--keep", "6000"],
        &["10%", "--keep", "5000"],
        &["--top-up-to", "1000"],
        &["--top-up-to", "999,99"],
        &["--top-up-to", "3000", "--keep", "5000"],
        &["--top-up-to", "3000", "--if-below", "1000"],
        &["--top-up-to", "3000", "--if-above", "1000"],
        &["100", "--if-below", "5000"],
        &["100", "--if-above", "5000"],
        &["100", "--keep", "4900,01"],
    ] {
        let run = save(&customer, words);
        assert_eq!(run.code, 0, "{words:?}: {}", run.shown());
        let document = run.json();
        assert_eq!(
            (&document["state"], &document["moneyMoved"]),
            (&json!("skipped"), &json!(false))
        );
        assert_eq!(
            (&document["amount"], &document["id"]),
            (&Value::Null, &Value::Null)
        );
        assert!(!run.err.trim().is_empty(), "says why: {words:?}");
        assert_eq!(customer.posts().len(), 0, "{words:?}");
    }
    let run = customer.send(&["Brukskonto", "Sparekonto", "100", "--if-below", "5000"]);
    assert_eq!(run.out, "Nothing to do: nothing was sent\n");
    assert_eq!(
        customer.world.run("transfers --json").json()["transfers"],
        json!([])
    );
    for balance in [json!(0), json!(-10.5)] {
        let run = save(&told(balance, json!(0)), &["all"]);
        assert_eq!(
            (run.code, &run.json()["state"]),
            (0, &json!("skipped")),
            "{}",
            run.shown()
        );
        assert!(
            run.err.contains("so there is nothing to move"),
            "{}",
            run.err
        );
    }
}

#[test]
fn only_an_account_is_topped_up() {
    let customer = Customer::new();
    let card = customer.number("card");
    let policy = format!("pension:{}", customer.world.bank.policy());
    for to in [&card, &policy] {
        let run = customer.send(&["Brukskonto", to, "--top-up-to", "3000"]);
        customer.refused(&run, 2, "only an account can be topped up");
    }
    for words in [
        &["Brukskonto", "Sparekonto"][..],
        &["Brukskonto", "Sparekonto", "10", "--top-up-to", "20"],
    ] {
        let run = customer.send(words);
        assert_eq!(run.code, 2, "{}", run.shown());
        assert!(customer.world.asked().is_empty());
    }
}

#[test]
fn a_balance_that_the_bank_does_not_tell_decides_nothing() {
    let customer = Customer::new();
    let silent = |name: &str, key: &str| {
        let mut account = account(key, name, &customer.number(name));
        account["availableBalance"] = Value::Null;
        account["balance"] = Value::Null;
        account
    };
    customer.list(&[silent("Brukskonto", "A"), silent("Sparekonto", "B")]);
    for words in [
        &["all"][..],
        &["10%"],
        &["5", "--keep", "1"],
        &["5", "--if-above", "1"],
        &["--top-up-to", "5"],
    ] {
        let run = customer.send(&[&["Brukskonto", "Sparekonto"], words].concat());
        customer.refused(&run, 1, "the bank did not say what is available on");
        assert!(run.err.contains("nothing was sent"), "{}", run.err);
    }
    let run = customer.save("5", &[]);
    assert_eq!(
        run.code,
        0,
        "what was written out needs no balance: {}",
        run.shown()
    );
}
