//! A failure for programs: one line of JSON on stderr.

use crate::failure::Failure;

use super::cell::{Cell, Record};
use super::json::{self, Document};

/// What `sb1.error/1` says of a failure.
struct Told<'a> {
    failure: &'a Failure,
    message: String,
    hint: Option<String>,
    http_status: Option<i64>,
    retry_after: Option<i64>,
}

impl Record<8> for Told<'_> {
    const KEYS: [&'static str; 8] = [
        "kind",
        "message",
        "hint",
        "code",
        "httpStatus",
        "traceId",
        "retryAfter",
        "exitCode",
    ];

    fn cells(&self) -> [Cell<'_>; 8] {
        let bank = &self.failure.bank;
        [
            self.failure.kind.name().into(),
            (&self.message).into(),
            (&self.hint).into(),
            (&bank.code).into(),
            (&self.http_status).into(),
            (&bank.trace_id).into(),
            (&self.retry_after).into(),
            Cell::Count(self.failure.kind.exit_code().into()),
        ]
    }
}

/// The failure as one line, without a line end. Causes follow the message after colons, hints stand
/// in one text with `; ` between.
pub(crate) fn json(failure: &Failure) -> String {
    let mut message = failure.message().to_owned();
    for cause in failure.causes() {
        message.push_str(": ");
        message.push_str(&cause);
    }
    let told = Told {
        failure,
        message,
        hint: Some(failure.hints().join("; ")).filter(|hint| !hint.is_empty()),
        http_status: failure.bank.http_status.map(i64::from),
        // Whole seconds, rounded up: a second too early is refused again.
        retry_after: failure.bank.retry_after.map(|wait| {
            let part = i64::from(wait.subsec_nanos() > 0);
            i64::try_from(wait.as_secs())
                .unwrap_or(i64::MAX)
                .saturating_add(part)
        }),
    };
    let mut document = Document::new("sb1.error/1");
    document.object("error", &json::object(&told));
    String::from_utf8_lossy(document.end().trim_ascii_end()).into_owned()
}
