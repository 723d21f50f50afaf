use super::*;
use crate::export::chart::tests::MAP;
use crate::export::tests::story::account;

fn named(accounts: Vec<BookAccount>, map: &str, style: Style) -> Result<Vec<String>, Failure> {
    Chart::parse(map).unwrap().own_accounts(
        &Books {
            accounts,
            ..Books::default()
        },
        style,
    )
}

#[test]
fn own_accounts_are_named_by_map_alias_or_bank() {
    let accounts = || {
        let alias = |alias: &str, account| BookAccount {
            alias: Some(alias.to_owned()),
            ..account
        };
        vec![
            account("12345678903", "Brukskonto"),
            alias("Savings", account("12345678911", "Sparekonto")),
            alias("buffer", account("12345678920", "Høyrente")),
            account("K1234567890", "Kredittkort Gull"),
            account("12345678938", " "),
        ]
    };
    let plain = named(accounts(), MAP, Style::Plain).unwrap();
    assert_eq!(
        plain,
        [
            "assets:daily",
            "assets:savings",
            "assets:bank:buffer",
            "liabilities:card:kredittkort gull",
            "assets:bank:12345678938"
        ]
    );
    let beancount = named(accounts(), MAP, Style::Beancount).unwrap();
    assert_eq!(beancount[3], "Liabilities:Card:Kredittkort-gull");
    for called in ["key-of-12345678903", "BRUKSKONTO", "12345678903"] {
        let map = format!("[accounts]\n'{called}' = 'assets:mine'");
        let names = named(accounts(), &map, Style::Plain).unwrap();
        assert_eq!(names[0], "assets:mine");
    }
}

#[test]
fn accounts_with_one_name_stay_apart() {
    let twins = |numbers: &[&str], names: &[&str]| -> Vec<BookAccount> {
        let both = numbers.iter().zip(names);
        both.map(|(number, name)| account(number, name)).collect()
    };
    let names = |numbers: &[&str], called: &[&str], style| {
        named(twins(numbers, called), "", style).unwrap()
    };
    assert_eq!(
        names(
            &["12345678903", "22345678911"],
            &["Spar", "spar"],
            Style::Plain
        ),
        ["assets:bank:spar 8903", "assets:bank:spar 8911"]
    );
    assert_eq!(
        names(
            &["12345678903", "22345678911"],
            &["Spar 🎉", "Spar"],
            Style::Beancount
        ),
        ["Assets:Bank:Spar-8903", "Assets:Bank:Spar-8911"]
    );
    assert_eq!(
        names(
            &["12345678903", "22345678903"],
            &["Spar", "Spar"],
            Style::Plain
        ),
        [
            "assets:bank:spar 12345678903",
            "assets:bank:spar 22345678903"
        ]
    );
    let odd = names(
        &["11118903", "22228911", "33338903"],
        &["S", "S", "S 8903"],
        Style::Plain,
    );
    assert_eq!(
        odd,
        [
            "assets:bank:s 11118903",
            "assets:bank:s 8911",
            "assets:bank:s 8903 8903"
        ]
    );
    assert_eq!(
        names(&["1", "1"], &["S", "S"], Style::Plain),
        ["assets:bank:s 1 1", "assets:bank:s 1 2"]
    );
}

#[test]
fn a_map_that_makes_one_account_of_two_is_refused() {
    let both = || vec![account("1", "Spar"), account("2", "Spar")];
    let plain = |map: &str| named(both(), map, Style::Plain);
    assert!(plain("[accounts]\nSpar = 'assets:a'").is_err());
    assert!(plain("[accounts]\n1 = 'assets:a'\n2 = 'assets:b'").is_ok());
    let into_own = "[accounts]\n1 = 'assets:a'\n[[rule]]\ntext = 'x'\naccount = 'assets:a'";
    let failure = plain(into_own).unwrap_err();
    assert!(failure.message().contains("`assets:a`"), "{failure}");
    // Only beancount counts what is below an account.
    let below = "[accounts]\n1 = 'assets:a'\n2 = 'assets:a:b'";
    assert!(plain(below).is_ok());
    assert!(named(both(), below, Style::Beancount).is_err());
}

#[test]
fn an_account_has_one_name_whatever_is_exported_besides() {
    let names = |accounts, others| {
        let books = Books { accounts, others };
        let chart = Chart::default();
        chart.own_accounts(&books, Style::Plain).unwrap()
    };
    let one = || account("12345678903", "Spar");
    let other = || account("22345678911", "Spar");
    assert_eq!(
        names(vec![one(), other()], Vec::new()),
        ["assets:bank:spar 8903", "assets:bank:spar 8911"]
    );
    assert_eq!(names(vec![one()], vec![other()]), ["assets:bank:spar 8903"]);
    assert_eq!(names(vec![other()], vec![one()]), ["assets:bank:spar 8911"]);
}

#[test]
fn a_long_name_leaves_room_for_the_number() {
    let long = "å ".repeat(3000);
    let twins = vec![account("12345678903", &long), account("22345678911", &long)];
    let names = named(twins, "", Style::Plain).unwrap();
    assert!(names[0].ends_with(" 8903") && names[1].ends_with(" 8911"));
    assert!(names.iter().all(|it| it.chars().count() < 70), "{names:?}");
}

#[test]
fn a_name_in_the_map_that_means_no_account_is_refused() {
    let daily = account("12345678903", "Brukskonto");
    let savings = BookAccount {
        alias: Some("buffer".to_owned()),
        ..account("12345678911", "Sparekonto")
    };
    let refused = |called: &str| {
        let map = Chart::parse(&format!("[accounts]\n'{called}' = 'assets:mine'"));
        map.unwrap().refuse_strangers(&[&daily, &savings])
    };
    for called in [
        "BRUKSKONTO",
        " Buffer ",
        "1234.56.78911",
        "key-of-12345678903",
    ] {
        assert!(refused(called).is_ok(), "{called}");
    }
    for called in ["Bruksknoto", "Bruks", "12345678938", ""] {
        let failure = refused(called).unwrap_err();
        let quoted = format!("`{called}`");
        assert!(failure.message().contains(&quoted), "{failure}");
        let hints = failure.hints().join("\n");
        assert!(
            hints.contains("there is Sparekonto (1234.56.78911)"),
            "{hints}"
        );
    }
}
