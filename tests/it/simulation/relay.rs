//! What stands between the program and the bank: it counts what is posted at the socket, refuses
//! connections and tears answers, and passes everything else on.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::Value;

use super::message::Message;
use crate::world::free_port;

const ACCOUNTS: &str = "GET /personal/banking/accounts";
const TRANSFER: &str = "POST /personal/banking/transfer/";

/// A running relay; the address of the bank for the program.
pub(super) struct Relay {
    shared: Arc<Shared>,
    accepting: Option<JoinHandle<()>>,
}

/// A transfer that somebody posted, whatever the bank did with it.
#[derive(Clone, Debug)]
pub(super) struct Post {
    /// The end of its path: `debit`, `creditcard/transferTo`, `pension`.
    pub(super) endpoint: String,
    pub(super) body: Value,
    /// Whether the bank has answered.
    pub(super) answered: bool,
}

/// What becomes of the answer to a transfer on its way back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tear {
    /// The connection closes after that many bytes, never all of them.
    Cut(usize),
    /// Nothing more comes after that many bytes for that long.
    Stall(usize, Duration),
}

struct Shared {
    port: u16,
    bank: SocketAddr,
    desk: Mutex<Desk>,
    changed: Condvar,
}

#[derive(Default)]
struct Desk {
    /// For how long to refuse connections once the accounts were told.
    refusal: Option<Duration>,
    door: Door,
    tears: VecDeque<Tear>,
    posts: Vec<Post>,
    /// Transfers that the bank has not done with.
    under_way: usize,
    stopping: bool,
}

#[derive(Default, PartialEq, Eq)]
enum Door {
    #[default]
    Open,
    Closing(Duration),
    Shut,
}

impl Relay {
    /// Stands before the bank at that address, such as `http://127.0.0.1:1234`.
    pub(super) fn before(origin: &str) -> Self {
        let shared = Arc::new(Shared {
            port: free_port(),
            bank: origin.strip_prefix("http://").unwrap().parse().unwrap(),
            desk: Mutex::default(),
            changed: Condvar::new(),
        });
        let listener = shared.listen();
        let theirs = Arc::clone(&shared);
        let accepting = std::thread::spawn(move || accept(listener, &theirs));
        Self {
            shared,
            accepting: Some(accepting),
        }
    }

    pub(super) fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.shared.port)
    }

    /// Refuses every connection for `time` from the moment in which the accounts are told next: a
    /// transfer is posted right after that, on a connection of its own.
    pub(super) fn refuse_after_accounts(&self, time: Duration) {
        self.shared.desk().refusal = Some(time);
    }

    /// Tears the answer to a transfer; those asked for earlier come first.
    pub(super) fn tear(&self, tear: Tear) {
        self.shared.desk().tears.push_back(tear);
    }

    /// Lets nothing more go wrong, and returns the tears that befell nobody.
    pub(super) fn calm(&self) -> VecDeque<Tear> {
        let mut desk = self.shared.desk();
        desk.refusal = None;
        std::mem::take(&mut desk.tears)
    }

    /// The transfers posted so far.
    pub(super) fn posts(&self) -> Vec<Post> {
        self.shared.desk().posts.clone()
    }

    /// Whether a transfer from the `first` on fits, and what the bank has answered to it if `answered`.
    pub(super) fn has_posted(
        &self,
        first: usize,
        answered: bool,
        fits: impl Fn(&Post) -> bool,
    ) -> bool {
        let desk = self.shared.desk();
        let mut posts = desk.posts.iter().skip(first);
        posts.any(|post| (post.answered || !answered) && fits(post))
    }

    /// Waits until the bank has done with every transfer that was posted.
    pub(super) fn settle(&self) {
        let mut desk = self.shared.desk();
        while desk.under_way > 0 || desk.door != Door::Open {
            desk = self.shared.changed.wait(desk).unwrap();
        }
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.shared.desk().stopping = true;
        self.shared.wake();
        // A panic there has been printed by its thread; there is no more to say.
        let _ = self.accepting.take().map(JoinHandle::join);
    }
}

impl Shared {
    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap()
    }

    fn listen(&self) -> TcpListener {
        loop {
            match TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)) {
                Ok(listener) => return listener,
                Err(_) => std::thread::sleep(Duration::from_millis(1)),
            }
        }
    }

    /// Lets the accepting thread look at the desk.
    fn wake(&self) {
        let _ = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port));
    }

    /// Shuts the door if that was asked for; when this returns nobody can connect.
    fn shut_if_asked(&self) {
        let mut desk = self.desk();
        let Some(time) = desk.refusal.take() else {
            return;
        };
        desk.door = Door::Closing(time);
        drop(desk);
        self.wake();
        let mut desk = self.desk();
        while matches!(desk.door, Door::Closing(_)) {
            desk = self.changed.wait(desk).unwrap();
        }
    }

    /// Takes down a transfer and says which it is, with what becomes of its answer.
    fn take_down(&self, request: &Message) -> Option<(usize, Option<Tear>)> {
        let rest = request.first_line().strip_prefix(TRANSFER)?.to_owned();
        let mut desk = self.desk();
        desk.under_way += 1;
        desk.posts.push(Post {
            endpoint: rest.split(' ').next().unwrap_or_default().to_owned(),
            body: serde_json::from_slice(request.body()).unwrap_or_default(),
            answered: false,
        });
        Some((desk.posts.len() - 1, desk.tears.pop_front()))
    }

    fn done_with(&self, post: usize) {
        let mut desk = self.desk();
        desk.under_way -= 1;
        desk.posts[post].answered = true;
        self.changed.notify_all();
    }
}

fn accept(mut listener: TcpListener, shared: &Arc<Shared>) {
    loop {
        let Ok((client, _)) = listener.accept() else {
            continue;
        };
        let mut desk = shared.desk();
        if desk.stopping {
            return;
        }
        let Door::Closing(time) = desk.door else {
            drop(desk);
            let shared = Arc::clone(shared);
            // An error is somebody who went away; there is nobody to tell.
            std::thread::spawn(move || converse(client, &shared));
            continue;
        };
        drop((listener, client));
        desk.door = Door::Shut;
        drop(desk);
        shared.changed.notify_all();
        std::thread::sleep(time);
        listener = shared.listen();
        shared.desk().door = Door::Open;
        shared.changed.notify_all();
    }
}

fn converse(mut client: TcpStream, shared: &Shared) -> io::Result<()> {
    let mut bank = TcpStream::connect(shared.bank)?;
    client.set_nodelay(true)?;
    bank.set_nodelay(true)?;
    loop {
        let request = Message::read(&mut client)?;
        if !request.whole {
            return Ok(());
        }
        let post = shared.take_down(&request);
        let answer = bank
            .write_all(&request.bytes)
            .and_then(|()| Message::read(&mut bank));
        if let Some((post, _)) = post {
            shared.done_with(post);
        }
        let Ok(answer) = answer else {
            // The bank reset its connection: so do we.
            return socket2::SockRef::from(&client).set_linger(Some(Duration::ZERO));
        };
        if request.first_line().starts_with(ACCOUNTS) {
            shared.shut_if_asked();
        }
        if let Some((_, Some(tear))) = post {
            return tear.apply(&mut client, &answer.bytes);
        }
        client.write_all(&answer.bytes)?;
        if !answer.whole || answer.is_last() {
            return client.shutdown(Shutdown::Both);
        }
    }
}

impl Tear {
    fn apply(self, client: &mut TcpStream, answer: &[u8]) -> io::Result<()> {
        let (Self::Cut(bytes) | Self::Stall(bytes, _)) = self;
        client.write_all(&answer[..bytes.min(answer.len().saturating_sub(1))])?;
        if let Self::Stall(_, time) = self {
            std::thread::sleep(time);
        }
        client.shutdown(Shutdown::Both)
    }
}
