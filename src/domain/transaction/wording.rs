//! What a text says, without what the bank changes about it from one answer to the next.

use crate::domain::text::fold;

/// Currencies that Norwegians pay in, as the bank lays them before a text since June 2026.
const CURRENCIES: &[&str] = &[
    "nok", "usd", "eur", "sek", "dkk", "gbp", "chf", "isk", "pln", "czk", "huf", "ron", "bgn",
    "try", "thb", "jpy", "cny", "hkd", "sgd", "inr", "aud", "nzd", "cad", "mxn", "brl", "zar",
    "aed", "mad",
];

/// The text without case, spacing, a leading day or currency, and a trailing country: all that is
/// known to come and go while a row stays the same (facts 5.4).
///
/// To take away too much does no harm: rows that then say the same are still told apart by amount,
/// day and place.
pub(in crate::domain) fn normal(text: &str) -> String {
    let folded = fold(text);
    let mut words: Vec<&str> = folded.split_whitespace().collect();
    while words.len() > 1 && words.first().is_some_and(|it| is_prefix(it)) {
        words.remove(0);
    }
    if words.len() > 1 && words.last().is_some_and(|it| is_country(it)) {
        words.pop();
    }
    // What stood between the text and its country.
    if let Some(last) = words.last_mut() {
        *last = last.trim_end_matches([',', '.']);
    }
    words.join(" ")
}

fn is_prefix(word: &str) -> bool {
    CURRENCIES.contains(&word) || is_day(word)
}

/// `02.11`, `02.11.`, `02.11.26`, `02.11.2026`.
fn is_day(word: &str) -> bool {
    let mut parts = word.trim_end_matches('.').split('.');
    let digits = |part: Option<&str>, lengths: &[usize]| {
        part.is_some_and(|it| {
            lengths.contains(&it.len()) && it.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    let (day, month, year) = (parts.next(), parts.next(), parts.next());
    digits(day, &[2])
        && digits(month, &[2])
        && (year.is_none() || digits(year, &[2, 4]))
        && parts.next().is_none()
}

/// `no`, `swe`: two or three letters at the end of a shop's name.
fn is_country(word: &str) -> bool {
    (2..=3).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::normal;

    #[test]
    fn what_comes_and_goes_is_left_out() {
        for text in [
            "Spotify Stockholm",
            "SPOTIFY  STOCKHOLM",
            "spotify stockholm swe",
            "Spotify Stockholm, SE",
            "SEK Spotify Stockholm",
            "02.11 Spotify Stockholm",
            "02.11.2026 SEK Spotify Stockholm",
        ] {
            assert_eq!(normal(text), "spotify stockholm", "{text}");
        }
    }

    #[test]
    fn what_names_it_stays() {
        for (text, kept) in [
            ("Kiwi", "kiwi"),
            ("USD", "usd"),
            ("02.11", "02.11"),
            ("Kiwi 505", "kiwi 505"),
            ("Rema 1000 Ila", "rema 1000"),
            ("Til: Kari 1.1.2026 leie", "til: kari 1.1.2026 leie"),
            ("", ""),
        ] {
            assert_eq!(normal(text), kept, "{text}");
        }
    }
}
