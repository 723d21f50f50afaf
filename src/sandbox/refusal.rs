//! The shapes in which the bank says no.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::message::Response;

/// The media type of answers and errors that have no other.
pub(crate) const JSON: &str = "application/vnd.sparebank1.v1+json; charset=utf-8";

/// The resource APIs' `{"errors":[..]}` with one entry for each code.
pub(crate) fn errors(status: u16, codes: &[String], now: Timestamp) -> Response {
    let trace = format!("{:032x}", now.as_nanosecond());
    let list: Vec<Value> = codes
        .iter()
        .map(|code| {
            json!({
                "code": code,
                "message": "The request could not be carried out",
                "traceId": trace,
                "httpCode": status,
            })
        })
        .collect();
    Response::new(status, JSON, json!({ "errors": list }).to_string())
}

/// An error without a code of its own: the code is the textual status.
pub(crate) fn plain_error(status: u16, now: Timestamp) -> Response {
    errors(status, &[reason(status).to_owned()], now)
}

/// The answer to a missing, unknown or expired access token, which is not JSON.
pub(crate) fn unauthorized() -> Response {
    Response::new(401, "text/plain", "Unauthorized").with("WWW-Authenticate", "Bearer")
}

/// The OAuth error object; its description is deliberately vague, as the bank's is.
pub(crate) fn oauth_error(status: u16, error: &str) -> Response {
    let mut body = Map::new();
    body.insert("error".to_owned(), error.into());
    body.insert(
        "error_description".to_owned(),
        "Something went wrong".into(),
    );
    Response::new(
        status,
        "application/json;charset=UTF-8",
        Value::Object(body).to_string(),
    )
    .with("Cache-Control", "no-store")
}

/// What the proxy in front of a bank answers when the bank behind it is away.
pub(crate) fn gateway_page(status: u16) -> Response {
    let reason = reason(status);
    Response::new(
        status,
        "text/html",
        format!(
            "<html>\r\n<head><title>{status} {reason}</title></head>\r\n\
             <body><center><h1>{status} {reason}</h1></center></body>\r\n</html>\r\n"
        ),
    )
}

/// The text that stands beside a status.
pub(crate) fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        204 => "No Content",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        408 => "Request Timeout",
        409 => "Conflict",
        411 => "Length Required",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        422 => "Unprocessable Content",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "Unknown",
    }
}
