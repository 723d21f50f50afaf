use std::fmt;

use jiff::{SignedDuration, Timestamp};

use crate::domain::date::Day;

use super::event::Findings;
use super::history::Record;

/// How old a transfer must be before its owner may say that it did not move: the bank needs time to
/// list it.
const AGE: SignedDuration = SignedDuration::from_mins(5);

/// Why the owner's word is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unsettled {
    /// What became of it is known.
    Known,
    /// The tag is in the bank's lists.
    TagFound,
    TooYoung,
    /// It is due later, and the bank may not list it before that.
    NotDue,
    /// The lists did not come whole, or not at all.
    Incomplete,
}

impl fmt::Display for Unsettled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Known => "what became of it is known already",
            Self::TagFound => "its tag is in the bank's list, so that the money moved",
            Self::TooYoung => "it is less than five minutes old, and the bank may not list it yet",
            Self::NotDue => "it is due on a later day, and the bank may not list it before that",
            Self::Incomplete => "the bank's lists did not come whole, so that it may be in them",
        })
    }
}

/// Whether the owner may say what became of an open transfer. That it moved may always be said, for
/// that makes nobody send it again.
///
/// # Errors
/// Why not.
pub(crate) fn may_settle(
    record: &Record,
    moved: bool,
    findings: Option<&Findings>,
    now: Timestamp,
) -> Result<(), Unsettled> {
    if !record.is_open() {
        return Err(Unsettled::Known);
    }
    if moved {
        return Ok(());
    }
    if findings.is_some_and(|it| !it.rows.is_empty()) {
        return Err(Unsettled::TagFound);
    }
    if now.duration_since(record.at) < AGE {
        return Err(Unsettled::TooYoung);
    }
    if record.intent.plan.due.is_some_and(|due| due > Day::of(now)) {
        return Err(Unsettled::NotDue);
    }
    match findings {
        Some(findings) if findings.complete => Ok(()),
        _ => Err(Unsettled::Incomplete),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::transfer::samples::{self, accepted, event, hundred, intent, wanted};
    use crate::domain::transfer::{Seen, What};

    #[test]
    fn not_moved_needs_age_and_whole_lists_without_the_tag() {
        let id = samples::id(1);
        let record = Record::begun(
            id,
            Timestamp::UNIX_EPOCH,
            intent(&wanted(hundred(None)), id),
        );
        let word = |moved, findings: Option<&Findings>, minutes| {
            let now = Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes);
            may_settle(&record, moved, findings, now)
        };
        let part = Findings::default();
        let whole = Findings {
            complete: true,
            ..part.clone()
        };
        let row = Seen {
            id: String::new(),
            day: None,
            amount: None,
            account: String::new(),
            text: String::new(),
            booked: false,
        };
        let tagged = Findings {
            rows: vec![row],
            ..part.clone()
        };
        assert_eq!(word(true, None, 0), Ok(()));
        assert_eq!(word(false, Some(&whole), 5), Ok(()));
        assert_eq!(word(false, Some(&whole), 4), Err(Unsettled::TooYoung));
        assert_eq!(word(false, Some(&part), 60), Err(Unsettled::Incomplete));
        assert_eq!(word(false, None, 60), Err(Unsettled::Incomplete));
        assert_eq!(word(false, Some(&tagged), 60), Err(Unsettled::TagFound));
        let known = record.clone().after(&event(1, id, What::Done(accepted())));
        let said = may_settle(&known, true, None, Timestamp::UNIX_EPOCH);
        assert_eq!(said, Err(Unsettled::Known));
    }
}
