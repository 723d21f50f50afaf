//! Transfers between the customer's own accounts: which two rows are one.
//!
//! Equal and opposite amounts alone prove nothing, as a salary and a rent may be alike. The bank
//! must name the other account on one side at least; a card's bill is named by one side only
//! (facts 5.4).

use std::collections::{HashMap, VecDeque};

use crate::domain::date::Day;
use crate::domain::money::Amount;

/// A row, as far as it tells whether it is a leg of an own transfer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Leg {
    /// Which of the own accounts it is of.
    pub(crate) account: usize,
    /// Which of the own accounts the bank names as the other side.
    pub(crate) other: Option<usize>,
    pub(crate) day: Day,
    pub(crate) amount: Amount,
}

/// What a row has to do with the own accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// Nothing.
    Stranger,
    /// The bank names an own account as its other side, but that leg is not among the rows.
    Alone,
    /// Its other leg is the row at this place.
    With(usize),
}

/// The most days between the two legs: three of the bank's, and a weekend.
const MOST_DAYS: i64 = 5;

/// For each leg, in its order, what it is. Legs whose days are nearest find each other first; among
/// equally near ones those that name each other, then those where money leaves before it arrives,
/// then those that come first.
pub(crate) fn pair(legs: &[Leg]) -> Vec<Side> {
    let mut search = Search::new(legs);
    for days in 0..=MOST_DAYS {
        for mutual in [true, false] {
            for order in [Order::OutFirst, Order::InFirst] {
                search.round(days, mutual, order);
            }
        }
    }
    search.sides
}

/// Which leg has the earlier day.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    OutFirst,
    InFirst,
}

/// What legs that look the same to a partner have in common.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Kind {
    account: usize,
    other: Option<usize>,
    day: Day,
    ore: i128,
}

struct Search<'a> {
    legs: &'a [Leg],
    sides: Vec<Side>,
    /// The legs of each kind in their order; those already paired are dropped when they are met.
    waiting: HashMap<Kind, VecDeque<usize>>,
}

impl<'a> Search<'a> {
    fn new(legs: &'a [Leg]) -> Self {
        let mut waiting: HashMap<Kind, VecDeque<usize>> = HashMap::new();
        let mut sides = Vec::with_capacity(legs.len());
        for (at, leg) in legs.iter().enumerate() {
            // Nothing moves with a zero, and nobody pays an account from itself.
            let named = leg.other.is_some_and(|other| other != leg.account);
            sides.push(if named { Side::Alone } else { Side::Stranger });
            if !leg.amount.is_zero() && (named || leg.other.is_none()) {
                waiting.entry(leg.kind()).or_default().push_back(at);
            }
        }
        Self {
            legs,
            sides,
            waiting,
        }
    }

    /// Pairs the legs that lie so many days apart.
    fn round(&mut self, days: i64, mutual: bool, order: Order) {
        for (at, leg) in self.legs.iter().enumerate() {
            if self.sides.get(at) != Some(&Side::Alone) || leg.amount.is_zero() {
                continue;
            }
            let later = leg.amount.is_negative() == (order == Order::OutFirst);
            let wanted = leg.partner(if later { days } else { -days }, mutual);
            if let Some(partner) = wanted.and_then(|kind| self.take(kind)) {
                self.set(at, Side::With(partner));
                self.set(partner, Side::With(at));
            }
        }
    }

    /// The first leg of that kind that has no partner.
    fn take(&mut self, kind: Kind) -> Option<usize> {
        let waiting = self.waiting.get_mut(&kind)?;
        while let Some(at) = waiting.pop_front() {
            if !matches!(self.sides.get(at), Some(Side::With(_))) {
                return Some(at);
            }
        }
        None
    }

    fn set(&mut self, at: usize, side: Side) {
        if let Some(place) = self.sides.get_mut(at) {
            *place = side;
        }
    }
}

impl Leg {
    fn kind(&self) -> Kind {
        Kind {
            account: self.account,
            other: self.other,
            day: self.day,
            ore: self.amount.ore(),
        }
    }

    /// What the other leg looks like if it is so many days later, and names this account or nobody.
    fn partner(&self, days: i64, mutual: bool) -> Option<Kind> {
        Some(Kind {
            account: self.other?,
            other: mutual.then_some(self.account),
            day: self.day.plus_days(days)?,
            ore: self.amount.ore().checked_neg()?,
        })
    }
}

#[cfg(test)]
mod tests;
