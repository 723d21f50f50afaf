use super::*;
use crate::sandbox::clock::seconds_later;

const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const REDIRECT: &str = "http://localhost:12345/callback";

fn oauth(auto_consent: bool) -> Oauth {
    Oauth::new(Registration {
        bank: "fid-smn".into(),
        client_id: "id".into(),
        client_secret: "se:cret".into(),
        redirect_uris: vec![REDIRECT.into()],
        auto_consent,
    })
    .unwrap()
}

fn with(pkce: Pkce) -> Habits {
    Habits {
        pkce,
        ..Habits::default()
    }
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = list.iter().map(|&(a, b)| (a.to_owned(), b.to_owned()));
    owned.collect()
}

/// Lays `changes` over `usual`; an empty value takes the pair out.
fn changed(usual: &[(&str, &str)], changes: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut all = pairs(usual);
    all.retain(|(name, _)| !changes.iter().any(|(other, _)| other == name));
    all.extend(pairs(changes));
    all.retain(|(_, value)| !value.is_empty());
    all
}

fn authorize(oauth: &mut Oauth, habits: &Habits, changes: &[(&str, &str)]) -> Response {
    let usual = [
        ("client_id", "id"),
        ("redirect_uri", REDIRECT),
        ("response_type", "code"),
        ("finInst", "fid-smn"),
        ("state", "a b&c=\u{e6}"),
    ];
    let request = Request {
        method: "GET".into(),
        path: "/oauth/authorize".into(),
        query: changed(&usual, changes),
        headers: Vec::new(),
        body: Vec::new(),
    };
    oauth
        .answer(&request, Timestamp::UNIX_EPOCH, habits)
        .unwrap()
}

fn post(path: &str, form: &[(String, String)], headers: &[(&str, &str)]) -> Request {
    let mut body = url::form_urlencoded::Serializer::new(String::new());
    let usual = [("content-type", "application/x-www-form-urlencoded")];
    Request {
        method: "POST".into(),
        path: path.into(),
        query: Vec::new(),
        headers: changed(&usual, headers),
        body: body.extend_pairs(form).finish().into_bytes(),
    }
}

fn exchange(oauth: &mut Oauth, habits: &Habits, changes: &[(&str, &str)]) -> (u16, Value) {
    let usual = [
        ("grant_type", "authorization_code"),
        ("redirect_uri", REDIRECT),
        ("client_id", "id"),
        ("client_secret", "se:cret"),
    ];
    let request = post("/oauth/token", &changed(&usual, changes), &[]);
    answered(oauth, &request, habits)
}

fn answered(oauth: &mut Oauth, request: &Request, habits: &Habits) -> (u16, Value) {
    let response = oauth
        .answer(request, Timestamp::UNIX_EPOCH, habits)
        .unwrap();
    (
        response.status,
        serde_json::from_slice(&response.body).unwrap(),
    )
}

fn location(response: &Response) -> &str {
    let found = response.headers.iter().find(|(name, _)| name == "Location");
    found.map_or("", |(_, value)| value)
}

fn code(oauth: &mut Oauth, habits: &Habits, changes: &[(&str, &str)]) -> String {
    let response = authorize(oauth, habits, changes);
    let (_, code) = location(&response).split_once("?code=").unwrap();
    code.split_once('&').unwrap().0.to_owned()
}

#[test]
fn a_login_ends_in_tokens() {
    let (mut oauth, habits) = (oauth(true), Habits::default());
    let response = authorize(&mut oauth, &habits, &[]);
    assert_eq!(response.status, 302);
    let to = location(&response);
    assert!(to.starts_with(&format!("{REDIRECT}?code=")), "{to}");
    assert!(to.ends_with("&state=a%20b%26c%3D%C3%A6"), "{to}");
    let code = code(&mut oauth, &habits, &[]);
    let (status, body) = exchange(&mut oauth, &habits, &[("code", &code)]);
    assert_eq!(status, 200);
    assert_eq!(body["token_type"], "Bearer");
    assert_eq!(body["expires_in"].to_string(), "600");
    assert_eq!(body["refresh_token_expires_in"].to_string(), "2591999");
    assert_eq!(
        body["refresh_token_absolute_expires_in"].to_string(),
        "31535999"
    );
    assert_eq!(body["state"], "a b&c=\u{e6}");
    assert!(body["pretend"].is_string());
    assert_eq!(body["refresh_token"].as_str().unwrap().len(), 32);
    let token = body["access_token"].as_str().unwrap();
    assert!(oauth.book.opens(token, Timestamp::UNIX_EPOCH));
    assert!(
        !oauth
            .book
            .opens(token, seconds_later(Timestamp::UNIX_EPOCH, 600))
    );
}

#[test]
fn only_the_registered_address_is_ever_sent_to() {
    let (mut oauth, habits) = (oauth(true), Habits::default());
    for (name, value) in [
        ("redirect_uri", "http://localhost:12345/callback/"),
        ("redirect_uri", "http://localhost:12345/callback?x=1"),
        ("redirect_uri", "http://LOCALHOST:12345/callback"),
        ("redirect_uri", "http://127.0.0.1:12345/callback"),
        ("redirect_uri", ""),
        ("client_id", "other"),
        ("client_id", ""),
    ] {
        let response = authorize(&mut oauth, &habits, &[(name, value)]);
        assert_eq!(
            (response.status, location(&response)),
            (400, ""),
            "{name}={value}"
        );
        assert!(
            String::from_utf8(response.body)
                .unwrap()
                .contains(page::MARK)
        );
    }
}

#[test]
fn what_the_bank_will_not_do_comes_back_as_an_error() {
    let (mut oauth, habits) = (oauth(true), Habits::default());
    for (change, error) in [
        (("finInst", "fid-other"), "access_denied"),
        (("response_type", "token"), "unsupported_response_type"),
        (("code_challenge", "plain"), "invalid_request"),
    ] {
        let response = authorize(&mut oauth, &habits, &[change]);
        let expected = format!("{REDIRECT}?error={error}&state=a%20b%26c%3D%C3%A6");
        assert_eq!(
            (response.status, location(&response)),
            (302, expected.as_str())
        );
    }
    let anywhere = authorize(&mut oauth, &habits, &[("finInst", ""), ("state", "")]);
    assert!(location(&anywhere).contains("?code=") && !location(&anywhere).contains("state"));
}

#[test]
fn the_page_asks_and_each_login_is_answered_once() {
    let (mut oauth, habits) = (oauth(false), Habits::default());
    for (decision, seen) in [
        ("grant", "?code="),
        ("cancel", "?error=access_denied&state=a"),
    ] {
        let page = authorize(&mut oauth, &habits, &[]);
        let html = String::from_utf8(page.body).unwrap();
        assert!(html.contains("Log in with BankID (pretend)"));
        let (_, rest) = html.split_once("name=\"ticket\" value=\"").unwrap();
        let ticket = rest.get(..32).unwrap();
        let form = pairs(&[("ticket", ticket), ("decision", decision)]);
        let request = post("/oauth/consent", &form, &[]);
        let mut press = || {
            oauth
                .answer(&request, Timestamp::UNIX_EPOCH, &habits)
                .unwrap()
        };
        let first = press();
        assert!(first.status == 302 && location(&first).contains(seen));
        assert_eq!(press().status, 400);
    }
}

#[test]
fn a_failed_attempt_burns_the_code() {
    let (mut oauth, habits) = (oauth(true), Habits::default());
    for (name, wrong, status, error) in [
        ("client_secret", "x", 401, "invalid_client"),
        ("client_secret", "", 401, "invalid_client"),
        (
            "redirect_uri",
            "http://localhost:12345/",
            400,
            "invalid_grant",
        ),
        ("redirect_uri", "", 400, "invalid_request"),
        ("code_verifier", VERIFIER, 400, "invalid_grant"),
        ("grant_type", "password", 400, "unsupported_grant_type"),
        ("grant_type", "", 400, "invalid_request"),
    ] {
        let code = code(&mut oauth, &habits, &[]);
        let (seen, body) = exchange(&mut oauth, &habits, &[("code", &code), (name, wrong)]);
        assert_eq!((seen, body["error"].as_str().unwrap()), (status, error));
        assert_eq!(body["error_description"], "Something went wrong");
        let (seen, body) = exchange(&mut oauth, &habits, &[("code", &code)]);
        assert_eq!(
            (seen, body["error"].as_str().unwrap()),
            (400, "invalid_grant"),
            "{name}"
        );
    }
}

#[test]
fn every_view_of_pkce() {
    let sent = [
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    // Without PKCE; with it; with a wrong verifier; with none; with a verifier out of nowhere.
    for (pkce, outcomes) in [
        (Pkce::Optional, [200, 200, 400, 400, 400]),
        (Pkce::Ignored, [200, 200, 200, 200, 200]),
        (Pkce::Enforced, [0, 200, 400, 400, 0]),
        (Pkce::RefusedAtAuthorize, [200, 0, 0, 0, 400]),
        (Pkce::RefusedAtToken, [200, 400, 400, 200, 400]),
    ] {
        let (mut oauth, habits) = (oauth(true), with(pkce));
        let attempts: [(&[(&str, &str)], &str); 5] = [
            (&[], ""),
            (&sent, VERIFIER),
            (&sent, CHALLENGE),
            (&sent, ""),
            (&[], VERIFIER),
        ];
        for ((challenge, verifier), expected) in attempts.into_iter().zip(outcomes) {
            let response = authorize(&mut oauth, &habits, challenge);
            if expected == 0 {
                assert!(
                    location(&response).contains("?error=invalid_request&"),
                    "{pkce:?}"
                );
                continue;
            }
            let code = code(&mut oauth, &habits, challenge);
            let form = [("code", code.as_str()), ("code_verifier", verifier)];
            let (status, _) = exchange(&mut oauth, &habits, &form);
            assert_eq!(status, expected, "{pkce:?} {challenge:?} {verifier}");
        }
        let plain = [
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "plain"),
        ];
        let response = authorize(&mut oauth, &habits, &plain);
        let ignored = matches!(pkce, Pkce::Ignored | Pkce::RefusedAtToken);
        assert_eq!(location(&response).contains("?code="), ignored, "{pkce:?}");
    }
}

#[test]
fn the_client_may_use_basic_and_only_a_plain_form() {
    let (mut oauth, habits) = (oauth(true), Habits::default());
    let refresh = oauth
        .book
        .login(Timestamp::UNIX_EPOCH, &habits)
        .refresh_token
        .unwrap();
    let form = pairs(&[("grant_type", "refresh_token"), ("refresh_token", &refresh)]);
    for (header, status) in [
        (
            (
                "content-type",
                "application/x-www-form-urlencoded; charset=utf-8",
            ),
            400,
        ),
        (("content-type", "application/json"), 400),
        (("content-type", ""), 400),
        (("authorization", "Basic aWQ6b3RoZXI="), 401),
        (("authorization", "Bearer aWQ6c2U6Y3JldA=="), 401),
        // None of these touched the refresh token.
        (("authorization", "basic aWQ6c2U6Y3JldA=="), 200),
        (("authorization", "Basic aWQ6c2U6Y3JldA=="), 400),
    ] {
        let request = post("/oauth/token", &form, &[header]);
        assert_eq!(
            answered(&mut oauth, &request, &habits).0,
            status,
            "{header:?}"
        );
    }
}

#[test]
fn lifetimes_are_written_as_the_switches_say() {
    for (seconds, missing, expires, absolute) in [
        (
            Seconds::Text,
            Missing::Omitted,
            Some("\"600\""),
            Some("\"31535999\""),
        ),
        (
            Seconds::Decimal,
            Missing::Omitted,
            Some("600.0"),
            Some("31535999.0"),
        ),
        (Seconds::Absent, Missing::Omitted, None, None),
        (Seconds::Absent, Missing::Null, Some("null"), Some("null")),
    ] {
        let habits = Habits {
            seconds,
            missing,
            ..Habits::default()
        };
        let mut oauth = oauth(true);
        let code = code(&mut oauth, &habits, &[]);
        let (_, body) = exchange(&mut oauth, &habits, &[("code", &code)]);
        let field = |name| body.get(name).map(Value::to_string);
        assert_eq!(field("expires_in").as_deref(), expires);
        assert_eq!(
            field("refresh_token_absolute_expires_in").as_deref(),
            absolute
        );
    }
    for (missing, refresh) in [(Missing::Omitted, None), (Missing::Null, Some(Value::Null))] {
        let habits = Habits {
            tokens: Tokens::SixMonths,
            missing,
            ..Habits::default()
        };
        let mut oauth = oauth(true);
        let code = code(&mut oauth, &habits, &[]);
        let (_, body) = exchange(&mut oauth, &habits, &[("code", &code)]);
        assert_eq!(body["expires_in"].to_string(), "15552000");
        assert_eq!(body.get("refresh_token"), refresh.as_ref());
    }
}
