//! The formats, and which flags mean something to each.

use clap::ValueEnum;

use crate::export::Exporter;
use crate::export::beancount::beancount;
use crate::export::chart::Chart;
use crate::export::csv::{Csv, Locale};
use crate::export::hledger::hledger;
use crate::export::jsonl::Jsonl;
use crate::export::ledger::ledger;
use crate::export::ofx::Ofx;
use crate::export::qif::Qif;
use crate::export::ynab::Ynab;

/// What an export can be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FileFormat {
    Hledger,
    Ledger,
    Beancount,
    Ofx,
    Qif,
    Csv,
    Ynab,
    Jsonl,
    BankCsv,
}

/// How it is written, as far as that is the user's choice.
pub(super) struct Style {
    pub(super) locale: Locale,
    pub(super) raw: bool,
    pub(super) chart: Chart,
}

impl FileFormat {
    /// Whether the user's own chart of accounts has a place in it.
    pub(super) fn takes_map(self) -> bool {
        matches!(
            self,
            Self::Hledger | Self::Ledger | Self::Beancount | Self::Qif
        )
    }

    /// Whether a row that is not booked yet can be told from one that is.
    pub(super) fn takes_pending(self) -> bool {
        !matches!(self, Self::Ofx | Self::Ynab | Self::BankCsv)
    }

    /// Whether a spreadsheet may open it.
    pub(super) fn takes_raw(self) -> bool {
        matches!(self, Self::Csv | Self::Ynab | Self::BankCsv)
    }
}

impl Style {
    /// The format; `None` for the bank's own, which is not made here.
    pub(super) fn exporter(self, format: FileFormat) -> Option<Box<dyn Exporter>> {
        let Self { locale, raw, chart } = self;
        Some(match format {
            FileFormat::Hledger => Box::new(hledger(chart)),
            FileFormat::Ledger => Box::new(ledger(chart)),
            FileFormat::Beancount => Box::new(beancount(chart)),
            FileFormat::Ofx => Box::new(Ofx::default()),
            FileFormat::Qif => Box::new(Qif::new(chart)),
            FileFormat::Csv => Box::new(Csv::new(locale, raw)),
            FileFormat::Ynab => Box::new(Ynab::new(raw)),
            FileFormat::Jsonl => Box::new(Jsonl),
            FileFormat::BankCsv => return None,
        })
    }
}
