//! The day of a transfer, and the rehearsal of one.

use serde_json::json;

use super::{CARD, Customer, DEBIT, PENSION};

#[test]
fn a_day_is_written_in_the_forms_of_the_contract() {
    let customer = Customer::new();
    for (at, (typed, day)) in [
        ("2026-12-01", "2026-12-01"),
        ("02.12.2026", "2026-12-02"),
        ("3.12.2026", "2026-12-03"),
        ("today", "2026-11-22"),
        ("tomorrow", "2026-11-23"),
        ("friday", "2026-11-27"),
    ]
    .into_iter()
    .enumerate()
    {
        let amount = format!("1{at}");
        let words = ["Brukskonto", "Sparekonto", &amount, "--date", typed];
        let (code, document) = customer.sent(&words);
        assert_eq!((code, &document["dueDate"]), (0, &json!(day)), "{typed}");
        assert_eq!(customer.posted()["dueDate"], day, "{typed}");
    }
    assert_eq!(customer.world.bank.transfers().len(), 1, "the one of today");
    let run = customer.save("20", &["--date", "2026-12-04"]);
    assert!(
        run.out.starts_with("Accepted for 2026-12-04: 20,00 NOK"),
        "{}",
        run.out
    );
}

#[test]
fn what_is_no_day_to_come_is_refused_before_any_request() {
    let customer = Customer::new();
    for day in [
        "2026-11-21",
        "yesterday",
        "7d",
        "2026-12",
        "2026-02-29",
        "soon",
        "",
        "2026-12-1",
        "01/12/2026",
        "last-month",
        "2026-12-01T10:00",
        "\u{1b}[2J",
    ] {
        let run = customer.save("10", &["--date", day]);
        assert_eq!(
            (run.code, run.out.as_str()),
            (2, ""),
            "{day}: {}",
            run.shown()
        );
        assert!(run.err.contains("write today"), "{day}: {}", run.err);
        super::hostile::clean(&run);
        assert!(customer.world.asked().is_empty(), "{day}");
    }
    let run = customer.save("10", &["--date", "2028-01-01"]);
    assert_eq!(
        run.code,
        7,
        "how far ahead is for the bank to say: {}",
        run.shown()
    );
}

#[test]
fn a_rehearsal_sends_nothing_and_shows_what_would_be_sent() {
    let customer = Customer::new();
    let card = customer.number("card");
    let policy = format!("pension:{}", customer.world.bank.policy());
    for (path, words) in [
        (
            DEBIT,
            vec![
                "Brukskonto",
                "Sparekonto",
                "250,50",
                "-m",
                "Ferie \"på\" Røst",
            ],
        ),
        (
            DEBIT,
            vec!["Brukskonto", "Sparekonto", "11", "--date", "2026-12-01"],
        ),
        (CARD, vec!["Brukskonto", &card, "12"]),
        (PENSION, vec!["Brukskonto", &policy, "13"]),
    ] {
        let before = journal(&customer);
        let run = customer.transfer(&[&words[..], &["--dry-run", "--json"]].concat());
        assert_eq!(run.code, 0, "{}", run.shown());
        let document = run.json();
        assert_eq!(
            (&document["state"], &document["moneyMoved"]),
            (&json!("planned"), &json!(false))
        );
        assert_eq!(
            (&document["id"], &document["paymentId"]),
            (&json!(null), &json!(null))
        );
        assert_eq!(customer.world.asked(), ["GET /personal/banking/accounts"]);
        assert_eq!(journal(&customer), before, "nothing is remembered of it");
        let mut shown = run
            .err
            .lines()
            .skip_while(|it| *it != format!("POST {path}"));
        let body = shown.nth(1).unwrap();

        let sent = customer.send(&[&words[..], &["--json"]].concat());
        assert_eq!(sent.code, 0, "{}", sent.shown());
        let posts = customer.posts();
        assert_eq!((posts.len(), posts[0].path.as_str()), (1, path));
        let id = sent.json()["id"].as_str().unwrap().to_owned();
        let real = String::from_utf8(posts[0].body.clone()).unwrap();
        assert_eq!(untagged(body), real.replace(&id, "TAG"));
    }
    let run = customer.transfer(&["Brukskonto", "Sparekonto", "14", "-n"]);
    let number = |name: &str| customer.number(name);
    assert!(
        run.out
            .starts_with("Planned, and nothing was sent: 14,00 NOK from Brukskonto to Sparekonto"),
        "{}",
        run.out
    );
    assert!(
        run.err
            .contains(&format!(r#""fromAccount":"{}""#, number("Brukskonto"))),
        "{}",
        run.err
    );
}

#[test]
fn a_rehearsal_needs_no_yes_and_tells_what_would_hold_it_back() {
    let customer = Customer::new();
    assert_eq!(customer.save("15", &[]).code, 0);
    customer.world.bank.forget_requests();
    let run = customer.transfer(&["Brukskonto", "Sparekonto", "15", "--dry-run"]);
    assert_eq!(run.code, 0, "{}", run.shown());
    assert!(
        run.err.contains("would hold this one back now"),
        "{}",
        run.err
    );
    customer.world.configure("[transfer]\nmax_per_day = 20\n");
    // A limit is one for a rehearsal too, whenever it comes to light.
    for amount in ["20", "all"] {
        let run = customer.transfer(&["Brukskonto", "Felleskonto", amount, "--dry-run"]);
        customer.refused(&run, 6, "max_per_day");
    }
}

/// What the journal holds.
fn journal(customer: &Customer) -> Option<String> {
    let mut files = customer.world.files().into_iter();
    let path = files.find(|it| it.to_string_lossy().ends_with(".transfers.jsonl"));
    path.map(|it| std::fs::read_to_string(it).unwrap())
}

/// A body with its tag, which each transfer has of its own, taken out.
fn untagged(body: &str) -> String {
    let message = |it: &str| it.find("#").or_else(|| it.find("sb1 ").map(|at| at + 3));
    match body
        .find("\"message\"")
        .and_then(|at| Some(at + message(&body[at..])? + 1))
    {
        Some(tag) => format!("{}TAG{}", &body[..tag], &body[tag + 7..]),
        None => body.to_owned(),
    }
}
