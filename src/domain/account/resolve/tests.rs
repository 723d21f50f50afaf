use proptest::prelude::*;

use super::*;

/// Key, number and name of a household's accounts.
const LIST: [(&str, &str, &str); 8] = [
    ("QeDJBRXWQaY8BkaSjgXT", "12345678903", "Brukskonto"),
    ("aaaa", "12345678911", "Sparekonto"),
    ("bbbb", "12345678938", "Sparekonto ferie"),
    ("cccc", "12345678946", "Ba\u{30A}tkonto"),
    ("dddd", "12345678954", "BSU"),
    ("1234", "K1234567890", "************1234"),
    ("eeee", "12345678904", "Felles"),
    ("ffff", "12345678962", "felles"),
];

fn with<T>(list: &[(&str, &str, &str)], run: impl FnOnce(&[Candidate<'_>]) -> T) -> T {
    let numbers: Vec<AccountNumber> = list
        .iter()
        .map(|(_, n, _)| AccountNumber::read(n))
        .collect();
    let candidates: Vec<Candidate<'_>> = list
        .iter()
        .zip(&numbers)
        .map(|((key, _, name), number)| Candidate { key, number, name })
        .collect();
    run(&candidates)
}

fn aliases() -> Aliases {
    [
        ("mat", "Brukskonto"),
        ("loop", "mat"),
        ("BSU", "12345678911"),
        ("vag", "Spare"),
        ("tom", " "),
        ("kort", "k1234567890"),
    ]
    .map(|(alias, target)| (alias.to_owned(), target.to_owned()))
    .into()
}

fn loose(text: &str) -> Result<usize, ResolveError> {
    with(&LIST, |list| resolve(text, list, &aliases()))
}

fn exact(text: &str) -> Result<usize, ResolveError> {
    with(&LIST, |list| resolve_exact(text, list, &aliases()))
}

#[test]
fn finds_an_account_by_everything_that_names_it_exactly() {
    for (text, place) in [
        ("mat", 0),
        ("MAT", 0),
        ("bsu", 1), // the alias goes before the name
        ("12345678903", 0),
        (" 1234.56.78911 ", 1),
        ("1234 56 78938", 2),
        ("k1234567890", 5),
        ("kort", 5),
        ("QeDJBRXWQaY8BkaSjgXT", 0),
        ("1234", 5), // a key before a part of a name
        ("brukskonto", 0),
        ("SPAREKONTO", 1), // an exact name before the longer one
        ("sparekonto  FERIE", 2),
        ("båtkonto", 3),
        ("BA\u{30A}TKONTO", 3),
        ("B\u{212B}tkonto", 3),
        ("************1234", 5),
        ("12345678904", 6), // the bank's list is the judge, not the check digit
    ] {
        assert_eq!(loose(text), Ok(place), "{text}");
        assert_eq!(exact(text), Ok(place), "{text}");
    }
}

#[test]
fn takes_parts_of_names_for_reading_only() {
    for (text, place) in [("bruk", 0), ("b\u{e5}t", 3), ("ferie", 2), ("***", 5)] {
        assert_eq!(loose(text), Ok(place), "{text}");
        assert!(
            matches!(exact(text), Err(ResolveError::Unknown { .. })),
            "{text}"
        );
    }
    assert!(matches!(
        loose("spare konto"),
        Err(ResolveError::Unknown { .. })
    ));
    assert_eq!(exact("bruk").unwrap_err().candidates(), [0]);
}

#[test]
fn does_not_choose_between_several() {
    for (text, places) in [
        ("felles", vec![6, 7]),
        ("spare", vec![1, 2]),
        ("konto", vec![0, 1, 2, 3]),
    ] {
        let error = loose(text).unwrap_err();
        assert!(
            matches!(error, ResolveError::Ambiguous { .. }),
            "{text}: {error}"
        );
        assert_eq!(error.candidates(), places);
    }
    assert!(matches!(
        exact("felles"),
        Err(ResolveError::Ambiguous { .. })
    ));
    let twice = [
        ("k", "12345678903", "Felles"),
        ("k", "12345678903", "Felles"),
    ];
    assert_eq!(
        with(&twice, |list| resolve("felles", list, &Aliases::new())),
        Ok(0)
    );
}

#[test]
fn nothing_is_never_everything() {
    for text in ["", " ", "\u{a0}", "\n", "tom"] {
        let error = loose(text).unwrap_err();
        assert!(matches!(error, ResolveError::Unknown { .. }), "{text:?}");
        assert_eq!(error.candidates().len(), LIST.len());
    }
    assert!(with(&[], |list| resolve("x", list, &Aliases::new())).is_err());
    assert!(with(&[("", "", "")], |list| resolve("", list, &Aliases::new())).is_err());
}

#[test]
fn a_full_number_is_a_number_whatever_accounts_are_called() {
    let traps = [
        ("x", "12345678911", "12345678903"),
        ("y", "1", "12345678904"),
        ("z", "2", "K9999999999"),
    ];
    with(&traps, |list| {
        let number = AccountNumber::parse("12345678903").unwrap();
        let none = Aliases::new();
        assert_eq!(
            resolve("1234.56.78903", list, &none),
            Err(ResolveError::NotListed(number))
        );
        assert!(matches!(
            resolve("12345678904", list, &none),
            Err(ResolveError::Mistyped(_))
        ));
        assert!(matches!(
            resolve("K9999999999", list, &none),
            Err(ResolveError::NotListed(_))
        ));
    });
    let said = loose("1234.56.7890").unwrap_err().to_string();
    assert!(said.contains("10 digits"), "{said}");
    let foreign = [("k", "DE89-3704", "Konto")];
    assert_eq!(
        with(&foreign, |list| resolve_exact(
            "DE89-3704",
            list,
            &Aliases::new()
        )),
        Ok(0)
    );
}

#[test]
fn an_alias_leads_one_step_and_is_named_in_the_error() {
    let said = |result: Result<usize, ResolveError>| result.unwrap_err().to_string();
    assert!(said(loose("loop")).contains("`mat` (the alias `loop`)"));
    assert!(said(loose("vag")).contains("`Spare` (the alias `vag`) fits more than one"));
    assert!(said(exact("vag")).contains("no account is called `Spare` (the alias `vag`)"));
    assert!(said(loose("\u{1b}[2J")).contains("`\u{fffd}[2J`"));
}

proptest! {
    #[test]
    fn no_text_panics_and_every_answer_is_unique(
        any in any::<String>(),
        near in "[ksbK1*.]{0,3}[a-zæøå0-9 ]{0,6}",
        names in prop::collection::vec("[A-Cåa\u{30A} ]{0,4}", 0..6),
    ) {
        let keys: Vec<String> = (0..names.len()).map(|place| format!("key-{place}")).collect();
        let list: Vec<(&str, &str, &str)> =
            keys.iter().zip(&names).map(|(key, name)| (key.as_str(), "", name.as_str())).collect();
        for text in names.iter().chain([&any, &near]) {
            let found = with(&list, |list| resolve(text, list, &Aliases::new()));
            let strict = with(&list, |list| resolve_exact(text, list, &Aliases::new()));
            let alike = names.iter().filter(|name| fold(name) == fold(text)).count();
            if let Ok(place) = strict {
                prop_assert_eq!(alike, 1);
                prop_assert_eq!(&found, &Ok(place));
            }
            if let Ok(place) = found {
                prop_assert!(!text.trim().is_empty());
                prop_assert!(fold(&names[place]).contains(&fold(text)));
                prop_assert!(alike <= 1);
            }
            let _ = loose(text).map_err(|error| error.to_string());
        }
    }

    #[test]
    fn a_listed_number_wins_over_every_name(
        fronts in prop::collection::vec("[0-9]{10}", 1..5), pick in any::<prop::sample::Index>()
    ) {
        let valid = |front: &String| {
            (0..10).map(|last| format!("{front}{last}")).find(|n| AccountNumber::parse(n).is_ok())
        };
        let mut numbers: Vec<String> = fronts.iter().filter_map(valid).collect();
        numbers.dedup();
        prop_assume!(!numbers.is_empty());
        let place = pick.index(numbers.len());
        let chosen = &numbers[place];
        // Every account is called like the chosen number.
        let keys: Vec<String> = (0..numbers.len()).map(|i| format!("key-{i}")).collect();
        let list: Vec<(&str, &str, &str)> = keys
            .iter()
            .zip(&numbers)
            .map(|(key, number)| (key.as_str(), number.as_str(), chosen.as_str()))
            .collect();
        for text in [chosen.clone(), AccountNumber::read(chosen).to_string()] {
            let found = with(&list, |list| resolve(&text, list, &Aliases::new()));
            prop_assert_eq!(found.map(|place| &numbers[place]), Ok(chosen));
        }
    }

    #[test]
    fn folding_twice_is_folding_once(text in any::<String>()) {
        prop_assert_eq!(fold(&fold(&text)), fold(&text));
    }
}
