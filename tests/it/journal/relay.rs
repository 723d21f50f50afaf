//! Stands between the program and the bank, and can refuse connections.

use std::io;
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use super::until;
use crate::world::free_port;

/// Passes connections on to the bank as long as it may.
pub(super) struct Relay {
    port: u16,
    shared: Arc<Shared>,
}

struct Shared {
    bank: String,
    /// How many connections may still be made.
    left: AtomicUsize,
    listening: AtomicBool,
    ended: AtomicBool,
}

impl Relay {
    /// To the bank at that origin; open.
    pub(super) fn to(origin: &str) -> Self {
        let shared = Arc::new(Shared {
            bank: origin.trim_start_matches("http://").to_owned(),
            left: AtomicUsize::new(usize::MAX),
            listening: AtomicBool::new(false),
            ended: AtomicBool::new(false),
        });
        let port = free_port();
        let theirs = Arc::clone(&shared);
        thread::spawn(move || theirs.serve(port));
        let this = Self { port, shared };
        this.waits_until_listening(true);
        this
    }

    pub(super) fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// That many connections more; after the last every other one is refused.
    pub(super) fn allows(&self, count: usize) {
        self.shared.left.store(count, Ordering::SeqCst);
        self.waits_until_listening(count > 0);
    }

    /// As many as anybody wants.
    pub(super) fn opens(&self) {
        self.allows(usize::MAX);
    }

    fn waits_until_listening(&self, listening: bool) {
        until("the relay", || {
            self.shared.listening.load(Ordering::SeqCst) == listening
        });
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::SeqCst);
    }
}

impl Shared {
    fn serve(&self, port: u16) {
        while !self.ended.load(Ordering::SeqCst) {
            if self.left.load(Ordering::SeqCst) > 0 {
                let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).unwrap();
                listener.set_nonblocking(true).unwrap();
                self.listening.store(true, Ordering::SeqCst);
                self.accept(listener);
                self.listening.store(false, Ordering::SeqCst);
            }
            thread::sleep(Duration::from_millis(1));
        }
    }

    /// Until no more may be made. The listener is closed before the last is passed on.
    fn accept(&self, listener: TcpListener) {
        let mut listener = Some(listener);
        while let Some(open) = &listener {
            if self.ended.load(Ordering::SeqCst) || self.left.load(Ordering::SeqCst) == 0 {
                return;
            }
            let Ok((client, _)) = open.accept() else {
                thread::sleep(Duration::from_millis(1));
                continue;
            };
            if self.left.fetch_sub(1, Ordering::SeqCst) == 1 {
                listener = None;
            }
            pass_on(client, &self.bank).unwrap();
        }
    }
}

fn pass_on(client: TcpStream, bank: &str) -> io::Result<()> {
    client.set_nonblocking(false)?;
    let server = TcpStream::connect(bank)?;
    for (from, to) in [(client.try_clone()?, server.try_clone()?), (server, client)] {
        thread::spawn(move || {
            let (mut from, mut to) = (from, to);
            let _ = io::copy(&mut from, &mut to);
            let _ = to.shutdown(Shutdown::Write);
        });
    }
    Ok(())
}
