//! What the tests see of the page's HTML.

/// Elements without an end.
const VOID: [&str; 1] = ["meta"];

/// Fails unless every tag is closed in its order, every attribute is quoted, and no `<`, `>` or `&`
/// stands for itself.
pub(super) fn assert_well_formed(html: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html.strip_prefix("<!DOCTYPE html>").unwrap();
    while let Some((text, tag)) = rest.split_once('<') {
        // A style sheet is no text: `>` is one of its signs.
        if open.last() != Some(&"style") {
            assert_text(text);
        }
        let (tag, after) = tag.split_once('>').unwrap();
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(
                open.pop(),
                Some(name),
                "near {}",
                &text[..text.len().min(80)]
            );
            continue;
        }
        let name = tag.split([' ', '/']).next().unwrap();
        assert_attributes(tag[name.len()..].trim_end_matches('/'));
        if !VOID.contains(&name) && !tag.ends_with('/') {
            open.push(name);
        }
    }
    assert_eq!(rest.trim(), "");
    assert!(open.is_empty(), "{open:?}");
}

fn assert_text(text: &str) {
    assert!(!text.contains('>'), "{text}");
    for (at, _) in text.match_indices('&') {
        let entity = text[at..].split_inclusive(';').next().unwrap();
        assert!(
            ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"].contains(&entity),
            "{entity}"
        );
    }
}

/// ` name="value"` any number of times.
fn assert_attributes(mut rest: &str) {
    while !rest.trim().is_empty() {
        let (name, value) = rest.split_once("=\"").unwrap();
        assert!(
            name.trim()
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '-'),
            "{rest}"
        );
        let (value, after) = value.split_once('"').unwrap();
        assert_text(value);
        rest = after;
    }
}

/// The inside of every `<svg>`.
pub(super) fn drawings(html: &str) -> impl Iterator<Item = &str> {
    let found = html.split("<svg ").skip(1);
    found.map(|it| it.split_once("</svg>").unwrap().0)
}
