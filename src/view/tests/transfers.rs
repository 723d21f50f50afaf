//! The journal's transfers, in every format.

use serde_json::{Value, json};

use crate::config::Format;
use crate::domain::date::Day;
use crate::domain::money::Amount;
use crate::domain::transfer::{
    Balances, Findings, Id, NotMoved, Record, Route, Said, Seen, Settled, Unclear, What,
};
use crate::view::transfers::{Item, checked as looked, rendered, told_whole};

use super::schemas::checked;
use super::{accepted, at, made, parsed, shape, then};

fn seen(id: &str, booked: bool) -> Seen {
    Seen {
        id: id.to_owned(),
        day: Day::parse_iso("2026-11-22"),
        amount: Amount::read("-100").ok(),
        account: "12345678903".to_owned(),
        text: "Overføring sb1 7KQ2FAZ".to_owned(),
        booked,
    }
}

fn found() -> Findings {
    Findings {
        complete: true,
        rows: vec![seen("ab12", true)],
        alike: vec![Seen {
            day: None,
            amount: None,
            account: String::new(),
            text: String::new(),
            ..seen("p-1", false)
        }],
    }
}

fn alike() -> Findings {
    Findings {
        rows: Vec::new(),
        ..found()
    }
}

fn unknown() -> What {
    What::Unknown(Unclear {
        why: "no response within 30 s".to_owned(),
        said: Said::default(),
    })
}

fn settled(moved: bool, findings: Option<Findings>) -> What {
    What::Settled(Settled {
        moved,
        findings,
        after: Balances {
            from: Amount::read("89109.31").ok(),
            to: None,
        },
    })
}

/// One of each, oldest first.
fn records() -> Vec<Record> {
    let debit = || made(Route::Debit, "Sparekonto", Some("Ferie"));
    let open = then(debit(), unknown());
    let rejected = What::NotMoved(NotMoved::Bank(Said {
        status: Some(403),
        code: Some("insufficient.funds".to_owned()),
        ..Said::default()
    }));
    let network = What::NotMoved(NotMoved::Network {
        why: "connection refused".to_owned(),
    });
    let made = [
        then(
            then(
                debit(),
                accepted("30000000123", &["CUTOFF_TIME_HAS_PASSED"]),
            ),
            What::Reported,
        ),
        then(debit(), rejected),
        then(made(Route::CreditCard, "**** 1234", None), network),
        then(open.clone(), What::Proven(found())),
        then(open.clone(), settled(true, Some(alike()))),
        then(open.clone(), settled(false, None)),
        made(Route::Pension, "pension", None),
        open,
    ];
    let named = (0_u8..).zip(made).map(|(place, record)| Record {
        id: Id::of_random([0, 0, 0, 0, place]),
        ..record
    });
    named.collect()
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

#[test]
fn every_item_is_what_the_schema_says() {
    let records = records();
    let look = found();
    let items: Vec<_> = records
        .iter()
        .map(|record| Item {
            record,
            look: Some((at(60), &look)),
        })
        .collect();
    let json = text(rendered(&shape(Format::Json, None), &items).unwrap());
    let document = checked("transfers", &json);
    let shown = document["transfers"].as_array().unwrap();
    let column = |name: &str| {
        shown
            .iter()
            .rev()
            .map(|it| it[name].clone())
            .collect::<Vec<_>>()
    };
    let (moved, not, open) = (json!("accepted"), json!("not_sent"), json!("unknown"));
    assert_eq!(
        column("state"),
        [
            &moved,
            &json!("rejected"),
            &not,
            &moved,
            &moved,
            &not,
            &open,
            &open
        ]
        .map(Clone::clone)
    );
    let (bank, owner) = (json!(null), json!("owner"));
    assert_eq!(
        column("settledBy"),
        [
            &bank,
            &bank,
            &bank,
            &json!("proof"),
            &owner,
            &owner,
            &bank,
            &bank
        ]
        .map(Clone::clone)
    );
    let evidence = column("evidence");
    assert!(evidence[..3].iter().all(Value::is_null));
    assert_eq!(evidence[3]["at"], "2026-11-22T11:00:30Z");
    assert_eq!(evidence[3]["rows"][0]["amount"].to_string(), "-100.00");
    assert_eq!(evidence[3]["before"], json!(null));
    assert_eq!(evidence[4]["lookAlikes"][0]["id"], "p-1");
    assert_eq!(evidence[4]["before"]["from"].to_string(), "89209.31");
    assert_eq!(evidence[4]["after"]["from"].to_string(), "89109.31");
    assert_eq!(evidence[5]["complete"], false);
    assert_eq!(evidence[7]["at"], "2026-11-22T11:01:00Z");
    let jsonl = text(rendered(&shape(Format::Jsonl, None), &items).unwrap());
    assert!(jsonl.lines().map(parsed).eq(shown.iter().cloned()));
    assert_eq!(
        text(looked(&shape(Format::Json, None), &items).unwrap()),
        json
    );
}

#[test]
fn keys_stand_in_their_order() {
    let records = records();
    let item = Item::of(&records[4]);
    snapbox::assert_data_eq!(
        text(rendered(&shape(Format::Json, None), &[item]).unwrap()),
        snapbox::str![[r#"
{"schema":"sb1.transfers/1","transfers":[
{"id":"EAAAAAA","createdAt":"2026-11-22T11:00:00Z","state":"accepted","settledBy":"owner","kind":"debit","paymentId":null,"amount":100.00,"currencyCode":"NOK","from":{"name":"Brukskonto","accountNumber":"12345678903"},"to":{"name":"Sparekonto","accountNumber":"12345678911"},"message":"Ferie","key":null,"evidence":{"at":"2026-11-22T11:00:30Z","complete":true,"rows":[],"lookAlikes":[{"id":"p-1","date":null,"amount":null,"accountNumber":null,"text":null,"booked":false}],"before":{"from":89209.31,"to":null},"after":{"from":89109.31,"to":null}}}
]}

"#]]
    );
    snapbox::assert_data_eq!(
        text(rendered(&shape(Format::Csv, None), &[item]).unwrap()),
        snapbox::str![[r#"
id,createdAt,state,settledBy,kind,paymentId,amount,currencyCode,fromName,fromAccountNumber,toName,toAccountNumber,message,key,evidenceAt,evidenceComplete,evidenceRows,evidenceLookAlikes,fromBefore,toBefore,fromAfter,toAfter
EAAAAAA,2026-11-22T11:00:00Z,accepted,owner,debit,,100.00,NOK,Brukskonto,12345678903,Sparekonto,12345678911,Ferie,,2026-11-22T11:00:30Z,true,,p-1,89209.31,,89109.31,

"#]]
    );
    let none = text(rendered(&shape(Format::Json, None), &[]).unwrap());
    assert_eq!(checked("transfers", &none)["transfers"], json!([]));
    assert!(
        rendered(&shape(Format::Table, None), &[])
            .unwrap()
            .is_empty()
    );
}

#[test]
fn the_table_is_newest_first() {
    let records = records();
    let items: Vec<_> = records.iter().map(Item::of).collect();
    let shown = |width| text(rendered(&shape(Format::Table, width), &items).unwrap());
    snapbox::assert_data_eq!(
        shown(None),
        snapbox::str![[r#"
ID       When                  Amount  From        To          State     Message
HAAAAAA  2026-11-22 12:00  100,00 NOK  Brukskonto  Sparekonto  unknown   Ferie
GAAAAAA  2026-11-22 12:00  100,00 NOK  Brukskonto  pension     unknown
FAAAAAA  2026-11-22 12:00  100,00 NOK  Brukskonto  Sparekonto  not sent  Ferie
EAAAAAA  2026-11-22 12:00  100,00 NOK  Brukskonto  Sparekonto  accepted  Ferie
DAAAAAA  2026-11-22 12:00  100,00 NOK  Brukskonto  Sparekonto  accepted  Ferie
CAAAAAA  2026-11-22 12:00  100,00 NOK  Brukskonto  **** 1234   not sent
BAAAAAA  2026-11-22 12:00  100,00 NOK  Brukskonto  Sparekonto  rejected  Ferie
AAAAAAA  2026-11-22 12:00  100,00 NOK  Brukskonto  Sparekonto  accepted  Ferie

"#]]
    );
    for width in [40, 60, 80] {
        let shown = shown(Some(width));
        let wide = |line: &str| crate::view::fit::width(line) > width;
        assert!(!shown.lines().any(wide), "{shown}");
        assert!(shown.contains("unknown"), "{shown}");
    }
}

#[test]
fn a_story_is_whole() {
    let records = records();
    for record in &records {
        let json = text(told_whole(&shape(Format::Json, None), record).unwrap());
        let document = checked("transfers", &json);
        let story = &document["transfers"][0]["story"];
        assert_eq!(story[0]["event"], "sending");
        assert_eq!(story.as_array().unwrap().len(), record.story.len() + 1);
        let jsonl = text(told_whole(&shape(Format::Jsonl, None), record).unwrap());
        assert_eq!(parsed(&jsonl), document["transfers"][0]);
    }
    let shown: String = [0, 1, 3, 5, 6]
        .iter()
        .map(|place| text(told_whole(&shape(Format::Table, Some(40)), &records[*place]).unwrap()))
        .collect::<Vec<_>>()
        .join("---\n");
    snapbox::assert_data_eq!(
        shown,
        snapbox::str![[r#"
ID            AAAAAAA
State         accepted
Kind          a transfer between own accounts
Payment ID    30000000123
Amount        100,00 NOK
From          1234.56.78903  Brukskonto
To            1234.56.78911  Sparekonto
Asked         100
Message       Ferie
Sent Message  Ferie #7KQ2FAZ
Could Spend   89 209,31 on Brukskonto
Warning       the bank's cut-off time for that day has passed, so the money may move later; the online bank shows when

2026-11-22 12:00:00  about to be sent
2026-11-22 12:00:30  the bank accepted it: payment 30000000123
2026-11-22 12:00:30  its result was shown
---
ID            BAAAAAA
State         rejected
Kind          a transfer between own accounts
Amount        100,00 NOK
From          1234.56.78903  Brukskonto
To            1234.56.78911  Sparekonto
Asked         100
Message       Ferie
Sent Message  Ferie #7KQ2FAZ
Could Spend   89 209,31 on Brukskonto

2026-11-22 12:00:00  about to be sent
2026-11-22 12:00:30  the bank rejected it: there is not enough money on the paying account (insufficient.funds)
---
ID            DAAAAAA
State         accepted
Settled By    proof
Kind          a transfer between own accounts
Amount        100,00 NOK
From          1234.56.78903  Brukskonto
To            1234.56.78911  Sparekonto
Asked         100
Message       Ferie
Sent Message  Ferie #7KQ2FAZ
Could Spend   89 209,31 on Brukskonto

2026-11-22 12:00:00  about to be sent
2026-11-22 12:00:30  nobody can tell whether it moved money: no response within 30 s
2026-11-22 12:00:30  found in the bank's list, so it went through: row ab12

With its tag:
  -100,00 on Brukskonto 2026-11-22 (id ab12): Overføring sb1 7KQ2FAZ

Of the same amount without its tag, which proves nothing:
  no amount on an account that the bank does not name (id p-1, pending)
---
ID                 FAAAAAA
State              not sent
Settled By         owner
Kind               a transfer between own accounts
Amount             100,00 NOK
From               1234.56.78903  Brukskonto
To                 1234.56.78911  Sparekonto
Asked              100
Message            Ferie
Sent Message       Ferie #7KQ2FAZ
Could Spend        89 209,31 on Brukskonto
Could Spend After  89 109,31 on Brukskonto

2026-11-22 12:00:00  about to be sent
2026-11-22 12:00:30  nobody can tell whether it moved money: no response within 30 s
2026-11-22 12:00:30  its owner's word: not moved

The bank's lists did not come whole.
---
ID           GAAAAAA
State        unknown
Kind         a payment into a pension policy
Amount       100,00 NOK
From         1234.56.78903  Brukskonto
To           12345678911  pension
Asked        100
Proof        none is possible: a payment into a pension policy has no message
Could Spend  89 209,31 on Brukskonto

2026-11-22 12:00:00  about to be sent
Nothing was written after that, so nobody can tell whether it was sent.

"#]]
    );
}

#[test]
fn a_look_never_says_more_than_it_found() {
    let records = records();
    let (proof, nothing) = (found(), alike());
    let partial = Findings::default();
    let mut shown = String::new();
    for look in [None, Some(&proof), Some(&nothing), Some(&partial)] {
        let items = [Item {
            record: &records[7],
            look: look.map(|it| (at(60), it)),
        }];
        shown += &text(looked(&shape(Format::Table, Some(40)), &items).unwrap());
    }
    let items: Vec<_> = records[..7].iter().map(Item::of).collect();
    shown += &text(looked(&shape(Format::Table, Some(40)), &items).unwrap());
    snapbox::assert_data_eq!(
        shown,
        snapbox::str![[r#"
HAAAAAA  2026-11-22 12:00  100,00 NOK from Brukskonto to Sparekonto: not looked for
HAAAAAA  2026-11-22 12:00  100,00 NOK from Brukskonto to Sparekonto: went through: found on Brukskonto 2026-11-22 (id ab12)
  looks alike, which proves nothing: no amount on an account that the bank does not name (id p-1, pending)
HAAAAAA  2026-11-22 12:00  100,00 NOK from Brukskonto to Sparekonto: not found (the list came whole); that proves nothing yet
  looks alike, which proves nothing: no amount on an account that the bank does not name (id p-1, pending)
HAAAAAA  2026-11-22 12:00  100,00 NOK from Brukskonto to Sparekonto: not found, and the bank's list came in part only; that proves nothing
GAAAAAA  2026-11-22 12:00  100,00 NOK from Brukskonto into pension policy 12345678911: cannot be proven (a payment into a pension policy has no message)
FAAAAAA  2026-11-22 12:00  100,00 NOK from Brukskonto to Sparekonto: moved nothing, by its owner's word
EAAAAAA  2026-11-22 12:00  100,00 NOK from Brukskonto to Sparekonto: went through, by its owner's word
  looks alike, which proves nothing: no amount on an account that the bank does not name (id p-1, pending)
DAAAAAA  2026-11-22 12:00  100,00 NOK from Brukskonto to Sparekonto: went through: found on Brukskonto 2026-11-22 (id ab12)
  looks alike, which proves nothing: no amount on an account that the bank does not name (id p-1, pending)
CAAAAAA  2026-11-22 12:00  100,00 NOK from Brukskonto to **** 1234: moved nothing: it was never sent
BAAAAAA  2026-11-22 12:00  100,00 NOK from Brukskonto to Sparekonto: moved nothing: the bank rejected it
AAAAAAA  2026-11-22 12:00  100,00 NOK from Brukskonto to Sparekonto: went through: the bank accepted it (payment 30000000123)

"#]]
    );
}
