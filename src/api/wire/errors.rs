//! What the bank says of itself when something is amiss.

use serde_json::Value;
use serde_json::value::RawValue;

use super::mend::mended;
use crate::domain::text::{Foreign, neutral};

/// The most characters of the bank's own words in a failure.
const LONGEST: usize = 300;

/// The bank's words in an error's body.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::api) struct Said {
    pub(in crate::api) code: Option<String>,
    pub(in crate::api) message: Option<String>,
    pub(in crate::api) trace_id: Option<String>,
}

/// Reads an error's body: the resource APIs' `errors` list, one such object alone, or OAuth's pair.
/// Whatever else it is gives nothing.
pub(in crate::api) fn said(body: &[u8]) -> Said {
    let Some(value) = value(body) else {
        return Said::default();
    };
    let first = value.pointer("/errors/0").unwrap_or(&value);
    let field = |name: &str| first.get(name).and_then(Value::as_str).and_then(shown);
    Said {
        code: field("code")
            .or_else(|| field("error"))
            .or_else(|| first.as_str().and_then(shown)),
        message: message(first).or_else(|| field("error_description")),
        trace_id: field("traceId"),
    }
}

/// The message, with those values of `localizedMessage` that it leaves out: a limit, a range.
fn message(error: &Value) -> Option<String> {
    let message = error.get("message")?.as_str()?.trim();
    let values = error.pointer("/localizedMessage/values");
    let values = values.and_then(Value::as_array).into_iter().flatten();
    let left_out: Vec<_> = values
        .filter_map(Value::as_str)
        .filter(|it| !message.contains(it))
        .collect();
    match left_out.as_slice() {
        [] => shown(message),
        _ => shown(&format!("{message} ({})", left_out.join(", "))),
    }
}

pub(super) fn value(json: &[u8]) -> Option<Value> {
    serde_json::from_slice(json)
        .or_else(|error| match mended(json) {
            Some(sound) => serde_json::from_slice(&sound),
            None => Err(error),
        })
        .ok()
}

/// The trace id that a body carries, wherever the bank puts one.
pub(super) fn trace_id(body: &[u8]) -> Option<String> {
    said(body).trace_id
}

/// Text of the bank's, neutralised and cut.
pub(in crate::api) fn shown(text: &str) -> Option<String> {
    let text = neutral(text.trim());
    let mut cut: String = text.chars().take(LONGEST).collect();
    if cut.len() < text.len() {
        cut.push('…');
    }
    (!cut.is_empty()).then_some(cut)
}

/// The `errors` beside the data of a partial answer: strings or objects, in a list or alone. What
/// cannot be read is one as well, so that the answer does not pass for complete.
pub(super) fn partial(raw: Option<&RawValue>) -> Vec<Foreign<'static>> {
    let Some(raw) = raw.map(RawValue::get) else {
        return Vec::new();
    };
    match value(raw.as_bytes()) {
        Some(Value::Null) => Vec::new(),
        Some(Value::Array(list)) => list.iter().map(one).collect(),
        Some(alone) => vec![one(&alone)],
        None => vec![Foreign::new("an error that cannot be read")],
    }
}

/// Its code, else its message, else all of it.
fn one(error: &Value) -> Foreign<'static> {
    let field = |name| {
        error
            .get(name)
            .and_then(Value::as_str)
            .filter(|it| !it.is_empty())
    };
    error
        .as_str()
        .or_else(|| field("code"))
        .or_else(|| field("message"))
        .map_or_else(
            || Foreign::new(error.to_string()),
            |it| Foreign::new(it.to_owned()),
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_the_bank_says_and_nothing_else() {
        let body = br#"{"errors":[{"code":"insufficient.funds","message":"Not \u001b[2Jenough",
            "traceId":"t-1","httpCode":403,"localizedMessage":{"template":"x","values":[]}}]}"#;
        let said_now = said(body);
        assert_eq!(said_now.code.as_deref(), Some("insufficient.funds"));
        assert_eq!(said_now.message.as_deref(), Some("Not \u{fffd}[2Jenough"));
        assert_eq!(said_now.trace_id.as_deref(), Some("t-1"));

        let oauth = said(br#"{"error":"invalid_token","error_description":"gone"}"#);
        assert_eq!(oauth.code.as_deref(), Some("invalid_token"));
        assert_eq!(oauth.message.as_deref(), Some("gone"));

        let half = said(br#"{"errors":[{"code":"c\ud83d","traceId":"t"}]}"#);
        assert_eq!(half.code.as_deref(), Some("c\u{fffd}"));
        assert_eq!(half.trace_id.as_deref(), Some("t"));

        let long = format!(r#"{{"message":"{}"}}"#, "æ".repeat(400));
        assert_eq!(said(long.as_bytes()).message.unwrap().chars().count(), 301);
        let bomb = "[".repeat(60_000);
        for body in [
            "",
            "Unauthorized",
            "[]",
            "12",
            "{\"errors\":[]}",
            "{\"code\":5}",
            &bomb,
        ] {
            assert_eq!(said(body.as_bytes()), Said::default());
        }
    }

    #[test]
    fn partial_answers_keep_every_error() {
        let raw = r#"["A", {"code":"B","message":"b"}, {"message":"c"}, { "x" : 1.50 }, 7]"#;
        let list = partial(Some(serde_json::from_str(raw).unwrap()));
        let list: Vec<_> = list.iter().map(Foreign::raw).collect();
        assert_eq!(list, ["A", "B", "c", r#"{"x":1.50}"#, "7"]);
        assert_eq!(
            partial(Some(serde_json::from_str("null").unwrap())).len(),
            0
        );
        assert_eq!(
            partial(Some(serde_json::from_str("\"X\"").unwrap())).len(),
            1
        );
        assert_eq!(partial(None).len(), 0);

        let half = partial(Some(serde_json::from_str(r#"["A\ud83d"]"#).unwrap()));
        assert_eq!(half[0].raw(), "A\u{fffd}");
        let deep = format!("{}{}", "[".repeat(500), "]".repeat(500));
        let deep = partial(Some(serde_json::from_str(&deep).unwrap()));
        assert_eq!(deep[0].raw(), "an error that cannot be read");
    }
}
