//! One connection to the listener: its request, read as it trickles in, and one answer.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

use super::redirect::RedirectUri;

/// No request to the listener has a longer head.
const LONGEST_HEAD: usize = 16 * 1024;
/// How long a request may take to arrive.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) struct Connection {
    stream: TcpStream,
    head: Vec<u8>,
    since: Instant,
}

/// What has arrived.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Arrived {
    /// Not all of it yet.
    Nothing,
    /// A GET for this place: its target.
    Target(String),
    /// A request to be refused with this status.
    Refused(u16),
    /// Nobody is there any more, or takes too long.
    Gone,
}

impl Connection {
    pub(crate) fn new(stream: TcpStream) -> std::io::Result<Self> {
        stream.set_nonblocking(true)?;
        Ok(Self {
            stream,
            head: Vec::new(),
            since: Instant::now(),
        })
    }

    /// Reads what is there, without waiting.
    pub(crate) fn read(&mut self, expected: &RedirectUri) -> Arrived {
        let mut buffer = [0; 2048];
        loop {
            match self.stream.read(&mut buffer) {
                Ok(0) => return Arrived::Gone,
                Ok(count) => self.head.extend(buffer.iter().take(count)),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => return self.waiting(),
                Err(_) => return Arrived::Gone,
            }
            match judge(&self.head, expected) {
                Arrived::Nothing if self.head.len() > LONGEST_HEAD => return Arrived::Refused(400),
                Arrived::Nothing => {}
                arrived => return arrived,
            }
        }
    }

    fn waiting(&self) -> Arrived {
        if self.since.elapsed() > PATIENCE {
            Arrived::Gone
        } else {
            Arrived::Nothing
        }
    }

    /// Sends an answer that must never hold anything up, and hangs up.
    pub(crate) fn dismiss(mut self, answer: &[u8]) {
        let _ = self.stream.write_all(answer);
        let _ = self.stream.shutdown(Shutdown::Write);
    }

    /// Sends the answer that a person waits for, and hangs up.
    pub(crate) fn answer(mut self, answer: &[u8]) {
        let _ = self.stream.set_nonblocking(false);
        let _ = self.stream.set_write_timeout(Some(Duration::from_secs(2)));
        self.dismiss_rest();
        self.dismiss(answer);
    }

    /// What is unread when a connection is closed makes the system reset it, answer and all.
    fn dismiss_rest(&mut self) {
        let _ = self.stream.set_nonblocking(true);
        let mut buffer = [0; 2048];
        let _ = self.stream.read(&mut buffer);
        let _ = self.stream.set_nonblocking(false);
    }
}

/// Reads the head of a request, as far as it is there. Only a GET with exactly one, our, `Host` passes.
fn judge(head: &[u8], expected: &RedirectUri) -> Arrived {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut request = httparse::Request::new(&mut headers);
    match request.parse(head) {
        Ok(httparse::Status::Partial) => return Arrived::Nothing,
        Ok(httparse::Status::Complete(_)) => {}
        Err(_) => return Arrived::Refused(400),
    }
    let mut hosts = request
        .headers
        .iter()
        .filter(|it| it.name.eq_ignore_ascii_case("host"));
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        return Arrived::Refused(400);
    };
    if !expected.is_host(host.value) {
        return Arrived::Refused(400);
    }
    match (request.method, request.path) {
        (Some("GET"), Some(target)) if target.starts_with('/') => {
            Arrived::Target(target.to_owned())
        }
        (Some("GET"), _) => Arrived::Refused(400),
        _ => Arrived::Refused(405),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_get_for_this_host_passes() {
        let expected = RedirectUri::parse("http://localhost:12345/callback").unwrap();
        let judge = |head: &str| judge(head.as_bytes(), &expected);
        let target = |it: &str| Arrived::Target(it.to_owned());
        assert_eq!(
            judge("GET /a?b HTTP/1.1\r\nHost: localhost:12345\r\n\r\n"),
            target("/a?b")
        );
        assert_eq!(
            judge("GET /a HTTP/1.1\r\nhOST: LocalHost:12345\r\n\r\n"),
            target("/a")
        );
        assert_eq!(
            judge("GET /a HTTP/1.1\r\nHost: localhost:12345\r\n"),
            Arrived::Nothing
        );
        for (head, status) in [
            ("POST /a HTTP/1.1\r\nHost: localhost:12345\r\n\r\n", 405),
            ("HEAD /a HTTP/1.1\r\nHost: localhost:12345\r\n\r\n", 405),
            ("get /a HTTP/1.1\r\nHost: localhost:12345\r\n\r\n", 405),
            ("GET /a HTTP/1.1\r\n\r\n", 400),
            ("GET /a HTTP/1.1\r\nHost: evil.example\r\n\r\n", 400),
            ("GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
            ("GET /a HTTP/1.1\r\nHost: 127.0.0.1:12345\r\n\r\n", 400),
            (
                "GET /a HTTP/1.1\r\nHost: localhost:12345\r\nHost: localhost:12345\r\n\r\n",
                400,
            ),
            (
                "GET http://localhost:12345/a HTTP/1.1\r\nHost: localhost:12345\r\n\r\n",
                400,
            ),
            ("\x16\x03\x01\x02\x00\x01", 400),
            ("GET /a HTTP/1.1\r\nHost : localhost:12345\r\n\r\n", 400),
        ] {
            assert_eq!(judge(head), Arrived::Refused(status), "{head}");
        }
    }
}
