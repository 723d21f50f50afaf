use super::*;

#[test]
fn a_transfer_is_pending_today_and_booked_tomorrow() {
    let mut desk = desk();
    let (from, to) = (desk.number(Role::Current), desk.number(Role::Savings));
    let before = (desk.available(Role::Current), desk.available(Role::Savings));
    let balance = desk.balance(Role::Savings);
    let response = desk.debit(&from, &to, "250.5", r#","message":"Ferie på Røst ⛵""#);
    let answer = parsed(&response);
    assert_eq!(
        (response.status, &answer["warnings"]),
        (200, &serde_json::json!([]))
    );
    assert_eq!(answer["paymentId"].as_str().map(str::len), Some(11));
    assert_eq!(
        (desk.available(Role::Current), desk.available(Role::Savings)),
        (before.0 - 25_050, before.1 + 25_050)
    );
    assert_eq!(desk.balance(Role::Savings), balance);
    for tomorrow in [false, true] {
        if tomorrow {
            desk.now = noon(TODAY.tomorrow().unwrap());
        }
        let rows = desk.rows(&[Role::Current, Role::Savings], "");
        let legs: Vec<_> = rows
            .iter()
            .filter(|row| row["kidOrMessage"] == "Ferie på Røst ⛵")
            .collect();
        assert_eq!(legs.len(), 2);
        let sum: i64 = legs
            .iter()
            .map(|leg| leg["amount"].to_string())
            .map(|text| {
                if text == "-250.5" {
                    -1
                } else {
                    i64::from(text == "250.5")
                }
            })
            .sum();
        assert_eq!(sum, 0);
        for leg in legs {
            let zeros = leg["nonUniqueId"] == "000000000000000000";
            assert_eq!(zeros, !tomorrow);
            assert_eq!(leg["typeCode"], if tomorrow { "R_260" } else { "R_914" });
            assert_eq!(
                leg["bookingStatus"],
                if tomorrow { "BOOKED" } else { "PENDING" }
            );
        }
    }
    assert_eq!(desk.balance(Role::Savings), balance + 25_050);
    let told = &desk.bank.transfers()[0];
    assert_eq!(
        (told.from.as_str(), told.to.as_str(), told.ore),
        (from.as_str(), to.as_str(), 25_050)
    );
    assert_eq!(Value::from(told.payment_id.as_str()), answer["paymentId"]);
    assert_eq!(told.message.as_deref(), Some("Ferie på Røst ⛵"));
}

#[test]
fn a_card_feels_its_money_on_the_next_business_day_and_a_pension_at_once() {
    // A Friday.
    let mut desk = household(7, date(2026, 11, 20), None);
    let from = desk.number(Role::Savings);
    let paid = desk.available(Role::Savings);
    let pension = desk.available(Role::Pension);
    let card = desk.bank.card_id().to_owned();
    let body =
        format!(r#"{{"amount":"100","fromAccount":"{from}","creditCardAccountId":"{card}"}}"#);
    assert_eq!(desk.transfer("creditcard/transferTo", &body).status, 200);
    let policy = desk.bank.policy().to_owned();
    let body = format!(r#"{{"amount":"7","fromAccount":"{from}","policyNumber":"{policy}"}}"#);
    assert_eq!(desk.transfer("pension", &body).status, 200);
    assert_eq!(desk.available(Role::Savings), paid - 10_700);
    assert_eq!(desk.available(Role::Pension), pension + 700);
    let paid_in = |desk: &mut Desk, day: Date| {
        desk.now = noon(day);
        let rows = desk.rows(&[Role::Card], "");
        rows.iter()
            .any(|row| row["typeCode"] == "K_0047" && row["amount"] == 100)
    };
    assert!(!paid_in(&mut desk, date(2026, 11, 22)));
    assert!(paid_in(&mut desk, date(2026, 11, 23)));
    assert_eq!(desk.bank.total(), 0);
}

#[test]
fn warnings_come_with_the_money_moved() {
    let mut desk = desk();
    let (from, to) = (desk.number(Role::Current), desk.number(Role::Savings));
    let warned = |desk: &mut Desk, amount: &str, more: &str| {
        let response = desk.debit(&from, &to, amount, more);
        assert_eq!(response.status, 200);
        parsed(&response)["warnings"].clone()
    };
    assert_eq!(warned(&mut desk, "1", ""), serde_json::json!([]));
    assert_eq!(
        warned(&mut desk, "1.00", ""),
        serde_json::json!(["DUPLICATE_PAYMENT_EXISTS"])
    );
    let moved = "DUE_DATE_MOVED_SINCE_BANK_IS_CLOSED_ON_REQUESTED_DATE";
    // A Saturday, and Christmas Day before a weekend.
    assert_eq!(
        warned(&mut desk, "2", r#","dueDate":"2026-11-21""#),
        serde_json::json!([moved])
    );
    assert_eq!(
        warned(&mut desk, "3", r#","dueDate":"2026-12-25""#),
        serde_json::json!([moved])
    );
    let past = "DUE_DATE_IN_THE_PAST_MOVED_TO_NEXT_VALID_DATE";
    assert_eq!(
        warned(&mut desk, "4", r#","dueDate":"2026-11-17""#),
        serde_json::json!([past])
    );
    assert_eq!(desk.bank.transfers().len(), 3);
    desk.now = noon(date(2026, 12, 28));
    desk.get("accounts");
    let days: Vec<_> = desk.bank.transfers().iter().map(|told| told.day).collect();
    assert_eq!(days[3..], [date(2026, 11, 23), date(2026, 12, 28)]);
    desk.now = "2026-12-28T22:45:00Z".parse().unwrap();
    assert_eq!(
        warned(&mut desk, "5", ""),
        serde_json::json!(["CUTOFF_TIME_HAS_PASSED"])
    );
}

#[test]
fn a_transfer_on_a_sunday_is_booked_on_monday() {
    let sunday = date(2026, 11, 22);
    let mut desk = household(7, sunday, None);
    let (from, to) = (desk.number(Role::Current), desk.number(Role::Joint));
    assert_eq!(desk.debit(&from, &to, "1.11", "").status, 200);
    desk.now = noon(sunday.tomorrow().unwrap());
    let rows = desk.rows(
        &[Role::Current, Role::Joint],
        "&fromDate=2026-11-23&toDate=2026-11-23",
    );
    let legs = rows.iter().filter(|row| is(row, "typeCode", "R_260"));
    assert_eq!(legs.count(), 2);
}
