//! Media types: which version the client asks for, and which the bank answers with.

use super::refusal::Refusal;
use crate::sandbox::message::Request;

const VENDOR: &str = "application/vnd.sparebank1.v";

/// The versions that the accounts API has.
pub(super) const ACCOUNTS: &[u8] = &[5, 4, 1];
/// The version of everything else.
pub(super) const ONE: &[u8] = &[1];

/// A media type without parameters, in lower case.
fn essence(media: &str) -> String {
    let essence = media.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

fn version(essence: &str, known: &[u8]) -> Option<u8> {
    let number = essence.strip_prefix(VENDOR)?.strip_suffix("+json")?;
    known
        .iter()
        .copied()
        .find(|version| version.to_string() == number)
}

fn accepts<'a>(request: &'a Request) -> impl Iterator<Item = String> + 'a {
    let headers = request.headers.iter().filter(|(name, _)| name == "accept");
    headers.flat_map(|(_, value)| value.split(',').map(essence))
}

fn not_acceptable() -> Refusal {
    let message = "The requested media type is not supported by this endpoint.";
    Refusal::new(406, "NOT_ACCEPTABLE", message)
}

/// The content type to answer with, the newest version first in `known`.
pub(super) fn negotiate(request: &Request, known: &[u8]) -> Result<String, Refusal> {
    let mut accepted = accepts(request)
        .filter(|media| !media.is_empty())
        .peekable();
    let any = accepted.peek().is_none();
    let newest = known.first().copied().filter(|_| any);
    let chosen = newest.or_else(|| {
        accepted.find_map(|media| match media.as_str() {
            "*/*" | "application/*" => known.first().copied(),
            media => version(media, known),
        })
    });
    match chosen {
        Some(version) => Ok(format!("{VENDOR}{version}+json;charset=utf-8")),
        None => Err(not_acceptable()),
    }
}

/// Whether the client takes CSV.
pub(super) fn csv(request: &Request) -> Result<(), Refusal> {
    let mut accepted = accepts(request)
        .filter(|media| !media.is_empty())
        .peekable();
    let any = accepted.peek().is_none();
    let named =
        accepted.any(|media| matches!(media.as_str(), "application/csv" | "*/*" | "application/*"));
    if any || named {
        Ok(())
    } else {
        Err(not_acceptable())
    }
}

/// Whether a body is of one of those versions; plain JSON counts where `plain` says so.
pub(super) fn body(request: &Request, known: &[u8], plain: bool) -> Result<(), Refusal> {
    let media = request.header("content-type").map(essence);
    let good = match media.as_deref() {
        None => plain,
        Some("application/json") => plain,
        Some(media) => version(media, known).is_some(),
    };
    if good {
        return Ok(());
    }
    let message = "The content type of the request is not supported by this endpoint.";
    Err(Refusal::new(415, "UNSUPPORTED_MEDIA_TYPE", message))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asking(name: &str, value: &str) -> Request {
        Request {
            method: "GET".into(),
            path: String::new(),
            query: Vec::new(),
            headers: vec![(name.into(), value.into())],
            body: Vec::new(),
        }
    }

    #[test]
    fn versions_are_read_as_the_bank_reads_them() {
        for (accept, known, answer) in [
            (
                "application/vnd.sparebank1.v1+json; charset=utf-8",
                ACCOUNTS,
                Some("v1+"),
            ),
            (
                "application/vnd.sparebank1.v5+json;charset=UTF-8",
                ACCOUNTS,
                Some("v5+"),
            ),
            ("Application/VND.sparebank1.v4+json", ACCOUNTS, Some("v4+")),
            ("text/html, */*;q=0.1", ACCOUNTS, Some("v5+")),
            ("application/vnd.sparebank1.v2+json", ACCOUNTS, None),
            ("application/vnd.sparebank1.v5+json", ONE, None),
            ("application/json", ONE, None),
        ] {
            let media = negotiate(&asking("accept", accept), known).ok();
            assert_eq!(media.is_some(), answer.is_some(), "{accept}");
            assert!(
                media
                    .unwrap_or_default()
                    .contains(answer.unwrap_or_default())
            );
        }
        assert!(negotiate(&asking("host", "x"), ONE).is_ok());
    }

    #[test]
    fn bodies_and_csv() {
        let vendor = "application/vnd.sparebank1.v1+json;charset=utf-8";
        assert!(body(&asking("content-type", vendor), ONE, false).is_ok());
        assert!(body(&asking("content-type", "application/json"), ONE, true).is_ok());
        for (media, plain) in [("application/json", false), ("text/plain", true)] {
            let refused = body(&asking("content-type", media), ONE, plain);
            assert_eq!(refused.unwrap_err().status, 415);
        }
        assert!(csv(&asking("accept", "application/csv;charset=utf-8")).is_ok());
        assert_eq!(csv(&asking("accept", vendor)).unwrap_err().status, 406);
    }
}
