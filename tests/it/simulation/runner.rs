//! One process of the program, which may be ended, or not listened to, before it is done.

use std::fs::OpenOptions;
use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::chance::Chance;

/// How a process is ended from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Doom {
    pub(super) after: Moment,
    pub(super) wait: Duration,
    pub(super) blow: Blow,
}

/// What is waited for first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    Begun,
    /// Its transfer is on the way to the bank.
    Posted,
    /// The bank has answered to it.
    Answered,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Blow {
    Kill,
    Interrupt,
    InterruptTwice,
}

/// Long enough for two signals to count as two.
const BETWEEN_PRESSES: Duration = Duration::from_millis(60);

/// Who reads stdout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reader {
    Listens,
    /// It went away at once.
    Gone,
    /// A disk without room.
    Full,
}

/// How a process is started and what befalls it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fate {
    pub(super) doom: Option<Doom>,
    pub(super) reader: Reader,
}

/// How a process ended.
#[derive(Debug)]
pub(super) struct Ended {
    /// `None`: it was killed.
    pub(super) code: Option<i32>,
    /// `None`: nobody read it.
    pub(super) out: Option<String>,
    #[expect(dead_code, reason = "it stands in the log of a world that went wrong")]
    pub(super) err: String,
}

impl Fate {
    pub(super) const PLAIN: Self = Self {
        doom: None,
        reader: Reader::Listens,
    };

    pub(super) fn draw(chance: &mut Chance) -> Self {
        let doom = match chance.below(20) {
            0 | 1 => Some(Doom {
                after: Moment::Begun,
                wait: chance.moment(25),
                blow: Blow::Kill,
            }),
            2 => Some(Doom {
                after: Moment::Posted,
                wait: chance.moment(12),
                blow: Blow::Kill,
            }),
            3 => Some(Doom {
                after: Moment::Answered,
                wait: chance.moment(6),
                blow: Blow::Kill,
            }),
            4 => Some(Doom {
                after: *chance.pick(&[Moment::Begun, Moment::Posted, Moment::Answered]),
                wait: chance.moment(15),
                blow: *chance.pick(&[Blow::Interrupt, Blow::InterruptTwice]),
            }),
            _ => None,
        };
        let reader = match chance.below(20) {
            0 => Reader::Gone,
            // Only Linux has such a disk for everybody.
            1 if cfg!(target_os = "linux") => Reader::Full,
            _ => Reader::Listens,
        };
        Self { doom, reader }
    }
}

impl Doom {
    pub(super) fn name(&self) -> String {
        let moment = match self.after {
            Moment::Begun => "at some moment",
            Moment::Posted => "while posting",
            Moment::Answered => "after the answer",
        };
        let blow = match self.blow {
            Blow::Kill => "killed",
            Blow::Interrupt => "interrupted",
            Blow::InterruptTwice => "interrupted twice",
        };
        format!("{blow} {moment}")
    }

    /// Ends the process if its moment has come; `true` when there is no more to do.
    fn strike(&self, child: &mut Child) -> bool {
        match self.blow {
            Blow::Kill => child.kill().is_ok(),
            Blow::Interrupt => interrupt(child),
            Blow::InterruptTwice => {
                interrupt(child);
                std::thread::sleep(BETWEEN_PRESSES);
                interrupt(child)
            }
        }
    }
}

/// It has not been waited for, so that the number is still its own.
fn interrupt(child: &Child) -> bool {
    let _ = kill_process(Pid::from_child(child), Signal::INT);
    true
}

/// Runs the program to its end; `has_come` tells of the bank's side of a moment.
pub(super) fn run(mut command: Command, fate: &Fate, has_come: impl Fn(Moment) -> bool) -> Ended {
    if fate.reader == Reader::Full {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        command.stdout(Stdio::from(full));
    }
    let mut child = command.spawn().unwrap();
    let mut out = child.stdout.take();
    if fate.reader == Reader::Gone {
        out = None;
    }
    let code = wait(&mut child, fate.doom, has_come);
    let mut err = Vec::new();
    child.stderr.take().unwrap().read_to_end(&mut err).unwrap();
    let out = out.map(|mut pipe| {
        let mut out = String::new();
        pipe.read_to_string(&mut out).unwrap();
        out
    });
    let err = String::from_utf8_lossy(&err).into_owned();
    Ended { code, out, err }
}

/// What it says is short and waits in the pipes meanwhile.
fn wait(
    child: &mut Child,
    mut doom: Option<Doom>,
    has_come: impl Fn(Moment) -> bool,
) -> Option<i32> {
    let begun = Instant::now();
    let mut since = None;
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        if let Some(it) = doom {
            if since.is_none() && (it.after == Moment::Begun || has_come(it.after)) {
                since = Some(match it.after {
                    Moment::Begun => begun,
                    Moment::Posted | Moment::Answered => Instant::now(),
                });
            }
            if since.is_some_and(|since| since.elapsed() >= it.wait) && it.strike(child) {
                doom = None;
            }
        }
        std::thread::sleep(Duration::from_micros(700));
    }
}
