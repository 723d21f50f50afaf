//! Numbers that follow from others.

use crate::domain::money::Amount;
use crate::domain::summary::{Flow, Month};
use crate::failure::{Failure, Kind};

/// What went in less what went out.
///
/// # Errors
/// A [`Failure`] if it cannot be held exactly.
pub(super) fn net(flow: &Flow) -> Result<Amount, Failure> {
    flow.money_in.checked_sub(flow.money_out).ok_or_else(|| {
        Failure::new(
            Kind::Unexpected,
            "what went in and out is more than can be held exactly",
        )
    })
}

/// How much of what went in was kept, `12,3 %`, cut off after the decimal; a dash where nothing
/// went in.
///
/// # Errors
/// As [`net`].
pub(super) fn savings_rate(flow: &Flow) -> Result<String, Failure> {
    if flow.money_in.is_zero() {
        return Ok("–".into());
    }
    let tenths = net(flow)?.ore().saturating_mul(1000) / flow.money_in.ore();
    let sign = if tenths < 0 { "-" } else { "" };
    let tenths = tenths.unsigned_abs();
    Ok(format!("{sign}{},{} %", tenths / 10, tenths % 10))
}

/// `2026-11`.
pub(super) fn name(month: Month) -> String {
    format!("{:04}-{:02}", month.year, month.month)
}
