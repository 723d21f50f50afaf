//! How the text of one and the same row drifts from answer to answer.

use super::chance::Chance;
use super::row::{Row, Words};

/// Country suffixes that come and go.
const COUNTRIES: [&str; 2] = [" NO", " NOR"];

/// Other words for that row, as after it was booked or looked up anew; sometimes the same ones.
pub(super) fn drifted(chance: &mut Chance, row: &Row) -> Words {
    let Some(plain) = row.cleaned().map(without_country) else {
        return Words {
            text: None,
            prefix: 0,
        };
    };
    let (prefix, text) = match chance.below(8) {
        0 => (String::new(), plain.to_lowercase()),
        1 => (String::new(), plain.to_uppercase()),
        2 => (String::new(), capitalised(plain)),
        3 => (String::new(), format!("{plain}{}", chance.pick(&COUNTRIES))),
        4 => (format!("{} ", currency(row)), plain.to_owned()),
        5 => (
            format!("{:02}.{:02} ", row.day.day(), row.day.month()),
            plain.to_owned(),
        ),
        6 if row.shop.is_none() => (String::new(), renamed(chance, row, plain)),
        _ => (String::new(), plain.to_owned()),
    };
    Words {
        text: Some(format!("{prefix}{text}").into()),
        prefix: prefix.len(),
    }
}

/// One payment goes by several names.
fn renamed(chance: &mut Chance, row: &Row, plain: &str) -> String {
    let (day, month, year) = (row.day.day(), row.day.month(), row.day.year() % 100);
    match chance.below(3) {
        0 => "Overførsel".to_owned(),
        1 => "Avtale".to_owned(),
        _ if plain.starts_with("Fra: ") => plain.to_owned(),
        _ => format!("Fra: {plain} Betalt: {day:02}.{month:02}.{year:02}"),
    }
}

fn currency(row: &Row) -> &'static str {
    row.foreign.map_or("NOK", |(currency, _)| currency)
}

fn without_country(text: &str) -> &str {
    let found = COUNTRIES.iter().find_map(|end| text.strip_suffix(end));
    found.unwrap_or(text)
}

/// `Nærmat Lade Trondheim`
fn capitalised(text: &str) -> String {
    let words: Vec<String> = text
        .split(' ')
        .map(|word| {
            let mut letters = word.chars();
            let first = letters.next().into_iter().flat_map(char::to_uppercase);
            first.chain(letters.flat_map(char::to_lowercase)).collect()
        })
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::row::Kind;
    use super::*;
    use jiff::civil::date;
    use std::collections::BTreeSet;

    #[test]
    fn a_text_drifts_without_growing_and_keeps_its_words() {
        let mut chance = Chance::new(1);
        let mut row = Row::plain(0, date(2026, 11, 9), -5_900, Kind::Bill, "FISK & ØL ÅRE");
        row.shop = super::super::shops::EVERYDAY.first();
        let mut seen = BTreeSet::new();
        for _ in 0..500 {
            let words = drifted(&mut chance, &row);
            row.name(words);
            seen.insert(row.text.as_deref().unwrap().to_owned());
            let plain = row.cleaned().unwrap();
            assert!(plain.to_uppercase().starts_with("FISK & ØL ÅRE"), "{plain}");
        }
        for text in ["Fisk & Øl Åre", "fisk & øl åre NOR", "09.11 FISK & ØL ÅRE"] {
            assert!(seen.contains(text), "{text} is not in {seen:?}");
        }
        assert!(
            seen.iter().all(|text| text.chars().count() <= 19),
            "{seen:?}"
        );
    }

    #[test]
    fn a_row_without_words_stays_without() {
        let mut row = Row::plain(0, date(2026, 11, 9), 1, Kind::OwnTransfer, "");
        row.text = None;
        let words = drifted(&mut Chance::new(1), &row);
        assert!(words.text.is_none());
    }
}
