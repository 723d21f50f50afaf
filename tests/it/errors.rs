//! What goes wrong, each with its exit code, a sentence, and what to do.

use serde_json::Value;

use crate::world::World;

const ACCOUNTS: &str = "GET /personal/banking/accounts";
const TRANSACTIONS: &str = "GET /personal/banking/transactions";

/// Runs a command with a fault laid over the bank; how it ended, and how often the bank was asked.
fn with_fault(fault: &str, line: &str) -> (crate::world::Run, usize) {
    let world = World::logged_in();
    world.bank.fault(fault.parse().unwrap());
    let run = world.run(line);
    (run, world.requests().len())
}

fn error(fault: &str, line: &str) -> (Value, usize) {
    let (run, asked) = with_fault(fault, &format!("{line} --json"));
    let error = run.error();
    assert_eq!(error["schema"], "sb1.error/1");
    assert_eq!(error["error"]["exitCode"], run.code, "{}", run.shown());
    assert_eq!(run.out, "", "nothing on stdout: {}", run.shown());
    assert_eq!(run.err.lines().count(), 1, "one line: {}", run.err);
    (error["error"].clone(), asked)
}

#[test]
fn too_many_requests_is_said_and_not_fought() {
    let (said, asked) = error(
        &format!("{ACCOUNTS}: 429 retry-after=90 forever"),
        "accounts",
    );
    assert_eq!(
        (said["exitCode"].as_i64(), said["retryAfter"].as_i64()),
        (Some(8), Some(90))
    );
    assert_eq!((said["httpStatus"].as_i64(), asked), (Some(429), 1));
    let (said, asked) = error(
        &format!("{ACCOUNTS}: 429 retry-after=date:90 forever"),
        "accounts",
    );
    assert_eq!((said["retryAfter"].as_i64(), asked), (Some(90), 1));
    let (said, _) = error(&format!("{ACCOUNTS}: 429 forever"), "accounts");
    assert_eq!(
        (said["exitCode"].as_i64(), &said["retryAfter"]),
        (Some(8), &Value::Null)
    );
}

#[test]
fn a_passing_trouble_is_asked_again_at_most_twice() {
    for fault in [
        "500",
        "502",
        "504",
        "drop",
        "reset",
        "drop after",
        "truncate",
    ] {
        let (run, asked) = with_fault(&format!("{ACCOUNTS}: {fault} x2"), "accounts");
        assert_eq!((run.code, asked), (0, 3), "{fault}: {}", run.shown());
        let (said, asked) = error(&format!("{ACCOUNTS}: {fault} forever"), "accounts");
        assert_eq!((said["exitCode"].as_i64(), asked), (Some(8), 3), "{fault}");
        assert!(!said["message"].as_str().unwrap().is_empty());
    }
}

#[test]
fn a_list_that_breaks_off_is_asked_again_and_shown_once() {
    let world = World::logged_in();
    let whole = world.run("transactions Brukskonto --booked --since 3m --format csv --quiet");
    world
        .bank
        .fault(format!("{TRANSACTIONS}: truncate").parse().unwrap());
    let again = world.run("transactions Brukskonto --booked --since 3m --format csv --quiet");
    let ids = |text: &str| {
        text.lines()
            .map(|it| it.split(',').next().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(&whole.out), ids(&again.out));
    world
        .bank
        .fault(format!("{TRANSACTIONS}: truncate forever").parse().unwrap());
    let never = world.run("transactions Brukskonto --since 3m --json");
    assert_eq!(
        (never.code, never.out.as_str()),
        (8, ""),
        "{}",
        never.shown()
    );
}

#[test]
fn an_answer_that_cannot_be_read_names_the_place() {
    let body = r#"{"accounts":[{"key":"A","name":"n","accountNumber":"1","balance":{"x":1}}],"errors":[]}"#;
    let (said, asked) = error(
        &format!("{ACCOUNTS}: 200 type=application/json forever body={body}"),
        "accounts",
    );
    assert_eq!((said["exitCode"].as_i64(), asked), (Some(1), 1));
    assert!(said.to_string().contains("accounts[0].balance"), "{said}");
    for fault in ["malformed forever", "200 html forever", "200 forever"] {
        let (said, asked) = error(&format!("{ACCOUNTS}: {fault}"), "accounts");
        assert_eq!(
            (said["exitCode"].as_i64(), asked),
            (Some(1), 1),
            "{fault}: {said}"
        );
    }
}

#[test]
fn a_refusal_keeps_the_banks_code_and_trace() {
    let (said, asked) = error(
        &format!("{ACCOUNTS}: 403 code=not.authorized.for.operation forever"),
        "accounts",
    );
    assert_eq!(
        (
            said["exitCode"].as_i64(),
            said["httpStatus"].as_i64(),
            asked
        ),
        (Some(7), Some(403), 1)
    );
    assert_eq!(said["code"], "not.authorized.for.operation");
    assert!(said["traceId"].as_str().is_some_and(|it| !it.is_empty()));
}

#[test]
fn a_redirect_is_not_followed_and_only_its_host_named() {
    let fault = format!("{ACCOUNTS}: 307 location=http://127.0.0.1:9/steal?token=1 forever");
    let (said, asked) = error(&fault, "accounts");
    assert_eq!((said["exitCode"].as_i64(), asked), (Some(1), 1));
    assert!(
        said["message"].as_str().unwrap().contains("127.0.0.1"),
        "{said}"
    );
    assert!(!said.to_string().contains("steal"), "{said}");
}

#[test]
fn a_rejected_token_is_renewed_once_and_then_a_login_is_needed() {
    let (run, asked) = with_fault(&format!("{ACCOUNTS}: 401 x1"), "accounts");
    assert_eq!(
        (run.code, asked),
        (0, 3),
        "401, refresh, 200: {}",
        run.shown()
    );
    let (said, asked) = error(&format!("{ACCOUNTS}: 401 forever"), "accounts");
    assert_eq!((said["exitCode"].as_i64(), asked), (Some(4), 3));
    assert!(
        said["hint"].as_str().unwrap().contains("sb1 login"),
        "{said}"
    );
}

#[test]
fn nobody_at_the_other_end_is_a_sentence() {
    let world = World::logged_in();
    let dead = format!("http://127.0.0.1:{}", crate::world::free_port());
    let run = world.set("SB1_API_URL", &dead).run("accounts --json");
    assert_eq!(
        run.code,
        4,
        "another origin never sees this one's token: {}",
        run.shown()
    );
}

#[test]
fn usage_is_told_in_the_form_that_was_asked_for() {
    let world = World::new();
    for line in [
        "accounts --no-such-flag --json",
        "--format json nonsense",
        "transactions --since 2026-02-29 --json",
    ] {
        let run = world.run(line);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{}", run.shown());
        assert_eq!(run.error()["error"]["exitCode"], run.code);
    }
    let run = world.run("transactions --since 2026-02-29");
    assert!(run.err.starts_with("error: "), "{}", run.err);
    assert_eq!(world.run("accounts --no-such-flag").code, 2);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    use std::io::Read;
    let world = World::logged_in_with(sb1::sandbox::Options {
        rows: Some(20_000),
        ..Default::default()
    });
    let mut child = world.command(["transactions", "--json"]).spawn().unwrap();
    let mut out = child.stdout.take().unwrap();
    out.read_exact(&mut [0; 64]).unwrap();
    drop(out);
    let run = crate::world::Run::of(child);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
}

#[test]
fn a_folder_that_cannot_be_used_is_a_storage_failure() {
    let world = World::new();
    std::fs::write(world.home().join("data"), "a file where a folder belongs").unwrap();
    let run = world.log_in(&[]);
    assert_eq!(run.code, 5, "{}", run.shown());
}

#[test]
fn settings_that_cannot_be_understood_are_refused() {
    for (name, value) in [
        ("SB1_API_URL", "http://api.sparebank1.no"),
        ("SB1_API_URL", "https://api.sparebank1.no/path"),
        ("SB1_STORE", "cloud"),
        ("SB1_FORMAT", "xml"),
        ("SB1_PROFILE", "../../etc"),
        ("SB1_NOW", "yesterday"),
    ] {
        let run = World::new().set(name, value).run("status");
        assert_eq!(run.code, 2, "{name}={value}: {}", run.shown());
        assert!(
            run.err.contains(if name == "SB1_PROFILE" {
                "profile"
            } else {
                name
            }),
            "{}",
            run.err
        );
    }
    let world = World::new();
    world.configure("[transfer]\nmax_amuont = 1\n");
    assert_eq!(
        world.run("status").code,
        2,
        "a misspelt setting would be a silent one"
    );
}
