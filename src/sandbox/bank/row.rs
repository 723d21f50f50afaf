//! One movement on one account, as the customer will see it.

use super::shops::Shop;
use jiff::civil::Date;

/// What kind of movement a row is; decides its type code and text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    BankAxept,
    Visa,
    Reservation,
    PendingTransfer,
    OwnTransfer,
    OwnPayment,
    Bill,
    Message,
    Salary,
    Standing,
    Vipps,
    Interest,
    Fee,
    CardPaid,
    Exchange,
}

impl Kind {
    pub(super) fn code_and_text(self) -> (&'static str, &'static str) {
        match self {
            Self::BankAxept => ("R_710", "Varekjøp"),
            Self::Visa => ("R_714", "Visa/Mastercard"),
            Self::Reservation => ("R_946", "Reservert kortkjøp"),
            Self::PendingTransfer => ("R_914", "Overføring"),
            Self::OwnTransfer => ("R_260", "Overføring mellom egne konti"),
            Self::OwnPayment => ("PAYCTTRADOMTNP", "Overføring"),
            Self::Bill => ("PAYCTDOMOUPKID", "Betaling med KID"),
            Self::Message => ("PAYCTDOMOUPME", "Betaling med melding"),
            Self::Salary => ("R_200", "Lønn"),
            Self::Standing => ("R_156", "AvtaleGiro"),
            Self::Vipps => ("R_752", "Vipps"),
            Self::Interest => ("R_350", "Renter"),
            Self::Fee => ("R_068", "Gebyr"),
            Self::CardPaid => ("K_0047", "Innbetaling"),
            Self::Exchange => ("R_504", "Valuta"),
        }
    }

    pub(super) fn is_own_transfer(self) -> bool {
        matches!(self, Self::OwnTransfer | Self::OwnPayment)
    }
}

/// The other end of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Remote {
    Nobody,
    /// A card purchase: the bank writes the number `-1`.
    NotApplicable,
    /// One of the household's accounts, by its place in the ledger.
    Own(usize),
    /// Somebody else, by place in the ledger's list of parties.
    Party(usize),
}

/// A text with how much of its beginning the cleaned text lacks.
#[derive(Clone, Debug)]
pub(super) struct Words {
    /// Absent on a few own transfers, as in the bank's own answers.
    pub(super) text: Option<Box<str>>,
    /// In bytes.
    pub(super) prefix: usize,
}

/// What becomes of a pending row, and when.
#[derive(Clone, Debug)]
pub(super) struct Booking {
    /// The first day on which the row is booked.
    pub(super) from: Date,
    pub(super) day: Date,
    pub(super) ore: i64,
    pub(super) kind: Kind,
    /// What it is called from then on; `None` leaves it the words it has.
    pub(super) words: Option<Words>,
}

/// Whether answers tell of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Listed,
    /// Left out of answers for a while; its money counts.
    Withheld,
    /// Reserved once and given up before it was booked; it is in no sum.
    Cancelled,
}

#[derive(Clone)]
pub(super) struct Row {
    pub(super) account: usize,
    pub(super) day: Date,
    pub(super) ore: i64,
    pub(super) kind: Kind,
    /// Absent on a few own transfers, as in the bank's own answers.
    pub(super) text: Option<Box<str>>,
    /// How many leading bytes of `text` the cleaned text lacks.
    pub(super) prefix: usize,
    pub(super) shop: Option<&'static Shop>,
    /// The currency of a foreign purchase, and the amount in it where the bank tells.
    pub(super) foreign: Option<(&'static str, Option<i64>)>,
    pub(super) remote: Remote,
    /// A KID or a message.
    pub(super) note: Option<Box<str>>,
    /// `None` once booked.
    pub(super) pending: Option<Booking>,
    pub(super) standing: Standing,
    /// Carries eighteen zeros instead of an identity, also once booked.
    pub(super) nameless: bool,
    /// Its text changed after it was booked.
    pub(super) reworded: bool,
    /// Given by the ledger; unique and lasting.
    pub(super) serial: u32,
}

impl Row {
    /// A booked row with nothing but the needful.
    pub(super) fn plain(account: usize, day: Date, ore: i64, kind: Kind, text: &str) -> Self {
        Self {
            account,
            day,
            ore,
            kind,
            text: Some(text.into()),
            prefix: 0,
            shop: None,
            foreign: None,
            remote: Remote::Nobody,
            note: None,
            pending: None,
            standing: Standing::Listed,
            nameless: false,
            reworded: false,
            serial: 0,
        }
    }

    pub(super) fn with_remote(mut self, remote: Remote) -> Self {
        self.remote = remote;
        self
    }

    pub(super) fn with_note(mut self, note: &str) -> Self {
        self.note = Some(note.into());
        self
    }

    pub(super) fn is_cancelled(&self) -> bool {
        self.standing == Standing::Cancelled
    }

    pub(super) fn name(&mut self, words: Words) {
        (self.text, self.prefix) = (words.text, words.prefix);
    }

    pub(super) fn cleaned(&self) -> Option<&str> {
        self.text
            .as_deref()
            .and_then(|text| text.get(self.prefix..))
    }
}
