//! Transfers once they are accepted: what moves when, and which rows tell of it.

use super::calendar::{later, not_sunday, open_from};
use super::household::CARD_CLEARING;
use super::ledger::{Ledger, Place};
use super::row::{Booking, Kind, Remote, Row};
use jiff::civil::Date;

/// A transfer that was executed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// As the answer to the transfer said.
    pub payment_id: String,
    /// The account number that paid.
    pub from: String,
    /// An account number, a card's `K` number, or a pension agreement's account.
    pub to: String,
    /// The amount, in øre of the account's currency.
    pub ore: i64,
    /// The customer's message, where there was one.
    pub message: Option<String>,
    /// The Oslo day on which the money left.
    pub day: Date,
}

/// Which of the three endpoints a transfer came through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Debit,
    Card,
    Pension,
}

/// A transfer that the bank has agreed to make; accounts by their place in the ledger.
#[derive(Clone, Debug)]
pub(super) struct Order {
    pub(super) way: Way,
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) ore: i64,
    pub(super) message: Option<String>,
    pub(super) due: Date,
    pub(super) id: String,
}

/// Money that has left for a card and is not there yet.
struct Arrival {
    day: Date,
    card: usize,
    ore: i64,
}

#[derive(Default)]
pub(super) struct Payments {
    /// What was executed, as it will be told.
    done: Vec<Transfer>,
    /// Every order ever accepted; those past their due date were executed, or lacked funds.
    accepted: Vec<Order>,
    /// Places in `accepted` of those whose day is still to come.
    future: Vec<usize>,
    arrivals: Vec<Arrival>,
}

impl Payments {
    pub(super) fn done(&self) -> &[Transfer] {
        &self.done
    }

    pub(super) fn accepted(&self) -> &[Order] {
        &self.accepted
    }

    /// Takes an order: executed at once when it is due, kept otherwise.
    /// `None`, and nothing has happened, when the sums would overflow.
    pub(super) fn take(&mut self, ledger: &mut Ledger, order: Order, today: Date) -> Option<()> {
        if order.due > today {
            self.future.push(self.accepted.len());
        } else {
            self.execute(ledger, &order)?;
        }
        self.accepted.push(order);
        Some(())
    }

    /// Lets everything happen whose day has come.
    pub(super) fn settle(&mut self, ledger: &mut Ledger, today: Date) {
        let accepted = std::mem::take(&mut self.accepted);
        let (mut due, future) = std::mem::take(&mut self.future)
            .into_iter()
            .partition::<Vec<_>, _>(|at| accepted.get(*at).is_some_and(|order| order.due <= today));
        due.sort_by_key(|at| accepted.get(*at).map(|order| order.due));
        for order in due.into_iter().filter_map(|at| accepted.get(at)) {
            let funds = ledger.accounts.get(order.from);
            if funds.is_some_and(|account| account.available() >= order.ore) {
                let _ = self.execute(ledger, order);
            }
        }
        (self.accepted, self.future) = (accepted, future);
        self.arrive(ledger, today);
        ledger.book(today);
    }

    fn arrive(&mut self, ledger: &mut Ledger, today: Date) {
        let (here, away) = std::mem::take(&mut self.arrivals)
            .into_iter()
            .partition::<Vec<_>, _>(|arrival| arrival.day <= today);
        self.arrivals = away;
        for Arrival { day, card, ore } in here {
            let _ = ledger.post(Row::plain(card, day, ore, Kind::CardPaid, "Innbetaling"));
        }
    }

    fn execute(&mut self, ledger: &mut Ledger, order: &Order) -> Option<()> {
        let Order { from, to, ore, .. } = *order;
        let target = match order.way {
            Way::Card => Place::Outside,
            Way::Debit | Way::Pension => Place::Account(to),
        };
        ledger.shift(Place::Account(from), target, ore)?;
        ledger.write(row(order, from, -ore, Remote::Own(to)));
        match order.way {
            Way::Card => self.arrivals.push(Arrival {
                day: open_from(later(order.due, 1)),
                card: to,
                ore,
            }),
            Way::Debit | Way::Pension => ledger.write(row(order, to, ore, Remote::Own(from))),
        }
        let number = |at: usize| {
            ledger
                .accounts
                .get(at)
                .map(|account| account.number.clone())
        };
        self.done.push(Transfer {
            payment_id: order.id.clone(),
            from: number(from).unwrap_or_default(),
            to: number(to).unwrap_or_default(),
            ore,
            message: order.message.clone(),
            day: order.due,
        });
        Some(())
    }
}

/// One leg, pending until the next day.
fn row(order: &Order, account: usize, ore: i64, remote: Remote) -> Row {
    let (text, kind, remote) = match order.way {
        Way::Debit => ("Overføring mellom egne konti", Kind::OwnTransfer, remote),
        Way::Card => (
            "Kredittkort Fordel",
            Kind::Bill,
            Remote::Party(CARD_CLEARING),
        ),
        Way::Pension => ("Innskudd pensjon", Kind::OwnPayment, remote),
    };
    let mut row = Row::plain(account, order.due, ore, Kind::PendingTransfer, text);
    row.note = order.message.as_deref().map(Into::into);
    row.pending = Some(Booking {
        from: later(order.due, 1),
        day: not_sunday(order.due),
        ore,
        kind,
        words: None,
    });
    row.with_remote(remote)
}
