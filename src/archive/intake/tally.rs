//! What an answer brought to each account.

use std::collections::{HashMap, HashSet};

use crate::domain::archived::Tally;
use crate::domain::reconcile::{AccountNo, Entry, EntryNo, Reconciled, State};

use super::super::entries;
use super::Intake;

impl Intake<'_> {
    /// For each account, in the order asked.
    pub(super) fn tallies(
        &self,
        done: &Reconciled,
        before: &HashMap<EntryNo, Entry>,
    ) -> rusqlite::Result<Vec<Tally>> {
        let mut tallies = self.touched(done, before);
        for (tally, account) in tallies.iter_mut().zip(&self.accounts) {
            tally.total = entries::count_listed(&self.changes, &account.number)?;
        }
        Ok(tallies)
    }

    fn touched(&self, done: &Reconciled, before: &HashMap<EntryNo, Entry>) -> Vec<Tally> {
        let mut tallies = vec![Tally::default(); self.accounts.len()];
        let mut count = |account: AccountNo, what: fn(&mut Tally) -> &mut i64| {
            let account = usize::try_from(account).ok();
            if let Some(tally) = account.and_then(|at| tallies.get_mut(at)) {
                let number = what(tally);
                *number = number.saturating_add(1);
            }
        };
        let mut heirs = HashSet::new();
        for entry in &done.changed {
            let was = before.get(&entry.no);
            let is_news = was.is_none_or(|was| was.state != entry.state);
            match &entry.state {
                State::Became(heir) if is_news => {
                    heirs.insert(*heir);
                    if !entry.row.booked {
                        count(entry.row.account, |it| &mut it.booked);
                    }
                }
                State::Gone if is_news => count(entry.row.account, |it| &mut it.vanished),
                State::Unclear(_) if is_news => count(entry.row.account, |it| &mut it.unclear),
                _ => {}
            }
        }
        for entry in &done.changed {
            if !before.contains_key(&entry.no) && !heirs.contains(&entry.no) {
                count(entry.row.account, |it| &mut it.new);
            }
        }
        for (no, anew) in done.entries.iter().zip(&self.said_anew) {
            if let Some(known) = before.get(no)
                && *anew
                && known.row.booked
            {
                count(known.row.account, |it| &mut it.changed);
            }
        }
        tallies
    }
}
