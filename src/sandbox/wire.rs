//! HTTP/1.1 on one connection of the pretend bank: requests in, responses out, whole or not.

use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use super::message::{Request, Response};
use super::refusal::reason;

const HEAD_LIMIT: usize = 32 * 1024;
const BODY_LIMIT: usize = 1024 * 1024;
const MOST_HEADERS: usize = 100;
/// Below this, head and body leave in one write.
const ONE_WRITE: usize = 64 * 1024;
/// How many pieces a body that drips is cut into.
pub(crate) const PIECES: u32 = 16;
/// How long a connection may stand idle.
const IDLE: Duration = Duration::from_secs(120);

/// One connection with what was read from it and not yet used.
pub(crate) struct Wire {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// What came in.
pub(crate) enum Received {
    /// A request, and whether it wants to be the last.
    Request(Request, bool),
    /// Something that is answered with that status and the end of the connection.
    Refused(u16),
    /// The other side has gone.
    Gone,
}

/// How an answer goes out.
#[derive(Clone, Copy)]
pub(crate) struct Manner {
    /// Without its body: the answer to HEAD.
    pub(crate) head_only: bool,
    /// With half of its body.
    pub(crate) half: bool,
    /// As the last one on this connection.
    pub(crate) last: bool,
}

/// A request's head, understood.
struct Head {
    length: usize,
    request: Request,
    body: usize,
    last: bool,
    wants_continue: bool,
}

impl Wire {
    /// Takes a connection over.
    ///
    /// # Errors
    /// When the socket refuses its settings.
    pub(crate) fn new(stream: TcpStream) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(IDLE))?;
        Ok(Self {
            stream,
            buffer: Vec::new(),
        })
    }

    /// Waits for the next request.
    ///
    /// # Errors
    /// When the socket fails or stays idle too long.
    pub(crate) fn receive(&mut self) -> io::Result<Received> {
        let head = loop {
            match parse(&self.buffer) {
                Ok(Some(head)) => break head,
                Err(status) => return Ok(Received::Refused(status)),
                Ok(None) if self.buffer.len() >= HEAD_LIMIT => return Ok(Received::Refused(431)),
                Ok(None) => {}
            }
            if self.read_more()? == 0 {
                return Ok(Received::Gone);
            }
        };
        let mut request = head.request;
        let end = head.length + head.body;
        if head.wants_continue && self.buffer.len() < end {
            self.stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
        }
        while self.buffer.len() < end {
            if self.read_more()? == 0 {
                return Ok(Received::Gone);
            }
        }
        request.body = self.buffer.drain(..end).skip(head.length).collect();
        Ok(Received::Request(request, head.last))
    }

    fn read_more(&mut self) -> io::Result<usize> {
        let mut chunk = [0; 8 * 1024];
        let count = self.stream.read(&mut chunk)?;
        self.buffer.extend(chunk.iter().take(count));
        Ok(count)
    }

    /// Sends an answer; the length announced is always that of the whole body.
    ///
    /// # Errors
    /// When the other side does not take it.
    pub(crate) fn send(&mut self, response: &Response, date: &str, how: Manner) -> io::Result<()> {
        let mut bytes = head(response, date, how);
        let body = body(response, how);
        if body.len() <= ONE_WRITE {
            bytes.extend_from_slice(body);
            self.stream.write_all(&bytes)
        } else {
            self.stream.write_all(&bytes)?;
            self.stream.write_all(body)
        }
    }

    /// Sends an answer with its body in at most [`PIECES`] pieces; `wait` lets some time pass
    /// before each of them and says whether to go on.
    ///
    /// # Errors
    /// When the other side does not take it.
    pub(crate) fn drip(
        &mut self,
        response: &Response,
        date: &str,
        how: Manner,
        wait: impl Fn() -> bool,
    ) -> io::Result<()> {
        self.stream.write_all(&head(response, date, how))?;
        let body = body(response, how);
        let pieces = usize::try_from(PIECES).unwrap_or(1);
        for piece in body.chunks(body.len().div_ceil(pieces).max(1)) {
            if !wait() {
                return Err(io::ErrorKind::ConnectionAborted.into());
            }
            self.stream.write_all(piece)?;
        }
        Ok(())
    }

    /// Ends the connection so that an answer to a request not fully read still arrives:
    /// closing with unread bytes would reset it.
    pub(crate) fn end_unread(mut self) -> io::Result<()> {
        self.stream.shutdown(Shutdown::Write)?;
        self.stream
            .set_read_timeout(Some(Duration::from_millis(250)))?;
        self.buffer.clear();
        let mut drained = 0;
        while drained < 2 * BODY_LIMIT {
            let count = self.read_more()?;
            self.buffer.clear();
            if count == 0 {
                break;
            }
            drained += count;
        }
        Ok(())
    }

    /// The socket, for ending it in another way.
    pub(crate) fn into_stream(self) -> TcpStream {
        self.stream
    }
}

/// The head of an answer, with the empty line that ends it.
fn head(response: &Response, date: &str, how: Manner) -> Vec<u8> {
    let status = response.status;
    let mut head = format!("HTTP/1.1 {status} {}\r\n", reason(status));
    for (name, value) in &response.headers {
        let value: String = value.chars().filter(|c| !c.is_control()).collect();
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str(&format!("Date: {date}\r\n"));
    if !is_bodiless(response) {
        head.push_str(&format!("Content-Length: {}\r\n", response.body.len()));
    }
    let connection = if how.last { "close" } else { "keep-alive" };
    head.push_str(&format!("Connection: {connection}\r\n\r\n"));
    head.into_bytes()
}

/// What of an answer's body is sent.
fn body(response: &Response, how: Manner) -> &[u8] {
    if is_bodiless(response) || how.head_only {
        &[]
    } else if how.half {
        first_half(&response.body)
    } else {
        &response.body
    }
}

fn is_bodiless(response: &Response) -> bool {
    matches!(response.status, 204 | 304)
}

/// The first half of a body, rounded down: never all of it, unless it is empty.
pub(crate) fn first_half(body: &[u8]) -> &[u8] {
    body.get(..body.len() / 2).unwrap_or_default()
}

/// Reads a head; `Ok(None)` when more is needed, a status when it cannot be served.
fn parse(buffer: &[u8]) -> Result<Option<Head>, u16> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut parsed = httparse::Request::new(&mut headers);
    let length = match parsed.parse(buffer) {
        Ok(httparse::Status::Complete(length)) if length <= HEAD_LIMIT => length,
        Ok(httparse::Status::Complete(_)) | Err(httparse::Error::TooManyHeaders) => {
            return Err(431);
        }
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(_) => return Err(400),
    };
    let target = parsed.path.unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let request = Request {
        method: parsed.method.unwrap_or_default().to_owned(),
        path: path.to_owned(),
        query: url::form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect(),
        headers: parsed.headers.iter().map(owned).collect(),
        body: Vec::new(),
    };
    let body = body_length(&request)?;
    let connection = request.header("connection").unwrap_or_default();
    let keeps = connection.eq_ignore_ascii_case("keep-alive");
    let last = connection.eq_ignore_ascii_case("close") || (parsed.version == Some(0) && !keeps);
    let wants_continue = request
        .header("expect")
        .is_some_and(|value| value.eq_ignore_ascii_case("100-continue"));
    Ok(Some(Head {
        length,
        request,
        body,
        last,
        wants_continue,
    }))
}

/// A header of one's own: its name in lower case, its value as text.
fn owned(header: &httparse::Header<'_>) -> (String, String) {
    let value = String::from_utf8_lossy(header.value).into_owned();
    (header.name.to_ascii_lowercase(), value)
}

fn body_length(request: &Request) -> Result<usize, u16> {
    if request.header("transfer-encoding").is_some() {
        return Err(411);
    }
    let mut lengths = request
        .headers
        .iter()
        .filter(|(name, _)| name == "content-length");
    let Some((_, first)) = lengths.next() else {
        return Ok(0);
    };
    let digits = first.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || first.is_empty() || lengths.any(|(_, other)| other != first) {
        return Err(400);
    }
    match first.parse() {
        Ok(length) if length <= BODY_LIMIT => Ok(length),
        _ => Err(413),
    }
}
