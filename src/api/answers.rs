//! What the bank's endpoints tell beyond accounts and rows of transactions.

use serde_json::{Map, Number, Value};

use crate::domain::date::Day;
use crate::domain::money::{Amount, Currency, ForeignAmount};
use crate::domain::text::Foreign;

/// A list, and what the bank said it could not list.
#[derive(Debug)]
pub(crate) struct Listing<T> {
    pub(crate) items: Vec<T>,
    /// Not empty: the list is not complete.
    pub(crate) errors: Vec<Foreign<'static>>,
}

/// The balance of an account known by its number.
#[derive(Debug)]
pub(crate) struct Balance {
    pub(crate) name: Option<Foreign<'static>>,
    pub(crate) balance: Amount,
}

/// An account's details. No schema is published, so they stay as the bank wrote them: names, order
/// and digits.
#[derive(Clone, Debug)]
pub(crate) struct Details(pub(crate) Map<String, Value>);

/// Who may do what with an account.
#[derive(Debug)]
pub(crate) struct Roles {
    pub(crate) roles: Vec<Role>,
    pub(crate) owner_has_right_of_disposal: Option<bool>,
}

/// One role. Its dates are ISO days where they can be read, else what the bank wrote.
#[derive(Debug)]
pub(crate) struct Role {
    pub(crate) kind: Option<Foreign<'static>>,
    pub(crate) valid_from: Option<Foreign<'static>>,
    pub(crate) valid_to: Option<Foreign<'static>>,
}

/// One transaction in detail.
#[derive(Debug)]
pub(crate) struct TransactionDetails {
    pub(crate) bank_id: Foreign<'static>,
    pub(crate) account_number: Foreign<'static>,
    /// In the account's currency; negative is out.
    pub(crate) amount: Amount,
    /// When it was performed.
    pub(crate) date: Day,
    /// `None` where the bank's required field is empty.
    pub(crate) numerical_reference: Option<Foreign<'static>>,
    /// The bank's `type`.
    pub(crate) kind: Option<Foreign<'static>>,
    pub(crate) type_code: Option<Foreign<'static>>,
    pub(crate) type_text: Option<Foreign<'static>>,
    pub(crate) value_date: Option<Day>,
    pub(crate) booked_date: Option<Day>,
    pub(crate) posting_date: Option<Day>,
    pub(crate) account_key: Option<Foreign<'static>>,
    pub(crate) account_name: Option<Foreign<'static>>,
    pub(crate) account_currency: Option<Currency>,
    pub(crate) description: Option<Foreign<'static>>,
    pub(crate) cleaned_description: Option<Foreign<'static>>,
    pub(crate) original_description: Option<Foreign<'static>>,
    pub(crate) e_invoice_url: Option<Foreign<'static>>,
    pub(crate) non_unique_id: Option<Foreign<'static>>,
    pub(crate) currency_code: Option<Foreign<'static>>,
    /// The amount in `currency_code`.
    pub(crate) currency_amount: Option<ForeignAmount>,
    pub(crate) exchange_rate: Option<Number>,
    pub(crate) kid_or_message: Option<Foreign<'static>>,
    pub(crate) archive_reference: Option<Foreign<'static>>,
    pub(crate) payment_reference: Option<Foreign<'static>>,
    pub(crate) remote_account_name: Option<Foreign<'static>>,
    pub(crate) remote_account_number: Option<Foreign<'static>>,
    pub(crate) payment: Option<Payment>,
    /// This and what follows only of a classified answer.
    pub(crate) category: Option<Foreign<'static>>,
    pub(crate) subcategory: Option<Foreign<'static>>,
    pub(crate) recurring: Option<bool>,
    pub(crate) merchant: Option<Merchant>,
}

/// Whom something was bought from.
#[derive(Debug)]
pub(crate) struct Merchant {
    pub(crate) name: Option<Foreign<'static>>,
    pub(crate) address: Option<Foreign<'static>>,
    pub(crate) street_number: Option<Foreign<'static>>,
    pub(crate) postal_code: Option<Foreign<'static>>,
    pub(crate) country: Option<Foreign<'static>>,
    pub(crate) website: Option<Foreign<'static>>,
    pub(crate) category: Option<Foreign<'static>>,
}

/// The payment behind a transaction.
#[derive(Debug)]
pub(crate) struct Payment {
    /// In `amount_currency`.
    pub(crate) amount: Option<ForeignAmount>,
    pub(crate) amount_currency: Option<Foreign<'static>>,
    pub(crate) message: Option<Foreign<'static>>,
    /// The creditor's reference (KID).
    pub(crate) cid: Option<Foreign<'static>>,
    pub(crate) reference: Option<Foreign<'static>>,
    pub(crate) payee_address: Option<Address>,
    pub(crate) payee_bank_name: Option<Foreign<'static>>,
    pub(crate) payee_bic_swift: Option<Foreign<'static>>,
    pub(crate) payee_bank_address: Option<Address>,
    pub(crate) payee_email_address: Option<Foreign<'static>>,
    pub(crate) charges: Vec<Charge>,
    pub(crate) international: Option<International>,
}

/// A postal address.
#[derive(Debug)]
pub(crate) struct Address {
    /// Those of the three that are written on.
    pub(crate) lines: Vec<Foreign<'static>>,
    pub(crate) zip_code: Option<Foreign<'static>>,
    pub(crate) city: Option<Foreign<'static>>,
    pub(crate) country_code: Option<Foreign<'static>>,
}

/// What somebody took for a payment.
#[derive(Debug)]
pub(crate) struct Charge {
    /// `PAYER`, `PAYEE` or `SHARED`.
    pub(crate) paid_by: Option<Foreign<'static>>,
    pub(crate) amount: Option<ForeignAmount>,
    pub(crate) currency: Option<Foreign<'static>>,
}

/// What a payment across borders has besides.
#[derive(Debug)]
pub(crate) struct International {
    pub(crate) agreed_rate: Option<Foreign<'static>>,
    pub(crate) agreed_with: Option<Foreign<'static>>,
    pub(crate) exchange_rate: Option<Number>,
    pub(crate) authority_report_code: Option<Foreign<'static>>,
    pub(crate) authority_report_text: Option<Foreign<'static>>,
}
