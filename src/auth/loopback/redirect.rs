//! Where the browser is sent back to, and what may be believed of what arrives there. Pure.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url, form_urlencoded};

use crate::domain::secret::Secret;
use crate::failure::Failure;

/// The redirect URI where nothing else is set.
pub(crate) const DEFAULT_REDIRECT: &str = "http://localhost:12345/callback";

/// The longest pasted address, code or error that is looked at.
const LONGEST: usize = 8 * 1024;

/// A redirect URI that this program can answer at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RedirectUri {
    /// `host:port`, as browsers write it.
    authority: String,
    path: String,
    port: u16,
    addresses: Vec<IpAddr>,
}

impl RedirectUri {
    /// Reads `http://localhost:PORT/any/path`, or with `127.0.0.1` or `[::1]`.
    pub(crate) fn parse(text: &str) -> Result<Self, Failure> {
        let refuse = |why: &str| {
            Failure::usage(format!("the redirect URI cannot be used: {why}")).hint(format!(
                "use {DEFAULT_REDIRECT}, or the loopback address registered with the bank"
            ))
        };
        let url = Url::parse(text).map_err(|_| refuse("it is no address"))?;
        if url.scheme() != "http" {
            return Err(refuse("it must begin with http://"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refuse("it carries a user name"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(refuse("it carries a query or a fragment"));
        }
        let port = url
            .port()
            .filter(|it| *it != 0)
            .ok_or_else(|| refuse("it names no port"))?;
        let (v4, v6) = (
            IpAddr::from(Ipv4Addr::LOCALHOST),
            IpAddr::from(Ipv6Addr::LOCALHOST),
        );
        let addresses = match url.host() {
            Some(Host::Domain("localhost")) => vec![v4, v6],
            Some(Host::Ipv4(Ipv4Addr::LOCALHOST)) => vec![v4],
            Some(Host::Ipv6(Ipv6Addr::LOCALHOST)) => vec![v6],
            _ => return Err(refuse("its host is not localhost, 127.0.0.1 or [::1]")),
        };
        let host = url.host_str().unwrap_or_default();
        Ok(Self {
            authority: format!("{host}:{port}"),
            path: url.path().to_owned(),
            port,
            addresses,
        })
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// The addresses of this machine that the host may mean.
    pub(crate) fn addresses(&self) -> &[IpAddr] {
        &self.addresses
    }

    /// Whether a `Host` header names this place.
    pub(crate) fn is_host(&self, host: &[u8]) -> bool {
        self.authority.as_bytes().eq_ignore_ascii_case(host)
    }

    /// The query of a request target or address, where its path is the registered one.
    fn query_at<'a>(&self, target: &'a str) -> Option<&'a str> {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        // An address without a path means the root, and browsers may show it without.
        let path = if path.is_empty() { "/" } else { path };
        (path == self.path).then_some(query)
    }
}

/// How a login ended in the browser.
#[derive(Clone)]
pub(crate) enum Outcome {
    /// The code to exchange.
    Code(Secret),
    /// The bank's OAuth error code.
    Denied(String),
}

/// Why something that arrived is not the answer to this login.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ignored {
    WrongPlace,
    WrongState,
    Unclear,
}

impl Ignored {
    /// What to tell somebody who pasted it.
    pub(crate) fn sentence(self) -> &'static str {
        match self {
            Self::WrongPlace => "this is not the address that the browser ended at after the login",
            Self::WrongState => "this address belongs to another login attempt",
            Self::Unclear => "this address carries no complete answer of the bank",
        }
    }
}

/// Reads what the browser asked for (`/callback?code=..&state=..`) or what somebody pasted (the
/// whole address). Only the exact redirect with our `state` and one `code` or `error` is believed.
pub(crate) fn parse_redirect(
    text: &str,
    expected: &RedirectUri,
    state: &Secret,
) -> Result<Outcome, Ignored> {
    if text.len() > LONGEST {
        return Err(Ignored::WrongPlace);
    }
    let target = if text.starts_with('/') {
        text
    } else {
        pasted_target(text.trim(), expected).ok_or(Ignored::WrongPlace)?
    };
    let query = expected.query_at(target).ok_or(Ignored::WrongPlace)?;
    let (mut states, mut codes, mut errors) = (Vec::new(), Vec::new(), Vec::new());
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match &*name {
            "state" => states.push(value),
            "code" => codes.push(value),
            "error" => errors.push(value),
            _ => {}
        }
    }
    let [given] = states.as_slice() else {
        return Err(Ignored::Unclear);
    };
    if !state.is(given) {
        return Err(Ignored::WrongState);
    }
    match (codes.as_slice(), errors.as_slice()) {
        ([code], []) if !code.is_empty() => Ok(Outcome::Code(Secret::new(&**code))),
        ([], [error]) if !error.is_empty() => Ok(Outcome::Denied(error.to_string())),
        _ => Err(Ignored::Unclear),
    }
}

/// The path and query of a pasted address; browsers may have lost its scheme.
fn pasted_target<'a>(text: &'a str, expected: &RedirectUri) -> Option<&'a str> {
    let rest = text.strip_prefix("http://").unwrap_or(text);
    let (authority, target) = rest.split_at(rest.find(['/', '?'])?);
    let target = target.split_once('#').map_or(target, |(before, _)| before);
    expected.is_host(authority.as_bytes()).then_some(target)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn expected() -> RedirectUri {
        RedirectUri::parse(DEFAULT_REDIRECT).unwrap()
    }

    fn parse(text: &str) -> Result<String, Ignored> {
        parse_redirect(text, &expected(), &Secret::new("st-8")).map(|it| match it {
            Outcome::Code(code) => format!("code {}", code.expose()),
            Outcome::Denied(error) => format!("denied {error}"),
        })
    }

    #[test]
    fn takes_only_this_logins_answer() {
        for (text, outcome) in [
            ("/callback?code=a&state=st-8", Ok("code a")),
            ("/callback?state=st-8&iss=x&code=a%2Bb", Ok("code a+b")),
            (
                "/callback?error=access_denied&state=st-8&error_description=x",
                Ok("denied access_denied"),
            ),
            (
                "http://localhost:12345/callback?code=a&state=st-8#_",
                Ok("code a"),
            ),
            (
                "  localhost:12345/callback?code=a&state=st-8\n",
                Ok("code a"),
            ),
            (
                "HTTP://localhost:12345/callback?code=a&state=st-8",
                Err(Ignored::WrongPlace),
            ),
            (
                "http://LOCALHOST:12345/callback?code=a&state=st-8",
                Ok("code a"),
            ),
            (
                "http://localhost:1234/callback?code=a&state=st-8",
                Err(Ignored::WrongPlace),
            ),
            (
                "http://localhost:12345.evil/callback?code=a&state=st-8",
                Err(Ignored::WrongPlace),
            ),
            (
                "https://localhost:12345/callback?code=a&state=st-8",
                Err(Ignored::WrongPlace),
            ),
            ("/callback/?code=a&state=st-8", Err(Ignored::WrongPlace)),
            ("/Callback?code=a&state=st-8", Err(Ignored::WrongPlace)),
            ("//callback?code=a&state=st-8", Err(Ignored::WrongPlace)),
            ("/favicon.ico", Err(Ignored::WrongPlace)),
            ("/callback", Err(Ignored::Unclear)),
            ("/callback?code=a", Err(Ignored::Unclear)),
            ("/callback?error=access_denied", Err(Ignored::Unclear)),
            (
                "/callback?error=access_denied&state=",
                Err(Ignored::WrongState),
            ),
            ("/callback?code=a&state=st-9", Err(Ignored::WrongState)),
            (
                "/callback?code=a&state=st-8&state=st-8",
                Err(Ignored::Unclear),
            ),
            ("/callback?code=a&code=b&state=st-8", Err(Ignored::Unclear)),
            ("/callback?code=a&error=x&state=st-8", Err(Ignored::Unclear)),
            ("/callback?code=&state=st-8", Err(Ignored::Unclear)),
            ("/callback?state=st-8", Err(Ignored::Unclear)),
            ("a", Err(Ignored::WrongPlace)),
            ("", Err(Ignored::WrongPlace)),
        ] {
            assert_eq!(parse(text), outcome.map(str::to_owned), "{text}");
        }
    }

    #[test]
    fn the_redirect_uri_must_be_loopback_with_a_port() {
        for (text, authority, path, addresses) in [
            (DEFAULT_REDIRECT, "localhost:12345", "/callback", 2),
            ("http://localhost:8321", "localhost:8321", "/", 2),
            ("http://127.0.0.1:5000/a/b", "127.0.0.1:5000", "/a/b", 1),
            ("http://[::1]:5000/", "[::1]:5000", "/", 1),
        ] {
            let uri = RedirectUri::parse(text).unwrap();
            assert_eq!((&*uri.authority, &*uri.path), (authority, path));
            assert_eq!(uri.addresses().len(), addresses);
        }
        for text in [
            "https://localhost:1/",
            "http://localhost/callback",
            "http://localhost:0/",
            "http://example.com:1/",
            "http://127.0.0.2:1/",
            "http://0.0.0.0:1/",
            "http://[::]:1/",
            "http://a@localhost:1/",
            "http://localhost:1/?x=1",
            "http://localhost:1/#x",
            "http://localhost.evil:1/",
            "ftp://localhost:1/",
            "",
            "localhost:12345/callback",
        ] {
            assert!(RedirectUri::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_redirect_uri_without_a_path_is_the_root() {
        let state = Secret::new("st-8");
        for registered in ["http://localhost:8080", "http://localhost:8080/"] {
            let expected = RedirectUri::parse(registered).unwrap();
            for text in [
                "/?code=a/b&state=st-8",
                "http://localhost:8080?code=a/b&state=st-8",
                "http://localhost:8080/?code=a/b&state=st-8#x",
                "localhost:8080?state=st-8&code=a/b#/x?y",
            ] {
                let outcome = parse_redirect(text, &expected, &state);
                assert!(
                    matches!(outcome, Ok(Outcome::Code(code)) if code.is("a/b")),
                    "{text}"
                );
            }
            for text in [
                "http://localhost:8080.evil?code=a&state=st-8",
                "http://localhost:8080",
                "?code=a&state=st-8",
                "//?code=a&state=st-8",
                "/callback?code=a&state=st-8",
            ] {
                assert!(parse_redirect(text, &expected, &state).is_err(), "{text}");
            }
        }
        assert_eq!(
            parse("http://localhost:12345?code=a&state=st-8"),
            Err(Ignored::WrongPlace)
        );
    }

    proptest! {
        #[test]
        fn never_panics_and_never_believes_without_the_state(text in ".{0,200}") {
            prop_assert!(parse(&text).is_err());
        }

        #[test]
        fn noise_in_the_query_is_refused_unless_it_is_ours(
            place in "(/callback|/callbac|http://localhost:12345/callback|http://localhost:12346/callback)",
            pairs in prop::collection::vec(("(code|state|error|x)", "(st-8|st-9|a|)"), 0..5),
        ) {
            let query: Vec<_> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let count = |wanted: &str| pairs.iter().filter(|(name, _)| name == wanted).count();
            let of = |wanted: &str| pairs.iter().find(|(name, _)| name == wanted).map(|it| it.1.clone());
            let genuine = !matches!(&*place, "/callbac" | "http://localhost:12346/callback")
                && count("state") == 1
                && of("state").as_deref() == Some("st-8")
                && count("code") + count("error") == 1
                && of("code").or(of("error")).is_some_and(|it| !it.is_empty());
            prop_assert_eq!(parse(&format!("{place}?{}", query.join("&"))).is_ok(), genuine);
        }
    }
}
