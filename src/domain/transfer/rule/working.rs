//! A rule worked out on two balances, each step written down.

use std::cmp::Ordering;

use crate::domain::money::Amount;
use crate::domain::text::packed;

use super::{Labels, Percent, Quantity, Rule, RuleError};

/// The most characters of an account's name in a line.
const LONGEST_LABEL: usize = 40;

/// One rule being worked out, and what was written down so far.
pub(super) struct Working<'a> {
    rule: &'a Rule,
    labels: &'a Labels<'a>,
    from: Option<Amount>,
    to: Option<Amount>,
    lines: Vec<String>,
}

impl<'a> Working<'a> {
    pub(super) fn new(
        rule: &'a Rule,
        labels: &'a Labels<'a>,
        from: Option<Amount>,
        to: Option<Amount>,
    ) -> Self {
        Self {
            rule,
            labels,
            from,
            to,
            lines: Vec::new(),
        }
    }

    pub(super) fn into_lines(self) -> Vec<String> {
        self.lines
    }

    /// Whether everything holds that was made a condition, each with its line.
    pub(super) fn conditions_hold(&mut self) -> Result<bool, RuleError> {
        let conditions = [
            (self.rule.if_below, Ordering::Less, "below"),
            (self.rule.if_above, Ordering::Greater, "above"),
        ];
        let mut all_hold = true;
        for (limit, wanted, side) in conditions {
            let Some(limit) = limit else {
                continue;
            };
            let (account, balance) = match self.rule.what {
                Quantity::TopUpTo(_) => self.receiving()?,
                _ => self.paying()?,
            };
            let holds = balance.cmp(&limit) == wanted;
            all_hold &= holds;
            self.lines.push(format!(
                "{account} has {}, which is {}{side} {}",
                balance.norwegian(),
                if holds { "" } else { "not " },
                limit.norwegian()
            ));
        }
        Ok(all_hold)
    }

    /// The amount to move; `None` once a line says why there is nothing.
    pub(super) fn amount(&mut self) -> Result<Option<Amount>, RuleError> {
        let amount = match self.rule.what {
            Quantity::Fixed(amount) => self.fixed(amount)?,
            Quantity::All => self.all()?,
            Quantity::Percent(percent) => self.part(percent)?,
            Quantity::TopUpTo(target) => self.lacking(target)?,
        };
        if amount.is_some_and(|amount| amount <= Amount::ZERO) {
            self.lines.push("that leaves nothing to move".to_owned());
        }
        Ok(amount.filter(|amount| *amount > Amount::ZERO))
    }

    fn fixed(&mut self, amount: Amount) -> Result<Option<Amount>, RuleError> {
        let Some(keep) = self.rule.keep else {
            return Ok(Some(amount));
        };
        let (_, available) = self.paying()?;
        let left = less(available, amount)?;
        let sum = format!(
            "{} available - {} = {}",
            available.norwegian(),
            amount.norwegian(),
            left.norwegian()
        );
        let keep_shown = keep.norwegian();
        if left < keep {
            self.lines.push(format!(
                "{sum}, which is less than the {keep_shown} to keep"
            ));
            return Ok(None);
        }
        self.lines
            .push(format!("{sum}, which leaves the {keep_shown} to keep"));
        Ok(Some(amount))
    }

    fn all(&mut self) -> Result<Option<Amount>, RuleError> {
        let Some(available) = self.something_available()? else {
            return Ok(None);
        };
        let Some(keep) = self.rule.keep else {
            self.lines
                .push(format!("all of {} available", available.norwegian()));
            return Ok(Some(available));
        };
        let (room, sum) = room(available, keep)?;
        self.lines.push(sum);
        Ok(Some(room))
    }

    fn part(&mut self, percent: Percent) -> Result<Option<Amount>, RuleError> {
        let Some(available) = self.something_available()? else {
            return Ok(None);
        };
        let (part, rounded) = percent.of(available).ok_or(RuleError::TooLarge)?;
        self.lines.push(format!(
            "{percent} of {} = {}{}",
            available.norwegian(),
            part.norwegian(),
            if rounded { " (rounded down)" } else { "" }
        ));
        self.within_keep(part).map(Some)
    }

    fn lacking(&mut self, target: Amount) -> Result<Option<Amount>, RuleError> {
        let (account, there) = self.receiving()?;
        if there >= target {
            self.lines.push(format!(
                "{account} has {}, which is not below {}",
                there.norwegian(),
                target.norwegian()
            ));
            return Ok(None);
        }
        let lacking = less(target, there)?;
        self.lines.push(format!(
            "{} - {} there = {}",
            target.norwegian(),
            there.norwegian(),
            lacking.norwegian()
        ));
        self.within_keep(lacking).map(Some)
    }

    /// At most what may be taken so that enough is kept.
    fn within_keep(&mut self, amount: Amount) -> Result<Amount, RuleError> {
        let Some(keep) = self.rule.keep else {
            return Ok(amount);
        };
        let (_, available) = self.paying()?;
        let (room, sum) = room(available, keep)?;
        if amount <= room {
            self.lines.push(format!("{sum}, which is enough"));
            return Ok(amount);
        }
        self.lines.push(if room > Amount::ZERO {
            format!(
                "{sum}, which is less than {}, so it is the most to move",
                amount.norwegian()
            )
        } else {
            sum
        });
        Ok(room)
    }

    /// What is available on the paying account; `None` once a line says that it is nothing.
    fn something_available(&mut self) -> Result<Option<Amount>, RuleError> {
        let (account, available) = self.paying()?;
        if available > Amount::ZERO {
            return Ok(Some(available));
        }
        self.lines.push(format!(
            "{account} has {} available, so there is nothing to move",
            available.norwegian()
        ));
        Ok(None)
    }

    fn paying(&self) -> Result<(String, Amount), RuleError> {
        told(self.labels.from, self.from)
    }

    fn receiving(&self) -> Result<(String, Amount), RuleError> {
        told(self.labels.to, self.to)
    }
}

fn told(label: &str, balance: Option<Amount>) -> Result<(String, Amount), RuleError> {
    let account = short(label);
    match balance {
        Some(balance) => Ok((account, balance)),
        None => Err(RuleError::NotTold { account }),
    }
}

/// A label that keeps its line short, whatever it says: one space for any run of them, and no more
/// than the first characters.
fn short(label: &str) -> String {
    let label = packed(label);
    match label.char_indices().nth(LONGEST_LABEL) {
        Some((end, _)) => format!("{}…", label.get(..end).unwrap_or_default()),
        None => label,
    }
}

/// What may be taken of `available` so that `keep` is left, and the sum that says so.
fn room(available: Amount, keep: Amount) -> Result<(Amount, String), RuleError> {
    let room = less(available, keep)?;
    let sum = format!(
        "{} available - {} kept = {}",
        available.norwegian(),
        keep.norwegian(),
        room.norwegian()
    );
    Ok((room, sum))
}

fn less(from: Amount, amount: Amount) -> Result<Amount, RuleError> {
    from.checked_sub(amount).ok_or(RuleError::TooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_keeps_its_line_short() {
        for (label, shown) in [
            ("Brukskonto", "Brukskonto".to_owned()),
            ("a  \u{a0}  b ", "a b".to_owned()),
            ("a\nb\u{1b}[2J", "a⏎b\u{fffd}[2J".to_owned()),
            (&"æ".repeat(40), "æ".repeat(40)),
            (&"æ".repeat(41), "æ".repeat(40) + "…"),
        ] {
            assert_eq!(short(label), shown);
        }
    }
}
