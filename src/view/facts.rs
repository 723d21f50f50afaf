//! Short answers: names and values, and short listings.

use crate::config::Format;
use crate::failure::Failure;

use super::cell::Record;
use super::fields::Fact;
use super::grid::{Column, Grid, Line, Piece, Tail, Tone};
use super::json::{self, Document};
use super::separated::Separated;
use super::{Screen, Shape, lines};

/// Names and values below each other. Values are never cut: who asks for one thing wants all of it.
pub(super) fn list(screen: Screen, facts: &[Fact]) -> Vec<String> {
    let whole = Screen {
        width: None,
        ..screen
    };
    let line = |(name, value): &Fact| Line {
        cells: [Piece {
            text: name.clone(),
            tone: Tone::Dim,
        }],
        tail: Tail {
            text: value.clone(),
            ..Tail::default()
        },
    };
    let rows: Vec<_> = facts.iter().map(line).collect();
    Grid::new(whole, [Column::whole("")], Some("")).lines(rows)
}

/// Columns, the title of the free one, and lines.
pub(super) type TableOf<const C: usize> = ([Column; C], &'static str, Vec<Line<C>>);

/// A short listing in any format: the records, or the table that `table` describes.
pub(super) fn table_or<const N: usize, const C: usize, R: Record<N>>(
    shape: &Shape,
    schema: &str,
    name: &str,
    records: &[R],
    table: impl FnOnce() -> TableOf<C>,
) -> Result<Vec<u8>, Failure> {
    Ok(match shape.format {
        Format::Json => {
            let mut document = Document::new(schema);
            document.objects(name, records.iter().map(json::object));
            document.end()
        }
        Format::Jsonl => lines(records.iter().map(json::object)),
        Format::Csv | Format::Tsv => Separated::new(shape).listing::<N, _>(records)?,
        Format::Table => {
            let (columns, tail, rows) = table();
            let grid = Grid::new(shape.screen, columns, Some(tail)).fit_to(&rows, &[]);
            let mut shown = vec![grid.header()];
            shown.extend(grid.lines(rows));
            lines(shown)
        }
    })
}
