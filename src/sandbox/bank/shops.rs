//! Where the household spends its money. Every name is invented.

/// A shop, restaurant, or service, with what a visit costs.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Shop {
    pub(super) name: &'static str,
    pub(super) town: &'static str,
    /// Two letters.
    pub(super) country: &'static str,
    pub(super) mcc: &'static str,
    pub(super) main: &'static str,
    pub(super) sub: &'static str,
    /// The least and the most of one visit, in hundredths of `currency`.
    pub(super) low: i64,
    pub(super) high: i64,
    pub(super) currency: &'static str,
    /// Whether the bank knows more about it than its name.
    pub(super) enriched: bool,
}

type Line = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    i64,
    i64,
);

const fn at_home(line: Line, enriched: bool) -> Shop {
    let (name, town, mcc, main, sub, low, high) = line;
    Shop {
        name,
        town,
        country: "NO",
        mcc,
        main,
        sub,
        low,
        high,
        currency: "NOK",
        enriched,
    }
}

const fn abroad(line: Line, country: &'static str, currency: &'static str) -> Shop {
    let mut shop = at_home(line, false);
    shop.country = country;
    shop.currency = currency;
    shop
}

const FOOD: &str = "Mat og drikke";
const SHOPPING: &str = "Shopping";
const TRAVEL: &str = "Transport";
const LEISURE: &str = "Fritid";
const HOME: &str = "Hus og hjem";

/// Everyday purchases, the frequent ones more than once.
#[rustfmt::skip]
pub(super) static EVERYDAY: &[Shop] = &[
    at_home(("NÆRMAT LADE", "TRONDHEIM", "5411", FOOD, "Dagligvarer", 4_990, 89_900), true),
    at_home(("NÆRMAT LADE", "TRONDHEIM", "5411", FOOD, "Dagligvarer", 9_900, 129_900), true),
    at_home(("FJORDKJØP BYÅSEN", "TRONDHEIM", "5411", FOOD, "Dagligvarer", 7_900, 109_900), true),
    at_home(("FJORDKJØP SOLSIDEN", "TRONDHEIM", "5411", FOOD, "Dagligvarer", 3_900, 59_900), true),
    at_home(("BAKER ØSTGÅRD", "TRONDHEIM", "5462", FOOD, "Kafé", 3_900, 21_900), false),
    at_home(("KAFFEBRENNERIET PÅ HJØRNET", "TRONDHEIM", "5814", FOOD, "Kafé", 4_500, 16_800), false),
    at_home(("SJØBUA FISK & SKALLDYR", "TRONDHEIM", "5812", FOOD, "Restaurant", 24_900, 129_000), false),
    at_home(("BLÅBÆR VEGETAR", "TRONDHEIM", "5812", FOOD, "Restaurant", 18_900, 74_500), false),
    at_home(("VINHJØRNET", "TRONDHEIM", "5921", FOOD, "Alkohol", 14_990, 64_970), false),
    at_home(("TRØNDERBUSS BILLETT", "TRONDHEIM", "4111", TRAVEL, "Kollektivtransport", 4_300, 4_300), false),
    at_home(("TRØNDERBUSS BILLETT", "TRONDHEIM", "4111", TRAVEL, "Kollektivtransport", 4_300, 8_600), false),
    at_home(("NORDLADE HURTIGLADING", "STJØRDAL", "5552", TRAVEL, "Drivstoff og lading", 9_800, 41_200), false),
    at_home(("BYPARKERING", "TRONDHEIM", "7523", TRAVEL, "Parkering", 2_800, 19_600), false),
    at_home(("APOTEK SØREN", "TRONDHEIM", "5912", "Helse", "Apotek", 5_990, 49_900), false),
    at_home(("SKOGGÅRD SPORT", "TRONDHEIM", "5941", SHOPPING, "Sport", 19_900, 249_900), true),
    at_home(("HAMMER OG SPIKER BYGG", "HEIMDAL", "5200", HOME, "Oppussing", 8_900, 189_900), false),
    at_home(("LESEHESTEN BOKHANDEL", "TRONDHEIM", "5942", SHOPPING, "Bøker", 9_900, 54_900), false),
    at_home(("KINO NOVAØR", "TRONDHEIM", "7832", LEISURE, "Kino og kultur", 14_500, 58_000), false),
];

/// Bought abroad or from abroad; prices in the shop's own currency.
#[rustfmt::skip]
pub(super) static FOREIGN: &[Shop] = &[
    abroad(("CLOUDBYTE.EXAMPLE", "SAN JOSE", "5734", LEISURE, "Programvare", 900, 9_900), "US", "USD"),
    abroad(("PAPERPLANE BOOKS", "PORTLAND", "5942", SHOPPING, "Bøker", 1_250, 6_400), "US", "USD"),
    abroad(("HOTEL ZUR LINDE", "BERLIN", "7011", LEISURE, "Hotell", 8_900, 34_500), "DE", "EUR"),
    abroad(("TRATTORIA DA NELLA", "ROMA", "5812", FOOD, "Restaurant", 2_450, 11_800), "IT", "EUR"),
    abroad(("GRÄNSKÖP STORLIEN", "STORLIEN", "5411", FOOD, "Dagligvarer", 24_900, 189_500), "SE", "SEK"),
    abroad(("FJÄLLKROGEN ÅRE", "ÅRE", "5812", FOOD, "Restaurant", 18_500, 79_000), "SE", "SEK"),
];

/// Charged to the card every month: day of the month and shop (whose two prices are the same).
#[rustfmt::skip]
pub(super) static SUBSCRIPTIONS: &[(i8, Shop)] = &[
    (3, at_home(("STRØMMELYD MUSIKK", "OSLO", "5815", LEISURE, "Strømmetjenester", 12_900, 12_900), true)),
    (8, at_home(("FILMHYLLA TV", "OSLO", "4899", LEISURE, "Strømmetjenester", 17_900, 17_900), true)),
    (17, at_home(("ADRESSA NÆR AVIS", "TRONDHEIM", "5968", LEISURE, "Aviser", 29_900, 29_900), false)),
    (22, at_home(("STERK TRENINGSSENTER", "TRONDHEIM", "7997", "Helse", "Trening", 54_900, 54_900), false)),
    (26, abroad(("SKYLAGER STORAGE", "DUBLIN", "5734", LEISURE, "Programvare", 299, 299), "IE", "EUR")),
];

/// What one unit of a currency costs, in hundredths of a krone; moves a little from day to day.
pub(super) fn rate(currency: &str) -> i64 {
    match currency {
        "USD" => 1_012,
        "EUR" => 1_168,
        "SEK" => 104,
        _ => 100,
    }
}
