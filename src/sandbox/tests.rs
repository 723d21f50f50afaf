//! The pretend bank as a raw client sees it: a socket and nothing between.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::*;

const HELLO: &str = "/common/helloworld";
const ACCEPT: &str = "Accept: application/vnd.sparebank1.v1+json; charset=utf-8\r\n";

fn open(habits: Habits) -> Sandbox {
    Sandbox::start(Options {
        start: Some("2026-11-22T12:00:00Z".parse().unwrap()),
        auto_consent: true,
        habits,
        ..Options::default()
    })
    .unwrap()
}

fn dial(bank: &Sandbox) -> TcpStream {
    let stream = TcpStream::connect(bank.server.address()).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .unwrap();
    stream
}

/// Sends bytes and reads until the connection ends.
fn raw(bank: &Sandbox, bytes: &[u8]) -> std::io::Result<String> {
    let mut stream = dial(bank);
    stream.write_all(bytes)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(String::from_utf8(answer).unwrap())
}

fn hello(bank: &Sandbox, more: &str) -> Vec<u8> {
    let token = bank.issue_tokens().access_token;
    format!(
        "GET {HELLO} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n{ACCEPT}{more}\r\n"
    )
    .into_bytes()
}

fn ask(bank: &Sandbox) -> std::io::Result<String> {
    raw(bank, &hello(bank, "Connection: close\r\n"))
}

fn refresh_form(token: &str) -> Vec<u8> {
    let Options {
        client_id,
        client_secret,
        ..
    } = Options::default();
    let body = format!(
        "grant_type=refresh_token&refresh_token={token}\
         &client_id={client_id}&client_secret={client_secret}"
    );
    format!(
        "POST /oauth/token HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").unwrap().1
}

fn length(answer: &str) -> usize {
    let (_, rest) = answer.split_once("Content-Length: ").unwrap();
    rest.split_once("\r\n").unwrap().0.parse().unwrap()
}

#[test]
fn one_connection_carries_many_requests() {
    let bank = open(Habits::default());
    let mut twice = hello(&bank, "");
    twice.extend(hello(&bank, "Connection: close\r\n"));
    let answers = raw(&bank, &twice).unwrap();
    assert_eq!(answers.matches("HTTP/1.1 200 OK\r\n").count(), 2);
    assert!(answers.contains("Date: Sun, 22 Nov 2026 12:00:00 GMT\r\n"));
    assert!(answers.contains("Connection: keep-alive\r\n"));
    assert_eq!(bank.requests().len(), 2);
    assert_eq!(bank.requests()[0].header("host"), Some("x"));
    bank.forget_requests();
    assert!(bank.requests().is_empty());
}

#[test]
fn head_has_the_length_and_not_the_body() {
    let bank = open(Habits::default());
    let get = ask(&bank).unwrap();
    let asked = String::from_utf8(hello(&bank, "Connection: close\r\n")).unwrap();
    let head = raw(&bank, asked.replacen("GET", "HEAD", 1).as_bytes()).unwrap();
    assert_eq!(length(&head), length(&get));
    assert_eq!((body(&head), body(&get).len()), ("", length(&get)));
    assert_eq!(bank.requests()[1].method, "HEAD");
}

#[test]
fn the_query_is_decoded_and_the_path_is_not() {
    let bank = open(Habits::default());
    raw(&bank, b"GET /a%2Fb?k=%C3%A6+1&k=2&&e HTTP/1.0\r\n\r\n").unwrap();
    let request = bank.requests().remove(0);
    assert_eq!(request.path, "/a%2Fb");
    assert_eq!(
        request.query_all("k").collect::<Vec<_>>(),
        ["\u{e6} 1", "2"]
    );
    assert_eq!(request.query("e"), Some(""));
}

#[test]
fn what_is_too_big_or_no_http_is_refused() {
    let bank = open(Habits::default());
    let big = format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", "x".repeat(40_000));
    for (bytes, status) in [
        (big.as_str(), "431"),
        ("nonsense\r\n\r\n", "400"),
        ("POST / HTTP/1.1\r\nContent-Length: 1048577\r\n\r\n", "413"),
        ("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", "400"),
        (
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "411",
        ),
    ] {
        let answer = raw(&bank, bytes.as_bytes()).unwrap();
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status} ")),
            "{answer}"
        );
    }
    assert!(bank.requests().is_empty());
}

#[test]
fn the_bank_opens_to_a_living_token_only() {
    let bank = open(Habits::default());
    let request = hello(&bank, "Connection: close\r\n");
    assert!(raw(&bank, &request).unwrap().starts_with("HTTP/1.1 200 "));
    bank.advance(SignedDuration::from_secs(600));
    let other = format!("GET {HELLO} HTTP/1.0\r\nAuthorization: Bearer x\r\n\r\n");
    let none = format!("GET {HELLO} HTTP/1.0\r\n\r\n");
    for request in [request.as_slice(), other.as_bytes(), none.as_bytes()] {
        let answer = raw(&bank, request).unwrap();
        assert!(answer.starts_with("HTTP/1.1 401 Unauthorized\r\nContent-Type: text/plain\r\n"));
        assert!(answer.contains("WWW-Authenticate: Bearer\r\n"));
        assert_eq!(body(&answer), "Unauthorized");
    }
    let unknown = raw(&bank, b"GET /nowhere HTTP/1.0\r\n\r\n").unwrap();
    assert!(unknown.starts_with("HTTP/1.1 404 ") && unknown.contains("\"code\":\"Not Found\""));
}

#[test]
fn faults_that_answer() {
    let bank = open(Habits::default());
    for (words, seen) in [
        (
            "429 retry-after=30",
            "429 Too Many Requests|Retry-After: 30|\"httpCode\":429",
        ),
        (
            "429 retry-after=date:60",
            "429 Too|Retry-After: Sun, 22 Nov 2026 12:01:00 GMT",
        ),
        (
            "500",
            "500 Internal Server Error|{\"errors\":[{\"code\":\"general.error\"",
        ),
        (
            "500 code=general.error.transfer.not.completed",
            "500|.transfer.not.completed\"",
        ),
        (
            "403 code=a code=b",
            "403 Forbidden|\"code\":\"a\"|\"code\":\"b\"",
        ),
        (
            "502",
            "502 Bad Gateway|Content-Type: text/html|<h1>502 Bad Gateway</h1>",
        ),
        ("503", "503|<html>"),
        ("504", "504|<html>"),
        ("401", "401 Unauthorized|\r\n\r\nUnauthorized"),
        ("200 html", "200 OK|text/html|<html>"),
        (
            "200 body={\"x\": 1}",
            "200 OK|vnd.sparebank1.v1+json|\r\n\r\n{\"x\": 1}",
        ),
        ("200", "200 OK|\r\n\r\n{}"),
        (
            "307 location=http://example.org/",
            "307 Temporary|Location: http://example.org/\r\n",
        ),
    ] {
        bank.fault(format!("GET {HELLO}: {words}").parse().unwrap());
        let answer = ask(&bank).unwrap();
        for part in seen.split('|') {
            assert!(answer.contains(part), "{words}: {answer}");
        }
        assert!(
            ask(&bank).unwrap().starts_with("HTTP/1.1 200 OK\r\n"),
            "{words}: twice"
        );
    }
    assert!(bank.faults().is_empty());
    bank.fault(format!("GET {HELLO}: 429 forever").parse().unwrap());
    assert!(!ask(&bank).unwrap().contains("Retry-After"));
    assert!(ask(&bank).unwrap().starts_with("HTTP/1.1 429"));
    bank.clear_faults();
    assert!(ask(&bank).unwrap().starts_with("HTTP/1.1 200"));
}

#[test]
fn faults_that_break_the_answer() {
    let bank = open(Habits::default());
    let whole = ask(&bank).unwrap();
    let fault = |effect| bank.fault(Fault::on("GET", "/common/*", effect));
    fault(fault::Effect::Truncate);
    let half = raw(&bank, &hello(&bank, "")).unwrap();
    assert_eq!(length(&half), length(&whole));
    assert_eq!(body(&half), &body(&whole)[..length(&whole) / 2]);
    fault(fault::Effect::Malformed);
    let malformed = ask(&bank).unwrap();
    assert_eq!(length(&malformed), body(&malformed).len());
    assert!(serde_json::from_str::<serde_json::Value>(body(&malformed)).is_err());
    fault(fault::Effect::Drop);
    assert_eq!(raw(&bank, &hello(&bank, "")).unwrap(), "");
    fault(fault::Effect::Reset);
    let reset = raw(&bank, &hello(&bank, "")).unwrap_err();
    assert_eq!(reset.kind(), ErrorKind::ConnectionReset);
    assert_eq!(bank.requests().len(), 5);
}

#[test]
fn an_answer_that_drips_arrives_whole_and_late() {
    let bank = open(Habits::default());
    let whole = ask(&bank).unwrap();
    bank.fault(format!("GET {HELLO}: drip delay=160ms").parse().unwrap());
    let start = Instant::now();
    assert_eq!(body(&ask(&bank).unwrap()), body(&whole));
    // A piece is waited for no less than a sixteenth of the time; there are more than eight.
    assert!(start.elapsed() > Duration::from_millis(80));
}

#[test]
fn a_random_thing_takes_its_time_by_the_pretend_clock() {
    let bank = open(Habits::default());
    let total = bank.total();
    let hours = |bank: &Sandbox| {
        let step = (0..)
            .map(|seed| bank.churn(seed))
            .find(|step| !step.time.is_zero());
        step.unwrap().time.as_hours()
    };
    let day = |bank: &Sandbox| {
        let truth = bank.truth();
        truth.iter().map(|row| row.day).max().unwrap()
    };
    let first = day(&bank);
    let mut passed = 0;
    while passed <= 24 * 3 {
        passed += hours(&bank);
    }
    bank.live(1, 5);
    assert!((day(&bank) - first).get_days() >= 7);
    assert_eq!(bank.total(), total);
    let booked = |bank: &Sandbox| -> i64 {
        let truth = bank.truth();
        truth
            .iter()
            .filter(|row| row.booked)
            .map(|row| row.ore)
            .sum()
    };
    let stands =
        |bank: &Sandbox| -> i64 { bank.balances().iter().map(|balance| balance.booked).sum() };
    let opening = stands(&bank) - booked(&bank);
    bank.live(2, 20);
    assert_eq!(stands(&bank) - booked(&bank), opening);
    bank.bring_all_back();
    assert!(bank.truth().iter().all(|row| !row.withheld));
}

#[test]
fn the_work_is_done_before_or_not_at_all() {
    let bank = open(Habits::default());
    // A renewal spends its token: whether it was done shows at the next one.
    for (words, done) in [
        ("drop", false),
        ("drop after", true),
        ("500", false),
        ("500 after", true),
        ("reset after", true),
        ("truncate", true),
        ("delay=50ms", true),
        ("503 delay=50ms after", true),
    ] {
        let token = bank.issue_tokens().refresh_token.unwrap();
        bank.fault(format!("POST /oauth/token: {words}").parse().unwrap());
        let _ = raw(&bank, &refresh_form(&token));
        let again = raw(&bank, &refresh_form(&token)).unwrap();
        let (status, part) = if done {
            ("400", "\"invalid_grant\"")
        } else {
            ("200", "Bearer")
        };
        assert!(
            again.starts_with(&format!("HTTP/1.1 {status} ")),
            "{words}: {again}"
        );
        assert!(again.contains(part), "{words}: {again}");
    }
}

#[test]
fn a_late_answer_keeps_nobody_else_waiting() {
    let bank = open(Habits::default());
    let request = hello(&bank, "Connection: close\r\n");
    for after in ["", " after"] {
        bank.fault(format!("GET {HELLO}: delay=600ms{after}").parse().unwrap());
        let start = Instant::now();
        std::thread::scope(|scope| {
            let mut late = dial(&bank);
            late.write_all(&request).unwrap();
            while bank.requests().is_empty() {
                std::thread::yield_now();
            }
            let others: Vec<_> = (0..16)
                .map(|_| scope.spawn(|| raw(&bank, &request).unwrap()))
                .collect();
            for other in others {
                assert!(other.join().unwrap().starts_with("HTTP/1.1 200 "));
            }
            assert!(start.elapsed() < Duration::from_millis(600));
            let mut answer = String::new();
            late.read_to_string(&mut answer).unwrap();
            assert!(answer.starts_with("HTTP/1.1 200 "));
            assert!(start.elapsed() >= Duration::from_millis(600));
        });
        assert_eq!(bank.requests().len(), 17);
        bank.forget_requests();
    }
}

#[test]
fn a_big_body_arrives_whole() {
    let bank = open(Habits::default());
    let text = "x".repeat(20_000_000);
    bank.fault(Fault::on("GET", HELLO, fault::Effect::json(200, &text)));
    assert!(body(&ask(&bank).unwrap()) == text);
}

#[test]
fn closing_ends_idle_waiting_and_late_connections_at_once() {
    let bank = open(Habits::default());
    bank.fault(format!("GET {HELLO}: delay=60s").parse().unwrap());
    let mut late = dial(&bank);
    late.write_all(&hello(&bank, "")).unwrap();
    let mut idle = dial(&bank);
    idle.write_all(b"GET / HT").unwrap();
    while bank.requests().is_empty() {
        std::thread::yield_now();
    }
    let address = bank.server.address();
    let start = Instant::now();
    drop(bank);
    assert!(start.elapsed() < Duration::from_secs(5));
    for mut stream in [late, idle] {
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest);
        assert!(rest.is_empty());
    }
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn the_rate_limit_counts_authorised_calls() {
    let mut habits = Habits::default();
    habits.set("rate-limit=2+headers+retry-after").unwrap();
    let bank = open(habits);
    raw(&bank, format!("GET {HELLO} HTTP/1.0\r\n\r\n").as_bytes()).unwrap();
    assert!(ask(&bank).unwrap().contains("X-RateLimit-Remaining: 1\r\n"));
    assert!(ask(&bank).unwrap().contains("X-RateLimit-Remaining: 0\r\n"));
    let refused = ask(&bank).unwrap();
    assert!(refused.starts_with("HTTP/1.1 429 ") && refused.contains("Retry-After: 3600\r\n"));
    bank.set_habits(|habits| habits.rate_limit = None);
    assert!(ask(&bank).unwrap().starts_with("HTTP/1.1 200 "));
}
