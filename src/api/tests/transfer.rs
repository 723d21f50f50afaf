//! Transfers: what is posted, with which token; and what an account says it may.

use super::*;
use crate::api::transfer::{Ready, request};
use crate::domain::account::{Abilities, AccountNumber};
use crate::domain::money::Amount;
use crate::domain::transfer::{
    Accepted, Answer, Asked, Balances, Body, Draft, Intent, Receiver, Route,
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
pub(super) fn posted(then: Then, route: Route) -> (Answer, Vec<String>) {
    run(vec![then], |bank| {
        let ready = Ready::of(Secret::new("old-token"));
        bank.transfer(&ready, &intent(route, None, None), &|| false)
    })
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
