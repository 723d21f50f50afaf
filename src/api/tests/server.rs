//! A server that follows a script, one connection a step, and keeps what it was asked.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::domain::origin::Origin;

/// What to do with a request.
#[derive(Debug)]
pub(super) enum Then {
    /// Write these bytes and close.
    Answer(Vec<u8>),
    /// Close without a word.
    Drop,
    /// Begin an answer and go on with a byte now and then, until the other side gives up.
    Drip,
    /// Answer this and keep the connection open for a second.
    Keep(Vec<u8>),
    /// Say nothing until the other side gives up.
    Hang,
}

/// An answer with a length, unless `headers` give one, that closes the connection.
pub(super) fn answer(status: &str, headers: &str, body: &str) -> Then {
    let length = if headers.contains("Content-Length") {
        String::new()
    } else {
        format!("Content-Length: {}\r\n", body.len())
    };
    Then::Answer(
        format!("HTTP/1.1 {status}\r\nConnection: close\r\n{headers}{length}\r\n{body}")
            .into_bytes(),
    )
}

/// A success in the bank's media type.
pub(super) fn json(body: &str) -> Then {
    answer(
        "200 OK",
        "Content-Type: application/vnd.sparebank1.v1+json;charset=utf-8\r\n",
        body,
    )
}

pub(super) struct Server {
    port: u16,
    asked: Receiver<String>,
    _thread: JoinHandle<()>,
}

impl Server {
    pub(super) fn start(script: Vec<Then>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (tell, asked) = channel();
        let thread = std::thread::spawn(move || {
            for then in script {
                let (mut stream, _) = listener.accept().unwrap();
                let request = request(&mut stream);
                let _ = tell.send(request);
                match then {
                    Then::Answer(bytes) => drop(stream.write_all(&bytes)),
                    Then::Drop => {}
                    Then::Drip => drip(&mut stream),
                    Then::Keep(bytes) => {
                        let _ = stream.write_all(&bytes);
                        std::thread::spawn(move || {
                            let _ = stream.set_read_timeout(Some(Duration::from_secs(1)));
                            drop(stream.read(&mut [0]));
                        });
                    }
                    Then::Hang => drop(stream.read(&mut [0])),
                }
            }
        });
        Self {
            port,
            asked,
            _thread: thread,
        }
    }

    /// An address where nobody listens.
    pub(super) fn closed() -> Origin {
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        Origin::parse(&format!("http://127.0.0.1:{port}")).unwrap()
    }

    pub(super) fn origin(&self) -> Origin {
        Origin::parse(&format!("http://127.0.0.1:{}", self.port)).unwrap()
    }

    /// The requests so far, head and body.
    pub(super) fn requests(&self) -> Vec<String> {
        self.asked.try_iter().collect()
    }
}

fn drip(stream: &mut TcpStream) {
    let mut next: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n";
    while stream.write_all(next).is_ok() {
        next = b"x";
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Reads a request as far as its length says, or a TLS greeting as far as it comes.
pub(super) fn request(stream: &mut TcpStream) -> String {
    stream
        .set_read_timeout(Some(Duration::from_secs(5)))
        .unwrap();
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.split_once("content-length: ").map_or(0, |(_, rest)| {
                rest.lines()
                    .next()
                    .unwrap()
                    .trim()
                    .parse::<usize>()
                    .unwrap()
            });
            if body.len() >= length {
                break;
            }
        }
        match stream.read(&mut buffer) {
            Ok(count @ 1..) => bytes.extend_from_slice(&buffer[..count]),
            _ => break,
        }
        if bytes.first() == Some(&22) {
            break;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
