//! Transfers: what is posted, and what an answer means, from the bytes on.

use super::*;
use crate::api::transfer::{Ready, request};
use crate::domain::account::{Abilities, AccountNumber};
use crate::domain::money::Amount;
use crate::domain::transfer::ritual::{Careful, Decisions};
use crate::domain::transfer::{
    Accepted, Answer, Asked, Balances, Body, Draft, Intent, NotMoved, Receiver, Route, What,
};

fn account(key: &str, number: &str) -> Account {
    let mut account = Account::stranger(AccountNumber::read(number), None, Amount::from_ore(0));
    account.key = Foreign::new(key.to_owned());
    account
}

pub(super) fn intent(route: Route, due: Option<&str>, message: Option<&str>) -> Intent {
    let from = account("f", "12345678903");
    let mut to = account("t", "12345678911");
    let receiver = match route {
        Route::Debit => Receiver::Account(&to),
        Route::CreditCard => {
            to.credit_card_account_id = Some(Foreign::new("c-1"));
            Receiver::Account(&to)
        }
        Route::Pension => Receiver::Policy("1034222"),
    };
    let due = due.map(|it| Day::parse_iso(it).unwrap());
    let draft = Draft::new(&from, receiver, None, due).unwrap();
    Intent {
        plan: draft.of(Amount::from_ore(120_050)).unwrap(),
        sent_message: message.map(str::to_owned),
        tagged: false,
        key: None,
        asked: Asked {
            amount: "1200,50".to_owned(),
            date: None,
        },
        before: Balances::default(),
    }
}

/// What came of a transfer that was answered so, and the requests that it took.
fn posted(then: Then, route: Route) -> (Answer, Vec<String>) {
    run(vec![then], |bank| {
        let ready = Ready::of(Secret::new("old-token"));
        bank.transfer(&ready, &intent(route, None, None), &|| false)
    })
}

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
fn each_route_has_its_own_path_and_fields() {
    let sent = |route, due, message| {
        let request = request(&intent(route, due, message));
        (request.path, request.body)
    };
    assert_eq!(
        sent(Route::Debit, Some("2026-12-01"), Some("sb1 \"7KQ2FAZ\" æ")),
        (
            "/personal/banking/transfer/debit",
            concat!(
                r#"{"amount":"1200.50","fromAccount":"12345678903","toAccount":"12345678911","#,
                r#""dueDate":"2026-12-01","message":"sb1 \"7KQ2FAZ\" æ","currencyCode":"NOK"}"#
            )
            .to_owned()
        )
    );
    assert_eq!(
        sent(Route::Debit, None, None).1,
        concat!(
            r#"{"amount":"1200.50","fromAccount":"12345678903","toAccount":"12345678911","#,
            r#""currencyCode":"NOK"}"#
        )
    );
    assert_eq!(
        sent(Route::CreditCard, Some("2026-12-01"), Some("x")),
        (
            "/personal/banking/transfer/creditcard/transferTo",
            concat!(
                r#"{"amount":"1200.50","fromAccount":"12345678903","creditCardAccountId":"c-1","#,
                r#""dueDate":"2026-12-01"}"#
            )
            .to_owned()
        )
    );
    assert_eq!(
        sent(Route::Pension, None, None),
        (
            "/personal/banking/transfer/pension",
            r#"{"amount":"1200.50","fromAccount":"12345678903","policyNumber":"1034222"}"#
                .to_owned()
        )
    );
}

#[test]
fn what_is_shown_beforehand_is_what_is_posted() {
    let created = json(r#"{"paymentId":"12345789012","warnings":[]}"#);
    let (answer, requests) = posted(created, Route::Debit);
    let Answer::Came { status: 200, body } = answer else {
        panic!("{answer:?}")
    };
    let accepted = Accepted {
        payment_id: "12345789012".to_owned(),
        warnings: Vec::new(),
    };
    assert_eq!(body, Body::Created(accepted));
    let [sent] = requests.as_slice() else {
        panic!("{requests:?}")
    };
    let (head, body) = sent.split_once("\r\n\r\n").unwrap();
    let shown = request(&intent(Route::Debit, None, None));
    assert_eq!(body, shown.body);
    assert!(head.starts_with(&format!("POST {} HTTP/1.1\r\n", shown.path)));
    let head = head.to_lowercase();
    for header in [
        "accept: application/vnd.sparebank1.v1+json; charset=utf-8",
        "content-type: application/json",
        "authorization: bearer old-token",
    ] {
        assert!(head.lines().any(|it| it == header), "{header} in {head}");
    }
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
    let latin = "{\"errors\":[{\"code\":\"amount.invalid\",\"message\":\"Bel\u{f8}p\"}]}";
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
        (Route::Debit, 400, latin.to_owned()),
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

#[test]
fn a_token_is_ready_once_a_read_passed_with_it() {
    /// Hands these out one after the other, the last one for ever.
    struct Changing(RefCell<Vec<&'static str>>);

    impl TokenSource for Changing {
        fn token(&self) -> Result<Secret, Failure> {
            let mut left = self.0.borrow_mut();
            let next = left[0];
            if left.len() > 1 {
                left.remove(0);
            }
            Ok(Secret::new(next))
        }

        fn renew(&self, _: &Secret) -> Result<Secret, Failure> {
            Ok(Secret::new("renewed"))
        }
    }

    let ready = |tokens: &[&'static str], script| {
        let server = Server::start(script);
        let (http, _) = http(&server);
        let tokens = Changing(RefCell::new(tokens.to_vec()));
        let bank = Bank::new(&http, &tokens);
        let token = bank.ready().and_then(|_| bank.ready());
        let token = token.map(|it| it.token().expose().to_owned());
        (token.map_err(|it| it.kind), server.requests().len())
    };
    let hi = || json(r#"{"message":"hi"}"#);
    assert_eq!(ready(&["a"], vec![hi()]), (Ok("a".to_owned()), 1));
    // One that is renewed between the read and the transfer is tried as well.
    assert_eq!(
        ready(&["a", "a", "b"], vec![hi(), hi()]),
        (Ok("b".to_owned()), 2)
    );
    // What the bank refused is renewed in the read; the transfer takes what passed then.
    let script = vec![answer("401 X", "", ""), hi()];
    assert_eq!(
        ready(&["a", "a", "renewed"], script),
        (Ok("renewed".to_owned()), 2)
    );
    let endless = ["a", "b", "c", "d", "e", "f", "g"];
    assert_eq!(
        ready(&endless, vec![hi(), hi(), hi()]),
        (Err(Kind::Login), 3)
    );
}

#[test]
fn a_refused_token_is_not_renewed_for_a_transfer() {
    let (answer, requests) = posted(answer("401 Unauthorized", "", ""), Route::Debit);
    let came = Answer::Came {
        status: 401,
        body: Body::Other,
    };
    assert_eq!((answer, requests.len()), (came, 1));
}

#[test]
fn an_account_tells_what_it_may() {
    for (properties, expected) in [
        (
            r#"{"isTransferFromEnabled":true,"isTransferToEnabled":"false","isPaymentFromEnabled":null,
                "isBlocked":false,"isOwned":7}"#,
            [Some(true), Some(false), None, Some(false)],
        ),
        (
            r#"{"isTransferFromEnabled":7,"isTransferToEnabled":{},"isBlocked":"yes"}"#,
            [None; 4],
        ),
        ("null", [None; 4]),
        ("[true]", [None; 4]),
        ("7", [None; 4]),
        (r#""true""#, [None; 4]),
    ] {
        let [transfer_from, transfer_to, payment_from, blocked] = expected;
        let expected = Abilities {
            transfer_from,
            transfer_to,
            payment_from,
            blocked,
        };
        let one = format!(r#"{{"key":"k","accountProperties":{properties}}}"#);
        let (alone, _) = run(vec![json(&one)], |bank| bank.account("k"));
        assert_eq!(alone.unwrap().may, expected, "{properties}");
        let list = format!(r#"{{"accounts":[{one}]}}"#);
        let (list, _) = run(vec![json(&list)], |bank| bank.accounts(Include::default()));
        assert_eq!(list.unwrap().items[0].may, expected, "{properties}");
    }
}
