//! The bank's own export.

use super::*;

const FILE: &str = "\u{feff}Dato;Beskrivelse;Rentedato;Inn;Ut;Til konto;Fra konto;\n\
    \"02.11.2026\";\"=1+1 \"\"KIWI\"\"\";\"02.11.2026\";;\"-1 349,00\";;\"12345678903\";\n";

fn csv(kind: &str, body: &str) -> Then {
    answer("200 OK", &format!("Content-Type: {kind}\r\n"), body)
}

fn export(bank: &Bank<'_>) -> Result<Vec<u8>, Failure> {
    let day = |text| Day::parse_iso(text).unwrap();
    bank.export("a&b=c", day("2026-10-01"), day("2026-11-02"))
}

#[test]
fn hands_on_the_bank_s_own_bytes() {
    for kind in [
        "application/csv;charset=UTF-8",
        "text/csv",
        "Text/Plain",
        "application/octet-stream",
    ] {
        let (file, requests) = run(vec![csv(kind, FILE)], export);
        assert_eq!(file.unwrap(), FILE.as_bytes(), "{kind}");
        let request = requests[0].to_lowercase();
        assert!(
            request.starts_with(
                "get /personal/banking/transactions/export?accountkey=a%26b%3dc\
                 &fromdate=2026-10-01&todate=2026-11-02 http/1.1\r\n"
            ),
            "{request}"
        );
        assert!(request.contains("accept: application/csv;charset=utf-8\r\n"));
        assert!(request.contains("authorization: bearer old-token\r\n"));
    }
    let (empty, _) = run(vec![answer("200 OK", "", "")], export);
    assert_eq!(empty.unwrap(), b"");
}

#[test]
fn a_page_or_json_is_no_export() {
    for kind in ["text/html", "application/json"] {
        let (file, requests) = run(vec![csv(kind, "{}")], export);
        let failure = file.unwrap_err();
        assert_eq!(
            failure.message(),
            format!("the bank's answer is not CSV (2 bytes of {kind})")
        );
        assert_eq!((failure.kind, requests.len()), (Kind::Unexpected, 1));
    }
}

#[test]
fn what_broke_off_is_asked_for_again_and_a_refused_token_renewed() {
    let open_ended = |body: &str| {
        let head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/csv\r\n\r\n";
        Then::Answer(format!("{head}{body}").into_bytes())
    };
    let in_a_value = &FILE[..FILE.find("KIWI").unwrap()];
    for cut in [&FILE[..FILE.len() - 1], in_a_value] {
        for first in [
            open_ended(cut),
            answer("200 OK", "Content-Length: 9999\r\n", cut),
            answer("500 Internal Server Error", "", "oops"),
            answer("401 Unauthorized", "", "Unauthorized"),
        ] {
            let (file, requests) = run(vec![first, open_ended(FILE)], export);
            assert_eq!((file.unwrap(), requests.len()), (FILE.into(), 2));
        }
    }
    // With a length that agrees, the last line need not end, but a value must.
    let whole = &FILE[..FILE.len() - 1];
    let (file, _) = run(vec![csv("text/csv", whole)], export);
    assert_eq!(file.unwrap(), whole.as_bytes());
    let (torn, requests) = run(vec![csv("text/csv", in_a_value)], export);
    let failure = torn.unwrap_err();
    assert_eq!(
        failure.message(),
        "the bank's answer ends in the middle of a line"
    );
    assert_eq!((failure.bank.http_status, requests.len()), (Some(200), 1));
}

#[test]
fn the_bank_s_no_is_said() {
    let body = r#"{"errors":[{"code":"NOT_ACCEPTABLE","message":"no","traceId":"t"}]}"#;
    let (file, requests) = run(vec![answer("406 Not Acceptable", "", body)], export);
    let failure = file.unwrap_err();
    assert_eq!((failure.kind, requests.len()), (Kind::Rejected, 1));
    assert_eq!(failure.bank.code.as_deref(), Some("NOT_ACCEPTABLE"));
}
