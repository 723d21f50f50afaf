use crate::domain::money::Amount;
use crate::domain::text::Foreign;
use crate::domain::transaction::Transaction;
use crate::domain::transfer::{Id, Intent, Look, samples};

use super::cases::List;

/// A bank with one ledger, which is all of it that matters here.
#[derive(Default)]
pub(super) struct Bank {
    rows: Vec<Row>,
    /// How often money moved for the wish.
    pub(super) moved: usize,
    looks: usize,
}

struct Row {
    /// The transfer of the journal that it belongs to; the journal does not see this.
    of: Option<Id>,
    amount: Amount,
    text: Option<String>,
    /// Whether the conditions of the case are for it.
    of_the_wish: bool,
}

impl Bank {
    /// Moves money.
    pub(super) fn commit(&mut self, id: Id, intent: &Intent, of_the_wish: bool) {
        self.rows.push(Row {
            of: Some(id),
            amount: intent.plan.amount,
            text: intent.sent_message.clone(),
            of_the_wish,
        });
        self.moved += usize::from(of_the_wish);
    }

    /// Moves as much in the online bank.
    pub(super) fn commit_foreign(&mut self) {
        self.rows.push(foreign());
    }

    /// The truth.
    pub(super) fn has_moved(&self, id: &Id) -> bool {
        self.rows.iter().any(|row| row.of.as_ref() == Some(id))
    }

    /// Reads the lists out to `look`, and says whether they came whole.
    pub(super) fn list(&mut self, list: List, look: &mut Look<'_>) -> bool {
        self.looks += 1;
        if list == List::Unreachable {
            return false;
        }
        let absent = self.lacks_the_wish(list);
        let listed = |row: &&Row| !(row.of_the_wish && absent);
        let stranger = foreign();
        let alike = matches!(list, List::LookAlikeInstead | List::LookAlikeAsWell);
        let strangers = alike.then_some(&stranger).into_iter();
        for row in self.rows.iter().filter(listed).chain(strangers) {
            look.row(&row.as_listed(list));
        }
        !matches!(list, List::PartialWith | List::PartialWithout)
    }

    /// Whether the rows of the wish are not in the lists as they are now.
    fn lacks_the_wish(&self, list: List) -> bool {
        match list {
            List::Late => self.looks == 1,
            List::NotYet | List::PartialWithout | List::LookAlikeInstead => true,
            _ => false,
        }
    }

    /// Whether the lists, as they are now, have that transfer's tag where it can be read.
    pub(super) fn shows(&self, list: List, id: &Id) -> bool {
        let hidden =
            self.lacks_the_wish(list) || matches!(list, List::Unreachable | List::Stripped);
        let tagged = |row: &Row| row.text.as_ref().is_some_and(|it| it.contains(id.as_str()));
        self.rows
            .iter()
            .any(|row| row.of == Some(*id) && tagged(row) && !(row.of_the_wish && hidden))
    }
}

impl Row {
    fn as_listed(&self, list: List) -> Transaction<'_> {
        let text = self.text.as_deref();
        let mut row = samples::row(samples::FROM, self.amount, text);
        match list {
            List::Stripped if self.of_the_wish => row.kid_or_message = None,
            List::Rewritten => {
                let text = text.unwrap_or_default().to_lowercase();
                let text = format!("Overføring: {text}/nett");
                row.cleaned_description = Some(Foreign::new(text));
                row.kid_or_message = None;
            }
            _ => {}
        }
        row
    }
}

fn foreign() -> Row {
    Row {
        of: None,
        amount: samples::kroner(100),
        text: Some("til ferien".to_owned()),
        of_the_wish: false,
    }
}
