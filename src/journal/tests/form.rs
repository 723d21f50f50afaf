//! What the lines say, whole, torn and damaged.

use proptest::prelude::*;

use crate::domain::transfer::{History, Record};

use super::made::{events, numbered, sending};
use super::*;

proptest! {
    #[test]
    fn every_event_reads_back_as_it_was_written(written in events()) {
        let bytes = bytes_of(&written);
        let ends = bytes.iter().filter(|byte| **byte == b'\n').count();
        prop_assert_eq!(ends, written.len());
        prop_assert!(!bytes.contains(&0));
        prop_assert_eq!(lines::read(&bytes).unwrap(), written);
    }

    #[test]
    fn a_torn_journal_says_nothing_that_the_whole_one_does_not(written in events()) {
        let bytes = bytes_of(&written);
        let whole = History::fold(&written);
        let (mut ends, mut end) = (0, 0);
        for cut in 0..=bytes.len() {
            if bytes[..cut].ends_with(b"\n") {
                (ends, end) = (ends + 1, cut);
            }
            prop_assert_eq!(lines::whole(&bytes[..cut]).len(), end);
            // Most cuts are far inside a line, and all of those read alike.
            let around = &bytes[cut.saturating_sub(2)..bytes.len().min(cut + 2)];
            if !around.contains(&b'\n') && !cut.is_multiple_of(97) {
                continue;
            }
            let read = lines::read(&bytes[..cut]).unwrap();
            prop_assert_eq!(&read[..], &written[..ends]);
            for record in History::fold(&read).records() {
                agrees(record, whole.find(&record.id))?;
            }
        }
    }
}

/// What the record of a torn journal says is what the whole one says.
fn agrees(torn: &Record, whole: Option<&Record>) -> Result<(), TestCaseError> {
    let whole = whole.ok_or_else(|| TestCaseError::fail("the whole one does not have it"))?;
    prop_assert_eq!((&torn.intent, torn.at), (&whole.intent, whole.at));
    prop_assert!(whole.story.starts_with(&torn.story));
    if torn.moved().is_some() {
        prop_assert_eq!(torn.moved(), whole.moved());
        prop_assert_eq!(&torn.state, &whole.state);
    }
    if torn.reported.is_some() {
        prop_assert_eq!(torn.reported, whole.reported);
    }
    Ok(())
}

#[test]
fn a_line_that_says_more_is_read_without_it() {
    let line = bytes_of(&[numbered(1)]);
    let more = [&line[..line.len() - 2], b",\"more\":{\"a\":[1.5]}}\n"].concat();
    assert_eq!(lines::read(&more).unwrap(), [numbered(1)]);
}

#[test]
fn what_a_power_cut_leaves_is_torn() {
    let line = bytes_of(&[numbered(1)]);
    for tail in [
        "{",
        "{}",
        "\0",
        "\0\0\0",
        "\0\n",
        "{\"id\0\0\0\0",
        "\0\0}\n",
        "\0{}",
    ] {
        let bytes = [&line, tail.as_bytes()].concat();
        assert_eq!(lines::whole(&bytes), line, "{tail:?}");
        assert_eq!(lines::read(&bytes).unwrap(), [numbered(1)], "{tail:?}");
        assert_eq!(lines::whole(tail.as_bytes()), b"", "{tail:?}");
    }
    // One write leaves one torn line, so this is something else.
    let bytes = [&line, &b"\0\n{"[..]].concat();
    assert!(lines::read(&bytes).is_err());
}

#[test]
fn a_damaged_line_is_refused_by_its_number() {
    let events: Vec<_> = (0..5).map(numbered).collect();
    let good: Vec<Vec<u8>> = events
        .iter()
        .map(|it| bytes_of(std::slice::from_ref(it)))
        .collect();
    let unknown = String::from_utf8(good[0].clone())
        .unwrap()
        .replace("\"done\"", "\"undone\"");
    for (damage, foreign) in [
        (&b"\n"[..], false),
        (b"secret\n", false),
        (b"{\"id\":\"AAAA\n", false),
        (b"\xff\xfe\n", false),
        (&[&good[0][..good[0].len() - 1], &good[1]].concat(), false),
        (b"{}\n", true),
        (b"[]\n", true),
        (unknown.as_bytes(), true),
    ] {
        for place in 0..5 {
            let mut lines = good.clone();
            lines[place] = damage.to_vec();
            let found = lines::read(&lines.concat()).unwrap_err();
            let line = place + 1;
            assert_eq!(found, Damage { line, foreign }, "{damage:?}");
        }
    }
}

#[test]
fn a_hundred_thousand_events_fold() {
    let count = 50_000;
    let begun = (0..count).map(sending);
    let events: Vec<_> = begun.chain((0..count).map(numbered)).collect();
    let read = lines::read(&bytes_of(&events)).unwrap();
    let history = History::fold(&read);
    assert_eq!(history.records().len(), 50_000);
    assert_eq!(history.open().count(), 0);
    let ids = history.records().iter().map(|it| it.id);
    assert!(ids.eq((0..count).map(|it| numbered(it).id)));
}

/// Journals are kept for years, so what was written once must read for ever.
#[test]
fn the_form_stays() {
    let what = r#""event":"unknown","why":"no answer","status":504,"code":null,"message":"a\nb","trace_id":"t""#;
    for line in [
        format!(r#"{{"id":"BAAAAAA","at":"2026-11-22T12:00:00.5Z",{what}}}"#),
        r#"{"id":"BAAAAAA","at":"2026-11-22T12:00:00Z","event":"not_moved","by":"bank","status":400,"code":"c","message":null,"trace_id":null}"#.to_owned(),
        r#"{"id":"BAAAAAA","at":"2026-11-22T12:00:00Z","event":"not_moved","by":"network","why":"no line"}"#.to_owned(),
        r#"{"id":"BAAAAAA","at":"2026-11-22T12:00:00Z","event":"reported"}"#.to_owned(),
        r#"{"id":"BAAAAAA","at":"2026-11-22T12:00:00Z","event":"done","payment_id":"p","warnings":["w"]}"#.to_owned(),
        r#"{"id":"BAAAAAA","at":"2026-11-22T12:00:00Z","event":"proven","complete":true,"rows":[],"alike":[{"id":"r","day":"2026-11-22","amount":"-250.00","account":"1","text":"t","booked":true}]}"#.to_owned(),
        r#"{"id":"BAAAAAA","at":"2026-11-22T12:00:00Z","event":"settled","moved":false,"findings":null,"after":{"from":"1.00","to":null}}"#.to_owned(),
        r#"{"id":"BAAAAAA","at":"1970-01-01T00:00:00Z","event":"sending","kind":"debit","from":{"name":"Brukskonto","number":"12345678903","key":null},"to":{"name":"Sparekonto","number":"12345678903","key":null},"target":"12345678903","amount":"250.00","currency":"NOK","message":null,"due":null,"sent_message":null,"tagged":false,"key":null,"asked":{"amount":"250","date":null},"before":{"from":null,"to":null}}"#.to_owned(),
    ] {
        let line = format!("{line}\n");
        let read = lines::read(line.as_bytes()).unwrap();
        assert_eq!(String::from_utf8(bytes_of(&read)).unwrap(), line);
    }
}
