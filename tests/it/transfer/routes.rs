//! The three ways that money goes, byte for byte.

use serde_json::{Value, json};

use super::{CARD, Customer, DEBIT, PENSION};

/// The item keys that the contract promises, in its order.
const KEYS: [&str; 16] = [
    "schema",
    "id",
    "state",
    "moneyMoved",
    "paymentId",
    "warnings",
    "amount",
    "currencyCode",
    "from",
    "to",
    "message",
    "dueDate",
    "key",
    "replayed",
    "code",
    "traceId",
];

/// The one request that was posted: its path, and its body as it came.
fn one(customer: &Customer) -> (String, String) {
    let posts = customer.posts();
    assert_eq!(posts.len(), 1);
    assert_eq!(posts[0].header("content-type"), Some("application/json"));
    let body = String::from_utf8(posts[0].body.clone()).unwrap();
    (posts[0].path.clone(), body)
}

#[test]
fn an_own_account_is_a_debit() {
    let customer = Customer::new();
    let (from, to) = (customer.number("Brukskonto"), customer.number("Sparekonto"));
    let before = (
        customer.available("Brukskonto"),
        customer.available("Sparekonto"),
    );
    let run = customer.save("250", &["-m", "Ferie på Røst", "--json"]);
    assert_eq!(run.code, 0, "{}", run.shown());
    let document = run.json();
    let keys: Vec<_> = document.as_object().unwrap().keys().collect();
    assert_eq!(keys, KEYS);
    let id = document["id"].as_str().unwrap();
    let (path, body) = one(&customer);
    assert_eq!(path, DEBIT);
    assert_eq!(
        body,
        format!(
            r##"{{"amount":"250.00","fromAccount":"{from}","toAccount":"{to}","message":"Ferie på Røst #{id}","currencyCode":"NOK"}}"##
        )
    );
    let made = &customer.world.bank.transfers()[0];
    assert_eq!((&made.from, &made.to, made.ore), (&from, &to, 25_000));
    assert_eq!(document["paymentId"], Value::from(made.payment_id.as_str()));
    assert_eq!(document["amount"].to_string(), "250.00");
    for (key, value) in [
        ("schema", json!("sb1.transfer/1")),
        ("state", json!("accepted")),
        ("moneyMoved", json!(true)),
        ("warnings", json!([])),
        ("currencyCode", json!("NOK")),
        ("from", json!({"name": "Brukskonto", "accountNumber": from})),
        ("to", json!({"name": "Sparekonto", "accountNumber": to})),
        ("message", json!("Ferie på Røst")),
        ("dueDate", json!("2026-11-22")),
        ("key", json!(null)),
        ("replayed", json!(false)),
        ("code", json!(null)),
        ("traceId", json!(null)),
    ] {
        assert_eq!(document[key], value, "{key}");
    }
    let after = (
        customer.available("Brukskonto"),
        customer.available("Sparekonto"),
    );
    assert_eq!(after, (before.0 - 25_000, before.1 + 25_000));
    assert_eq!(customer.world.bank.total(), 0);
}

#[test]
fn the_answer_is_one_sentence_and_the_plan_stands_beside_it() {
    let customer = Customer::new();
    let run = customer.save("250,50", &[]);
    let made = &customer.world.bank.transfers()[0];
    let id = run.out.split(['(', ',']).nth(2).unwrap();
    assert_eq!(
        run.out,
        format!(
            "Moved 250,50 NOK from Brukskonto to Sparekonto ({id}, payment {})\n",
            made.payment_id
        )
    );
    let message = made.message.as_deref();
    assert_eq!(message, Some(format!("sb1 {id}").as_str()));
    for name in ["Brukskonto", "Sparekonto"] {
        let number = customer.number(name);
        let dots = format!("{}.{}.{}", &number[..4], &number[4..6], &number[6..]);
        assert!(run.err.contains(&format!("{dots}  {name}")), "{}", run.err);
    }
    assert!(
        run.err.contains("250,50 NOK") && run.err.contains(" → "),
        "{}",
        run.err
    );
    assert!(run.err.contains("a Sunday"), "{}", run.err);
}

#[test]
fn a_card_is_paid_by_each_of_its_names() {
    let customer = Customer::new();
    let id = customer.told("card", "creditCardAccountId");
    customer.world.configure(&format!(
        "[alias]\nvisa = \"{}\"\n",
        customer.number("card")
    ));
    let from = customer.number("Brukskonto");
    let names = [
        customer.told("card", "name"),
        customer.number("card"),
        id.clone(),
        customer.told("card", "key"),
        "visa".to_owned(),
    ];
    for (at, name) in names.iter().enumerate() {
        let amount = format!("1{at}");
        let run = customer.send(&["Brukskonto", name, &amount]);
        assert_eq!(run.code, 0, "{name}: {}", run.shown());
        assert!(run.out.starts_with("Paid 1"), "{}", run.out);
        let (path, body) = one(&customer);
        assert_eq!(path, CARD);
        assert_eq!(
            body,
            format!(
                r#"{{"amount":"{amount}.00","fromAccount":"{from}","creditCardAccountId":"{id}"}}"#
            )
        );
    }
    let made = customer.world.bank.transfers();
    assert_eq!(made.len(), names.len());
    assert!(
        made.iter()
            .all(|it| it.to == customer.number("card") && it.message.is_none())
    );
}

#[test]
fn a_pension_policy_is_named_by_its_number() {
    let customer = Customer::new();
    let (from, policy) = (customer.number("Sparekonto"), customer.world.bank.policy());
    let before = customer.available("Egen pensjonskonto");
    let run = customer.send(&["Sparekonto", &format!("pension:{policy}"), "500"]);
    assert_eq!(run.code, 0, "{}", run.shown());
    assert!(
        run.out.contains(&format!("into pension policy {policy}")),
        "{}",
        run.out
    );
    assert_eq!(
        one(&customer),
        (
            PENSION.to_owned(),
            format!(r#"{{"amount":"500.00","fromAccount":"{from}","policyNumber":"{policy}"}}"#)
        )
    );
    let (code, document) = customer.sent(&["Sparekonto", &format!("PENSION:{policy}"), "501"]);
    assert_eq!(
        (code, &document["to"]["accountNumber"]),
        (0, &json!(policy))
    );
    assert_eq!(customer.available("Egen pensjonskonto"), before + 100_100);
    assert_eq!(customer.world.bank.total(), 0);
}

#[test]
fn the_two_ends_are_named_exactly() {
    let customer = Customer::new();
    customer
        .world
        .configure("[alias]\n\"lønn\" = \"Brukskonto\"\n");
    let number = customer.number("Sparekonto");
    let dots = format!("{}.{}.{}", &number[..4], &number[4..6], &number[6..]);
    let spaces = dots.replace('.', " ");
    let key = customer.told("Sparekonto", "key");
    for (at, (from, to)) in [
        ("Brukskonto", number.as_str()),
        ("brukskonto", &dots),
        ("BRUKSKONTO", &spaces),
        ("lønn", &key),
        ("LØNN", "sparekonto"),
    ]
    .into_iter()
    .enumerate()
    {
        let run = customer.send(&[from, to, &format!("2{at}")]);
        assert_eq!(run.code, 0, "{from} {to}: {}", run.shown());
        let body = customer.posted();
        assert_eq!(body["fromAccount"], customer.number("Brukskonto"));
        assert_eq!(body["toAccount"], number);
    }
}

#[test]
fn a_quiet_one_says_only_how_it_ended() {
    let customer = Customer::new();
    let run = customer.save("10", &["--quiet"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.shown());
    assert!(run.out.starts_with("Moved 10,00 NOK"), "{}", run.out);
    let run = customer.save("11", &["--quiet", "--format", "csv"]);
    let lines: Vec<_> = run.out.lines().collect();
    assert_eq!((run.code, lines.len()), (0, 2), "{}", run.shown());
    assert!(
        lines[0].starts_with("id,state,moneyMoved,paymentId,"),
        "{}",
        run.out
    );
    assert!(
        lines[1].contains(",accepted,true,") && lines[1].contains(",11.00,NOK,"),
        "{}",
        run.out
    );
}
