//! Text that somebody else wrote: the bank, a payer, a merchant, an argument, the environment.

use std::borrow::Cow;
use std::fmt;

/// Foreign text. Its only `Display` neutralises what could move a terminal's cursor, fake a prompt
/// or reorder a line; files and JSON take the truth through [`Foreign::raw`].
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Foreign<'a>(Cow<'a, str>);

impl<'a> Foreign<'a> {
    pub(crate) fn new(text: impl Into<Cow<'a, str>>) -> Self {
        Self(text.into())
    }

    /// The text as it was written. For files, JSON and comparisons, never for a terminal.
    pub(crate) fn raw(&self) -> &str {
        &self.0
    }

    /// The same text, owning its bytes.
    pub(crate) fn into_owned(self) -> Foreign<'static> {
        Foreign(Cow::Owned(self.0.into_owned()))
    }
}

impl fmt::Display for Foreign<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&neutral(&self.0))
    }
}

/// As `Display`, so that a test's or a log's `{:?}` cannot carry an escape either.
impl fmt::Debug for Foreign<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// `text` fit for a terminal line: line breaks become `⏎`, tabs a space, every other control or
/// format character `�`. Borrowed when there is nothing to do, which is nearly always.
pub(crate) fn neutral(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unprintable) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('⏎'),
            '\t' => out.push(' '),
            c if is_unprintable(c) => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// As [`neutral`], with one space for any run of them and none at the ends: many could push what
/// follows to the next row of a terminal.
pub(crate) fn packed(text: &str) -> String {
    let text = neutral(text);
    let words: Vec<_> = text.split_whitespace().collect();
    words.join(" ")
}

/// Control (Cc), format (Cf), line and paragraph separators (Zl, Zp): what a terminal or a bidi
/// algorithm acts on instead of showing. Ranges from Unicode 16's general categories.
pub(crate) fn is_unprintable(c: char) -> bool {
    if c < '\u{AD}' {
        return c.is_control();
    }
    matches!(c,
        '\u{AD}'
        | '\u{600}'..='\u{605}' | '\u{61C}' | '\u{6DD}' | '\u{70F}'
        | '\u{890}'..='\u{891}' | '\u{8E2}' | '\u{180E}'
        | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206F}'
        | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
        | '\u{110BD}' | '\u{110CD}' | '\u{13430}'..='\u{1343F}'
        | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0001}' | '\u{E0020}'..='\u{E007F}')
}

/// The text as names and searches are compared: lower case, one space for any run of spaces, and letters with
/// their marks in one piece, as macOS and some banks write `å` as `a` and a ring.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.trim().chars().flat_map(char::to_lowercase) {
        if c.is_whitespace() {
            if !folded.ends_with(' ') {
                folded.push(' ');
            }
            continue;
        }
        match folded
            .chars()
            .next_back()
            .and_then(|last| composed(last, c))
        {
            Some(whole) => {
                folded.pop();
                folded.push(whole);
            }
            None => folded.push(c),
        }
    }
    folded
}

/// The one letter for a letter and the mark behind it: those of Nordic and nearby names.
fn composed(letter: char, mark: char) -> Option<char> {
    Some(match (letter, mark) {
        ('a', '\u{30A}') => 'å',
        ('a', '\u{308}') => 'ä',
        ('o', '\u{308}') => 'ö',
        ('u', '\u{308}') => 'ü',
        ('e', '\u{301}') => 'é',
        ('e', '\u{300}') => 'è',
        ('o', '\u{302}') => 'ô',
        ('o', '\u{300}') => 'ò',
        ('ø', '\u{301}') => 'ǿ',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_nothing_a_terminal_would_act_on() {
        let hostile = "a\x1b[2Jb\u{9b}31mc\u{202e}d\u{200b}e\r\nf\ng\th\u{e0041}\u{2028}i\x7f";
        let shown = Foreign::new(hostile).to_string();
        assert_eq!(
            shown,
            "a\u{fffd}[2Jb\u{fffd}31mc\u{fffd}d\u{fffd}e⏎f⏎g h\u{fffd}⏎i\u{fffd}"
        );
        assert!(!shown.chars().any(is_unprintable));
        assert_eq!(Foreign::new(hostile).raw(), hostile);
        assert_eq!(format!("{:?}", Foreign::new(hostile)), shown);
    }

    #[test]
    fn leaves_ordinary_text_alone() {
        for text in [
            "Blåbærsyltetøy",
            "1 234,50",
            "Kaffe ☕ 👍🏽",
            "NBSP\u{a0}here",
        ] {
            assert!(matches!(neutral(text), Cow::Borrowed(_)));
        }
    }
}
