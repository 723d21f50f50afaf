//! What one run of a program took, as the kernel counted it.
//!
//! The kernel gives the figures of all children together, so a process of its own runs each
//! program: this benchmark again, started with [`MEASURE`], which has no other child.

use std::error::Error;
use std::ffi::OsString;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;

/// As the first word: run the words after it, and print a line of figures.
pub(crate) const MEASURE: &str = "--measure";

/// One run, or the median of many.
#[derive(Clone, Copy, Default)]
pub(crate) struct Figures {
    /// From start to end.
    pub(crate) whole: Duration,
    /// Of the program and all that it started.
    pub(crate) processor: Duration,
    /// KiB of the largest process. It is never less than what the measuring process takes, from
    /// which the program is forked: about 3 MiB.
    pub(crate) peak: u64,
    pub(crate) requests: usize,
}

impl Figures {
    /// Runs `command` and takes its figures; an error if it fails.
    pub(crate) fn of(command: &Command) -> Result<Self, Box<dyn Error>> {
        let mut measuring = Command::new(std::env::current_exe()?);
        measuring
            .arg(MEASURE)
            .arg(command.get_program())
            .args(command.get_args())
            .env_clear();
        for (name, value) in command.get_envs() {
            measuring.envs(value.map(|value| (name, value)));
        }
        let output = measuring
            .stdin(Stdio::null())
            .stderr(Stdio::inherit())
            .output()?;
        if !output.status.success() {
            return Err(format!("this failed: {command:?}").into());
        }
        let line = String::from_utf8(output.stdout)?;
        let numbers = line
            .split_whitespace()
            .map(str::parse)
            .collect::<Result<Vec<u64>, _>>()?;
        let [whole, processor, peak] = numbers[..] else {
            return Err(format!("no figures: {line}").into());
        };
        let (whole, processor) = (
            Duration::from_micros(whole),
            Duration::from_micros(processor),
        );
        Ok(Self {
            whole,
            processor,
            peak,
            requests: 0,
        })
    }

    /// The median of each figure by itself.
    pub(crate) fn median(runs: &[Self]) -> Self {
        Self {
            whole: middle(runs.iter().map(|it| it.whole)),
            processor: middle(runs.iter().map(|it| it.processor)),
            peak: middle(runs.iter().map(|it| it.peak)),
            requests: middle(runs.iter().map(|it| it.requests)),
        }
    }
}

fn middle<T: Copy + Ord + Default>(values: impl Iterator<Item = T>) -> T {
    let mut values: Vec<T> = values.collect();
    values.sort();
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// The measuring process: runs `words`, its output thrown away, and prints microseconds from start
/// to end, microseconds of processor time, and KiB at the peak.
pub(crate) fn measure(mut words: impl Iterator<Item = OsString>) -> Result<String, Box<dyn Error>> {
    let program = words.next().ok_or("nothing to measure")?;
    let mut command = Command::new(program);
    command.args(words).stdout(Stdio::null());
    let begun = Instant::now();
    let status = command.status()?;
    let whole = begun.elapsed();
    if !status.success() {
        return Err(status.to_string().into());
    }
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let processor = (usage.user_time() + usage.system_time()).num_microseconds();
    // macOS counts bytes.
    let peak = usage.max_rss() / if cfg!(target_os = "macos") { 1024 } else { 1 };
    Ok(format!("{} {processor} {peak}\n", whole.as_micros()))
}
