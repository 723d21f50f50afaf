//! The rules of renewal, each against a scripted bank.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use jiff::Timestamp;

use super::*;
use crate::auth::credentials::later;
use crate::auth::credentials::tests::sample;
use crate::auth::store::memory::Memory;
use crate::auth::tests::{config_in, silent_ui};

/// What the scripted bank does next.
enum Next {
    Answer(u16, &'static str),
    Lost,
    NotSent,
}

#[derive(Default)]
struct Script {
    next: Mutex<VecDeque<Next>>,
    sent: Mutex<Vec<String>>,
    on_post: Option<Box<dyn Fn() + Send + Sync>>,
}

impl Script {
    fn of(next: impl IntoIterator<Item = Next>) -> Self {
        Self {
            next: Mutex::new(next.into_iter().collect()),
            ..Self::default()
        }
    }

    fn sent(&self) -> Vec<String> {
        self.sent.lock().unwrap().clone()
    }
}

impl TokenEndpoint for Script {
    fn post(&self, form: &[(&str, &str)]) -> Result<TokenAnswer, Lost> {
        let refresh = form.iter().find(|it| it.0 == "refresh_token").unwrap().1;
        self.sent.lock().unwrap().push(refresh.to_owned());
        if let Some(on_post) = &self.on_post {
            on_post();
        }
        let failure = || Failure::new(Kind::Unavailable, "the bank did not answer");
        match self
            .next
            .lock()
            .unwrap()
            .pop_front()
            .expect("one more request than planned")
        {
            Next::Answer(status, body) => Ok(TokenAnswer {
                status,
                body: body.into(),
                date: None,
                retry_after: None,
            }),
            Next::Lost => Err(Lost {
                sent: true,
                failure: failure(),
            }),
            Next::NotSent => Err(Lost {
                sent: false,
                failure: failure(),
            }),
        }
    }
}

const NEW: &str = r#"{"access_token":"access-1","expires_in":600,"refresh_token":"refresh-1"}"#;
const BARE: &str = r#"{"access_token":"access-1","expires_in":600}"#;
const ENDED: &str = r#"{"error":"invalid_grant"}"#;

/// Seconds after the sample's token was issued; it lives for 600.
const FRESH: i64 = 10;
const ENDING: i64 = 590;
const OVER: i64 = 700;

struct World {
    _folder: tempfile::TempDir,
    config: Config,
    ui: Ui,
    store: Memory,
    now: Timestamp,
}

impl World {
    fn at(seconds: i64, refresh: Option<&str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let credentials = sample(refresh, 600);
        Self {
            config: config_in(folder.path()),
            _folder: folder,
            ui: silent_ui(),
            now: later(credentials.tokens.as_ref().unwrap().issued, seconds),
            store: Memory::holding(credentials),
        }
    }

    fn session<'a>(&'a self, script: &'a Script) -> Session<'a> {
        let clock = Clock::new(Some(self.now));
        Session::new(
            &self.ui,
            &self.config,
            clock,
            Box::new(self.store.clone()),
            script,
        )
    }

    fn stored(&self) -> Tokens {
        self.store
            .change(|state| state.value.clone().unwrap().tokens.unwrap())
    }
}

fn shown(token: Result<Secret, Failure>) -> Result<String, Kind> {
    token.map(|it| it.expose().to_owned()).map_err(|it| it.kind)
}

#[test]
fn a_fresh_token_is_used_without_a_word_to_the_bank() {
    let (world, script) = (World::at(FRESH, Some("refresh-0")), Script::default());
    assert_eq!(shown(world.session(&script).token()).unwrap(), "access-0");
    assert!(script.sent().is_empty());
}

#[test]
fn an_ending_token_is_renewed_once_and_stored_before_use() {
    let (world, script) = (
        World::at(ENDING, Some("refresh-0")),
        Script::of([Next::Answer(200, NEW)]),
    );
    let session = world.session(&script);
    assert_eq!(shown(session.token()).unwrap(), "access-1");
    assert_eq!(shown(session.token()).unwrap(), "access-1");
    assert!(
        world.stored().access.is("access-1") && world.stored().refresh.unwrap().is("refresh-1")
    );
    // The bank did not repeat when BankID is due, so it stays.
    assert!(world.stored().login_expires.is_some());
    assert_eq!(script.sent(), ["refresh-0"]);
}

#[test]
fn without_a_new_refresh_token_the_old_one_is_kept() {
    let (world, script) = (
        World::at(OVER, Some("refresh-0")),
        Script::of([Next::Answer(200, BARE)]),
    );
    assert_eq!(shown(world.session(&script).token()).unwrap(), "access-1");
    assert!(world.stored().refresh.unwrap().is("refresh-0"));
    assert!(world.stored().refresh_expires.is_some());
}

#[test]
fn a_lost_answer_costs_nothing_while_the_old_token_lives() {
    for next in [
        Next::Lost,
        Next::NotSent,
        Next::Answer(503, ""),
        Next::Answer(429, ""),
        Next::Answer(200, "?"),
    ] {
        let (world, script) = (World::at(ENDING, Some("refresh-0")), Script::of([next]));
        assert_eq!(shown(world.session(&script).token()).unwrap(), "access-0");
    }
}

#[test]
fn a_lost_answer_is_asked_for_once_more_when_the_old_token_is_over() {
    let world = World::at(OVER, Some("refresh-0"));
    let script = Script::of([Next::Lost, Next::Answer(200, NEW)]);
    assert_eq!(shown(world.session(&script).token()).unwrap(), "access-1");
    assert_eq!(script.sent(), ["refresh-0", "refresh-0"]);
    let world = World::at(OVER, Some("refresh-0"));
    let script = Script::of([Next::Lost, Next::Lost]);
    assert_eq!(
        shown(world.session(&script).token()).unwrap_err(),
        Kind::Unavailable
    );
    let script = Script::of([Next::NotSent]);
    assert_eq!(
        shown(world.session(&script).token()).unwrap_err(),
        Kind::Unavailable
    );
}

#[test]
fn each_refusal_has_its_kind_once_the_old_token_is_over() {
    for (next, kind) in [
        (Next::Answer(400, ENDED), Kind::Login),
        (
            Next::Answer(401, r#"{"error":"invalid_client"}"#),
            Kind::Login,
        ),
        (Next::Answer(429, ""), Kind::RateLimited),
        (Next::Answer(503, ""), Kind::Unavailable),
        (Next::Answer(200, "<html>"), Kind::Unexpected),
    ] {
        let (world, script) = (World::at(OVER, Some("refresh-0")), Script::of([next]));
        assert_eq!(shown(world.session(&script).token()).unwrap_err(), kind);
        assert!(world.stored().refresh.unwrap().is("refresh-0"));
    }
}

#[test]
fn an_ended_login_is_looked_up_again_before_it_is_given_up() {
    for (alive, sent) in [(true, 1), (false, 2)] {
        let world = World::at(OVER, Some("refresh-0"));
        let store = world.store.clone();
        let now = world.now;
        let mut script = Script::of([Next::Answer(400, ENDED), Next::Answer(200, NEW)]);
        script.on_post = Some(Box::new(move || {
            let mut other = sample(Some("refresh-x"), 600);
            let tokens = other.tokens.as_mut().unwrap();
            tokens.access = Secret::new("access-x");
            if alive {
                tokens.access_expires = Some(later(now, 600));
            }
            store.change(|state| state.value = Some(other));
        }));
        let expected = if alive { "access-x" } else { "access-1" };
        assert_eq!(shown(world.session(&script).token()).unwrap(), expected);
        assert_eq!(script.sent().len(), sent);
        assert_eq!(
            script.sent().last().unwrap(),
            if alive { "refresh-0" } else { "refresh-x" }
        );
    }
}

#[test]
fn nothing_is_rotated_where_nothing_can_be_stored() {
    let (world, script) = (World::at(OVER, Some("refresh-0")), Script::default());
    world.store.change(|state| state.fail_rehearsal = true);
    assert_eq!(
        shown(world.session(&script).token()).unwrap_err(),
        Kind::Storage
    );
    assert!(script.sent().is_empty());
    let world = World::at(ENDING, Some("refresh-0"));
    world.store.change(|state| state.fail_rehearsal = true);
    assert_eq!(shown(world.session(&script).token()).unwrap(), "access-0");
}

#[test]
fn a_store_that_fails_after_the_rotation_does_not_stop_this_command() {
    let world = World::at(OVER, Some("refresh-0"));
    world.store.change(|state| state.fail_save = true);
    let newer = r#"{"access_token":"access-2","expires_in":600,"refresh_token":"refresh-2"}"#;
    let script = Script::of([Next::Answer(200, NEW), Next::Answer(200, newer)]);
    let session = world.session(&script);
    assert_eq!(shown(session.token()).unwrap(), "access-1");
    assert_eq!(shown(session.token()).unwrap(), "access-1");
    // Even a rejected token is renewed with what only this process knows.
    assert_eq!(
        shown(session.renew(&Secret::new("access-1"))).unwrap(),
        "access-2"
    );
    assert_eq!(script.sent(), ["refresh-0", "refresh-1"]);
}

#[test]
fn a_rejected_token_is_renewed_unless_the_store_already_holds_another() {
    let (world, script) = (
        World::at(FRESH, Some("refresh-0")),
        Script::of([Next::Answer(200, NEW)]),
    );
    let session = world.session(&script);
    assert_eq!(
        shown(session.renew(&Secret::new("access-0"))).unwrap(),
        "access-1"
    );
    let late = world.session(&script);
    assert_eq!(
        shown(late.renew(&Secret::new("access-0"))).unwrap(),
        "access-1"
    );
    assert_eq!(script.sent().len(), 1);
}

#[test]
fn a_six_month_token_is_used_to_its_end_and_then_needs_a_login() {
    let script = Script::default();
    for (at, outcome) in [
        (FRESH, Ok("access-0")),
        (ENDING, Ok("access-0")),
        (OVER, Err(Kind::Login)),
    ] {
        let world = World::at(at, None);
        assert_eq!(
            shown(world.session(&script).token()),
            outcome.map(str::to_owned)
        );
    }
    let world = World::at(FRESH, None);
    assert_eq!(
        shown(world.session(&script).renew(&Secret::new("access-0"))).unwrap_err(),
        Kind::Login
    );
}

#[test]
fn without_a_login_it_says_so_and_where_another_one_is() {
    let (world, script) = (World::at(FRESH, None), Script::default());
    world
        .store
        .change(|state| state.value.as_mut().unwrap().tokens = None);
    assert_eq!(
        shown(world.session(&script).token()).unwrap_err(),
        Kind::Login
    );
    world.store.change(|state| state.value = None);
    std::fs::create_dir_all(&world.config.places.data).unwrap();
    crate::files::replace(
        &world.config.places.data.join("homes"),
        format!("keyring {}\n", world.config.home_name()).as_bytes(),
    )
    .unwrap();
    let failure = world.session(&script).token().map(|_| ()).unwrap_err();
    assert!(failure.hints().iter().any(|it| it.contains("keyring")));
}

#[test]
fn eight_at_once_renew_once() {
    let world = World::at(OVER, Some("refresh-0"));
    let mut script = Script::of([Next::Answer(200, NEW)]);
    script.on_post = Some(Box::new(|| std::thread::sleep(Duration::from_millis(50))));
    let successes = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                assert_eq!(shown(world.session(&script).token()).unwrap(), "access-1");
                successes.fetch_add(1, Ordering::Relaxed);
            });
        }
    });
    assert_eq!((script.sent().len(), successes.into_inner()), (1, 8));
    assert_eq!(world.store.change(|state| state.saves), 1);
}

#[test]
fn a_token_that_lives_for_no_time_is_used_until_it_is_rejected() {
    let world = World::at(OVER, Some("refresh-0"));
    let none = r#"{"access_token":"access-1","expires_in":0,"refresh_token":"refresh-1"}"#;
    let next = r#"{"access_token":"access-2","expires_in":"1","refresh_token":"refresh-2"}"#;
    let script = Script::of([Next::Answer(200, none), Next::Answer(201, next)]);
    let session = world.session(&script);
    for _ in 0..3 {
        assert_eq!(shown(session.token()).unwrap(), "access-1");
    }
    let renewed = session.renew(&Secret::new("access-1"));
    assert_eq!(shown(renewed).unwrap(), "access-2");
    assert_eq!(shown(session.token()).unwrap(), "access-2");
    assert_eq!(script.sent(), ["refresh-0", "refresh-1"]);
}
