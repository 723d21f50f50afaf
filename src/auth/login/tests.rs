//! A whole login, with a scripted token endpoint and a browser of plain sockets.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Mutex;
use std::thread;

use super::*;
use crate::auth::answer::{Lost, TokenAnswer};
use crate::auth::credentials::tests::sample;
use crate::auth::store::memory::Memory;
use crate::auth::tests::{config_in, silent_ui};
use crate::failure::Kind;

pub(crate) fn options() -> LoginOptions {
    LoginOptions {
        bank: None,
        client_id: None,
        redirect_uri: None,
        no_browser: true,
        timeout: Duration::from_secs(20),
    }
}

struct World {
    _folder: tempfile::TempDir,
    config: Config,
    ui: Ui,
    store: Memory,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = config_in(folder.path());
        config.client_id = Some("client".into());
        config.client_secret = Some(Secret::new("hush"));
        Self {
            config,
            _folder: folder,
            ui: silent_ui(),
            store: Memory::default(),
        }
    }

    fn journey<'j>(
        &self,
        login: &'j Login<'j>,
        options: &'j LoginOptions,
        prove: Prove<'j>,
    ) -> (Journey<'j>, u16) {
        for _ in 0..50 {
            let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
                .unwrap()
                .local_addr()
                .unwrap()
                .port();
            let address = format!("http://127.0.0.1:{port}/callback");
            let uri = RedirectUri::parse(&address).unwrap();
            let Ok(listener) = Listener::bind(&uri) else {
                continue;
            };
            let client = Client {
                redirect_uri: address,
                ..sample(None, 1).client
            };
            let deadline = Instant::now() + options.timeout;
            let journey = Journey {
                login,
                options,
                prove,
                client,
                first: true,
                bank: None,
                deadline,
                listener,
                pasted: None,
            };
            return (journey, port);
        }
        panic!("no free port");
    }
}

/// Answers each exchange with the next script line and remembers the forms.
struct Exchange {
    answers: Mutex<Vec<(u16, &'static str)>>,
    forms: Mutex<Vec<String>>,
}

impl Exchange {
    fn of(answers: &[(u16, &'static str)]) -> Self {
        Self {
            answers: Mutex::new(answers.to_vec()),
            forms: Mutex::new(Vec::new()),
        }
    }
}

impl TokenEndpoint for Exchange {
    fn post(&self, form: &[(&str, &str)]) -> Result<TokenAnswer, Lost> {
        let shown: Vec<_> = form
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        self.forms.lock().unwrap().push(shown.join("&"));
        let (status, body) = self.answers.lock().unwrap().remove(0);
        if status == 0 {
            let failure = Failure::new(Kind::Unavailable, "the bank did not answer");
            return Err(Lost {
                sent: true,
                failure,
            });
        }
        Ok(TokenAnswer {
            status,
            body: body.into(),
            date: None,
            retry_after: None,
        })
    }
}

const TOKENS: &str = r#"{"access_token":"access-9","expires_in":600,"refresh_token":"refresh-9"}"#;

/// What the browser is shown after it brought `query`.
fn browse(port: u16, query: &str) -> thread::JoinHandle<String> {
    let request = format!("GET /callback?{query} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n");
    thread::spawn(move || {
        let mut stream = TcpStream::connect(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut page = String::new();
        stream.read_to_string(&mut page).unwrap();
        page
    })
}

/// One login with an answer of the browser, up to its page.
fn concluded(
    answers: &[(u16, &'static str)],
    answer: &str,
    prove: Prove<'_>,
) -> (Result<Round, Failure>, Vec<String>, World, String) {
    let world = World::new();
    let exchange = Exchange::of(answers);
    let login = Login {
        ui: &world.ui,
        config: &world.config,
        clock: Clock::new(None),
        store: &world.store,
        endpoint: &exchange,
    };
    let options = options();
    let (mut journey, port) = world.journey(&login, &options, prove);
    let attempt = Attempt::new(true).unwrap();
    let browser = browse(port, &format!("{answer}&state={}", attempt.state.expose()));
    let outcome = journey.wait(&attempt).unwrap();
    let round = journey.ended(&attempt, outcome, true);
    journey
        .listener
        .answer(&attempt.state, false, "Unanswered", "");
    let page = browser.join().unwrap();
    drop(journey);
    let forms = exchange.forms.into_inner().unwrap();
    (round, forms, world, page)
}

#[test]
fn the_page_says_done_after_exchange_proof_and_store() {
    let (round, forms, world, page) = concluded(&[(200, TOKENS)], "code=c0de", &|token| {
        assert!(token.is("access-9"));
        Ok(())
    });
    assert!(matches!(round, Ok(Round::LoggedIn(_))));
    assert_eq!(forms.len(), 1);
    assert!(forms[0].contains("grant_type=authorization_code") && forms[0].contains("code=c0de"));
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("You are logged in"));
    let stored = world.store.load().unwrap().unwrap();
    assert!(stored.tokens.unwrap().refresh.unwrap().is("refresh-9"));
    assert_eq!(homes::all(&world.config).unwrap().len(), 1);
}

#[test]
fn what_goes_wrong_is_said_on_the_page_and_nothing_is_stored() {
    let fine: Prove<'_> = &|_| Ok(());
    let unproven: Prove<'_> = &|_| Err(Failure::new(Kind::Unavailable, "the bank is down"));
    for (answers, answer, prove, kind, says) in [
        (
            &[(400, r#"{"error":"invalid_grant"}"#)][..],
            "code=c",
            fine,
            Kind::Login,
            "code of this login",
        ),
        (&[(401, "")], "code=c", fine, Kind::Login, "client secret"),
        (
            &[(0, "")],
            "code=c",
            fine,
            Kind::Unavailable,
            "did not answer",
        ),
        (
            &[(200, TOKENS)],
            "code=c",
            unproven,
            Kind::Unavailable,
            "the bank is down",
        ),
        (&[], "error=access_denied", fine, Kind::Login, "cancelled"),
        (
            &[],
            "error=%1b%5b2J<script>",
            fine,
            Kind::Login,
            "refused the login",
        ),
    ] {
        let (round, forms, world, page) = concluded(answers, answer, prove);
        let failure = round.map(|_| ()).unwrap_err();
        assert_eq!(failure.kind, kind, "{failure}");
        assert!(
            page.starts_with("HTTP/1.1 400") && page.contains(says),
            "{says}: {page}"
        );
        assert!(!page.contains("<script>") && !page.contains('\u{1b}'));
        assert!(forms.len() <= 1 && world.store.load().unwrap().is_none());
        assert!(!failure.hints().is_empty());
    }
}

#[test]
fn a_bank_that_refuses_pkce_is_asked_again_without() {
    for (answers, answer) in [
        (&[(400, r#"{"error":"invalid_request"}"#)][..], "code=c"),
        (&[], "error=invalid_request"),
    ] {
        let world = World::new();
        let exchange = Exchange::of(&[answers, &[(200, TOKENS)]].concat());
        let login = Login {
            ui: &world.ui,
            config: &world.config,
            clock: Clock::new(None),
            store: &world.store,
            endpoint: &exchange,
        };
        let options = options();
        let (mut journey, port) = world.journey(&login, &options, &|_| Ok(()));
        let attempt = Attempt::new(true).unwrap();
        let first = browse(port, &format!("{answer}&state={}", attempt.state.expose()));
        let outcome = journey.wait(&attempt).unwrap();
        assert!(matches!(
            journey.ended(&attempt, outcome, true),
            Ok(Round::Unusable(_))
        ));
        let second = Attempt::new(false).unwrap();
        let url = second
            .authorize_url(&world.config.origin, &journey.client, None)
            .unwrap();
        journey.show(&url, false);
        // The waiting tab is sent on to the new address.
        let page = first.join().unwrap();
        assert!(
            page.starts_with("HTTP/1.1 303")
                && page.contains(&url)
                && !url.contains("code_challenge")
        );
        let again = browse(port, &format!("code=d&state={}", second.state.expose()));
        let outcome = journey.wait(&second).unwrap();
        assert!(matches!(
            journey.ended(&second, outcome, false),
            Ok(Round::LoggedIn(_))
        ));
        assert!(again.join().unwrap().contains("You are logged in"));
        drop(journey);
        let forms = exchange.forms.into_inner().unwrap();
        assert!(!forms.last().unwrap().contains("code_verifier"));
    }
}

#[test]
fn banks_are_checked_before_anything_else() {
    let world = World::new();
    let exchange = Exchange::of(&[]);
    let login = Login {
        ui: &world.ui,
        config: &world.config,
        clock: Clock::new(None),
        store: &world.store,
        endpoint: &exchange,
    };
    let bank = |text: &str| {
        login.bank(&LoginOptions {
            bank: Some(text.to_owned()),
            ..options()
        })
    };
    for id in ["fid-smn", "fid-sr-bank", "fid-of-tomorrow"] {
        assert_eq!(bank(id).unwrap().as_deref(), Some(id));
    }
    assert_eq!(login.bank(&options()).unwrap(), None);
    let failure = bank("smn").unwrap_err();
    assert_eq!(failure.kind, Kind::Usage);
    assert!(failure.message().contains("fid-smn"));
}

#[test]
fn a_taken_port_or_nobody_ends_with_a_sentence() {
    let world = World::new();
    let exchange = Exchange::of(&[]);
    let login = Login {
        ui: &world.ui,
        config: &world.config,
        clock: Clock::new(None),
        store: &world.store,
        endpoint: &exchange,
    };
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    let mut options = options();
    options.redirect_uri = Some(format!("http://127.0.0.1:{port}/callback"));
    let failure = login.run(&options, &|_| Ok(())).map(|_| ()).unwrap_err();
    assert_eq!(failure.kind, Kind::Login);
    assert!(
        failure.message().contains(&format!("port {port}")),
        "{failure}"
    );
    drop(taken);
    options.timeout = Duration::from_millis(50);
    let failure = login.run(&options, &|_| Ok(())).map(|_| ()).unwrap_err();
    assert!(failure.message().contains("nobody logged in") || failure.message().contains("port"));
    assert_eq!(failure.kind, Kind::Login);
}
