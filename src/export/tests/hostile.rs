//! Texts that mean harm, and rows full of them.

use super::story::{DAILY, Story, account, day, kroner, row, text};
use crate::domain::transaction::Transaction;

/// What somebody may write to the customer so that a program does something else with it.
pub(super) const HOSTILE: &[&str] = &[
    "x\n2026-11-05 * evil\n    assets:bank:brukskonto  -1000000 NOK\n    evil:account  1000000 NOK",
    "x\r\n2026-11-05 open Assets:Evil\u{2028}2026-11-05 open Assets:Evil",
    "a ; evil:1, evil:2",
    ", evil:1",
    "; evil: 1",
    "evil:: 1 + 1",
    ":evil:evil2:",
    "[2020-01-01] [=2020-01-01] [99]",
    "date:2020-01-01, date2:2020-02-02",
    "payee | note",
    "* starred",
    "! marked",
    "(code) text",
    "two  spaces\tand a tab  -500.00 NOK",
    "assets:evil  5 NOK",
    "a:b:c",
    "\"quoted\" {braces} <angles> @ 5 EUR = 3 NOK",
    "\" #evil ^evil \"",
    "\\",
    "\\\"",
    "ends with \\",
    "#evil ^evil %evil ~ = & /",
    "\u{202e}bidi\u{200b}\u{7}\u{1b}[2J\u{0}",
    "comment",
    "end comment",
    "include /etc/passwd",
    "æøå ÆØÅ 🎉 中文 ß ŉ",
    "-",
    " ",
    "",
];

/// A row for each of [`HOSTILE`], which is in every text of it, and in the names of an account.
pub(super) fn hostile() -> Story {
    let mut story = Story::default()
        .account(account("12345678903", "Brukskonto"), "1000", None)
        .account(account("12345678911", HOSTILE[0]), "5", None);
    story.books.accounts[0].verified = Some((day("2026-11-28"), kroner("970.00")));
    for (at, said) in HOSTILE.iter().enumerate() {
        let hostile = Transaction {
            remote_account_name: text(said),
            remote_account_number: text(said),
            kid_or_message: text(said),
            category: text(said),
            subcategory: text(said),
            currency_code: text(said),
            ..row(&format!("00000000000000{at:02x}"), "2026-11-05", "-1", said)
        };
        story = story.row(DAILY, hostile);
    }
    story
}
