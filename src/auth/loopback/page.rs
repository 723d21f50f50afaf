//! What the browser shows at the end of a login.

use tiny_http::{HTTPVersion, Header, Response, StatusCode};

use crate::auth::oauth::random_secret;

/// An HTML page for a person, whole with its headers, as bytes for the wire. `text` is ours alone:
/// nothing of a request is ever part of it.
pub(crate) fn person(status: u16, title: &str, text: &str) -> Vec<u8> {
    // Without random numbers there is no script and no style, which is still a page.
    let nonce = random_secret()
        .map(|it| it.expose().to_owned())
        .unwrap_or_default();
    let (title, text) = (escaped(title), escaped(text));
    let body = format!(
        r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title} - sb1</title>
<script nonce="{nonce}">history.replaceState(null, '', location.pathname)</script>
<style nonce="{nonce}">
:root {{ color-scheme: light dark }}
body {{ font: 1.125rem/1.6 system-ui, sans-serif; margin: 0; min-height: 100vh; display: grid; place-items: center;
  background: #f4f6f9; color: #16202c }}
main {{ max-width: 32rem; margin: 1rem; padding: 2rem 2.5rem; border-radius: .75rem; background: #fff }}
h1 {{ font-size: 1.5rem; margin: 0 0 .5rem }}
p {{ margin: 0 }}
@media (prefers-color-scheme: dark) {{
  body {{ background: #10161d; color: #e6ebf1 }}
  main {{ background: #1b242e }}
}}
</style>
</head>
<body><main><h1>{title}</h1><p>{text}</p></main></body>
</html>
"#
    );
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    wire(
        Response::from_string(body).with_status_code(StatusCode(status)),
        &[
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Security-Policy", &policy),
        ],
    )
}

/// A refusal for whatever else knocks.
pub(crate) fn noise(status: u16) -> Vec<u8> {
    let text = match status {
        404 => "Nothing is here.\n",
        405 => "Only GET is answered here.\n",
        _ => "This request is not answered here.\n",
    };
    wire(
        Response::from_string(text).with_status_code(StatusCode(status)),
        &[
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Security-Policy", "default-src 'none'"),
            ("Allow", "GET"),
        ],
    )
}

/// Sends the browser on to `address`, which is ours.
pub(crate) fn onward(address: &str) -> Vec<u8> {
    wire(
        Response::from_string("").with_status_code(StatusCode(303)),
        &[("Location", address)],
    )
}

fn wire(mut response: Response<std::io::Cursor<Vec<u8>>>, headers: &[(&str, &str)]) -> Vec<u8> {
    let common = [
        ("Server", "sb1"),
        ("Cache-Control", "no-store"),
        ("Referrer-Policy", "no-referrer"),
        ("X-Content-Type-Options", "nosniff"),
    ];
    for (name, value) in common.iter().chain(headers) {
        if let Ok(header) = Header::from_bytes(name.as_bytes(), value.as_bytes()) {
            response.add_header(header);
        }
    }
    let mut bytes = Vec::new();
    // Writing into memory cannot fail.
    let _ = response.raw_print(&mut bytes, HTTPVersion(1, 1), &[], false, None);
    bytes
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_complete_escaped_and_locked_down() {
        let page = String::from_utf8(person(200, "Done", "a <b> & \"c\"")).unwrap();
        let (head, body) = page.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200 "));
        for header in [
            "Referrer-Policy: no-referrer",
            "Cache-Control: no-store",
            "X-Content-Type-Options: nosniff",
            "Content-Security-Policy: default-src 'none'; script-src 'nonce-",
            "Server: sb1",
            "Content-Type: text/html; charset=utf-8",
        ] {
            assert!(head.contains(header), "{header} in {head}");
        }
        assert!(head.contains(&format!("Content-Length: {}", body.len())));
        assert!(
            body.contains("history.replaceState")
                && body.contains("a &lt;b&gt; &amp; &quot;c&quot;")
        );
        let nonce = head
            .split("'nonce-")
            .nth(1)
            .unwrap()
            .split('\'')
            .next()
            .unwrap();
        assert_eq!(body.matches(&format!("nonce=\"{nonce}\"")).count(), 2);
        assert!(
            String::from_utf8(noise(404))
                .unwrap()
                .starts_with("HTTP/1.1 404 ")
        );
        assert!(
            String::from_utf8(onward("http://127.0.0.1:1/x"))
                .unwrap()
                .contains("Location: http://127.0.0.1:1/x\r\n")
        );
    }
}
