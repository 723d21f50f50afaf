use super::*;
use crate::sandbox::bank::obstacles::{
    BLOCKED, BSU_PENDING, CLOSED, NEEDS_KID, STRANGER, VIEW_ONLY,
};

#[test]
#[rustfmt::skip]
fn every_debit_refusal_has_its_cause() {
    let mut desk = desk();
    let numbers = [
        Role::Current,
        Role::Savings,
        Role::Bsu,
        Role::Euro,
        Role::Ask,
        Role::Child,
        Role::Pension,
    ]
    .map(|role| desk.number(role));
    let [current, savings, bsu, euro, ask, child, pension] =
        &numbers.each_ref().map(String::as_str);
    let long = format!(r#","message":"{}""#, "å".repeat(41));
    let mut unknown = crate::sandbox::bank::chance::Chance::new(99);
    let unknown = crate::sandbox::bank::number::account_number(&mut unknown, "9990");
    for (from, to, amount, more, status, wanted) in [
        ("12345678901", *savings, "1", "", 400, "from.account.number.invalid.format"),
        (current, "K1234567890", "1", "", 400, "to.account.number.invalid.format"),
        (current, current, "1", "", 400, "accounts.not.different"),
        (current, savings, "1", long.as_str(), 400, "message.length.invalid"),
        (current, savings, "0", "", 400, "amount.invalid"),
        (current, savings, "1,50", "", 400, "amount.invalid"),
        (current, savings, "1.234", "", 400, "amount.invalid"),
        (current, savings, "-1", "", 400, "amount.invalid"),
        (current, savings, "1e3", "", 400, "amount.invalid"),
        (current, savings, "1000000000.01", "", 400, "amount.invalid"),
        (current, savings, "99999999999999999999", "", 400, "amount.invalid"),
        (current, savings, "1", r#","dueDate":"2027-11-19""#, 400, "due.date.invalid"),
        (current, savings, "1", r#","dueDate":"2026-10-18""#, 400, "due.date.invalid"),
        (current, savings, "1", r#","dueDate":"18.11.2026""#, 400, "due.date.invalid"),
        (current, savings, "1", r#","currencyCode":"nok""#, 400, "BAD_REQUEST"),
        (current, savings, "1", r#","currencyCode":"SEK""#, 500, "missing.or.invalid.account.currency"),
        (STRANGER, savings, "1", "", 400, "from.account.no.access"),
        (unknown.as_str(), savings, "1", "", 400, "from.account.no.access"),
        (current, STRANGER, "1", "", 400, "to.account.no.access"),
        (ask, savings, "1", "", 400, "from.account.not.valid.for.transfer"),
        (current, pension, "1", "", 400, "to.account.not.valid.for.transfer"),
        (current, savings, "900000000", "", 403, "insufficient.funds"),
        (VIEW_ONLY, savings, "1", "", 403, "account.no.admission"),
        (child, savings, "1", "", 403, "not.authorized.for.operation"),
        (BLOCKED, savings, "1", "", 403, "from.account.blocked"),
        (current, BLOCKED, "1", "", 403, "to.account.cannot.receive.transfers"),
        (current, unknown.as_str(), "1", "", 403, "to.account.unknown"),
        (current, CLOSED, "1", "", 403, "to.account.closed"),
        (CLOSED, savings, "1", "", 403, "debit.or.credit.account.is.closed"),
        (savings, bsu, "28000", "", 403, "bsu.yearly.amount.limit.exceeded"),
        (savings, bsu, "110000", "", 403, "bsu.total.amount.limit.exceeded"),
        (current, BSU_PENDING, "1", "", 403, "bsu.account.pending.creation"),
        (bsu, savings, "1", r#","dueDate":"2026-11-19""#, 403, "due.date.must.be.today.when.transferring.from.bsu"),
        (current, NEEDS_KID, "1", "", 403, "transfer.to.creditor.that.requires.kid.is.not.supported"),
        (current, euro, "1", "", 403, "iban.required"),
        (euro, current, "1", "", 403, "iban.required"),
    ] {
        let response = desk.debit(from, to, amount, more);
        assert_eq!(
            (response.status, code(&response).as_str()),
            (status, wanted),
            "{amount} {more}"
        );
        let error = &parsed(&response)["errors"][0];
        assert_eq!(error["httpCode"], status);
        assert_eq!(error["traceId"].as_str().map(str::len), Some(32));
        assert!(error["message"].is_string());
    }
    assert!(desk.bank.transfers().is_empty());
}

#[test]
#[rustfmt::skip]
fn every_card_and_pension_refusal_has_its_cause() {
    let mut desk = desk();
    let (savings, euro, child) = (
        desk.number(Role::Savings),
        desk.number(Role::Euro),
        desk.number(Role::Child),
    );
    let card = ["creditcard/transferTo", "creditCardAccountId"];
    let pension = ["pension", "policyNumber"];
    let (good, closed) = (
        desk.bank.card_id().to_owned(),
        desk.bank.closed_card_id().to_owned(),
    );
    let (policy, closed_policy) = (
        desk.bank.policy().to_owned(),
        desk.bank.closed_policy().to_owned(),
    );
    for ([way, name], id, from, amount, wanted) in [
        (card, good.as_str(), "1", "1", "from.account.number.invalid.format"),
        (card, good.as_str(), savings.as_str(), "1000000000", "amount.invalid"),
        (card, good.as_str(), euro.as_str(), "1", "account.not.valid.for.domestic.payment"),
        (card, good.as_str(), child.as_str(), "1", "not.authorized.for.operation"),
        (card, good.as_str(), BLOCKED, "1", "from.account.blocked"),
        (card, good.as_str(), savings.as_str(), "100001", "transaction.amount.limit.exceeded"),
        (card, "1", savings.as_str(), "1", "no.credit.card.account.found"),
        (card, closed.as_str(), savings.as_str(), "1", "credit.card.account.does.not.support.transfer.to"),
        (card, "", savings.as_str(), "1", "BAD_REQUEST"),
        (pension, policy.as_str(), VIEW_ONLY, "1", "account.no.admission"),
        (pension, policy.as_str(), STRANGER, "1", "from.account.no.access"),
        (pension, policy.as_str(), savings.as_str(), "2000000.01", "amount.invalid"),
        (pension, policy.as_str(), savings.as_str(), "15000.01", "ips.limit.exceeded"),
        (pension, "1", savings.as_str(), "1", "no.pension.agreement.found.for.policy.number"),
        (pension, closed_policy.as_str(), savings.as_str(), "1", "pension.agreement.does.not.support.transfer.to"),
        (card, good.as_str(), savings.as_str(), "90000", ""),
        (card, good.as_str(), savings.as_str(), "90000", "periodic.amount.limit.exceeded"),
        (card, good.as_str(), savings.as_str(), "59999", "insufficient.funds"),
    ] {
        // The last case must fail for lack of money and for nothing else.
        if wanted == "insufficient.funds" {
            let (current, left) = (
                desk.number(Role::Current),
                desk.available(Role::Savings) - 100,
            );
            let amount = format!("{}.{:02}", left / 100, left % 100);
            assert_eq!(desk.debit(&savings, &current, &amount, "").status, 200);
        }
        let body = format!(r#"{{"amount":"{amount}","fromAccount":"{from}","{name}":"{id}"}}"#);
        let response = desk.transfer(way, &body);
        match wanted {
            "" => assert_eq!(response.status, 200),
            _ => assert_eq!(code(&response), wanted),
        }
    }
    let bad = desk.transfer("debit", "[1]");
    assert_eq!((bad.status, code(&bad).as_str()), (400, "BAD_REQUEST"));
    let path = "/personal/banking/transfer/debit";
    assert_eq!(
        desk.send("POST", path, &[("content-type", "text/plain")], "{}")
            .status,
        415
    );
    assert_eq!(desk.send("GET", path, &[], "").status, 405);
}
