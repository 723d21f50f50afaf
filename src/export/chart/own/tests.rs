use super::*;
use crate::export::chart::tests::MAP;
use crate::export::tests::story::account;

fn named(accounts: Vec<BookAccount>, map: &str, style: Style) -> Result<Vec<String>, Failure> {
    Chart::parse(map)
        .unwrap()
        .own_accounts(&Books { accounts }, style)
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
