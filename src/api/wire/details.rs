//! One transaction in detail.

use serde::Deserialize;
use serde_json::Number;
use serde_json::value::RawValue;

use super::transactions::{Category, likeliest};
use super::{
    Object, Text, account_number, amount, currency, day, foreign_amount, loose, owned,
    remote_number, required,
};
use crate::api::trouble::Unreadable;
use crate::api::{Address, Charge, International, Merchant, Payment, TransactionDetails};
use crate::domain::text::Foreign;

/// `Transaction details` of the specification.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::api) struct Plain<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    account_number: &'a RawValue,
    amount: &'a RawValue,
    date: &'a RawValue,
    numerical_reference: &'a RawValue,
    #[serde(rename = "type")]
    kind: Option<Text<'a>>,
    type_code: Option<Text<'a>>,
    type_text: Option<Text<'a>>,
    value_date: Option<&'a RawValue>,
    booked_date: Option<&'a RawValue>,
    posting_date: Option<&'a RawValue>,
    account_key: Option<Text<'a>>,
    account_name: Option<Text<'a>>,
    account_currency: Option<Text<'a>>,
    description: Option<Text<'a>>,
    cleaned_description: Option<Text<'a>>,
    original_description: Option<Text<'a>>,
    #[serde(rename = "eInvoiceUrl")]
    e_invoice_url: Option<Text<'a>>,
    non_unique_id: Option<Text<'a>>,
    currency_code: Option<Text<'a>>,
    currency_amount: Option<&'a RawValue>,
    exchange_rate: Option<&'a RawValue>,
    kid_or_message: Option<Text<'a>>,
    archive_reference: Option<Text<'a>>,
    payment_reference: Option<Text<'a>>,
    remote_account_name: Option<Text<'a>>,
    remote_account_number: Option<Text<'a>>,
    payment_details: Option<Object<PaymentOf<'a>>>,
}

impl Plain<'_> {
    pub(in crate::api) fn details(self) -> Result<TransactionDetails, Unreadable> {
        let account = account_number("accountNumber", Some(self.account_number))?;
        let reference = loose("numericalReference", Some(self.numerical_reference))?;
        Ok(TransactionDetails {
            bank_id: self.id.foreign().into_owned(),
            account_number: required("accountNumber", account)?.into_owned(),
            amount: required("amount", amount("amount", Some(self.amount))?)?,
            date: required("date", day("date", Some(self.date))?)?,
            numerical_reference: reference.map(|it| Foreign::new(it.into_owned())),
            kind: owned(self.kind),
            type_code: owned(self.type_code),
            type_text: owned(self.type_text),
            value_date: day("valueDate", self.value_date)?,
            booked_date: day("bookedDate", self.booked_date)?,
            posting_date: day("postingDate", self.posting_date)?,
            account_key: owned(self.account_key),
            account_name: owned(self.account_name),
            account_currency: currency(self.account_currency),
            description: owned(self.description),
            cleaned_description: owned(self.cleaned_description),
            original_description: owned(self.original_description),
            e_invoice_url: owned(self.e_invoice_url),
            non_unique_id: owned(self.non_unique_id),
            currency_code: owned(self.currency_code),
            currency_amount: foreign_amount("currencyAmount", self.currency_amount)?,
            exchange_rate: rate("exchangeRate", self.exchange_rate)?,
            kid_or_message: owned(self.kid_or_message),
            archive_reference: owned(self.archive_reference),
            payment_reference: owned(self.payment_reference),
            remote_account_name: owned(self.remote_account_name),
            remote_account_number: remote_number(self.remote_account_number)
                .map(Foreign::into_owned),
            payment: self
                .payment_details
                .map(|it| {
                    it.0.payment()
                        .map_err(|error| error.under("paymentDetails"))
                })
                .transpose()?,
            category: None,
            subcategory: None,
            recurring: None,
            merchant: None,
        })
    }
}

/// `ClassifiedTransactionDetailsDTO`.
#[derive(Deserialize)]
pub(in crate::api) struct Classified<'a> {
    #[serde(borrow)]
    transaction: Object<Plain<'a>>,
    categories: Option<Vec<Object<Category<'a>>>>,
    recurring: Option<bool>,
    merchant: Option<Object<MerchantOf<'a>>>,
}

impl Classified<'_> {
    pub(in crate::api) fn details(self) -> Result<TransactionDetails, Unreadable> {
        let details = self.transaction.0.details();
        let mut details = details.map_err(|error| error.under("transaction"))?;
        let (category, subcategory) = likeliest(self.categories);
        details.category = category.map(Foreign::into_owned);
        details.subcategory = subcategory.map(Foreign::into_owned);
        details.recurring = self.recurring;
        details.merchant = self.merchant.map(|it| it.0.merchant());
        Ok(details)
    }
}

/// `MerchantDetailsDTO`, without its pictures and its place on the map.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct MerchantOf<'a> {
    #[serde(borrow)]
    name: Option<Text<'a>>,
    address: Option<Text<'a>>,
    street_number: Option<Text<'a>>,
    postal_code: Option<Text<'a>>,
    country: Option<Text<'a>>,
    website: Option<Text<'a>>,
    category: Option<Text<'a>>,
}

impl MerchantOf<'_> {
    fn merchant(self) -> Merchant {
        Merchant {
            name: owned(self.name),
            address: owned(self.address),
            street_number: owned(self.street_number),
            postal_code: owned(self.postal_code),
            country: owned(self.country),
            website: owned(self.website),
            category: owned(self.category),
        }
    }
}

/// `PaymentDetailsDTO`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PaymentOf<'a> {
    #[serde(borrow)]
    amount: Option<&'a RawValue>,
    amount_currency: Option<Text<'a>>,
    message: Option<Text<'a>>,
    payment_cid: Option<Text<'a>>,
    payment_reference: Option<Text<'a>>,
    payee_address: Option<Object<AddressOf<'a>>>,
    payee_bank_name: Option<Text<'a>>,
    payee_bic_swift: Option<Text<'a>>,
    payee_bank_address: Option<Object<AddressOf<'a>>>,
    payee_email_address: Option<Text<'a>>,
    service_charges: Option<Vec<Object<ChargeOf<'a>>>>,
    international_details: Option<Object<InternationalOf<'a>>>,
}

impl PaymentOf<'_> {
    fn payment(self) -> Result<Payment, Unreadable> {
        let charges = self
            .service_charges
            .unwrap_or_default()
            .into_iter()
            .enumerate();
        let charges = charges.map(|(index, charge)| {
            charge
                .0
                .charge()
                .map_err(|error| error.under(&format!("serviceCharges[{index}]")))
        });
        let international = self.international_details.map(|it| it.0.international());
        Ok(Payment {
            amount: foreign_amount("amount", self.amount)?,
            amount_currency: owned(self.amount_currency),
            message: owned(self.message),
            cid: owned(self.payment_cid),
            reference: owned(self.payment_reference),
            payee_address: self.payee_address.map(|it| it.0.address()),
            payee_bank_name: owned(self.payee_bank_name),
            payee_bic_swift: owned(self.payee_bic_swift),
            payee_bank_address: self.payee_bank_address.map(|it| it.0.address()),
            payee_email_address: owned(self.payee_email_address),
            charges: charges.collect::<Result<_, _>>()?,
            international: international
                .transpose()
                .map_err(|error| error.under("internationalDetails"))?,
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ChargeOf<'a> {
    #[serde(borrow)]
    paid_by: Option<Text<'a>>,
    charged_amount: Option<&'a RawValue>,
    charged_amount_currency: Option<Text<'a>>,
}

impl ChargeOf<'_> {
    fn charge(self) -> Result<Charge, Unreadable> {
        Ok(Charge {
            paid_by: owned(self.paid_by),
            amount: foreign_amount("chargedAmount", self.charged_amount)?,
            currency: owned(self.charged_amount_currency),
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AddressOf<'a> {
    #[serde(borrow)]
    line1: Option<Text<'a>>,
    line2: Option<Text<'a>>,
    line3: Option<Text<'a>>,
    zip_code: Option<Text<'a>>,
    city: Option<Text<'a>>,
    country_code: Option<Text<'a>>,
}

impl AddressOf<'_> {
    fn address(self) -> Address {
        let lines = [self.line1, self.line2, self.line3];
        Address {
            lines: lines.into_iter().filter_map(owned).collect(),
            zip_code: owned(self.zip_code),
            city: owned(self.city),
            country_code: owned(self.country_code),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct InternationalOf<'a> {
    #[serde(borrow)]
    agreed_rate: Option<&'a RawValue>,
    agreed_with: Option<Text<'a>>,
    exchange_rate: Option<&'a RawValue>,
    authority_report_code: Option<Text<'a>>,
    authority_report_text: Option<Text<'a>>,
}

impl InternationalOf<'_> {
    fn international(self) -> Result<International, Unreadable> {
        let agreed_rate = loose("agreedRate", self.agreed_rate)?;
        Ok(International {
            agreed_rate: agreed_rate.map(|it| Foreign::new(it.into_owned())),
            agreed_with: owned(self.agreed_with),
            exchange_rate: rate("exchangeRate", self.exchange_rate)?,
            authority_report_code: owned(self.authority_report_code),
            authority_report_text: owned(self.authority_report_text),
        })
    }
}

/// A rate, digit by digit as the bank wrote it.
fn rate(name: &'static str, raw: Option<&RawValue>) -> Result<Option<Number>, Unreadable> {
    loose(name, raw)?
        .map(|text| serde_json::from_str(&text))
        .transpose()
        .map_err(|_| Unreadable::at(name, "is no number"))
}
