//! The address of a bank: scheme, host and port, and nothing else.

use std::fmt;

use url::{Host, Url};

/// An origin that secrets may be sent to: https anywhere, http on this machine only.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Origin {
    text: String,
    loopback: bool,
}

/// Why an address cannot be a bank's origin. A sentence.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct OriginError(String);

impl fmt::Display for OriginError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for OriginError {}

impl Origin {
    /// Reads `https://host[:port]`, with or without a final slash.
    pub(crate) fn parse(text: &str) -> Result<Self, OriginError> {
        let refuse = |why: &str| Err(OriginError(why.to_owned()));
        let Ok(url) = Url::parse(text.trim()) else {
            return refuse("it is no address such as https://api.sparebank1.no");
        };
        if !matches!(url.scheme(), "https" | "http") {
            return refuse("only https addresses are accepted");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return refuse("it carries a user name or a password");
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return refuse(
                "it must be an origin without a path, such as https://api.sparebank1.no",
            );
        }
        let loopback = url.host().as_ref().is_some_and(is_loopback);
        if url.scheme() == "http" && !loopback {
            return refuse("anything but https is refused unless the host is this machine");
        }
        Ok(Self {
            text: url.origin().ascii_serialization(),
            loopback,
        })
    }

    /// `scheme://host[:port]`, without a final slash.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the host is this machine.
    pub(crate) fn is_loopback(&self) -> bool {
        self.loopback
    }

    /// Whether the connection is encrypted.
    pub(crate) fn is_https(&self) -> bool {
        self.text.starts_with("https:")
    }

    /// The origin as part of a file's name, different for different origins.
    pub(crate) fn file_name(&self) -> String {
        self.text.replace("://", "_").replace(
            |c: char| !c.is_ascii_alphanumeric() && !".-".contains(c),
            "_",
        )
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Whether `host` names this machine and nothing else can answer for it.
pub(crate) fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => name.eq_ignore_ascii_case("localhost"),
        Host::Ipv4(ip) => ip.is_loopback(),
        Host::Ipv6(ip) => ip.is_loopback(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_https_anywhere_and_http_at_home() {
        for (text, shown, file) in [
            (
                "https://api.sparebank1.no",
                "https://api.sparebank1.no",
                "https_api.sparebank1.no",
            ),
            (
                "https://API.sparebank1.no:443/",
                "https://api.sparebank1.no",
                "https_api.sparebank1.no",
            ),
            (
                "http://127.0.0.1:8721",
                "http://127.0.0.1:8721",
                "http_127.0.0.1_8721",
            ),
            ("http://localhost:80", "http://localhost", "http_localhost"),
            ("http://[::1]:9", "http://[::1]:9", "http____1__9"),
        ] {
            let origin = Origin::parse(text).unwrap();
            assert_eq!(
                (origin.as_str(), origin.file_name().as_str()),
                (shown, file)
            );
        }
    }

    #[test]
    fn refuses_what_could_leak_a_secret() {
        for text in [
            "http://api.sparebank1.no",
            "http://localhost.evil.example",
            "http://127.0.0.1.evil.example",
            "ftp://localhost",
            "https://user:pw@api.sparebank1.no",
            "https://api.sparebank1.no/path",
            "https://api.sparebank1.no?x=1",
            "api.sparebank1.no",
            "",
            "http://2130706433.example",
        ] {
            assert!(Origin::parse(text).is_err(), "{text}");
        }
    }
}
