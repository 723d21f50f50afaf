//! Forms for the token endpoint: how long they may take, and on which connection they go.

use std::time::Instant;

use super::*;

#[test]
fn a_form_has_one_time_for_the_whole_answer() {
    for then in [Then::Drip, Then::Hang] {
        let server = Server::start(vec![then, json("{}")]);
        let http = Http::new(&server.origin(), |_| {}).with_timeouts(Timeouts {
            whole: Duration::from_millis(300),
            ..Timeouts::default()
        });
        let begun = Instant::now();
        let Err(Network::Lost(failure)) = http.post_form("/oauth/token", &[]) else {
            panic!("an answer that never ends was an answer")
        };
        assert!(begun.elapsed() < Duration::from_secs(5));
        assert_eq!(failure.kind, Kind::Unavailable);
        assert_eq!(
            causes(&failure),
            "no response within 0.3 s (POST /oauth/token)"
        );
    }
}

#[test]
fn both_tries_of_a_renewal_leave_the_lock_in_good_time() {
    assert!(Timeouts::default().whole * 2 + Duration::from_secs(20) < Duration::from_secs(90));
}

/// The server of the test takes one request a connection, so a second one on the same would hang.
#[test]
fn no_form_goes_on_a_connection_that_was_used_before() {
    let open = |body: &str| {
        let length = body.len();
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
        Then::Keep(format!("{head}Content-Length: {length}\r\n\r\n{body}").into_bytes())
    };
    let server = Server::start(vec![open(r#"{"message":"hi"}"#), open("{}"), open("{}")]);
    let (http, _) = http(&server);
    hello(&bank(&http, &Tokens::default())).unwrap();
    for _ in 0..2 {
        http.post_form("/oauth/token", &[]).map(|_| ()).unwrap();
    }
    assert_eq!(server.requests().len(), 3);
}

#[test]
fn a_form_that_is_redirected_fails_with_the_host_alone() {
    let headers = "Location: https://wifi.example/login?code=c0de\r\n";
    let server = Server::start(vec![answer("302 Found", headers, "")]);
    let (http, _) = http(&server);
    let Err(Network::Lost(failure)) = http.post_form("/oauth/token", &[("code", "c0de")]) else {
        panic!("a redirect was an answer")
    };
    assert_eq!(failure.kind, Kind::Unexpected);
    assert_eq!(
        failure.message(),
        "the bank redirected to wifi.example, which is not followed"
    );
}
