use super::*;

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
