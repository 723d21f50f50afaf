//! The journal's form: one JSON object a line.

use crate::domain::transfer::Event;

/// A line that cannot be read, although it was written whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Damage {
    /// From 1.
    pub(super) line: usize,
    /// It is JSON, and not of this version.
    pub(super) foreign: bool,
}

/// The event as a line, with its end.
pub(super) fn write(event: &Event) -> Result<Vec<u8>, serde_json::Error> {
    let mut line = serde_json::to_vec(event)?;
    line.push(b'\n');
    Ok(line)
}

/// The part of the bytes that was written whole. A power cut can leave a last line without its end,
/// and one with zeros in the place of what never came to the disk; no line has a zero of its own.
pub(super) fn whole(bytes: &[u8]) -> &[u8] {
    let (lines, tail) = after_last_end(bytes);
    let Some(inside) = lines.strip_suffix(b"\n") else {
        return lines;
    };
    let (earlier, last) = after_last_end(inside);
    if tail.is_empty() && last.contains(&0) {
        return earlier;
    }
    lines
}

/// The bytes up to and with the last line end, and those after it.
fn after_last_end(bytes: &[u8]) -> (&[u8], &[u8]) {
    let end = bytes.iter().rposition(|byte| *byte == b'\n');
    bytes
        .split_at_checked(end.map_or(0, |it| it.saturating_add(1)))
        .unwrap_or((bytes, &[]))
}

/// Reads all that was written whole.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Event>, Damage> {
    let whole = whole(bytes);
    let lines = whole.strip_suffix(b"\n").map(|it| it.split(is_end));
    lines
        .into_iter()
        .flatten()
        .zip(1..)
        .map(|(text, line)| {
            serde_json::from_slice(text).map_err(|error: serde_json::Error| Damage {
                line,
                foreign: error.is_data(),
            })
        })
        .collect()
}

fn is_end(byte: &u8) -> bool {
    *byte == b'\n'
}
