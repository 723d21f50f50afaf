//! The pieces of HTML that the page is made of, and the only way in for text of others.

use std::fmt;

use crate::domain::money::Amount;
use crate::domain::text;

/// Text that somebody else wrote, as HTML shows it: neither a tag nor an attribute can begin or end
/// in it, nothing in it is invisible, and its direction stays its own.
pub(super) struct Foreign<'a>(pub(super) &'a str);

impl fmt::Display for Foreign<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = text::packed(self.0);
        if shown.is_empty() {
            return f.write_str("<i>no name</i>");
        }
        write!(f, "<bdi>{}</bdi>", Escaped(&shown))
    }
}

/// Text without a character that means something to HTML, between tags and in attributes.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                c => write!(f, "{c}")?,
            }
        }
        Ok(())
    }
}

/// What stands in a cell of a table.
pub(super) enum Cell<'a> {
    /// Our own words.
    Own(String),
    /// Our own words in a column of numbers.
    Figure(String),
    Foreign(&'a str),
    Amount(Amount),
    Count(u64),
    /// An SVG of [`super::chart`].
    Drawing(String),
}

/// A column by its heading.
pub(super) enum Column {
    Words(&'static str),
    Number(&'static str),
    Drawing(&'static str),
}

/// A table whose first column names the row.
pub(super) struct Table<'a> {
    pub(super) caption: &'static str,
    pub(super) columns: &'static [Column],
    pub(super) rows: Vec<Vec<Cell<'a>>>,
}

impl fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let caption = self.caption;
        write!(
            f,
            "<div class=\"scroll\"><table>\n<caption>{caption}</caption>\n<thead><tr>"
        )?;
        for column in self.columns {
            column.fmt(f)?;
        }
        f.write_str("</tr></thead>\n<tbody>\n")?;
        for row in &self.rows {
            write_row(f, row)?;
        }
        f.write_str("</tbody>\n</table></div>\n")
    }
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (class, heading) = match self {
            Self::Words(heading) => ("words", heading),
            Self::Number(heading) => ("number", heading),
            Self::Drawing(heading) => ("drawing", heading),
        };
        write!(f, "<th scope=\"col\" class=\"{class}\">{heading}</th>")
    }
}

fn write_row(f: &mut fmt::Formatter<'_>, row: &[Cell<'_>]) -> fmt::Result {
    f.write_str("<tr>")?;
    for (place, cell) in row.iter().enumerate() {
        let class = cell.class();
        if place == 0 {
            write!(f, "<th scope=\"row\" class=\"{class}\">{cell}</th>")?;
        } else {
            write!(f, "<td class=\"{class}\">{cell}</td>")?;
        }
    }
    f.write_str("</tr>\n")
}

impl Cell<'_> {
    fn class(&self) -> &'static str {
        match self {
            Self::Own(_) | Self::Foreign(_) => "words",
            Self::Amount(_) | Self::Count(_) | Self::Figure(_) => "number",
            Self::Drawing(_) => "drawing",
        }
    }
}

impl fmt::Display for Cell<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Own(words) | Self::Figure(words) => f.write_str(words),
            Self::Foreign(name) => Foreign(name).fmt(f),
            Self::Amount(amount) => f.write_str(&amount.norwegian()),
            Self::Count(count) => count.fmt(f),
            Self::Drawing(svg) => f.write_str(svg),
        }
    }
}
