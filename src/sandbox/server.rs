//! The pretend bank's socket: one thread that accepts, one for each connection.
//!
//! It owns the raw sockets, because a fault may have to end one in the middle of an answer.

use std::collections::HashMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle, Scope};
use std::time::{Duration, Instant};

use super::refusal;
use super::service::{Reply, Service};
use super::wire::{Manner, PIECES, Received, Wire};

/// A running server; dropping it ends every connection and waits for every thread.
pub(crate) struct Server {
    address: SocketAddr,
    open: Arc<Open>,
    accepting: Option<JoinHandle<()>>,
}

/// The connections that stand, and whether they may.
#[derive(Default)]
struct Open {
    table: Mutex<Table>,
    stopped: Condvar,
}

#[derive(Default)]
struct Table {
    stopping: bool,
    next: u64,
    sockets: HashMap<u64, TcpStream>,
}

/// How a connection ends.
enum Ending {
    Close,
    Reset,
}

impl Server {
    /// Serves on 127.0.0.1 at that port, or at any free one for 0.
    ///
    /// # Errors
    /// When the port is taken or no thread can be had.
    pub(crate) fn start(port: u16, service: Arc<Service>) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let address = listener.local_addr()?;
        let open = Arc::new(Open::default());
        let theirs = Arc::clone(&open);
        let accepting = thread::Builder::new()
            .name("sandbox".to_owned())
            .spawn(move || accept(&listener, &service, &theirs))?;
        Ok(Self {
            address,
            open,
            accepting: Some(accepting),
        })
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.open.stop();
        // One last connection wakes the accepting thread, so that it sees it should end.
        let woken = TcpStream::connect_timeout(&self.address, Duration::from_secs(1));
        if let (Ok(_), Some(accepting)) = (woken, self.accepting.take()) {
            // A connection's panic has been printed by its thread; there is no more to say.
            let _ = accepting.join();
        }
    }
}

impl Open {
    fn lock(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes a connection; `None` when the server is stopping or the system has no handle left.
    fn enter(&self, stream: &TcpStream) -> Option<u64> {
        let clone = stream.try_clone().ok()?;
        let mut table = self.lock();
        if table.stopping {
            return None;
        }
        table.next += 1;
        let number = table.next;
        table.sockets.insert(number, clone);
        Some(number)
    }

    /// Forgets a connection, so that dropping its stream really closes it.
    fn leave(&self, number: u64) {
        self.lock().sockets.remove(&number);
    }

    /// Lets time pass; `false` as soon as the server is stopping.
    fn wait(&self, time: Duration) -> bool {
        let start = Instant::now();
        let mut table = self.lock();
        while !table.stopping {
            let Some(left) = time.checked_sub(start.elapsed()) else {
                return true;
            };
            let woken = self.stopped.wait_timeout(table, left);
            table = woken.unwrap_or_else(PoisonError::into_inner).0;
        }
        false
    }

    fn stop(&self) {
        let mut table = self.lock();
        table.stopping = true;
        for socket in table.sockets.values() {
            // It may be gone already.
            let _ = socket.shutdown(std::net::Shutdown::Both);
        }
        self.stopped.notify_all();
    }
}

fn accept(listener: &TcpListener, service: &Service, open: &Open) {
    thread::scope(|scope| {
        loop {
            match listener.accept() {
                Ok((stream, _)) => match open.enter(&stream) {
                    Some(number) => spawn(scope, stream, number, service, open),
                    None if open.lock().stopping => break,
                    None => {}
                },
                // Out of handles, say: others may become free.
                Err(_) if open.wait(Duration::from_millis(20)) => {}
                Err(_) => break,
            }
        }
    });
}

fn spawn<'scope, 'env>(
    scope: &'scope Scope<'scope, 'env>,
    stream: TcpStream,
    number: u64,
    service: &'env Service,
    open: &'env Open,
) {
    let spawned = thread::Builder::new().spawn_scoped(scope, move || {
        // An error here is a client that went away; there is nobody to tell.
        let ended = Wire::new(stream).and_then(|wire| converse(wire, number, service, open));
        drop(ended);
        open.leave(number);
    });
    if spawned.is_err() {
        open.leave(number);
    }
}

fn converse(mut wire: Wire, number: u64, service: &Service, open: &Open) -> io::Result<()> {
    loop {
        let (request, wants_end) = match wire.receive()? {
            Received::Request(request, wants_end) => (request, wants_end),
            Received::Gone => return Ok(()),
            Received::Refused(status) => return refuse(wire, status, service),
        };
        let reply = service.reply(&request, |time| open.wait(time));
        let mut how = Manner {
            head_only: request.method == "HEAD",
            half: false,
            last: wants_end,
        };
        match reply {
            Reply::Whole(response) => wire.send(&response, &service.date(), how)?,
            Reply::Drip(response, time) => {
                let date = service.date();
                wire.drip(&response, &date, how, || open.wait(time / PIECES))?;
            }
            Reply::Half(response) => {
                how.half = true;
                wire.send(&response, &service.date(), how)?;
                return end(wire, number, open, &Ending::Close);
            }
            Reply::Close => return end(wire, number, open, &Ending::Close),
            Reply::Reset => return end(wire, number, open, &Ending::Reset),
        }
        if wants_end {
            return end(wire, number, open, &Ending::Close);
        }
    }
}

fn refuse(mut wire: Wire, status: u16, service: &Service) -> io::Result<()> {
    let how = Manner {
        head_only: false,
        half: false,
        last: true,
    };
    let response = refusal::plain_error(status, service.now());
    wire.send(&response, &service.date(), how)?;
    wire.end_unread()
}

fn end(wire: Wire, number: u64, open: &Open, ending: &Ending) -> io::Result<()> {
    let stream = wire.into_stream();
    open.leave(number);
    if matches!(ending, Ending::Reset) {
        // Nothing lingers: what is unsent is thrown away, and the other side sees RST.
        socket2::SockRef::from(&stream).set_linger(Some(Duration::ZERO))?;
    }
    drop(stream);
    Ok(())
}
