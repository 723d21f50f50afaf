//! The codes with which the bank says why a transfer failed.

mod words;

use crate::domain::transfer::Route;

/// An error code of the bank's transfer specification, with what it means for the customer.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Code {
    text: &'static str,
    /// The one HTTP status under which the specification lists the code.
    status: u16,
    /// The routes that list it.
    routes: &'static [Route],
    sentence: &'static str,
    next_step: Option<&'static str>,
}

impl Code {
    /// What went wrong. It says nothing about whether money moved, because the same code means less
    /// where the specification does not list it.
    pub(crate) fn sentence(&self) -> &'static str {
        self.sentence
    }

    /// What to do about it, where there is something. Only for a transfer that was certainly not
    /// made: most of these lead to sending it again.
    pub(crate) fn next_step(&self) -> Option<&'static str> {
        self.next_step
    }
}

/// The code, if the bank's specification lists exactly this one for that route and HTTP status.
///
/// That alone does not say that nothing moved: the specification also lists codes that leave it open.
pub(crate) fn documented(route: Route, status: u16, code: &str) -> Option<&'static Code> {
    known(code).filter(|it| it.status == status && it.routes.contains(&route))
}

/// The code, wherever the specification lists it. For words, never for what an answer means.
pub(crate) fn known(code: &str) -> Option<&'static Code> {
    words::CODES.iter().find(|it| it.text == code)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::words::CODES;
    use super::*;

    /// What the bank's own descriptions list: route, status, code.
    const LISTED: &str = include_str!("../../../tests/fixtures/transfer-codes.tsv");

    /// The codes that do not tell whether the transfer was made.
    const OPEN: [&str; 3] = [
        "general.error",
        "missing.or.invalid.account.currency",
        "illegal.payment.status.update",
    ];

    const ROUTES: [Route; 3] = [Route::Debit, Route::CreditCard, Route::Pension];

    fn listed() -> BTreeSet<(&'static str, u16, &'static str)> {
        let lines = LISTED.lines().filter(|it| !it.starts_with('#'));
        let cells = lines.map(|it| it.split('\t').collect::<Vec<_>>());
        cells
            .map(|it| match it[..] {
                [route, status, code] => (route, status.parse().unwrap(), code),
                _ => panic!("{it:?}"),
            })
            .collect()
    }

    #[test]
    fn the_table_is_the_bank_s_own_list() {
        let places = |code: &'static Code| {
            let routes = code.routes.iter();
            routes.map(|it| (it.name(), code.status, code.text))
        };
        let table: Vec<_> = CODES.iter().flat_map(places).collect();
        let listed = listed();
        assert_eq!(listed.len(), 59);
        assert_eq!(table.len(), listed.len(), "the table repeats itself");
        assert_eq!(BTreeSet::from_iter(table), listed);
    }

    #[test]
    fn a_code_is_documented_only_where_the_bank_lists_it() {
        let listed = listed();
        for code in &CODES {
            for route in ROUTES {
                for status in [200, 400, 401, 403, 404, 429, 500, 502] {
                    let expected = listed.contains(&(route.name(), status, code.text));
                    let found = documented(route, status, code.text);
                    assert_eq!(found, expected.then_some(code), "{route:?} {status}");
                }
            }
            assert_eq!(known(code.text), Some(code));
        }
    }

    #[test]
    fn codes_are_compared_exactly() {
        for near in [
            "",
            "insufficient",
            "Insufficient.funds",
            "INSUFFICIENT.FUNDS",
            "insufficient.funds ",
            "insufficient.funds\0",
            "insufficient.funds.x",
            "insufficient_funds",
            "ips.limit.exceeded (15000)",
            "general.error.transfer.not.complete",
        ] {
            assert_eq!(known(near), None, "{near:?}");
        }
    }

    #[test]
    fn every_code_has_words_of_its_own() {
        let sentences: BTreeSet<_> = CODES.iter().map(Code::sentence).collect();
        assert_eq!(sentences.len(), CODES.len());
        let steps: Vec<_> = CODES.iter().filter_map(Code::next_step).collect();
        for said in sentences.iter().chain(&steps) {
            let first = said.chars().next().unwrap();
            assert!(first.is_ascii_lowercase() || first == '`', "{said}");
            assert!(said.ends_with(|it: char| it.is_alphanumeric() || it == '`' || it == ')'));
            assert!(!said.contains("  ") && !said.contains('\n'), "{said}");
        }
        assert!(sentences.iter().all(|it| !it.starts_with('`')));
    }

    #[test]
    fn only_a_code_that_leaves_the_transfer_open_has_no_next_step() {
        let none = CODES.iter().filter(|it| it.next_step.is_none());
        let none: BTreeSet<_> = none.map(|it| it.text).collect();
        assert_eq!(none, BTreeSet::from(OPEN));
    }
}
