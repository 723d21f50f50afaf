//! What an answer to a transfer means: the closed list, from the bytes on a socket on.

use super::transfer::posted;
use super::*;
use crate::domain::transfer::ritual::{Careful, Decisions};
use crate::domain::transfer::{Answer, Body, NotMoved, Route, What};

fn meaning(then: Then, route: Route) -> What {
    Careful.meaning(route, &posted(then, route).0)
}

fn errors(codes: &[&str]) -> String {
    let list: Vec<_> = codes
        .iter()
        .map(|code| format!(r#"{{"code":"{code}","message":"m","traceId":"t"}}"#))
        .collect();
    format!(r#"{{"errors":[{}]}}"#, list.join(","))
}

#[test]
fn a_payment_is_made_whatever_the_bank_adds() {
    let warnings = |json: &str| format!(r#"{{"paymentId":"7","warnings":{json}}}"#);
    let cases: [(String, &[&str]); 10] = [
        (r#"{"paymentId":"7"}"#.to_owned(), &[]),
        (r#"{"paymentId":" 7 ","errors":null}"#.to_owned(), &[]),
        (r#"{"paymentId":7,"new":{"x":[1]}}"#.to_owned(), &[]),
        (
            r#"{"paymentId":"7","errors":[{"code":"general.error"}]}"#.to_owned(),
            &[],
        ),
        (warnings("null"), &[]),
        (
            warnings(r#"["DUPLICATE_PAYMENT_EXISTS",{"a": 1.50},7,null,""]"#),
            &["DUPLICATE_PAYMENT_EXISTS", r#"{"a":1.50}"#, "7", "null"],
        ),
        (warnings(r#""ALONE""#), &["ALONE"]),
        (warnings(r#"["half \ud83d"]"#), &["half \u{fffd}"]),
        (warnings(r#"["old\u002dtoken"]"#), &["…"]),
        (warnings("{}"), &["{}"]),
    ];
    for (body, expected) in cases {
        for kind in ["", "Content-Type: application/json;charset=utf-8\r\n"] {
            let What::Done(accepted) = meaning(answer("200 OK", kind, &body), Route::Debit) else {
                panic!("{body}")
            };
            assert_eq!(accepted.payment_id, "7", "{body}");
            assert_eq!(accepted.warnings, expected, "{body}");
        }
    }
}

#[test]
fn only_what_the_bank_lists_did_not_move() {
    let not_completed = errors(&["general.error.transfer.not.completed"]);
    for (route, status, body) in [
        (Route::Debit, 403, errors(&["insufficient.funds"])),
        (Route::Pension, 403, errors(&["ips.limit.exceeded"])),
        (Route::CreditCard, 400, errors(&["amount.invalid"])),
        (
            Route::Debit,
            400,
            errors(&["amount.invalid", "message.length.invalid"]),
        ),
        (Route::Debit, 500, not_completed),
    ] {
        let then = answer(
            &format!("{status} X"),
            "Content-Type: application/json\r\n",
            &body,
        );
        let What::NotMoved(NotMoved::Bank(said)) = meaning(then, route) else {
            panic!("{status} {body}")
        };
        assert_eq!(said.status, Some(status), "{body}");
        assert!(said.code.is_some() && said.message.is_some(), "{body}");
    }
}

#[test]
fn damaged_words_do_not_hide_a_code() {
    let mut bytes = b"HTTP/1.1 400 X\r\nContent-Type: application/json\r\n\r\n".to_vec();
    bytes.extend(b"{\"errors\":[{\"code\":\"amount.invalid\",\"message\":\"Bel\xf8p\"}]}");
    let What::NotMoved(NotMoved::Bank(said)) = meaning(Then::Answer(bytes), Route::Debit) else {
        panic!("the code was hidden")
    };
    assert_eq!(said.message.as_deref(), Some("Bel\u{fffd}p"));
}

#[test]
fn everything_else_leaves_it_unknown() {
    let refusal = errors(&["insufficient.funds"]);
    let created = r#"{"paymentId":"7","warnings":[]}"#;
    let mut cases: Vec<(&str, String)> = [
        "",
        " ",
        "{}",
        "[]",
        "null",
        "7",
        "OK",
        r#"{"paymentId":null}"#,
        r#"{"paymentId":""}"#,
        r#"{"paymentId":" "}"#,
        r#"{"paymentId":true}"#,
        r#"{"paymentId":{}}"#,
        r#"{"paymentId":1.5}"#,
        r#"{"paymentId":-7}"#,
        r#"{"paymentId":"7\ud83d"}"#,
        r#"{"paymentId":"7"} x"#,
        r#"{"paymentId":"7"}{}"#,
        r#"[{"paymentId":"7"}]"#,
        r#"["7"]"#,
        r#"{"paymentID":"7"}"#,
        r#"{"paymentId":"7","paymentId":"8"}"#,
        r#"{"paymentId":"7","payment\u0049d":"7"}"#,
        r#"{"paymentId":"7""#,
        "<html>",
        "\u{feff}{\"paymentId\":\"7\"}",
    ]
    .map(|body| ("200 OK", body.to_owned()))
    .to_vec();
    for body in [
        r#"{"errors":[]}"#,
        r#"{"errors":{}}"#,
        r#"{"errors":["insufficient.funds"]}"#,
        r#"{"errors":[{}]}"#,
        r#"{"errors":[{"code":7}]}"#,
        r#"{"errors":[["insufficient.funds"]]}"#,
        r#"{"code":"insufficient.funds"}"#,
        r#"{"errors":[{"code":"insufficient.funds"},{"code":"x"}]}"#,
        r#"{"errors":[{"code":"insufficient.funds"},null]}"#,
        r#"{"errors":[{"code":"insufficient.funds","code":"insufficient.funds"}]}"#,
        r#"{"errors":[{"code":"insufficient.funds"}],"errors":[]}"#,
        r#"{"errors":[{"code":"insufficient.funds"}]} x"#,
        r#"{"errors":[{"code":"insufficient.funds"}],"paymentId":"7"}"#,
        r#"{"errors":[{"code":"insufficient.funds"}],"paymentId":false}"#,
        r#"{"errors":[{"code":"illegal.payment.status.update"}]}"#,
        r#"{"errors":[{"code":"general.error.transfer.not.completed"}]}"#,
        r#"{"errors":[{"code":"amount.invalid"}]}"#,
        r#"{"errors":[{"code":"ips.limit.exceeded"}]}"#,
    ] {
        cases.push(("403 Forbidden", body.to_owned()));
    }
    for status in [
        "200 OK",
        "201 Created",
        "302 Found",
        "401 Unauthorized",
        "404 Not Found",
        "409 Conflict",
        "429 Too Many Requests",
        "500 Oops",
        "502 Bad Gateway",
        "503 Unavailable",
        "504 Time-out",
    ] {
        cases.push((status, refusal.clone()));
        cases.push((status, errors(&["general.error"])));
        if status != "200 OK" {
            cases.push((status, created.to_owned()));
        }
    }
    cases.push(("500 X", errors(&["missing.or.invalid.account.currency"])));
    for (status, body) in cases {
        let then = answer(status, "Content-Type: application/json\r\n", &body);
        let What::Unknown(unclear) = meaning(then, Route::Debit) else {
            panic!("{status} {body}")
        };
        assert_eq!(unclear.said.status, status[..3].parse().ok(), "{body}");
    }
    for (status, body) in [("200 OK", created), ("403 Forbidden", &refusal)] {
        for kind in ["text/html", "text/plain", "application/xml", "text/json"] {
            let then = answer(status, &format!("Content-Type: {kind}\r\n"), body);
            assert!(
                matches!(meaning(then, Route::Debit), What::Unknown(_)),
                "{kind}"
            );
        }
    }
}

#[test]
fn an_answer_that_is_not_whole_is_lost_with_its_status() {
    let created = r#"{"paymentId":"7","warnings":[]}"#;
    let chunk = format!("{:x}\r\n{created}\r\n", created.len());
    let huge = format!(r#"{{"paymentId":"7","x":"{}"}}"#, "x".repeat(70_000));
    for (headers, body, expected) in [
        (
            "Content-Length: 9999\r\n",
            created,
            "the connection was closed in the middle of the answer",
        ),
        (
            "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n",
            &chunk,
            "the connection was closed in the middle of the answer",
        ),
        ("Content-Encoding: gzip\r\n", created, ""),
        ("", &huge, "more than 64 KiB came"),
    ] {
        let headers = format!("Content-Type: application/json\r\n{headers}");
        let headers = headers.replace("Content-Length: 0\r\n", "");
        let then = if headers.contains("chunked") {
            let head = format!("HTTP/1.1 200 OK\r\n{headers}\r\n{body}");
            Then::Answer(head.into_bytes())
        } else {
            answer("200 OK", &headers, body)
        };
        let (answer, requests) = posted(then, Route::Debit);
        let Answer::Lost { why, status } = &answer else {
            panic!("{answer:?}")
        };
        assert_eq!((*status, requests.len()), (Some(200), 1), "{headers}");
        assert!(why.starts_with(expected), "{why}");
        let What::Unknown(unclear) = Careful.meaning(Route::Debit, &answer) else {
            panic!("{headers}")
        };
        assert_eq!(unclear.said.status, Some(200));
    }
}

#[test]
fn the_bank_s_words_come_along_without_the_token() {
    let body = r#"{"errors":[
        {"code":"due.date.invalid","message":"Bad old-token\u001b[2J date","traceId":"t old\u002dtoken","httpCode":400,
         "localizedMessage":{"template":"{0} to {1}","values":["1970-01-01","2030-12-12"]}},
        {"code":"amount.invalid","message":"second"}]}"#;
    let (answer, _) = posted(answer("400 X", "", body), Route::Debit);
    let Answer::Came {
        body: Body::Errors { codes, said },
        ..
    } = answer
    else {
        panic!("{answer:?}")
    };
    let expected = ["due.date.invalid", "amount.invalid"].map(|it| Some(it.to_owned()));
    assert_eq!(codes, expected);
    assert_eq!(said.code.as_deref(), Some("due.date.invalid"));
    assert_eq!(
        said.message.as_deref(),
        Some("Bad …\u{fffd}[2J date (1970-01-01, 2030-12-12)")
    );
    assert_eq!(said.trace_id.as_deref(), Some("t …"));
}
