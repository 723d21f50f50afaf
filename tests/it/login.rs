//! Logging in, staying logged in, and logging out.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::Stdio;

use jiff::SignedDuration;
use sb1::sandbox::Options;
use sb1::sandbox::habits::{Habits, Pkce, Rotation, Seconds, Tokens};

use crate::world::{Run, World};

fn with_habits(change: impl FnOnce(&mut Habits)) -> World {
    let mut options = Options::default();
    change(&mut options.habits);
    World::with(options)
}

/// Moves the bank's clock and the program's.
fn later(world: World, hours: i64) -> World {
    world.bank.advance(SignedDuration::from_hours(hours));
    let now: jiff::Timestamp = crate::world::NOW.parse().unwrap();
    let now = now + SignedDuration::from_hours(hours);
    world.set("SB1_NOW", &now.to_string())
}

#[test]
fn a_login_is_proved_stored_shown_and_forgotten() {
    let world = World::new();
    assert_eq!(world.run("status").code, 4);
    let run = world.log_in(&["--bank", "fid-smn"]);
    assert_eq!(run.code, 0, "{}", run.shown());
    let asked = world.asked();
    assert_eq!(asked[..2], ["GET /oauth/authorize", "POST /oauth/token"]);
    assert_eq!(asked.len(), 3, "one real call proves the token: {asked:?}");

    let status = world.run("status --json");
    let document = status.json();
    assert_eq!((status.code, &document["loggedIn"]), (0, &true.into()));
    assert_eq!(
        (document["bank"].as_str(), document["store"].as_str()),
        (Some("fid-smn"), Some("file"))
    );
    assert_eq!(document["accessTokenExpiresAt"], "2026-11-22T11:10:00Z");
    assert_eq!(world.asked().len(), 0, "status asks nobody");
    assert_eq!(world.run("status --check").code, 0);
    assert_eq!(world.asked(), ["GET /common/helloworld"]);

    assert_eq!(world.run("logout").code, 0);
    assert_eq!(world.run("status").code, 4);
    assert_eq!(world.run("accounts").code, 4);
}

#[test]
fn the_client_is_remembered_until_logout_all() {
    let world = World::logged_in();
    let world = world.set("SB1_CLIENT_ID", "").set("SB1_CLIENT_SECRET", "");
    assert_eq!(world.run("logout").code, 0);
    assert_eq!(world.log_in(&[]).code, 0);
    assert_eq!(world.run("logout --all").code, 0);
    let run = world.log_in(&[]);
    assert_ne!(run.code, 0, "{}", run.shown());
    assert!(run.err.contains("SB1_CLIENT_ID"), "{}", run.err);
}

#[test]
fn a_changed_client_secret_costs_no_other_login() {
    let world = World::logged_in();
    assert_eq!(world.log_in(&["--profile", "second"]).code, 0);
    world.bank.forget_requests();
    let world = world.set("SB1_CLIENT_SECRET", "wrong");
    let id = Options::default().client_id;
    let refused = world.log_in(&["--client-id", &id]);
    assert_eq!(refused.code, 4, "{}", refused.shown());
    assert!(
        refused.err.contains("`sb1 login --client-id ID` asks"),
        "{}",
        refused.err
    );
    assert!(!refused.err.contains("--all"), "{}", refused.err);
    assert_eq!(world.run("accounts").code, 0);
    assert_eq!(world.run("accounts --profile second").code, 0);
}

#[test]
fn every_disputed_habit_of_the_token_endpoint_is_lived_with() {
    type Change = fn(&mut Habits);
    let changes: [(&str, Change); 12] = [
        ("six months", |it| it.tokens = Tokens::SixMonths),
        ("grace", |it| it.rotation = Rotation::Grace(60)),
        ("never rotates", |it| it.rotation = Rotation::Never),
        ("revokes the chain", |it| {
            it.rotation = Rotation::RevokeChain
        }),
        ("pkce ignored", |it| it.pkce = Pkce::Ignored),
        ("pkce enforced", |it| it.pkce = Pkce::Enforced),
        ("text", |it| it.seconds = Seconds::Text),
        ("decimal", |it| it.seconds = Seconds::Decimal),
        ("absent", |it| it.seconds = Seconds::Absent),
        ("null", |it| {
            it.missing = sb1::sandbox::habits::Missing::Null
        }),
        ("short", |it| it.tokens = Tokens::Short(3)),
        ("text, six months", |it| {
            it.seconds = Seconds::Text;
            it.tokens = Tokens::SixMonths;
        }),
    ];
    for (name, change) in changes {
        let world = with_habits(change);
        let run = world.log_in(&[]);
        assert_eq!(run.code, 0, "{name}: {}", run.shown());
        let run = world.run("accounts");
        assert_eq!(run.code, 0, "{name}: {}", run.shown());
        let world = later(world, 1);
        for _ in 0..2 {
            let run = world.run("accounts");
            assert_eq!(run.code, 0, "{name}, an hour later: {}", run.shown());
        }
        let world = later(world, 24 * 20);
        let run = world.run("accounts");
        assert_eq!(run.code, 0, "{name}, twenty days later: {}", run.shown());
    }
}

#[test]
fn a_login_ends_when_the_bank_says_so() {
    let world = World::logged_in();
    let world = later(world, 24 * 31);
    let run = world.run("accounts");
    assert_eq!(run.code, 4, "{}", run.shown());
    assert!(run.err.contains("sb1 login"), "{}", run.err);
    let world = with_habits(|it| it.tokens = Tokens::SixMonths);
    world.log_in(&[]);
    let world = later(world, 24 * 190);
    assert_eq!(world.run("status").code, 4);
    assert_eq!(world.run("accounts").code, 4);
}

#[test]
fn a_token_that_dies_early_is_renewed() {
    let world = World::logged_in();
    world
        .bank
        .fault("GET /personal/banking/accounts: 401 x1".parse().unwrap());
    assert_eq!(world.run("accounts").code, 0);
    assert_eq!(
        world.asked(),
        [
            "GET /personal/banking/accounts",
            "POST /oauth/token",
            "GET /personal/banking/accounts",
        ]
    );
}

#[test]
fn eight_processes_refresh_once() {
    let world = later(World::logged_in(), 1);
    let running: Vec<_> = (0..8)
        .map(|_| world.command(["accounts", "--json"]).spawn().unwrap())
        .collect();
    for child in running {
        let run = Run::of(child);
        assert_eq!(run.code, 0, "{}", run.shown());
    }
    let refreshes = world
        .asked()
        .iter()
        .filter(|it| *it == "POST /oauth/token")
        .count();
    assert_eq!(refreshes, 1);
}

#[test]
fn a_lost_answer_to_a_refresh_is_tried_once_more() {
    let world = with_habits(|it| it.rotation = Rotation::Grace(60));
    world.log_in(&[]);
    let world = later(world, 1);
    world
        .bank
        .fault("POST /oauth/token: drop after".parse().unwrap());
    assert_eq!(world.run("accounts").code, 0);
    let world = later(World::logged_in(), 1);
    world
        .bank
        .fault("POST /oauth/token: drop after".parse().unwrap());
    let run = world.run("accounts");
    assert_eq!(
        run.code,
        4,
        "without grace the rotated token is lost: {}",
        run.shown()
    );
}

#[test]
fn a_bank_that_refuses_pkce_is_logged_in_to_without() {
    for pkce in [Pkce::RefusedAtAuthorize, Pkce::RefusedAtToken] {
        let world = with_habits(|it| it.pkce = pkce);
        let run = world.log_in(&[]);
        assert_eq!(run.code, 0, "{pkce:?}: {}", run.shown());
        assert_eq!(world.run("accounts").code, 0);
    }
}

#[test]
fn what_the_bank_refuses_is_a_sentence_and_nothing_is_stored() {
    let wrong_secret = World::new().set("SB1_CLIENT_SECRET", "not-the-secret");
    let wrong_bank = World::new();
    for (world, words, says) in [
        (wrong_secret, [].as_slice(), "secret"),
        (wrong_bank, &["--bank", "fid-helgeland"], "bank"),
    ] {
        let run = world.log_in(words);
        assert_eq!(run.code, 4, "{}", run.shown());
        assert!(
            run.err.contains(says) && run.err.contains("hint:"),
            "{}",
            run.err
        );
        assert_eq!(world.run("accounts").code, 4);
    }
    let world = World::new();
    let run = world.log_in(&["--bank", "smn"]);
    assert_eq!(run.code, 2, "{}", run.shown());
    assert!(run.err.contains("fid-smn"), "{}", run.err);
}

#[test]
fn a_deadline_ends_a_login_that_nobody_finishes() {
    let world = World::new();
    let run = world.sb1([
        "login",
        "--no-browser",
        "--timeout",
        "1s",
        "--redirect-uri",
        &world.options.redirect_uris[0],
    ]);
    assert_eq!(run.code, 4, "{}", run.shown());
}

/// Where the browser is on another machine, its last address is pasted.
#[test]
fn the_final_address_can_be_pasted() {
    let world = World::new();
    let redirect_uri = world.options.redirect_uris[0].clone();
    let mut child = world
        .command(["login", "--no-browser", "--redirect-uri", &redirect_uri])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap())
        .lines()
        .map_while(Result::ok);
    let address = lines
        .by_ref()
        .find_map(|text| {
            text.split_whitespace()
                .find(|it| it.contains("/oauth/authorize?"))
                .map(str::to_owned)
        })
        .unwrap();
    let last = redirected_to(&address);
    writeln!(stdin, "this is not it").unwrap();
    writeln!(stdin, "{}", last.replace("state=", "state=x")).unwrap();
    writeln!(stdin, "  {last}  ").unwrap();
    let rest: Vec<_> = lines.collect();
    let run = Run::of(child);
    assert_eq!(run.code, 0, "{}\n{}", run.shown(), rest.join("\n"));
    assert_eq!(world.run("accounts").code, 0);
}

/// Asks the bank for its page and stops at the redirect, as a browser does that finds nobody there.
fn redirected_to(address: &str) -> String {
    let rest = address.strip_prefix("http://").unwrap();
    let (host, path) = rest.split_once('/').unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    write!(
        stream,
        "GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let location = answer.lines().find_map(|it| {
        it.split_once(": ")
            .filter(|(name, _)| name.eq_ignore_ascii_case("location"))
    });
    location.unwrap().1.to_owned()
}

#[test]
fn no_secret_is_seen_anywhere_but_in_the_store() {
    let world = World::new();
    let login = world.log_in(&["-v"]);
    assert_eq!(login.code, 0, "{}", login.shown());
    let store: String = world
        .files()
        .iter()
        .filter(|it| it.starts_with(world.home().join("data")))
        .map(|it| std::fs::read_to_string(it).unwrap())
        .collect();
    let secrets: Vec<String> = store
        .split('"')
        .filter(|it| it.len() >= 32 && !it.contains(['/', ' ']) && *it != world.options.client_id)
        .map(str::to_owned)
        .collect();
    assert!(
        secrets.len() >= 3,
        "secret, access and refresh token are in the store"
    );
    let world = later(world, 1);
    for line in [
        "accounts -v",
        "status -v --check",
        "doctor -v",
        "transactions -v --since 3d",
        "logout -v",
    ] {
        let run = world.run(line);
        for secret in &secrets {
            assert!(
                !run.shown().contains(secret.as_str()),
                "{line} shows a secret"
            );
            assert!(
                !login.shown().contains(secret.as_str()),
                "login shows a secret"
            );
        }
    }
    for file in world
        .files()
        .iter()
        .filter(|it| !it.starts_with(world.home().join("data")))
    {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        assert!(
            secrets.iter().all(|it| !text.contains(it.as_str())),
            "{}",
            file.display()
        );
    }
}

#[cfg(unix)]
#[test]
fn a_store_that_others_can_read_is_refused_with_the_mend() {
    use std::os::unix::fs::PermissionsExt;
    let world = World::logged_in();
    for file in world
        .files()
        .iter()
        .filter(|it| it.starts_with(world.home().join("data")))
    {
        std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o644)).unwrap();
    }
    let run = world.run("accounts");
    assert_eq!(run.code, 5, "{}", run.shown());
    assert!(run.err.contains("chmod 600"), "{}", run.err);
}

#[cfg(unix)]
#[test]
fn a_folder_that_others_can_write_is_refused_with_the_mend() {
    use std::os::unix::fs::PermissionsExt;
    let world = World::logged_in();
    let folder = stored(&world).parent().unwrap().to_owned();
    let set = |mode| std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(mode));
    set(0o777).unwrap();
    let run = world.run("accounts");
    assert_eq!(run.code, 5, "{}", run.shown());
    assert!(run.err.contains("`chmod 700 "), "{}", run.err);
    set(0o700).unwrap();
    assert_eq!(world.run("accounts").code, 0);
}

/// The file of the login.
fn stored(world: &World) -> std::path::PathBuf {
    let is_login = |it: &std::path::PathBuf| {
        let name = it.file_name().unwrap().to_string_lossy();
        name.contains('@') && name.ends_with(".json") && it.starts_with(world.home().join("data"))
    };
    world.files().into_iter().find(is_login).unwrap()
}

#[test]
fn what_a_killed_process_left_goes_with_the_login_and_the_logout() {
    let world = World::logged_in();
    let login = stored(&world);
    for line in ["login", "logout", "logout --all"] {
        let left = login.with_extension("4711.new");
        std::fs::write(&left, "half a secret").unwrap();
        match line {
            "login" => assert_eq!(world.log_in(&[]).code, 0),
            line => assert_eq!(world.run(line).code, 0),
        }
        assert!(!left.exists(), "{line}");
    }
    assert!(!login.exists());
}

#[test]
fn logout_all_waits_for_the_lock_of_each_login() {
    let world = World::logged_in();
    assert_eq!(world.log_in(&["--profile", "second"]).code, 0);
    let locks = world.files();
    let lock = locks
        .iter()
        .find(|it| {
            it.file_name()
                .unwrap()
                .to_string_lossy()
                .starts_with("second@")
                && it.extension().is_some_and(|it| it == "lock")
        })
        .unwrap();
    let held = std::fs::File::open(lock).unwrap();
    held.lock().unwrap();
    let mut child = world.command(["logout", "--all"]).spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(500));
    assert!(child.try_wait().unwrap().is_none(), "it did not wait");
    drop(held);
    assert_eq!(Run::of(child).code, 0);
}

#[test]
fn profiles_are_logins_of_their_own() {
    let world = World::logged_in();
    assert_eq!(world.run("--profile work status").code, 4);
    assert_eq!(world.log_in(&["--profile", "work"]).code, 0);
    assert_eq!(world.run("status --profile work").code, 0);
    assert_eq!(world.run("logout --profile work").code, 0);
    assert_eq!(world.run("status").code, 0);
}

/// `sb1 accounts` in the middle of a renewal that the bank takes this long to answer.
#[cfg(unix)]
fn renewing(world: &World, delay: &str) -> std::process::Child {
    world
        .bank
        .fault(format!("POST /oauth/token: delay={delay}").parse().unwrap());
    let child = world.command(["accounts"]).spawn().unwrap();
    while !world.requests().iter().any(|it| it.path == "/oauth/token") {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    child
}

#[cfg(unix)]
fn interrupt(child: &std::process::Child) {
    let mut kill = std::process::Command::new("kill");
    let killed = kill.args(["-INT", &child.id().to_string()]).status();
    assert!(killed.unwrap().success());
}

#[cfg(unix)]
const FINISHING: &str =
    "finishing the renewal of the login first; press Ctrl-C again to stop at once";

/// The rotated token is stored although somebody lost patience while the bank was answering.
#[cfg(unix)]
#[test]
fn a_ctrl_c_in_the_middle_of_a_renewal_does_not_cost_the_login() {
    let world = later(World::logged_in(), 1);
    let child = renewing(&world, "1s");
    interrupt(&child);
    let run = Run::of(child);
    assert_eq!(run.code, 130, "{}", run.shown());
    assert!(run.err.contains(FINISHING), "{}", run.shown());
    assert_eq!(run.out, "");
    world.bank.forget_requests();
    assert_eq!(world.run("accounts").code, 0);
    assert_eq!(world.asked(), ["GET /personal/banking/accounts"]);
}

#[cfg(unix)]
#[test]
fn a_second_ctrl_c_ends_a_renewal_at_once() {
    let world = later(World::logged_in(), 1);
    let child = renewing(&world, "20s");
    let begun = std::time::Instant::now();
    interrupt(&child);
    std::thread::sleep(std::time::Duration::from_millis(500));
    interrupt(&child);
    let run = Run::of(child);
    assert_eq!(run.code, 130, "{}", run.shown());
    assert!(run.err.contains(FINISHING), "{}", run.shown());
    assert!(begun.elapsed() < std::time::Duration::from_secs(10));
}
