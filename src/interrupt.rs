//! Ctrl-C and the like: they end the program at once, except where that would lose something.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, LazyLock};
use std::thread;
use std::time::Duration;

use signal_hook::consts::{SIGINT, SIGTERM};

/// How soon a signal that waits is answered with a word.
const GLANCE: Duration = Duration::from_millis(10);

/// What the signal handlers look at.
struct Flags {
    /// Whether a signal ends the program at once.
    armed: Arc<AtomicBool>,
    /// The exit code that the last deferred signal asks for; 0 where none came.
    came: Arc<AtomicUsize>,
    holds: AtomicUsize,
}

static FLAGS: LazyLock<Flags> = LazyLock::new(|| Flags {
    armed: Arc::new(AtomicBool::new(true)),
    came: Arc::new(AtomicUsize::new(0)),
    holds: AtomicUsize::new(0),
});

/// Takes over SIGINT (exit code 130) and SIGTERM (143). Once, at the start of the program.
pub(crate) fn install() -> std::io::Result<()> {
    for (signal, code) in [(SIGINT, 130), (SIGTERM, 143)] {
        let armed = Arc::clone(&FLAGS.armed);
        signal_hook::flag::register_conditional_shutdown(signal, code, armed)?;
        let code = usize::try_from(code).unwrap_or_default();
        signal_hook::flag::register_usize(signal, Arc::clone(&FLAGS.came), code)?;
    }
    Ok(())
}

/// While one of these lives, a signal waits; when the last is dropped, it is obeyed.
#[must_use]
pub(crate) struct Hold(());

/// Puts signals off until the guard is dropped.
pub(crate) fn hold() -> Hold {
    FLAGS.holds.fetch_add(1, Ordering::SeqCst);
    FLAGS.armed.store(false, Ordering::SeqCst);
    Hold(())
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
                    FLAGS.armed.store(true, Ordering::SeqCst);
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
        if FLAGS.holds.fetch_sub(1, Ordering::SeqCst) > 1 {
            return;
        }
        FLAGS.armed.store(true, Ordering::SeqCst);
        match FLAGS.came.load(Ordering::SeqCst) {
            0 => {}
            code => std::process::exit(i32::try_from(code).unwrap_or(130)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_hold_lets_signals_through_again() {
        let outer = hold();
        drop(hold());
        assert!(!FLAGS.armed.load(Ordering::SeqCst));
        drop(outer);
        assert!(!waiting());
    }
}
