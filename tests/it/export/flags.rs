//! What may be asked for, and what is refused before anything is asked of the bank.

use super::exported;
use crate::world::World;

#[test]
fn a_format_has_to_be_chosen_and_is_named_where_it_is_not() {
    let world = World::logged_in();
    for line in [
        "export",
        "export --json",
        "--format table export",
        "export -o x",
    ] {
        let run = world.run(line);
        assert_eq!(
            (run.code, run.out.as_str()),
            (2, ""),
            "{line}: {}",
            run.shown()
        );
        assert!(run.err.contains("hledger"), "{line}: {}", run.err);
        assert!(run.err.contains("bank-csv"), "{line}: {}", run.err);
    }
    let run = world.run("export --format gnucash");
    assert_eq!(run.code, 2, "{}", run.shown());
    assert!(
        run.err.contains("hledger, ledger, beancount"),
        "{}",
        run.err
    );
    assert_eq!(world.asked(), [""; 0], "nothing was asked");
}

#[test]
fn the_format_of_a_file_stands_before_or_after_the_command_and_belongs_to_no_other() {
    let world = World::logged_in();
    let after = exported(&world, "--format ledger");
    assert_eq!(world.run("--format ledger export --offline").out, after);
    assert_eq!(world.run("--format=ledger export --offline").out, after);
    let last = world.run("--format csv export --offline --format ledger");
    assert_eq!(last.out, after, "the last one counts");
    for line in ["accounts --format hledger", "--format qif transactions"] {
        let run = world.run(line);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{line}");
        assert!(run.err.contains("only `sb1 export` writes"), "{}", run.err);
    }
    let run = world.run("accounts --format xml");
    assert!(!run.err.contains("hledger"), "{}", run.err);
}

#[test]
fn the_format_of_answers_says_nothing_of_files() {
    let world = World::logged_in().set("SB1_FORMAT", "json");
    let run = world.run("export");
    assert_eq!(run.code, 2, "{}", run.shown());
    assert_eq!(run.error()["error"]["exitCode"], 2);
    assert!(exported(&world, "--format qif").starts_with("!Account\n"));
}

#[test]
fn flags_that_mean_nothing_to_a_format_are_refused() {
    let world = World::logged_in();
    for line in [
        "--format csv --map map.toml",
        "--format ofx --include-pending",
        "--format ynab --include-pending",
        "--format hledger --locale nb",
        "--format ledger --raw",
        "--format bank-csv --include-pending",
        "--format hledger --force",
        "--format hledger --since 2026-11-02 --until 2026-11-01",
        "--format hledger --since 2027",
        "--format csv --json",
        "--format hledger --map no-such-file.toml",
        "--format bank-csv",
        "--format bank-csv Brukskonto Sparekonto",
        "--format hledger Nokonto",
    ] {
        let run = world.run(&format!("export {line}"));
        assert_eq!(
            (run.code, run.out.as_str()),
            (2, ""),
            "{line}: {}",
            run.shown()
        );
    }
}

#[test]
fn a_map_that_is_wrong_is_refused_with_its_line() {
    let world = World::logged_in();
    let map = world.home().join("map.toml");
    std::fs::write(&map, "[accounts]\nbruk = \"assets:bruk\"\nwrong\n").unwrap();
    let run = world.run(&format!("export --format hledger --map {}", map.display()));
    assert_eq!(run.code, 2, "{}", run.shown());
    assert!(run.err.contains("line 3"), "{}", run.err);
    assert_eq!(world.asked(), [""; 0], "nothing was asked");
}

#[test]
fn a_refusal_says_what_was_meant() {
    let world = World::logged_in();
    for (line, said) in [
        (
            "export --format csv --since 2027",
            "--since 2027-01-01 is in the future",
        ),
        (
            "export --format csv --since 2027 --until 2028",
            "--since 2027-01-01 is in the future",
        ),
        ("export --format csv --json", "use --format jsonl for JSON"),
        ("--json --format csv export", "use --format jsonl for JSON"),
        (
            "accounts --format csv --json",
            "'--json' cannot be used with '--format",
        ),
        ("export --format qif --map none.toml", "export --help"),
    ] {
        let run = world.run(line);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{line}");
        assert!(run.err.contains(said), "{line}: {}", run.err);
    }
    assert_eq!(world.asked(), [""; 0], "nothing was asked");
}

/// A map with that name under `[accounts]`.
fn map_with(world: &World, called: &str) -> String {
    let map = world.home().join("map.toml");
    std::fs::write(&map, format!("[accounts]\n{called} = \"assets:mine\"\n")).unwrap();
    map.display().to_string()
}

#[test]
fn a_misspelt_account_in_the_map_is_refused_with_those_that_there_are() {
    let world = World::logged_in();
    let map = map_with(&world, "Bruksknoto");
    let file = world.home().join("books");
    let line = format!("export --format hledger --map {map} -o {}", file.display());
    let run = world.run(&line);
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{}", run.shown());
    assert!(run.err.contains("`Bruksknoto`"), "{}", run.err);
    assert!(run.err.contains("there is Brukskonto ("), "{}", run.err);
    assert!(!file.exists());
    // One that is not exported, and in a fresh archive not even archived, is an account all the same.
    let world = World::logged_in();
    let map = map_with(&world, "Sparekonto");
    assert_eq!(world.run("accounts").code, 0);
    exported(&world, &format!("Brukskonto --format ledger --map {map}"));
}

#[test]
fn the_user_s_names_go_where_the_map_says() {
    let world = World::logged_in();
    let map = world.home().join("map.toml");
    let text = "[accounts]\nBrukskonto = \"assets:daily\"\n\
                [[rule]]\ncategory = \"Mat og drikke\"\naccount = \"expenses:food\"\n";
    std::fs::write(&map, text).unwrap();
    let map = map.display();
    let books = exported(&world, &format!("--format hledger --map {map}"));
    assert!(books.contains("    assets:daily  -"), "{books}");
    assert!(books.contains("    expenses:food  "));
    assert!(!books.contains("brukskonto"));
    let qif = exported(&world, &format!("--format qif --offline --map {map}"));
    assert!(qif.contains("\nLexpenses:food\n"));
}

#[test]
fn without_an_archive_there_is_nothing_to_export_offline() {
    let world = World::logged_in();
    let run = world.run("export --format qif --offline");
    assert_eq!((run.code, run.out.as_str()), (5, ""));
    assert!(run.err.contains("sb1 sync"), "{}", run.err);
    let run = world.run("export --format bank-csv Brukskonto --offline");
    assert_ne!(run.code, 0);
    assert_eq!(world.asked(), [""; 0]);
}

#[test]
fn the_bank_s_own_csv_is_asked_of_the_bank_for_two_years() {
    let world = World::logged_in();
    let csv = exported(&world, "--format bank-csv Brukskonto");
    assert!(csv.contains(';') && csv.lines().count() > 100, "{csv}");
    let asked = world.requests();
    let export = asked
        .iter()
        .find(|it| it.path.ends_with("/export"))
        .unwrap();
    for (name, value) in [("fromDate", "2024-11-22"), ("toDate", "2026-11-22")] {
        let pair = (name.to_owned(), value.to_owned());
        assert!(export.query.contains(&pair), "{:?}", export.query);
    }
    assert!(!asked.iter().any(|it| it.path.ends_with("/transactions")));
    let short = exported(&world, "--format bank-csv Brukskonto --since 2026-11-01");
    assert!(short.lines().count() < csv.lines().count());
    let run = world.run("sync");
    assert_eq!(run.code, 0);
    let run = world.run("export --format bank-csv Brukskonto --offline");
    assert_eq!(run.code, 2, "{}", run.shown());
}
