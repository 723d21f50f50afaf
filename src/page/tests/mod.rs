use std::collections::BTreeSet;

use crate::domain::money::Amount;
use crate::domain::summary::{Course, Flow, Recurring};

use super::*;

mod browser;
mod markup;
mod samples;

use samples::*;

/// A year in which every text that comes from others does its worst.
fn hostile() -> Sample {
    let mut sample = year();
    let kroner = &mut sample.summary.currencies[0];
    kroner.categories[1].0 = Some(HOSTILE.to_owned());
    kroner.counterparties[0].0 = HOSTILE.to_owned();
    kroner.recurring.push(Recurring {
        name: HOSTILE.to_owned(),
        ..kroner.recurring[0].clone()
    });
    // Twice, so that the key is shown as well.
    for _ in 0..2 {
        sample.courses.push(Course {
            account_key: HOSTILE.to_owned(),
            ..course(HOSTILE, "NOK", vec![(day("2026-05-04"), ore(1))])
        });
    }
    sample
}

#[test]
fn text_of_others_is_text_and_is_nowhere_in_a_chart() {
    let sample = hostile();
    let html = sample.written(HOSTILE);
    let shown = "&lt;/text&gt;&lt;/svg&gt;&lt;/title&gt;&lt;/style&gt;&lt;script&gt;\
                 document.title=&#39;owned&#39;&lt;/script&gt;&lt;img \
                 src=https://evil.example/x onerror=&quot;document.title=&#39;owned&#39;&quot;&gt; \
                 &amp; \u{fffd}&#39;&quot;\u{fffd}\u{fffd}[2J";
    // As of, category, counterparty, recurring, and name and key of two accounts.
    assert_eq!(html.matches(&format!("<bdi>{shown}</bdi>")).count(), 8);
    assert_eq!(html.matches("evil.example").count(), 8);
    assert!(!html.contains(|c: char| c != '\n' && crate::domain::text::is_unprintable(c)));
    markup::assert_well_formed(&html);
    assert!(!markup::drawings(&html).any(|it| it.contains("evil")));
}

#[test]
fn the_page_needs_nothing_but_itself() {
    let html = year().page().to_lowercase();
    for outside in [
        "http:",
        "https:",
        "//",
        "src=",
        "href=",
        "url(",
        "@import",
        "<script",
        "<link",
        "<iframe",
        "<object",
        "<form",
        "javascript:",
        " on",
        "style=",
    ] {
        let found = html.match_indices(outside).map(|(at, _)| &html[at..]);
        // Words of ours may begin with `on`; an attribute would be followed by an equals sign.
        let found: Vec<_> = found
            .filter(|it| {
                outside != " on"
                    || it
                        .split([' ', '>'])
                        .nth(1)
                        .is_some_and(|it| it.contains('='))
            })
            .map(|it| it.chars().take(40).collect::<String>())
            .collect();
        assert!(found.is_empty(), "{outside}: {found:?}");
    }
    assert!(html.contains("content=\"default-src 'none'; style-src 'unsafe-inline'"));
    assert!(html.contains("<meta name=\"referrer\" content=\"no-referrer\">"));
}

#[test]
fn every_number_is_beside_its_chart_exactly() {
    let sample = year();
    let html = sample.page();
    for (month, flow) in &sample.summary.currencies[0].months {
        let net = flow.money_in.checked_sub(flow.money_out).unwrap();
        let row = format!(
            "<tr><th scope=\"row\" class=\"words\">{}</th><td class=\"number\">{}</td>\
             <td class=\"number\">{}</td><td class=\"number\">{}</td>",
            month,
            flow.money_in.norwegian(),
            flow.money_out.norwegian(),
            net.norwegian()
        );
        assert!(html.contains(&row), "{row}");
    }
    for (day, amount) in sample.courses.iter().flat_map(|it| &it.points) {
        let amount = amount.norwegian();
        assert!(html.contains(&format!(">{day}</th><td class=\"number\">{amount}</td>")));
    }
    assert!(html.contains("<bdi>Mat og drikke</bdi>"));
    assert!(html.contains("<td class=\"number\">96 184,12</td><td class=\"number\">0,45</td>"));
    assert!(html.contains("The 15 largest of 19."));
    assert!(html.contains("<bdi>Elkjøp</bdi>") && !html.contains("<bdi>Narvesen</bdi>"));
    assert!(
        html.contains("<td class=\"words\">subscription</td><td class=\"words\">2026-11-03</td>")
    );
}

#[test]
fn the_same_numbers_give_the_same_page() {
    assert_eq!(year().page(), year().page());
}

#[test]
fn the_page_is_well_formed_with_headings_in_order() {
    for sample in [year(), nothing(), hostile()] {
        let html = sample.page();
        markup::assert_well_formed(&html);
        let levels: Vec<u8> = (1..html.len())
            .filter(|at| html.as_bytes()[at - 1..].starts_with(b"<h"))
            .map(|at| html.as_bytes()[at + 1])
            .filter(u8::is_ascii_digit)
            .collect();
        assert_eq!(levels[0], b'1');
        assert!(levels.is_sorted_by(|before, after| *after <= before + 1 || before >= after));
    }
}

#[test]
fn every_colour_of_a_chart_has_another_in_the_dark() {
    let html = year().page();
    let mut used = BTreeSet::new();
    for drawing in markup::drawings(&html) {
        for attribute in ["fill=\"#", "stroke=\"#"] {
            let found = drawing.match_indices(attribute);
            used.extend(found.map(|(at, _)| &drawing[at..at + attribute.len() + 7]));
        }
    }
    assert_eq!(used.len(), 10, "{used:?}");
    let (_, dark) = STYLE.split_once("prefers-color-scheme: dark").unwrap();
    for colour in used {
        assert!(dark.contains(&format!("svg [{colour}]")), "{colour}");
    }
}

#[test]
fn nothing_booked_is_said_and_an_account_is_shown_all_the_same() {
    let mut sample = nothing();
    let empty = sample.page();
    assert!(empty.contains("Nothing was booked in these days."));
    assert!(!empty.contains("<svg") && !empty.contains("left out"));
    sample.courses = vec![course(
        "Brukskonto",
        "NOK",
        vec![(day("2026-11-05"), ore(-1))],
    )];
    let html = sample.page();
    assert!(html.contains("Nothing was booked in these days."));
    assert!(html.contains("<h2>NOK</h2>") && html.contains("<p class=\"now\">-0,01</p>"));
    assert_eq!(markup::drawings(&html).count(), 1);
}

#[test]
fn what_is_missing_is_said() {
    let mut sample = year();
    let whole = sample.page();
    assert!(!whole.contains("Incomplete"));
    assert!(whole.contains("Transfers between own accounts are left out: 48 rows."));
    assert!(whole.contains("What is not booked yet is left out: 3 rows."));
    assert!(!whole.contains("What lacks"));
    sample.complete = false;
    (
        sample.summary.own,
        sample.summary.pending,
        sample.summary.unclear,
    ) = (1, 1, 2);
    let partial = sample.page();
    assert!(partial.contains("<strong>Incomplete.</strong>"));
    assert!(partial.contains("accounts are left out: 1 row."));
    assert!(partial.contains("a currency or an account is left out: 2 rows."));
    let mut empty = nothing();
    empty.complete = false;
    let empty = empty.page();
    assert!(
        empty.contains("<p class=\"nothing\">No booked transaction of these days is known.</p>")
    );
    assert!(!empty.contains("Nothing was booked"));
    assert!(partial.contains("yet is left out: 1 row."));
}

#[test]
fn accounts_of_one_name_are_told_apart_by_their_keys() {
    let mut sample = year();
    assert!(!sample.page().contains("key of"));
    sample.courses.push(Course {
        account_key: "another".into(),
        ..course("Brukskonto", "EUR", Vec::new())
    });
    let html = sample.page();
    assert!(html.contains("<bdi>Brukskonto</bdi> <small><bdi>key of Brukskonto</bdi></small>"));
    assert!(html.contains("<bdi>Brukskonto</bdi> <small><bdi>another</bdi></small>"));
}

#[test]
fn the_most_and_the_least_there_can_be_have_a_page() {
    let most = Amount::from_wide_ore((1 << 96) - 1).unwrap();
    let least = Amount::from_wide_ore(1 - (1 << 96)).unwrap();
    let mut sample = year();
    let kroner = &mut sample.summary.currencies[0];
    let huge = Flow {
        money_in: most,
        money_out: most,
        count: u64::MAX,
    };
    kroner.total = huge;
    kroner.months = months(24);
    kroner.months[3].1 = huge;
    kroner.months[4].1 = Flow {
        money_in: Amount::ZERO,
        ..huge
    };
    kroner.months[5].1 = flow(0, 0, 0);
    kroner.categories = (0..40)
        .map(|place| (Some(format!("Category {place}")), flow(place, place, 1)))
        .collect();
    kroner.categories[0].1 = huge;
    kroner.counterparties[0].0 = String::new();
    sample.courses.push(course(
        "All",
        "NOK",
        vec![(day("2026-01-01"), most), (day("9999-12-31"), least)],
    ));
    sample
        .courses
        .push(course("None", "NOK", vec![(day("0001-01-01"), ore(0))]));
    let html = sample.page();
    markup::assert_well_formed(&html);
    assert!(html.contains("792 281 625 142 643 375 935 439 503,35"));
    assert!(html.contains("-792 281 625 142 643 375 935 439 503,35"));
    assert!(html.contains("<bdi>Category 39</bdi>"));
    assert!(html.contains("<i>no name</i>"));
}

#[test]
fn a_summary_without_months_or_with_one_point_has_a_page() {
    let mut sample = year();
    sample.summary.currencies[0].months.clear();
    sample.summary.currencies[0].categories.clear();
    sample.courses.truncate(1);
    sample.courses[0].points.truncate(1);
    markup::assert_well_formed(&sample.page());
}

#[test]
fn a_balance_is_a_line_of_steps_and_a_small_flow_is_seen() {
    let days = scale::Scale::of_days(day("2026-11-01"), day("2026-11-10"));
    let points = [
        (day("2026-11-01"), ore(10_000)),
        (day("2026-11-06"), ore(5_000)),
    ];
    let svg = chart::balance(&points, &days, day("2026-11-10")).unwrap();
    let line = svg
        .rsplit("<polyline")
        .next()
        .unwrap()
        .split("points=\"")
        .nth(1)
        .unwrap();
    let corners: Vec<(i32, i32)> = line
        .split_once('"')
        .unwrap()
        .0
        .split_whitespace()
        .map(|it| it.split_once(',').unwrap())
        .map(|(x, y)| (x.parse().unwrap(), y.parse().unwrap()))
        .collect();
    let [(_, a), (x, b), (y, c), (_, d)] = corners[..] else {
        panic!("{corners:?}")
    };
    assert!(a == b && x == y && c == d && c > a, "{corners:?}");
    let bar = chart::bar(&flow(1, 0, 1), ore(100_000_000)).unwrap();
    assert!(bar.contains("width=\"3\""), "{bar}");
}

#[test]
fn there_is_no_savings_rate_without_an_income() {
    assert_eq!(flows::savings_rate(&flow(10_000, 8_766, 1)), "12,3 %");
    assert_eq!(flows::savings_rate(&flow(0, 5, 1)), "–");
}
