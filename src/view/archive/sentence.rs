//! Why an account does not hold, in sentences.

use crate::domain::archived::VerifiedAccount;
use crate::domain::continuity::{Gap, Verdict, Why};
use crate::domain::money::Currency;

use super::{moment, money};

/// What there is to say of an account that does not hold.
pub(super) fn sentences(of: &VerifiedAccount) -> Vec<String> {
    let (name, currency) = (&of.account.name, of.account.currency);
    match &of.verdict {
        Verdict::Holds(_) => Vec::new(),
        Verdict::Differs { gaps, .. } => gaps
            .iter()
            .map(|gap| format!("{name}: {}", gap_sentence(gap, currency)))
            .collect(),
        Verdict::CannotTell { why, .. } => {
            vec![format!("{name}: cannot tell: {}", reason(*why, currency))]
        }
    }
}

fn gap_sentence(gap: &Gap, currency: Option<Currency>) -> String {
    let (from, to) = (moment(gap.from), moment(gap.to));
    let difference = money(gap.difference, currency);
    let late = if gap.seen_once {
        "; the bank may list a row late, so run `sb1 sync` and look again"
    } else {
        ""
    };
    format!(
        "between {from} and {to} the balance changed by {difference} that no booked row explains{late}"
    )
}

fn reason(why: Why, currency: Option<Currency>) -> String {
    match why {
        Why::Unseen => "it was never synced; run `sb1 sync`".to_owned(),
        Why::SeenOnce => {
            "only one sync can be used so far, and it takes two to compare; run `sb1 sync` again \
             when something was booked"
                .to_owned()
        }
        Why::Partial(at) => format!(
            "the bank's answer of {} came in part only; run `sb1 sync` again",
            moment(at)
        ),
        Why::NoBalance(at) => format!(
            "the bank's answer of {} has no balance; run `sb1 sync` again",
            moment(at)
        ),
        Why::NoSum(at) => format!(
            "at the sync of {} a booked row has no amount, or they add up to more than can be held \
             exactly",
            moment(at)
        ),
        Why::NotBookedYet(difference) => format!(
            "the newest balance differs by {}, which is exactly what is pending; run `sb1 sync` \
             again once it is booked",
            money(difference, currency)
        ),
    }
}
