//! What the doctor found.

use crate::config::Format;
use crate::domain::text::neutral;
use crate::failure::Failure;
use crate::ui::Ui;

use super::cell::{Cell, Record};
use super::facts::table_or;
use super::grid::{Column, Line, Piece, Tail, Tone};
use super::{Cells, Screen, Shape, print};

/// What the doctor says of one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Good,
    /// It works, and could be better.
    Doubtful,
    Bad,
}

impl Verdict {
    fn word(self) -> &'static str {
        match self {
            Self::Good => "ok",
            Self::Doubtful => "warning",
            Self::Bad => "error",
        }
    }

    fn tone(self) -> Tone {
        match self {
            Self::Good => Tone::In,
            Self::Bad => Tone::Out,
            Self::Doubtful => Tone::Plain,
        }
    }
}

/// One thing that the doctor looked at.
#[derive(Clone, Debug)]
pub(crate) struct Check {
    pub(crate) name: &'static str,
    pub(crate) verdict: Verdict,
    pub(crate) finding: String,
    /// What to do about it.
    pub(crate) hint: Option<String>,
}

impl Record<4> for Check {
    const KEYS: [&'static str; 4] = ["name", "verdict", "finding", "hint"];

    fn cells(&self) -> [Cell<'_>; 4] {
        [
            self.name.into(),
            self.verdict.word().into(),
            (&self.finding).into(),
            (&self.hint).into(),
        ]
    }
}

/// Shows what the doctor found.
pub(crate) fn show(ui: &Ui, format: Format, checks: &[Check]) -> Result<(), Failure> {
    let shape = Shape::new(ui, format, Cells::default());
    print(ui, &rendered(&shape, checks)?)
}

/// Findings and hints are not cut: who is looking for a fault wants all of it.
pub(super) fn rendered(shape: &Shape, checks: &[Check]) -> Result<Vec<u8>, Failure> {
    let whole = Shape {
        screen: Screen {
            width: None,
            ..shape.screen
        },
        ..*shape
    };
    let shape = if shape.format == Format::Table {
        &whole
    } else {
        shape
    };
    let columns = [Column::whole("Check"), Column::whole("Verdict")];
    table_or(shape, "sb1.doctor/1", "checks", checks, || {
        (
            columns,
            "Finding",
            checks.iter().flat_map(check_lines).collect(),
        )
    })
}

fn check_lines(check: &Check) -> Vec<Line<2>> {
    let verdict = Piece {
        text: check.verdict.word().to_owned(),
        tone: check.verdict.tone(),
    };
    let tail = |text: String| Tail {
        text,
        ..Tail::default()
    };
    let finding = tail(neutral(&check.finding).into_owned());
    let mut lines = vec![Line {
        cells: [check.name.into(), verdict],
        tail: finding,
    }];
    if let Some(hint) = &check.hint {
        let hint = tail(format!("hint: {}", neutral(hint)));
        lines.push(Line {
            cells: [Piece::default(), Piece::default()],
            tail: hint,
        });
    }
    lines
}
