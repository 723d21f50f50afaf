//! Texts come out of the archive as the bank wrote them.

use rusqlite::Connection;
use sb1::sandbox::fault::{Effect, Fault};
use serde_json::{Value, json};

use super::rows;
use crate::world::World;

const LISTS: &str = "/personal/banking/transactions*";

/// What a shop may call itself, or somebody write in a message, as JSON has it.
const HOSTILE: &[&str] = &[
    r"\u001b[2J\u001b]0;owned\u0007 Kiwi",
    r"Rema\u202e0001 \u2066amer\u200b",
    r"one line\nand another\r\n\tand\u0085more\u2028end",
    r"before\u0000after",
    r"'); DROP TABLE entry; --",
    r#"=HYPERLINK(\"http:\/\/127.0.0.1\",\"x\")"#,
    r"<script>alert(1)<\/script>&amp;",
    r"\ud83d\udc69\u200d\ud83d\ude80 r\u00e5k \u0072a\u030ak",
    r"half a pair \ud83d",
    r"\ufeff \u00a0 ",
    r"",
];

/// A row of the bank's that has `text` wherever it may have one.
fn hostile(account: &Value, number: usize, text: &str) -> String {
    let (key, of) = (&account["key"], &account["accountNumber"]);
    format!(
        r#"{{ "transaction" : {{"id":"{text}{number}","nonUniqueId":"8{number}","description":"{text}", "cleanedDescription":"{text}","kidOrMessage":"{text}","remoteAccountName":"{text}","remoteAccountNumber":"{text}","accountName":"{text}","amount":-12.50,"date":1795302000000,"typeCode":"{text}","typeText":"{text}","currencyCode":"NOK","accountCurrency":"NOK","accountKey":{key},"accountNumber":{{"value":{of}}},"bookingStatus":"BOOKED","source":"{text}"}},"categories":[{{"main":"{text}","sub":"{text}"}}],"unheard-of":[1.50 ,"{text}"]}}"#
    )
}

#[test]
fn hostile_texts_are_kept_byte_for_byte() {
    let world = World::logged_in();
    let account = world.run("account Brukskonto --json").json()["account"].clone();
    let long = "x".repeat(20_000);
    let texts = HOSTILE.iter().copied().chain([long.as_str()]);
    let said: Vec<String> = (0..)
        .zip(texts)
        .map(|(number, text)| hostile(&account, number, text))
        .collect();
    let body = format!(r#"{{"transactions":[{}],"errors":[]}}"#, said.join(" ,\n"));
    let answer = Effect::json(200, &body);
    world.bank.fault(Fault::on("GET", LISTS, answer).times(0));
    let run = world.run("sync Brukskonto");
    assert_eq!(run.code, 0, "{run:?}");
    let online = rows(&world, "transactions Brukskonto --classified --json");
    assert_eq!(online.len(), said.len());
    assert_eq!(
        rows(&world, "transactions Brukskonto --offline --json"),
        online
    );

    let files = world.files().into_iter();
    let mut files = files.filter(|it| it.to_string_lossy().ends_with(".archive.db"));
    let database = Connection::open(files.next().unwrap()).unwrap();
    let sql = "SELECT json FROM written ORDER BY observation";
    let mut statement = database.prepare(sql).unwrap();
    let kept = statement.query_map([], |row| row.get(0)).unwrap();
    let kept: Vec<String> = kept.map(Result::unwrap).collect();
    assert_eq!(kept, said);
}

#[test]
fn a_row_is_shown_with_its_latest_text_and_what_it_was_called_before_is_kept() {
    let world = World::logged_in();
    let account = world.run("account Brukskonto --json").json()["account"].clone();
    for text in ["KIWI 505 BARCODE", "USD Kiwi 505 Barcode", "Avtale"] {
        let body = format!(
            r#"{{"transactions":[{}],"errors":[]}}"#,
            hostile(&account, 1, text)
        );
        let answer = Effect::json(200, &body);
        world.bank.fault(Fault::on("GET", LISTS, answer).times(0));
        assert_eq!(world.run("sync Brukskonto").code, 0);
        let listed = rows(&world, "transactions Brukskonto --offline --json");
        assert_eq!(listed.len(), 1, "{listed:?}");
        assert_eq!(listed[0]["description"], json!(text));
        world.bank.clear_faults();
    }
}
