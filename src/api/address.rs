//! Paths at the bank, where an id is one segment and nothing more.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::domain::text::neutral;
use crate::failure::Failure;

/// What may stand in a segment as it is (RFC 3986's unreserved characters).
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// `id` as one segment of a path: `/ ? # %` in it cannot reach another endpoint. An empty one and
/// the two that mean "here" and "above" are refused, because no escape keeps those apart: `%2E%2E`
/// is read as `..` by the rules for addresses.
pub(super) fn segment(id: &str) -> Result<String, Failure> {
    if matches!(id, "" | "." | "..") {
        let shown = neutral(id);
        return Err(Failure::usage(format!(
            "`{shown}` is no id that the bank gives out"
        )));
    }
    Ok(utf8_percent_encode(id, ESCAPED).to_string())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use url::Url;

    use super::*;

    #[test]
    fn an_id_is_one_segment() {
        for (id, encoded) in [
            ("QeDJBRXWQaY8BkaSjgXT", "QeDJBRXWQaY8BkaSjgXT"),
            ("a-b_c~d.e", "a-b_c~d.e"),
            ("../x", "..%2Fx"),
            ("a/b?c#d%", "a%2Fb%3Fc%23d%25"),
            ("%2e%2e", "%252e%252e"),
            ("æ \\", "%C3%A6%20%5C"),
        ] {
            assert_eq!(segment(id).unwrap(), encoded);
        }
        for id in ["", ".", ".."] {
            assert!(segment(id).is_err(), "{id}");
        }
    }

    proptest! {
        #[test]
        fn no_id_reaches_another_endpoint(id in any::<String>()) {
            if let Ok(segment) = segment(&id) {
                let url = Url::parse(&format!("https://bank.example/accounts/{segment}/details")).unwrap();
                let segments: Vec<_> = url.path_segments().unwrap().collect();
                prop_assert_eq!(segments, ["accounts", &segment, "details"]);
                prop_assert!(url.query().is_none() && url.fragment().is_none());
            }
        }
    }
}
