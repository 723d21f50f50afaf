use super::*;
use crate::auth::credentials::tests::instant;

fn answer(status: u16, body: &str) -> TokenAnswer {
    TokenAnswer {
        status,
        body: body.into(),
        date: None,
        retry_after: None,
    }
}

fn tokens(body: &str) -> Result<Tokens, Failure> {
    answer(200, body).tokens(instant("2026-11-22T12:00:00Z"))
}

#[test]
fn a_lifetime_is_read_in_every_form_without_a_float() {
    for (written, meant) in [
        ("600", Some(600)),
        ("\"600\"", Some(600)),
        ("600.0", Some(600)),
        ("\"600.9\"", Some(600)),
        ("0", Some(0)),
        ("-5", Some(0)),
        ("99999999999", Some(LONGEST)),
        ("123456789012345678901234567890", Some(LONGEST)),
        ("null", None),
        ("\"soon\"", None),
        ("\"\"", None),
        ("6e2", None),
        ("true", None),
        ("[600]", None),
    ] {
        let value: Value = serde_json::from_str(written).unwrap();
        assert_eq!(seconds(&value), meant, "{written}");
    }
}

#[test]
fn only_the_access_token_is_required() {
    let bare = tokens(r#"{"access_token":"a"}"#).unwrap();
    assert!(bare.access.is("a") && bare.access_expires.is_none() && bare.refresh.is_none());
    let full = tokens(
        r#"{"access_token":"a","token_type":"bearer","expires_in":"600","refresh_token":"r",
        "refresh_token_expires_in":2591999,"refresh_token_absolute_expires_in":31535999.0,
        "scope":null,"userinfo":{"deep":[[[]]]}}"#,
    )
    .unwrap();
    assert_eq!(full.access_expires, Some(instant("2026-11-22T12:10:00Z")));
    assert_eq!(full.login_expires, Some(instant("2027-11-22T11:59:59Z")));
    assert!(full.refresh.unwrap().is("r"));
}

#[test]
fn the_banks_clock_counts() {
    let mut late = answer(200, r#"{"access_token":"a","expires_in":600}"#);
    late.date = Some(instant("2026-11-22T13:00:00Z"));
    let tokens = late.tokens(instant("2026-11-22T12:00:00Z")).unwrap();
    assert_eq!(tokens.skew, 3600);
    assert_eq!(tokens.access_expires, Some(instant("2026-11-22T13:10:00Z")));
    assert!(tokens.is_fresh(instant("2026-11-22T12:09:00Z")));
    assert!(!tokens.is_fresh(instant("2026-11-22T12:09:31Z")));
}

#[test]
fn what_is_no_token_answer_is_told_by_its_size() {
    let deep = format!(
        "{{\"access_token\":\"a\",\"x\":{}{}}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    for body in [
        "",
        "<html>",
        "[]",
        "{}",
        r#"{"access_token":""}"#,
        r#"{"access_token":null}"#,
        r#"{"access_token":"a b"}"#,
        r#"{"access_token":"a\r\nX: y"}"#,
        r#"{"access_token":7}"#,
        r#"{"access_token":"a","token_type":"mac"}"#,
    ] {
        assert_eq!(
            tokens(body).map(|_| ()).unwrap_err().kind,
            Kind::Unexpected,
            "{body}"
        );
    }
    // Skipped or refused, but never a crash.
    let _ = tokens(&deep);
    assert!(
        tokens("<html>")
            .map(|_| ())
            .unwrap_err()
            .message()
            .contains("6 bytes")
    );
}

#[test]
fn any_success_brings_tokens() {
    for status in [200, 201, 203] {
        let answer = answer(status, r#"{"access_token":"a","refresh_token":"r"}"#);
        let grant = answer.read(Asked::Refresh, instant("2026-11-22T12:00:00Z"));
        assert!(matches!(grant, Ok(Grant::Tokens(_))), "{status}");
    }
}

const AGAIN: Asked = Asked::Exchange { first: false };
const FIRST: Asked = Asked::Exchange { first: true };

#[test]
fn each_refusal_is_a_sentence_with_something_to_do() {
    for (status, body, asked, kind, says) in [
        (
            400,
            r#"{"error":"invalid_grant"}"#,
            AGAIN,
            Kind::Login,
            "code of this login",
        ),
        (
            400,
            r#"{"error":"invalid_grant"}"#,
            Asked::Refresh,
            Kind::Login,
            "ended this login",
        ),
        // The code counts; the status only where there is none.
        (
            401,
            r#"{"error":"invalid_grant"}"#,
            Asked::Refresh,
            Kind::Login,
            "ended this login",
        ),
        (
            400,
            r#"{"error":"invalid_client"}"#,
            Asked::Refresh,
            Kind::Login,
            "client secret",
        ),
        (401, "nope", AGAIN, Kind::Login, "client secret"),
        (
            400,
            r#"{"error":"invalid_request"}"#,
            AGAIN,
            Kind::Login,
            "login request",
        ),
        (
            400,
            r#"{"error":"temporarily_unavailable"}"#,
            AGAIN,
            Kind::Unavailable,
            "down",
        ),
        (403, "{}", AGAIN, Kind::Login, "refused"),
        (403, "<html>", AGAIN, Kind::Unexpected, "cannot be read"),
        (404, "<html>", AGAIN, Kind::Unexpected, "cannot be read"),
        (404, "{}", AGAIN, Kind::Unexpected, "cannot be read"),
        (304, "", AGAIN, Kind::Unexpected, "cannot be read"),
        (429, "", Asked::Refresh, Kind::RateLimited, "later"),
        (503, "<html>", Asked::Refresh, Kind::Unavailable, "down"),
    ] {
        let refusal = answer(status, body).refusal(asked);
        assert_eq!(refusal.failure.kind, kind, "{body}");
        assert!(
            refusal.failure.message().contains(says),
            "{}",
            refusal.failure
        );
    }
}

#[test]
fn a_wrong_secret_can_be_mended_without_losing_a_login() {
    for (asked, says) in [
        (FIRST, "SB1_CLIENT_SECRET"),
        (AGAIN, "sb1 login --client-id ID"),
        (Asked::Refresh, "sb1 login --client-id ID"),
    ] {
        let refusal = answer(401, r#"{"error":"invalid_client"}"#).refusal(asked);
        let hints = refusal.failure.hints().join(" / ");
        assert!(hints.contains(says) && !hints.contains("--all"), "{hints}");
    }
}

#[test]
fn of_the_banks_words_only_a_known_code_is_shown() {
    for (body, says) in [
        (
            r#"{"error":"invalid_grant","error_description":"refresh-0 \u001b[2J"}"#.to_owned(),
            "the bank said invalid_grant",
        ),
        (
            r#"{"error":"refresh-0"}"#.to_owned(),
            "the bank said status 400 with an error code that OAuth does not know",
        ),
        (
            format!(r#"{{"error":"{}"}}"#, "x".repeat(60_000)),
            "the bank said status 400 with an error code that OAuth does not know",
        ),
        (
            r#"{"error":["refresh-0"]}"#.to_owned(),
            "the bank said status 400 with 23 bytes",
        ),
    ] {
        let failure = answer(400, &body).refusal(Asked::Refresh).failure;
        let causes: Vec<_> = failure.causes().collect();
        assert_eq!(causes, [says]);
        assert!(!format!("{failure:?}").contains("refresh-0"));
        assert!(failure.bank.code.as_ref().is_none_or(|it| it.len() < 30));
    }
}
