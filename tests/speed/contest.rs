//! Who is measured against whom.

use std::error::Error;
use std::ffi::OsStr;
use std::process::{Command, Stdio};

use sb1::sandbox::habits::{Habits, Tokens};
use sb1::sandbox::message::Request;
use sb1::sandbox::{Options, Sandbox};
use serde_json::Value;
use url::Url;

use crate::figures::Figures;
use crate::table;
use crate::world::World;

pub(crate) type Outcome<T> = Result<T, Box<dyn Error>>;

/// `sb1 --version` against the smallest program with clap.
pub(crate) fn version() -> Outcome<String> {
    let sb1 = program(env!("CARGO_BIN_EXE_sb1"), ["--version"]);
    let smallest = program(smallest()?, ["--version"]);
    contest(
        "Start",
        41,
        None,
        &[
            ("sb1 --version", sb1),
            ("the smallest clap program", smallest),
        ],
    )
}

/// `sb1 accounts` against curl.
pub(crate) fn accounts() -> Outcome<String> {
    let world = world(None);
    let words = ["accounts", "--json"];
    let curl = curl(&world, &words)?;
    let title = format!("Accounts, {} bytes", table::grouped(size(&curl)?));
    contest(
        &title,
        41,
        Some(&world.bank),
        &[
            ("sb1 accounts --json", world.command(words)),
            ("curl", curl),
        ],
    )
}

/// `sb1 transactions` in three shapes against `curl | jq .`.
pub(crate) fn transactions(rows: usize, rounds: usize) -> Outcome<String> {
    let world = world(Some(rows));
    let came = world.run("transactions --format jsonl").out.lines().count();
    let curl = curl(&world, &["transactions", "--limit", "1"])?;
    let title = format!(
        "{} transactions, {} kB",
        table::grouped(came),
        table::grouped(size(&curl)? / 1000)
    );
    let contestants = [
        (
            "sb1 transactions --json",
            world.command(["transactions", "--json"]),
        ),
        (
            "sb1 transactions --format csv",
            world.command(["transactions", "--format", "csv"]),
        ),
        ("sb1 transactions", world.command(["transactions"])),
        ("curl | jq .", with_jq(&curl)),
    ];
    contest(&title, rounds, Some(&world.bank), &contestants)
}

/// `sb1 transfer` with its journal, three times on disk, against a curl that asks for the same and
/// keeps nothing.
pub(crate) fn transfer() -> Outcome<String> {
    let world = world(None);
    let sb1 = world.command(["transfer", "Brukskonto", "Sparekonto"]);
    let script = r#"exec "$0" "$@" "$(($$ % 900 + 1)).$(($$ % 90 + 10))" --yes --quiet"#;
    let mut shell = program("/bin/sh", ["-c", script]);
    shell.arg(sb1.get_program()).args(sb1.get_args());
    for (name, value) in sb1.get_envs() {
        shell.envs(value.map(|value| (name, value)));
    }
    world.bank.forget_requests();
    let run = world.run("transfer Brukskonto Sparekonto 0.01 --yes");
    let asked = world.requests();
    let [accounts, post] = &asked[..] else {
        return Err(run.shown().into());
    };
    let mut words = asking(&world, accounts)?;
    words.push("--next".to_owned());
    words.extend(asking(&world, post)?);
    words.insert(0, "-q".to_owned());
    contest(
        "A transfer",
        21,
        Some(&world.bank),
        &[
            ("sb1 transfer --yes", shell),
            ("curl, the same two requests", program("curl", words)),
        ],
    )
}

/// Runs all of them in turn, after one round that does not count, and shows the medians.
pub(crate) fn contest(
    title: &str,
    rounds: usize,
    bank: Option<&Sandbox>,
    contestants: &[(&str, Command)],
) -> Outcome<String> {
    let mut runs = vec![Vec::new(); contestants.len()];
    for round in 0..=rounds {
        for ((_, command), runs) in contestants.iter().zip(&mut runs) {
            if let Some(bank) = bank {
                bank.forget_requests();
            }
            let figures = Figures::of(command)?;
            let requests = bank.map_or(0, |bank| bank.requests().len());
            if round > 0 {
                runs.push(Figures {
                    requests,
                    ..figures
                });
            }
        }
    }
    let names = contestants.iter().map(|(name, _)| *name);
    let medians: Vec<_> = names
        .zip(runs.iter().map(|runs| Figures::median(runs)))
        .collect();
    Ok(table::of(title, &medians))
}

/// A customer logged in at a bank of that many rows, whose token outlives the contest, and whose
/// list of accounts is known.
pub(crate) fn world(rows: Option<usize>) -> World {
    let habits = Habits {
        tokens: Tokens::SixMonths,
        ..Habits::default()
    };
    let world = World::logged_in_with(Options {
        rows,
        habits,
        ..Options::default()
    });
    let run = world.run("accounts");
    assert_eq!(run.code, 0, "{run:?}");
    world
}

/// curl for what `sb1` asks last when it is run with these words: the same address with the same
/// login, and so the same bytes.
pub(crate) fn curl(world: &World, words: &[&str]) -> Outcome<Command> {
    world.bank.forget_requests();
    let run = world.sb1(words);
    let asked = world.requests();
    let asked = asked
        .last()
        .filter(|_| run.code == 0)
        .ok_or_else(|| run.shown())?;
    let mut words = vec!["-q".to_owned()];
    words.extend(asking(world, asked)?);
    Ok(program("curl", words))
}

/// What curl must be told to ask just that.
fn asking(world: &World, asked: &Request) -> Outcome<Vec<String>> {
    let mut address = Url::parse(&world.bank.origin())?.join(&asked.path)?;
    if !asked.query.is_empty() {
        address.query_pairs_mut().extend_pairs(&asked.query);
    }
    let mut words = vec!["-s".to_owned(), "-f".to_owned()];
    for name in ["accept", "authorization", "content-type"] {
        let value = asked.header(name).map(|value| format!("{name}: {value}"));
        words.extend(
            value
                .into_iter()
                .flat_map(|header| ["-H".to_owned(), header]),
        );
    }
    if !asked.body.is_empty() {
        let body = String::from_utf8(asked.body.clone())?;
        words.extend(["--data-raw".to_owned(), body]);
    }
    words.push(address.into());
    Ok(words)
}

/// The same piped into jq.
fn with_jq(curl: &Command) -> Command {
    let mut shell = program("/bin/sh", ["-c", r#"curl "$@" | jq ."#, "curl"]);
    shell.args(curl.get_args());
    shell
}

/// A program with nothing in its environment but where to look for others.
pub(crate) fn program<S: AsRef<OsStr>>(
    program: impl AsRef<OsStr>,
    words: impl IntoIterator<Item = S>,
) -> Command {
    let mut command = Command::new(program);
    command
        .args(words)
        .env_clear()
        .envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
    command
}

/// Bytes that curl gets.
fn size(curl: &Command) -> Outcome<usize> {
    let mut counting = program("curl", curl.get_args());
    let output = counting
        .args(["-o", "/dev/null", "-w", "%{size_download}"])
        .output()?;
    Ok(String::from_utf8(output.stdout)?.parse()?)
}

/// Where the smallest program with clap is.
///
/// It is an example of the package, because a second binary would be installed with `sb1` and a
/// second benchmark would be run as one. `cargo bench` builds no examples, so it is built here,
/// with the settings and the dependencies that `sb1` was built with a moment ago.
fn smallest() -> Outcome<String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args([
            "build",
            "--quiet",
            "--locked",
            "--profile",
            "bench",
            "--example",
            "smallest",
        ])
        .args([
            "--message-format",
            "json",
            "--manifest-path",
            concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"),
        ])
        .stderr(Stdio::inherit())
        .output()?;
    let built = serde_json::Deserializer::from_slice(&output.stdout).into_iter::<Value>();
    let path = built
        .flatten()
        .filter(|it| {
            it.pointer("/target/name")
                .is_some_and(|name| name == "smallest")
        })
        .find_map(|it| Some(it.get("executable")?.as_str()?.to_owned()));
    Ok(path.ok_or("the smallest program was not built")?)
}
