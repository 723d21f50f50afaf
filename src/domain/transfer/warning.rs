//! What the bank adds to a transfer that it accepted.

use crate::domain::text::neutral;

const DUPLICATE: &str = "DUPLICATE_PAYMENT_EXISTS";

/// The warning in words, fit for a terminal; one that the bank's specification does not name is in
/// the bank's own. In every case the transfer was accepted.
pub(crate) fn sentence(warning: &str) -> String {
    match documented(warning) {
        Some(sentence) => sentence.to_owned(),
        None => neutral(warning).into_owned(),
    }
}

/// The answer does not have the date that the bank chose, so the words send to where it stands.
fn documented(warning: &str) -> Option<&'static str> {
    Some(match warning {
        // It detects a second payment and does not hold it back.
        DUPLICATE => {
            "the bank says that an identical payment exists; this one was made all the same, \
             so look at both in the online bank"
        }
        "CUTOFF_TIME_HAS_PASSED" => {
            "the bank's cut-off time for that day has passed, so the money may move later; \
             the online bank shows when"
        }
        "DUE_DATE_IN_THE_PAST_MOVED_TO_NEXT_VALID_DATE" => {
            "the date of the transfer is in the past, so the bank moved it to the next possible day; \
             the online bank shows which"
        }
        "DUE_DATE_MOVED_SINCE_BANK_IS_CLOSED_ON_REQUESTED_DATE" => {
            "the bank is closed on the date of the transfer and moved it to another day; \
             the online bank shows which"
        }
        _ => return None,
    })
}

/// Whether it says that the money moves on a later day than was asked for.
pub(crate) fn is_of_a_later_day(warning: &str) -> bool {
    documented(warning).is_some() && warning != DUPLICATE
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// As the specification of all three endpoints lists them.
    const LISTED: [&str; 4] = [
        "DUPLICATE_PAYMENT_EXISTS",
        "CUTOFF_TIME_HAS_PASSED",
        "DUE_DATE_IN_THE_PAST_MOVED_TO_NEXT_VALID_DATE",
        "DUE_DATE_MOVED_SINCE_BANK_IS_CLOSED_ON_REQUESTED_DATE",
    ];

    #[test]
    fn each_documented_warning_is_a_sentence_of_its_own() {
        let sentences: BTreeSet<_> = LISTED.map(sentence).into();
        assert_eq!(sentences.len(), LISTED.len());
        for said in &sentences {
            assert!(
                said.starts_with(|it: char| it.is_ascii_lowercase()),
                "{said}"
            );
            assert!(said.ends_with(char::is_alphabetic), "{said}");
            assert!(!said.contains("  ") && !said.contains('\n'), "{said}");
        }
    }

    #[test]
    fn a_duplicate_is_said_to_be_made() {
        assert!(sentence(LISTED[0]).contains("this one was made all the same"));
    }

    #[test]
    fn an_unknown_warning_passes_without_what_moves_a_cursor() {
        assert_eq!(sentence("ACCOUNT_SOON_CLOSED"), "ACCOUNT_SOON_CLOSED");
        assert_eq!(sentence("cutoff_time_has_passed"), "cutoff_time_has_passed");
        assert_eq!(sentence("Beløpet\x1b[2J\nok"), "Beløpet\u{fffd}[2J⏎ok");
    }
}
