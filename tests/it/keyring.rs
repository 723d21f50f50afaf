//! The real Secret Service: gnome-keyring on a D-Bus session of this test's own, looked into by
//! libsecret's own tool.

use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use tempfile::TempDir;

use crate::world::{NOW, Run, World, has};

const TOOLS: [&str; 4] = [
    "dbus-run-session",
    "gnome-keyring-daemon",
    "secret-tool",
    "dbus-send",
];

/// Says where the bus is and stays until stdin ends; bus and keyring go with it.
const SESSION: &str = r#"
set -eu
if [ "$1" = unlocked ]; then
  printf hunter2 | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
  for _ in $(seq 100); do
    dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner \
      string:org.freedesktop.secrets 2>/dev/null | grep -q 'boolean true' && break
    sleep 0.05
  done
fi
exec 3<>"$HOME/nobody"
echo "$DBUS_SESSION_BUS_ADDRESS"
cat >/dev/null
"#;

/// A D-Bus session with a keyring whose password nobody is asked for.
struct Session {
    folder: TempDir,
    bus: String,
    child: Child,
}

impl Session {
    fn start(state: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        // Who asks for the keyring's password is a script that a test can change. At first there is
        // no display and it ends at once.
        let services = folder.path().join("data/dbus-1/services");
        std::fs::create_dir_all(&services).unwrap();
        let prompter = "org.gnome.keyring.SystemPrompter";
        let script = folder.path().join("prompter");
        let text = format!(
            "[D-BUS Service]\nName={prompter}\nExec=/bin/sh {}\n",
            script.display()
        );
        std::fs::write(services.join(format!("{prompter}.service")), text).unwrap();
        std::fs::write(script, "exit 1\n").unwrap();
        let mkfifo = Command::new("mkfifo")
            .arg(folder.path().join("nobody"))
            .status()
            .unwrap();
        assert!(mkfifo.success());
        let mut child = Command::new("dbus-run-session")
            .args(["--", "sh", "-c", SESSION, "session", state])
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", folder.path())
            .env("XDG_RUNTIME_DIR", folder.path())
            .env("XDG_DATA_HOME", folder.path().join("data"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut bus = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut bus)
            .unwrap();
        let bus = bus.trim().to_owned();
        assert!(bus.contains("unix:"), "no bus: {bus:?}");
        Self { folder, bus, child }
    }

    /// Puts a world into this session, with the store that there is by default.
    fn world(&self) -> World {
        World::new()
            .set("SB1_STORE", "")
            .set("DBUS_SESSION_BUS_ADDRESS", &self.bus)
    }

    fn tool(&self, line: &[&str]) -> Run {
        let child = Command::new(line[0])
            .args(&line[1..])
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.folder.path())
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        Run::of(child)
    }

    /// What another program reads in the keyring.
    fn entry(&self, world: &World) -> Option<Value> {
        let run = self.tool(&[
            "secret-tool",
            "lookup",
            "service",
            "sb1",
            "username",
            &user(world),
        ]);
        (run.code == 0).then(|| run.json())
    }

    /// How many entries the program has there.
    fn entries(&self) -> usize {
        let run = self.tool(&["secret-tool", "search", "--all", "service", "sb1"]);
        run.out
            .lines()
            .filter(|it| it.starts_with("secret = "))
            .count()
    }

    fn lock(&self) {
        let run = self.tool(&[
            "dbus-send",
            "--session",
            "--print-reply",
            "--dest=org.freedesktop.secrets",
            "/org/freedesktop/secrets",
            "org.freedesktop.Secret.Service.Lock",
            "array:objpath:/org/freedesktop/secrets/collection/login",
        ]);
        assert!(run.out.contains("/collection/login"), "{}", run.shown());
    }

    /// From now on the question for the password comes up where nobody looks.
    fn ask_nobody(&self) {
        let waits = format!(
            "exec cat '{}'\n",
            self.folder.path().join("nobody").display()
        );
        std::fs::write(self.folder.path().join("prompter"), waits).unwrap();
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// The entry's name: the profile and the bank's address.
fn user(world: &World) -> String {
    format!(
        "default@{}",
        world.bank.origin().replace("://", "_").replace(':', "_")
    )
}

/// Secret, access and refresh token of an entry.
fn secrets(entry: &Value) -> Vec<String> {
    [
        &entry["clientSecret"],
        &entry["tokens"]["access"],
        &entry["tokens"]["refresh"],
    ]
    .map(|it| it.as_str().unwrap().to_owned())
    .to_vec()
}

/// Bytes of `secrets` found in a file of this world.
fn leaks(world: &World, secrets: &[String]) -> Vec<PathBuf> {
    let holds = |file: &PathBuf| {
        let mut bytes = Vec::new();
        std::fs::File::open(file)
            .unwrap()
            .read_to_end(&mut bytes)
            .unwrap();
        secrets.iter().any(|it| {
            bytes
                .windows(it.len())
                .any(|window| window == it.as_bytes())
        })
    };
    world.files().into_iter().filter(holds).collect()
}

/// Exit 5 with a sentence, and the way out that is offered but never taken.
fn refused(world: &World, run: &Run) {
    assert_eq!(run.code, 5, "{}", run.shown());
    assert!(run.out.is_empty(), "{}", run.shown());
    assert!(run.err.starts_with("error: the keyring "), "{}", run.err);
    assert!(
        run.err.contains("hint: or set SB1_STORE=file"),
        "{}",
        run.err
    );
    let names: Vec<_> = world
        .files()
        .iter()
        .map(|it| it.file_name().unwrap().to_owned())
        .collect();
    let harmless =
        |it: &std::ffi::OsString| it == "homes" || it.to_string_lossy().ends_with(".lock");
    assert!(names.iter().all(harmless), "fell back to a file: {names:?}");
    assert_eq!(
        leaks(world, std::slice::from_ref(&world.options.client_secret)),
        Vec::<PathBuf>::new()
    );
}

#[test]
fn the_login_lives_in_the_systems_keyring_and_nowhere_else() {
    if !has(&TOOLS, "the real keyring") {
        return;
    }
    let session = Session::start("unlocked");
    let world = session.world();
    assert_eq!(world.run("status").code, 4);
    let login = world.log_in(&["--bank", "fid-smn", "-v"]);
    assert_eq!(login.code, 0, "{}", login.shown());

    let status = world.run("status --json");
    assert_eq!(
        (status.code, &status.json()["store"]),
        (0, &"keyring".into())
    );
    assert_eq!(world.run("accounts").code, 0, "another process reads it");

    let entry = session
        .entry(&world)
        .expect("libsecret's own tool reads the entry");
    assert_eq!(entry["clientId"], world.options.client_id.as_str());
    assert_eq!(entry["bank"], "fid-smn");
    assert_eq!(session.entries(), 1, "nothing is left of the trial");

    // Ten minutes are over: the token is renewed, and the new pair replaces the old.
    world.bank.advance(SignedDuration::from_hours(1));
    let later = NOW.parse::<Timestamp>().unwrap() + SignedDuration::from_hours(1);
    let world = world.set("SB1_NOW", &later.to_string());
    world.bank.forget_requests();
    let read = world.run("accounts -v");
    assert_eq!(read.code, 0, "{}", read.shown());
    assert_eq!(
        world.asked(),
        ["POST /oauth/token", "GET /personal/banking/accounts"]
    );
    let renewed = session.entry(&world).unwrap();
    for token in ["access", "refresh"] {
        assert_ne!(renewed["tokens"][token], entry["tokens"][token], "{token}");
    }
    assert_eq!(session.entries(), 1);
    assert_eq!(world.run("accounts").code, 0, "the renewed token is good");

    let doctor = world.run("doctor");
    let mut known = secrets(&entry);
    known.extend(secrets(&renewed));
    assert_eq!(leaks(&world, &known), Vec::<PathBuf>::new());
    for run in [&login, &read, &doctor, &status] {
        assert!(
            known.iter().all(|it| !run.shown().contains(it)),
            "{}",
            run.shown()
        );
    }

    assert_eq!(world.run("logout").code, 0);
    let entry = session.entry(&world).expect("the client is kept");
    assert_eq!(entry["tokens"], Value::Null);
    assert_eq!(entry["clientSecret"], world.options.client_secret.as_str());
    assert_eq!(
        (world.run("status").code, world.run("accounts").code),
        (4, 4)
    );

    assert_eq!(world.log_in(&["--profile", "work"]).code, 0);
    assert_eq!(session.entries(), 2);
    assert_eq!(world.run("logout --all").code, 0);
    assert!(session.entry(&world).is_none());
    assert_eq!(session.entries(), 0, "of every profile");
}

#[test]
fn a_locked_keyring_ends_in_a_sentence_and_never_in_a_file() {
    if !has(&TOOLS, "the locked keyring") {
        return;
    }
    let session = Session::start("unlocked");
    let world = session.world();
    assert_eq!(world.log_in(&[]).code, 0);
    session.lock();
    for line in ["accounts", "status", "logout", "login"] {
        refused(&world, &world.run(line));
    }
    let run = world.run("accounts --json");
    assert_eq!(
        (run.code, &run.error()["error"]["kind"]),
        (5, &"storage".into())
    );
    let run = world.run("doctor");
    assert!(
        run.out.contains("keyring") && run.out.contains("SB1_STORE=file"),
        "{}",
        run.shown()
    );

    session.ask_nobody();
    let begun = Instant::now();
    let run = world.run("accounts");
    assert!(
        begun.elapsed() < Duration::from_secs(8),
        "{:?}",
        begun.elapsed()
    );
    refused(&world, &run);
    assert!(run.err.contains("probably locked"), "{}", run.err);
}

#[test]
fn a_keyring_that_was_never_set_up_is_found_out_before_the_bank_is_asked() {
    if !has(&TOOLS, "the missing keyring") {
        return;
    }
    let session = Session::start("never set up");
    let world = session.world();
    refused(&world, &world.run("login"));
    // The same when the bus has gone.
    drop(session);
    refused(&world, &world.run("login"));
    assert_eq!(world.asked(), Vec::<String>::new());
}

#[cfg(target_os = "linux")]
#[test]
fn where_there_is_no_bus_a_file_is_offered() {
    let world = World::new().set("SB1_STORE", "");
    for line in [
        "status",
        "accounts",
        "login",
        "login --no-browser --no-input",
    ] {
        refused(&world, &world.run(line));
    }
    assert_eq!(world.asked(), Vec::<String>::new());
}
