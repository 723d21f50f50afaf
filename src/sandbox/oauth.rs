//! Logging in at the pretend bank: the authorize page, the consent and the token address.

use std::collections::HashMap;
use std::io;

use jiff::Timestamp;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Number, Value};

use super::habits::{Habits, Missing, Pkce, Seconds, Tokens};
use super::message::{Request, Response};
use super::tokens::{Book, Code, Grant};
use super::{page, refusal, secrets};

/// RFC 3986's unreserved characters stay as they are.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The registered client and its customer's bank.
#[derive(Clone, Debug)]
pub(crate) struct Registration {
    pub(crate) bank: String,
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    pub(crate) redirect_uris: Vec<String>,
    /// Whether the customer says yes without being asked.
    pub(crate) auto_consent: bool,
}

/// The authorization server.
pub(crate) struct Oauth {
    registration: Registration,
    pub(crate) book: Book,
    /// Logins that wait for a button to be pressed.
    tickets: HashMap<String, Code>,
}

/// The fields of a form, in the order sent.
struct Form(Vec<(String, String)>);

impl Form {
    fn read(body: &[u8]) -> Self {
        Self(url::form_urlencoded::parse(body).into_owned().collect())
    }

    fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }
}

impl Oauth {
    /// A server that knows one client.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub(crate) fn new(registration: Registration) -> io::Result<Self> {
        Ok(Self {
            registration,
            book: Book::new()?,
            tickets: HashMap::new(),
        })
    }

    /// Answers a request under `/oauth`; `None`: no such path.
    pub(crate) fn answer(
        &mut self,
        request: &Request,
        now: Timestamp,
        habits: &Habits,
    ) -> Option<Response> {
        let (allowed, wanted) = match request.path.as_str() {
            "/oauth/authorize" => ("GET, HEAD", "GET"),
            "/oauth/consent" | "/oauth/token" => ("POST", "POST"),
            _ => return None,
        };
        if request.method != wanted {
            return Some(refusal::plain_error(405, now).with("Allow", allowed));
        }
        Some(match request.path.as_str() {
            "/oauth/authorize" => self.authorize(request, now, habits),
            "/oauth/consent" => self.consent(request, now),
            _ => match self.token(request, now, habits) {
                Ok(response) | Err(response) => response,
            },
        })
    }

    fn authorize(&mut self, request: &Request, now: Timestamp, habits: &Habits) -> Response {
        if request.query("client_id") != Some(self.registration.client_id.as_str()) {
            return page::refusal("No client is registered under this client_id.");
        }
        let redirect_uri = request.query("redirect_uri").unwrap_or_default();
        if !self
            .registration
            .redirect_uris
            .iter()
            .any(|known| known == redirect_uri)
        {
            return page::refusal(&format!(
                "The redirect_uri '{redirect_uri}' does not equal a registered one."
            ));
        }
        let mut terms = Code {
            redirect_uri: redirect_uri.to_owned(),
            state: request.query("state").map(str::to_owned),
            challenge: None,
        };
        if request.query("response_type") != Some("code") {
            return send_back(&terms, "error", "unsupported_response_type");
        }
        if request
            .query("finInst")
            .is_some_and(|id| id != self.registration.bank)
        {
            return send_back(&terms, "error", "access_denied");
        }
        match challenge(request, habits.pkce) {
            Ok(challenge) => terms.challenge = challenge,
            Err(()) => return send_back(&terms, "error", "invalid_request"),
        }
        if self.registration.auto_consent {
            return self.grant_code(&terms, now);
        }
        let ticket = self.book.fresh_hex();
        let page = page::consent(&self.registration.bank, &terms.redirect_uri, &ticket);
        self.tickets.insert(ticket, terms);
        page
    }

    fn consent(&mut self, request: &Request, now: Timestamp) -> Response {
        let form = Form::read(&request.body);
        let ticket = form.get("ticket").unwrap_or_default();
        let Some(terms) = self.tickets.remove(ticket) else {
            return page::refusal("This login was answered already. Start again.");
        };
        match form.get("decision") {
            Some("grant") => self.grant_code(&terms, now),
            _ => send_back(&terms, "error", "access_denied"),
        }
    }

    fn grant_code(&mut self, terms: &Code, now: Timestamp) -> Response {
        let code = self.book.issue_code(terms.clone(), now);
        send_back(terms, "code", &code)
    }

    fn token(
        &mut self,
        request: &Request,
        now: Timestamp,
        habits: &Habits,
    ) -> Result<Response, Response> {
        let invalid = |error| refusal::oauth_error(400, error);
        let media = request.header("content-type").unwrap_or_default();
        if !media.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            return Err(invalid("invalid_request"));
        }
        let form = Form::read(&request.body);
        // Out of the book before anything is looked at: a failed attempt burns it too.
        let code = form.get("code").and_then(|code| self.book.burn(code, now));
        self.authenticate(request, &form)?;
        match form.get("grant_type") {
            Some("authorization_code") => {
                check_exchange(&form, code.as_ref(), habits.pkce).map_err(invalid)?;
                let state = form.get("state").map(str::to_owned);
                let state = state.or(code.and_then(|code| code.state));
                let grant = self.book.login(now, habits);
                Ok(token_answer(&grant, state, habits))
            }
            Some("refresh_token") if habits.tokens != Tokens::SixMonths => {
                let token = form.get("refresh_token");
                let token = token.ok_or_else(|| invalid("invalid_request"))?;
                let grant = self.book.renew(token, now, habits);
                let grant = grant.ok_or_else(|| invalid("invalid_grant"))?;
                Ok(token_answer(&grant, None, habits))
            }
            Some(_) => Err(invalid("unsupported_grant_type")),
            None => Err(invalid("invalid_request")),
        }
    }

    /// The client proves itself in the body or with HTTP Basic.
    fn authenticate(&self, request: &Request, form: &Form) -> Result<(), Response> {
        let (id, secret) = (
            &self.registration.client_id,
            &self.registration.client_secret,
        );
        let known = match request.header("authorization") {
            Some(header) => {
                let expected = secrets::base64(format!("{id}:{secret}").as_bytes());
                header.split_once(' ').is_some_and(|(scheme, value)| {
                    scheme.eq_ignore_ascii_case("basic") && value.trim() == expected
                })
            }
            None => {
                form.get("client_id") == Some(id.as_str())
                    && form.get("client_secret") == Some(secret.as_str())
            }
        };
        if known {
            Ok(())
        } else {
            Err(refusal::oauth_error(401, "invalid_client").with("WWW-Authenticate", "Basic"))
        }
    }
}

/// The challenge to remember for this login; an error is `invalid_request`.
fn challenge(request: &Request, pkce: Pkce) -> Result<Option<String>, ()> {
    let sent = request.query("code_challenge");
    match (pkce, sent) {
        (Pkce::Ignored | Pkce::RefusedAtToken, _)
        | (Pkce::Optional | Pkce::RefusedAtAuthorize, None) => Ok(None),
        (Pkce::Enforced, None) | (Pkce::RefusedAtAuthorize, Some(_)) => Err(()),
        (Pkce::Optional | Pkce::Enforced, Some(sent)) => {
            let s256 = request.query("code_challenge_method") == Some("S256");
            let of_a_hash = sent.len() == 43;
            (s256 && of_a_hash).then(|| Some(sent.to_owned())).ok_or(())
        }
    }
}

/// Whether the exchange keeps the terms of its code; an error is OAuth's word for why not.
fn check_exchange(form: &Form, code: Option<&Code>, pkce: Pkce) -> Result<(), &'static str> {
    let verifier = form.get("code_verifier");
    if pkce == Pkce::RefusedAtToken && verifier.is_some() {
        return Err("invalid_request");
    }
    if form.get("code").is_none() || form.get("redirect_uri").is_none() {
        return Err("invalid_request");
    }
    let code = code.ok_or("invalid_grant")?;
    if form.get("redirect_uri") != Some(code.redirect_uri.as_str()) {
        return Err("invalid_grant");
    }
    // A verifier without a challenge is refused as well: it betrays a stripped challenge.
    let proven = verifier.map(secrets::challenge_of) == code.challenge;
    if proven || pkce == Pkce::Ignored {
        Ok(())
    } else {
        Err("invalid_grant")
    }
}

/// Sends the browser back with one word and the state.
fn send_back(terms: &Code, name: &str, value: &str) -> Response {
    let uri = &terms.redirect_uri;
    let joint = if uri.contains('?') { '&' } else { '?' };
    let mut location = format!("{uri}{joint}{name}={value}");
    if let Some(state) = &terms.state {
        location.push_str("&state=");
        location.extend(utf8_percent_encode(state, QUERY));
    }
    Response::new(302, "text/plain", "")
        .with("Location", location)
        .with("Cache-Control", "no-store")
        .with("Referrer-Policy", "no-referrer")
}

fn token_answer(grant: &Grant, state: Option<String>, habits: &Habits) -> Response {
    let null = habits.missing == Missing::Null;
    let mut body = Map::new();
    let mut put = |name: &str, value: Option<Value>| {
        if value.is_some() || null {
            body.insert(name.to_owned(), value.unwrap_or(Value::Null));
        }
    };
    let left = |seconds: i64| written(seconds, habits.seconds);
    put("access_token", Some(grant.access_token.clone().into()));
    put("token_type", Some("Bearer".into()));
    put("expires_in", left(grant.expires_in.into()));
    put(
        "refresh_token",
        grant.refresh_token.clone().map(Value::from),
    );
    let (idle, absolute) = grant.refresh_left.unzip();
    put("refresh_token_expires_in", idle.and_then(left));
    put("refresh_token_absolute_expires_in", absolute.and_then(left));
    put("state", state.map(Value::from));
    // A field no client knows: the real answer has had several over the years.
    put("pretend", Some(page::MARK.into()));
    Response::new(
        200,
        "application/json;charset=UTF-8",
        Value::Object(body).to_string(),
    )
    .with("Cache-Control", "no-store")
}

/// Seconds in the form the switch asks for.
fn written(seconds: i64, form: Seconds) -> Option<Value> {
    match form {
        Seconds::Number => Some(seconds.into()),
        Seconds::Text => Some(seconds.to_string().into()),
        // Kept to the letter, and never a float on the way.
        Seconds::Decimal => format!("{seconds}.0")
            .parse()
            .ok()
            .map(|n: Number| n.into()),
        Seconds::Absent => None,
    }
}

#[cfg(test)]
mod tests;
