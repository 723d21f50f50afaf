//! What a test or a user can ask to go wrong, and on which requests.
//!
//! The text form, for the command line, is described at [`GRAMMAR`].

mod text;

use std::time::Duration;

use jiff::Timestamp;

pub use text::{BadFault, GRAMMAR};

use super::clock::{http_date, seconds_later};
use super::message::{Request, Response};
use super::refusal;

/// One thing that goes wrong on some requests, a number of times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The method it befalls; `None` for any.
    pub method: Option<String>,
    /// The path it befalls, as sent and without the query.
    pub path: Path,
    /// What the client sees.
    pub effect: Effect,
    /// How long the client waits for it; for the end of the answer with [`Effect::Drip`].
    pub delay: Duration,
    /// Whether the bank does its work all the same, before the delay and before the effect.
    /// [`Effect::Genuine`], [`Effect::Truncate`], [`Effect::Malformed`] and [`Effect::Drip`] need
    /// the real answer, so the work is always done for them: before the delay if this is set (and
    /// always before a drip), after it otherwise.
    pub after: bool,
    /// How many requests it befalls; 0 for all.
    pub times: u32,
}

/// Which paths a fault befalls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Path {
    /// This one.
    Exact(String),
    /// All that begin like this.
    Prefix(String),
}

/// What the client sees of a fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The real answer; useful with a delay.
    Genuine,
    /// Another answer.
    Answer(Answer),
    /// The connection closes without an answer.
    Drop,
    /// The connection is reset (RST) without an answer.
    Reset,
    /// The real answer's `Content-Length` and half of its body, then the connection closes.
    Truncate,
    /// Half of the real body in a complete answer: JSON that stops in the middle.
    Malformed,
    /// The real answer, its body in many pieces spread over the delay.
    Drip,
}

/// An answer the bank did not mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// From 200 to 599.
    pub status: u16,
    /// What stands in it.
    pub body: Body,
    /// Whether and how it says when to come back.
    pub retry_after: Option<RetryAfter>,
    /// Its `Location`, for redirects.
    pub location: Option<String>,
}

/// The body of an answer the bank did not mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// What usually comes with the status: `{}` with 2xx, nothing with 3xx, plain text with 401,
    /// a gateway's HTML with 502 to 504, `general.error` with 500, the textual status otherwise.
    Usual,
    /// An errors object with these codes (under `/oauth/`: the first one as OAuth's `error`).
    Codes(Vec<String>),
    /// An HTML page.
    Html,
    /// This text, as JSON where no media type is given.
    Text {
        /// The `Content-Type`.
        media_type: Option<String>,
        /// The whole body.
        text: String,
    },
}

/// The two forms of `Retry-After`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryAfter {
    /// Seconds, as a number.
    Seconds(u32),
    /// An HTTP date that many seconds after the pretend now.
    Date(u32),
}

impl Fault {
    /// An effect on one method (`GET`; `any` for all) and path (a `*` at its end stands for
    /// whatever follows), once, at once and instead of the bank's work.
    pub fn on(method: &str, path: &str, effect: Effect) -> Self {
        let path = match path.strip_suffix('*') {
            Some(prefix) => Path::Prefix(prefix.to_owned()),
            None => Path::Exact(path.to_owned()),
        };
        Self {
            method: (method != "any").then(|| method.to_owned()),
            path,
            effect,
            delay: Duration::ZERO,
            after: false,
            times: 1,
        }
    }

    /// The same fault that many times; 0 for ever.
    pub fn times(self, times: u32) -> Self {
        Self { times, ..self }
    }

    /// The same fault once the bank has done its work.
    pub fn after_the_work(self) -> Self {
        Self {
            after: true,
            ..self
        }
    }

    /// The same fault after a wait.
    pub fn delayed(self, delay: Duration) -> Self {
        Self { delay, ..self }
    }

    fn befalls(&self, request: &Request) -> bool {
        let method = self.method.as_ref().is_none_or(|m| *m == request.method);
        let path = match &self.path {
            Path::Exact(path) => request.path == *path,
            Path::Prefix(prefix) => request.path.starts_with(prefix),
        };
        method && path
    }
}

/// Takes the fault that befalls this request: the first asked for that fits.
pub(crate) fn take(faults: &mut Vec<Fault>, request: &Request) -> Option<Fault> {
    let place = faults.iter().position(|fault| fault.befalls(request))?;
    let fault = faults.get_mut(place)?;
    match fault.times {
        0 => Some(fault.clone()),
        1 => Some(faults.remove(place)),
        _ => {
            fault.times -= 1;
            Some(fault.clone())
        }
    }
}

impl Effect {
    /// A status with its usual body.
    pub fn status(status: u16) -> Self {
        Self::with_body(status, Body::Usual)
    }

    /// A status with an errors object of one code.
    pub fn code(status: u16, code: &str) -> Self {
        Self::with_body(status, Body::Codes(vec![code.to_owned()]))
    }

    /// A status with that JSON text.
    pub fn json(status: u16, text: &str) -> Self {
        let text = text.to_owned();
        let media_type = None;
        Self::with_body(status, Body::Text { media_type, text })
    }

    /// A redirect.
    pub fn redirect(status: u16, location: &str) -> Self {
        Self::Answer(Answer {
            status,
            body: Body::Usual,
            retry_after: None,
            location: Some(location.to_owned()),
        })
    }

    /// 429, saying when to come back or not.
    pub fn too_many(retry_after: Option<RetryAfter>) -> Self {
        Self::Answer(Answer {
            status: 429,
            body: Body::Usual,
            retry_after,
            location: None,
        })
    }

    fn with_body(status: u16, body: Body) -> Self {
        Self::Answer(Answer {
            status,
            body,
            retry_after: None,
            location: None,
        })
    }
}

impl Answer {
    /// The answer as it goes out on that path.
    pub(crate) fn response(&self, path: &str, now: Timestamp) -> Response {
        let status = self.status;
        let mut response = match &self.body {
            Body::Usual => usual(status, path, now),
            Body::Codes(codes) => coded(status, codes, path, now),
            Body::Html => refusal::gateway_page(status),
            Body::Text { media_type, text } => {
                let media_type = media_type.as_deref().unwrap_or(refusal::JSON);
                Response::new(status, media_type, text.clone())
            }
        };
        if let Some(location) = &self.location {
            response = response.with("Location", location);
        }
        match self.retry_after {
            Some(RetryAfter::Seconds(seconds)) => response.with("Retry-After", seconds.to_string()),
            Some(RetryAfter::Date(seconds)) => {
                response.with("Retry-After", http_date(seconds_later(now, seconds)))
            }
            None => response,
        }
    }
}

fn usual(status: u16, path: &str, now: Timestamp) -> Response {
    match status {
        200..=299 => Response::new(status, refusal::JSON, "{}"),
        300..=399 => Response::new(status, "text/plain", ""),
        401 if !is_oauth(path) => refusal::unauthorized(),
        401 => refusal::oauth_error(401, "invalid_client"),
        400 if is_oauth(path) => refusal::oauth_error(400, "invalid_request"),
        500 => refusal::errors(500, &["general.error".to_owned()], now),
        502..=504 => refusal::gateway_page(status),
        _ => refusal::plain_error(status, now),
    }
}

fn coded(status: u16, codes: &[String], path: &str, now: Timestamp) -> Response {
    match codes.first() {
        Some(code) if is_oauth(path) => refusal::oauth_error(status, code),
        _ => refusal::errors(status, codes, now),
    }
}

fn is_oauth(path: &str) -> bool {
    path.starts_with("/oauth/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(method: &str, path: &str) -> Request {
        Request {
            method: method.into(),
            path: path.into(),
            query: Vec::new(),
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    #[test]
    fn faults_are_used_up_in_the_order_asked_for() {
        let mut faults = vec![
            Fault::on("GET", "/a*", Effect::Drop).times(2),
            Fault::on("any", "/a", Effect::Reset).times(0),
        ];
        let mut seen = |method, path| take(&mut faults, &request(method, path)).map(|f| f.effect);
        assert_eq!(seen("GET", "/b"), None);
        assert_eq!(seen("GET", "/a/b"), Some(Effect::Drop));
        assert_eq!(seen("POST", "/a"), Some(Effect::Reset));
        assert_eq!(seen("GET", "/a"), Some(Effect::Drop));
        assert_eq!(seen("GET", "/a"), Some(Effect::Reset));
        assert_eq!(seen("GET", "/a/b"), None);
    }

    #[test]
    fn a_code_takes_the_form_of_its_address() {
        let now = Timestamp::UNIX_EPOCH;
        let body = |path| {
            let Effect::Answer(answer) = Effect::code(400, "invalid_grant") else {
                return String::new();
            };
            String::from_utf8(answer.response(path, now).body).unwrap()
        };
        assert!(body("/oauth/token").starts_with(r#"{"error":"invalid_grant","#));
        assert!(body("/personal/x").starts_with(r#"{"errors":[{"code":"invalid_grant","#));
    }
}
