use proptest::prelude::*;

use super::window::LARGEST;
use super::*;
use crate::domain::transaction::Transaction;
use crate::failure::{Failure, Kind};

/// A body that comes in given pieces.
struct Pieces<'b>(Vec<&'b [u8]>);

impl Source for Pieces<'_> {
    fn more(&mut self, into: &mut Vec<u8>) -> Result<bool, Trouble> {
        if self.0.is_empty() {
            return Ok(false);
        }
        into.extend_from_slice(self.0.remove(0));
        Ok(true)
    }
}

#[derive(Default)]
struct Kept(Vec<String>);

impl Rows for Kept {
    fn row(&mut self, row: Transaction<'_>) -> Result<(), Failure> {
        self.0.push(format!("{row:?}"));
        Ok(())
    }

    fn restart(&mut self) -> bool {
        self.0.clear();
        true
    }
}

type Outcome = (Result<Vec<String>, String>, Vec<String>);

fn outcome(pieces: Vec<&[u8]>, classified: bool) -> Outcome {
    let mut kept = Kept::default();
    let result = read(&mut Pieces(pieces), classified, &mut kept);
    let result = result.map(|errors| errors.iter().map(|it| it.raw().to_owned()).collect());
    let result = result.map_err(|trouble| match trouble {
        Trouble::Passing(failure) => format!("passing: {}", failure.message()),
        Trouble::Final(failure) | Trouble::Cut(failure) => failure.message().to_owned(),
    });
    (result, kept.0)
}

fn rows(body: &str) -> Result<Vec<String>, String> {
    let (result, rows) = outcome(vec![body.as_bytes()], false);
    result.map(|_| rows)
}

/// A row with the required fields and `more`.
fn row(more: &str) -> String {
    format!(r#"{{"id":"x","source":"ALL","bookingStatus":"BOOKED","canShowDetails":true{more}}}"#)
}

fn one(more: &str) -> Result<String, String> {
    rows(&format!(r#"{{"transactions":[{}]}}"#, row(more))).map(|mut it| it.remove(0))
}

const PLAIN: &str = include_str!("../../../../tests/fixtures/transactions.json");
const CLASSIFIED: &str = include_str!("../../../../tests/fixtures/classified.json");

#[test]
fn a_row_is_what_the_bank_wrote() {
    let (errors, rows) = outcome(vec![PLAIN.as_bytes()], false);
    assert_eq!(
        errors.unwrap(),
        ["CREDIT_ACCOUNTS_FAILED", "RECENT_TRANSACTIONS_FAILED"]
    );
    assert_eq!(rows.len(), 4);
    for (index, part) in [
        (0, "amount: Some(-132.61)"),
        (0, "date: Some(2026-10-25)"),
        (0, "interest_date: Some(2021-02-08)"),
        (0, "account_number: Some(32012216198)"),
        (0, "remote_account_number: None"),
        (0, "description: Some(Rema 1000 \u{fffd} Ås)"),
        (0, "kid_or_message: None"),
        (0, "partition_key: Some(7)"),
        (1, "amount: Some(0.10)"),
        (1, "booking_status: Some(PENDING)"),
        (1, "account_number: Some(K1234567890)"),
        (1, "date: Some(2026-03-29)"),
        (2, "amount: Some(9007199254740993.01)"),
        (2, "account_number: Some(12345678903)"),
        (2, "date: Some(2026-08-25)"),
        (3, "amount: None"),
        (3, "currency_amount: Some(ForeignAmount(125.00))"),
        (3, "type_text: Some(😀 a\\\"b)"),
        (3, "date: None"),
        (3, "source: Some(SOMETHING_NEW)"),
    ] {
        assert!(rows[index].contains(part), "{part} in {}", rows[index]);
    }
}

#[test]
fn a_classified_row_has_its_likeliest_category() {
    let (errors, rows) = outcome(vec![CLASSIFIED.as_bytes()], true);
    assert!(errors.unwrap().is_empty());
    for (index, part) in [
        (
            0,
            "category: Some(Mat og drikke), subcategory: Some(Dagligvarer), recurring: Some(false)",
        ),
        (
            1,
            "category: Some(Ukategorisert), subcategory: None, recurring: None, subscription: None",
        ),
        (
            2,
            "category: None, subcategory: None, recurring: Some(true), subscription: Some(true)",
        ),
    ] {
        assert!(rows[index].contains(part), "{part} in {}", rows[index]);
    }
    let flat = outcome(vec![PLAIN.as_bytes()], true).0.unwrap_err();
    assert!(
        flat.ends_with("`transactions[0].transaction` is missing"),
        "{flat}"
    );
}

#[test]
fn it_does_not_matter_where_the_pieces_end() {
    for (body, classified) in [(PLAIN, false), (CLASSIFIED, true)] {
        let whole = outcome(vec![body.as_bytes()], classified);
        for at in 0..body.len() {
            let (left, right) = body.as_bytes().split_at(at);
            assert_eq!(outcome(vec![left, right], classified), whole, "at {at}");
        }
        let bytes = body.as_bytes().chunks(1).collect();
        assert_eq!(outcome(bytes, classified), whole);
    }
}

#[test]
fn a_whole_answer_with_half_a_document_cannot_be_read() {
    let body = PLAIN.trim_end();
    for at in 0..body.len() {
        let error = outcome(vec![&body.as_bytes()[..at]], false).0.unwrap_err();
        assert!(error.ends_with("ends in the middle"), "at {at}: {error}");
        assert!(
            error.starts_with("the bank's answer cannot be read"),
            "{error}"
        );
    }
}

#[test]
fn ids_are_minted_in_order_and_anew_each_time() {
    let body = format!(r#"{{"transactions":[{0},{0}]}}"#, row(""));
    let first = rows(&body).unwrap();
    assert_ne!(first[0], first[1]);
    assert_eq!(first, rows(&body).unwrap());
}

#[test]
fn the_envelope_is_read_with_care() {
    let row = row("");
    for (body, count) in [
        (r#"{"transactions":[]}"#.to_owned(), 0),
        (
            " { \"transactions\" : [ ] , \"errors\" : null } \n".to_owned(),
            0,
        ),
        (r#"{"errors":["X"]}"#.to_owned(), 0),
        (r#"{"transactions":null,"errors":["X"]}"#.to_owned(), 0),
        (
            r#"{"errors":{"code":"X"},"transactions":null}"#.to_owned(),
            0,
        ),
        (
            format!(r#"{{"a":{{"b":[1,{{}}]}},"transactions":[{row}],"c":12,"d":-1.5e3}}"#),
            1,
        ),
        (
            format!(r#"{{"n":null,"t":true,"transactions":[{row} , {row}],"errors":[]}}"#),
            2,
        ),
    ] {
        assert_eq!(rows(&body).unwrap().len(), count, "{body}");
    }
    for (body, end) in [
        ("[]", "it is no object"),
        ("12", "it is no object"),
        ("{}", "`transactions` is missing"),
        (r#"{"errors":[]}"#, "`transactions` is missing"),
        (r#"{"errors":null}"#, "`transactions` is missing"),
        (r#"{"transactions":null}"#, "`transactions` is missing"),
        (
            r#"{"transactions":nope}"#,
            "`transactions` is not valid JSON (expected ident)",
        ),
        (r#"{"transactions":{}}"#, "`transactions` is no list"),
        (
            r#"{"transactions":[],"transactions":[]}"#,
            "`transactions` comes twice",
        ),
        (r#"{"transactions":[]}x"#, "it goes on after its end"),
        (r#"{"transactions":[]}{}"#, "it goes on after its end"),
        (
            r#"{"transactions":[],}"#,
            "it is not valid JSON (expected value)",
        ),
        (
            r#"{"transactions" []}"#,
            "it is not valid JSON (expected `:`)",
        ),
        (
            r#"{"transactions":[] "a":1}"#,
            "it is not valid JSON (expected `,` or `}`)",
        ),
        (
            r#"{"transactions":[1]}"#,
            "`transactions[0]` is an integer and not an object",
        ),
        (
            r#"{"transactions":[["x"]]}"#,
            "`transactions[0]` is a sequence and not an object",
        ),
        (
            r#"{"transactions":[null]}"#,
            "`transactions[0]` is null and not an object",
        ),
    ] {
        let error = rows(body).unwrap_err();
        assert!(error.ends_with(end), "{body}: {error}");
    }
}

#[test]
fn what_cannot_be_read_is_named_and_not_repeated() {
    let good = row("");
    for (bad, end) in [
        (
            row(r#","amount":"secret""#),
            "`transactions[1].amount` is no amount with at most two decimals",
        ),
        (
            row(r#","amount":1.005"#),
            "`transactions[1].amount` has more than two decimals",
        ),
        (
            row(r#","amount":-349.00000000000006"#),
            "`transactions[1].amount` has more than two decimals",
        ),
        (
            row(r#","amount":{"secret":1}"#),
            "`transactions[1].amount` is neither a number nor a string",
        ),
        (
            row(r#","amount":true"#),
            "`transactions[1].amount` is neither a number nor a string",
        ),
        (
            row(r#","date":"secret""#),
            "`transactions[1].date` is no date",
        ),
        (
            row(r#","date":99999999999999999"#),
            "`transactions[1].date` is no date",
        ),
        (
            row(r#","description":["secret"]"#),
            "`transactions[1].description` is a sequence and not a string",
        ),
        (
            row(r#","typeCode":{"x":"secret"}"#),
            "`transactions[1].typeCode.x` is a part of a map and not a string",
        ),
        (
            row(r#","typeCode":true"#),
            "`transactions[1].typeCode` is a boolean and not a string",
        ),
        (
            row(r#","accountNumber":{"value":{"x":"secret"}}"#),
            "`transactions[1].accountNumber.value.x` is a part of a map and not a string",
        ),
        (
            row(r#","creditCardIdentifiers":"secret""#),
            "`transactions[1].creditCardIdentifiers` is a string and not an object",
        ),
        (
            row(r#","amount":1,"amount":2"#),
            "`transactions[1].amount` comes twice",
        ),
        (
            good.replace(r#""id":"x","#, ""),
            "`transactions[1].id` is missing",
        ),
        (
            good.replace(r#""x""#, "null"),
            "`transactions[1].id` is null and not a string",
        ),
        (
            good.replace('}', "secret}"),
            "`transactions[1]` is not valid JSON (expected `,` or `}`)",
        ),
    ] {
        let error = rows(&format!(r#"{{"transactions":[{good},{bad}]}}"#)).unwrap_err();
        assert!(error.ends_with(end), "{bad}: {error}");
        assert!(!error.contains("secret"), "{error}");
    }
}

#[test]
fn a_trace_id_survives() {
    for body in [
        r#"{"errors":[{"code":"c","message":"m","traceId":"t-1"}],"transactions":7}"#,
        r#"{"traceId":"t-1","transactions":7}"#,
    ] {
        let trouble = read(
            &mut Pieces(vec![body.as_bytes()]),
            false,
            &mut Kept::default(),
        );
        let failure = trouble.unwrap_err().into_failure();
        assert_eq!(failure.kind, Kind::Unexpected);
        assert_eq!(failure.bank.trace_id.as_deref(), Some("t-1"));
    }
}

#[test]
fn a_number_is_a_text_where_a_text_is_meant() {
    let body = row(
        r#","nonUniqueId":900719925474099312345,"kidOrMessage":-1.50,"accountKey":1.0e+2,"description":0,"creditCardIdentifiers":{"partitionKey":7},"accountNumber":{"value":12345678903}"#,
    );
    let body = format!(r#"{{"transactions":[{}]}}"#, body.replace(r#""x""#, "17"));
    let row = rows(&body).unwrap().remove(0);
    for part in [
        "bank_id: 17,",
        "non_unique_id: Some(900719925474099312345)",
        "kid_or_message: Some(-1.50)",
        "account_key: Some(1.0e+2)",
        "description: Some(0)",
        "partition_key: Some(7)",
        "account_number: Some(12345678903)",
    ] {
        assert!(row.contains(part), "{part} in {row}");
    }
}

#[test]
fn an_odd_row_hides_nothing() {
    let odd = r#"{"id":"x","bookingStatus":null}"#;
    let row = rows(&format!(r#"{{"transactions":[{odd}]}}"#))
        .unwrap()
        .remove(0);
    for part in [
        "id: \"p-",
        "source: None",
        "booking_status: None",
        "can_show_details: false",
    ] {
        assert!(row.contains(part), "{part} in {row}");
    }
    for (written, details, recurring) in [
        ("true", "true", "Some(true)"),
        ("false", "false", "Some(false)"),
        ("\"TRUE\"", "true", "Some(true)"),
        ("\"false\"", "false", "Some(false)"),
        ("null", "false", "None"),
        ("1", "false", "None"),
        ("\"ja\"", "false", "None"),
        ("[{\"a\":true}]", "false", "None"),
    ] {
        let body = format!(
            r#"{{"transactions":[{{"transaction":{{"id":"x","canShowDetails":{written}}},"recurring":{written}}}]}}"#
        );
        let row = outcome(vec![body.as_bytes()], true).1.remove(0);
        assert!(
            row.contains(&format!("can_show_details: {details},")),
            "{row}"
        );
        assert!(row.contains(&format!("recurring: {recurring},")), "{row}");
    }
}

#[test]
fn amounts_are_exact() {
    for (written, read) in [
        ("0.1", "0.10"),
        ("132.61", "132.61"),
        ("9007199254740993.01", "9007199254740993.01"),
        ("1E+2", "100.00"),
        ("-0", "0.00"),
        ("\"-12.5\"", "-12.50"),
    ] {
        let row = one(&format!(r#","amount":{written}"#)).unwrap();
        assert!(
            row.contains(&format!(" amount: Some({read})")),
            "{written}: {row}"
        );
    }
    let row = one(r#","currencyAmount":12.3450,"currencyCode":"KWD""#).unwrap();
    assert!(row.contains("12.345"), "{row}");
}

#[test]
fn dates_are_days_in_oslo_in_any_form() {
    for (written, read) in [
        ("1774738800000", "2026-03-29"),
        ("1774821600000", "2026-03-30"),
        ("1792879200000", "2026-10-25"),
        ("1792969200000", "2026-10-26"),
        ("\"1792969200000\"", "2026-10-26"),
        ("1.7929692E12", "2026-10-26"),
        ("\"1.7929692E12\"", "2026-10-26"),
        ("1792969200000.0", "2026-10-26"),
        ("631152000000", "1990-01-01"),
        ("7258114800000", "2200-01-01"),
        ("\"2026-10-25\"", "2026-10-25"),
        ("\"2026-08-24T22:00:00.000Z\"", "2026-08-25"),
        ("\"2026-08-25T00:00:00+02:00\"", "2026-08-25"),
        ("\"2026-08-25T00:00:00\"", "2026-08-25"),
    ] {
        let row = one(&format!(r#","date":{written}"#)).unwrap();
        assert!(
            row.contains(&format!(" date: Some({read})")),
            "{written}: {row}"
        );
    }
    for none in [
        "20261101",
        "\"20261101\"",
        "0",
        "-1792969200000",
        "1792969200",
        "1792969200000000",
        "631151999999",
        "7258118400000",
        "1792969200000.5",
        "1E400",
        "\"1 792 969 200 000\"",
    ] {
        let error = one(&format!(r#","date":{none}"#)).unwrap_err();
        assert!(
            error.ends_with("`transactions[0].date` is no date"),
            "{none}: {error}"
        );
    }
    for nothing in ["null", "\"\""] {
        let row = one(&format!(r#","date":{nothing}"#)).unwrap();
        assert!(row.contains(" date: None"), "{row}");
    }
}

#[test]
fn hostile_bodies_are_refused_or_cut_off() {
    let bomb = "[".repeat(2 * LARGEST);
    let deep = format!(r#"{{"transactions":[{{"id":{bomb}"#);
    let wide = format!(
        r#"{{"transactions":[{}"#,
        row(&format!(r#","description":"{}"#, "x".repeat(2 * LARGEST)))
    );
    for body in [&bomb, &deep, &wide] {
        let (result, rows) = outcome(body.as_bytes().chunks(65_536).collect(), false);
        assert!(rows.is_empty());
        assert!(result.is_err());
    }
    let error = outcome(wide.as_bytes().chunks(65_536).collect(), false)
        .0
        .unwrap_err();
    assert!(
        error.ends_with("`transactions[0]` is larger than 1024 KiB"),
        "{error}"
    );
    let skipped = format!(r#"{{"x":{}"#, "[".repeat(10_000));
    assert!(outcome(vec![skipped.as_bytes()], false).0.is_err());
}

#[test]
fn damaged_text_hides_nothing() {
    let damaged = row(
        r#","description":"caf\ud83d","accountName":"x?","accountNumber":"1\ude00","extra":["\ud83d?"],"n?\ud83d":1"#,
    );
    let sound = row(r#","description":"bar""#);
    let list = format!(
        r#"{{"x\ud83d?":"\ud83d?","errors":["A\ud83d","B?"],"traceId":"\ud83d?","transactions":[{sound},{damaged},{sound}]}}"#
    );
    // No UTF-8, and each once.
    let mut body = list.into_bytes();
    for byte in &mut body {
        if *byte == b'?' {
            *byte = 0xff;
        }
    }
    let whole = outcome(vec![&body], false);
    assert_eq!(
        whole.0,
        Ok(vec!["A\u{fffd}".to_owned(), "B\u{fffd}".to_owned()])
    );
    assert_eq!(whole.1.len(), 3);
    for part in [
        "description: Some(caf\u{fffd})",
        "account_name: Some(x\u{fffd})",
        "account_number: Some(1\u{fffd})",
    ] {
        assert!(whole.1[1].contains(part), "{part} in {}", whole.1[1]);
    }
    for at in 0..body.len() {
        let (left, right) = body.split_at(at);
        assert_eq!(outcome(vec![left, right], false), whole, "at {at}");
    }
    assert_eq!(outcome(body.chunks(1).collect(), false), whole);

    let nested = format!(r#"{{"transactions":[{{"transaction":{damaged}}}]}}"#);
    assert_eq!(outcome(vec![nested.as_bytes()], true).1.len(), 1);
}

/// Cuts `body` at the places that `cuts` point to.
fn cut<'b>(body: &'b [u8], cuts: &[usize]) -> Vec<&'b [u8]> {
    let mut places: Vec<_> = cuts.iter().map(|it| it % (body.len() + 1)).collect();
    places.sort_unstable();
    let mut pieces = Vec::new();
    let mut from = 0;
    for place in places {
        pieces.push(&body[from..place]);
        from = place;
    }
    pieces.push(&body[from..]);
    pieces
}

proptest! {
    #[test]
    fn no_body_panics(body in any::<Vec<u8>>(), cuts in any::<Vec<usize>>(), classified: bool) {
        let _ = outcome(cut(&body, &cuts), classified);
    }

    #[test]
    fn no_damage_panics_or_depends_on_the_pieces(
        at in 0..PLAIN.len(), with in any::<Vec<u8>>(), cuts in any::<Vec<usize>>()
    ) {
        let mut body = PLAIN.as_bytes().to_vec();
        body.splice(at..(at + with.len()).min(PLAIN.len()), with);
        let whole = outcome(vec![&body], false);
        prop_assert_eq!(outcome(cut(&body, &cuts), false), whole);
    }

    #[test]
    fn any_pieces_give_the_same_rows(cuts in any::<Vec<usize>>()) {
        let whole = outcome(vec![CLASSIFIED.as_bytes()], true);
        prop_assert_eq!(outcome(cut(CLASSIFIED.as_bytes(), &cuts), true), whole);
    }
}
