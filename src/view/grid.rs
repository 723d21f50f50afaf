//! Tables without lines: columns two spaces apart, laid out by comfy-table.

use anstyle::{AnsiColor, Style};
use comfy_table::{
    CellAlignment, ColumnConstraint, ContentArrangement, ContentLineStyle, Table, TableStyle, Width,
};

use super::Screen;
use super::fit::{cut, width};

/// Between two columns while a line is taken apart again; no neutralised text contains it.
const SEAM: char = '\u{1f}';
const GAP: &str = "  ";
/// A text column that has less than this is of no use.
const LEAST_TEXT: usize = 12;
/// comfy-table counts in 16 bits and would break a longer cell over two lines.
const WIDEST: usize = 60_000;

/// A column of a grid.
#[derive(Clone, Copy)]
pub(super) struct Column {
    title: &'static str,
    /// How wide it is at least.
    least: usize,
    right: bool,
    /// Whether its text may be cut on a terminal.
    text: bool,
    shown: bool,
}

impl Column {
    /// Text, cut where there is no room.
    pub(super) fn text(title: &'static str) -> Self {
        Self {
            title,
            least: width(title),
            right: false,
            text: true,
            shown: true,
        }
    }

    /// Left-aligned and never cut.
    pub(super) fn whole(title: &'static str) -> Self {
        Self {
            text: false,
            ..Self::text(title)
        }
    }

    /// Right-aligned and never cut.
    pub(super) fn number(title: &'static str) -> Self {
        Self {
            right: true,
            ..Self::whole(title)
        }
    }

    pub(super) fn at_least(self, least: usize) -> Self {
        Self {
            least: self.least.max(least),
            ..self
        }
    }

    pub(super) fn shown_if(self, shown: bool) -> Self {
        Self { shown, ..self }
    }
}

/// What a piece of text says by its colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Tone {
    #[default]
    Plain,
    In,
    Out,
    Dim,
}

impl Tone {
    fn style(self) -> Style {
        match self {
            Self::Plain => Style::new(),
            Self::In => AnsiColor::Green.on_default(),
            Self::Out => AnsiColor::Red.on_default(),
            Self::Dim => Style::new().dimmed(),
        }
    }
}

/// One cell: neutral text and its tone.
#[derive(Clone, Debug, Default)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) tone: Tone,
}

impl From<String> for Piece {
    fn from(text: String) -> Self {
        Self {
            text,
            tone: Tone::Plain,
        }
    }
}

impl From<&str> for Piece {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

/// A line of a grid: its cells, and free text behind them.
pub(super) struct Line<const N: usize> {
    pub(super) cells: [Piece; N],
    pub(super) tail: Tail,
}

/// The last, free column: it takes the room that is left.
#[derive(Debug, Default)]
pub(super) struct Tail {
    pub(super) text: String,
    /// Said after the text, and not cut as long as there is room for it.
    pub(super) mark: &'static str,
    pub(super) tone: Tone,
}

/// `N` columns, then perhaps a free one.
pub(super) struct Grid<const N: usize> {
    columns: [Column; N],
    /// Title of the free column behind the others.
    tail: Option<&'static str>,
    screen: Screen,
}

impl<const N: usize> Grid<N> {
    pub(super) fn new(screen: Screen, columns: [Column; N], tail: Option<&'static str>) -> Self {
        Self {
            columns,
            tail,
            screen,
        }
    }

    /// Hides columns on a screen too narrow, in the order of `sheddable`, then narrows the widest
    /// text column until all fits.
    pub(super) fn fit(mut self, sheddable: &[&str]) -> Self {
        let Some(screen) = self.screen.width else {
            return self;
        };
        for title in sheddable {
            let spare = |column: &Column| {
                if column.text {
                    column.least.saturating_sub(LEAST_TEXT)
                } else {
                    0
                }
            };
            let spare: usize = self.columns.iter().filter(|it| it.shown).map(spare).sum();
            if self.needed().saturating_sub(spare) <= screen {
                break;
            }
            for column in self.columns.iter_mut().filter(|it| it.title == *title) {
                column.shown = false;
            }
        }
        while self.needed() > screen {
            let texts = self
                .columns
                .iter_mut()
                .filter(|it| it.text && it.shown && it.least > 1);
            let Some(widest) = texts.max_by_key(|it| it.least) else {
                break;
            };
            widest.least = widest.least.saturating_sub(1);
        }
        self
    }

    /// As [`Grid::fit`], after making each column as wide as its cells.
    pub(super) fn fit_to(mut self, lines: &[Line<N>], sheddable: &[&str]) -> Self {
        for line in lines {
            for (column, piece) in self.columns.iter_mut().zip(&line.cells) {
                column.least = column.least.max(width(&piece.text));
            }
        }
        self.fit(sheddable)
    }

    fn needed(&self) -> usize {
        let shown = self.columns.iter().filter(|it| it.shown);
        let columns: usize = shown.map(|it| it.least.saturating_add(GAP.len())).sum();
        match self.tail {
            Some(_) => columns.saturating_add(LEAST_TEXT),
            None => columns.saturating_sub(GAP.len()),
        }
    }

    /// Columns of the screen that are left for the free text; `None` in a pipe, where nothing ends.
    pub(super) fn room(&self) -> Option<usize> {
        let shown = self.columns.iter().filter(|it| it.shown);
        let taken: usize = shown.map(|it| it.least.saturating_add(GAP.len())).sum();
        Some(self.screen.width?.saturating_sub(taken))
    }

    /// The line of titles.
    pub(super) fn header(&self) -> String {
        let cells = self.columns.map(|column| Piece::from(column.title));
        let text = self.tail.unwrap_or_default().to_owned();
        let tail = Tail {
            text,
            ..Tail::default()
        };
        self.lines(vec![Line { cells, tail }])
            .pop()
            .unwrap_or_default()
    }

    /// The lines as they are shown, without line ends.
    pub(super) fn lines(&self, mut lines: Vec<Line<N>>) -> Vec<String> {
        let mut table = Table::new();
        let rule = ContentLineStyle::none().junction(SEAM);
        let style = TableStyle::new().content_lines(rule);
        table
            .load_style(style)
            .force_no_tty()
            .set_content_arrangement(ContentArrangement::Disabled);
        for line in &mut lines {
            for (column, piece) in self.columns.iter().zip(&mut line.cells) {
                let narrow = self.screen.width.is_some() && column.text;
                cut(&mut piece.text, if narrow { column.least } else { WIDEST });
            }
            table.add_row(line.cells.iter().map(|piece| piece.text.as_str()));
        }
        for (column, shape) in self.columns.iter().zip(table.column_iter_mut()) {
            shape.set_padding((0, 0));
            shape.set_cell_alignment(if column.right {
                CellAlignment::Right
            } else {
                CellAlignment::Left
            });
            let least = u16::try_from(column.least).unwrap_or(u16::MAX);
            shape.set_constraint(match column.shown {
                true => ColumnConstraint::LowerBoundary(Width::Fixed(least)),
                false => ColumnConstraint::Hidden,
            });
        }
        let laid_out = table.lines();
        laid_out
            .zip(lines)
            .map(|(shown, line)| self.finish(&shown, line))
            .collect()
    }

    /// Puts the columns of a laid-out line together, with colour and the free text.
    fn finish(&self, laid_out: &str, line: Line<N>) -> String {
        let mut shown = String::with_capacity(laid_out.len().saturating_mul(2));
        let mut taken = 0_usize;
        let pieces = self
            .columns
            .iter()
            .zip(&line.cells)
            .filter(|(column, _)| column.shown);
        for (padded, (_, piece)) in laid_out.split(SEAM).zip(pieces) {
            self.paint(&mut shown, padded, piece.tone);
            shown.push_str(GAP);
            taken = taken
                .saturating_add(width(padded))
                .saturating_add(GAP.len());
        }
        if self.tail.is_some() {
            self.add_tail(&mut shown, line.tail, taken);
        }
        shown.truncate(shown.trim_end_matches(' ').len());
        shown
    }

    fn add_tail(&self, shown: &mut String, mut tail: Tail, taken: usize) {
        if let Some(screen) = self.screen.width {
            let room = screen.saturating_sub(taken).max(1);
            let marked = match tail.mark.len() {
                0 => 0,
                mark => mark.saturating_add(1),
            };
            if room > marked.saturating_add(3) {
                cut(&mut tail.text, room.saturating_sub(marked));
            } else {
                cut(&mut tail.text, room);
                tail.mark = "";
            }
        }
        if !tail.mark.is_empty() {
            if !tail.text.is_empty() {
                tail.text.push(' ');
            }
            tail.text.push_str(tail.mark);
        }
        self.paint(shown, &tail.text, tail.tone);
    }

    /// Appends `padded` with its words, and not its padding, in the colour of `tone`.
    fn paint(&self, shown: &mut String, padded: &str, tone: Tone) {
        let words = padded.trim_matches(' ');
        if !self.screen.color || tone == Tone::Plain || words.is_empty() {
            shown.push_str(padded);
            return;
        }
        let (before, after) = padded.split_once(words).unwrap_or_default();
        let style = tone.style();
        shown.push_str(&format!("{before}{style}{words}{style:#}{after}"));
    }
}
