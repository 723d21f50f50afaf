//! A browser with nobody in front of it: follows an authorize address to where the pretend bank
//! sends it, for the demo and the tests.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use url::Url;

/// More hops than a login has are a loop.
const MOST_HOPS: usize = 5;

/// Opens `address` and follows redirects on this machine; the last page's text.
///
/// # Errors
/// When an address is not http on loopback, or the connection fails.
pub fn visit(address: &str) -> io::Result<String> {
    let mut url = parse(address)?;
    for _ in 0..MOST_HOPS {
        let answer = get(&url)?;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        match header(head, "location") {
            Some(next) => {
                url = url
                    .join(next)
                    .map_err(|_| wrong("the redirect is no address"))?
            }
            None => return Ok(body.to_owned()),
        }
    }
    Err(wrong("too many redirects"))
}

fn parse(address: &str) -> io::Result<Url> {
    Url::parse(address).map_err(|_| wrong("this is no address"))
}

fn get(url: &Url) -> io::Result<String> {
    let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    if url.scheme() != "http" || !local {
        return Err(wrong("the address is not on this machine"));
    }
    let host = url.host_str().unwrap_or_default();
    let port = url.port_or_known_default().unwrap_or(80);
    let mut stream = TcpStream::connect((host.trim_matches(['[', ']']), port))?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let target = url.query().map_or_else(
        || url.path().to_owned(),
        |query| format!("{}?{query}", url.path()),
    );
    write!(
        stream,
        "GET {target} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n"
    )?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim())
}

fn wrong(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, why)
}
