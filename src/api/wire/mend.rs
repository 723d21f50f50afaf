//! Damaged text in an answer, mended: half a surrogate pair and bytes that are no UTF-8 become
//! U+FFFD.
//!
//! One bank's cut-off description must not hide everything else. Nothing here runs unless an
//! answer could not be read, so that a sound one pays nothing for it.

use serde::de::IgnoredAny;
use serde_json::Deserializer;

use super::{errors, is_cut};
use crate::api::trouble::Trouble;

/// How many bytes an escape takes: `\ud83d`.
const ESCAPE: usize = 6;

/// `json` with its texts mended; `None` if there is nothing to mend.
pub(super) fn mended(json: &[u8]) -> Option<Vec<u8>> {
    let mut sound = String::from_utf8_lossy(json).into_owned().into_bytes();
    let mut halves = Vec::new();
    let mut at = 0;
    while let Some(skip) = sound
        .get(at..)
        .and_then(|rest| rest.iter().position(|byte| *byte == b'\\'))
    {
        at += skip;
        let rest = sound.get(at..).unwrap_or_default();
        at += match (unit(rest), rest.get(ESCAPE..).and_then(unit)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 2 * ESCAPE,
            (Some(0xD800..=0xDFFF), _) => {
                halves.push(at);
                ESCAPE
            }
            (Some(_), _) => ESCAPE,
            (None, _) => 2,
        };
    }
    for half in halves {
        for (to, from) in sound.iter_mut().skip(half).zip(br"\ufffd") {
            *to = *from;
        }
    }
    (sound != json).then_some(sound)
}

/// The code unit that `json` begins with as an escape.
fn unit(json: &[u8]) -> Option<u16> {
    let digits = json.strip_prefix(br"\u")?.get(..4)?;
    digits.iter().try_fold(0, |sum: u16, byte| {
        let digit = char::from(*byte).to_digit(16)?;
        Some(sum << 4 | u16::try_from(digit).ok()?)
    })
}

/// What can be done for a value that could not be read.
pub(super) enum Mending {
    /// The value with its texts mended, and how long it was before.
    Done(Vec<u8>, usize),
    /// Its end has not come yet.
    Cut,
    /// It is not its texts that are wrong.
    Vain,
}

/// Mends the value that `rest` begins with. To skip a value its texts need not be sound.
pub(super) fn value(rest: &[u8]) -> Mending {
    let mut values = Deserializer::from_slice(rest).into_iter::<IgnoredAny>();
    match values.next() {
        Some(Ok(_)) => {
            let length = values.byte_offset();
            let value = rest.get(..length).unwrap_or_default();
            mended(value).map_or(Mending::Vain, |sound| Mending::Done(sound, length))
        }
        Some(Err(error)) if !is_cut(rest, &error) => Mending::Vain,
        _ => Mending::Cut,
    }
}

/// Reads a whole body, mended if it cannot be read as it came. What is wrong with it goes with the
/// trace id that it carries.
pub(in crate::api) fn whole<T>(
    body: &[u8],
    mut read: impl FnMut(&[u8]) -> Result<T, Trouble>,
) -> Result<T, Trouble> {
    read(body)
        .or_else(|trouble| match mended(body) {
            Some(sound) => read(&sound),
            None => Err(trouble),
        })
        .map_err(|trouble| trouble.traced(|| errors::trace_id(body)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_damaged_text_is_mended() {
        for (damaged, sound) in [
            (br#""caf\ud83d""#.as_slice(), Some(r#""caf\ufffd""#)),
            (br#""\uDE00x""#, Some(r#""\ufffdx""#)),
            (br#""\ud83d\ud83d\ude00""#, Some(r#""\ufffd\ud83d\ude00""#)),
            (br#""\ud83d\n\\""#, Some(r#""\ufffd\n\\""#)),
            (b"\"caf\xe9\"", Some("\"caf\u{fffd}\"")),
            (b"\"\xff\\ud83d\"", Some("\"\u{fffd}\\ufffd\"")),
            (br#""\ud83d\ude00 \u00e9 \\ud83d \"""#, None),
            (br#""\ud8"#, None),
            (br#""\"#, None),
            (b"", None),
        ] {
            let got = mended(damaged).map(|it| String::from_utf8(it).unwrap());
            assert_eq!(got.as_deref(), sound, "{}", damaged.escape_ascii());
        }
    }
}
