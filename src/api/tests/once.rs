//! A transfer is sent once, whatever the other side does: counted at the socket.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use super::server::request;
use super::transfer::intent;
use super::*;
use crate::api::transfer::Ready;
use crate::domain::transfer::{Answer, Route};

/// A server that does the same to every connection, and keeps what came on each.
struct Counting {
    origin: Origin,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Counting {
    fn start(act: impl Fn(&mut TcpStream) -> String + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&heard);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                kept.lock().unwrap().push(String::new());
                let mut text = act(&mut stream);
                // Whatever would come on the same connection after the answer.
                let _ = stream.set_read_timeout(Some(Duration::from_millis(50)));
                let mut more = Vec::new();
                let _ = stream.read_to_end(&mut more);
                text.push_str(&String::from_utf8_lossy(&more));
                *kept.lock().unwrap().last_mut().unwrap() = text;
            }
        });
        Self {
            origin: Origin::parse(&format!("http://127.0.0.1:{port}")).unwrap(),
            heard,
        }
    }

    /// Connections, and heads of requests on all of them, once nothing more comes.
    fn counts(&self) -> (usize, usize) {
        std::thread::sleep(Duration::from_millis(150));
        let heard = self.heard.lock().unwrap();
        let heads = heard.iter().map(|it| it.matches(" HTTP/1.1\r\n").count());
        (heard.len(), heads.sum())
    }
}

fn post(origin: &Origin, whole: Duration, stop: &dyn Fn() -> bool) -> Answer {
    let http = Http::new(origin, |_| {}).waiting(Some(whole));
    let tokens = Tokens::default();
    let ready = Ready::of(Secret::new("old-token"));
    bank(&http, &tokens).transfer(&ready, &intent(Route::Debit, None, None), stop)
}

const LONG: Duration = Duration::from_secs(20);

#[test]
fn no_answer_makes_it_go_out_again() {
    let here = "Location: /personal/banking/transfer/debit\r\n";
    let odd = "Location: http://256.256.256.256/\r\n";
    for (bytes, status) in [
        (String::new(), None),
        ("HTTP/1.1 200 O".to_owned(), None),
        ("HTTP/1.1 200 OK\r\nContent-Le".to_owned(), None),
        ("junk\r\n\r\n".to_owned(), None),
        ("HTTP/1.1 100 Continue\r\n\r\n".repeat(3), None),
        (
            format!("HTTP/1.1 307 X\r\n{odd}Content-Length: 0\r\n\r\n"),
            Some(307),
        ),
        (
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n".to_owned(),
            Some(200),
        ),
        (format!("HTTP/1.1 301 X\r\n{here}\r\n"), Some(301)),
        (format!("HTTP/1.1 303 X\r\n{here}\r\n"), Some(303)),
        (
            format!("HTTP/1.1 307 X\r\n{here}Content-Length: 0\r\n\r\n"),
            Some(307),
        ),
        (
            format!("HTTP/1.1 308 X\r\n{here}Content-Length: 0\r\n\r\n"),
            Some(308),
        ),
        (
            "HTTP/1.1 401 X\r\nContent-Length: 0\r\n\r\n".to_owned(),
            Some(401),
        ),
        (
            "HTTP/1.1 407 X\r\nContent-Length: 0\r\n\r\n".to_owned(),
            Some(407),
        ),
        (
            "HTTP/1.1 408 X\r\nContent-Length: 0\r\n\r\n".to_owned(),
            Some(408),
        ),
        (
            "HTTP/1.1 421 X\r\nContent-Length: 0\r\n\r\n".to_owned(),
            Some(421),
        ),
        (
            "HTTP/1.1 425 X\r\nContent-Length: 0\r\n\r\n".to_owned(),
            Some(425),
        ),
        (
            "HTTP/1.1 429 X\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n".to_owned(),
            Some(429),
        ),
        (
            "HTTP/1.1 503 X\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n".to_owned(),
            Some(503),
        ),
    ] {
        for reset in [false, true] {
            let answer = bytes.clone();
            let server = Counting::start(move |stream| {
                let text = request(stream);
                let _ = stream.write_all(answer.as_bytes());
                if reset {
                    let socket = socket2::SockRef::from(&*stream);
                    socket.set_linger(Some(Duration::ZERO)).unwrap();
                }
                let _ = stream.shutdown(std::net::Shutdown::Write);
                text
            });
            let got = post(&server.origin, LONG, &|| false);
            match (&got, status) {
                (Answer::Came { status, .. }, Some(expected)) => assert_eq!(*status, expected),
                (Answer::Lost { status, .. }, None) => assert_eq!(*status, None),
                _ => panic!("{bytes} {got:?}"),
            }
            assert_eq!(server.counts(), (1, 1), "{bytes} {got:?}");
        }
    }
}

#[test]
fn a_connection_that_is_closed_before_the_request_is_read_is_never_an_outcome() {
    for early in ["", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"] {
        let server = Counting::start(move |stream| {
            let _ = stream.write_all(early.as_bytes());
            let socket = socket2::SockRef::from(&*stream);
            socket.set_linger(Some(Duration::ZERO)).unwrap();
            let _ = stream.shutdown(std::net::Shutdown::Both);
            String::new()
        });
        let got = post(&server.origin, LONG, &|| false);
        // It may be closed so early that the system never calls it connected: then nothing went out.
        let never = matches!(got, Answer::NeverSent { .. });
        let lost = matches!(got, Answer::Lost { .. } | Answer::Came { status: 200, .. });
        assert!(never || lost, "{got:?}");
        assert_eq!(server.counts().0, 1, "{early} {got:?}");
    }
}

#[test]
fn one_time_holds_for_the_whole_answer() {
    for head in ["", "HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"] {
        let server = Counting::start(move |stream| {
            let text = request(stream);
            let _ = stream.write_all(head.as_bytes());
            // A byte now and then, or an interim answer before there is a head.
            let next = if head.is_empty() {
                "HTTP/1.1 100 X\r\n\r\n"
            } else {
                "x"
            };
            while stream.write_all(next.as_bytes()).is_ok() {
                std::thread::sleep(Duration::from_millis(40));
            }
            text
        });
        let begun = Instant::now();
        let got = post(&server.origin, Duration::from_millis(300), &|| false);
        assert!(begun.elapsed() < Duration::from_secs(5));
        let lost = Answer::Lost {
            why: "no response within 0.3 s (POST /personal/banking/transfer/debit)".to_owned(),
            status: (!head.is_empty()).then_some(200),
        };
        assert_eq!(got, lost);
        assert_eq!(server.counts(), (1, 1));
    }
}

#[test]
fn whoever_waits_can_give_up() {
    for head in ["", "HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"] {
        let server = Counting::start(move |stream| {
            let text = request(stream);
            let _ = stream.write_all(head.as_bytes());
            let _ = stream.set_read_timeout(Some(LONG));
            let _ = stream.read(&mut [0]);
            text
        });
        let begun = Instant::now();
        let stop = || begun.elapsed() > Duration::from_millis(200);
        let got = post(&server.origin, LONG, &stop);
        assert!(begun.elapsed() < Duration::from_secs(5));
        let lost = Answer::Lost {
            why: "interrupted while waiting for the answer".to_owned(),
            status: (!head.is_empty()).then_some(200),
        };
        assert_eq!(got, lost);
        assert_eq!(server.counts(), (1, 1));
    }
    let server = Counting::start(request);
    let got = post(&server.origin, LONG, &|| true);
    assert!(matches!(got, Answer::NeverSent { .. }), "{got:?}");
    assert_eq!(server.counts(), (0, 0));
}

#[test]
fn what_never_had_a_connection_was_never_sent() {
    let tls = Server::start(vec![answer("200 OK", "", "{}")]);
    let tls = Origin::parse(&tls.origin().as_str().replace("http:", "https:")).unwrap();
    let nowhere = Origin::parse("https://bank.invalid").unwrap();
    for (origin, expected) in [
        (Server::closed(), "the connection was refused"),
        (tls, "TLS: "),
        (nowhere, ""),
    ] {
        let got = post(&origin, LONG, &|| false);
        let Answer::NeverSent { why } = &got else {
            panic!("{got:?}")
        };
        assert!(why.starts_with(expected), "{why}");
    }
}

#[test]
fn a_transfer_goes_on_no_connection_that_was_used_before() {
    let ok = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
    let server = Counting::start(move |stream| {
        let text = request(stream);
        let _ = stream.write_all(ok.as_bytes());
        text
    });
    let lines = Lines::default();
    let kept = Rc::clone(&lines);
    let http = Http::new(&server.origin, move |line| {
        kept.borrow_mut().push(line.to_owned())
    });
    let tokens = Tokens::default();
    let bank = bank(&http, &tokens);
    let ready = bank.ready().unwrap();
    for _ in 0..2 {
        bank.transfer(&ready, &intent(Route::Debit, None, None), &|| false);
    }
    assert_eq!(server.counts(), (3, 3));
    let lines = lines.borrow();
    assert_eq!(lines.len(), 3, "{lines:?}");
    let traced = "POST /personal/banking/transfer/debit: 200 OK in ";
    assert!(lines[2].starts_with(traced), "{lines:?}");
}
