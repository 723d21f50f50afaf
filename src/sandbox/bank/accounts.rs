//! The accounts API: the list, one account, and what is said about it.

use super::household::Person;
use super::json::Json;
use super::ledger::{Account, Ledger, Role};
use super::number::{iban, is_account_number};
use super::refusal::Refusal;
use super::{CREDIT_ACCOUNTS_FAILED, Call};
use serde_json::Value;

/// Whether a type of account is in the list, by the flag the client sent or the bank's default.
fn listed(call: &Call<'_>, role: Role) -> Result<bool, Refusal> {
    let (name, default) = match role {
        Role::Current | Role::Savings | Role::Joint => ("includeNokAccounts", true),
        Role::Euro => ("includeCurrencyAccounts", true),
        Role::Bsu => ("includeBsuAccounts", true),
        Role::Card => ("includeCreditCardAccounts", call.habits.cards_by_default),
        Role::Ask => ("includeAskAccounts", false),
        Role::Pension => ("includePensionAccounts", false),
        Role::Child => return Ok(false),
    };
    match call.request.query(name) {
        None => Ok(default),
        Some("true") => Ok(true),
        Some("false") => Ok(false),
        Some(_) => Err(Refusal::bad("must be true or false").at(name)),
    }
}

/// `GET /accounts`
pub(super) fn list(
    call: &Call<'_>,
    ledger: &Ledger,
    person: &Person,
    trace: &str,
) -> Result<Vec<u8>, Refusal> {
    let mut json = Json::with_capacity(call.habits.missing, 16_384);
    json.begin();
    json.list("accounts");
    for account in &ledger.accounts {
        let failed = account.role == Role::Card && call.parts.contains(&CREDIT_ACCOUNTS_FAILED);
        if listed(call, account.role)? && !failed {
            json.begin();
            members(&mut json, account, person);
            json.end();
        }
    }
    json.end_list();
    json.list("errors");
    for part in call.parts {
        Refusal::new(500, part, "Some accounts could not be retrieved.").write(&mut json, trace);
    }
    json.end_list();
    json.end();
    Ok(json.into_bytes())
}

/// `GET /accounts/child/{id}`
pub(super) fn child(
    call: &Call<'_>,
    ledger: &Ledger,
    person: &Person,
    id: &str,
) -> Result<Vec<u8>, Refusal> {
    let (_, account) = ledger.find(Role::Child).ok_or_else(Refusal::not_found)?;
    if id != person.child_id {
        return Err(Refusal::not_found());
    }
    let mut json = Json::new(call.habits.missing);
    json.begin();
    json.list("accounts");
    json.begin();
    members(&mut json, account, person);
    json.end();
    json.end_list();
    json.list("errors");
    json.end_list();
    json.end();
    Ok(json.into_bytes())
}

/// `GET /accounts/{accountKey}` and `GET /accounts/default`
pub(super) fn one(call: &Call<'_>, account: &Account, person: &Person) -> Vec<u8> {
    let mut json = Json::with_capacity(call.habits.missing, 2_048);
    json.begin();
    members(&mut json, account, person);
    json.end();
    json.into_bytes()
}

fn members(json: &mut Json, account: &Account, person: &Person) {
    let card = account.role == Role::Card;
    json.text("key", &account.key);
    json.text("accountNumber", &account.number);
    match card {
        true => json.text("iban", ""),
        false => json.text("iban", &iban(&account.number)),
    }
    json.text("name", &account.name);
    json.text("description", account.description);
    json.amount("balance", account.balance());
    json.amount("availableBalance", account.available());
    json.text("currencyCode", account.currency);
    json.object("owner");
    json.text("name", &format!("{} {}", person.first, person.last));
    json.text("firstName", person.first);
    json.text("lastName", person.last);
    json.number("age", person.age);
    json.text("customerKey", &person.customer_key);
    json.absent("ssnKey");
    json.end();
    json.text(
        "productType",
        if card { "CREDITCARD" } else { "LOCDEPOSIT" },
    );
    json.text("type", kind(account.role));
    json.absent("productId");
    json.maybe("descriptionCode", (!card).then_some(account.description));
    json.flag("disposalRole", account.role != Role::Child);
    properties(json, account.role);
    match card {
        true => json.amount("creditCardCreditLimit", account.limit),
        false => json.absent("creditCardCreditLimit"),
    }
    json.maybe("creditCardAccountID", account.card_id.as_deref());
}

fn kind(role: Role) -> &'static str {
    match role {
        Role::Card => "CREDITCARD",
        Role::Current | Role::Joint | Role::Euro => "USER",
        Role::Savings | Role::Bsu | Role::Ask | Role::Pension | Role::Child => "SAVING",
    }
}

fn properties(json: &mut Json, role: Role) {
    use Role::{Ask, Bsu, Card, Child, Current, Joint, Pension, Savings};
    let daily = matches!(role, Current | Joint);
    let deposit = matches!(role, Current | Joint | Savings | Bsu);
    json.object("accountProperties");
    for (name, value) in [
        ("isTransferFromEnabled", deposit),
        (
            "isTransferToEnabled",
            deposit || matches!(role, Card | Child),
        ),
        ("isPaymentFromEnabled", daily || role == Savings),
        ("isAllowedInAvtaleGiro", daily),
        ("hasAccess", true),
        ("isBalancePreferred", false),
        ("isFlexiLoan", false),
        ("isCodebitorLoan", false),
        ("isSecurityBalance", false),
        ("isAksjesparekonto", role == Ask),
        (
            "isSavingsAccount",
            matches!(role, Savings | Bsu | Pension | Child),
        ),
        ("isBonusAccount", false),
        ("userHasRightOfDisposal", role != Child),
        ("userHasRightOfAccess", true),
        ("isOwned", role != Child),
        ("isWithdrawalsAllowed", deposit),
        ("isBlocked", false),
        ("isHidden", role == Child),
        ("isBalanceUpdatedImmediatelyOnTransferTo", role != Card),
        ("isDefaultPaymentAccount", role == Current),
    ] {
        json.flag(name, value);
    }
    json.end();
}

/// `GET /accounts/{accountKey}/details`; rates are in hundredths of a per cent.
pub(super) fn details(call: &Call<'_>, account: &Account) -> Vec<u8> {
    let (rate, withdrawals) = match account.role {
        Role::Bsu => (575, None),
        Role::Savings | Role::Child => (310, Some(9)),
        _ => (5, None),
    };
    let mut json = Json::new(call.habits.missing);
    json.begin();
    match withdrawals {
        Some(left) => json.number("freeWithdrawalsLeft", left),
        None => json.absent("freeWithdrawalsLeft"),
    }
    json.absent("lastWithdrawalDate");
    json.amount("interestRate", rate);
    json.amount("blockedAmount", account.pending.min(0).saturating_abs());
    json.amount("creditLine", account.limit);
    json.end();
    json.into_bytes()
}

/// `GET /accounts/{accountKey}/roles`
pub(super) fn roles(call: &Call<'_>, account: &Account) -> Vec<u8> {
    let owner = account.role != Role::Child;
    let mut json = Json::new(call.habits.missing);
    json.begin();
    json.list("roles");
    json.begin();
    json.text("roleType", if owner { "OWNER" } else { "GUARDIAN" });
    json.text("validFromDate", "2018-03-05");
    json.absent("validToDate");
    json.end();
    json.end_list();
    json.flag("ownerHasRightOfDisposal", owner);
    json.end();
    json.into_bytes()
}

/// `GET /accounts/keys`; numbers that are not the customer's are passed over.
pub(super) fn keys(call: &Call<'_>, ledger: &Ledger) -> Vec<u8> {
    let mut json = Json::new(call.habits.missing);
    json.begin();
    json.object("accountKeysMap");
    let mut seen = Vec::new();
    for number in call.request.query_all("accountNumber") {
        if let Some((at, account)) = ledger.by_number(number)
            && !seen.contains(&at)
        {
            seen.push(at);
            json.text(number, &account.key);
        }
    }
    json.end();
    json.end();
    json.into_bytes()
}

/// `POST /accounts/balance`
pub(super) fn balance(call: &Call<'_>, ledger: &Ledger) -> Result<Vec<u8>, Refusal> {
    let body: Value = serde_json::from_slice(&call.request.body)
        .map_err(|_| Refusal::bad("The request body is not valid JSON."))?;
    let number = body.get("accountNumber").and_then(Value::as_str);
    let number = number
        .filter(|number| is_account_number(number))
        .ok_or_else(|| Refusal::bad("The account number is not valid.").at("accountNumber"))?;
    let (_, account) = ledger.by_number(number).ok_or_else(Refusal::not_found)?;
    let ore = account.balance();
    let mut json = Json::new(call.habits.missing);
    json.begin();
    if call.habits.balance_as_text {
        json.plain("accountBalance", |out| super::json::amount(out, ore));
    } else {
        json.amount("accountBalance", ore);
    }
    json.text("name", &account.name);
    json.end();
    Ok(json.into_bytes())
}
