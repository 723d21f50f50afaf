//! What the bank calls a row by in `nonUniqueId` (`facts` 5.4).

use super::json::digits;
use super::row::{Kind, Row};
use crate::sandbox::habits::NonUniqueId;
use std::io::Write;

/// What stands in the `nonUniqueId` of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Naming {
    Absent,
    Zeros,
    /// A number that goes when the row is booked.
    Passing,
    /// [`identity`]; on a card after the partition.
    Lasting,
}

pub(super) fn naming(row: &Row, habit: NonUniqueId) -> Naming {
    match habit {
        NonUniqueId::Absent => Naming::Absent,
        NonUniqueId::AllZero => Naming::Zeros,
        NonUniqueId::ZeroTransfers if row.kind.is_own_transfer() => Naming::Zeros,
        _ if row.nameless || row.kind == Kind::PendingTransfer => Naming::Zeros,
        _ if row.pending.is_some() => Naming::Passing,
        _ => Naming::Lasting,
    }
}

/// Appends what the bank knows a booked row by, whatever the age of the row.
pub(super) fn identity(out: &mut Vec<u8>, row: &Row, card: bool) {
    if card {
        digits(out, card_number(row));
    } else {
        let number = 400_000_000_000 + u64::from(row.serial) * 131;
        write!(out, "{number:018}").unwrap_or_default();
    }
}

/// The month of purchase stands for the part of the card system that holds the row.
pub(super) fn partition(out: &mut Vec<u8>, row: &Row) {
    let month = i64::from(row.day.year()) * 100 + i64::from(row.day.month());
    digits(out, month);
}

pub(super) fn card_number(row: &Row) -> i64 {
    i64::from(row.serial) + 1_000_001
}
