//! The question before money moves, asked on the terminal itself.

use super::{ACCOUNTS, accepted, ended, fault, is_written, moved, posts, send};
use crate::terminal::{TOOLS, Terminal};
use crate::world::{World, has};

const ASKED: &str = "\"$SB1\" transfer Brukskonto Sparekonto";
const QUESTION: &str = "[y/N]";

/// Asks for so many kroner; the screen with the question, which no earlier one looks like.
fn asks(terminal: &Terminal<'_>, kroner: usize, more: &str) -> String {
    let line = format!("{ASKED} {kroner} {more}; echo code=$?");
    terminal.runs(&line, &format!("Send {kroner},00 NOK"))
}

#[test]
fn only_a_yes_sends() {
    if !has(&TOOLS, "a question on a terminal") {
        return;
    }
    let world = World::logged_in();
    let terminal = Terminal::of(&world);
    let answers = ["", "n", "what", "yess", "C-d"];
    for (kroner, answer) in (100..).zip(answers) {
        let screen = asks(&terminal, kroner, "");
        assert!(screen.contains("89 209,31 → 89 10"), "{screen}");
        match answer {
            "C-d" => terminal.presses("C-d"),
            words => {
                terminal.types(words);
                terminal.presses("Enter");
            }
        }
        let screen = terminal.shows("code=");
        assert!(screen.contains("code=6"), "{answer}:\n{screen}");
    }
    asks(&terminal, 110, "");
    terminal.presses("C-c");
    terminal.shows("code=130");
    assert_eq!(posts(&world), 0);
    assert!(!is_written(&world));
    for (made, yes) in (1..).zip(["j", "y", "JA"]) {
        asks(&terminal, 110 + made, "");
        terminal.types(yes);
        terminal.presses("Enter");
        let screen = terminal.shows("code=");
        assert!(
            screen.contains("code=0") && screen.contains("Moved"),
            "{screen}"
        );
        assert_eq!((posts(&world), moved(&world)), (made, made));
    }
}

#[test]
fn nothing_but_the_terminal_answers() {
    if !has(&TOOLS, "a question on a terminal") {
        return;
    }
    let world = World::logged_in();
    let terminal = Terminal::of(&world);
    terminal.runs(
        &format!("yes | {ASKED} 99 --json; echo code=$?"),
        "Send 99,00",
    );
    terminal.presses("Enter");
    terminal.shows("code=6");
    // Wherever stderr goes, the plan is seen where it is asked about.
    let screen = asks(&terminal, 100, "-q 2>said >answer");
    assert!(screen.contains("Amount   100,00 NOK"), "{screen}");
    terminal.presses("Enter");
    terminal.shows("code=6");
    let said = std::fs::read_to_string(world.home().join("said")).unwrap();
    assert!(said.contains("Amount   100,00 NOK"), "{said}");
    // What was typed before the question stood there answers nothing.
    fault(&world, &format!("{ACCOUNTS}: delay=700ms"));
    world.bank.forget_requests();
    terminal.types(&format!("clear; {ASKED} 101; echo code=$?"));
    terminal.presses("Enter");
    super::until("the program to begin", || !world.requests().is_empty());
    terminal.types("y");
    terminal.presses("Enter");
    let screen = terminal.shows("Send 101,00 NOK");
    assert!(!screen.contains("code="), "{screen}");
    terminal.presses("Enter");
    terminal.shows("code=6");
    for words in ["--no-input", "--no-input --json"] {
        let screen = terminal.ran(&format!("{ASKED} 102 {words}"));
        assert!(
            screen.ends_with("code=6") && !screen.contains(QUESTION),
            "{screen}"
        );
    }
    assert_eq!(posts(&world), 0);
    assert!(!is_written(&world));
}

#[test]
fn whoever_thinks_about_it_stands_in_nobodys_way() {
    if !has(&TOOLS, "a question on a terminal") {
        return;
    }
    let world = World::logged_in();
    let terminal = Terminal::of(&world);
    asks(&terminal, 100, "");
    let run = world.run("transfer Sparekonto Brukskonto 7 --yes --json");
    assert_eq!(ended(&run), accepted(), "{}", run.shown());
    let run = send(&world, "");
    assert_eq!(ended(&run), accepted(), "{}", run.shown());
    terminal.types("y");
    terminal.presses("Enter");
    let screen = terminal.shows("code=");
    assert!(
        screen.contains("code=6") && screen.contains("a short while ago"),
        "{screen}"
    );
    assert_eq!(posts(&world), 2);
    // One that is held back is not asked about.
    let screen = terminal.ran(&format!("{ASKED} 100"));
    assert!(
        screen.ends_with("code=6") && !screen.contains(QUESTION),
        "{screen}"
    );
    let run = world.run("transfer Brukskonto Sparekonto 100 --no-input --json");
    assert_eq!((run.code, run.out.as_str()), (6, ""));
    assert_eq!(posts(&world), 2);
}
