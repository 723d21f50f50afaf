//! `cargo bench`: what `sb1` takes of time, processor and memory, beside programs that people know.
//!
//! Each table is one contest: its programs run in turn, again and again, and the medians are
//! shown, with ratios to the last line. A figure says little about another computer; a ratio does.
//! Nothing is asserted by a clock. `cargo bench -- 2000 accounts` runs only those contests.
//!
//! The pretend bank is part of this process, so that its work is in nobody's figures; all that
//! they have of it is the wait in `whole`.

#[cfg(unix)]
mod archive;
#[cfg(unix)]
mod contest;
#[cfg(unix)]
mod figures;
#[cfg(unix)]
mod table;
// Cargo says `test` to benchmarks too; lints want to hear it where a test may panic.
#[cfg(test)]
#[path = "../it/world.rs"]
#[expect(dead_code, reason = "the tests need more of it")]
mod world;

/// Transactions, and rounds: 9,044 is what other clients were measured with.
#[cfg(unix)]
const SIZES: [(usize, usize); 4] = [(2_000, 21), (9_044, 11), (20_000, 7), (200_000, 3)];

#[cfg(unix)]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    use std::io::Write;

    let mut out = std::io::stdout();
    let mut words = std::env::args_os().skip(1).peekable();
    if words.next_if(|word| *word == figures::MEASURE).is_some() {
        return Ok(out.write_all(figures::measure(words)?.as_bytes())?);
    }
    // Cargo adds flags of its own.
    let chosen: Vec<_> = words
        .filter_map(|it| it.into_string().ok())
        .filter(|it| !it.starts_with('-'))
        .collect();
    let wants = |name: &str| chosen.is_empty() || chosen.iter().any(|it| it == name);
    if wants("version") {
        out.write_all(contest::version()?.as_bytes())?;
    }
    if !world::has(&["curl", "jq"], "all that is held against them") {
        return Ok(());
    }
    if wants("accounts") {
        out.write_all(contest::accounts()?.as_bytes())?;
    }
    if wants("transfer") {
        out.write_all(contest::transfer()?.as_bytes())?;
    }
    if wants("archive") && world::has(&["sqlite3"], "what is held against the archive") {
        out.write_all(archive::archive(200_000, 3)?.as_bytes())?;
    }
    for (rows, rounds) in SIZES
        .into_iter()
        .filter(|(rows, _)| wants(&rows.to_string()))
    {
        out.write_all(contest::transactions(rows, rounds)?.as_bytes())?;
    }
    Ok(())
}

/// The figures come from the kernel in a way that only Unix has.
#[cfg(not(unix))]
fn main() {}
