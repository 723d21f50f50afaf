//! A real browser, started by the program through `$BROWSER`, pressing the pretend bank's buttons.

use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use sb1::sandbox::Options;
use sb1::sandbox::habits::Pkce;
use serde_json::{Value, json};

use crate::world::{Run, World, has};

const TOOLS: [&str; 2] = ["sh", "chromium"];

/// Long enough for a machine that is busy with other tests.
const PATIENCE: Duration = Duration::from_secs(30);

/// What `$BROWSER` is: a Chromium that nobody sees and that can be told what to press.
const BROWSER: &str = r#"#!/bin/sh
cd "${0%/*}"
echo $$ >pid
export TMPDIR="$PWD"
exec chromium --headless --no-sandbox --disable-gpu --disable-quic --disable-dev-shm-usage --no-first-run \
  --disable-background-networking --disable-component-update --disable-sync --window-size=900,600 \
  --user-data-dir="$PWD/profile" --remote-debugging-port=0 "$1" >/dev/null 2>&1
"#;

/// A world whose bank asks, with such a browser.
fn asking(options: Options) -> World {
    let world = World::asking(options);
    let script = world.home().join("browser");
    fs::write(&script, BROWSER).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    }
    let script = script.display().to_string();
    world.set("BROWSER", &script)
}

/// Logs in with that browser while `person` sits in front of it; how the program ended.
fn log_in(world: &World, words: &[&str], person: impl FnOnce(&mut Page)) -> Run {
    let mut line = vec![
        "login",
        "--timeout",
        "30s",
        "--redirect-uri",
        &world.options.redirect_uris[0],
    ];
    line.extend(words);
    let child = world.command(line).stdin(Stdio::null()).spawn().unwrap();
    let closing = Closing(world);
    person(&mut Page::of(world));
    drop(closing);
    Run::of(child)
}

/// The page in the browser, over the DevTools protocol.
struct Page {
    socket: TcpStream,
    calls: u64,
    /// Each document that came: its address, status and headers.
    documents: Vec<Value>,
}

impl Page {
    fn of(world: &World) -> Self {
        let port = until("the browser", || {
            fs::read_to_string(world.home().join("profile/DevToolsActivePort"))
                .ok()?
                .lines()
                .next()?
                .parse()
                .ok()
        });
        let address = until("a page", || {
            let pages: Value = serde_json::from_str(&get(port, "/json/list")?).ok()?;
            let page = pages.as_array()?.iter().find(|it| it["type"] == "page")?;
            Some(page["webSocketDebuggerUrl"].as_str()?.to_owned())
        });
        let path = address
            .split_once("//")
            .unwrap()
            .1
            .split_once('/')
            .unwrap()
            .1;
        let mut socket = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        let handshake = format!(
            "GET /{path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: c2IxIHByZXNzZXMgdGhhdA==\r\n\r\n"
        );
        socket.write_all(handshake.as_bytes()).unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            socket.read_exact(&mut byte).unwrap();
            head.extend(byte);
        }
        assert!(
            head.starts_with(b"HTTP/1.1 101"),
            "{}",
            String::from_utf8_lossy(&head)
        );
        let mut page = Self {
            socket,
            calls: 0,
            documents: Vec::new(),
        };
        page.call("Page.enable", &json!({}));
        page.call("Network.enable", &json!({}));
        page
    }

    /// Calls a method of the protocol; what comes in between is looked through for documents.
    fn call(&mut self, method: &str, params: &Value) -> Value {
        self.calls += 1;
        let id = self.calls;
        self.send(&json!({ "id": id, "method": method, "params": params }).to_string());
        loop {
            let mut message = self.receive();
            if message["id"] == id {
                return message["result"].take();
            }
            let params = &mut message["params"];
            if params["type"] == "Document" && params["response"].is_object() {
                self.documents.push(params["response"].take());
            }
        }
    }

    /// One text frame, masked with nothing.
    fn send(&mut self, text: &str) {
        let length = u16::try_from(text.len()).unwrap();
        let mut frame = vec![0x81, 0x80 | 126];
        frame.extend(length.to_be_bytes());
        frame.extend([0; 4]);
        frame.extend(text.as_bytes());
        self.socket.write_all(&frame).unwrap();
    }

    /// The next message, in as many frames as it has.
    fn receive(&mut self) -> Value {
        let mut text = Vec::new();
        loop {
            let mut head = [0; 2];
            self.socket.read_exact(&mut head).unwrap();
            let mut length = [0; 8];
            match head[1] {
                126 => self.socket.read_exact(&mut length[6..]).unwrap(),
                127 => self.socket.read_exact(&mut length).unwrap(),
                short => length[7] = short,
            }
            let mut part = vec![0; usize::try_from(u64::from_be_bytes(length)).unwrap()];
            self.socket.read_exact(&mut part).unwrap();
            text.extend(part);
            if head[0] & 0x80 != 0 {
                return serde_json::from_slice(&text).unwrap();
            }
        }
    }

    /// What a line of script comes to.
    fn evaluate(&mut self, script: &str) -> Value {
        let params = json!({ "expression": script, "returnByValue": true });
        self.call("Runtime.evaluate", &params)["result"]["value"].take()
    }

    /// Presses a button, as soon as it is there, where a finger would.
    fn press(&mut self, id: &str) {
        let middle = format!(
            "(it => it && document.readyState == 'complete' && (it => [it.x + it.width / 2, it.y + it.height / 2])\
             (it.getBoundingClientRect()))(document.getElementById('{id}'))"
        );
        let place = until("the button", || {
            Some(self.evaluate(&middle)).filter(Value::is_array)
        });
        for kind in ["mousePressed", "mouseReleased"] {
            let (x, y) = (&place[0], &place[1]);
            let params = json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 });
            self.call("Input.dispatchMouseEvent", &params);
        }
    }

    /// The page's text, once it says this.
    fn says(&mut self, what: &str) -> String {
        until(what, || {
            let text =
                self.evaluate("document.readyState == 'complete' && document.body.innerText");
            text.as_str()
                .filter(|it| it.contains(what))
                .map(str::to_owned)
        })
    }

    /// Every address that the browser remembers for this tab.
    fn history(&mut self) -> Vec<String> {
        let history = self.call("Page.getNavigationHistory", &json!({}));
        let entries = history["entries"].as_array().unwrap();
        entries
            .iter()
            .map(|it| it["url"].as_str().unwrap().to_owned())
            .collect()
    }

    /// Keeps a picture of the page where `SB1_TEST_PICTURES` names a folder, to be looked at.
    fn picture(&mut self, name: &str) {
        let Some(folder) = std::env::var_os("SB1_TEST_PICTURES") else {
            return;
        };
        let picture = self.call("Page.captureScreenshot", &json!({}));
        fs::write(
            PathBuf::from(folder).join(format!("{name}.png.base64")),
            picture["data"].as_str().unwrap(),
        )
        .unwrap();
    }
}

/// Ends the browser of this world when dropped, and waits until it no longer writes to its folder.
struct Closing<'w>(&'w World);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        let close = "read -r pid <pid && kill $pid && while kill -0 $pid; do sleep 0.02; done";
        let mut shell = Command::new("sh");
        let _ = shell
            .args(["-c", close])
            .current_dir(self.0.home())
            .stderr(Stdio::null())
            .status();
    }
}

/// Waits for something to come true.
fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(begun.elapsed() < PATIENCE, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// The body of an answer of the browser's own small server.
fn get(port: u16, path: &str) -> Option<String> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
    )
    .ok()?;
    let mut answer = Vec::new();
    let mut chunk = [0; 4096];
    // The connection may stay open, so the length says when it is whole.
    loop {
        let text = String::from_utf8_lossy(&answer);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|it| {
                it.to_ascii_lowercase()
                    .strip_prefix("content-length:")?
                    .trim()
                    .parse()
                    .ok()
            });
            if body.len() >= length.unwrap_or(usize::MAX) {
                return Some(body.to_owned());
            }
        }
        match stream.read(&mut chunk).ok()? {
            0 => return None,
            count => answer.extend(&chunk[..count]),
        }
    }
}

#[test]
fn the_bankid_button_logs_in_and_leaves_no_trace_in_the_browser() {
    if !has(&TOOLS, "the real browser") {
        return;
    }
    let world = asking(Options::default());
    let own = world.options.redirect_uris[0].clone();
    let run = log_in(&world, &["--bank", "fid-smn"], |page| {
        page.says("Log in with BankID");
        page.picture("authorize");
        page.press("login");
        let text = page.says("You are logged in");
        assert!(text.contains("You can close this tab."), "{text}");
        page.picture("logged-in");
        assert_eq!(
            page.evaluate("location.href"),
            own.as_str(),
            "no code, no state"
        );
        assert_eq!(page.evaluate("document.referrer"), "");
        assert_eq!(page.evaluate("document.cookie"), "");
        assert_eq!(
            page.evaluate("performance.getEntriesByType('resource').length"),
            0,
            "no external asset"
        );
        assert_eq!(
            page.evaluate("getComputedStyle(document.body).display"),
            "grid",
            "the style is let in"
        );
        let history = page.history();
        assert_eq!(history.last(), Some(&own), "{history:?}");
        assert!(
            history.iter().all(|it| !it.contains("code=")),
            "{history:?}"
        );

        let answer = page.documents.last().unwrap();
        assert_eq!(answer["status"], 200);
        let header = |name: &str| {
            let headers = answer["headers"].as_object().unwrap();
            headers
                .iter()
                .find(|(key, _)| key.eq_ignore_ascii_case(name))
                .and_then(|(_, value)| value.as_str())
        };
        assert_eq!(header("Referrer-Policy"), Some("no-referrer"));
        assert_eq!(header("Cache-Control"), Some("no-store"));
        assert_eq!(header("X-Content-Type-Options"), Some("nosniff"));
        assert!(
            header("Content-Security-Policy")
                .unwrap()
                .starts_with("default-src 'none'")
        );
    });
    assert_eq!(run.code, 0, "{}", run.shown());
    assert_eq!(world.run("accounts").code, 0);
}

#[test]
fn the_cancel_button_is_a_sentence_on_both_sides() {
    if !has(&TOOLS, "cancelling in the real browser") {
        return;
    }
    let world = asking(Options::default());
    let run = log_in(&world, &[], |page| {
        page.press("cancel");
        let text = page.says("You are not logged in");
        assert!(
            text.contains("cancelled") && text.contains("You can close this tab."),
            "{text}"
        );
        page.picture("cancelled");
        assert!(
            !page
                .evaluate("location.href")
                .as_str()
                .unwrap()
                .contains('?')
        );
        assert_eq!(page.documents.last().unwrap()["status"], 400);
    });
    assert_eq!(run.code, 4, "{}", run.shown());
    assert!(
        run.err.contains("error: the login was cancelled") && run.err.contains("hint:"),
        "{}",
        run.err
    );
    assert_eq!(world.run("accounts").code, 4);
}

#[test]
fn a_bank_without_pkce_asks_in_the_same_tab_again() {
    if !has(&TOOLS, "two rounds in the real browser") {
        return;
    }
    let mut options = Options::default();
    options.habits.pkce = Pkce::RefusedAtToken;
    let world = asking(options);
    let run = log_in(&world, &[], |page| {
        page.press("login");
        until("the second question", || {
            let asked = world
                .requests()
                .iter()
                .filter(|it| it.path == "/oauth/authorize")
                .count();
            (asked == 2).then_some(())
        });
        page.press("login");
        page.says("You are logged in");
        assert!(
            page.history().iter().all(|it| !it.contains("code=")),
            "{:?}",
            page.history()
        );
    });
    assert_eq!(run.code, 0, "{}", run.shown());
    assert_eq!(world.run("accounts").code, 0);
}
