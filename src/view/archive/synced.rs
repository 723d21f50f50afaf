use crate::config::Format;
use crate::domain::archived::{Synced, SyncedAccount, Tally};
use crate::domain::text::Foreign;
use crate::failure::Failure;

use super::super::cell::{Cell, Record};
use super::super::grid::{Column, Grid, Line, Tail};
use super::super::json::{self, Document};
use super::super::separated::Separated;
use super::super::sums::INCOMPLETE;
use super::super::{Screen, Shape, lines};

impl Record<9> for SyncedAccount {
    const KEYS: [&'static str; 9] = [
        "accountKey",
        "accountName",
        "accountNumber",
        "new",
        "changed",
        "booked",
        "vanished",
        "unclear",
        "total",
    ];

    fn cells(&self) -> [Cell<'_>; 9] {
        let (account, tally) = (&self.account, &self.tally);
        [
            (&account.key).into(),
            (&account.name).into(),
            account.number.digits().into(),
            (&tally.new).into(),
            (&tally.changed).into(),
            (&tally.booked).into(),
            (&tally.vanished).into(),
            (&tally.unclear).into(),
            (&tally.total).into(),
        ]
    }
}

pub(in crate::view) fn rendered(shape: &Shape, synced: &Synced) -> Result<Vec<u8>, Failure> {
    let objects = || synced.accounts.iter().map(json::object);
    Ok(match shape.format {
        Format::Json => {
            let mut document = Document::new("sb1.sync/1");
            document
                .field("complete", &synced.complete)
                .texts("errors", synced.errors.iter().map(Foreign::raw))
                .field("since", &synced.since)
                .field("until", &synced.until)
                .objects("accounts", objects());
            document.end()
        }
        Format::Jsonl => lines(objects()),
        Format::Csv | Format::Tsv => Separated::new(shape).listing::<9, _>(&synced.accounts)?,
        Format::Table => lines(table(shape.screen, synced)),
    })
}

fn table(screen: Screen, synced: &Synced) -> Vec<String> {
    let sum = sum(&synced.accounts);
    let mut shown = Vec::new();
    if !synced.accounts.is_empty() {
        let rows: Vec<_> = synced.accounts.iter().map(line).collect();
        let columns = [
            Column::text("Account"),
            Column::whole("Number"),
            Column::number("New"),
            Column::number("Changed"),
            Column::number("Booked").shown_if(sum.booked > 0),
            Column::number("Vanished").shown_if(sum.vanished > 0),
            Column::number("Unclear").shown_if(sum.unclear > 0),
            Column::number("Total"),
        ];
        let sheddable = ["Total", "Number", "Changed", "Booked", "Vanished"];
        let grid = Grid::new(screen, columns, None).fit_to(&rows, &sheddable);
        shown.push(grid.header());
        shown.extend(grid.lines(rows));
        shown.push(String::new());
    }
    shown.push(in_short(&sum));
    if sum.unclear > 0 {
        shown.push("see `sb1 archive status`".to_owned());
    }
    shown.extend((!synced.complete).then(|| INCOMPLETE.to_owned()));
    shown
}

fn line(of: &SyncedAccount) -> Line<8> {
    let tally = &of.tally;
    Line {
        cells: [
            of.account.name.to_string().into(),
            of.account.number.to_string().into(),
            tally.new.to_string().into(),
            tally.changed.to_string().into(),
            tally.booked.to_string().into(),
            tally.vanished.to_string().into(),
            tally.unclear.to_string().into(),
            tally.total.to_string().into(),
        ],
        tail: Tail::default(),
    }
}

fn sum(accounts: &[SyncedAccount]) -> Tally {
    accounts.iter().fold(Tally::default(), |sum, of| Tally {
        new: sum.new.saturating_add(of.tally.new),
        changed: sum.changed.saturating_add(of.tally.changed),
        booked: sum.booked.saturating_add(of.tally.booked),
        vanished: sum.vanished.saturating_add(of.tally.vanished),
        unclear: sum.unclear.saturating_add(of.tally.unclear),
        total: sum.total.saturating_add(of.tally.total),
    })
}

/// `4 new, 1 changed`
fn in_short(sum: &Tally) -> String {
    let counts = [
        (sum.new, "new"),
        (sum.changed, "changed"),
        (sum.booked, "booked"),
        (sum.vanished, "vanished"),
        (sum.unclear, "unclear"),
    ];
    let said = counts.iter().filter(|(count, _)| *count > 0);
    let said: Vec<_> = said
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    if said.is_empty() {
        return "nothing new".to_owned();
    }
    said.join(", ")
}
