//! Norwegian account numbers: eleven digits whose last is a mod-11 control digit.

use super::chance::Chance;

const WEIGHTS: [u32; 10] = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

/// The control digit of ten digits; `None` where there is none (remainder 1, or not ten digits).
fn control_digit(ten: &str) -> Option<u32> {
    if ten.len() != 10 {
        return None;
    }
    let mut sum = 0;
    for (letter, weight) in ten.chars().zip(WEIGHTS) {
        sum += letter.to_digit(10)? * weight;
    }
    match 11 - sum % 11 {
        11 => Some(0),
        10 => None,
        digit => Some(digit),
    }
}

/// Whether these are eleven digits with the right control digit.
pub(super) fn is_account_number(text: &str) -> bool {
    let (Some(ten), Some(last)) = (text.get(..10), text.get(10..)) else {
        return false;
    };
    last.len() == 1
        && last.chars().next().and_then(|c| c.to_digit(10)) == control_digit(ten)
        && control_digit(ten).is_some()
}

/// A new valid number that begins with those four digits.
pub(super) fn account_number(chance: &mut Chance, register: &str) -> String {
    loop {
        let ten = format!("{register}{}", chance.word(6, b"0123456789"));
        if let Some(digit) = control_digit(&ten) {
            return format!("{ten}{digit}");
        }
    }
}

/// The IBAN of a Norwegian account number; empty when it is not one.
pub(super) fn iban(number: &str) -> String {
    // N and O count as 23 and 24, and the check digits as 00, moved to the end.
    match format!("{number}232400").parse::<u64>() {
        Ok(value) => format!("NO{:02}{number}", 98 - value % 97),
        Err(_) => String::new(),
    }
}

/// As people write it, `1234 56 78903`, with the no-break spaces that the bank uses.
pub(super) fn formatted(number: &str) -> String {
    match (number.get(..4), number.get(4..6), number.get(6..)) {
        (Some(register), Some(kind), Some(rest)) if is_account_number(number) => {
            format!("{register}\u{a0}{kind}\u{a0}{rest}")
        }
        _ => number.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_a_good_number_from_a_bad_one() {
        assert!(is_account_number("12345678903"));
        for bad in [
            "12345678904",
            "1234567890",
            "123456789031",
            "K1234567890",
            "",
            "ååååå1",
        ] {
            assert!(!is_account_number(bad), "{bad}");
        }
        assert_eq!(formatted("12345678903"), "1234\u{a0}56\u{a0}78903");
        // The example that the IBAN registry prints for Norway.
        assert_eq!(iban("86011117947"), "NO9386011117947");
    }

    #[test]
    fn makes_valid_numbers() {
        let mut chance = Chance::new(1);
        for _ in 0..500 {
            let number = account_number(&mut chance, "9990");
            assert!(is_account_number(&number) && number.starts_with("9990"));
        }
    }
}
