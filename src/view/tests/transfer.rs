//! What became of one transfer, in every format.

use serde_json::{Value, json};

use crate::config::Format;
use crate::domain::account::Account;
use crate::domain::date::Day;
use crate::domain::transfer::{
    Draft, NotMoved, Receiver, Record, Route, Said, Settled, State, Unclear, What,
};
use crate::view::transfer::{Transfer, rendered};

use super::schemas::checked;
use super::{accepted, account, made, shape, then};

const SETTLED: Settled = Settled {
    moved: true,
    findings: None,
    after: crate::domain::transfer::Balances {
        from: None,
        to: None,
    },
};

fn said() -> Said {
    Said {
        status: Some(403),
        code: Some("insufficient.funds".to_owned()),
        message: Some("no".to_owned()),
        trace_id: Some("t-1".to_owned()),
    }
}

fn debit() -> Record {
    made(Route::Debit, "Sparekonto", Some("Ferie"))
}

fn unclear() -> What {
    What::Unknown(Unclear {
        why: "no response within 30 s".to_owned(),
        said: said(),
    })
}

fn document(transfer: &Transfer<'_>) -> Value {
    for format in [Format::Json, Format::Jsonl] {
        let bytes = rendered(&shape(format, None), transfer).unwrap();
        assert_eq!(bytes.iter().filter(|it| **it == b'\n').count(), 1);
    }
    checked(
        "transfer",
        rendered(&shape(Format::Json, None), transfer).unwrap(),
    )
}

fn sentence(transfer: &Transfer<'_>) -> String {
    let bytes = rendered(&shape(Format::Table, Some(40)), transfer).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn every_key_is_there_in_its_order() {
    let record = then(
        debit(),
        accepted("30000000123", &["DUPLICATE_PAYMENT_EXISTS"]),
    );
    let bytes = rendered(&shape(Format::Json, None), &Transfer::of(&record));
    snapbox::assert_data_eq!(
        String::from_utf8(bytes.unwrap()).unwrap(),
        snapbox::str![[r#"
{"schema":"sb1.transfer/1","id":"7KQ2FAZ","state":"accepted","moneyMoved":true,"paymentId":"30000000123","warnings":["DUPLICATE_PAYMENT_EXISTS"],"amount":100.00,"currencyCode":"NOK","from":{"name":"Brukskonto","accountNumber":"12345678903"},"to":{"name":"Sparekonto","accountNumber":"12345678911"},"message":"Ferie","dueDate":"2026-11-22","key":null,"replayed":false,"code":null,"traceId":null}

"#]]
    );
    let bytes = rendered(&shape(Format::Csv, None), &Transfer::replayed(&record));
    snapbox::assert_data_eq!(
        String::from_utf8(bytes.unwrap()).unwrap(),
        snapbox::str![[r#"
id,state,moneyMoved,paymentId,warnings,amount,currencyCode,fromName,fromAccountNumber,toName,toAccountNumber,message,dueDate,key,replayed,code,traceId
7KQ2FAZ,accepted,true,30000000123,DUPLICATE_PAYMENT_EXISTS,100.00,NOK,Brukskonto,12345678903,Sparekonto,12345678911,Ferie,2026-11-22,,true,,

"#]]
    );
}

#[test]
fn every_state_has_its_word_and_says_whether_money_moved() {
    let rejected = What::NotMoved(NotMoved::Bank(said()));
    let network = What::NotMoved(NotMoved::Network {
        why: "connection refused".to_owned(),
    });
    let not_moved = What::Settled(Settled {
        moved: false,
        ..SETTLED
    });
    for (what, state, moved) in [
        (None, "unknown", json!(null)),
        (Some(unclear()), "unknown", json!(null)),
        (Some(accepted("3", &[])), "accepted", json!(true)),
        (
            Some(What::Proven(crate::domain::transfer::Findings::default())),
            "accepted",
            json!(true),
        ),
        (Some(What::Settled(SETTLED)), "accepted", json!(true)),
        (Some(not_moved), "not_sent", json!(false)),
        (Some(rejected), "rejected", json!(false)),
        (Some(network), "not_sent", json!(false)),
    ] {
        let record = match what {
            Some(what) => then(debit(), what),
            None => debit(),
        };
        let shown = document(&Transfer::of(&record));
        assert_eq!(shown["state"], state);
        assert_eq!(shown["moneyMoved"], moved);
        assert_eq!(shown["id"], "7KQ2FAZ");
        let told = matches!(
            record.state,
            State::Unknown(_) | State::NotMoved(NotMoved::Bank(_))
        );
        let expected = told.then_some("insufficient.funds");
        assert_eq!(shown["code"].as_str(), expected);
        assert_eq!(shown["traceId"].as_str(), told.then_some("t-1"));
        let says_nothing = sentence(&Transfer::of(&record)).is_empty();
        assert_eq!(says_nothing, state != "accepted");

        let held = document(&Transfer::held(&record));
        assert_eq!(
            (&held["state"], &held["moneyMoved"]),
            (&json!("held"), &json!(null))
        );
        assert_eq!(held["id"], "7KQ2FAZ");
        assert_eq!(sentence(&Transfer::held(&record)), "");
    }
}

#[test]
fn what_was_not_to_be_sent_has_no_id() {
    let record = debit();
    let today = Day::of(record.at);
    let planned = Transfer::planned(&record.intent.plan, Some("k"), today);
    let shown = document(&planned);
    assert_eq!(shown["state"], "planned");
    assert_eq!(
        (&shown["id"], &shown["moneyMoved"]),
        (&json!(null), &json!(false))
    );
    assert_eq!(
        (&shown["key"], &shown["dueDate"]),
        (&json!("k"), &json!("2026-11-22"))
    );
    assert_eq!(
        sentence(&planned),
        "Planned, and nothing was sent: 100,00 NOK from Brukskonto to Sparekonto on 2026-11-22\n"
    );

    let (from, to) = accounts();
    let draft = Draft::new(&from, Receiver::Account(&to), None, None).unwrap();
    let skipped = Transfer::skipped(&draft, None);
    let shown = document(&skipped);
    assert_eq!(shown["state"], "skipped");
    for name in ["id", "amount", "dueDate", "message", "key", "code"] {
        assert_eq!(shown[name], Value::Null, "{name}");
    }
    assert_eq!(shown["moneyMoved"], false);
    assert_eq!(shown["to"]["accountNumber"], "12345678911");
    assert_eq!(sentence(&skipped), "Nothing to do: nothing was sent\n");
}

fn accounts() -> (Account, Account) {
    (
        account("Brukskonto", "12345678903", "1", "NOK"),
        account("Sparekonto", "12345678911", "1", "NOK"),
    )
}

#[test]
fn a_success_is_one_sentence() {
    let of = |route, name, warnings: &[&str]| {
        then(made(route, name, None), accepted("30000000123", warnings))
    };
    let moved = of(Route::Debit, "Sparekonto", &["DUPLICATE_PAYMENT_EXISTS"]);
    let mut later = moved.clone();
    later.intent.plan.due = Day::parse_iso("2026-12-01");
    let mut today = moved.clone();
    today.intent.plan.due = Day::parse_iso("2026-11-22");
    let mut card = of(Route::CreditCard, "**** 1234", &[]);
    card.intent.plan.due = Day::parse_iso("2026-12-01");
    let proven = then(debit(), What::Settled(SETTLED));
    let shown: String = [
        Transfer::of(&moved),
        Transfer::of(&today),
        Transfer::replayed(&moved),
        Transfer::replayed(&proven),
        Transfer::of(&later),
        Transfer::replayed(&later),
        Transfer::of(&of(Route::Debit, "", &["CUTOFF_TIME_HAS_PASSED"])),
        Transfer::of(&of(Route::CreditCard, "**** 1234", &[])),
        Transfer::of(&card),
        Transfer::of(&of(Route::Pension, "pension", &[])),
    ]
    .iter()
    .map(sentence)
    .collect();
    snapbox::assert_data_eq!(
        shown,
        snapbox::str![[r#"
Moved 100,00 NOK from Brukskonto to Sparekonto (7KQ2FAZ, payment 30000000123)
Moved 100,00 NOK from Brukskonto to Sparekonto (7KQ2FAZ, payment 30000000123)
Nothing was sent now: 100,00 NOK went from Brukskonto to Sparekonto on 2026-11-22 at 12:00 (7KQ2FAZ, payment 30000000123)
Nothing was sent now: 100,00 NOK went from Brukskonto to Sparekonto on 2026-11-22 at 12:00 (7KQ2FAZ)
Accepted for 2026-12-01: 100,00 NOK from Brukskonto to Sparekonto (7KQ2FAZ, payment 30000000123)
Nothing was sent now: 100,00 NOK from Brukskonto to Sparekonto was accepted on 2026-11-22 at 12:00 for 2026-12-01 (7KQ2FAZ, payment 30000000123)
Accepted: 100,00 NOK from Brukskonto to 12345678911 (7KQ2FAZ, payment 30000000123)
Paid 100,00 NOK from Brukskonto to **** 1234 (7KQ2FAZ, payment 30000000123); the card's balance may not show it before the next business day
Accepted for 2026-12-01: 100,00 NOK from Brukskonto to **** 1234 (7KQ2FAZ, payment 30000000123)
Paid 100,00 NOK from Brukskonto into pension policy 12345678911 (7KQ2FAZ, payment 30000000123)

"#]]
    );
}
