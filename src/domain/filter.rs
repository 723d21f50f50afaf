//! Which transactions are wanted.

use crate::domain::date::Day;
use crate::domain::money::Amount;
use crate::domain::text::{Foreign, fold};
use crate::domain::transaction::Transaction;

/// What a row must be; everything that is `None` or `false` asks nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    pub(crate) since: Option<Day>,
    pub(crate) until: Option<Day>,
    pub(crate) pending_only: bool,
    pub(crate) booked_only: bool,
    pub(crate) in_only: bool,
    pub(crate) out_only: bool,
    /// Bounds of the amount without its sign.
    pub(crate) min: Option<Amount>,
    pub(crate) max: Option<Amount>,
    /// Folded text to be found in what the row says.
    pub(crate) search: Option<String>,
    /// Folded name of a category or subcategory.
    pub(crate) category: Option<String>,
}

impl Filter {
    /// Whether the row is wanted. The bank's own date limits are checked again: what "performed"
    /// and "booked" mean to it differs between its systems.
    pub(crate) fn wants(&self, row: &Transaction<'_>) -> bool {
        self.wants_day(row.date)
            && (!self.pending_only || !row.is_booked())
            && (!self.booked_only || row.is_booked())
            && self.wants_amount(row.amount)
            && self
                .search
                .as_deref()
                .is_none_or(|text| mentions(row, text))
            && self.category.as_deref().is_none_or(|name| is_in(row, name))
    }

    fn wants_day(&self, day: Option<Day>) -> bool {
        let Some(day) = day else { return true };
        self.since.is_none_or(|first| first <= day) && self.until.is_none_or(|last| day <= last)
    }

    fn wants_amount(&self, amount: Option<Amount>) -> bool {
        let asks = self.in_only || self.out_only || self.min.is_some() || self.max.is_some();
        let Some(amount) = amount else { return !asks };
        (!self.in_only || amount > Amount::ZERO)
            && (!self.out_only || amount < Amount::ZERO)
            && self.min.is_none_or(|min| min <= amount.abs())
            && self.max.is_none_or(|max| amount.abs() <= max)
    }
}

fn mentions(row: &Transaction<'_>, text: &str) -> bool {
    [
        &row.description,
        &row.cleaned_description,
        &row.remote_account_name,
        &row.remote_account_number,
        &row.kid_or_message,
        &row.type_text,
    ]
    .into_iter()
    .flatten()
    .any(|field| fold(field.raw()).contains(text))
}

fn is_in(row: &Transaction<'_>, name: &str) -> bool {
    let same =
        |field: &Option<Foreign<'_>>| field.as_ref().is_some_and(|it| fold(it.raw()) == name);
    same(&row.category) || same(&row.subcategory)
}
