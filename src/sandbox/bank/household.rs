//! Who the customer is and which accounts there are, before any money has moved.

use super::chance::Chance;
use super::ledger::{Account, Ledger, Party, Role};
use super::number::account_number;

const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const DIGITS: &[u8] = b"0123456789";
/// Begins every account number here; no Norwegian bank has it.
pub(super) const REGISTER: &str = "9990";

/// Places of the parties in the ledger, in the order [`parties`] makes them.
pub(super) const EMPLOYER: usize = 0;
pub(super) const LANDLORD: usize = 1;
pub(super) const POWER: usize = 2;
pub(super) const PHONE: usize = 3;
pub(super) const INSURANCE: usize = 4;
pub(super) const PARTNER: usize = 5;
pub(super) const CARD_CLEARING: usize = 6;
pub(super) const FRIENDS: [usize; 3] = [7, 8, 9];

/// The customer.
pub(super) struct Person {
    pub(super) first: &'static str,
    pub(super) last: &'static str,
    pub(super) age: i64,
    /// What `/accounts/child/{id}` wants to know of the child.
    pub(super) child_id: String,
    pub(super) customer_key: String,
    pub(super) policy: String,
    /// A pension agreement that takes no transfers.
    pub(super) closed_policy: String,
    /// The id of a card that takes no transfers.
    pub(super) closed_card: String,
}

const FIRST: &[&str] = &[
    "Åse", "Bjørn", "Kjersti", "Øyvind", "Solfrid", "Håkon", "Ingeborg", "Pål",
];
const LAST: &[&str] = &[
    "Fjellvåg",
    "Tørrisplass",
    "Myrhaugen",
    "Sæterlia",
    "Nesbakkøy",
    "Grønnåsen",
];

pub(super) fn person(chance: &mut Chance) -> Person {
    Person {
        first: chance.pick::<&str>(FIRST),
        last: chance.pick::<&str>(LAST),
        age: chance.between(27, 33),
        child_id: chance.word(20, LETTERS),
        customer_key: chance.word(20, LETTERS),
        policy: format!("1{}", chance.word(6, DIGITS)),
        closed_policy: format!("2{}", chance.word(6, DIGITS)),
        closed_card: format!("8{}", chance.word(6, DIGITS)),
    }
}

pub(super) fn parties(chance: &mut Chance, person: &Person) -> Vec<Party> {
    let partner = format!(
        "{} {}",
        chance.pick(&["Eirik", "Marit", "Jørgen", "Sigrid"]),
        person.last
    );
    let mut names: Vec<String> = [
        "Fjordbølge Data AS",
        "Øvre Bakklandet Borettslag",
        "Trøndelag Strømsalg AS",
        "Telefjell Mobil AS",
        "Vardøya Forsikring",
    ]
    .map(str::to_owned)
    .into();
    names.push(partner);
    names.push("Kredittkort oppgjørskonto".to_owned());
    names.extend(["Kåre Løvmo", "Synnøve Ås", "Torbjørg Hæstad"].map(str::to_owned));
    names
        .into_iter()
        .map(|name| Party {
            name,
            number: account_number(chance, REGISTER),
        })
        .collect()
}

/// Every account in the order the bank lists them, all empty.
pub(super) fn accounts(chance: &mut Chance) -> Vec<Account> {
    use Role::{Ask, Bsu, Card, Child, Current, Euro, Joint, Pension, Savings};
    [
        (Current, "Brukskonto", "BRUKSKONTO"),
        (Savings, "Sparekonto", "SPAREKONTO"),
        (Joint, "Felleskonto", "BRUKSKONTO"),
        (Bsu, "BSU", "BSU"),
        (Card, "", "Kredittkort Fordel"),
        (Euro, "Eurokonto", "VALUTAKONTO"),
        (Ask, "Aksjesparekonto", "AKSJESPAREKONTO"),
        (Pension, "Egen pensjonskonto", "PENSJON"),
        (Child, "Barnekonto", "SPAREKONTO"),
    ]
    .into_iter()
    .map(|(role, name, description)| account(chance, role, name, description))
    .collect()
}

fn account(chance: &mut Chance, role: Role, name: &str, description: &'static str) -> Account {
    let card = role == Role::Card;
    Account {
        role,
        key: match card {
            true => format!("7{}", chance.word(6, DIGITS)),
            false => chance.word(20, LETTERS),
        },
        number: match card {
            true => format!("K{}", chance.word(10, DIGITS)),
            false => account_number(chance, REGISTER),
        },
        name: match card {
            true => format!("************{}", chance.word(4, DIGITS)),
            false => name.to_owned(),
        },
        description,
        currency: if role == Role::Euro { "EUR" } else { "NOK" },
        opening: 0,
        booked: 0,
        pending: 0,
        held: 0,
        limit: if card { 5_000_000 } else { 0 },
        card_id: card.then(|| format!("1{}", chance.word(6, DIGITS))),
    }
}

/// What an account should hold on the last day, in its own hundredths; the card ends with what
/// is owed.
pub(super) fn target(role: Role, chance: &mut Chance) -> i64 {
    match role {
        Role::Current => chance.between(1_820_000, 3_490_000),
        Role::Savings => chance.between(14_200_000, 19_800_000),
        Role::Joint => chance.between(900_000, 1_690_000),
        Role::Bsu => chance.between(19_800_000, 22_400_000),
        Role::Euro => chance.between(64_000, 189_000),
        Role::Ask => chance.between(4_800_000, 9_100_000),
        Role::Pension => chance.between(31_000_000, 47_000_000),
        Role::Child => chance.between(890_000, 1_450_000),
        Role::Card => 0,
    }
}

/// An empty ledger of that household.
pub(super) fn found(chance: &mut Chance, person: &Person) -> Ledger {
    Ledger::new(accounts(chance), parties(chance, person))
}

/// Places of the accounts in the ledger, in the order [`accounts`] makes them.
pub(super) const CURRENT: usize = 0;
pub(super) const SAVINGS: usize = 1;
pub(super) const JOINT: usize = 2;
pub(super) const BSU: usize = 3;
pub(super) const CARD: usize = 4;
pub(super) const EURO: usize = 5;
