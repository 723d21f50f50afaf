//! What went in and out.

use crate::domain::money::Amount;

use super::Percent;

/// What went in and out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Flow {
    pub(crate) money_in: Amount,
    /// Without a sign.
    pub(crate) money_out: Amount,
    /// Of how many transactions.
    pub(crate) count: u64,
}

impl Flow {
    pub(crate) const NONE: Self = Self {
        money_in: Amount::ZERO,
        money_out: Amount::ZERO,
        count: 0,
    };

    /// Adds one transaction. `None` if the sum cannot be held; the flow is then as it was.
    #[must_use]
    pub(super) fn add(&mut self, amount: Amount) -> Option<()> {
        let side = if amount.is_negative() {
            &mut self.money_out
        } else {
            &mut self.money_in
        };
        *side = side.checked_add(amount.abs())?;
        self.count += 1;
        Some(())
    }

    /// Both together. `None` if a sum cannot be held.
    pub(crate) fn plus(self, other: Self) -> Option<Self> {
        Some(Self {
            money_in: self.money_in.checked_add(other.money_in)?,
            money_out: self.money_out.checked_add(other.money_out)?,
            count: self.count.checked_add(other.count)?,
        })
    }

    /// What is left of what came in; negative if more went out.
    pub(crate) fn net(&self) -> Amount {
        // Neither side is negative, so that no difference is larger than one of them.
        self.money_in
            .checked_sub(self.money_out)
            .unwrap_or(Amount::ZERO)
    }

    /// [`Flow::net`] of what came in; `None` where nothing did.
    pub(crate) fn savings_rate(&self) -> Option<Percent> {
        Percent::of(self.net(), self.money_in)
    }

    /// What the lists of a summary are sorted by.
    pub(super) fn size(&self) -> Amount {
        self.money_in.max(self.money_out)
    }
}
