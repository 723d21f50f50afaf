//! The program on a real terminal: tmux shows what a person sees and types what a person types.

use std::fs;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use sb1::sandbox::{Options, visitor};
use unicode_width::UnicodeWidthStr;

use crate::world::{World, has};

pub(crate) const TOOLS: [&str; 3] = ["tmux", "bash", "stty"];

/// Long enough for a machine that is busy with other tests.
const PATIENCE: Duration = Duration::from_secs(20);

/// A shell on a terminal of 60 columns, in a world.
pub(crate) struct Terminal<'w> {
    world: &'w World,
}

impl<'w> Terminal<'w> {
    const COLUMNS: usize = 60;

    pub(crate) fn of(world: &'w World) -> Self {
        let this = Self { world };
        let home = world.home().display();
        // Everything that is drawn is kept, too.
        let shell = format!(
            "stty rows 200 columns {}; exec bash --norc --noprofile",
            Self::COLUMNS
        );
        let columns = Self::COLUMNS.to_string();
        this.tmux(&[
            "-f",
            "/dev/null",
            "new-session",
            "-d",
            "-x",
            &columns,
            "-y",
            "200",
            &shell,
        ]);
        this.tmux(&["pipe-pane", &format!("cat >'{home}/drawn'")]);
        this.runs("PS1='$ '; clear", "$");
        this
    }

    fn tmux(&self, words: &[&str]) -> Output {
        let ours = self.world.command(["--version"]);
        let environment = ours
            .get_envs()
            .filter_map(|(name, value)| Some((name, value?)));
        let output = Command::new("tmux")
            .arg("-S")
            .arg(self.world.home().join("tmux"))
            .args(words)
            .env_clear()
            .current_dir(self.world.home())
            .envs(environment.filter(|(name, _)| *name != "COLUMNS"))
            .env("SB1", env!("CARGO_BIN_EXE_sb1"))
            .env("LC_ALL", "C.UTF-8")
            .env("TERM", "screen-256color")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert!(output.status.success(), "tmux {words:?}: {output:?}");
        output
    }

    /// Types a text, without Enter.
    pub(crate) fn types(&self, text: &str) {
        self.tmux(&["send-keys", "-l", text]);
    }

    /// Presses a key by its name.
    pub(crate) fn presses(&self, key: &str) {
        self.tmux(&["send-keys", key]);
    }

    /// Clears the screen, runs a line, and waits until the screen shows this.
    pub(crate) fn runs(&self, line: &str, until: &str) -> String {
        self.types(&format!("clear; {line}"));
        self.presses("Enter");
        // The line itself may stand there for a moment before it is cleared away.
        self.shows_when(until, |screen| {
            screen.contains(until) && !screen.contains("clear;")
        })
    }

    /// Runs a line to its end; what it left on the screen, and its exit code.
    pub(crate) fn ran(&self, line: &str) -> String {
        self.runs(&format!("{line}; echo code=$?"), "code=");
        let screen = self.shows_when("the next prompt", |screen| screen.ends_with("\n$"));
        screen.trim_end_matches("\n$").to_owned()
    }

    /// The screen as soon as it shows this; a line that was wrapped is one line.
    pub(crate) fn shows(&self, what: &str) -> String {
        self.shows_when(what, |screen| screen.contains(what))
    }

    pub(crate) fn shows_when(&self, what: &str, is_so: impl Fn(&str) -> bool) -> String {
        let begun = Instant::now();
        loop {
            let screen = self.screen(&["-J"]);
            if is_so(&screen) {
                return screen;
            }
            assert!(
                begun.elapsed() < PATIENCE,
                "waited in vain for {what:?} on:\n{screen}"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn screen(&self, how: &[&str]) -> String {
        let output = self.tmux(&[&["capture-pane", "-p"], how].concat());
        String::from_utf8(output.stdout)
            .unwrap()
            .trim_end()
            .to_owned()
    }

    /// Every byte that the terminal was sent.
    pub(crate) fn drawn(&self) -> String {
        String::from_utf8_lossy(&fs::read(self.world.home().join("drawn")).unwrap()).into_owned()
    }
}

impl Drop for Terminal<'_> {
    fn drop(&mut self) {
        let mut end = Command::new("tmux");
        end.arg("-S")
            .arg(self.world.home().join("tmux"))
            .arg("kill-server");
        let _ = end.stdin(Stdio::null()).stderr(Stdio::null()).status();
    }
}

/// A world that knows no client, so that a login must ask.
fn unknown() -> World {
    World::new()
        .set("SB1_CLIENT_ID", "")
        .set("SB1_CLIENT_SECRET", "")
}

fn login(world: &World) -> String {
    format!(
        "\"$SB1\" login --no-browser --redirect-uri {}; echo code=$?",
        world.options.redirect_uris[0]
    )
}

/// Nothing of a login is kept.
fn nothing_stored(world: &World) {
    let stored: Vec<_> = world
        .files()
        .into_iter()
        .filter(|it| it.extension().is_some_and(|it| it == "json"))
        .collect();
    assert!(stored.is_empty(), "{stored:?}");
    assert_eq!(world.run("status").code, 4);
}

#[test]
fn a_table_is_as_wide_as_the_terminal_and_coloured() {
    if !has(&TOOLS, "tables on a terminal") {
        return;
    }
    let world = World::logged_in_with(Options {
        rows: Some(3_000),
        ..Options::default()
    });
    let terminal = Terminal::of(&world);
    for line in [
        "accounts",
        "accounts --all",
        "balance",
        "tx --since 14d",
        "banks",
        "status",
        "account Brukskonto",
    ] {
        let screen = terminal.ran(&format!("\"$SB1\" {line}"));
        assert!(screen.ends_with("code=0"), "{line}:\n{screen}");
        for text in screen.lines() {
            assert!(
                text.width() <= Terminal::COLUMNS,
                "{line} is too wide: {text}\n{screen}"
            );
        }
    }
    terminal.ran("\"$SB1\" accounts");
    assert!(
        terminal.screen(&["-e"]).contains("\u{1b}["),
        "no colour on a terminal"
    );
    for plain in [
        "NO_COLOR=1 \"$SB1\" tx --limit 20",
        "\"$SB1\" --color never tx --limit 20",
        "\"$SB1\" tx --limit 20 | cat",
    ] {
        terminal.ran(plain);
        let screen = terminal.screen(&["-e"]);
        assert!(
            !screen.contains("\u{1b}["),
            "{plain} is coloured:\n{screen}"
        );
    }
    // A pipe is not cut to the terminal's width, and a reader that has seen enough is no error.
    let screen = terminal.ran("\"$SB1\" tx --limit 5 | cat");
    assert!(
        screen.lines().any(|it| it.width() > Terminal::COLUMNS),
        "{screen}"
    );
    let screen = terminal.ran("\"$SB1\" transactions | head -1; (exit ${PIPESTATUS[0]})");
    let lines: Vec<_> = screen.lines().collect();
    assert!(
        lines.len() == 2 && lines[0].contains("Date") && lines[1] == "code=0",
        "{screen}"
    );
}

#[test]
fn long_work_shows_how_far_it_is_and_takes_it_away_again() {
    if !has(&TOOLS, "progress on a terminal") {
        return;
    }
    let world = World::logged_in_with(Options {
        rows: Some(20_000),
        ..Options::default()
    });
    let terminal = Terminal::of(&world);
    let screen = terminal.ran("\"$SB1\" transactions --json >answer");
    assert_eq!(screen, "code=0");
    terminal.shows_when("progress", |_| {
        terminal.drawn().contains("000 transactions")
    });
    let screen = terminal.ran("\"$SB1\" -q transactions --json 2>said >answer");
    assert!(
        fs::read(world.home().join("said")).is_ok_and(|it| it.is_empty()),
        "{screen}"
    );
}

#[test]
fn a_login_asks_for_the_client_and_keeps_its_secret_unseen() {
    if !has(&TOOLS, "a login on a terminal") {
        return;
    }
    let world = unknown();
    let terminal = Terminal::of(&world);
    let screen = terminal.runs(&login(&world), "Client id:");
    assert!(screen.contains("developer.sparebank1.no"), "{screen}");
    assert!(
        screen.contains(&format!(
            "this redirect URI:  {}",
            world.options.redirect_uris[0]
        )),
        "{screen}"
    );
    terminal.types(&world.options.client_id);
    terminal.presses("Enter");
    terminal.shows("Client secret");
    terminal.types(&world.options.client_secret);
    terminal.presses("Enter");
    let screen = terminal.shows(" left");
    let address = screen
        .split_whitespace()
        .find(|it| it.contains("/oauth/authorize?"))
        .unwrap();
    let left = |screen: &str| {
        screen
            .lines()
            .find(|it| it.ends_with(" left"))
            .unwrap_or_default()
            .to_owned()
    };
    let first = left(&screen);
    assert!(
        first.starts_with("Waiting for the login in the browser: 4:5"),
        "{screen}"
    );
    terminal.shows_when("the countdown going on", |screen| {
        !left(screen).is_empty() && left(screen) != first
    });
    let page = visitor::visit(address).unwrap();
    assert!(page.contains("You are logged in"), "{page}");
    let screen = terminal.shows("code=");
    assert!(
        screen.contains("You are logged in.") && screen.contains("code=0"),
        "{screen}"
    );
    assert!(
        !screen.contains(" left"),
        "the countdown is still there:\n{screen}"
    );
    assert!(
        screen.contains(&world.options.client_id),
        "what may be seen is seen:\n{screen}"
    );
    assert!(
        !terminal.drawn().contains(&world.options.client_secret),
        "the secret was shown"
    );
    assert_eq!(world.run("accounts").code, 0);
}

#[test]
fn a_ctrl_c_leaves_the_terminal_as_it_was_and_nothing_stored() {
    if !has(&TOOLS, "Ctrl-C on a terminal") {
        return;
    }
    let world = unknown();
    let terminal = Terminal::of(&world);
    let before = terminal.ran("stty -a");
    let asks = |question: &str| terminal.runs(&login(&world), question);
    let interrupt = || {
        terminal.presses("C-c");
        terminal.shows("code=130");
        assert_eq!(terminal.ran("stty -a"), before);
        nothing_stored(&world);
    };
    asks("Client id:");
    interrupt();

    asks("Client id:");
    terminal.types("some-client");
    terminal.presses("Enter");
    terminal.shows("Client secret");
    terminal.types("half-a-sec");
    interrupt();
    assert!(!terminal.drawn().contains("half-a-sec"));

    terminal.runs(
        &format!(
            "SB1_CLIENT_ID=some-client SB1_CLIENT_SECRET=hush {}",
            login(&world)
        ),
        " left",
    );
    terminal.presses("C-c");
    let screen = terminal.shows("code=130");
    assert!(
        !screen.contains(" left"),
        "the countdown is still there:\n{screen}"
    );
    nothing_stored(&world);
}
