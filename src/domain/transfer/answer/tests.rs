use crate::domain::transfer::samples::accepted;

use super::*;

const ROUTES: [Route; 3] = [Route::Debit, Route::CreditCard, Route::Pension];

fn errors(route: Route, status: u16, codes: &[Option<&str>]) -> What {
    let codes = codes.iter().map(|it| it.map(str::to_owned)).collect();
    let said = Said::default();
    let body = Body::Errors { codes, said };
    meaning(route, &Answer::Came { status, body })
}

fn is_refusal(what: &What) -> bool {
    matches!(what, What::NotMoved(_))
}

/// Every code of the bank's list, at every route and status: it refuses exactly where it is listed
/// and does not leave the transfer open.
#[test]
fn a_documented_code_refuses_where_the_bank_lists_it_and_nowhere_else() {
    let listed = include_str!("../../../../tests/fixtures/transfer-codes.tsv");
    let listed: Vec<&str> = listed.lines().filter(|it| !it.starts_with('#')).collect();
    for line in &listed {
        let code = line.rsplit('\t').next().unwrap();
        for route in ROUTES {
            for status in [200, 302, 400, 401, 403, 404, 409, 429, 500, 502] {
                let place = format!("{}\t{status}\t{code}", route.name());
                let open = ["illegal.payment.status.update", "general.error"].contains(&code)
                    || code == "missing.or.invalid.account.currency";
                let expected = listed.contains(&place.as_str()) && !open;
                let found = errors(route, status, &[Some(code)]);
                assert_eq!(is_refusal(&found), expected, "{place}");
                let mixed = errors(route, status, &[Some(code), Some("new.code")]);
                assert!(matches!(mixed, What::Unknown(_)), "{place}");
                let without = errors(route, status, &[None, Some(code)]);
                assert!(matches!(without, What::Unknown(_)), "{place}");
            }
        }
    }
}

#[test]
fn only_a_200_with_a_payment_has_moved() {
    for status in [200, 201, 202, 204, 307, 400, 403, 500] {
        for body in [Body::Created(accepted()), Body::Other] {
            let moved = status == 200 && body != Body::Other;
            let what = meaning(Route::Debit, &Answer::Came { status, body });
            assert_eq!(matches!(what, What::Done(_)), moved, "{status}");
            assert_eq!(matches!(what, What::Unknown(_)), !moved, "{status}");
        }
    }
}

#[test]
fn only_what_was_never_sent_is_not_moved_without_an_answer() {
    let why = String::new;
    let refused = meaning(Route::Debit, &Answer::NeverSent { why: why() });
    assert!(is_refusal(&refused));
    let status = Some(200);
    let lost = meaning(Route::Debit, &Answer::Lost { why: why(), status });
    assert!(matches!(lost, What::Unknown(_)));
    assert!(!is_refusal(&errors(Route::Debit, 403, &[])));
}
