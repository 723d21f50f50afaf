//! The client against a server of the test's own, at the socket.

mod echo;
mod export;
mod form;
mod meaning;
mod once;
mod server;
mod transfer;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use server::{Server, Then, answer, json};

use super::network::Timeouts;
use super::*;
use crate::domain::origin::Origin;
use crate::failure::{BankSaid, Kind};

/// Hands out `old`, and `new` once that was refused.
#[derive(Default)]
struct Tokens {
    renewed: Cell<usize>,
}

impl TokenSource for Tokens {
    fn token(&self) -> Result<Secret, Failure> {
        Ok(Secret::new("old-token"))
    }

    fn renew(&self, rejected: &Secret) -> Result<Secret, Failure> {
        assert!(rejected.is("old-token"));
        self.renewed.set(self.renewed.get() + 1);
        Ok(Secret::new("new-token"))
    }
}

type Lines = Rc<RefCell<Vec<String>>>;

fn http(server: &Server) -> (Http, Lines) {
    http_within(server, Duration::from_secs(20))
}

fn http_within(server: &Server, idle: Duration) -> (Http, Lines) {
    let lines = Lines::default();
    let kept = Rc::clone(&lines);
    let http = Http::new(&server.origin(), move |line| {
        kept.borrow_mut().push(line.to_owned())
    });
    let timeouts = Timeouts {
        connect: Duration::from_secs(10),
        idle,
        whole: Duration::from_secs(20),
    };
    (http.with_timeouts(timeouts), lines)
}

fn bank<'a>(http: &'a Http, tokens: &'a Tokens) -> Bank<'a> {
    let mut bank = Bank::new(http, tokens);
    bank.client.patience = Patience([Duration::from_millis(1), Duration::from_millis(2)]);
    bank
}

/// What `ask` gives, and the requests that it took.
fn run<T>(script: Vec<Then>, ask: impl FnOnce(&Bank<'_>) -> T) -> (T, Vec<String>) {
    let hangs = script.iter().any(|it| matches!(it, Then::Hang));
    let idle = Duration::from_millis(if hangs { 500 } else { 20_000 });
    let server = Server::start(script);
    let (http, _) = http_within(&server, idle);
    let tokens = Tokens::default();
    let result = ask(&bank(&http, &tokens));
    (result, server.requests())
}

fn hello(bank: &Bank<'_>) -> Result<Option<Timestamp>, Failure> {
    bank.hello()
}

fn causes(failure: &Failure) -> String {
    failure.causes().collect::<Vec<_>>().join(" / ")
}

const ACCOUNT: &str = r#"{"key":"QeDJBRXWQaY8BkaSjgXT","accountNumber":"12345678903","iban":"NO9312345678903",
    "name":"Brukskonto","description":"BRUKSKONTO","balance":1234.5,"availableBalance":"1200.50",
    "currencyCode":"NOK","owner":{"name":null,"firstName":"Kari","lastName":"Nordmann","age":40},
    "productType":"P","type":"USER","disposalRole":true,"accountProperties":{"isHidden":false},
    "creditCardCreditLimit":null,"creditCardAccountID":null}"#;
const CARD: &str = r#"{"key":12345,"accountNumber":"K1234567890","name":"****1234","type":"CREDITCARD",
    "creditCardAccountId":"c-1","creditCardCreditLimit":50000}"#;

#[test]
fn asks_for_accounts_as_the_bank_wants_it() {
    let list = format!(r#"{{"accounts":[{ACCOUNT},{CARD},{ACCOUNT}],"errors":["X"]}}"#);
    let (listing, requests) = run(vec![json(&list)], |bank| {
        bank.accounts(Include { all: false })
    });
    let listing = listing.unwrap();
    let request = requests[0].to_lowercase();
    assert!(request.starts_with(
        "get /personal/banking/accounts?includenokaccounts=true&includecurrencyaccounts=true\
         &includebsuaccounts=true&includecreditcardaccounts=true&includeaskaccounts=false\
         &includepensionaccounts=false http/1.1\r\n"
    ));
    for header in [
        "accept: application/vnd.sparebank1.v1+json; charset=utf-8\r\n",
        "authorization: bearer old-token\r\n",
        concat!("user-agent: sb1/", env!("CARGO_PKG_VERSION"), "\r\n"),
        "accept-encoding: gzip\r\n",
    ] {
        assert!(request.contains(header), "{header} in {request}");
    }
    let [current, card] = listing.items.as_slice() else {
        panic!("{listing:?}")
    };
    assert_eq!(current.balance.unwrap().to_string(), "1234.50");
    assert_eq!(current.available.unwrap().to_string(), "1200.50");
    assert_eq!(current.owner.as_ref().unwrap().raw(), "Kari Nordmann");
    assert_eq!(current.credit_card_account_id, None);
    assert_eq!((card.key.raw(), card.number.is_card()), ("12345", true));
    assert_eq!(card.credit_card_account_id.as_ref().unwrap().raw(), "c-1");
    assert_eq!((card.balance, card.owner.is_none()), (None, true));
    assert_eq!(listing.errors[0].raw(), "X");
}

#[test]
fn a_list_of_accounts_may_be_nothing_but_errors() {
    let list = |body: &str| run(vec![json(body)], |bank| bank.accounts(Include::default())).0;
    for body in [
        r#"{"errors":["X"]}"#,
        r#"{"accounts":null,"errors":["X"]}"#,
        r#"{"accounts":[],"errors":["X"]}"#,
    ] {
        let listing = list(body).unwrap();
        assert_eq!(
            (listing.items.len(), listing.errors.len()),
            (0, 1),
            "{body}"
        );
    }
    for body in ["{}", r#"{"accounts":null,"errors":[]}"#] {
        let failure = list(body).unwrap_err();
        assert_eq!(
            failure.message(),
            "the bank's answer cannot be read: `accounts` is missing"
        );
    }
}

#[test]
fn reads_the_smaller_endpoints() {
    let ok = |bank: &Bank<'_>| bank.account("a/b?c#d%").map(|it| it.name.raw().to_owned());
    let (account, requests) = run(vec![json(ACCOUNT)], ok);
    assert_eq!(account.unwrap(), "Brukskonto");
    assert!(
        requests[0].starts_with("GET /personal/banking/accounts/a%2Fb%3Fc%23d%25 HTTP/1.1\r\n")
    );

    let body = r#"{"z":1.50,"interestRate":3.4500,"a":{"b":[1e+2]}}"#;
    let (details, _) = run(vec![json(body)], |bank| bank.account_details("k"));
    assert_eq!(serde_json::to_string(&details.unwrap()).unwrap(), body);

    let body = r#"{"roles":[{"roleType":"OWNER","validFromDate":"2020-01-01","validToDate":"forever"}],
        "ownerHasRightOfDisposal":true}"#;
    let (roles, requests) = run(vec![json(body)], |bank| bank.account_roles("../x"));
    let roles = roles.unwrap();
    assert_eq!(roles["roles"][0]["validToDate"], "forever");
    assert_eq!(roles["ownerHasRightOfDisposal"], true);
    assert!(requests[0].starts_with("GET /personal/banking/accounts/..%2Fx/roles HTTP"));

    let bare = r#" [{"roleType":"OWNER"}] "#;
    let roles = run(vec![json(bare)], |bank| bank.account_roles("k")).0;
    assert_eq!(roles.unwrap()["roles"][0]["roleType"], "OWNER");
    for (owner, name) in [
        (r#""Kari Nordmann""#, Some("Kari Nordmann")),
        (r#"{"lastName":"Nordmann"}"#, Some("Nordmann")),
        ("{}", None),
        ("7", None),
    ] {
        let body = format!(r#"{{"key":"k","owner":{owner}}}"#);
        let account = run(vec![json(&body)], |bank| bank.account("k")).0.unwrap();
        assert_eq!(account.owner.as_ref().map(Foreign::raw), name, "{owner}");
    }

    let dated = answer(
        "200 OK",
        "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n",
        r#"{"message":"hi"}"#,
    );
    let (date, _) = run(vec![dated], hello);
    assert_eq!(date.unwrap().unwrap().to_string(), "1994-11-06T08:49:37Z");

    for (status, headers, body) in [
        ("204 No Content", "", ""),
        ("200 OK", "Content-Type: text/plain\r\n", "Hello, World!"),
        ("200 OK", "Content-Type: application/json\r\n", "\"Hello\""),
        ("200 OK", "", ""),
    ] {
        let (date, requests) = run(vec![answer(status, headers, body)], hello);
        assert_eq!(
            (date.unwrap(), requests.len()),
            (None, 1),
            "{status} {body}"
        );
    }
    let page = answer("200 OK", "Content-Type: Text/HTML\r\n", "<html>");
    assert_eq!(run(vec![page], hello).0.unwrap_err().kind, Kind::Unexpected);

    let (details, _) = run(vec![json(r#"{"a\ud83d":["\ude00!"]}"#)], |bank| {
        bank.account_details("k")
    });
    assert_eq!(details.unwrap()["a\u{fffd}"][0], "\u{fffd}!");
    let (account, _) = run(
        vec![json(&ACCOUNT.replace("Kari", r"Kari\ud83d"))],
        |bank| bank.account("k"),
    );
    assert_eq!(
        account.unwrap().owner.unwrap().raw(),
        "Kari\u{fffd} Nordmann"
    );

    let (refused, requests) = run(vec![], |bank| bank.account("..").map(|_| ()));
    assert_eq!(
        (refused.unwrap_err().kind, requests.len()),
        (Kind::Usage, 0)
    );
}

#[test]
fn a_balance_is_asked_for_once() {
    let body = r#"{"accountBalance":"132.61","name":"Felles"}"#;
    let (balance, requests) = run(vec![json(body)], |bank| bank.balance_of("12345678903"));
    let balance = balance.unwrap();
    assert_eq!(balance.balance.to_string(), "132.61");
    assert_eq!(balance.name.unwrap().raw(), "Felles");
    let request = requests[0].to_lowercase();
    assert!(request.starts_with("post /personal/banking/accounts/balance http/1.1\r\n"));
    assert!(
        request.contains("content-type: application/vnd.sparebank1.v1+json; charset=utf-8\r\n")
    );
    assert!(request.ends_with("\r\n\r\n{\"accountnumber\":\"12345678903\"}"));

    for then in [answer("500 X", "", ""), answer("401 X", "", ""), Then::Drop] {
        let (balance, requests) = run(vec![then, json(body)], |bank| bank.balance_of("1"));
        assert!(balance.is_err());
        assert_eq!(requests.len(), 1);
    }
}

#[test]
fn a_refused_token_is_renewed_once() {
    let refusal = || {
        answer(
            "401 Unauthorized",
            "Content-Type: text/plain\r\n",
            "Unauthorized",
        )
    };
    let (account, requests) = run(vec![refusal(), json(ACCOUNT)], |bank| bank.account("k"));
    assert!(account.is_ok());
    assert!(
        requests[0]
            .to_lowercase()
            .contains("authorization: bearer old-token\r\n")
    );
    assert!(
        requests[1]
            .to_lowercase()
            .contains("authorization: bearer new-token\r\n")
    );

    let (account, requests) = run(vec![refusal(), refusal(), json(ACCOUNT)], |bank| {
        bank.account("k")
    });
    let failure = account.unwrap_err();
    assert_eq!((failure.kind, requests.len()), (Kind::Login, 2));
    assert_eq!(
        failure.message(),
        "the bank does not accept the login any more"
    );
    assert_eq!(failure.hints(), ["run `sb1 login`"]);
    assert_eq!(failure.bank.http_status, Some(401));
}

#[test]
fn the_bank_s_words_survive_a_renewal_that_fails() {
    /// Cannot renew; the bank may have answered with a status when it was asked to.
    struct Expired(Option<u16>);

    impl TokenSource for Expired {
        fn token(&self) -> Result<Secret, Failure> {
            Ok(Secret::new("old-token"))
        }

        fn renew(&self, _: &Secret) -> Result<Secret, Failure> {
            Err(
                Failure::new(Kind::Login, "the login has ended").said(BankSaid {
                    http_status: self.0,
                    ..BankSaid::default()
                }),
            )
        }
    }

    let body = r#"{"errors":[{"code":"token.expired","message":"m","traceId":"t-1"}]}"#;
    for (answered, code, status) in [(None, Some("token.expired"), 401), (Some(400), None, 400)] {
        let server = Server::start(vec![answer("401 Unauthorized", "", body)]);
        let (http, _) = http(&server);
        let failure = Bank::new(&http, &Expired(answered))
            .account("k")
            .unwrap_err();
        assert_eq!(failure.message(), "the login has ended");
        assert_eq!(failure.bank.code.as_deref(), code);
        assert_eq!(failure.bank.http_status, Some(status));
        assert_eq!(failure.bank.trace_id.as_deref(), Some("t-1"));
    }
}

#[test]
fn what_may_pass_is_asked_for_twice_more() {
    let error = || answer("500 Internal Server Error", "", "oops");
    let short = || answer("200 OK", "Content-Length: 9999\r\n", ACCOUNT);
    for first in [error(), short(), Then::Drop, Then::Hang] {
        let name = format!("{first:?}");
        let script = vec![first, error(), json(ACCOUNT)];
        let (account, requests) = run(script, |bank| bank.account("k"));
        assert_eq!((account.is_ok(), requests.len()), (true, 3), "{name}");
    }

    let (account, requests) = run(vec![error(), error(), error(), json(ACCOUNT)], |bank| {
        bank.account("k")
    });
    let failure = account.unwrap_err();
    assert_eq!((failure.kind, requests.len()), (Kind::Unavailable, 3));
    assert_eq!(
        failure.message(),
        "the bank has a problem of its own (500 Internal Server Error)"
    );

    let script = vec![error(), answer("401 X", "", ""), error(), json(ACCOUNT)];
    let (account, requests) = run(script, |bank| bank.account("k"));
    assert_eq!((account.is_ok(), requests.len()), (true, 4));

    for (last, message, cause) in [
        (
            short(),
            "the bank's answer broke off",
            "the connection was closed in the middle of the answer (GET /personal/banking/accounts/k)",
        ),
        (
            Then::Drop,
            "the bank did not answer",
            "the connection was closed before an answer came (GET /personal/banking/accounts/k)",
        ),
        (
            Then::Hang,
            "the bank did not answer",
            "no response within 0.5 s (GET /personal/banking/accounts/k)",
        ),
    ] {
        let failure = run(vec![error(), error(), last], |bank| bank.account("k"))
            .0
            .unwrap_err();
        assert_eq!(
            (failure.kind, failure.message()),
            (Kind::Unavailable, message)
        );
        assert_eq!(causes(&failure), cause);
        assert!(!failure.hints().is_empty());
    }
}

#[test]
fn a_bank_that_says_how_long_it_is_down_is_not_asked_before() {
    let down = |headers| answer("503 Service Unavailable", headers, "");
    let script = vec![down("Retry-After: 120\r\n"), json(ACCOUNT)];
    let (account, requests) = run(script, |bank| bank.account("k"));
    let failure = account.unwrap_err();
    assert_eq!((failure.kind, requests.len()), (Kind::Unavailable, 1));
    assert_eq!(failure.bank.retry_after, Some(Duration::from_secs(120)));

    let script = vec![down("Retry-After: 0\r\n"), json(ACCOUNT)];
    let (account, requests) = run(script, |bank| bank.account("k"));
    assert_eq!((account.is_ok(), requests.len()), (true, 2));
}

#[test]
fn a_rate_limit_is_said_and_not_fought() {
    for (headers, wait, hint) in [
        ("Retry-After: 30\r\n", Some(30), "try again in 30 s"),
        (
            "Date: Sun, 06 Nov 1994 08:00:00 GMT\r\nRetry-After: Sun, 06 Nov 1994 09:00:00 GMT\r\n",
            Some(3600),
            "try again in 60 minutes",
        ),
        (
            "",
            None,
            "the bank does not say how long; an hour is usually enough",
        ),
    ] {
        let script = vec![answer("429 Too Many Requests", headers, ""), json(ACCOUNT)];
        let (account, requests) = run(script, |bank| bank.account("k"));
        let failure = account.unwrap_err();
        assert_eq!((failure.kind, requests.len()), (Kind::RateLimited, 1));
        assert_eq!(failure.bank.retry_after, wait.map(Duration::from_secs));
        assert_eq!(failure.hints(), [hint]);
    }
}

#[test]
fn the_bank_s_no_is_passed_on() {
    let body = r#"{"errors":[{"code":"account.no.admission","message":"No\u001b[2J","traceId":"t-1","httpCode":403}]}"#;
    for (status, headers, body, message) in [
        (
            "403 Forbidden",
            "",
            body,
            "the bank said no: No\u{fffd}[2J (account.no.admission)",
        ),
        (
            "404 Not Found",
            "Content-Type: text/html; charset=utf-8\r\n",
            "<html>secret",
            "the bank said no: 404 Not Found, 12 bytes of text/html",
        ),
        (
            "406 Not Acceptable",
            "",
            "",
            "the bank said no: 406 Not Acceptable, 0 bytes of no stated type",
        ),
    ] {
        let script = vec![answer(status, headers, body), json(ACCOUNT)];
        let (account, requests) = run(script, |bank| bank.account("k"));
        let failure = account.unwrap_err();
        assert_eq!((failure.kind, requests.len()), (Kind::Rejected, 1));
        assert_eq!(failure.message(), message);
    }
    let long = answer("404 X", "Content-Type: text/html\r\n", &"x".repeat(200_000));
    let failure = run(vec![long], |bank| bank.account("k")).0.unwrap_err();
    assert!(
        failure.message().ends_with(" bytes or more of text/html"),
        "{failure}"
    );

    let failure = run(vec![answer("403 X", "", body)], |bank| bank.account("k"))
        .0
        .unwrap_err();
    assert_eq!(failure.bank.code.as_deref(), Some("account.no.admission"));
    assert_eq!(failure.bank.trace_id.as_deref(), Some("t-1"));
    assert_eq!(failure.bank.http_status, Some(403));
}

#[test]
fn an_answer_that_is_not_the_bank_s_is_unexpected() {
    let redirect = answer(
        "302 Found",
        "Location: https://evil.example/steal?token=x\r\n",
        "",
    );
    let (account, requests) = run(vec![redirect, json(ACCOUNT)], |bank| bank.account("k"));
    let failure = account.unwrap_err();
    assert_eq!((failure.kind, requests.len()), (Kind::Unexpected, 1));
    assert_eq!(
        failure.message(),
        "the bank redirected to evil.example, which is not followed"
    );

    let page = "x".repeat(512);
    let html = answer(
        "200 OK",
        "Content-Type: text/html; charset=utf-8\r\n",
        &page,
    );
    let (account, requests) = run(vec![html, json(ACCOUNT)], |bank| bank.account("k"));
    let failure = account.unwrap_err();
    assert_eq!((failure.kind, requests.len()), (Kind::Unexpected, 1));
    assert_eq!(
        failure.message(),
        "the bank's answer is not JSON (512 bytes of text/html)"
    );

    for headers in [
        "",
        "Content-Type: application/json\r\n",
        "Content-Type: Application/Vnd.X+JSON;a=b\r\n",
    ] {
        let (account, _) = run(vec![answer("200 OK", headers, ACCOUNT)], |bank| {
            bank.account("k")
        });
        assert!(account.is_ok(), "{headers}");
    }
    let bad = r#"{"accounts":[{"key":"k","balance":{"secret":1}}],"errors":[{"traceId":"t-9"}]}"#;
    let (list, requests) = run(vec![json(bad), json(bad)], |bank| {
        bank.accounts(Include::default())
    });
    let failure = list.unwrap_err();
    assert_eq!((failure.kind, requests.len()), (Kind::Unexpected, 1));
    let place =
        "the bank's answer cannot be read: `accounts[0].balance` is neither a number nor a string";
    assert_eq!(failure.message(), place);
    assert_eq!(failure.bank.http_status, Some(200));
    assert_eq!(failure.bank.trace_id.as_deref(), Some("t-9"));
}

#[test]
fn an_unreachable_bank_is_a_sentence_and_not_fought() {
    let closed = Server::closed();
    let http = Http::new(&closed, |_| {});
    let failure = bank(&http, &Tokens::default()).account("k").unwrap_err();
    assert_eq!(failure.kind, Kind::Unavailable);
    assert_eq!(
        failure.message(),
        format!("the bank cannot be reached at {closed}")
    );
    assert_eq!(causes(&failure), "the connection was refused");
    assert!(matches!(
        http.post_form("/oauth/token", &[]),
        Err(Network::NotSent(_))
    ));

    // Plain HTTP where TLS is spoken; and a name that no resolver may know (RFC 6761).
    let server = Server::start(vec![answer("200 OK", "", "{}")]);
    let tls = server.origin().as_str().replace("http:", "https:");
    let http = Http::new(&Origin::parse(&tls).unwrap(), |_| {});
    let Err(Network::NotSent(failure)) = http.post_form("/oauth/token", &[("client_secret", "s")])
    else {
        panic!("sent without TLS")
    };
    assert_eq!(
        failure.message(),
        "no secure connection to the bank could be made",
        "{}",
        causes(&failure)
    );
    assert!(
        causes(&failure).starts_with("TLS: "),
        "{}",
        causes(&failure)
    );

    let http = Http::new(&Origin::parse("https://bank.invalid").unwrap(), |_| {});
    if let Err(Network::NotSent(failure)) = http.post_form("/", &[]) {
        assert_eq!(failure.kind, Kind::Unavailable);
    } else {
        panic!("a name that is none was resolved")
    }
}

#[test]
fn a_form_is_posted_once_and_any_answer_is_one() {
    for status in [200, 400, 401, 500] {
        let then = answer(
            &format!("{status} X"),
            "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n",
            "{}",
        );
        let server = Server::start(vec![then]);
        let (http, lines) = http(&server);
        let fields = [
            ("grant_type", "refresh_token"),
            ("client_secret", "hush &=æ"),
        ];
        let answer = http.post_form("/oauth/token", &fields).unwrap();
        assert_eq!(
            (answer.status, answer.body.as_slice()),
            (status, b"{}".as_slice())
        );
        assert!(answer.date.is_some());
        let requests = server.requests();
        assert_eq!(requests.len(), 1);
        let request = requests[0].to_lowercase();
        assert!(request.starts_with("post /oauth/token http/1.1\r\n"));
        assert!(request.contains("content-type: application/x-www-form-urlencoded\r\n"));
        assert!(request.ends_with("grant_type=refresh_token&client_secret=hush+%26%3d%c3%a6"));
        assert!(lines.borrow()[0].starts_with(&format!("POST /oauth/token: {status}")));
    }
    for then in [
        Then::Drop,
        Then::Hang,
        answer("200 OK", "Content-Length: 99\r\n", "{"),
    ] {
        let server = Server::start(vec![then, json("{}")]);
        let (http, _) = http_within(&server, Duration::from_millis(500));
        assert!(matches!(
            http.post_form("/oauth/token", &[]),
            Err(Network::Lost(_))
        ));
        assert_eq!(server.requests().len(), 1);
    }
    let server = Server::start(vec![json(&"x".repeat(reply::SMALL + 1))]);
    let (http, _) = http(&server);
    assert!(
        matches!(http.post_form("/", &[]), Err(Network::Lost(it)) if it.kind == Kind::Unexpected)
    );
}

/// `{"message":"hi"}`
const ZIPPED: &[u8] = &[
    31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 86, 202, 77, 45, 46, 78, 76, 79, 85, 178, 82, 202, 200,
    84, 170, 5, 0, 51, 148, 214, 189, 16, 0, 0, 0,
];

#[test]
fn a_compressed_answer_is_unpacked() {
    let zipped = |bytes: &[u8]| {
        let Then::Answer(head) = answer(
            "200 OK",
            &format!(
                "Content-Encoding: gzip\r\nContent-Length: {}\r\n",
                bytes.len()
            ),
            "",
        ) else {
            panic!("no answer")
        };
        Then::Answer([&head, bytes].concat())
    };
    assert!(run(vec![zipped(ZIPPED)], hello).0.is_ok());

    let cut = || zipped(&ZIPPED[..20]);
    let (date, requests) = run(vec![cut(), cut(), cut()], hello);
    assert_eq!(
        (date.unwrap_err().kind, requests.len()),
        (Kind::Unavailable, 3)
    );

    let mut garbled = ZIPPED.to_vec();
    garbled[10..16].fill(0xff);
    let (date, requests) = run(vec![zipped(&garbled)], hello);
    let failure = date.unwrap_err();
    assert_eq!((failure.kind, requests.len()), (Kind::Unexpected, 1));
    assert_eq!(failure.message(), "the bank's answer is garbled");
}

#[test]
fn the_trace_tells_no_secret() {
    let server = Server::start(vec![
        answer("500 X", "", ""),
        json(r#"{"transactions":[]}"#),
    ]);
    let (http, lines) = http(&server);
    let keys = ["k-1".to_owned()];
    let query = Query {
        keys: &keys,
        since: None,
        until: None,
        classified: false,
    };
    bank(&http, &Tokens::default())
        .transactions(&query, &mut Kept::default())
        .unwrap();
    let lines = lines.borrow().join("\n");
    assert!(
        lines.starts_with("GET /personal/banking/transactions: 500 Internal Server Error in "),
        "{lines}"
    );
    assert!(
        lines.contains("\nasking again in 1 ms\nGET /personal/banking/transactions: 200 OK in "),
        "{lines}"
    );
    assert!(
        !lines.contains("token") && !lines.contains("k-1"),
        "{lines}"
    );
}

/// Keeps the ids of rows; too late to start again once there are `most`.
#[derive(Default)]
struct Kept {
    ids: Vec<String>,
    too_late: bool,
}

impl Rows for Kept {
    fn row(&mut self, row: Transaction<'_>) -> Result<(), Failure> {
        self.ids.push(row.id);
        Ok(())
    }

    fn restart(&mut self) -> bool {
        self.ids.clear();
        !self.too_late
    }
}

const LIST: &str = include_str!("../../tests/fixtures/transactions.json");

#[test]
fn a_list_that_breaks_off_begins_anew_unless_it_was_shown() {
    let keys = ["a", "b&c", "a"].map(str::to_owned);
    let query = Query {
        keys: &keys,
        since: Day::parse_iso("2026-01-01"),
        until: Day::parse_iso("2026-01-31"),
        classified: false,
    };
    let short = || {
        answer(
            "200 OK",
            "Content-Length: 99999\r\n",
            LIST.trim_end().trim_end_matches('}'),
        )
    };

    let mut once = Kept::default();
    let (errors, requests) = run(vec![json(LIST)], |bank| {
        bank.transactions(&query, &mut once)
    });
    assert_eq!(errors.unwrap().len(), 2);
    assert!(requests[0].starts_with(
        "GET /personal/banking/transactions?accountKey=a&accountKey=b%26c&fromDate=2026-01-01&toDate=2026-01-31 HTTP/1.1\r\n"
    ));

    let mut again = Kept::default();
    let (errors, requests) = run(vec![short(), json(LIST)], |bank| {
        bank.transactions(&query, &mut again)
    });
    assert_eq!((errors.is_ok(), requests.len()), (true, 2));
    assert_eq!(again.ids, once.ids);

    let mut shown = Kept {
        too_late: true,
        ..Kept::default()
    };
    let (errors, requests) = run(vec![short(), json(LIST)], |bank| {
        bank.transactions(&query, &mut shown)
    });
    let failure = errors.unwrap_err();
    assert_eq!((failure.kind, requests.len()), (Kind::Unavailable, 1));

    let nothing = Query { keys: &[], ..query };
    let (errors, requests) = run(vec![], |bank| {
        bank.transactions(&nothing, &mut Kept::default())
    });
    assert_eq!((errors.unwrap().len(), requests.len()), (0, 0));
}

#[test]
fn a_transaction_s_details_are_all_there() {
    let body = include_str!("../../tests/fixtures/details.json");
    let (details, requests) = run(vec![json(body)], |bank| {
        bank.transaction_details("i/d", false)
    });
    assert!(requests[0].starts_with("GET /personal/banking/transactions/i%2Fd/details HTTP"));
    let plain = details.unwrap();
    assert_eq!(plain.row.amount.unwrap().to_string(), "132.61");
    assert_eq!(plain.row.date.unwrap().to_string(), "2026-10-24");
    assert!(plain.row.is_booked(), "it has a booked date");
    assert_eq!(plain.row.account_number.unwrap().raw(), "11111111113");
    assert_eq!(plain.row.currency_amount.unwrap().to_string(), "321.20");
    assert_eq!(plain.fields["exchangeRate"].to_string(), "8.530");
    let payment = &plain.fields["paymentDetails"];
    assert_eq!(payment["serviceCharges"][0]["paidBy"], "SHARED");
    assert_eq!(payment["internationalDetails"]["agreedRate"], "8.5");

    let classified = format!(
        r#"{{"transaction":{body},"recurring":true,"categories":[{{"main":"Ukategorisert"}}],
            "merchant":{{"name":"Rema 1000","position":[59.9,10.7],"logoScore":0.5}}}}"#
    );
    let ask = |bank: &Bank<'_>| bank.transaction_details("x", true);
    let (details, requests) = run(vec![json(&classified)], ask);
    assert!(
        requests[0].starts_with("GET /personal/banking/transactions/x/details/classified HTTP")
    );
    let details = details.unwrap();
    assert_eq!(details.row.category.unwrap().raw(), "Ukategorisert");
    assert_eq!(details.row.recurring, Some(true));
    assert_eq!(details.fields["merchant"]["name"], "Rema 1000");
    assert_eq!(
        details.fields["numericalReference"],
        plain.fields["numericalReference"]
    );

    let bad = classified.replacen("132.61", "\"x\"", 1);
    let failure = run(vec![json(&bad)], ask).0.unwrap_err();
    assert!(
        failure
            .message()
            .contains("`transaction.amount` is no amount"),
        "{failure}"
    );
}

#[test]
fn a_whole_answer_with_half_a_document_is_not_asked_for_again() {
    let script = vec![json(&ACCOUNT[..100]), json(ACCOUNT)];
    let (account, requests) = run(script, |bank| bank.account("k"));
    let failure = account.unwrap_err();
    assert_eq!((failure.kind, requests.len()), (Kind::Unexpected, 1));
    assert_eq!(
        failure.message(),
        "the bank's answer cannot be read: it ends in the middle"
    );
}

#[test]
fn half_a_document_whose_length_nobody_told_is_asked_for_again() {
    let half = |headers: &str, body: &str| {
        Then::Answer(format!("HTTP/1.1 200 OK\r\n{headers}\r\n{body}").into_bytes())
    };
    let open = |body: &str| half("Connection: close\r\n", body);
    let script = vec![open(&ACCOUNT[..100]), open(ACCOUNT)];
    let (account, requests) = run(script, |bank| bank.account("k"));
    assert_eq!((account.is_ok(), requests.len()), (true, 2));

    let script = (0..3).map(|_| open(&ACCOUNT[..100])).collect();
    let failure = run(script, |bank| bank.account("k")).0.unwrap_err();
    assert_eq!(failure.kind, Kind::Unavailable);
    assert_eq!(failure.message(), "the bank's answer broke off");

    let chunked = half("Transfer-Encoding: chunked\r\n", "2\r\n{\"\r\n0\r\n\r\n");
    let (account, requests) = run(vec![chunked, json(ACCOUNT)], |bank| bank.account("k"));
    let failure = account.unwrap_err();
    assert_eq!((failure.kind, requests.len()), (Kind::Unexpected, 1));
}
