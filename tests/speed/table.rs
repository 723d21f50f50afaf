//! Figures as people read them: a line for each contestant, ratios to the last of them.

use std::time::Duration;

use crate::figures::Figures;

/// Contestants by name; the last is the yardstick.
pub(crate) fn of(title: &str, contestants: &[(&str, Figures)]) -> String {
    let mut shown = format!(
        "\n{title:<36}{:>10}{:>11}{:>11}{:>10}{:>14}{:>8}{:>8}\n",
        "whole", "processor", "peak", "requests", "| processor", "whole", "peak"
    );
    let Some((_, yardstick)) = contestants.last() else {
        return shown;
    };
    for (name, figures) in contestants {
        let Figures {
            whole,
            processor,
            peak,
            requests,
        } = *figures;
        shown += &format!(
            "  {name:<34}{:>10}{:>11}{:>11}{requests:>10}{:>14}{:>8}{:>8}\n",
            time(whole),
            time(processor),
            memory(peak),
            format!(
                "| {:>9}",
                ratio(micros(processor), micros(yardstick.processor))
            ),
            ratio(micros(whole), micros(yardstick.whole)),
            ratio(peak, yardstick.peak),
        );
    }
    shown
}

/// `12 345`: a number in groups of three.
pub(crate) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<&[u8]> = digits.as_bytes().rchunks(3).rev().collect();
    String::from_utf8_lossy(&groups.join(&b","[..])).into_owned()
}

fn time(time: Duration) -> String {
    match micros(time) {
        short @ ..100_000 => format!("{}.{:02} ms", short / 1000, short % 1000 / 10),
        long => format!("{} ms", long / 1000),
    }
}

fn memory(kibibytes: u64) -> String {
    format!("{}.{} MiB", kibibytes / 1024, kibibytes % 1024 * 10 / 1024)
}

/// `0.12`, or a dash where there is nothing to divide by.
fn ratio(part: u64, whole: u64) -> String {
    match (part * 1000 + whole / 2).checked_div(whole) {
        Some(thousandths) => format!("{}.{:03}", thousandths / 1000, thousandths % 1000),
        None => "-".to_owned(),
    }
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}
