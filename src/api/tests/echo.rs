//! A bank that repeats what it was sent.

use super::*;

#[test]
fn the_access_token_is_not_shown_where_the_bank_repeats_it() {
    let long = format!("{}old-token", "x".repeat(295));
    for (status, text) in [
        ("403 X", "Bearer old-token is not enough"),
        ("403 X", r"Bearer old\u002dtoken is not enough"),
        ("400 X", &*long),
        ("401 X", "Bearer old-token and new-token"),
        ("500 X", "old-token"),
    ] {
        let body = format!(
            r#"{{"errors":[{{"code":"old-token","message":"{text}","traceId":"new-token old-token"}}]}}"#
        );
        let script = || (0..3).map(|_| answer(status, "", &body)).collect();
        let failure = run(script(), |bank| bank.account("k")).0.unwrap_err();
        let shown = format!("{failure:?} {}", causes(&failure));
        // After a 401 the new token is the one that was sent.
        let sent = if status == "401 X" {
            "new-tok"
        } else {
            "old-tok"
        };
        assert!(!shown.contains(sent), "{shown}");
    }
}
