//! Two years of an ordinary life, told as transactions.

use super::calendar::{later, not_sunday, open_from};
use super::chance::Chance;
use super::household::{
    BSU, CARD, CARD_CLEARING, CURRENT, EMPLOYER, EURO, FRIENDS, INSURANCE, JOINT, LANDLORD,
    PARTNER, PHONE, POWER, SAVINGS,
};
use super::row::{Booking, Kind, Remote, Row};
use super::shops::{EVERYDAY, FOREIGN, SUBSCRIPTIONS, Shop, rate};
use jiff::civil::{Date, date};

/// From this day on foreign purchases carry their currency in the text.
const PREFIXED_SINCE: Date = date(2026, 6, 23);

pub(super) struct Life {
    pub(super) chance: Chance,
    pub(super) start: Date,
    pub(super) today: Date,
    pub(super) rows: Vec<Row>,
    /// Spent on the card since the last bill.
    pub(super) owed: i64,
}

/// All rows from `start` to `today`, oldest first; exactly `wanted` of them where a number is given.
pub(super) fn lived(chance: Chance, start: Date, today: Date, wanted: Option<usize>) -> Vec<Row> {
    let mut life = Life::new(chance, start, today);
    life.rows.reserve(wanted.unwrap_or(4_000));
    let mut day = start;
    while day <= today {
        life.day(day);
        day = later(day, 1);
    }
    life.reserve();
    let Some(wanted) = wanted else {
        life.rows.sort_by_key(|row| row.day);
        return life.rows;
    };
    life.fill(wanted);
    life.rows.sort_by_key(|row| row.day);
    let surplus = life.rows.len().saturating_sub(wanted);
    life.rows.drain(..surplus);
    life.rows
}

impl Life {
    pub(super) fn new(chance: Chance, start: Date, today: Date) -> Self {
        Self {
            chance,
            start,
            today,
            rows: Vec::new(),
            owed: 0,
        }
    }

    pub(super) fn day(&mut self, day: Date) {
        self.month(day);
        for _ in 0..self.chance.below(4) {
            let account = *self.chance.pick(&[CURRENT, CURRENT, JOINT, JOINT, CARD]);
            self.shopping(account, day);
        }
        if self.chance.once_in(14) {
            self.two_coffees(day);
        }
        if self.chance.once_in(11) {
            self.abroad(day);
        }
        if self.chance.once_in(9) {
            self.vipps(day);
        }
    }

    /// What comes back every month on its date.
    fn month(&mut self, day: Date) {
        match day.day() {
            1 => self.bill(day, LANDLORD, -1_590_000),
            5 => self.standing(day, PHONE, -64_900, "Telefjell Mobil"),
            10 => self.standing(day, INSURANCE, -139_200, "Vardøya Forsikring"),
            12 => self.salary(day),
            13 => self.save(day),
            15 => self.share(day),
            18 => {
                let power = self.chance.between(64_000, 238_000);
                self.bill(day, POWER, -power);
            }
            20 => self.pay_card(day),
            24 => self.euros(day),
            31 if day.month() == 12 => self.interest(day),
            _ => {}
        }
        for (monthly, shop) in SUBSCRIPTIONS {
            if *monthly == day.day() {
                let row = self.purchase(CARD, day, shop);
                self.push(row);
            }
        }
    }

    /// Keeps a row, unless its day is still to come. Only cards know Sundays.
    fn push(&mut self, mut row: Row) {
        if row.account != CARD {
            row.day = not_sunday(row.day);
        }
        if row.day > self.today {
            return;
        }
        if row.account == CARD {
            self.owed = self.owed.saturating_sub(row.ore);
        }
        self.rows.push(row);
    }

    /// Both legs of a transfer between two own accounts.
    fn own(&mut self, day: Date, from: usize, to: usize, ore: i64, kind: Kind) {
        // The bank leaves the texts out of a few of these.
        let silent = self.chance.once_in(6);
        for (account, other, ore) in [(from, to, -ore), (to, from, ore)] {
            let mut row = Row::plain(account, day, ore, kind, "Overføring mellom egne konti");
            if silent {
                row.text = None;
            }
            self.push(row.with_remote(Remote::Own(other)));
        }
    }

    pub(super) fn bill(&mut self, day: Date, party: usize, ore: i64) {
        let (text, kid) = match party {
            LANDLORD => ("Husleie Øvre Bakklandet", "0019804127"),
            _ => ("Strøm Trøndelag Strømsalg", "5520031846"),
        };
        let row = Row::plain(JOINT, open_from(day), ore, Kind::Bill, text);
        self.push(row.with_remote(Remote::Party(party)).with_note(kid));
    }

    fn standing(&mut self, day: Date, party: usize, ore: i64, text: &str) {
        let row = Row::plain(JOINT, open_from(day), ore, Kind::Standing, text);
        self.push(row.with_remote(Remote::Party(party)));
    }

    pub(super) fn salary(&mut self, day: Date) {
        let overtime = self.chance.between(0, 180_000);
        let row = Row::plain(
            CURRENT,
            open_from(day),
            3_825_050 + overtime,
            Kind::Salary,
            "Lønn",
        );
        self.push(row.with_remote(Remote::Party(EMPLOYER)));
    }

    fn save(&mut self, day: Date) {
        let day = open_from(day);
        self.own(day, CURRENT, SAVINGS, 500_000, Kind::OwnPayment);
        self.own(day, CURRENT, BSU, 150_000, Kind::OwnTransfer);
    }

    fn share(&mut self, day: Date) {
        let day = open_from(day);
        self.own(day, CURRENT, JOINT, 1_450_000, Kind::OwnTransfer);
        let row = Row::plain(JOINT, day, 1_250_000, Kind::Message, "Til felleskonto");
        let row = row.with_remote(Remote::Party(PARTNER));
        self.push(row.with_note("Min del av måneden ♥"));
    }

    /// The bill goes to the issuer's clearing account; the card feels it a business day later.
    fn pay_card(&mut self, day: Date) {
        let (paid, arrives) = (open_from(day), open_from(later(open_from(day), 1)));
        let ore = self.owed;
        if ore <= 0 || arrives > self.today {
            return;
        }
        let row = Row::plain(CURRENT, paid, -ore, Kind::Bill, "Kredittkort Fordel");
        self.push(
            row.with_remote(Remote::Party(CARD_CLEARING))
                .with_note("7300418265"),
        );
        let row = Row::plain(CARD, arrives, ore, Kind::CardPaid, "Innbetaling");
        self.push(row.with_remote(Remote::Own(CURRENT)));
    }

    fn euros(&mut self, day: Date) {
        if day.month() % 3 == 0 {
            let row = Row::plain(EURO, open_from(day), 45_000, Kind::Exchange, "Kjøp av EUR");
            self.push(row);
        }
        if let Some(shop) = FOREIGN.iter().find(|shop| shop.currency == "EUR") {
            let price = self.chance.between(4_900, 18_900);
            let mut row = Row::plain(EURO, day, -price, Kind::Visa, shop.name);
            row.shop = Some(shop);
            self.push(row.with_remote(Remote::NotApplicable));
        }
    }

    fn interest(&mut self, day: Date) {
        for (account, low) in [(CURRENT, 1_240), (SAVINGS, 389_000), (BSU, 742_000)] {
            let ore = self.chance.between(low, low + low / 4);
            self.push(Row::plain(
                account,
                day,
                ore,
                Kind::Interest,
                "Kreditrenter",
            ));
        }
        self.push(Row::plain(
            CURRENT,
            day,
            -4_500,
            Kind::Fee,
            "Årsgebyr nettbank",
        ));
    }

    pub(super) fn vipps(&mut self, day: Date) {
        let friend = *self.chance.pick(&FRIENDS);
        let ore = self.chance.between(20, 420) * 100;
        let ore = if self.chance.once_in(2) { ore } else { -ore };
        let text = self.chance.pick(&[
            "Vipps pizza på fredag",
            "Vipps gave til Åsne",
            "Vipps drosje",
        ]);
        let mut row = Row::plain(CURRENT, day, ore, Kind::Vipps, text);
        row.prefix = "Vipps ".len();
        self.push(row.with_remote(Remote::Party(friend)));
    }

    /// The same coffee twice: two rows alike in all but their ids.
    pub(super) fn two_coffees(&mut self, day: Date) {
        let Some(shop) = EVERYDAY.iter().find(|shop| shop.mcc == "5814") else {
            return;
        };
        for _ in 0..2 {
            let mut row = self.purchase(CURRENT, day, shop);
            row.ore = -5_900;
            row.text = Some(format!("{} {}", shop.name, shop.town).into());
            row.prefix = 0;
            self.push(row);
        }
    }

    pub(super) fn shopping(&mut self, account: usize, day: Date) {
        let shop = self.chance.pick(EVERYDAY);
        let row = self.purchase(account, day, shop);
        self.push(row);
    }

    pub(super) fn abroad(&mut self, day: Date) {
        let shop = self.chance.pick(FOREIGN);
        let account = *self.chance.pick(&[CARD, CARD, CURRENT]);
        let row = self.purchase(account, day, shop);
        self.push(row);
    }

    /// A purchase as it will stand once booked.
    pub(super) fn purchase(&mut self, account: usize, day: Date, shop: &'static Shop) -> Row {
        let price = self.chance.between(shop.low, shop.high);
        let wobble = self.chance.between(97, 103);
        let (ore, foreign) = if shop.currency == "NOK" {
            (price, None)
        } else {
            let told = self.chance.once_in(3).then_some(-price);
            let ore = price * rate(shop.currency) * wobble / 10_000;
            (ore, Some((shop.currency, told)))
        };
        let axept = account != CARD && foreign.is_none();
        let (text, prefix) = self.words(day, shop, axept);
        let kind = if axept { Kind::BankAxept } else { Kind::Visa };
        let mut row = Row::plain(account, day, -ore, kind, &text);
        (row.prefix, row.shop, row.foreign) = (prefix, Some(shop), foreign);
        row.with_remote(Remote::NotApplicable)
    }

    /// The text of a purchase, and how much of it is a prefix.
    fn words(&mut self, day: Date, shop: &Shop, dated: bool) -> (String, usize) {
        let prefix = if shop.currency != "NOK" && day >= PREFIXED_SINCE {
            format!("{} ", shop.currency)
        } else if dated && self.chance.once_in(4) {
            format!("{:02}.{:02} ", day.day(), day.month())
        } else {
            String::new()
        };
        (format!("{prefix}{} {}", shop.name, shop.town), prefix.len())
    }

    /// Reservations that the shops have not collected yet: whole kroner, booked a little off.
    fn reserve(&mut self) {
        let days = [(CARD, 1, 1), (CARD, 0, 2), (CURRENT, 0, 1)];
        for (account, ago, wait) in days {
            let day = later(self.today, -ago).max(self.start);
            let shop = self.chance.pick(EVERYDAY);
            let mut row = self.purchase(account, day, shop);
            let (ore, booked) = (row.ore, row.kind);
            let from = not_sunday(later(self.today, wait));
            row.pending = Some(Booking {
                from,
                day: if account == CARD { day } else { from },
                ore,
                kind: booked,
                words: None,
            });
            row.ore = ore / 100 * 100;
            row.kind = Kind::Reservation;
            self.rows.push(row);
        }
    }
}
