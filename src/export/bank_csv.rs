//! The bank's own CSV: its bytes as they came, except that no text acts as a formula.

use crate::view::is_formula;

/// What puts a formula out of action, as in every CSV of ours.
const DISARMED: u8 = b'\'';
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The file with a `'` before each text that a spreadsheet would take for a formula, and otherwise
/// the same byte for byte. Numbers stay numbers. Cells are told apart as spreadsheets do: a quote
/// quotes only where it begins a cell. Whatever separates the cells of the first line does so in all.
pub(crate) fn disarmed(csv: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(csv.len());
    let mut rest = csv;
    if let Some(after) = rest.strip_prefix(BYTE_ORDER_MARK) {
        out.extend_from_slice(BYTE_ORDER_MARK);
        rest = after;
    }
    let separator = separator(rest);
    while !rest.is_empty() {
        let (cell, after) = rest.split_at(cell_length(rest, separator));
        disarm_cell(cell, &mut out);
        // What separates it from the next.
        let (between, after) = after.split_at(after.len().min(1));
        out.extend_from_slice(between);
        rest = after;
    }
    out
}

/// The character that stands most often between the cells of the first line.
fn separator(csv: &[u8]) -> u8 {
    let mut quoted = false;
    let mut counts = [(b';', 0_usize), (b',', 0), (b'\t', 0)];
    for byte in csv {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if quoted => {}
            byte => {
                for (_, count) in counts.iter_mut().filter(|(it, _)| it == byte) {
                    *count = count.saturating_add(1);
                }
            }
        }
    }
    // The bank's own wins where none stands out.
    let most = counts.into_iter().rev().max_by_key(|(_, count)| *count);
    most.map_or(b';', |(separator, _)| separator)
}

/// How many bytes the first cell takes, its quotes included.
fn cell_length(csv: &[u8], separator: u8) -> usize {
    let quoted = quoted_length(csv);
    let ends = |byte: &u8| matches!(byte, b'\n' | b'\r') || *byte == separator;
    let rest = csv.get(quoted..).unwrap_or_default();
    let length = rest.iter().position(ends).unwrap_or(rest.len());
    quoted.saturating_add(length)
}

/// How many bytes the first cell's quoted part takes. A quote that is written twice is one in it;
/// what stands behind its end belongs to the cell, and is quoted no more.
fn quoted_length(csv: &[u8]) -> usize {
    let Some(content) = csv.strip_prefix(b"\"") else {
        return 0;
    };
    let mut bytes = content.iter().enumerate().peekable();
    while let Some((place, byte)) = bytes.next() {
        if *byte == b'"' && bytes.next_if(|(_, next)| **next == b'"').is_none() {
            return place.saturating_add(2);
        }
    }
    csv.len()
}

fn disarm_cell(cell: &[u8], out: &mut Vec<u8>) {
    let (quote, content) = match cell {
        [b'"', content @ ..] => (&b"\""[..], content),
        content => (&b""[..], content),
    };
    out.extend_from_slice(quote);
    let shown = String::from_utf8_lossy(content);
    if is_formula(&shown) && !is_number(&shown) {
        out.push(DISARMED);
    }
    out.extend_from_slice(content);
}

/// Whether the cell, from behind its opening quote, is a negative number with or without groups of
/// digits: `-349,00`, `-1 234.50`.
fn is_number(cell: &str) -> bool {
    let cell = cell.strip_suffix('"').unwrap_or(cell);
    let Some(digits) = cell.trim().strip_prefix('-') else {
        return false;
    };
    let is_part =
        |c: char| c.is_ascii_digit() || matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '.' | ',');
    digits.contains(|c: char| c.is_ascii_digit()) && digits.chars().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pass(csv: &str) -> String {
        String::from_utf8(disarmed(csv.as_bytes())).unwrap()
    }

    #[test]
    fn a_harmless_file_is_the_same_byte_for_byte() {
        for csv in [
            "",
            "\u{feff}",
            "\u{feff}Dato;Beskrivelse;Rentedato;Inn;Ut;Til konto;Fra konto;\n\
             \"02.11.2026\";\"KIWI \"\"A\"\"\";;\"1 234,50\";\"-1 234,50\";;\"12345678903\";\n",
            "Dato,Ut\r\n2026-11-02,-349.00\r\n2026-11-02,\"-1\u{a0}349,00\"\r\n",
            "a;b\n\"two\nlines\";-1\n\n\nlast",
            "a;b\n\"x\"=y;z\n",
        ] {
            assert_eq!(pass(csv), csv);
        }
        let not_utf8 = b"a;b\n\xe5\xff;\"\xf8\"\n";
        assert_eq!(disarmed(not_utf8), not_utf8);
    }

    #[test]
    fn text_that_would_act_does_not() {
        for (csv, safe) in [
            ("a;=1+1;b\n", "a;'=1+1;b\n"),
            ("a;\"=1+1\";b\n", "a;\"'=1+1\";b\n"),
            ("a;\"  @x\"\n", "a;\"'  @x\"\n"),
            ("a;-1+1\n", "a;'-1+1\n"),
            ("a;-\n", "a;'-\n"),
            ("a;-1\"&x\n", "a;'-1\"&x\n"),
            ("a;\"+47 22 33\"\n", "a;\"'+47 22 33\"\n"),
            ("a;\"\u{200b}＝1\"\n", "a;\"'\u{200b}＝1\"\n"),
            ("\u{feff}=1;a\n", "\u{feff}'=1;a\n"),
            // A quote that begins no cell quotes nothing, so that the separator behind it counts.
            ("a;b\nx \"a;=1\"\n", "a;b\nx \"a;'=1\"\n"),
            ("a;b\n\"x\n=1\";\"\ty\"\n", "a;b\n\"x\n=1\";\"'\ty\"\n"),
            ("a;b\n\"x\"y\"z;=1\n", "a;b\n\"x\"y\"z;'=1\n"),
            ("a;b\n\"\"\"x;=1\";=2\n", "a;b\n\"\"\"x;=1\";'=2\n"),
            ("a,b\nx,=1\n", "a,b\nx,'=1\n"),
            ("a\tb\nx\t=1\n", "a\tb\nx\t'=1\n"),
            ("a\n=1\r=2\n", "a\n'=1\r'=2\n"),
            ("\"a,b\";c\nx;=1,\"-2\"\n", "\"a,b\";c\nx;'=1,\"-2\"\n"),
            ("a;b\n\"never ended;=1\n=2", "a;b\n\"never ended;=1\n=2"),
        ] {
            assert_eq!(pass(csv), safe, "{csv:?}");
        }
    }
}
