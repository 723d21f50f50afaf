use super::*;
use crate::sandbox::bank::{CREDIT_ACCOUNTS_FAILED, RECENT_TRANSACTIONS_FAILED};
use crate::sandbox::habits::{Missing, NonUniqueId, Order, SourceParameter};

fn column(rows: &[Value], name: &str) -> Vec<Value> {
    rows.iter().map(|row| row[name].clone()).collect()
}

fn is(row: &Value, name: &str, value: &str) -> bool {
    row[name] == value
}

#[test]
fn the_list_follows_its_flags() {
    let mut desk = desk();
    let names = |desk: &mut Desk, query: &str| {
        let list = desk.read(&format!("accounts{query}"));
        column(list["accounts"].as_array().unwrap(), "description")
            .iter()
            .map(|name| name.as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(
        names(&mut desk, ""),
        "BRUKSKONTO SPAREKONTO BRUKSKONTO BSU VALUTAKONTO"
    );
    assert_eq!(
        names(
            &mut desk,
            "?includeCreditCardAccounts=true&includeAskAccounts=true&includePensionAccounts=true&includeNokAccounts=false"
        ),
        "BSU Kredittkort Fordel VALUTAKONTO AKSJESPAREKONTO PENSJON"
    );
    assert_eq!(desk.get("accounts?includeNokAccounts=ja").status, 400);
    desk.habits.cards_by_default = true;
    let list = desk.read("accounts");
    let card = list["accounts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|account| is(account, "type", "CREDITCARD"))
        .unwrap()
        .clone();
    assert!(card["accountNumber"].as_str().unwrap().starts_with('K'));
    assert!(card["name"].as_str().unwrap().starts_with("****"));
    assert!(
        card["key"]
            .as_str()
            .unwrap()
            .bytes()
            .all(|byte| byte.is_ascii_digit())
    );
    assert_eq!(card["creditCardAccountID"], desk.bank.card_id());
    assert!(list["errors"].as_array().unwrap().is_empty());
}

#[test]
fn one_account_and_what_belongs_to_it() {
    let mut desk = desk();
    let (key, number) = (
        desk.bank.key(Role::Savings).to_owned(),
        desk.bank.number(Role::Savings).to_owned(),
    );
    assert_eq!(
        desk.read(&format!("accounts/{key}"))["accountNumber"],
        number.as_str()
    );
    assert_eq!(desk.read("accounts/default")["name"], "Brukskonto");
    assert_eq!(
        desk.read(&format!("accounts/{key}/roles"))["roles"][0]["roleType"],
        "OWNER"
    );
    assert_eq!(
        desk.read(&format!("accounts/{key}/details"))["interestRate"].to_string(),
        "3.1"
    );
    let query = format!("accounts/keys?accountNumber={number}&accountNumber=12345678903");
    assert_eq!(
        desk.read(&query)["accountKeysMap"],
        serde_json::json!({ number: key })
    );
    assert_eq!(desk.get("accounts/nothing").status, 404);
    let child = format!("/personal/banking/accounts/child/{}", desk.bank.child_id());
    let accept = |version| format!("application/vnd.sparebank1.v{version}+json; charset=utf-8");
    assert_eq!(
        desk.send("GET", &child, &[("accept", &accept(5))], "")
            .status,
        200
    );
    assert_eq!(
        desk.send("GET", &child, &[("accept", &accept(1))], "")
            .status,
        406
    );
    for path in ["ping", "pong", ""] {
        let path = format!("/common/helloworld/{path}");
        assert_eq!(
            desk.send("GET", path.trim_end_matches('/'), &[], "").status,
            200
        );
    }
}

#[test]
fn a_balance_wants_its_media_type_and_a_visible_number() {
    let mut desk = desk();
    let vendor = [(
        "content-type",
        "application/vnd.sparebank1.v1+json; charset=utf-8",
    )];
    let plain = [("content-type", "application/json")];
    let child = desk.bank.number(Role::Child).to_owned();
    let card = desk.bank.number(Role::Card).to_owned();
    let mut ask = |number: &str, headers: &[(&str, &str)]| {
        let body = format!(r#"{{"accountNumber":"{number}"}}"#);
        desk.send("POST", "/personal/banking/accounts/balance", headers, &body)
    };
    assert_eq!(ask(&child, &plain).status, 415);
    assert_eq!(ask(&card, &vendor).status, 400);
    assert_eq!(ask("12345678903", &vendor).status, 404);
    let answer = parsed(&ask(&child, &vendor));
    assert!(answer["accountBalance"].is_number() && answer["name"] == "Barnekonto");
    desk.habits.balance_as_text = true;
    let body = format!(r#"{{"accountNumber":"{child}"}}"#);
    let response = desk.send("POST", "/personal/banking/accounts/balance", &vendor, &body);
    assert!(parsed(&response)["accountBalance"].is_string());
}

#[test]
fn transactions_take_what_the_bank_takes() {
    let mut desk = desk();
    let (a, b) = (
        desk.bank.key(Role::Current).to_owned(),
        desk.bank.key(Role::Card).to_owned(),
    );
    for (query, message) in [
        (String::new(), "field cannot be null"),
        (format!("?accountKey[]={a}"), "field cannot be null"),
        (format!("?accountKey={a},{b}"), "account key is invalid"),
        ("?accountKey=nobody".to_owned(), "account key is invalid"),
        (
            format!("?accountKey={a}&fromDate=1.1.2026"),
            "is not a date",
        ),
        (format!("?accountKey={a}&rowLimit=-1"), "rowLimit"),
        (
            format!("?accountKey={a}&transactionSource=NEW"),
            "must be one of",
        ),
    ] {
        let response = desk.get(&format!("transactions{query}"));
        assert_eq!(response.status, 400, "{query}");
        let text = parsed(&response)["errors"][0]["message"].to_string();
        assert!(text.contains(message), "{text}");
    }
    let one = desk.rows(&[Role::Current], "").len();
    let other = desk.rows(&[Role::Card], "").len();
    assert_eq!(
        desk.rows(&[Role::Current, Role::Card], "").len(),
        one + other
    );
    assert_eq!(
        desk.rows(&[Role::Current], "&rowLimit=3&accountKey[]=x")
            .len(),
        3
    );
    let answer = desk.read(&format!(
        "transactions/classified?Account keys={a}&accountKey={b}"
    ));
    let first = &answer["transactions"][0];
    assert_eq!(
        answer["transactions"].as_array().unwrap().len(),
        one + other
    );
    assert!(first["transaction"]["id"].is_string() && first["categories"][0]["main"].is_string());
}

#[test]
fn days_are_oslo_days_and_both_ends_count() {
    let mut desk = household(7, date(2026, 11, 18), Some(20_000));
    for (day, midnight) in [
        ("2026-03-29", "2026-03-28T23:00:00Z"),
        ("2026-03-30", "2026-03-29T22:00:00Z"),
        ("2026-10-25", "2026-10-24T22:00:00Z"),
        ("2026-10-26", "2026-10-25T23:00:00Z"),
    ] {
        let rows = desk.rows(&EVERYDAY, &format!("&fromDate={day}&toDate={day}"));
        let wanted = midnight.parse::<Timestamp>().unwrap().as_millisecond();
        assert!(!rows.is_empty());
        assert!(
            rows.iter()
                .all(|row| row["date"] == wanted && row["classificationInput"]["date"] == wanted)
        );
    }
    // Just after midnight in Oslo it is a new day, whatever the day is in UTC.
    desk.now = "2026-11-18T23:30:00Z".parse().unwrap();
    let pending = desk
        .rows(&EVERYDAY, "")
        .into_iter()
        .find(|row| is(row, "bookingStatus", "PENDING"));
    let midnight = "2026-11-18T23:00:00Z"
        .parse::<Timestamp>()
        .unwrap()
        .as_millisecond();
    assert_eq!(pending.unwrap()["date"], midnight);
}

#[test]
fn ids_are_new_at_every_fetch_and_open_details() {
    let mut desk = desk();
    let first = desk.rows(&EVERYDAY, "");
    let second = desk.rows(&EVERYDAY, "");
    let known: std::collections::HashSet<_> =
        column(&first, "id").iter().map(Value::to_string).collect();
    assert_eq!(known.len(), first.len());
    assert!(
        second
            .iter()
            .all(|row| !known.contains(&row["id"].to_string()))
    );
    assert_eq!(
        column(&first, "nonUniqueId"),
        column(&second, "nonUniqueId")
    );
    for row in first.iter().chain(&second).step_by(97) {
        let id = row["id"].as_str().unwrap();
        assert!(
            id.len() >= 130
                && id
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
        );
        let response = desk.get(&format!("transactions/{}/details", id.replace('_', "%5F")));
        assert_eq!(response.status == 200, row["canShowDetails"] == true);
        if response.status == 200 {
            let details = parsed(&response);
            assert_eq!(
                (&details["amount"], &details["id"]),
                (&row["amount"], &row["id"])
            );
            assert!(
                details["date"].as_str().unwrap().len() == 10
                    && details["numericalReference"].is_string()
            );
            let classified = desk.read(&format!("transactions/{id}/details/classified"));
            assert_eq!(classified["transaction"], details);
        }
    }
    let pending = first
        .iter()
        .find(|row| is(row, "bookingStatus", "PENDING"))
        .unwrap();
    assert_eq!(
        desk.get(&format!(
            "transactions/{}/details",
            pending["id"].as_str().unwrap()
        ))
        .status,
        400
    );
    assert_eq!(desk.get("transactions/abc/details").status, 404);
}

#[test]
fn card_rows_have_the_quirks_of_card_rows() {
    let mut desk = desk();
    let rows = desk.rows(&[Role::Card], "");
    let (pending, booked): (Vec<_>, Vec<_>) = rows
        .into_iter()
        .partition(|row| is(row, "bookingStatus", "PENDING"));
    assert_eq!(pending.len(), 2);
    for row in &pending {
        assert!(!row["amount"].to_string().contains('.') && row["canShowDetails"] == false);
        assert!(row["creditCardIdentifiers"].is_null() && is(row, "typeCode", "R_946"));
    }
    for row in &booked {
        let own = &row["creditCardIdentifiers"];
        let (number, part) = (
            own["nonUniqueId"].as_str().unwrap(),
            own["partitionKey"].as_str().unwrap(),
        );
        let historic = is(row, "source", "HISTORIC");
        assert_eq!(number.contains('-'), historic);
        assert_eq!(row["interestDate"].is_null(), historic);
        let bare = number.rsplit('-').next().unwrap();
        assert_eq!(row["nonUniqueId"], format!("{part}-{bare}"));
    }
    desk.now = noon(TODAY.checked_add(jiff::Span::new().days(4)).unwrap());
    let rows = desk.rows(&[Role::Card], "");
    assert!(rows.iter().all(|row| is(row, "bookingStatus", "BOOKED")));
    for was in &pending {
        assert!(!column(&rows, "nonUniqueId").contains(&was["nonUniqueId"]));
    }
}

#[test]
fn habits_change_what_is_written() {
    let mut desk = desk();
    let zeros = "000000000000000000";
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
        assert!(
            desk.rows(&EVERYDAY, "").iter().all(test),
            "{habit:?} {zeros}"
        );
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
