//! What somebody wants to be transferred, and how to know it again at the bank.

use sb1::sandbox::Transfer;
use serde_json::Value;

use super::relay::Post;
use crate::chance::Chance;

/// The pension policy of the pretend household of seed 1.
const POLICY: &str = "1627639";

/// What is known of the household's accounts.
pub(super) struct Household {
    /// Name and number of each.
    pub(super) numbers: Vec<(String, String)>,
    pub(super) card: String,
    pub(super) card_number: String,
    /// What is available on the BSU account at the start, in øre.
    pub(super) bsu: u64,
}

impl Household {
    /// From the document of `sb1 accounts --all --json`.
    pub(super) fn of(accounts: &Value) -> Self {
        let all = accounts["accounts"].as_array().unwrap();
        let text = |account: &Value, name: &str| account[name].as_str().unwrap().to_owned();
        let find = |name: &str, value: &str| all.iter().find(|it| it[name] == value).unwrap();
        let card = find("type", "CREDITCARD");
        Self {
            numbers: all
                .iter()
                .map(|it| (text(it, "name"), text(it, "accountNumber")))
                .collect(),
            card: text(card, "creditCardAccountId"),
            card_number: text(card, "accountNumber"),
            bsu: ore(&find("name", "BSU")["availableBalance"]),
        }
    }

    fn number(&self, name: &str) -> &str {
        let found = self.numbers.iter().find(|(it, _)| it == name);
        &found.unwrap().1
    }
}

/// An amount of JSON in øre.
pub(super) fn ore(amount: &Value) -> u64 {
    let text = amount
        .as_str()
        .map_or_else(|| amount.to_string(), str::to_owned);
    let (kroner, rest) = text.split_once('.').unwrap_or((&text, "00"));
    let whole: u64 = kroner.parse().unwrap();
    whole * 100 + format!("{rest:0<2}").parse::<u64>().unwrap()
}

/// Kroner as one types them.
fn typed(ore: u64) -> String {
    format!("{}.{:02}", ore / 100, ore % 100)
}

/// One transfer as the bank, the wire or the journal has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Trace {
    pub(super) kind: Kind,
    /// The number of the account that pays.
    pub(super) from: String,
    /// The number of the account that receives; empty for a card and a pension.
    pub(super) to: String,
    pub(super) ore: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Debit,
    Card,
    Pension,
}

impl Trace {
    fn new(kind: Kind, from: &str, to: &str, ore: u64) -> Self {
        Self {
            kind,
            from: from.to_owned(),
            to: if kind == Kind::Debit { to } else { "" }.to_owned(),
            ore,
        }
    }

    pub(super) fn of_ledger(it: &Transfer, household: &Household) -> Self {
        let own = |name| it.to == household.number(name);
        let kind = match () {
            () if it.to == household.card_number => Kind::Card,
            () if own("Egen pensjonskonto") => Kind::Pension,
            () => Kind::Debit,
        };
        Self::new(kind, &it.from, &it.to, it.ore.unsigned_abs())
    }

    pub(super) fn of_post(it: &Post) -> Self {
        let kind = match it.endpoint.as_str() {
            "debit" => Kind::Debit,
            "pension" => Kind::Pension,
            _ => Kind::Card,
        };
        let text = |name: &str| it.body[name].as_str().unwrap_or_default();
        Self::new(
            kind,
            text("fromAccount"),
            text("toAccount"),
            ore(&it.body["amount"]),
        )
    }

    /// From an item of `sb1.transfers/1`.
    pub(super) fn of_journal(it: &Value) -> Self {
        let kind = match it["kind"].as_str() {
            Some("debit") => Kind::Debit,
            Some("pension") => Kind::Pension,
            _ => Kind::Card,
        };
        let number = |end: &str| it[end]["accountNumber"].as_str().unwrap_or_default();
        Self::new(kind, number("from"), number("to"), ore(&it["amount"]))
    }
}

/// How much.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Much {
    /// So many øre, which no other job of the world has.
    Fixed(u64),
    /// A part of a balance; no other job goes this way.
    Part(&'static str),
    /// Up to so many øre; no other job goes this way.
    TopUp(u64),
}

/// Something to be transferred once.
#[derive(Clone, Debug)]
pub(super) struct Job {
    kind: Kind,
    from: &'static str,
    to: String,
    much: Much,
    message: Option<String>,
    key: Option<String>,
    /// Whether the settings let a tag go along.
    pub(super) tagged: bool,
    from_number: String,
    to_number: String,
}

impl Job {
    /// The job of that number, alike to none before it.
    pub(super) fn draw(chance: &mut Chance, household: &Household, number: usize) -> Self {
        let step = u64::try_from(number).unwrap();
        let fixed = Much::Fixed(137 + step);
        let (kind, from, to, much) = match chance.below(16) {
            0 => (Kind::Card, "Brukskonto", household.card.as_str(), fixed),
            1 => (Kind::Pension, "Brukskonto", POLICY, fixed),
            2 | 3 => (
                Kind::Debit,
                "Felleskonto",
                "Brukskonto",
                Much::Part(chance.pick::<&str>(&["0.1%", "0,25%", "1 %"])),
            ),
            4 => {
                let target = household.bsu + 211 * (step + 1);
                (Kind::Debit, "Sparekonto", "BSU", Much::TopUp(target))
            }
            5 => (Kind::Debit, "Sparekonto", "Felleskonto", fixed),
            6 => (Kind::Debit, "Felleskonto", "Sparekonto", fixed),
            _ => (Kind::Debit, "Brukskonto", "Sparekonto", fixed),
        };
        let to_number = match kind {
            Kind::Debit => household.number(to).to_owned(),
            Kind::Card | Kind::Pension => String::new(),
        };
        let message = match (kind, chance.below(8)) {
            (Kind::Debit, 0..3) => Some(format!("Ferie {number}")),
            (Kind::Debit, 3) => Some("x".repeat(40)),
            _ => None,
        };
        let to = match kind {
            Kind::Pension => format!("pension:{to}"),
            Kind::Debit | Kind::Card => to.to_owned(),
        };
        Self {
            kind,
            from,
            to,
            much,
            message,
            key: chance.once_in(4).then(|| format!("job-{number}")),
            tagged: !chance.once_in(5),
            from_number: household.number(from).to_owned(),
            to_number,
        }
    }

    /// What is typed.
    pub(super) fn words(&self) -> Vec<String> {
        let mut words = vec!["transfer".to_owned(), self.from.to_owned(), self.to.clone()];
        match &self.much {
            Much::Fixed(ore) => words.push(typed(*ore)),
            Much::Part(part) => words.push((*part).to_owned()),
            Much::TopUp(ore) => words.extend(["--top-up-to".to_owned(), typed(*ore)]),
        }
        for (flag, value) in [("-m", &self.message), ("--key", &self.key)] {
            if let Some(value) = value {
                words.extend([flag.to_owned(), value.clone()]);
            }
        }
        words.extend(["--yes".to_owned(), "--json".to_owned()]);
        words
    }

    /// Whether that transfer is this job's, or that of one with the same words.
    pub(super) fn is(&self, it: &Trace) -> bool {
        let ends = (self.kind, &self.from_number, &self.to_number);
        (it.kind, &it.from, &it.to) == ends
            && match self.much {
                Much::Fixed(ore) => it.ore == ore,
                Much::Part(_) | Much::TopUp(_) => true,
            }
    }

    /// Whether the amount comes from a balance.
    pub(super) fn is_computed(&self) -> bool {
        !matches!(self.much, Much::Fixed(_))
    }

    /// Whether the two cannot be told from each other at the bank.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        (self.kind, self.from, &self.to) == (other.kind, other.from, &other.to)
            && (self.is_computed() || self.much == other.much)
    }
}
