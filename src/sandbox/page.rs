//! The few pages a browser sees at the pretend bank. They load nothing and echo only escaped text.

use super::message::Response;

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:3rem auto;\
    padding:0 1rem}.mark{background:#b00020;color:#fff;padding:.5rem 1rem;font-weight:bold}\
    button{font:inherit;padding:.5rem 1rem;margin-right:.5rem}";

/// The mark on every page: nobody may take this for a bank.
pub(crate) const MARK: &str = "PRETEND BANK, no real money";

/// The page on which the customer says yes or no; `ticket` stands for the request.
pub(crate) fn consent(bank: &str, redirect_uri: &str, ticket: &str) -> Response {
    let (bank, redirect_uri, ticket) = (escape(bank), escape(redirect_uri), escape(ticket));
    page(
        200,
        "Log in",
        &format!(
            "<p>A program asks to act as you at <b>{bank}</b>. \
             Your answer goes to <code>{redirect_uri}</code>.</p>\n\
             <form method=\"post\" action=\"/oauth/consent\">\n\
             <input type=\"hidden\" name=\"ticket\" value=\"{ticket}\">\n\
             <button id=\"login\" name=\"decision\" value=\"grant\" type=\"submit\">\
             Log in with BankID (pretend)</button>\n\
             <button id=\"cancel\" name=\"decision\" value=\"cancel\" type=\"submit\">\
             Cancel</button>\n</form>"
        ),
    )
}

/// A request that cannot be sent back to whoever made it.
pub(crate) fn refusal(sentence: &str) -> Response {
    page(400, "Not possible", &format!("<p>{}</p>", escape(sentence)))
}

/// What stands at the pretend bank's door.
pub(crate) fn door() -> Response {
    page(
        200,
        "sb1 sandbox",
        "<p>This program pretends to be a bank, for trying <code>sb1</code>.</p>",
    )
}

fn page(status: u16, title: &str, content: &str) -> Response {
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">\
         <title>{title} - {MARK}</title><style>{STYLE}</style></head>\n\
         <body>\n<p class=\"mark\">{MARK}</p>\n<h1>{title}</h1>\n{content}\n</body>\n</html>\n"
    );
    // No form-action: browsers would apply it to the redirect that follows the form.
    Response::new(status, "text/html; charset=utf-8", html)
        .with("Cache-Control", "no-store")
        .with("Referrer-Policy", "no-referrer")
        .with("X-Frame-Options", "DENY")
        .with(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'",
        )
}

/// Text as it may stand in HTML, also inside an attribute.
fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_carry_the_mark_and_no_markup_of_others() {
        let nasty = "\"><script>'&";
        for response in [consent(nasty, nasty, nasty), refusal(nasty)] {
            let html = String::from_utf8(response.body).unwrap();
            assert!(html.contains(MARK));
            assert!(!html.contains("<script") && !html.contains("\">'"));
            assert!(html.contains("&quot;&gt;&lt;script&gt;&#39;&amp;"));
        }
    }
}
