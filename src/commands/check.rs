use clap::{ArgGroup, Args};

use crate::api::{Bank, Include};
use crate::app::App;
use crate::config::Format;
use crate::domain::account::Account;
use crate::domain::money::{Amount, Currency};
use crate::failure::{Failure, Kind};
use crate::view;

use super::{Online, partial};

#[derive(Args)]
#[command(
    group = ArgGroup::new("bound").required(true).args(["below", "above"]),
    after_help = "\
Exits with 20 when it is so and with 0 when it is not; any other code means that it could not be told. So do \
not write `sb1 check ... && ...`, which goes on when it is not so: look for 20. \
What counts is what can be spent, or the balance where the bank does not say that, in the account's currency. \
An amount equal to AMOUNT is neither below nor above. Where the bank left other accounts out, 20 stays and 0 \
becomes 3.

Examples:
  sb1 check Brukskonto --below 1000; [ $? = 20 ] && echo 'top it up'
  sb1 check Sparekonto --above '50 000' -q >/dev/null; echo $?"
)]
pub(crate) struct Check {
    /// Alias, number, key or name
    #[arg(value_name = "ACCOUNT")]
    account: String,
    /// Whether less than that can be spent
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true)]
    below: Option<String>,
    /// Whether more than that can be spent
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true)]
    above: Option<String>,
    #[command(flatten)]
    cells: view::Cells,
}

impl Online for Check {
    fn run(self, app: &App<'_>, bank: &Bank<'_>) -> Result<(), Failure> {
        let bound = self.bound()?;
        let directory = app.directory();
        // A named account may be of a kind that is listed only when asked for.
        let listing = directory.fetch(bank, Include { all: true })?;
        let accounts = directory.pick(&[self.account], &listing.items)?;
        let format = app.config.format;
        view::balance::show(app.ui, format, self.cells, &accounts, &listing.errors)?;
        let funds = accounts.first().map(Funds::of).transpose()?;
        let funds = funds.ok_or_else(|| Failure::usage("no account was named"))?;
        let holds = bound.holds(funds.amount);
        if format == Format::Table {
            app.ui.note(funds.compared(&bound, holds));
        }
        let whole = partial(&listing.errors);
        if !holds {
            return whole;
        }
        if let Err(failure) = whole
            && !format.is_json()
        {
            app.ui.warn(failure);
        }
        Err(Failure::new(Kind::Holds, "the condition holds"))
    }
}

impl Check {
    fn bound(&self) -> Result<Bound, Failure> {
        let (text, side) = match (&self.below, &self.above) {
            (Some(text), None) => (text, Side::Below),
            (None, Some(text)) => (text, Side::Above),
            _ => return Err(Failure::usage("one of --below and --above is needed")),
        };
        let amount = Amount::typed(text).map_err(|error| Failure::usage(error.to_string()))?;
        Ok(Bound { amount, side })
    }
}

/// What is asked: strictly below or above.
struct Bound {
    amount: Amount,
    side: Side,
}

enum Side {
    Below,
    Above,
}

impl Bound {
    fn holds(&self, funds: Amount) -> bool {
        match self.side {
            Side::Below => funds < self.amount,
            Side::Above => funds > self.amount,
        }
    }
}

/// What is compared of an account.
struct Funds {
    /// What the bank calls it.
    word: &'static str,
    amount: Amount,
    currency: Option<Currency>,
}

impl Funds {
    /// What can be spent, else what is booked.
    fn of(account: &Account) -> Result<Self, Failure> {
        let available = account.available.map(|it| ("available", it));
        let known = available.or(account.balance.map(|it| ("balance", it)));
        let (word, amount) = known.ok_or_else(|| {
            let message = format!("the bank tells no balance of {}", account.name);
            Failure::new(Kind::Partial, message).hint("ask again later")
        })?;
        let currency = account.currency;
        Ok(Self {
            word,
            amount,
            currency,
        })
    }

    /// `available 89 209,31 is not below 1 000,00`
    fn compared(&self, bound: &Bound, holds: bool) -> String {
        let side = match bound.side {
            Side::Below => "below",
            Side::Above => "above",
        };
        let is = if holds { "is" } else { "is not" };
        let currency = match self.currency {
            Some(currency) if currency != Currency::NOK => format!(" {currency}"),
            _ => String::new(),
        };
        let (word, funds, amount) = (self.word, self.amount, bound.amount);
        let (funds, amount) = (funds.norwegian(), amount.norwegian());
        format!("{word} {funds}{currency} {is} {side} {amount}{currency}")
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::account::AccountNumber;

    use super::*;

    fn account(available: Option<i64>, balance: Option<i64>) -> Account {
        let number = AccountNumber::read("99903332359");
        Account {
            available: available.map(Amount::from_ore),
            balance: balance.map(Amount::from_ore),
            ..Account::stranger(number, None, Amount::ZERO)
        }
    }

    #[test]
    fn what_can_be_spent_goes_before_the_balance() {
        let ore = |available, balance| {
            let funds = Funds::of(&account(available, balance)).ok();
            funds.map(|it| (it.word, it.amount))
        };
        let some = |word, ore| Some((word, Amount::from_ore(ore)));
        assert_eq!(ore(Some(1), Some(2)), some("available", 1));
        assert_eq!(ore(Some(0), Some(2)), some("available", 0));
        assert_eq!(ore(None, Some(-2)), some("balance", -2));
        assert_eq!(ore(None, None), None, "absent is not zero");
    }

    #[test]
    fn the_amount_itself_is_neither_below_nor_above() {
        let bound = |side| Bound {
            amount: Amount::from_ore(100_000),
            side,
        };
        let said = |side, ore| {
            let bound = bound(side);
            let funds = Funds::of(&account(Some(ore), None)).unwrap();
            let holds = bound.holds(funds.amount);
            (holds, funds.compared(&bound, holds))
        };
        for (side, ore, holds, words) in [
            (Side::Below, 99_999, true, "999,99 is below 1 000,00"),
            (
                Side::Below,
                100_000,
                false,
                "1 000,00 is not below 1 000,00",
            ),
            (
                Side::Above,
                100_000,
                false,
                "1 000,00 is not above 1 000,00",
            ),
            (Side::Above, 100_001, true, "1 000,01 is above 1 000,00"),
            (
                Side::Above,
                -100_001,
                false,
                "-1 000,01 is not above 1 000,00",
            ),
            (Side::Below, -1, true, "-0,01 is below 1 000,00"),
        ] {
            assert_eq!(said(side, ore), (holds, format!("available {words}")));
        }
    }
}
