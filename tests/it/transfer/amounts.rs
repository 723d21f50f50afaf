//! Amounts through the real command line: taken exactly or refused, never guessed.

use super::Customer;

#[test]
fn what_is_no_plain_amount_is_refused_before_any_request() {
    let customer = Customer::new();
    for amount in [
        "1e3",
        "NaN",
        "inf",
        "-5",
        "0",
        "0.00",
        "0.004",
        "1,234",
        "1.000",
        "٣",
        "１",
        "0x10",
        "1_000",
        "1000000000.01",
        "9999999999999999999999",
        "",
        " ",
        "+5",
        "1.234,56",
        "1,234.56",
        "5kr",
        "5 kr",
        "kr 5",
        "5,-",
        ".5",
        "5.",
        "12 34",
        "1'000",
        "0b1",
        "1/2",
        "½",
        "5\n",
        "5\u{200b}",
        "−5",
        "--5",
        "alle",
        "101%",
        "0%",
        "-1%",
    ] {
        let run = customer.send(&["Brukskonto", "Sparekonto", amount]);
        assert_eq!(
            (run.code, run.out.as_str()),
            (2, ""),
            "{amount}: {}",
            run.shown()
        );
        assert!(run.err.starts_with("error: "), "{amount}: {}", run.err);
        assert!(
            run.err.trim_end().len() > "error: ".len() + 10,
            "{amount}: {}",
            run.err
        );
        super::hostile::clean(&run);
        assert!(customer.world.asked().is_empty(), "{amount}");
    }
}

#[test]
fn words_without_quotes_are_not_put_together() {
    let customer = Customer::new();
    for words in [
        &["Brukskonto", "Sparekonto", "1", "234,56"][..],
        &["Egen", "pensjonskonto", "Brukskonto", "5"],
        &["Brukskonto", "Sparekonto", "--dryrun", "5"],
        &["Brukskonto", "Sparekonto", "5", "--dryrun"],
        &["Brukskonto", "Sparekonto", "5", "kr"],
        &["Brukskonto", "Sparekonto"],
    ] {
        let run = customer.send(words);
        assert_eq!(
            (run.code, run.out.as_str()),
            (2, ""),
            "{words:?}: {}",
            run.shown()
        );
        assert!(customer.world.asked().is_empty(), "{words:?}");
    }
}

#[test]
fn the_amounts_of_a_rule_are_read_by_the_same_grammar() {
    let customer = Customer::new();
    for amount in ["1,234", "-5", "", "NaN", "1e3", "10%", "all"] {
        for words in [
            &["--top-up-to", amount][..],
            &["5", "--keep", amount],
            &["5", "--if-below", amount],
            &["5", "--if-above", amount],
        ] {
            let run = customer.send(&[&["Brukskonto", "Sparekonto"], words].concat());
            assert_eq!(
                (run.code, run.out.as_str()),
                (2, ""),
                "{words:?}: {}",
                run.shown()
            );
            assert!(customer.world.asked().is_empty(), "{words:?}");
        }
    }
}

#[test]
fn an_ambiguous_one_shows_both_readings() {
    let customer = Customer::new();
    for (amount, readings) in [("1,234", ["1234", "1.23"]), ("1.000", ["1000", "1.00"])] {
        let run = customer.save(amount, &[]);
        let err = run.err.replace([' ', '\u{a0}'], "").replace(',', ".");
        for reading in readings {
            assert!(err.contains(reading), "{reading}: {}", run.err);
        }
    }
}

#[test]
fn norwegian_habits_reach_the_bank_exactly() {
    let customer = Customer::new();
    for (typed, body, ore) in [
        ("250", "250.00", 25_000),
        ("250.5", "250.50", 25_050),
        ("250,51", "250.51", 25_051),
        ("1 234,56", "1234.56", 123_456),
        ("1234.57", "1234.57", 123_457),
        ("1\u{a0}234,58", "1234.58", 123_458),
        ("0,01", "0.01", 1),
        ("0.1", "0.10", 10),
        (" 7 ", "7.00", 700),
    ] {
        let (code, document) = customer.sent(&["Brukskonto", "Sparekonto", typed]);
        assert_eq!(
            (code, document["amount"].to_string().as_str()),
            (0, body),
            "{typed}"
        );
        assert_eq!(customer.posted()["amount"], body, "{typed}");
        assert_eq!(customer.world.bank.transfers().last().unwrap().ore, ore);
    }
}

#[test]
fn each_way_has_its_most() {
    let customer = Customer::new();
    let card = customer.number("card");
    let policy = format!("pension:{}", customer.world.bank.policy());
    for (to, most, too_much, named) in [
        (
            "Sparekonto",
            "1 000 000 000",
            "1000000000,01",
            "1 000 000 000",
        ),
        (&card, "999 999 999", "999 999 999,01", "999 999 999,00"),
        (&card, "999999999.00", "1000000000", "999 999 999,00"),
        (&policy, "2 000 000", "2 000 000,01", "2 000 000,00"),
    ] {
        let run = customer.transfer(&["Brukskonto", to, most, "--dry-run", "--json"]);
        assert_eq!(
            (run.code, &run.json()["state"]),
            (0, &"planned".into()),
            "{}",
            run.shown()
        );
        assert!(run.err.contains("more than can be spent"), "{}", run.err);
        let run = customer.send(&["Brukskonto", to, too_much]);
        customer.refused(&run, 2, "");
        let err = run.err.replace('\u{a0}', " ");
        assert!(err.contains(named), "{named}: {}", run.err);
    }
}
