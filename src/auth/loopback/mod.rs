//! The loopback listener that the browser comes back to.
//!
//! One thread looks at every socket in turn and waits for none, so neither idle connections nor
//! half a request nor a flood of either can keep the genuine redirect waiting. tiny_http's own server
//! cannot promise that: its pool may queue a connection behind idle ones, its accept loop ends at
//! the first error (no more file descriptors), and it reads header lines of any length. So tiny_http
//! writes the answers here, and httparse reads the requests.

mod connection;
mod page;
pub(crate) mod redirect;
mod who;

use std::io::{self, ErrorKind};
use std::net::{SocketAddr, TcpListener};
use std::sync::mpsc::{Receiver, TryRecvError};
use std::time::{Duration, Instant};

use crate::domain::secret::Secret;

use connection::{Arrived, Connection};
use redirect::{Ignored, Outcome, RedirectUri, parse_redirect};

/// So many connections are listened to; then the oldest goes.
const MOST_CONNECTIONS: usize = 100;
/// How long to rest where nothing happens.
const REST: Duration = Duration::from_millis(10);

/// The registered port is not to be had.
#[derive(Debug)]
pub(crate) struct BindError {
    pub(crate) port: u16,
    /// The program that holds it, where that can be known.
    pub(crate) who: Option<String>,
    pub(crate) source: io::Error,
}

/// Why the wait is over without an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoAnswer {
    DeadlinePassed,
    /// Nobody listens, and nothing more can be pasted.
    NothingLeft,
}

/// What happens during the wait.
pub(crate) enum Event {
    /// A second went by; so much is left.
    Tick(Duration),
    /// Some hundredths of a second went by.
    Glance,
    /// Something was pasted that is not the answer.
    WrongPaste(Ignored),
}

/// Listens where the registered redirect URI points.
pub(crate) struct Listener {
    uri: RedirectUri,
    sockets: Vec<TcpListener>,
    /// Connections whose request is not complete.
    open: Vec<Connection>,
    /// Browsers that brought the answer and wait for a page.
    held: Vec<Connection>,
    /// Whether `::1` was wanted and this machine has none.
    without_ipv6: bool,
}

impl Listener {
    /// Takes the port, on every address that the host of `uri` may mean, before a browser is opened.
    pub(crate) fn bind(uri: &RedirectUri) -> Result<Self, BindError> {
        let mut this = Self::nowhere(uri);
        for address in uri.addresses() {
            match bind_one(SocketAddr::new(*address, uri.port())) {
                Ok(socket) => this.sockets.push(socket),
                Err(error)
                    if address.is_ipv6() && !this.sockets.is_empty() && is_absent(&error) =>
                {
                    this.without_ipv6 = true;
                }
                Err(source) => {
                    return Err(BindError {
                        port: uri.port(),
                        who: who::holder(uri.port()),
                        source,
                    });
                }
            }
        }
        Ok(this)
    }

    /// Listens to nothing: only a pasted address can answer.
    pub(crate) fn nowhere(uri: &RedirectUri) -> Self {
        Self {
            uri: uri.clone(),
            sockets: Vec::new(),
            open: Vec::new(),
            held: Vec::new(),
            without_ipv6: false,
        }
    }

    pub(crate) fn without_ipv6(&self) -> bool {
        self.without_ipv6
    }

    /// Waits for the answer to the login with this `state`, from the browser or pasted. A browser
    /// that brings it is held until [`Listener::answer`].
    pub(crate) fn wait(
        &mut self,
        state: &Secret,
        deadline: Instant,
        pasted: Option<&Receiver<String>>,
        on_event: &mut dyn FnMut(Event),
    ) -> Result<Outcome, NoAnswer> {
        let mut said = None;
        let mut paste_open = pasted.is_some();
        loop {
            let (busy, outcome) = self.look(state);
            if let Some(outcome) = outcome {
                return Ok(outcome);
            }
            match pasted.map(Receiver::try_recv) {
                Some(Ok(line)) => match parse_redirect(&line, &self.uri, state) {
                    Ok(outcome) => return Ok(outcome),
                    Err(_) if line.trim().is_empty() => {}
                    Err(ignored) => on_event(Event::WrongPaste(ignored)),
                },
                Some(Err(TryRecvError::Disconnected)) => paste_open = false,
                Some(Err(TryRecvError::Empty)) | None => {}
            }
            if self.sockets.is_empty() && !paste_open {
                return Err(NoAnswer::NothingLeft);
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(NoAnswer::DeadlinePassed);
            }
            if said != Some(left.as_secs()) {
                said = Some(left.as_secs());
                on_event(Event::Tick(left));
            }
            on_event(Event::Glance);
            if !busy {
                std::thread::sleep(REST.min(left));
            }
        }
    }

    /// Shows a page to every browser that brought the answer with this `state`, also a second tab
    /// that came in the meantime.
    pub(crate) fn answer(&mut self, state: &Secret, ok: bool, title: &str, text: &str) {
        while self.look(state).1.is_some() {}
        let page = page::person(if ok { 200 } else { 400 }, title, text);
        for held in self.held.drain(..) {
            held.answer(&page);
        }
    }

    /// Sends the browser that brought the answer on to `address`; whether there was one.
    pub(crate) fn send_on(&mut self, address: &str) -> bool {
        let there = !self.held.is_empty();
        for held in self.held.drain(..) {
            held.answer(&page::onward(address));
        }
        there
    }

    /// One look at every socket: whether anything happened, and the genuine answer if it came.
    fn look(&mut self, state: &Secret) -> (bool, Option<Outcome>) {
        let mut busy = self.accept();
        let mut outcome = None;
        for mut connection in std::mem::take(&mut self.open) {
            match connection.read(&self.uri) {
                Arrived::Nothing => {
                    self.open.push(connection);
                    continue;
                }
                Arrived::Gone => {}
                Arrived::Refused(status) => connection.dismiss(&page::noise(status)),
                Arrived::Target(target) => match parse_redirect(&target, &self.uri, state) {
                    Ok(arrived) => {
                        self.held.push(connection);
                        outcome.get_or_insert(arrived);
                    }
                    Err(Ignored::WrongPlace) => connection.dismiss(&page::noise(404)),
                    Err(_) => connection.dismiss(&page::noise(400)),
                },
            }
            busy = true;
        }
        (busy, outcome)
    }

    /// Takes what knocks. A failure here passes by itself, or with the oldest connection.
    fn accept(&mut self) -> bool {
        let before = self.open.len();
        for socket in &self.sockets {
            for _ in 0..MOST_CONNECTIONS / 2 {
                match socket.accept() {
                    Ok((stream, _)) => self.open.extend(Connection::new(stream)),
                    Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                    Err(_) if self.open.is_empty() => break,
                    Err(_) => drop(self.open.remove(0)),
                }
            }
        }
        let excess = self.open.len().saturating_sub(MOST_CONNECTIONS);
        self.open.drain(..excess);
        self.open.len() > before || excess > 0
    }
}

fn bind_one(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = TcpListener::bind(address)?;
    socket.set_nonblocking(true)?;
    Ok(socket)
}

/// Whether this machine has no such address at all, rather than somebody else on it.
fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::AddrNotAvailable | ErrorKind::Unsupported)
        // Linux without IPv6: "address family not supported".
        || cfg!(target_os = "linux") && error.raw_os_error() == Some(97)
}

#[cfg(test)]
mod tests;
