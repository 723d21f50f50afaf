//! The three transfer endpoints: what the bank checks, in its order, before it moves money.

use super::Call;
use super::body::{account_number, amount, currency_pattern, message, text};
use super::calendar::{is_open, later, open_from, oslo_time, parse};
use super::household::Person;
use super::ledger::{Account, Ledger, Role};
use super::obstacles::{BLOCKED, BSU_PENDING, CLOSED, NEEDS_KID, STRANGER, VIEW_ONLY};
use super::payments::{Order, Payments, Way};
use super::refusal::Refusal;
use super::{limits, media};
use jiff::civil::{Date, Time, time};
use serde_json::{Map, Value};

/// A past day is moved to today when it is no further back than this.
const DAYS_BACK: i32 = 30;
const DAYS_AHEAD: i32 = 365;

/// What the bank remarks on a transfer that it makes all the same.
type Warnings = Vec<&'static str>;

impl Way {
    /// After this time of day the bank warns that it will be tomorrow.
    fn cutoff(self) -> Time {
        match self {
            Self::Debit => time(23, 30, 0, 0),
            Self::Card | Self::Pension => time(15, 30, 0, 0),
        }
    }
}

/// Checks a request and makes an order of it; nothing has moved yet.
pub(super) fn order(
    call: &Call<'_>,
    way: Way,
    ledger: &Ledger,
    person: &Person,
    payments: &Payments,
) -> Result<(Order, Warnings), Refusal> {
    let body = body(call)?;
    let asked = asked(call, way, &body)?;
    let Asked { ore, due, .. } = asked;
    let mut warnings = asked.warnings;
    let (from, source) = source(ledger, way, &asked.from)?;
    let to = match way {
        Way::Debit => debit_target(ledger, &asked.to)?,
        Way::Card => card_target(ledger, person, &asked.to)?,
        Way::Pension => pension_target(ledger, person, &asked.to)?,
    };
    if way == Way::Debit {
        currencies(ledger, source, to, &body)?;
        from_bsu(source, due, call.today)?;
    }
    let order = Order {
        way,
        from,
        to,
        ore,
        message: asked.message,
        due,
        id: payment_id(payments, call.salt),
    };
    limits::check(&order, ledger, payments, call.today)?;
    if due <= call.today && source.available() < ore {
        let message = "Insufficient funds on account.";
        return Err(Refusal::new(403, "insufficient.funds", message));
    }
    if payments.accepted().iter().any(|made| same(made, &order)) {
        warnings.insert(0, "DUPLICATE_PAYMENT_EXISTS");
    }
    Ok((order, warnings))
}

/// What a body asks for, as far as it can be told without looking at the books.
struct Asked {
    from: String,
    to: String,
    message: Option<String>,
    ore: i64,
    due: Date,
    warnings: Warnings,
}

fn body(call: &Call<'_>) -> Result<Map<String, Value>, Refusal> {
    media::body(call.request, media::ONE, true)?;
    match serde_json::from_slice(&call.request.body) {
        Ok(Value::Object(body)) => Ok(body),
        _ => Err(Refusal::bad("The request body is not a valid JSON object.")),
    }
}

fn asked(call: &Call<'_>, way: Way, body: &Map<String, Value>) -> Result<Asked, Refusal> {
    let from = account_number(body, "fromAccount", "from.account.number.invalid.format")?;
    let to = destination(body, way, &from)?;
    let message = message(body, way)?;
    let ore = amount(body, way)?;
    currency_pattern(body, way)?;
    let (due, warnings) = due(call, body, way)?;
    Ok(Asked {
        from,
        to,
        message,
        ore,
        due,
        warnings,
    })
}

fn from_bsu(source: &Account, due: Date, today: Date) -> Result<(), Refusal> {
    if source.role != Role::Bsu || due == today {
        return Ok(());
    }
    let code = "due.date.must.be.today.when.transferring.from.bsu";
    let message = "The due date must be today when transferring from BSU.";
    Err(Refusal::new(403, code, message).at("dueDate"))
}

fn same(made: &Order, order: &Order) -> bool {
    (made.way, made.from, made.to) == (order.way, order.from, order.to)
        && (made.ore, made.due) == (order.ore, order.due)
}

/// Eleven digits, never the same twice.
fn payment_id(payments: &Payments, salt: u64) -> String {
    let made = u64::try_from(payments.accepted().len()).unwrap_or(0);
    (30_000_000_000 + salt % 10_000_000_000 + made * 7_919).to_string()
}

/// The other end as it is named in the body: a number, a card's id, a policy.
fn destination(body: &Map<String, Value>, way: Way, from: &str) -> Result<String, Refusal> {
    let name = match way {
        Way::Card => "creditCardAccountId",
        Way::Pension => "policyNumber",
        Way::Debit => {
            let to = account_number(body, "toAccount", "to.account.number.invalid.format")?;
            if to == from {
                let message = "To and from account must be different.";
                return Err(Refusal::new(400, "accounts.not.different", message));
            }
            return Ok(to);
        }
    };
    match text(body, name)? {
        Some(id) if !id.is_empty() => Ok(id.to_owned()),
        _ => Err(Refusal::bad("must not be empty").at(name)),
    }
}

/// The day on which the money will leave. A transfer for today leaves at once, open or not.
fn due(call: &Call<'_>, body: &Map<String, Value>, way: Way) -> Result<(Date, Warnings), Refusal> {
    let today = call.today;
    let asked = match text(body, "dueDate")? {
        None => Some(today),
        Some(text) => parse(text),
    };
    let (first, last) = (later(today, -DAYS_BACK), later(today, DAYS_AHEAD));
    let Some(asked) = asked.filter(|day| (first..=last).contains(day)) else {
        let template = "The due date must be between {0} and {1}.";
        let values = vec![first.to_string(), last.to_string()];
        let message = format!("The due date must be between {first} and {last}.");
        let refusal = Refusal::new(400, "due.date.invalid", message).at("dueDate");
        return Err(refusal.with_values(template, values));
    };
    let mut warnings = Vec::new();
    if asked < today {
        warnings.push("DUE_DATE_IN_THE_PAST_MOVED_TO_NEXT_VALID_DATE");
    }
    let mut due = asked.max(today);
    if due > today && !is_open(due) {
        warnings.push("DUE_DATE_MOVED_SINCE_BANK_IS_CLOSED_ON_REQUESTED_DATE");
        due = open_from(due);
    }
    if due == today && oslo_time(call.now) >= way.cutoff() {
        warnings.push("CUTOFF_TIME_HAS_PASSED");
    }
    Ok((due, warnings))
}

/// The account that pays, if it may.
fn source<'a>(ledger: &'a Ledger, way: Way, number: &str) -> Result<(usize, &'a Account), Refusal> {
    let debit = way == Way::Debit;
    let found = ledger.by_number(number);
    let role = found.map(|(_, account)| account.role);
    let (status, code) = match (number, role) {
        (BLOCKED, _) => (403, "from.account.blocked"),
        (VIEW_ONLY, _) => (403, "account.no.admission"),
        (CLOSED, _) if debit => (403, "debit.or.credit.account.is.closed"),
        (CLOSED, _) => (400, "account.not.valid.for.domestic.payment"),
        (_, Some(Role::Child)) => (403, "not.authorized.for.operation"),
        (_, Some(Role::Ask | Role::Pension)) if debit => {
            (400, "from.account.not.valid.for.transfer")
        }
        (_, Some(Role::Ask | Role::Pension | Role::Bsu | Role::Euro)) if !debit => {
            (400, "account.not.valid.for.domestic.payment")
        }
        _ => match found {
            Some(found) => return Ok(found),
            None => (400, "from.account.no.access"),
        },
    };
    let message = "The from account cannot be used for this transfer.";
    Err(Refusal::new(status, code, message).at("fromAccount"))
}

fn debit_target(ledger: &Ledger, number: &str) -> Result<usize, Refusal> {
    let (status, code) = match number {
        BLOCKED => (403, "to.account.cannot.receive.transfers"),
        CLOSED => (403, "to.account.closed"),
        STRANGER | VIEW_ONLY => (400, "to.account.no.access"),
        BSU_PENDING => (403, "bsu.account.pending.creation"),
        NEEDS_KID => (
            403,
            "transfer.to.creditor.that.requires.kid.is.not.supported",
        ),
        _ => match ledger.by_number(number) {
            None => (403, "to.account.unknown"),
            Some((at, account)) if !matches!(account.role, Role::Ask | Role::Pension) => {
                return Ok(at);
            }
            Some(_) => (400, "to.account.not.valid.for.transfer"),
        },
    };
    let message = "The account cannot be transferred to.";
    Err(Refusal::new(status, code, message).at("toAccount"))
}

fn card_target(ledger: &Ledger, person: &Person, id: &str) -> Result<usize, Refusal> {
    if id == person.closed_card {
        let code = "credit.card.account.does.not.support.transfer.to";
        let message = "The credit card account does not accept transfers.";
        return Err(Refusal::new(403, code, message).at("creditCardAccountId"));
    }
    match ledger.find(Role::Card) {
        Some((at, card)) if card.card_id.as_deref() == Some(id) => Ok(at),
        _ => {
            let code = "no.credit.card.account.found";
            let message = "No credit card account was found for this ID.";
            Err(Refusal::new(403, code, message).at("creditCardAccountId"))
        }
    }
}

fn pension_target(ledger: &Ledger, person: &Person, policy: &str) -> Result<usize, Refusal> {
    let code = match ledger.find(Role::Pension) {
        Some((at, _)) if policy == person.policy => return Ok(at),
        _ if policy == person.closed_policy => "pension.agreement.does.not.support.transfer.to",
        _ => "no.pension.agreement.found.for.policy.number",
    };
    let message = "No pension agreement accepts transfers under this policy number.";
    Err(Refusal::new(403, code, message).at("policyNumber"))
}

/// Currency accounts take part only in payments abroad.
fn currencies(
    ledger: &Ledger,
    from: &Account,
    to: usize,
    body: &Map<String, Value>,
) -> Result<(), Refusal> {
    let to_euro = ledger
        .accounts
        .get(to)
        .is_some_and(|to| to.role == Role::Euro);
    if from.role == Role::Euro || to_euro {
        let message = "IBAN is required when transferring to or from this account.";
        return Err(Refusal::new(403, "iban.required", message));
    }
    match text(body, "currencyCode")? {
        Some(asked) if asked != from.currency => {
            let code = "missing.or.invalid.account.currency";
            let message = "Account currency is invalid or missing.";
            Err(Refusal::new(500, code, message).at("currencyCode"))
        }
        _ => Ok(()),
    }
}
