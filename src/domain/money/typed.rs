//! The grammar of an amount on the command line.
//!
//! ```text
//! amount = whole [ ("." | ",") digit [ digit ] ]
//! whole  = digits | digit [ digit [ digit ]] ( space digit digit digit )+
//! space  = " " | U+00A0 | U+2009 | U+202F
//! ```
//!
//! Spaces around it are let be; a whole of more than one digit does not start with a zero. Dots and
//! commas are decimal signs and nothing else, so `1.234,56` is refused although it has only one
//! reading: a rule that fits in a sentence is worth more here than one keystroke saved.

use crate::domain::quoted::Quoted;

use super::{Amount, AmountError};

/// What may stand between groups of three digits: plain, no-break, thin and narrow no-break space.
const SPACES: [char; 4] = [' ', '\u{A0}', '\u{2009}', '\u{202F}'];

/// Reads what was typed; zero is for the caller to refuse.
pub(super) fn read(text: &str) -> Result<Amount, AmountError> {
    let typed = text.trim_matches(SPACES);
    let quoted = || Quoted::new(text);
    if typed.is_empty() {
        return Err(AmountError::Empty);
    }
    if typed.starts_with(['-', '+', '−']) {
        return Err(AmountError::Signed(quoted()));
    }
    if !typed
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',') || SPACES.contains(&c))
    {
        return Err(AmountError::NotANumber(quoted()));
    }
    let (whole, decimals) = match typed.split_once(['.', ',']) {
        None => (typed, None),
        Some((_, decimals)) if decimals.contains(['.', ',']) => {
            return Err(several_separators(text, typed));
        }
        Some((whole, decimals)) => (whole, Some(decimals)),
    };
    let kroner = ungrouped(whole).ok_or_else(|| match whole.contains(SPACES) {
        true => AmountError::Groups(quoted()),
        false => AmountError::NotANumber(quoted()),
    })?;
    check_decimals(text, whole, decimals)?;
    if kroner.len() > 1 && kroner.starts_with('0') {
        return Err(AmountError::LeadingZero(quoted()));
    }
    let plain = format!("{kroner}.{}", decimals.unwrap_or("0"));
    match Amount::read(&plain) {
        Ok(amount) if amount <= Amount::MOST_TYPED => Ok(amount),
        Ok(_) | Err(AmountError::OutOfRange(_)) => Err(AmountError::TooLarge(quoted())),
        Err(_) => Err(AmountError::NotANumber(quoted())),
    }
}

/// The digits of the whole part, if any spaces in it stand between proper groups.
fn ungrouped(whole: &str) -> Option<String> {
    let mut groups = whole.split(SPACES);
    let first = groups.next()?;
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 || digits.is_empty() || first.len() > 3 {
            return None;
        }
        digits.push_str(group);
    }
    (!digits.is_empty()).then_some(digits)
}

/// At most two decimals. Three after one to three digits may be thousands as well.
fn check_decimals(text: &str, whole: &str, decimals: Option<&str>) -> Result<(), AmountError> {
    let Some(decimals) = decimals else {
        return Ok(());
    };
    if decimals.is_empty() {
        return Err(AmountError::NotANumber(Quoted::new(text)));
    }
    if decimals.contains(SPACES) {
        return Err(AmountError::Groups(Quoted::new(text)));
    }
    match decimals.len() {
        1 | 2 => Ok(()),
        3 if whole.len() <= 3 && !whole.starts_with('0') => Err(AmountError::Ambiguous {
            text: Quoted::new(text),
            whole: whole.to_owned(),
            rest: decimals.to_owned(),
        }),
        _ => Err(AmountError::TooManyDecimals(Quoted::new(text))),
    }
}

/// `1.234,56` and `1,234,567` mean one thing only, which the error says; `1.2.3` means nothing.
fn several_separators(text: &str, typed: &str) -> AmountError {
    match regrouped(typed) {
        Some(spaced) if read(&spaced).is_ok() => AmountError::Grouped {
            text: Quoted::new(text),
            plain: spaced.replace(' ', ""),
        },
        _ => AmountError::NotANumber(Quoted::new(text)),
    }
}

/// The text with its first separator as one between groups, and another last one as the decimal.
fn regrouped(typed: &str) -> Option<String> {
    let group = typed.chars().find(|c| matches!(c, '.' | ','))?;
    let decimal = if group == '.' { ',' } else { '.' };
    let (whole, decimals) = match typed.split_once(decimal) {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (typed, None),
    };
    if typed.contains(SPACES) || decimals.is_some_and(|rest| rest.contains(['.', ','])) {
        return None;
    }
    let whole = whole.replace(group, " ");
    Some(decimals.map_or_else(|| whole.clone(), |decimals| format!("{whole},{decimals}")))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The grammar once more, by regular structure on characters and apart from the code above.
    fn in_grammar(text: &str) -> bool {
        let chars: Vec<char> = text.trim_matches(SPACES).chars().collect();
        let point = chars.iter().position(|c| *c == '.' || *c == ',');
        let (whole, decimals) = chars.split_at(point.unwrap_or(chars.len()));
        let digits = |part: &[char]| part.iter().all(char::is_ascii_digit);
        let decimals_fit = match decimals {
            [] => true,
            [_, rest @ ..] => (1..=2).contains(&rest.len()) && digits(rest),
        };
        let spaced = whole.iter().any(|c| SPACES.contains(c));
        let whole_fits = whole.iter().rev().enumerate().all(|(place, c)| {
            if spaced && place % 4 == 3 {
                SPACES.contains(c)
            } else {
                c.is_ascii_digit()
            }
        });
        let zero_fits = whole.first() != Some(&'0') || whole.len() == 1;
        let ends_fit = whole.first().is_some_and(char::is_ascii_digit);
        let value: String = whole.iter().filter(|c| c.is_ascii_digit()).collect();
        let small = value.len() < 10
            || (value == "1000000000" && decimals.iter().skip(1).all(|c| *c == '0'));
        let positive = chars.iter().any(|c| ('1'..='9').contains(c));
        decimals_fit && whole_fits && zero_fits && ends_fit && small && positive
    }

    #[test]
    fn takes_norwegian_habits() {
        for (text, shown) in [
            ("250", "250.00"),
            ("250.5", "250.50"),
            ("250,50", "250.50"),
            ("1 234,56", "1234.56"),
            ("1234.56", "1234.56"),
            ("1\u{a0}234\u{202f}567,5", "1234567.50"),
            ("12\u{2009}000", "12000.00"),
            (" 0,01 ", "0.01"),
            ("1 000 000 000", "1000000000.00"),
        ] {
            assert_eq!(Amount::typed(text).unwrap().to_string(), shown, "{text}");
        }
    }

    #[test]
    fn refuses_every_hostile_amount() {
        let hostile = "1e3 NaN inf -5 0 0.004 1,234 1.000 ٣ １ 0x10 1_000 1000000000.01 \
            9999999999999999999999 +5 −5 . , 5. ,5 .50 1.2.3 0,00 007 00 01.50 1..5 1,234.5678 \
            infinity Infinity 1E3 1e-1 ½ ¹ ① ৩ 1'000 1e 5kr kr5 $5 5% 0b1 999999999999999999999999999999";
        for text in hostile.split_whitespace() {
            let error = Amount::typed(text).unwrap_err().to_string();
            assert!(
                error.contains("write") && error.starts_with('`'),
                "{text}: {error}"
            );
        }
        for text in [
            "",
            " ",
            "1 23",
            "12 34",
            "1234 567",
            "1  234",
            "1 234 56",
            "1 234,5 6",
            "1 ,5",
            "1\t234",
            "1\n",
            "5\0",
            "0 123",
            "1,234 567",
        ] {
            assert!(Amount::typed(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn says_what_to_write_instead() {
        let said = |text| Amount::typed(text).unwrap_err().to_string();
        assert_eq!(
            said("1,234"),
            "`1,234` can be read as 1 234 (thousands) or as 1,234 (three decimals); \
             write 1234 for the first, and for the second at most two decimals"
        );
        assert!(said("1.000").contains("1 000 (thousands) or as 1,000 (three decimals)"));
        assert!(said("0.004").contains("more than two decimals"));
        assert!(said("1234,567").contains("more than two decimals"));
        assert!(said("0").contains("greater than zero"));
        assert!(said("-5").contains("sign"));
        assert!(said("1000000000.01").contains("at most 1 000 000 000,00"));
        assert!(said("12 34").contains("groups of three"));
        for (text, plain) in [
            ("1.234,56", "write 1234,56"),
            ("1,234.56", "write 1234,56"),
            ("1.234.567", "write 1234567"),
            ("1,234,567.8", "write 1234567,8"),
        ] {
            assert!(said(text).ends_with(plain), "{}", said(text));
        }
        for text in ["1.2.3", "1.234,567", "1.234,5.6", "1,23.4", "..", "1.234,"] {
            assert!(said(text).contains("is not an amount"), "{}", said(text));
        }
    }

    proptest! {
        #[test]
        fn typing_what_was_shown_is_the_identity(ore in 1_i64..=100_000_000_000) {
            let amount = Amount::from_ore(ore);
            prop_assert_eq!(Amount::typed(&amount.to_string()), Ok(amount));
            prop_assert_eq!(Amount::typed(&amount.norwegian()), Ok(amount));
            prop_assert_eq!(Amount::typed(&amount.norwegian().replace(' ', "\u{202f}")), Ok(amount));
        }

        #[test]
        fn nothing_outside_the_grammar_is_taken(text in "[0-9 ,.\u{a0}]{0,12}") {
            prop_assert_eq!(Amount::typed(&text).is_ok(), in_grammar(&text), "{:?}", text);
        }

        #[test]
        fn no_text_panics(text in any::<String>(), near in "[-+0-9eE_x٣ ,.]{0,10}") {
            for text in [text, near] {
                prop_assert_eq!(Amount::typed(&text).is_ok(), in_grammar(&text), "{:?}", text);
            }
        }
    }
}
