//! Who cannot pay and who cannot be paid: said before anything is sent.

use serde_json::{Value, json};

use super::{Customer, account};

#[test]
fn a_part_of_a_name_is_refused_with_those_that_may_be_meant() {
    let customer = Customer::new();
    for (from, to) in [
        ("Bruks", "Sparekonto"),
        ("Brukskonto", "Spare"),
        ("konto", "Sparekonto"),
        ("Brukskonto", "spa"),
    ] {
        let run = customer.send(&[from, to, "10"]);
        customer.refused(&run, 2, "error: ");
        assert!(run.err.contains("hint: there is "), "{}", run.err);
    }
}

#[test]
fn each_end_that_cannot_be_is_told_with_the_reason() {
    let customer = Customer::new();
    let card = customer.told("card", "name");
    let brukskonto = customer.number("Brukskonto");
    for (from, to, sentence) in [
        (
            "Brukskonto",
            "99900340407",
            "9990.03.40407 is none of your accounts",
        ),
        (
            "99900340407",
            "Sparekonto",
            "9990.03.40407 is none of your accounts",
        ),
        ("Brukskonto", "12345678901", "12345678901"),
        ("Brukskonto", "no-such-account", "no-such-account"),
        ("Brukskonto", "", ""),
        ("Brukskonto", "K0000000000", ""),
        ("Brukskonto", "Brukskonto", "both ends are the same account"),
        ("Brukskonto", &brukskonto, "both ends are the same account"),
        (&card, "Brukskonto", "a card can only be paid"),
        (&card, &card, "same account"),
        ("Eurokonto", "Brukskonto", "only kroner can be moved here"),
        ("Brukskonto", "Eurokonto", "only kroner can be moved here"),
        (
            "Brukskonto",
            "Aksjesparekonto",
            "no transfers go to Aksjesparekonto",
        ),
        (
            "Brukskonto",
            "Egen pensjonskonto",
            "no transfers go to Egen pensjonskonto",
        ),
        (
            "Aksjesparekonto",
            "Brukskonto",
            "no transfers leave Aksjesparekonto",
        ),
        (
            "Egen pensjonskonto",
            "Brukskonto",
            "no transfers leave Egen pensjonskonto",
        ),
        (
            "BSU",
            &card,
            "no payments leave BSU, and this is a payment to a credit card",
        ),
        (
            "BSU",
            "pension:1034222",
            "no payments leave BSU, and this is a payment into a pension policy",
        ),
    ] {
        let run = customer.send(&[from, to, "10"]);
        customer.refused(&run, 2, sentence);
        assert!(
            run.err.contains("hint: there is Felleskonto ("),
            "{from} {to}: {}",
            run.err
        );
    }
}

#[test]
fn those_that_are_named_instead_would_do() {
    let customer = Customer::new();
    let card = customer.told("card", "name");
    for (from, to, named) in [
        (
            "Brukskonto",
            "Eurokonto",
            &["Sparekonto", "Felleskonto", "BSU", &card][..],
        ),
        (
            "Brukskonto",
            "Brukskonto",
            &["Sparekonto", "Felleskonto", "BSU", &card],
        ),
        (
            "Eurokonto",
            "Brukskonto",
            &["Sparekonto", "Felleskonto", "BSU"],
        ),
        ("BSU", &card, &["Brukskonto", "Sparekonto", "Felleskonto"]),
        (
            "Eurokonto",
            "Aksjesparekonto",
            &["Brukskonto", "Sparekonto", "Felleskonto"],
        ),
    ] {
        let run = customer.send(&[from, to, "10"]);
        let hints = run
            .err
            .lines()
            .filter_map(|it| it.strip_prefix("hint: there is "));
        let hints: Vec<_> = hints
            .filter_map(|it| it.split_once(" ("))
            .map(|it| it.0)
            .collect();
        assert_eq!(hints, named, "{from} {to}: {}", run.err);
    }
}

#[test]
fn a_policy_that_is_no_number_is_refused() {
    let customer = Customer::new();
    for policy in [
        "pension:",
        "pension: ",
        "pension:a b",
        "pension:x\u{1b}[2J",
        "pension:../x?y",
    ] {
        let run = customer.send(&["Brukskonto", policy, "10"]);
        customer.refused(&run, 2, "is not the number of a pension policy");
        assert!(!run.err.contains('\u{1b}'));
    }
}

/// An account with one member changed.
fn but(mut account: Value, pointer: &str, value: Value) -> Value {
    *account.pointer_mut(pointer).unwrap() = value;
    account
}

#[test]
fn the_flags_of_an_account_are_kept_to() {
    let (mine, yours) = ("99900340105", "99900340202");
    let from = || account("A", "Min", mine);
    let to = || account("B", "Din", yours);
    let flag = |name: &str| format!("/accountProperties/{name}");
    for (from, to, sentence) in [
        (
            but(from(), &flag("isBlocked"), json!(true)),
            to(),
            "the bank has blocked Min",
        ),
        (
            from(),
            but(to(), &flag("isBlocked"), json!(true)),
            "the bank has blocked Din",
        ),
        (
            but(from(), &flag("isTransferFromEnabled"), json!(false)),
            to(),
            "no transfers leave Min",
        ),
        (
            from(),
            but(to(), &flag("isTransferToEnabled"), json!(false)),
            "no transfers go to Din",
        ),
        (
            but(from(), "/currencyCode", json!("SEK")),
            to(),
            "Min is an account in SEK",
        ),
        (
            from(),
            but(to(), "/currencyCode", json!("USD")),
            "Din is an account in USD",
        ),
        (
            from(),
            but(to(), "/accountNumber", json!(mine)),
            "both ends are the same account",
        ),
        (from(), but(to(), "/name", json!("min")), "fits"),
        (
            from(),
            but(to(), "/accountNumber", json!("123")),
            "is not an account number",
        ),
    ] {
        let customer = Customer {
            world: crate::world::World::logged_in(),
            accounts: Default::default(),
        };
        customer.list(&[from, to]);
        let run = customer.send(&["Min", "Din", "10"]);
        customer.refused(&run, 2, sentence);
    }
}

#[test]
fn a_message_goes_only_where_the_bank_takes_one() {
    let customer = Customer::new();
    let card = customer.number("card");
    for (to, sentence) in [
        (card.as_str(), "a payment to a credit card takes no message"),
        (
            "pension:1034222",
            "a payment into a pension policy takes no message",
        ),
    ] {
        let run = customer.send(&["Brukskonto", to, "10", "-m", "Ferie"]);
        customer.refused(&run, 2, sentence);
    }
}

#[test]
fn a_list_that_came_in_part_is_said() {
    let customer = Customer::new();
    let card = customer.number("card");
    customer.world.bank.fail_parts(&["CREDIT_ACCOUNTS_FAILED"]);
    let sentence = "warning: the bank told of its accounts in part only";
    let run = customer.send(&["Brukskonto", &card, "10"]);
    customer.refused(&run, 2, sentence);
    let run = customer.save("10", &[]);
    assert_eq!(run.code, 0, "{}", run.shown());
    assert!(run.err.contains(sentence), "{}", run.err);
}

#[test]
fn the_banks_own_limits_are_told_in_its_words() {
    let customer = Customer::new();
    let policy = format!("pension:{}", customer.world.bank.policy());
    let card = customer.number("card");
    for (to, amount, code, words) in [
        (
            policy.as_str(),
            "15 000,01",
            "ips.limit.exceeded",
            "IPS limit: 15000",
        ),
        (
            "BSU",
            "27 500,01",
            "bsu.yearly.amount.limit.exceeded",
            "more than allowed this year",
        ),
        (
            &card,
            "100 000,01",
            "transaction.amount.limit.exceeded",
            "limit for one payment",
        ),
        (
            "pension:9",
            "10",
            "no.pension.agreement.found.for.policy.number",
            "policy number",
        ),
    ] {
        let run = customer.send(&["Sparekonto", to, amount, "--json"]);
        assert_eq!(
            (run.code, &run.json()["code"]),
            (7, &json!(code)),
            "{}",
            run.shown()
        );
        let run = customer.send(&["Sparekonto", to, amount]);
        assert!(
            run.err.contains("caused by: the bank's words: "),
            "{}",
            run.err
        );
        assert!(run.err.contains(words), "{}", run.err);
    }
    assert_eq!(customer.world.bank.transfers(), []);
}

#[test]
fn an_alias_that_hides_a_name_is_said() {
    let customer = Customer::new();
    let savings = customer.number("Sparekonto");
    let text = format!("[alias]\nBrukskonto = \"{savings}\"\n");
    customer.world.configure(&text);
    let run = customer.transfer(&["Brukskonto", "Felleskonto", "5", "--dry-run"]);
    assert_eq!(run.code, 0, "{}", run.shown());
    assert!(
        run.err.contains("warning: Brukskonto is an alias for"),
        "{}",
        run.err
    );
    let run = customer.transfer(&["Felleskonto", "Sparekonto", "5", "--dry-run"]);
    assert!(!run.err.contains("alias"), "{}", run.err);
}

#[test]
fn whoever_writes_a_pension_otherwise_is_told_how() {
    let customer = Customer::new();
    for text in ["pension", "pensjon:1034222"] {
        let run = customer.send(&["Brukskonto", text, "5"]);
        customer.refused(&run, 2, "pension:NUMBER");
    }
}
