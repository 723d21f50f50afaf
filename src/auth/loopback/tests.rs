//! The listener against what may knock at a loopback port.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc;
use std::thread;

use super::*;

const STATE: &str = "genuine-state";

/// A listener on a free port of 127.0.0.1.
fn listener() -> (Listener, RedirectUri) {
    for _ in 0..50 {
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let uri = RedirectUri::parse(&format!("http://127.0.0.1:{port}/callback")).unwrap();
        if let Ok(listener) = Listener::bind(&uri) {
            return (listener, uri);
        }
    }
    panic!("no free port");
}

fn connect(uri: &RedirectUri) -> TcpStream {
    TcpStream::connect(SocketAddr::from(([127, 0, 0, 1], uri.port()))).unwrap()
}

fn request(uri: &RedirectUri, method: &str, target: &str) -> String {
    format!(
        "{method} {target} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nCookie: x\r\n\r\n",
        uri.port()
    )
}

fn genuine(uri: &RedirectUri) -> String {
    request(uri, "GET", &format!("/callback?code=c0de&state={STATE}"))
}

/// Sends `bytes` and reads the whole answer.
fn ask(uri: &RedirectUri, bytes: &str) -> String {
    let mut stream = connect(uri);
    stream.write_all(bytes.as_bytes()).unwrap();
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer);
    answer
}

fn wait(listener: &mut Listener, limit: Duration) -> Result<String, NoAnswer> {
    let deadline = Instant::now() + limit;
    listener
        .wait(&Secret::new(STATE), deadline, None, &mut |_| {})
        .map(|outcome| match outcome {
            Outcome::Code(code) => code.expose().to_owned(),
            Outcome::Denied(error) => format!("denied: {error}"),
        })
}

const LONG: Duration = Duration::from_secs(20);

#[test]
fn everything_but_the_genuine_redirect_is_refused_and_ignored() {
    let (mut listener, uri) = listener();
    let port = uri.port();
    let knocking = thread::spawn(move || {
        for (bytes, status) in [
            (request(&uri, "GET", "/favicon.ico"), "404"),
            (
                request(&uri, "GET", "/callback/x?code=c&state=genuine-state"),
                "404",
            ),
            (
                request(&uri, "POST", "/callback?code=c&state=genuine-state"),
                "405",
            ),
            (request(&uri, "GET", "/callback?code=c"), "400"),
            (request(&uri, "GET", "/callback?code=c&state=wrong"), "400"),
            (request(&uri, "GET", "/callback?error=access_denied"), "400"),
            (
                request(&uri, "GET", "/callback?error=access_denied&state=wrong"),
                "400",
            ),
            (
                request(&uri, "GET", "/callback?code=a&code=b&state=genuine-state"),
                "400",
            ),
            (
                genuine(&uri).replace(&format!("127.0.0.1:{port}"), "evil.example"),
                "400",
            ),
            (genuine(&uri).replace("127.0.0.1", "localhost"), "400"),
            (
                genuine(&uri).replace("Cookie: x", &format!("Host: 127.0.0.1:{port}")),
                "400",
            ),
            (format!("GET /{} HTTP/1.1\r\n", "a".repeat(20_000)), "400"),
            ("\x16\x03\x01 rubbish\r\n\r\n".to_owned(), "400"),
        ] {
            let answer = ask(&uri, &bytes);
            assert!(
                answer.starts_with(&format!("HTTP/1.1 {status} ")),
                "{bytes:.60}: {answer}"
            );
            assert!(
                !answer.contains("genuine") && !answer.contains("wrong"),
                "echoed: {answer}"
            );
        }
        ask(&uri, &genuine(&uri))
    });
    assert_eq!(wait(&mut listener, LONG).unwrap(), "c0de");
    listener.answer(
        &Secret::new(STATE),
        true,
        "Logged in",
        "You can close this tab.",
    );
    let page = knocking.join().unwrap();
    assert!(page.starts_with("HTTP/1.1 200 ") && page.contains("You can close this tab."));
    assert!(!page.contains("c0de") && !page.contains(STATE));
}

#[test]
fn idle_sockets_and_a_trickling_request_do_not_delay_the_genuine_one() {
    let (mut listener, uri) = listener();
    let idle: Vec<_> = (0..50).map(|_| connect(&uri)).collect();
    let slow_uri = uri.clone();
    let (stop, stopped) = mpsc::channel::<()>();
    let slow = thread::spawn(move || {
        let mut stream = connect(&slow_uri);
        for byte in request(&slow_uri, "GET", "/callback?code=slow&state=wrong")
            .repeat(100)
            .bytes()
        {
            if stream.write_all(&[byte]).is_err()
                || stopped.recv_timeout(Duration::from_millis(2)).is_ok()
            {
                break;
            }
        }
    });
    let browser_uri = uri.clone();
    let browser = thread::spawn(move || {
        thread::sleep(Duration::from_millis(100));
        let sent = Instant::now();
        let page = ask(&browser_uri, &genuine(&browser_uri));
        (sent.elapsed(), page)
    });
    assert_eq!(wait(&mut listener, LONG).unwrap(), "c0de");
    listener.answer(&Secret::new(STATE), true, "Logged in", "x");
    let (took, page) = browser.join().unwrap();
    assert!(page.starts_with("HTTP/1.1 200 "));
    assert!(took < Duration::from_secs(1), "{took:?}");
    drop(stop);
    drop(idle);
    slow.join().unwrap();
}

#[test]
fn a_flood_of_connections_does_not_end_the_login() {
    let (mut listener, uri) = listener();
    let flood_uri = uri.clone();
    let browser = thread::spawn(move || {
        let flood: Vec<_> = (0..300)
            .map(|_| {
                let mut stream = connect(&flood_uri);
                let _ = stream.write_all(b"GET /callback?code=half");
                stream
            })
            .collect();
        let page = ask(&flood_uri, &genuine(&flood_uri));
        drop(flood);
        page
    });
    assert_eq!(wait(&mut listener, LONG).unwrap(), "c0de");
    assert!(listener.open.len() <= MOST_CONNECTIONS);
    listener.answer(&Secret::new(STATE), false, "Not logged in", "x");
    assert!(browser.join().unwrap().starts_with("HTTP/1.1 400 "));
}

#[test]
fn a_genuine_request_in_pieces_is_understood() {
    let (mut listener, uri) = listener();
    let browser = thread::spawn(move || {
        let mut stream = connect(&uri);
        for byte in genuine(&uri).bytes() {
            stream.write_all(&[byte]).unwrap();
            thread::sleep(Duration::from_millis(1));
        }
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    });
    assert_eq!(wait(&mut listener, LONG).unwrap(), "c0de");
    listener.answer(&Secret::new(STATE), true, "Logged in", "x");
    assert!(browser.join().unwrap().contains("Logged in"));
}

#[test]
fn a_second_tab_is_answered_and_brings_no_second_code() {
    let (mut listener, uri) = listener();
    let tabs: Vec<_> = (0..2)
        .map(|_| {
            let mut stream = connect(&uri);
            stream.write_all(genuine(&uri).as_bytes()).unwrap();
            stream
        })
        .collect();
    assert_eq!(wait(&mut listener, LONG).unwrap(), "c0de");
    listener.answer(&Secret::new(STATE), true, "Logged in", "x");
    for mut tab in tabs {
        let mut answer = String::new();
        tab.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 "));
    }
}

#[test]
fn a_denial_with_our_state_ends_the_wait() {
    let (mut listener, uri) = listener();
    let denial = request(
        &uri,
        "GET",
        &format!("/callback?error=access_denied&state={STATE}"),
    );
    let browser = thread::spawn(move || ask(&uri, &denial));
    assert_eq!(wait(&mut listener, LONG).unwrap(), "denied: access_denied");
    assert!(listener.send_on("http://127.0.0.1:1/again"));
    assert!(browser.join().unwrap().starts_with("HTTP/1.1 303 "));
}

#[test]
fn the_deadline_is_real_and_counted_down() {
    let (mut listener, uri) = listener();
    let _idle = connect(&uri);
    let mut ticks = Vec::new();
    let started = Instant::now();
    let ended = listener.wait(
        &Secret::new(STATE),
        started + Duration::from_millis(1200),
        None,
        &mut |event| {
            if let Event::Tick(left) = event {
                ticks.push(left.as_secs());
            }
        },
    );
    assert_eq!(ended.map(|_| ()).unwrap_err(), NoAnswer::DeadlinePassed);
    assert_eq!(ticks, [1, 0]);
    assert!(started.elapsed() < Duration::from_secs(3));
}

#[test]
fn a_pasted_address_answers_and_a_wrong_one_is_told_why() {
    let uri = RedirectUri::parse("http://localhost:12345/callback").unwrap();
    let mut nowhere = Listener::nowhere(&uri);
    let (paste, pasted) = mpsc::channel();
    for line in ["", "rubbish", "/callback?code=x&state=other"] {
        paste.send(line.to_owned()).unwrap();
    }
    paste
        .send(format!(
            "http://localhost:12345/callback?code=pasted&state={STATE}\n"
        ))
        .unwrap();
    let mut wrong = Vec::new();
    let outcome = nowhere.wait(
        &Secret::new(STATE),
        Instant::now() + LONG,
        Some(&pasted),
        &mut |event| {
            if let Event::WrongPaste(why) = event {
                wrong.push(why);
            }
        },
    );
    assert!(matches!(outcome, Ok(Outcome::Code(code)) if code.is("pasted")));
    assert_eq!(wrong, [Ignored::WrongPlace, Ignored::WrongState]);
    drop(paste);
    let ended = nowhere.wait(
        &Secret::new(STATE),
        Instant::now() + LONG,
        Some(&pasted),
        &mut |_| {},
    );
    assert_eq!(ended.map(|_| ()).unwrap_err(), NoAnswer::NothingLeft);
}

#[test]
fn localhost_takes_both_families_and_a_taken_port_is_named() {
    for _ in 0..50 {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = taken.local_addr().unwrap().port();
        let uri = RedirectUri::parse(&format!("http://localhost:{port}/callback")).unwrap();
        let error = Listener::bind(&uri).map(|_| ()).unwrap_err();
        assert_eq!(error.port, port);
        if cfg!(target_os = "linux") {
            assert!(error.who.unwrap().contains(&std::process::id().to_string()));
        }
        drop(taken);
        let Ok(both) = Listener::bind(&uri) else {
            continue;
        };
        assert_eq!(both.sockets.len(), if both.without_ipv6() { 1 } else { 2 });
        if both.without_ipv6() {
            return;
        }
        drop(both);
        let Ok(six) = TcpListener::bind(format!("[::1]:{port}")) else {
            continue;
        };
        assert!(Listener::bind(&uri).is_err());
        drop(six);
        return;
    }
    panic!("no free port");
}
