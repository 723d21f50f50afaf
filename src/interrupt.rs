//! Ctrl-C and the like: they end the program at once, except where that would lose something.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, LazyLock};
use std::thread;
use std::time::Duration;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// How soon a signal that waits is answered with a word.
const GLANCE: Duration = Duration::from_millis(10);

/// What the signal handlers look at.
struct Flags {
    /// Whether a signal ends the program at once.
    armed: Arc<AtomicBool>,
    /// The exit code that the last deferred signal asks for; 0 where none came.
    came: Arc<AtomicUsize>,
    /// Whether one came that no [`Watch`] has counted yet.
    fresh: Arc<AtomicBool>,
    holds: AtomicUsize,
}

static FLAGS: LazyLock<Flags> = LazyLock::new(Flags::new);

impl Flags {
    fn new() -> Self {
        Self {
            armed: Arc::new(AtomicBool::new(true)),
            came: Arc::new(AtomicUsize::new(0)),
            fresh: Arc::new(AtomicBool::new(false)),
            holds: AtomicUsize::new(0),
        }
    }

    /// Takes over a signal that asks for this exit code. The order counts: what ends the program
    /// stands first, so that nothing is noted of a signal that does.
    fn listen(&self, signal: i32, code: i32) -> io::Result<()> {
        flag::register_conditional_shutdown(signal, code, Arc::clone(&self.armed))?;
        let code = usize::try_from(code).unwrap_or_default();
        flag::register_usize(signal, Arc::clone(&self.came), code)?;
        flag::register(signal, Arc::clone(&self.fresh))?;
        Ok(())
    }

    fn hold(&'static self) -> Hold {
        self.holds.fetch_add(1, Ordering::SeqCst);
        self.armed.store(false, Ordering::SeqCst);
        Hold(self)
    }
}

/// Takes over SIGINT (exit code 130) and SIGTERM (143). Once, at the start of the program.
pub(crate) fn install() -> io::Result<()> {
    for (signal, code) in [(SIGINT, 130), (SIGTERM, 143)] {
        FLAGS.listen(signal, code)?;
    }
    Ok(())
}

/// While one of these lives, a signal waits; when the last is dropped, it is obeyed.
#[must_use]
pub(crate) struct Hold(&'static Flags);

/// Puts signals off until the guard is dropped.
pub(crate) fn hold() -> Hold {
    FLAGS.hold()
}

/// A [`Hold`] for what cannot be taken back once it is begun: whoever does it looks how often the
/// user asked for an end, and says how the program ends. Dropped before that, it obeys as a hold.
#[must_use]
pub(crate) struct Watch {
    hold: Hold,
    counted: AtomicUsize,
}

/// Puts signals off and counts them.
pub(crate) fn watch() -> Watch {
    Watch::over(hold())
}

impl Watch {
    fn over(hold: Hold) -> Self {
        Self {
            hold,
            counted: AtomicUsize::new(0),
        }
    }

    /// How many signals came, SIGINT and SIGTERM together. Those that come between two looks count
    /// as one, so look every few hundredths of a second: a key is not pressed twice in that time,
    /// and who gets the same Ctrl-C from the terminal and from a parent has asked once.
    pub(crate) fn presses(&self) -> usize {
        let news = usize::from(self.hold.0.fresh.swap(false, Ordering::SeqCst));
        self.counted
            .fetch_add(news, Ordering::SeqCst)
            .saturating_add(news)
    }

    /// There is an outcome, and this is its exit code: what came is forgiven, and a signal from now
    /// on ends the program at once with that same code, never with one that says "interrupted".
    pub(crate) fn settle(self, code: u8) {
        let always = Arc::new(AtomicBool::new(true));
        for signal in [SIGINT, SIGTERM] {
            // Where this fails a signal waits for the end, which is near.
            let _ = flag::register_conditional_shutdown(signal, code.into(), Arc::clone(&always));
        }
        // Never dropped, so that nothing is obeyed any more.
        std::mem::forget(self.hold);
    }
}

/// Does `work`, which is to be finished: the first signal waits for its end and is answered by
/// `say`; from then on a second one ends the program at once.
pub(crate) fn finishing<T>(say: impl FnOnce() + Send, work: impl FnOnce() -> T) -> T {
    let _hold = hold();
    thread::scope(|scope| {
        // A handler may not print, so a thread looks for the signal.
        let (working, done) = mpsc::channel::<()>();
        let watch = move || {
            while matches!(done.recv_timeout(GLANCE), Err(RecvTimeoutError::Timeout)) {
                if waiting() {
                    say();
                    // Within another hold it is not for this work to let go.
                    if FLAGS.holds.load(Ordering::SeqCst) == 1 {
                        FLAGS.armed.store(true, Ordering::SeqCst);
                    }
                    return;
                }
            }
        };
        // Without the thread the signal waits all the same; only the word is missing.
        let _ = thread::Builder::new()
            .name("signals".to_owned())
            .spawn_scoped(scope, watch);
        let outcome = work();
        drop(working);
        outcome
    })
}

/// Whether a signal is waiting for the last [`Hold`] to go.
pub(crate) fn waiting() -> bool {
    FLAGS.came.load(Ordering::SeqCst) != 0
}

impl Drop for Hold {
    fn drop(&mut self) {
        if self.0.holds.fetch_sub(1, Ordering::SeqCst) > 1 {
            return;
        }
        self.0.armed.store(true, Ordering::SeqCst);
        match self.0.came.load(Ordering::SeqCst) {
            0 => {}
            code => std::process::exit(i32::try_from(code).unwrap_or(130)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use signal_hook::low_level::raise;

    use super::*;

    #[test]
    fn only_the_last_hold_lets_signals_through_again() {
        let outer = hold();
        drop(hold());
        assert!(!FLAGS.armed.load(Ordering::SeqCst));
        drop(outer);
        assert!(!waiting());
    }

    /// With flags and signals of its own, because other tests run beside it.
    #[cfg(unix)]
    #[test]
    fn a_watch_counts_the_signals_of_both_kinds() {
        use signal_hook::consts::{SIGUSR1, SIGUSR2};
        let flags: &'static Flags = Box::leak(Box::new(Flags::new()));
        flags.listen(SIGUSR1, 130).unwrap();
        flags.listen(SIGUSR2, 143).unwrap();
        let outer = flags.hold();
        let watch = Watch::over(flags.hold());
        assert_eq!(watch.presses(), 0);
        raise(SIGUSR1).unwrap();
        assert_eq!((watch.presses(), watch.presses()), (1, 1));
        raise(SIGUSR2).unwrap();
        assert_eq!(watch.presses(), 2);
        raise(SIGUSR1).unwrap();
        raise(SIGUSR1).unwrap();
        assert_eq!(watch.presses(), 3, "at once is one");
        assert_eq!(flags.came.load(Ordering::SeqCst), 130);
        drop(watch);
        // The signals still wait; to drop this as well would end the tests.
        std::mem::forget(outer);
    }

    /// Runs one of the tests below, which end their process; its exit code.
    fn exit_code_of(test: &str) -> Option<i32> {
        let mut child = Command::new(std::env::current_exe().unwrap());
        child.args(["--ignored", "--exact"]);
        let output = child
            .arg(format!("interrupt::tests::{test}"))
            .output()
            .unwrap();
        output.status.code()
    }

    #[test]
    fn a_watch_that_is_dropped_obeys_and_one_that_is_settled_keeps_its_code() {
        assert_eq!(exit_code_of("a_press_before_anything_is_done"), Some(130));
        assert_eq!(exit_code_of("a_press_while_it_is_done"), Some(77));
        assert_eq!(exit_code_of("a_press_after_it_is_done"), Some(9));
    }

    #[test]
    #[ignore = "ends the process"]
    fn a_press_before_anything_is_done() {
        install().unwrap();
        let watch = watch();
        raise(SIGINT).unwrap();
        assert_eq!(watch.presses(), 1);
        drop(watch);
    }

    #[test]
    #[ignore = "ends the process"]
    fn a_press_while_it_is_done() {
        install().unwrap();
        let watch = watch();
        raise(SIGINT).unwrap();
        assert_eq!(watch.presses(), 1);
        raise(SIGTERM).unwrap();
        assert_eq!(watch.presses(), 2);
        watch.settle(9);
        drop(hold());
        std::process::exit(77);
    }

    #[test]
    #[ignore = "ends the process"]
    fn a_press_after_it_is_done() {
        install().unwrap();
        watch().settle(9);
        raise(SIGINT).unwrap();
    }
}
