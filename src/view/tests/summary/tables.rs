//! Summaries as people see them.

use super::*;

#[test]
fn months_have_numbers_bars_and_a_sum_per_currency() {
    snapbox::assert_data_eq!(
        table(
            Some(72),
            By::Month,
            &summary(vec![kroner("Husleie"), euros()])
        ),
        snapbox::str![[r#"
NOK
Month           In        Out        Net   Saved  Spent
2026-09  30 000,00  20 000,40   9 999,60  33,3 %  ███████████████▋
2026-10       0,00       0,00       0,00
2026-11  30 000,00  28 123,00   1 877,00   6,3 %  ██████████████████████
Sum      60 000,00  48 123,40  11 876,60  19,8 %

EUR
Month      In   Out    Net  Saved  Spent
2026-11  0,00  7,50  -7,50         █████████████████████████████████████
Sum      0,00  7,50  -7,50

From 2026-09-01 to 2026-11-22
4 legs of transfers between own accounts are not in the sums
1 transaction that is not booked yet is not in the sums

"#]]
    );
}

#[test]
fn categories_counterparties_and_what_recurs_have_lines_of_their_own() {
    let of = summary(vec![kroner("Husleie")]);
    let tables = EVERY[1..].iter().map(|by| table(None, *by, &of));
    snapbox::assert_data_eq!(
        tables.collect::<Vec<_>>().join("\n"),
        snapbox::str![[r#"
Category           In        Out         Net  Count  Spent
Husleie          0,00  48 000,00  -48 000,00      4  ████████████████████████
(not said)  60 000,00     123,40   59 876,60      3  ▏
Sum         60 000,00  48 123,40   11 876,60      7

From 2026-09-01 to 2026-11-22
4 legs of transfers between own accounts are not in the sums
1 transaction that is not booked yet is not in the sums

Counterparty         In        Out         Net  Count  Spent
Husleie            0,00  48 000,00  -48 000,00      4  ████████████████████████
(not said)         0,00     123,40     -123,40      1  ▏
Arbeid AS     60 000,00       0,00   60 000,00      2
Sum           60 000,00  48 123,40   11 876,60      7

From 2026-09-01 to 2026-11-22
4 legs of transfers between own accounts are not in the sums
1 transaction that is not booked yet is not in the sums

Recurring  Last              Then  Times      In all  Kind          Spent
Husleie    2026-11-02  -18 000,00      2  -36 000,00                ████████████████████████
Film       2026-11-02     -149,00      2     -298,00  subscription  ▏
Sum                                    4  -36 298,00

From 2026-09-01 to 2026-11-22
4 legs of transfers between own accounts are not in the sums
1 transaction that is not booked yet is not in the sums

"#]]
    );
}

#[test]
fn narrow_screens_keep_what_went_out() {
    let of = summary(vec![kroner("Husleie for en leilighet ved Nidelva")]);
    let tables = EVERY.iter().map(|by| table(Some(40), *by, &of));
    let tables = tables.collect::<Vec<_>>().join("\n");
    snapbox::assert_data_eq!(
        tables,
        snapbox::str![[r#"
Month           In        Out        Net
2026-09  30 000,00  20 000,40   9 999,60
2026-10       0,00       0,00       0,00
2026-11  30 000,00  28 123,00   1 877,00
Sum      60 000,00  48 123,40  11 876,60

From 2026-09-01 to 2026-11-22
4 legs of transfers between own accounts are not in the sums
1 transaction that is not booked yet is not in the sums

Category                   In        Out
Husleie for en le…       0,00  48 000,00
(not said)          60 000,00     123,40
Sum                 60 000,00  48 123,40

From 2026-09-01 to 2026-11-22
4 legs of transfers between own accounts are not in the sums
1 transaction that is not booked yet is not in the sums

Counterparty               In        Out
Husleie for en le…       0,00  48 000,00
(not said)               0,00     123,40
Arbeid AS           60 000,00       0,00
Sum                 60 000,00  48 123,40

From 2026-09-01 to 2026-11-22
4 legs of transfers between own accounts are not in the sums
1 transaction that is not booked yet is not in the sums

Recurring               Then      In all
Husleie for en…   -18 000,00  -36 000,00
Film                 -149,00     -298,00
Sum                           -36 298,00

From 2026-09-01 to 2026-11-22
4 legs of transfers between own accounts are not in the sums
1 transaction that is not booked yet is not in the sums

"#]]
    );
}

#[test]
fn no_line_of_a_table_is_wider_than_the_screen() {
    let of = summary(vec![kroner(&"Nidelva ".repeat(40)), euros()]);
    for width in [40, 60, 80, 200] {
        for by in EVERY {
            for line in table(Some(width), by, &of)
                .lines()
                .filter(|it| !it.contains("in the sums"))
            {
                assert!(line.chars().count() <= width, "{width}: {line}");
            }
        }
    }
}

#[test]
fn twenty_lines_are_shown_and_the_others_are_one() {
    let many = (0..30).map(|it| {
        (
            format!("Shop {it:02}"),
            flow("0", &format!("{}", 90 - it), 1),
        )
    });
    let mut of = kroner("Husleie");
    let salary = ("Arbeid AS".to_owned(), flow("60000", "0", 2));
    of.counterparties = std::iter::once(salary).chain(many).collect();
    let of = summary(vec![of]);
    let shown_table = table(None, By::Counterparty, &of);
    let lines: Vec<_> = shown_table.lines().collect();
    assert!(lines[1].starts_with("Arbeid AS"), "{shown_table}");
    assert!(lines[20].starts_with("Shop 18"), "{shown_table}");
    let sums = ["and 11 more", "0,00", "726,00", "-726,00", "11"];
    let cells: Vec<_> = lines[21]
        .split("  ")
        .map(str::trim)
        .filter(|it| !it.is_empty())
        .collect();
    assert_eq!(cells, sums);
    let csv = shown(Format::Csv, None, By::Counterparty, &of);
    assert_eq!(csv.lines().count(), 32);
}
