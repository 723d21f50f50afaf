use super::*;
use crate::sandbox::bank::{CREDIT_ACCOUNTS_FAILED, RECENT_TRANSACTIONS_FAILED};
use crate::sandbox::habits::{Missing, NonUniqueId, OlderDays, Order, SourceParameter};

#[test]
fn habits_change_what_is_written() {
    let mut desk = desk();
    for (habit, test) in [
        (
            NonUniqueId::AllZero,
            (|row| is(row, "nonUniqueId", "000000000000000000")) as fn(&Value) -> bool,
        ),
        (NonUniqueId::Absent, |row| row.get("nonUniqueId").is_none()),
        (NonUniqueId::ZeroTransfers, |row| {
            is(row, "nonUniqueId", "000000000000000000")
                == (is(row, "typeCode", "R_260") || is(row, "typeCode", "PAYCTTRADOMTNP"))
        }),
    ] {
        desk.habits.non_unique_id = habit;
        assert!(desk.rows(&EVERYDAY, "").iter().all(test), "{habit:?}");
    }
    desk.habits = Habits {
        missing: Missing::Null,
        ..Habits::default()
    };
    let rows = desk.rows(&EVERYDAY, "");
    assert!(rows.iter().all(|row| row.get("merchant").is_some()));
    assert!(rows.iter().any(|row| row["merchant"].is_null()));
    let dates = |rows: &[Value]| {
        column(rows, "date")
            .iter()
            .map(|date| date.as_i64().unwrap())
            .collect::<Vec<_>>()
    };
    assert!(dates(&rows).is_sorted_by(|a, b| a >= b));
    desk.habits.order = Order::OldestFirst;
    assert!(dates(&desk.rows(&EVERYDAY, "")).is_sorted());
    desk.habits.order = Order::ByAccount;
    let rows = desk.rows(&[Role::Joint, Role::Current], "");
    let mut keys = column(&rows, "accountKey");
    keys.dedup();
    assert_eq!(
        keys,
        [desk.bank.key(Role::Joint), desk.bank.key(Role::Current)]
    );
    let formatted = rows[0]["accountNumber"]["formatted"].as_str().unwrap();
    assert_eq!(formatted.matches('\u{a0}').count(), 2);
}

#[test]
fn the_source_parameter_has_one_name() {
    let mut desk = desk();
    for (habit, name) in [
        (SourceParameter::Spec, "Transaction source"),
        (SourceParameter::TransactionSource, "transactionSource"),
        (SourceParameter::Source, "source"),
    ] {
        desk.habits.source_parameter = habit;
        let all = desk.rows(&EVERYDAY, "").len();
        for other in ["Transaction source", "transactionSource", "source"] {
            let recent = desk.rows(&EVERYDAY, &format!("&{other}=RECENT"));
            assert_eq!(recent.len() < all, other == name);
            assert!(other != name || recent.iter().all(|row| !is(row, "source", "HISTORIC")));
        }
    }
}

#[test]
fn an_undocumented_limit_keeps_the_newest_rows_and_says_nothing() {
    let mut desk = desk();
    let all = column(&desk.rows(&EVERYDAY, ""), "nonUniqueId");
    desk.habits.row_limit = Some(100);
    let rows = desk.rows(&EVERYDAY, "");
    assert_eq!(column(&rows, "nonUniqueId"), all[..100]);
    assert_eq!(desk.rows(&EVERYDAY, "&rowLimit=1000").len(), 100);
    assert_eq!(desk.rows(&EVERYDAY, "&rowLimit=7").len(), 7);
    let key = desk.bank.key(Role::Current).to_owned();
    let answer = desk.read(&format!("transactions/classified?accountKey={key}"));
    assert_eq!(answer["transactions"].as_array().unwrap().len(), 100);
    assert_eq!(answer["errors"], serde_json::json!([]));
}

#[test]
fn history_older_than_what_is_kept_is_given_or_clipped_or_refused() {
    let mut desk = desk();
    let all = desk.rows(&EVERYDAY, "").len();
    desk.habits.history = 12;
    let year = desk.rows(&EVERYDAY, "").len();
    assert!(year < all * 2 / 3, "{year} of {all}");
    let older = "&fromDate=2015-01-01";
    for (habit, rows) in [(OlderDays::Given, all), (OlderDays::Clipped, year)] {
        desk.habits.older = habit;
        assert_eq!(desk.rows(&EVERYDAY, older).len(), rows, "{habit:?}");
    }
    desk.habits.older = OlderDays::Refused;
    let key = desk.bank.key(Role::Current).to_owned();
    let answer = desk.get(&format!("transactions?accountKey={key}{older}"));
    assert_eq!(answer.status, 400);
    assert!(
        String::from_utf8(answer.body)
            .unwrap()
            .contains("2025-11-18")
    );
    assert_eq!(desk.rows(&EVERYDAY, "&fromDate=2025-11-18").len(), year);
}

#[test]
fn the_classified_transactions_may_not_exist() {
    let mut desk = desk();
    desk.habits.classified = false;
    let key = desk.bank.key(Role::Current).to_owned();
    let answer = desk.get(&format!("transactions/classified?accountKey={key}"));
    assert_eq!(answer.status, 404);
    assert_eq!(
        desk.get(&format!("transactions?accountKey={key}")).status,
        200
    );
}

#[test]
fn partial_answers_say_what_is_missing() {
    let mut desk = desk();
    let all = desk.rows(&EVERYDAY, "").len();
    desk.bank
        .fail_parts(&[CREDIT_ACCOUNTS_FAILED, RECENT_TRANSACTIONS_FAILED]);
    let rows = desk.rows(&EVERYDAY, "");
    let card = Value::from(desk.bank.key(Role::Card));
    assert!(
        rows.iter()
            .all(|row| row["accountKey"] != card && !is(row, "source", "RECENT"))
    );
    assert!(rows.len() < all);
    let key = desk.bank.key(Role::Current).to_owned();
    let answer = desk.read(&format!("transactions/classified?accountKey={key}"));
    assert_eq!(
        answer["errors"],
        serde_json::json!(["CREDIT_ACCOUNTS_FAILED", "RECENT_TRANSACTIONS_FAILED"])
    );
    let list = desk.read("accounts?includeCreditCardAccounts=true");
    assert_eq!(list["errors"].as_array().unwrap().len(), 2);
    assert!(!list.to_string().contains("CREDITCARD\""));
    desk.bank.fail_parts(&[]);
    assert_eq!(desk.rows(&EVERYDAY, "").len(), all);
}

#[test]
fn the_export_is_the_csv_of_the_web_bank() {
    let mut desk = desk();
    let key = desk.bank.key(Role::Current).to_owned();
    let query =
        format!("transactions/export?accountKey={key}&fromDate=2026-10-01&toDate=2026-10-31");
    let text = String::from_utf8(desk.get(&query).body).unwrap();
    let mut lines = text.lines();
    assert_eq!(
        lines.next(),
        Some("\u{feff}Dato;Beskrivelse;Rentedato;Inn;Ut;Til konto;Fra konto;")
    );
    let booked = desk
        .rows(&[Role::Current], "&fromDate=2026-10-01&toDate=2026-10-31")
        .len();
    assert_eq!(lines.clone().count(), booked);
    let number = desk.bank.number(Role::Current).to_owned();
    let salary = lines.find(|line| line.contains("Lønn")).unwrap();
    assert!(salary.starts_with("\"12.10.2026\";\"Lønn\";\"12.10.2026\";\"3"));
    assert!(
        salary.contains(&format!(";;\"{number}\";\"")) && salary.ends_with("\";"),
        "{salary}"
    );
    assert!(text.contains(";;\"-59,00\";;\"") && !text.contains("\"-1\""));
    for fields in ["&fields=OUT,DATE", "&fields=DATE&fields=OUT"] {
        let text = String::from_utf8(desk.get(&format!("{query}{fields}")).body).unwrap();
        assert!(text.starts_with("\u{feff}Dato;Ut;\n\""));
    }
    for bad in [
        format!("{query}&fields=COLOUR"),
        "transactions/export?accountKey=x".to_owned(),
        format!("transactions/export?accountKey={key}"),
    ] {
        assert_eq!(desk.get(&bad).status, 400);
    }
    let json = [("accept", "application/vnd.sparebank1.v1+json")];
    assert_eq!(
        desk.send("GET", "/personal/banking/transactions/export", &json, "")
            .status,
        406
    );
}

#[test]
fn paths_that_do_not_exist_are_nobodys() {
    let mut desk = desk();
    for path in [
        "/personal/banking/account",
        "/personal/banking/accounts/",
        "/personal/banking/accounts/a/b/c",
        "/creditcard/transferTo",
        "/",
        "x",
        "/personal/banking/accounts/%zz",
    ] {
        let request = Request {
            method: "GET".into(),
            path: path.into(),
            query: Vec::new(),
            headers: Vec::new(),
            body: Vec::new(),
        };
        assert!(
            desk.bank.answer(&request, desk.now, &desk.habits).is_none(),
            "{path}"
        );
    }
}
