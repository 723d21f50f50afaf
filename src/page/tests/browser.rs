//! The page in a real browser.

use std::fs;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::*;
use crate::installed::has;

/// What a browser made of a page.
struct Seen {
    /// The document after everything ran that runs.
    document: String,
    /// What scripts, policies and the parser complained of.
    console: String,
    /// Every request, wherever it went.
    requests: String,
    picture: Vec<u8>,
}

fn look(html: &str, flags: &[&str]) -> Seen {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    fs::write(at("page.html"), html).unwrap();
    let output = Command::new("chromium")
        .args(
            "--headless --no-sandbox --disable-gpu --disable-quic --disable-dev-shm-usage"
                .split(' '),
        )
        .args(
            "--no-first-run --disable-background-networking --disable-component-update".split(' '),
        )
        .args("--disable-sync --hide-scrollbars --window-size=1200,4200".split(' '))
        .args(["--enable-logging=stderr", "--v=0", "--dump-dom"])
        .arg(format!("--user-data-dir={}", at("profile")))
        .arg(format!("--log-net-log={}", at("requests")))
        .arg(format!("--screenshot={}", at("picture.png")))
        .args(flags)
        .arg(format!("file://{}", at("page.html")))
        .env("TMPDIR", folder.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let log = String::from_utf8_lossy(&output.stderr);
    let console: Vec<_> = log.lines().filter(|it| it.contains("CONSOLE")).collect();
    Seen {
        document: String::from_utf8(output.stdout).unwrap(),
        console: console.join("\n"),
        requests: fs::read_to_string(at("requests")).unwrap(),
        picture: fs::read(at("picture.png")).unwrap(),
    }
}

#[test]
fn a_browser_shows_hostile_names_as_text_and_asks_nobody() {
    if !has(
        &["chromium"],
        "a_browser_shows_hostile_names_as_text_and_asks_nobody",
    ) {
        return;
    }
    let seen = look(&hostile().page(), &[]);
    assert!(
        seen.document
            .contains("<title>Money in and out, 2025-12-01 to 2026-11-22</title>")
    );
    assert!(
        seen.document
            .contains("&lt;script&gt;document.title='owned'&lt;/script&gt;")
    );
    assert!(!seen.document.contains("<script") && !seen.document.contains("<img"));
    assert_eq!(seen.console, "");
    assert!(!seen.requests.contains("evil.example"));
    // Nothing was moved, closed or added: the tree is the one that was written.
    let charts = seen.document.matches("role=\"img\"").count();
    assert_eq!(
        charts,
        2 + 4 + 2 + 1,
        "of months, in kroner and hostile, in euro"
    );
    assert_eq!(
        seen.document.matches("</svg>").count(),
        hostile().page().matches("</svg>").count()
    );
}

/// Without it the test above could pass because it sees nothing.
#[test]
fn a_browser_would_tell_and_the_policy_stands_behind_the_escapes() {
    if !has(
        &["chromium"],
        "a_browser_would_tell_and_the_policy_stands_behind_the_escapes",
    ) {
        return;
    }
    let broken = year().page().replace("<bdi>Sparekonto</bdi>", HOSTILE);
    let open = look(&broken.replace(POLICY, ""), &[]);
    assert!(open.document.contains("<title>owned</title>"));
    assert!(open.requests.contains("evil.example"));
    let held = look(&broken, &[]);
    assert!(held.document.contains("<script") && !held.document.contains("<title>owned</title>"));
    assert!(
        held.console.contains("Content Security Policy"),
        "{}",
        held.console
    );
    assert!(!held.requests.contains("evil.example"));
}

#[test]
fn a_browser_draws_the_page_in_the_light_and_in_the_dark() {
    if !has(
        &["chromium"],
        "a_browser_draws_the_page_in_the_light_and_in_the_dark",
    ) {
        return;
    }
    let html = year().page();
    let light = look(&html, &[]).picture;
    let dark = look(&html, &["--blink-settings=preferredColorScheme=0"]).picture;
    let blank = look("<!DOCTYPE html><title>nothing</title>", &[]).picture;
    assert!(light.len() > blank.len() * 5 && dark.len() > blank.len() * 5);
    assert!(light != dark);
}
