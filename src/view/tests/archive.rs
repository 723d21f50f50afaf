//! What is told of the archive, in every format.

mod samples;

use serde_json::{Value, json};

use crate::config::Format;
use crate::domain::archived::{Holdings, Synced, Tally};
use crate::domain::continuity::{Verdict, Why};
use crate::domain::text::{Foreign, is_unprintable};
use crate::view::archive::{brought, compared, held};

use super::schemas::checked;
use super::{parsed, shape};
use samples::{
    HOSTILE, differs, holdings, nothing_held, reasons, some, span, synced, told, verified,
};

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_sync_is_told_by_account_and_in_short() {
    let shown =
        |synced: &Synced, width| text(brought(&shape(Format::Table, width), synced).unwrap());
    snapbox::assert_data_eq!(
        shown(&synced(&some()), None),
        snapbox::str![[r#"
Account     Number         New  Changed  Booked  Unclear  Total
Brukskonto  1234.56.78903    3        1       2        0    210
Sparekonto  1234.56.78911    1        0       0        1     12

4 new, 1 changed, 2 booked, 1 unclear
see `sb1 archive status`

"#]]
    );
    let partial = Synced {
        complete: false,
        ..synced(&[Tally::default()])
    };
    snapbox::assert_data_eq!(
        shown(&partial, None),
        snapbox::str![[r#"
Account     Number         New  Changed  Total
Brukskonto  1234.56.78903    0        0      0

nothing new
incomplete: the bank did not deliver everything

"#]]
    );
    assert_eq!(shown(&synced(&[]), None), "nothing new\n");
    for width in [40, 60, 80] {
        let shown = shown(&synced(&some()), Some(width));
        let wide = |line: &str| crate::view::fit::width(line) > width;
        assert!(!shown.lines().any(wide), "{shown}");
    }
}

#[test]
fn a_sync_is_what_its_schema_says() {
    let whole = synced(&some());
    let partial = Synced {
        complete: false,
        errors: vec![Foreign::new(HOSTILE)],
        since: None,
        ..whole.clone()
    };
    let json = text(brought(&shape(Format::Json, None), &partial).unwrap());
    let document = checked("sync", &json);
    assert_eq!(document["complete"], false);
    assert_eq!(document["errors"], json!([HOSTILE]));
    assert_eq!(document["since"], Value::Null);
    snapbox::assert_data_eq!(
        text(brought(&shape(Format::Json, None), &whole).unwrap()),
        snapbox::str![[r#"
{"schema":"sb1.sync/1","complete":true,"errors":[],"since":"2026-11-08","until":"2026-11-22","accounts":[
{"accountKey":"key-Brukskonto","accountName":"Brukskonto","accountNumber":"12345678903","new":3,"changed":1,"booked":2,"vanished":0,"unclear":0,"total":210},
{"accountKey":"key-Sparekonto","accountName":"Sparekonto","accountNumber":"12345678911","new":1,"changed":0,"booked":0,"vanished":0,"unclear":1,"total":12}
]}

"#]]
    );
    let jsonl = text(brought(&shape(Format::Jsonl, None), &whole).unwrap());
    let items: Vec<Value> = jsonl.lines().map(parsed).collect();
    assert_eq!(Value::Array(items), document["accounts"]);
    let csv = text(brought(&shape(Format::Csv, None), &whole).unwrap());
    snapbox::assert_data_eq!(
        csv,
        snapbox::str![[r#"
accountKey,accountName,accountNumber,new,changed,booked,vanished,unclear,total
key-Brukskonto,Brukskonto,12345678903,3,1,2,0,0,210
key-Sparekonto,Sparekonto,12345678911,1,0,0,0,1,12

"#]]
    );
}

#[test]
fn what_is_kept_is_told_with_what_is_unclear() {
    let shown = |of: &Holdings, width| text(held(&shape(Format::Table, width), of).unwrap());
    snapbox::assert_data_eq!(
        shown(&holdings("Brukskonto", "Kaffe"), None),
        snapbox::str![[r#"
Account     Number         Booked  Pending  Vanished  First       Last        Synced
Brukskonto  1234.56.78903     210        1         2  2024-11-22  2026-11-22  2026-11-22 12:00
Ny          1234.56.78903     210        1         2

/home/kari/.local/share/sb1/archive.db: 341 KiB, 12 answers of the bank since 2026-11-21 12:00, last synced 2026-11-22 12:00

Unclear: the bank lists these no longer, and each may have become one of several, so all are kept:
  -45,00 NOK on Brukskonto 2026-11-02 (id p-6f84a59b8d5a893b): Kaffe; perhaps a3d7a49d53ba1689 or 2bb7974607c4a576

1 row vanished: the bank lists it no longer, and it is kept; `sb1 archive status --json` shows more

"#]]
    );
    snapbox::assert_data_eq!(
        shown(&nothing_held(), None),
        snapbox::str![[r#"
/home/kari/.local/share/sb1/archive.db: 341 KiB, 1 answer of the bank since 2026-11-21 12:00, never synced

"#]]
    );
    for width in [40, 60, 80] {
        let shown = shown(&holdings("Brukskonto", "Kaffe"), Some(width));
        let grid = shown.lines().take(3);
        let wide: Vec<_> = grid
            .filter(|it| crate::view::fit::width(it) > width)
            .collect();
        assert!(wide.is_empty(), "{shown}");
    }
}

#[test]
fn what_is_kept_is_what_its_schema_says() {
    let json = text(held(&shape(Format::Json, None), &holdings(HOSTILE, HOSTILE)).unwrap());
    let document = checked("archive", &json);
    assert_eq!(document["sizeBytes"], 348_161);
    assert_eq!(document["accounts"][0]["accountName"], HOSTILE);
    assert_eq!(document["accounts"][1]["first"], Value::Null);
    assert_eq!(document["unclear"][0]["description"], HOSTILE);
    assert_eq!(document["unclear"][0]["amount"].to_string(), "-45.00");
    assert_eq!(document["vanished"][0]["amount"], Value::Null);
    checked(
        "archive",
        held(&shape(Format::Json, None), &nothing_held()).unwrap(),
    );
    let jsonl = text(held(&shape(Format::Jsonl, None), &holdings(HOSTILE, "")).unwrap());
    let items: Vec<Value> = jsonl.lines().map(parsed).collect();
    assert_eq!(Value::Array(items), document["accounts"]);
    snapbox::assert_data_eq!(
        text(held(&shape(Format::Json, None), &holdings("Brukskonto", "Kaffe")).unwrap()),
        snapbox::str![[r#"
{"schema":"sb1.archive/1","path":"/home/kari/.local/share/sb1/archive.db","sizeBytes":348161,"createdAt":"2026-11-21T11:00:00Z","lastSyncAt":"2026-11-22T11:00:00Z","answers":12,"accounts":[
{"accountKey":"key-Brukskonto","accountName":"Brukskonto","accountNumber":"12345678903","currencyCode":"NOK","booked":210,"pending":1,"vanished":2,"first":"2024-11-22","last":"2026-11-22","lastSyncAt":"2026-11-22T11:00:00Z"},
{"accountKey":"key-Ny","accountName":"Ny","accountNumber":"12345678903","currencyCode":"NOK","booked":210,"pending":1,"vanished":2,"first":null,"last":null,"lastSyncAt":null}
],"unclear":[
{"id":"p-6f84a59b8d5a893b","accountName":"Brukskonto","date":"2026-11-02","amount":-45.00,"currencyCode":"NOK","description":"Kaffe","candidates":["a3d7a49d53ba1689","2bb7974607c4a576"]}
],"vanished":[
{"id":"p-1","accountName":"Brukskonto","date":null,"amount":null,"currencyCode":null,"description":null,"bookingStatus":"PENDING","lastSeenAt":"2026-11-22T11:00:00Z"}
]}

"#]]
    );
    snapbox::assert_data_eq!(
        text(held(&shape(Format::Csv, None), &holdings("Brukskonto", "Kaffe")).unwrap()),
        snapbox::str![[r#"
accountKey,accountName,accountNumber,currencyCode,booked,pending,vanished,first,last,lastSyncAt
key-Brukskonto,Brukskonto,12345678903,NOK,210,1,2,2024-11-22,2026-11-22,2026-11-22T11:00:00Z
key-Ny,Ny,12345678903,NOK,210,1,2,,,

"#]]
    );
}

#[test]
fn a_verdict_says_where_and_how_much_or_why_not() {
    let mut verdicts = vec![Verdict::Holds(span()), differs()];
    verdicts.extend(reasons());
    let shown = text(compared(&shape(Format::Table, None), &verified(verdicts.clone())).unwrap());
    snapbox::assert_data_eq!(
        shown,
        snapbox::str![[r#"
Account     Number         Verdict      Agrees From       To
Brukskonto  1234.56.78903  holds        2026-11-22 12:00  2026-11-22 13:00
Brukskonto  1234.56.78903  differs
Brukskonto  1234.56.78903  cannot tell  2026-11-22 12:00  2026-11-22 13:00
Brukskonto  1234.56.78903  cannot tell  2026-11-22 12:00  2026-11-22 13:00
Brukskonto  1234.56.78903  cannot tell  2026-11-22 12:00  2026-11-22 13:00
Brukskonto  1234.56.78903  cannot tell  2026-11-22 12:00  2026-11-22 13:00
Brukskonto  1234.56.78903  cannot tell  2026-11-22 12:00  2026-11-22 13:00
Brukskonto  1234.56.78903  cannot tell  2026-11-22 12:00  2026-11-22 13:00

Brukskonto: between 2026-11-22 13:00 and 2026-11-22 14:00 the balance changed by -349,00 NOK that no booked row explains
Brukskonto: between 2026-11-22 13:00 and 2026-11-22 14:00 the balance changed by 45,50 NOK that no booked row explains; the bank may list a row late, so run `sb1 sync` and look again
Brukskonto: cannot tell: it was never synced; run `sb1 sync`
Brukskonto: cannot tell: only one sync can be used so far, and it takes two to compare; run `sb1 sync` again when something was booked
Brukskonto: cannot tell: the bank's answer of 2026-11-22 12:00 came in part only; run `sb1 sync` again
Brukskonto: cannot tell: the bank's answer of 2026-11-22 12:00 has no balance; run `sb1 sync` again
Brukskonto: cannot tell: at the sync of 2026-11-22 12:00 a booked row has no amount, or they add up to more than can be held exactly
Brukskonto: cannot tell: the newest balance differs by -45,50 NOK, which is exactly what is pending; run `sb1 sync` again once it is booked

"#]]
    );
    let json = text(compared(&shape(Format::Json, None), &verified(verdicts.clone())).unwrap());
    let document = checked("verify", &json);
    let jsonl = text(compared(&shape(Format::Jsonl, None), &verified(verdicts)).unwrap());
    let items: Vec<Value> = jsonl.lines().map(parsed).collect();
    assert_eq!(Value::Array(items), document["accounts"]);
    let few = verified(vec![Verdict::Holds(span()), differs(), told(Why::SeenOnce)]);
    snapbox::assert_data_eq!(
        text(compared(&shape(Format::Json, None), &few).unwrap()),
        snapbox::str![[r#"
{"schema":"sb1.verify/1","verdict":"differs","accounts":[
{"accountKey":"key-Brukskonto","accountName":"Brukskonto","accountNumber":"12345678903","verdict":"holds","since":"2026-11-22T11:00:00Z","until":"2026-11-22T12:00:00Z","why":null,"gaps":[]},
{"accountKey":"key-Brukskonto","accountName":"Brukskonto","accountNumber":"12345678903","verdict":"differs","since":null,"until":null,"why":null,"gaps":[{"from":"2026-11-22T12:00:00Z","to":"2026-11-22T13:00:00Z","difference":-349.00,"currencyCode":"NOK","seenOnce":false},{"from":"2026-11-22T12:00:00Z","to":"2026-11-22T13:00:00Z","difference":45.50,"currencyCode":"NOK","seenOnce":true}]},
{"accountKey":"key-Brukskonto","accountName":"Brukskonto","accountNumber":"12345678903","verdict":"cannot_tell","since":"2026-11-22T11:00:00Z","until":"2026-11-22T12:00:00Z","why":"synced_once","gaps":[]}
]}

"#]]
    );
    snapbox::assert_data_eq!(
        text(compared(&shape(Format::Csv, None), &few).unwrap()),
        snapbox::str![[r#"
accountKey,accountName,accountNumber,verdict,since,until,why,gapFrom,gapTo,difference,currencyCode,seenOnce
key-Brukskonto,Brukskonto,12345678903,holds,2026-11-22T11:00:00Z,2026-11-22T12:00:00Z,,,,,,
key-Brukskonto,Brukskonto,12345678903,differs,,,,2026-11-22T12:00:00Z,2026-11-22T13:00:00Z,-349.00,NOK,false
key-Brukskonto,Brukskonto,12345678903,differs,,,,2026-11-22T12:00:00Z,2026-11-22T13:00:00Z,45.50,NOK,true
key-Brukskonto,Brukskonto,12345678903,cannot_tell,2026-11-22T11:00:00Z,2026-11-22T12:00:00Z,synced_once,,,,,

"#]]
    );
}

#[test]
fn all_holds_only_if_every_account_does() {
    let overall = |verdicts: Vec<Verdict>| {
        let json = compared(&shape(Format::Json, None), &verified(verdicts)).unwrap();
        checked("verify", &json)["verdict"].clone()
    };
    let holds = || Verdict::Holds(span());
    assert_eq!(overall(vec![holds(), holds()]), "holds");
    assert_eq!(overall(vec![]), "cannot_tell");
    for why in reasons() {
        assert_eq!(overall(vec![holds(), why.clone()]), "cannot_tell");
        assert_eq!(overall(vec![why, holds(), differs()]), "differs");
    }
}

#[test]
fn hostile_names_and_texts_forge_nothing() {
    let mut hostile = synced(&some());
    hostile.accounts[0].account.name = Foreign::new(HOSTILE);
    let mut differing = verified(vec![differs(), told(Why::SeenOnce)]);
    for it in &mut differing.accounts {
        it.account.name = Foreign::new(HOSTILE);
    }
    for width in [None, Some(40), Some(80)] {
        let shape = shape(Format::Table, width);
        for (shown, count) in [
            (brought(&shape, &hostile), 6),
            (held(&shape, &holdings(HOSTILE, HOSTILE)), 10),
            (compared(&shape, &differing), 7),
        ] {
            let shown = text(shown.unwrap());
            let acts = |c: char| c != '\n' && is_unprintable(c);
            assert!(!shown.contains(acts), "{shown:?}");
            assert_eq!(shown.lines().count(), count, "{shown}");
        }
    }
    let csv = text(compared(&shape(Format::Csv, None), &differing).unwrap());
    assert!(csv.contains("\"'=1+1"), "{csv}");
    let json = text(compared(&shape(Format::Json, None), &differing).unwrap());
    assert_eq!(
        checked("verify", &json)["accounts"][0]["accountName"],
        HOSTILE
    );
}
