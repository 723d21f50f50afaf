//! The customer's own limits: refused before anything is asked of the bank.

use sb1::sandbox::fault::Effect;
use serde_json::json;

use super::{Customer, DEBIT};
use crate::world::{Run, World};

/// Fails unless it was refused with 6 and the bank never heard of it.
fn unheard(world: &World, run: &Run, sentence: &str) {
    assert_eq!((run.code, run.out.as_str()), (6, ""), "{}", run.shown());
    assert!(run.err.contains(sentence), "{sentence}: {}", run.err);
    assert_eq!(world.asked(), [""; 0], "{}", run.shown());
}

fn limited(text: &str) -> Customer {
    let customer = Customer::new();
    customer.world.configure(&format!("[transfer]\n{text}\n"));
    customer
}

#[test]
fn one_transfer_has_its_most() {
    let customer = limited("max_amount = 1000");
    let run = customer.save("1000,01", &[]);
    unheard(&customer.world, &run, "max_amount (1");
    let run = customer.save("1000,01", &["--json"]);
    assert_eq!(run.error()["error"]["exitCode"], 6);
    unheard(&customer.world, &run, "");
    let run = customer.save("all", &[]);
    customer.refused(&run, 6, "max_amount");
    assert_eq!(customer.save("1000", &[]).code, 0);
}

#[test]
fn a_day_has_its_most_and_counts_what_may_have_moved() {
    let customer = limited("max_per_day = \"500,50\"");
    let run = customer.save("500,51", &[]);
    unheard(&customer.world, &run, "max_per_day");
    assert_eq!(customer.save("100", &[]).code, 0);
    customer.fault(DEBIT, Effect::code(403, "to.account.closed"));
    assert_eq!(
        customer.save("400", &[]).code,
        7,
        "nothing moved, nothing counted"
    );
    customer.fault(DEBIT, Effect::code(500, "general.error"));
    assert_eq!(customer.save("300", &[]).code, 9);
    customer.world.bank.forget_requests();
    let run = customer.save("100,51", &[]);
    unheard(&customer.world, &run, "with the 400,00 already sent today");
    let run = customer.send(&["Brukskonto", "Felleskonto", "all"]);
    customer.refused(&run, 6, "max_per_day");
    assert_eq!(customer.save("100,50", &[]).code, 0, "to the øre");
    customer.world.bank.forget_requests();
    let run = customer.save("0,01", &[]);
    unheard(&customer.world, &run, "max_per_day");
    let customer = customer.set("SB1_NOW", "2026-11-23T11:00:00Z");
    customer
        .world
        .bank
        .advance(jiff::SignedDuration::from_hours(24));
    assert_eq!(customer.save("500", &[]).code, 0, "tomorrow is another day");
}

#[test]
fn a_limit_does_not_hide_what_became_of_an_earlier_one() {
    let customer = limited("max_per_day = 500");
    let words = ["Brukskonto", "Sparekonto", "300", "--key", "rent"];
    let (code, first) = customer.sent(&words);
    assert_eq!((code, customer.posts().len()), (0, 1));
    let (code, again) = customer.sent(&words);
    assert_eq!(
        (code, &again["replayed"], &again["id"]),
        (0, &json!(true), &first["id"])
    );
    customer.world.bank.forget_requests();
    let run = customer.save("300", &[]);
    unheard(&customer.world, &run, "with the 300,00 already sent today");
    let id = first["id"].as_str().unwrap();
    let run = customer.save("300", &["--again", id]);
    customer.refused(&run, 6, "max_per_day");
    let run = customer.send(&["Brukskonto", "Felleskonto", "300"]);
    customer.refused(&run, 6, "max_per_day");
    customer.fault(DEBIT, Effect::code(500, "general.error"));
    assert_eq!(customer.save("150", &[]).code, 9);
    customer.posts();
    let run = customer.save("150", &[]);
    customer.refused(&run, 9, "nobody can tell whether the transfer");
}

#[test]
fn money_goes_only_the_ways_that_are_allowed() {
    let customer = limited("allow = [[\"Brukskonto\", \"Sparekonto\"]]");
    let number = customer.number("Sparekonto");
    for (from, to) in [
        ("Sparekonto", "Brukskonto"),
        ("Brukskonto", "Felleskonto"),
        ("Felleskonto", "Sparekonto"),
        ("Bruks", "Sparekonto"),
        ("Brukskonto", "pension:1034222"),
    ] {
        let run = customer.send(&[from, to, "10"]);
        unheard(&customer.world, &run, "`allow` of [transfer]");
        let run = customer.send(&[from, to, "all"]);
        unheard(&customer.world, &run, "`allow` of [transfer]");
    }
    let key = customer.told("Brukskonto", "key");
    for (at, (from, to)) in [
        ("Brukskonto", "Sparekonto"),
        ("brukskonto", &number),
        (&key, "SPAREKONTO"),
    ]
    .into_iter()
    .enumerate()
    {
        let run = customer.send(&[from, to, &format!("1{at}")]);
        assert_eq!(run.code, 0, "{from} {to}: {}", run.shown());
    }
    let customer = limited("allow = []");
    let run = customer.save("10", &[]);
    unheard(&customer.world, &run, "`allow` of [transfer]");
}

#[test]
fn what_is_allowed_may_be_any_exact_name() {
    let customer = Customer::new();
    let (from, to) = (customer.number("Brukskonto"), customer.number("Sparekonto"));
    let card = customer.number("card");
    let policy = customer.world.bank.policy();
    customer.world.configure(&format!(
        "[alias]\nlonn = \"{from}\"\n[transfer]\nallow = [[\"lonn\", \"{}.{}.{}\"], [\"{from}\", \"{card}\"], \
         [\"lonn\", \"pension:{policy}\"]]\n",
        &to[..4], &to[4..6], &to[6..]
    ));
    let masked = customer.told("card", "name");
    let pension = format!("PENSION: {policy}");
    for (at, (from, to)) in [
        ("Brukskonto", "Sparekonto"),
        ("lonn", "Sparekonto"),
        (&from, &to),
        ("Brukskonto", &card),
        ("Brukskonto", &masked),
        ("Brukskonto", &pension),
    ]
    .into_iter()
    .enumerate()
    {
        let run = customer.send(&[from, to, &format!("1{at}")]);
        assert_eq!(run.code, 0, "{from} {to}: {}", run.shown());
    }
    customer.world.bank.forget_requests();
    let run = customer.send(&["Brukskonto", "pension:1", "10"]);
    unheard(&customer.world, &run, "`allow`");
    let run = customer.send(&["Sparekonto", &card, "10"]);
    unheard(&customer.world, &run, "`allow`");
}

#[test]
fn without_a_remembered_list_the_words_alone_decide() {
    let world = World::logged_in();
    world.configure("[transfer]\nallow = [[\"Brukskonto\", \"Sparekonto\"]]\n");
    let customer = Customer {
        world,
        accounts: Default::default(),
    };
    let other = Customer::new();
    let number = other.number("Sparekonto");
    let run = customer.send(&["Brukskonto", &number, "10"]);
    unheard(&customer.world, &run, "`allow`");
    assert!(
        run.err.contains("run `sb1 accounts --all` once"),
        "{}",
        run.err
    );
    let run = customer.send(&["BRUKSKONTO", "sparekonto", "10"]);
    assert_eq!(run.code, 0, "{}", run.shown());
    customer.world.bank.forget_requests();
    let run = customer.send(&["Brukskonto", &number, "11"]);
    assert_eq!(
        run.code,
        0,
        "the list of the run before is remembered: {}",
        run.shown()
    );
}

#[test]
fn a_way_is_looked_at_again_when_the_accounts_are_known() {
    let customer = limited("allow = [[\"Brukskonto\", \"Sparekonto\"]]");
    let (mine, old) = (customer.number("Brukskonto"), customer.number("Sparekonto"));
    let other = customer.number("Felleskonto");
    // By the list that is remembered this number is Sparekonto; by the one that comes it is not.
    let key = customer.told("Sparekonto", "key");
    customer.list(&[
        super::account("A", "Brukskonto", &mine),
        super::account(&key, "Ferie", &old),
        super::account("C", "Sparekonto", &other),
    ]);
    let run = customer.send(&["Brukskonto", &old, "10"]);
    assert_eq!(customer.world.requests().len(), 1, "{}", run.shown());
    customer.refused(&run, 6, "`allow` of [transfer]");
    let run = customer.save("10", &[]);
    assert_eq!(
        (run.code, &customer.posted()["toAccount"]),
        (0, &json!(other)),
        "{}",
        run.shown()
    );
}

#[test]
fn read_only_sends_and_asks_nothing() {
    let sentence = "nothing was sent, because sb1 is read-only here";
    let customer = Customer::new();
    for words in [
        &["--read-only", "Brukskonto", "Sparekonto", "10"][..],
        &["--read-only", "Brukskonto", "Sparekonto", "10", "--json"],
        &["--read-only", "Brukskonto", "Sparekonto", "all"],
        &["--read-only", "Brukskonto", "nobody", "1e3"],
    ] {
        let run = customer.send(words);
        unheard(&customer.world, &run, sentence);
    }
    let line = "--read-only transfer --yes --no-input Brukskonto Sparekonto 10";
    unheard(&customer.world, &customer.world.run(line), sentence);
    customer.world.configure("read_only = true\n");
    unheard(&customer.world, &customer.save("10", &[]), sentence);
    let customer = customer.set("SB1_READ_ONLY", "1");
    unheard(&customer.world, &customer.save("10", &[]), sentence);
    customer.world.configure("");
    unheard(&customer.world, &customer.save("10", &[]), sentence);
    assert_eq!(
        customer.world.run("accounts --json").code,
        0,
        "reading goes on"
    );
    let run = customer.transfer(&["Brukskonto", "Sparekonto", "10", "--dry-run"]);
    assert_eq!(run.code, 0, "so does rehearsing: {}", run.shown());
    assert_eq!(customer.posts().len(), 0);
    let customer = customer.set("SB1_READ_ONLY", "0");
    assert_eq!(customer.save("10", &[]).code, 0);
    // Nobody needs to be logged in to be refused.
    let world = World::new().set("SB1_READ_ONLY", "true");
    let run = world.run("transfer --yes --no-input a b 10");
    unheard(&world, &run, sentence);
}

#[test]
fn without_a_yes_and_without_a_terminal_nothing_is_asked() {
    let customer = Customer::new();
    for words in [
        &["Brukskonto", "Sparekonto", "10"][..],
        &["Brukskonto", "Sparekonto", "all", "--json"],
        &["Brukskonto", "no-such-account", "10"],
    ] {
        let run = customer.transfer(words);
        unheard(&customer.world, &run, "waits for a yes");
        assert!(run.err.contains("--yes"), "{}", run.err);
    }
    let line = "transfer --no-input Brukskonto Sparekonto 10";
    let run = customer.world.sb1_reading(line.split(' '), "y\nyes\ny\n");
    unheard(&customer.world, &run, "waits for a yes");
    assert_eq!(
        customer.world.run("transfers --json").json()["transfers"],
        json!([])
    );
}
