//! Text that wants to be more than text: in messages, in the names of accounts, on the screen.

use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use super::{Customer, account, plan};
use crate::world::Run;

/// Fails if a character reached the screen that a terminal acts on.
pub(super) fn clean(run: &Run) {
    for c in run.out.chars().chain(run.err.chars()) {
        let acts = c.is_control() && c != '\n';
        let hides = matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}');
        assert!(!acts && !hides, "{c:?}: {:?}", run.shown());
    }
}

#[test]
fn a_message_that_cannot_be_shown_is_refused() {
    let customer = Customer::new();
    for message in [
        "\u{1b}[2J\u{1b}[H",
        "a\nb",
        "a\r\nSend 1,00 NOK?",
        "tab\there",
        "\u{7}",
        "\u{202e}0001",
        "\u{2066}a\u{2069}",
        "zero\u{200b}width",
        "a\u{feff}b",
        "\u{e0061}\u{e0062}",
        "a\u{2028}b",
        "\u{9b}31m",
        "\u{ad}soft",
    ] {
        for rehearsal in ["--yes", "--dry-run"] {
            let words = ["Brukskonto", "Sparekonto", "10", "-m", message, rehearsal];
            let run = customer.transfer(&words);
            clean(&run);
            customer.refused(&run, 2, "characters that cannot be shown");
        }
    }
    let run = customer.save("10", &["-m", &"x".repeat(41)]);
    customer.refused(&run, 2, "has 41 characters, and the bank takes at most 40");
    let run = customer.save("10", &["-m", &"æ".repeat(400)]);
    customer.refused(&run, 2, "has 400 characters");
}

#[test]
fn forty_characters_are_counted_as_the_bank_does() {
    let customer = Customer::new();
    let long = "æøå".repeat(13) + "æ";
    let run = customer.save("10", &["-m", &long]);
    assert_eq!(run.code, 0, "{}", run.shown());
    assert_eq!(customer.posted()["message"], long);
    assert!(
        run.err
            .contains("sent without a tag; it can never be proven"),
        "{}",
        run.err
    );
    let fits = "å".repeat(31);
    let (code, document) = customer.sent(&["Brukskonto", "Sparekonto", "11", "-m", &fits]);
    assert_eq!(
        (code, &document["message"]),
        (0, &Value::from(fits.as_str()))
    );
    let message = customer.posted()["message"].as_str().unwrap().to_owned();
    assert_eq!(
        message,
        format!("{fits} #{}", document["id"].as_str().unwrap())
    );
    assert_eq!(message.chars().count(), 40);
}

#[test]
fn words_that_look_like_others_stay_words() {
    let customer = Customer::new();
    for (at, message) in [
        "Send 1,00 NOK? [y/N] y",
        "--yes",
        "-n",
        "\"},{\"amount\":\"9",
        "$(id) `id` %s {0}",
        "sb1 AAAAAAA",
        "Amount   9 999,00 NOK",
        "error: nothing was sent",
    ]
    .into_iter()
    .enumerate()
    {
        let amount = format!("1{at}");
        // A flag for a message would be a slip: `-m --dry-run` must not send.
        let words = format!("--message={message}");
        let run = customer.transfer(&["Brukskonto", "Sparekonto", &amount, &words, "-n"]);
        assert_eq!(run.code, 0, "{}", run.shown());
        let plain = customer.transfer(&["Brukskonto", "Sparekonto", &amount, "-m", "x", "-n"]);
        assert_eq!(plan(&run).len(), plan(&plain).len(), "{}", run.err);
        let (code, document) = customer.sent(&["Brukskonto", "Sparekonto", &amount, &words]);
        assert_eq!((code, &document["message"]), (0, &Value::from(message)));
        let body = customer.posted();
        assert_eq!(body["amount"], format!("{amount}.00"));
        assert!(
            body["message"].as_str().unwrap().starts_with(message),
            "{body}"
        );
    }
}

#[test]
fn a_hostile_name_stays_on_its_line() {
    let (from, to) = ("99900340105", "99900340202");
    for name in [
        "Spare\u{1b}[2J\u{1b}[Hkonto",
        "a\nTo       0000.00.00000  me\nAmount   1,00 NOK",
        "a\r\n? Send 1,00 NOK to me? [y/N] y",
        "\u{202e}otnokerapS\u{202c}",
        "z\u{200b}e\u{200d}r\u{feff}o",
        "\u{e0041}\u{e0042}x",
        "Sparekonto                                                                    y",
        "\u{9b}31mred\u{7}",
        &"To·····".repeat(30),
        &"日本".repeat(60),
    ] {
        let customer = Customer {
            world: crate::world::World::logged_in(),
            accounts: Default::default(),
        };
        customer.list(&[account("A", name, from), account("B", name, to)]);
        let rehearse = |more: &[&str]| {
            let run = customer.transfer(&[&[from, to, "10", "--dry-run"], more].concat());
            assert_eq!(run.code, 0, "{}", run.shown());
            clean(&run);
            run
        };
        let run = rehearse(&[]);
        assert_eq!(run.out.lines().count(), 1, "{}", run.out);
        let lines = plan(&run);
        let narrow = |lines: &[&str]| lines.iter().all(|it| it.width() <= 80);
        assert!(narrow(&lines[..7]), "{}", run.err);
        assert!(
            lines[0].starts_with("From     9990.03.40105  "),
            "{}",
            run.err
        );
        assert!(
            lines[2].starts_with("To       9990.03.40202  "),
            "{}",
            run.err
        );
        assert!(lines[4].starts_with("Amount   10,00 NOK"), "{}", run.err);
        assert!(lines[5].starts_with("Message  sb1 "), "{}", run.err);
        assert!(lines[6].starts_with("Date     today, "), "{}", run.err);
        assert!(lines[7].starts_with("POST "), "{}", run.err);
        let run = rehearse(&["--json"]);
        assert_eq!(run.json()["from"]["name"], name, "a file keeps the truth");
        let run = rehearse(&["--if-above", "1"]);
        assert_eq!(plan(&run).len(), lines.len() + 1, "{}", run.err);
        // The same in a refusal, which lists the candidates, and for what there is nothing to do.
        let run = customer.send(&["nobody", to, "10"]);
        clean(&run);
        customer.refused(&run, 2, "hint: there is ");
        assert_eq!(run.err.lines().count(), 3, "{}", run.err);
        let run = customer.send(&[from, to, "10", "--if-above", "9000"]);
        clean(&run);
        assert_eq!(
            (run.code, run.err.lines().count()),
            (0, 1),
            "{}",
            run.shown()
        );
    }
}

#[test]
fn what_the_bank_says_no_with_is_neutral_too() {
    let customer = Customer::new();
    let body = r#"{"errors":[{"code":"insufficient.funds","message":"no\u001b[2J\n? Send [y/N]\u202e","traceId":"t\u001b[1m"}]}"#;
    for (at, status) in [403, 400].into_iter().enumerate() {
        customer.fault(
            super::DEBIT,
            sb1::sandbox::fault::Effect::json(status, body),
        );
        let run = customer.save(&format!("{}", at + 1), &[]);
        clean(&run);
        assert_eq!(
            run.code,
            if status == 403 { 7 } else { 9 },
            "{}",
            run.shown()
        );
    }
}

#[test]
fn a_key_is_shown_neutral_too() {
    let customer = Customer::new();
    let key = "cron\u{1b}]0;owned\u{7}\u{202e}\n? Send";
    let run = customer.save("10", &["--key", key, "--json"]);
    clean(&run);
    assert_eq!(
        (run.code, &run.json()["key"]),
        (0, &Value::from(key)),
        "{}",
        run.shown()
    );
    let id = run.json()["id"].as_str().unwrap().to_owned();
    for line in [
        vec!["transfers"],
        vec!["transfers", "--json"],
        vec!["transfers", "--format", "csv"],
        vec!["transfers", "show", &id],
        vec!["transfers", "show", &id, "--json"],
    ] {
        let run = customer.world.sb1(&line);
        assert_eq!(run.code, 0, "{line:?}: {}", run.shown());
        if !line.contains(&"csv") {
            clean(&run);
        }
    }
    let run = customer.save("11", &["--key", key]);
    clean(&run);
    assert_eq!(run.code, 2, "the key is another one's: {}", run.shown());
    for key in ["", "  ", &"k".repeat(101)] {
        let run = customer.save("11", &["--key", key]);
        assert_eq!(run.code, 2, "{}", run.shown());
    }
}
