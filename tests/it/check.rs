//! `sb1 check`, and what binds the moving of money in the settings.

use crate::world::World;

const ACCOUNTS: &str = "GET /personal/banking/accounts";

#[test]
fn the_exit_code_says_whether_it_is_so() {
    let world = World::logged_in();
    for (words, code) in [
        ("--below 89209.31", 0),
        ("--below 89209,32", 20),
        ("--above 89209,31", 0),
        ("--above 89209,30", 20),
        ("--below 1000", 0),
    ] {
        for format in ["table", "json", "jsonl", "csv", "tsv"] {
            let run = world.run(&format!("check Brukskonto {words} --format {format} -q"));
            assert_eq!((run.code, run.err.as_str()), (code, ""), "{words}: {run:?}");
            let balance = world.run(&format!("balance Brukskonto --format {format}"));
            assert_eq!(run.out, balance.out, "{words} {format}");
        }
    }
    let run = world.run("check Bruks --below 100000 --json");
    assert_eq!((run.code, run.err.as_str()), (20, ""));
    assert_eq!(run.json()["schema"], "sb1.accounts/1");
    let money = run.json()["accounts"][0]["availableBalance"].to_string();
    assert_eq!(money, "89209.31");
}

#[test]
fn people_are_told_what_was_compared() {
    let world = World::logged_in();
    let run = world.run("check Brukskonto --below 100000");
    assert_eq!(run.code, 20);
    assert_eq!(run.err, "available 89 209,31 is below 100 000,00\n");
    let run = world.sb1(["check", "Eurokonto", "--above", "1 000"]);
    assert_eq!(run.code, 0);
    assert_eq!(run.err, "available 994,16 EUR is not above 1 000,00 EUR\n");
}

#[test]
fn what_cannot_be_asked_is_refused_before_the_bank_is() {
    let world = World::logged_in();
    for words in [
        "check Brukskonto",
        "check --below 1",
        "check Brukskonto --below 1 --above 2",
        "check Brukskonto --below 1,234",
        "check Brukskonto --below -5",
        "check Brukskonto --above 0",
        "check Brukskonto --above 1e3",
        "check Brukskonto Sparekonto --above 1",
    ] {
        let run = world.run(words);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{words}: {run:?}");
        assert_eq!(world.asked(), Vec::<String>::new(), "{words}");
    }
    let run = world.run("check no-such-account --below 1 --json");
    assert_eq!(run.error()["error"]["kind"], "usage");
    assert_eq!(world.asked(), [ACCOUNTS]);
}

#[test]
fn a_partial_list_does_not_hide_that_it_is_so() {
    let world = World::logged_in();
    world.bank.fail_parts(&["CREDIT_ACCOUNTS_FAILED"]);
    let run = world.run("check Brukskonto --below 100000 --json");
    assert_eq!((run.code, run.err.as_str()), (20, ""));
    assert_eq!(run.json()["complete"], false);
    let run = world.run("check Brukskonto --below 100000");
    assert_eq!(run.code, 20);
    assert!(run.err.contains("warning: ") && run.err.contains("CREDIT_ACCOUNTS_FAILED"));
    let run = world.run("check Brukskonto --below 1 --json");
    assert_eq!(run.code, 3, "{run:?}");
    assert_eq!(run.error()["error"]["kind"], "partial");
}

#[test]
fn an_absent_balance_is_not_zero() {
    let world = World::logged_in();
    let answers = |balances: &str| {
        let body = format!(
            r#"{{"accounts":[{{"key":"A","name":"Min","accountNumber":"99903332359"{balances}}}],"errors":[]}}"#
        );
        let fault = format!("{ACCOUNTS}: 200 type=application/json body={body}");
        world.bank.fault(fault.parse().unwrap());
    };
    answers(r#","balance":-5.00"#);
    let run = world.run("check Min --below 1");
    assert_eq!(run.code, 20, "{run:?}");
    assert_eq!(run.err, "balance -5,00 is below 1,00\n");
    answers("");
    let run = world.run("check Min --below 1");
    assert_eq!(run.code, 3, "{run:?}");
    assert!(run.err.contains("no balance of Min"), "{}", run.err);
    assert!(run.out.contains("9990.33.32359"), "{}", run.out);
}

#[test]
fn read_only_reads() {
    let world = World::logged_in();
    let plain = world.run("accounts");
    for words in ["--read-only accounts", "accounts --read-only"] {
        let run = world.run(words);
        assert_eq!((run.code, run.out), (0, plain.out.clone()));
    }
    world.configure("read_only = true\n");
    assert_eq!(world.run("accounts").out, plain.out);
    let world = world.set("SB1_READ_ONLY", "yes");
    assert_eq!(world.run("check Brukskonto --below 1").code, 0);
}

#[test]
fn limits_of_transfers_are_understood_or_refused_with_their_line() {
    let world = World::logged_in();
    world.configure(
        "[transfer]\nmax_amount = \"1 000,50\"\nmax_per_day = 5000\ntag = false\n\
         allow = [[\"Brukskonto\", \"Sparekonto\"]]\n",
    );
    assert_eq!(world.run("accounts").code, 0);
    for (text, line, why) in [
        (
            "[transfer]\nmax_amount = 1000.50",
            2,
            "whole number of kroner",
        ),
        (
            "[transfer]\ntag = true\nmax_per_day = '1,234'",
            3,
            "thousands",
        ),
        (
            "[transfer]\nallow = [\n['a', 'b'],\n['c']\n]",
            4,
            "from and to",
        ),
        ("[transfer]\n\nmax_amuont = 1", 3, "max_amuont"),
        ("read_only = 'no'", 1, "boolean"),
    ] {
        world.configure(text);
        let run = world.run("accounts");
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{text}: {run:?}");
        let place = format!("line {line}\n");
        assert!(
            run.err.contains(&place) && run.err.contains(why),
            "{}",
            run.err
        );
    }
}
