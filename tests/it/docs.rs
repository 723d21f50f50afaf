//! What is written about the program against the program.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use snapbox::file;

use crate::world::World;

/// What later work brings; until then no help speaks of it.
const LATER: [&str; 6] = ["api", "config", "alias", "completions", "man", "--mask"];

fn text_of(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The README's part under a heading.
fn part(heading: &str) -> String {
    let readme = text_of("README.md");
    let (_, rest) = readme.split_once(&format!("\n## {heading}\n")).unwrap();
    rest.split("\n## ").next().unwrap().to_owned()
}

/// The first cell of each row of the tables in a text.
fn first_cells(text: &str) -> BTreeSet<String> {
    let rows = text.lines().filter_map(|it| it.strip_prefix("| "));
    let cells = rows.map(|it| it.split(" |").next().unwrap().to_owned());
    cells
        .filter(|it| {
            it.chars()
                .next()
                .is_some_and(|it| it == '`' || it.is_ascii_digit())
        })
        .collect()
}

/// What stands between backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// Pieces of a text that begin with `start` and go on with these characters.
fn words<'t>(text: &'t str, start: &str, goes_on: fn(char) -> bool) -> BTreeSet<&'t str> {
    let begins = |at: &usize| {
        !text[..*at].ends_with(|it: char| it.is_ascii_alphanumeric() || it == '-' || it == '_')
    };
    let piece = |at: usize| {
        let end = text[at + start.len()..]
            .find(|it| !goes_on(it))
            .map_or(text.len(), |it| at + start.len() + it);
        &text[at..end]
    };
    let pieces = text
        .match_indices(start)
        .map(|(at, _)| at)
        .filter(begins)
        .map(piece);
    pieces.filter(|it| it.len() > start.len()).collect()
}

fn flags(text: &str) -> BTreeSet<&str> {
    let found = words(text, "--", |it| it.is_ascii_lowercase() || it == '-');
    found
        .into_iter()
        .filter(|it| !it.starts_with("---"))
        .collect()
}

fn variables(text: &str) -> BTreeSet<&str> {
    words(text, "SB1_", |it| it.is_ascii_uppercase() || it == '_')
}

/// The commands that a help lists, if any.
fn commands(help: &str) -> BTreeSet<String> {
    let (_, rest) = help.split_once("\nCommands:\n").unwrap_or_default();
    let lines = rest.lines().take_while(|it| !it.is_empty());
    let named = lines
        .filter(|it| !it.starts_with("   "))
        .map(|it| it.split_whitespace().next().unwrap().to_owned());
    named.filter(|it| it != "help").collect()
}

/// The help of the program, of each command and of what is under it, under its command line.
fn helps() -> Vec<(String, String)> {
    helps_from(&World::new(), "")
}

fn helps_from(world: &World, command: &str) -> Vec<(String, String)> {
    let line = format!("{command}--help");
    let run = world.run(&line);
    assert_eq!(run.code, 0, "{line}: {}", run.shown());
    let help = run.out.replace("sb1.exe", "sb1");
    let below: Vec<_> = commands(&help)
        .iter()
        .flat_map(|it| helps_from(world, &format!("{command}{it} ")))
        .collect();
    [vec![(format!("sb1 {line}"), help)], below].concat()
}

#[test]
fn no_command_or_flag_appears_or_vanishes_unnoticed() {
    let tree: Vec<_> = helps()
        .iter()
        .map(|(line, help)| format!("$ {line}\n{help}"))
        .collect();
    snapbox::assert_data_eq!(tree.join("\n"), file!["tree.txt"].raw());
}

#[test]
fn the_readme_lists_the_commands_that_there_are() {
    let listed: BTreeSet<_> = first_cells(&part("Commands"))
        .iter()
        .map(|it| it.trim_matches('`').replace("sb1 ", ""))
        .collect();
    assert_eq!(listed, commands(&World::new().run("--help").out));
}

#[test]
fn every_flag_of_the_readme_exists_and_every_filter_is_named() {
    let helps = helps();
    let all: BTreeSet<_> = helps.iter().flat_map(|(_, help)| flags(help)).collect();
    let readme = text_of("README.md");
    // Those after `cargo` are cargo's.
    let own: String = readme
        .lines()
        .filter(|it| !it.contains("cargo "))
        .collect::<Vec<_>>()
        .join("\n");
    let unknown: Vec<_> = flags(&own)
        .into_iter()
        .filter(|it| !all.contains(it))
        .collect();
    assert!(
        unknown.is_empty(),
        "the README names {unknown:?}, no help does"
    );
    let commands = part("Commands");
    let (_, tx) = helps
        .iter()
        .find(|(line, _)| line == "sb1 transactions --help")
        .unwrap();
    let (filters, globals) = tx.split_once("Global options:").unwrap();
    for flag in flags(filters)
        .into_iter()
        .chain(flags(globals))
        .filter(|it| !["--help", "--raw"].contains(it))
    {
        let short = [("--quiet", "-q"), ("--verbose", "-v")]
            .iter()
            .find(|(long, _)| *long == flag);
        let written = short.map_or(flag, |(_, short)| short);
        assert!(
            commands.contains(written),
            "the README does not name {flag}"
        );
    }
}

#[test]
fn the_readme_names_the_variables_that_are_read() {
    // Units behind `#[cfg(test)]` may make up others.
    let config = text_of("src/config.rs");
    let code = config
        .split("#[cfg(test)]")
        .next()
        .unwrap()
        .replace("SB1_*", "");
    let table: BTreeSet<_> = first_cells(&part("Environment and configuration"))
        .iter()
        .flat_map(|it| quoted(it).map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let read: BTreeSet<_> = variables(&code).into_iter().map(str::to_owned).collect();
    assert_eq!(table, read);
    let readme = text_of("README.md");
    let elsewhere: BTreeSet<_> = variables(&readme).into_iter().map(str::to_owned).collect();
    assert!(elsewhere.is_subset(&read), "{elsewhere:?}");
}

#[test]
fn the_readme_lists_the_exit_codes_that_there_are() {
    let source = text_of("src/failure.rs");
    let (_, rest) = source.split_once("fn exit_code").unwrap();
    let arms = rest.split("\n    }\n").next().unwrap();
    let mut codes: BTreeSet<String> = arms
        .split("=> ")
        .skip(1)
        .map(|it| it.chars().take_while(char::is_ascii_digit).collect())
        .collect();
    assert!(codes.remove("0"), "a reader that went away");
    assert!(text_of("src/interrupt.rs").contains("(SIGINT, 130)"));
    codes.extend(["0".to_owned(), "130".to_owned()]);
    assert_eq!(first_cells(&part("Exit codes")), codes);
}

#[test]
fn the_readme_lists_the_schemas_with_their_keys() {
    let world = World::new();
    let json = part("JSON");
    let listed: BTreeSet<_> = first_cells(&json)
        .iter()
        .map(|it| it.trim_matches('`').to_owned())
        .collect();
    let names = world.run("schema").out;
    let there: BTreeSet<_> = names.lines().map(|it| format!("sb1.{it}/1")).collect();
    assert_eq!(listed, there);
    for name in names.lines() {
        let schema = world.run(&format!("schema {name}")).json();
        let row = json
            .lines()
            .find(|it| it.starts_with(&format!("| `sb1.{name}/1`")))
            .unwrap();
        let cell = row.split(" | ").nth(1).unwrap();
        let keys: BTreeSet<_> = schema["properties"]
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        // Behind the keys the row may say which commands write it.
        let written: BTreeSet<_> = quoted(cell.split(['(', ';']).next().unwrap())
            .chain(["schema"])
            .collect();
        assert_eq!(written, keys, "sb1.{name}/1");
    }
}

#[test]
fn the_readme_says_how_ci_tests() {
    let ci = text_of(".ci/run");
    let line = ci.lines().find(|it| it.starts_with("cargo test")).unwrap();
    let command = line.replace(" --locked", "");
    assert!(
        text_of("README.md").contains(&format!("```sh\n{command}\n```")),
        "{command}"
    );
    assert!(ci.contains("SB1_TEST_NO_SKIP=1"));
}

#[test]
fn the_settings_of_the_readme_are_understood() {
    let world = World::logged_in();
    let readme = part("Environment and configuration");
    let (_, rest) = readme.split_once("```toml\n").unwrap();
    let settings = rest.split("```").next().unwrap();
    let folder = world.home().join("config").join("sb1");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("config.toml"), settings).unwrap();
    for (line, code, said) in [
        ("transfer Brukskonto Sparekonto 5000 -n", 0, "5 000,00"),
        ("transfer Brukskonto Sparekonto 5001 -n", 6, "max_amount"),
        ("transfer Brukskonto Felleskonto 5 -n", 6, "`allow`"),
    ] {
        let run = world.run(line);
        assert_eq!(run.code, code, "{line}: {}", run.shown());
        assert!(run.err.contains(said), "{line}: {}", run.err);
    }
}

#[test]
fn no_help_speaks_of_what_is_not_there() {
    for (line, help) in helps() {
        if line == "sb1 --help" {
            let there = commands(&help);
            let early: Vec<_> = LATER.iter().filter(|it| there.contains(**it)).collect();
            assert!(early.is_empty(), "{early:?}");
        }
        for later in LATER {
            let shown = match later.strip_prefix("--") {
                Some(_) => flags(&help).contains(later),
                None => {
                    help.contains(&format!("sb1 {later} "))
                        || help.contains(&format!("sb1 {later}`"))
                }
            };
            assert!(!shown, "{line} speaks of {later}");
        }
    }
}

/// Each line under `Example:` or `Examples:` is a command line of the program, up to what the shell makes of it.
#[test]
fn every_example_can_be_typed() {
    let world = World::new();
    let mut typed = 0;
    for (line, help) in helps() {
        let heading = ["Example:\n", "Examples:\n"]
            .iter()
            .find_map(|it| help.split_once(it));
        let (_, examples) = heading.unwrap_or_default();
        for example in examples.lines().take_while(|it| !it.is_empty()) {
            let words = parsed(example);
            assert_eq!(words[0], "sb1", "{line}: {example}");
            parses(&world, &words[1..], example);
            typed += 1;
        }
    }
    assert!(typed >= 10, "only {typed} examples were found");
}

#[test]
fn every_command_line_of_the_readme_can_be_typed() {
    let world = World::new();
    let readme = text_of("README.md");
    let (mut lines, mut shell) = (Vec::new(), false);
    for line in readme.lines() {
        match line {
            "```sh" => shell = true,
            "```" => shell = false,
            _ if shell => lines.extend(line.starts_with("sb1 ").then_some(line)),
            _ if !line.starts_with("```") => {
                lines.extend(quoted(line).filter(|it| it.starts_with("sb1 ")))
            }
            _ => {}
        }
    }
    assert!(lines.len() >= 20, "only {lines:?} were found");
    for line in lines {
        parses(&world, &parsed(line)[1..], line);
    }
}

/// The words of a line as a shell takes them, without pipes, redirections and remarks.
fn parsed(line: &str) -> Vec<String> {
    let line = line.trim();
    let mut words = vec![String::new()];
    let mut quote = None;
    let mut spaces = 0;
    for c in line.chars() {
        spaces = if c == ' ' { spaces + 1 } else { 0 };
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (None, '\'' | '"') => quote = Some(c),
            (None, '|' | '&' | '>' | '#' | ';') => break,
            // A remark stands some way off.
            (None, ' ') if spaces > 1 => break,
            (None, ' ') => words.push(String::new()),
            (_, c) => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|it| !it.is_empty());
    words
}

/// The parser takes these words; nothing is run.
fn parses(world: &World, words: &[String], line: &str) {
    // A line whose values are wrong fails before the last word is seen, or names another culprit. An
    // unknown flag would not do there: it may be taken for an amount.
    let mut words = words.to_vec();
    words.push("--color=no-such-colour".to_owned());
    let run = world.sb1(&words);
    let refused = run.err.lines().next().unwrap_or_default();
    assert!(
        run.code == 2 && refused.contains("'no-such-colour'"),
        "{line}: {}",
        run.shown()
    );
    words.pop();
    words.push("--help".to_owned());
    assert_eq!(world.sb1(&words).code, 0, "{line}");
}
