//! Writes JSON straight into bytes; amounts go from øre to digits without a float in between.

use crate::sandbox::habits::Missing;
use std::io::Write;

/// A JSON text under construction. Every method appends one member, item, or bracket.
pub(super) struct Json {
    out: Vec<u8>,
    missing: Missing,
    /// Nothing stands yet between the last bracket and here, so no comma is due.
    first: bool,
}

impl Json {
    pub(super) fn new(missing: Missing) -> Self {
        Self::with_capacity(missing, 1024)
    }

    pub(super) fn with_capacity(missing: Missing, bytes: usize) -> Self {
        Self {
            out: Vec::with_capacity(bytes),
            missing,
            first: true,
        }
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.out
    }

    fn comma(&mut self) {
        if !self.first {
            self.out.push(b',');
        }
        self.first = false;
    }

    /// Names are our own and need no escaping.
    fn name(&mut self, name: &str) {
        self.comma();
        self.out.push(b'"');
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"\":");
    }

    /// Begins an object that is an item, or the whole.
    pub(super) fn begin(&mut self) {
        self.comma();
        self.bracket(b'{');
    }

    /// Begins an object that is a member.
    pub(super) fn object(&mut self, name: &str) {
        self.name(name);
        self.bracket(b'{');
    }

    /// Begins a list that is a member.
    pub(super) fn list(&mut self, name: &str) {
        self.name(name);
        self.bracket(b'[');
    }

    fn bracket(&mut self, bracket: u8) {
        self.out.push(bracket);
        self.first = true;
    }

    pub(super) fn end(&mut self) {
        self.out.push(b'}');
        self.first = false;
    }

    pub(super) fn end_list(&mut self) {
        self.out.push(b']');
        self.first = false;
    }

    pub(super) fn text(&mut self, name: &str, value: &str) {
        self.name(name);
        escape(&mut self.out, value);
    }

    /// A text that is left out, or null, when there is none.
    pub(super) fn maybe(&mut self, name: &str, value: Option<&str>) {
        match value {
            Some(value) => self.text(name, value),
            None => self.absent(name),
        }
    }

    /// A member without a value, written the way the bank's habit is.
    pub(super) fn absent(&mut self, name: &str) {
        if self.missing == Missing::Null {
            self.name(name);
            self.out.extend_from_slice(b"null");
        }
    }

    pub(super) fn item(&mut self, value: &str) {
        self.comma();
        escape(&mut self.out, value);
    }

    pub(super) fn number(&mut self, name: &str, value: i64) {
        self.name(name);
        digits(&mut self.out, value);
    }

    /// Hundredths as a JSON number: `-349`, `102.21`, `1234.5`.
    pub(super) fn amount(&mut self, name: &str, hundredths: i64) {
        self.name(name);
        amount(&mut self.out, hundredths);
    }

    pub(super) fn flag(&mut self, name: &str, value: bool) {
        self.name(name);
        let word: &[u8] = if value { b"true" } else { b"false" };
        self.out.extend_from_slice(word);
    }

    /// A text member whose bytes (plain ASCII) the caller appends itself.
    pub(super) fn plain(&mut self, name: &str, append: impl FnOnce(&mut Vec<u8>)) {
        self.name(name);
        self.out.push(b'"');
        append(&mut self.out);
        self.out.push(b'"');
    }
}

/// Appends a whole number.
pub(super) fn digits(out: &mut Vec<u8>, value: i64) {
    if value < 0 {
        out.push(b'-');
    }
    let mut rest = value.unsigned_abs();
    let mut buffer = [0; 20];
    let mut at = buffer.len();
    loop {
        at -= 1;
        buffer[at] = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(&buffer[at..]);
}

/// Appends hundredths as a number without superfluous zeros.
pub(super) fn amount(out: &mut Vec<u8>, hundredths: i64) {
    if hundredths < 0 {
        out.push(b'-');
    }
    let whole = hundredths.unsigned_abs() / 100;
    let part = hundredths.unsigned_abs() % 100;
    digits(out, i64::try_from(whole).unwrap_or(i64::MAX));
    match part {
        0 => Ok(()),
        part if part % 10 == 0 => write!(out, ".{}", part / 10),
        part => write!(out, ".{part:02}"),
    }
    .unwrap_or_default();
}

fn escape(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    let bytes = text.as_bytes();
    let mut done = 0;
    for (at, byte) in bytes.iter().enumerate() {
        if *byte >= 0x20 && *byte != b'"' && *byte != b'\\' {
            continue;
        }
        out.extend_from_slice(&bytes[done..at]);
        done = at + 1;
        match byte {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', *byte]),
            other => write!(out, "\\u{other:04x}").unwrap_or_default(),
        }
    }
    out.extend_from_slice(&bytes[done..]);
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_what_a_reader_reads_back() {
        let mut json = Json::new(Missing::Null);
        json.begin();
        json.text("t", "Kjøp \"å\"\\\n\u{1}");
        json.list("l");
        json.item("a");
        json.begin();
        json.end();
        json.end_list();
        json.maybe("none", None);
        json.flag("f", true);
        json.end();
        let read: serde_json::Value = serde_json::from_slice(&json.into_bytes()).unwrap();
        assert_eq!(
            read,
            serde_json::json!({"t": "Kjøp \"å\"\\\n\u{1}", "l": ["a", {}], "none": null, "f": true})
        );
    }

    #[test]
    fn amounts_are_exact() {
        for (ore, text) in [
            (0, "0"),
            (-34_900, "-349"),
            (10_221, "102.21"),
            (123_450, "1234.5"),
            (-5, "-0.05"),
            (i64::MIN, "-92233720368547758.08"),
        ] {
            let mut out = Vec::new();
            amount(&mut out, ore);
            assert_eq!(String::from_utf8(out).unwrap(), text);
        }
    }
}
