//! What somebody typed or sent, as an error sentence repeats it.

use std::fmt;

use super::text::Foreign;

/// The most characters that a sentence repeats; the rest becomes `…`.
const LONGEST: usize = 40;

/// A short excerpt of foreign text. Its `Display` is the text between backticks, neutralised for a
/// terminal.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Quoted(Foreign<'static>);

impl Quoted {
    pub(crate) fn new(text: &str) -> Self {
        let mut excerpt: String = text.chars().take(LONGEST).collect();
        if excerpt.len() < text.len() {
            excerpt.push('…');
        }
        Self(Foreign::new(excerpt))
    }
}

impl fmt::Display for Quoted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.0)
    }
}

impl fmt::Debug for Quoted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeats_little_and_nothing_that_moves_the_cursor() {
        assert_eq!(Quoted::new("1,234").to_string(), "`1,234`");
        assert_eq!(Quoted::new("\x1b[2J").to_string(), "`\u{fffd}[2J`");
        let long = Quoted::new(&"æ".repeat(41)).to_string();
        assert_eq!(long, format!("`{}…`", "æ".repeat(40)));
    }
}
