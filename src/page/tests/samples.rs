//! A household's year, made up by hand.

use crate::domain::date::Day;
use crate::domain::money::{Amount, Currency};
use crate::domain::summary::{Course, Flow, InCurrency, Month, Recurring, Summary};
use crate::page::Page;

/// A name that would do harm wherever it were taken for anything but text.
pub(super) const HOSTILE: &str = "</text></svg></title></style><script>document.title='owned'</script>\
     <img src=https://evil.example/x onerror=\"document.title='owned'\"> & \u{202e}'\"\u{0}\x1b[2J";

pub(super) struct Sample {
    pub(super) summary: Summary,
    pub(super) courses: Vec<Course>,
    pub(super) complete: bool,
}

impl Sample {
    pub(super) fn page(&self) -> String {
        self.written("2026-11-22 14:05:09")
    }

    pub(super) fn written(&self, as_of: &str) -> String {
        crate::page::write(&Page {
            summary: &self.summary,
            courses: &self.courses,
            as_of,
            complete: self.complete,
        })
        .unwrap()
    }
}

pub(super) fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

pub(super) fn flow(money_in: i64, money_out: i64, count: u64) -> Flow {
    Flow {
        money_in: Amount::from_ore(money_in),
        money_out: Amount::from_ore(money_out),
        count,
    }
}

/// Nothing booked, no account.
pub(super) fn nothing() -> Sample {
    Sample {
        summary: Summary {
            since: day("2026-11-01"),
            until: day("2026-11-22"),
            currencies: Vec::new(),
            pending: 0,
            own: 0,
            unclear: 0,
        },
        courses: Vec::new(),
        complete: true,
    }
}

/// Twelve months in kroner, an account in euro, one without a known balance.
pub(super) fn year() -> Sample {
    Sample {
        summary: Summary {
            since: day("2025-12-01"),
            until: day("2026-11-22"),
            currencies: vec![kroner(), euro()],
            pending: 3,
            own: 48,
            unclear: 0,
        },
        courses: vec![
            course("Brukskonto", "NOK", wages()),
            course("Sparekonto", "NOK", savings()),
            course("Boliglån", "NOK", loan()),
            course("Kredittkort", "NOK", card()),
            course("BSU", "NOK", Vec::new()),
            course(
                "Valutakonto",
                "EUR",
                vec![(day("2026-03-02"), ore(125_050))],
            ),
        ],
        complete: true,
    }
}

pub(super) fn course(name: &str, currency: &str, points: Vec<(Day, Amount)>) -> Course {
    Course {
        account_key: format!("key of {name}"),
        account_name: name.to_owned(),
        currency: Currency::parse(currency).unwrap(),
        points,
    }
}

pub(super) fn ore(ore: i64) -> Amount {
    Amount::from_ore(ore)
}

/// So many months from December 2025 on, with incomes and outgoings that vary.
pub(super) fn months(count: i16) -> Vec<(Month, Flow)> {
    let months = (0..count).map(|place| {
        let month = Month {
            year: 2025 + (11 + place) / 12,
            month: i8::try_from((11 + place) % 12 + 1).unwrap(),
        };
        let sway = i64::from(place * 7 % 5) * 183_017;
        let bonus = if month.month == 6 { 1_850_000 } else { 0 };
        (
            month,
            flow(4_785_550 + bonus + sway / 9, 3_911_240 + sway * 2, 71),
        )
    });
    months.collect()
}

fn kroner() -> InCurrency {
    let months = months(12);
    let total = sum(&months);
    InCurrency {
        currency: Currency::NOK,
        total,
        months,
        categories: categories(),
        subcategories: Vec::new(),
        counterparties: counterparties(),
        recurring: recurring(),
    }
}

fn sum(months: &[(Month, Flow)]) -> Flow {
    let nothing = flow(0, 0, 0);
    months.iter().fold(nothing, |sum, (_, it)| Flow {
        money_in: sum.money_in.checked_add(it.money_in).unwrap(),
        money_out: sum.money_out.checked_add(it.money_out).unwrap(),
        count: sum.count + it.count,
    })
}

fn euro() -> InCurrency {
    let spent = flow(0, 4_320, 2);
    InCurrency {
        currency: Currency::parse("EUR").unwrap(),
        total: spent,
        months: vec![(
            Month {
                year: 2026,
                month: 7,
            },
            spent,
        )],
        categories: vec![(None, spent)],
        subcategories: Vec::new(),
        counterparties: vec![("Café de Flore".into(), spent)],
        recurring: Vec::new(),
    }
}

fn categories() -> Vec<(Option<String>, Flow)> {
    let named = |name: &str, flow| (Some(name.to_owned()), flow);
    vec![
        named("Lønn", flow(59_276_600, 0, 12)),
        named("Bolig", flow(0, 21_840_000, 24)),
        named("Mat og drikke", flow(45, 9_618_412, 391)),
        named("Transport", flow(0, 5_230_190, 143)),
        (None, flow(240_000, 4_872_017, 90)),
        named("Barn", flow(0, 3_960_000, 36)),
        named("Fritid og underholdning", flow(59_900, 2_417_700, 88)),
        named("Helse", flow(0, 871_000, 17)),
        named("Gebyrer", flow(0, 4_500, 9)),
    ]
}

fn counterparties() -> Vec<(String, Flow)> {
    let mut all = vec![
        ("Arbeidsgiver AS".to_owned(), flow(59_276_600, 0, 12)),
        ("SpareBank 1 Boliglån".to_owned(), flow(0, 21_840_000, 24)),
        ("REMA 1000 Tøyen".to_owned(), flow(45, 5_618_412, 291)),
    ];
    for (place, name) in (1..).zip([
        "Kiwi",
        "Ruter",
        "Vy",
        "Tibber",
        "Telia",
        "Vinmonopolet",
        "XXL",
        "IKEA",
        "Barnehagen",
        "Apotek 1",
        "Circle K",
        "Elkjøp",
        "Narvesen",
        "Bok & Papir",
        "Kafé «Hjørnet»",
        "Frisør",
    ]) {
        all.push((name.to_owned(), flow(0, 3_900_000 / place, 40)));
    }
    all
}

fn recurring() -> Vec<Recurring> {
    let named = |name: &str, flow, subscription, last| Recurring {
        name: name.to_owned(),
        flow,
        subscription,
        last: day(last),
        last_amount: ore(-12_900),
    };
    vec![
        named(
            "SpareBank 1 Boliglån",
            flow(0, 21_840_000, 12),
            false,
            "2026-11-20",
        ),
        named("Strømmetjenesten", flow(0, 154_800, 12), true, "2026-11-03"),
    ]
}

/// A wage in the middle of every month, spent in steps until the next.
fn wages() -> Vec<(Day, Amount)> {
    let mut points = Vec::new();
    for place in 0..89_i64 {
        let spent = place * 4 % 30 * 147_000;
        let at = day("2025-12-01").plus_days(place * 4).unwrap();
        points.push((at, ore(4_412_383 - spent)));
    }
    points
}

fn savings() -> Vec<(Day, Amount)> {
    let paid = (0..12_i64).map(|place| {
        let at = day("2025-12-15").plus_days(place * 30).unwrap();
        (at, ore(8_000_000 + place * 500_000))
    });
    paid.collect()
}

fn loan() -> Vec<(Day, Amount)> {
    let owed = (0..12_i64).map(|place| {
        let at = day("2025-12-20").plus_days(place * 30).unwrap();
        (at, ore(-312_450_000 + place * 910_000))
    });
    owed.collect()
}

fn card() -> Vec<(Day, Amount)> {
    let owed = (0..60_i64).map(|place| {
        let at = day("2025-12-02").plus_days(place * 6).unwrap();
        (at, ore(-(place % 5) * 212_375))
    });
    owed.collect()
}
