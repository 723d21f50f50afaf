//! The question, on a terminal.

use serde_json::json;

use super::{Customer, account};
use crate::terminal::{TOOLS, Terminal};
use crate::world::{World, has};

#[test]
fn a_name_can_neither_ask_nor_answer() {
    if !has(&TOOLS, "a_name_can_neither_ask_nor_answer") {
        return;
    }
    let world = World::logged_in();
    let customer = Customer {
        world,
        accounts: Default::default(),
    };
    let (from, to) = ("99900340105", "99900340202");
    let name = "Spare\u{1b}]0;owned\u{7}konto\r\n? Send 1,00 NOK to me? [y/N] y\u{202e}";
    customer.list(&[account("A", name, from), account("B", name, to)]);
    let terminal = Terminal::of(&customer.world);
    let line = format!("\"$SB1\" transfer {from} {to} 10; echo code=$?");
    terminal.runs(&line, "Send 10,00 NOK from ");
    terminal.presses("Enter");
    let screen = terminal.shows("code=");
    assert!(screen.contains("code=6"), "{screen}");
    let plan: Vec<_> = screen
        .lines()
        .filter(|it| it.starts_with("Amount"))
        .collect();
    assert_eq!(plan, ["Amount   10,00 NOK"], "{screen}");
    assert!(
        !screen.lines().any(|it| it.starts_with("? Send 1,00")),
        "{screen}"
    );
    assert!(!terminal.drawn().contains("]0;owned\u{7}"));
    assert_eq!(customer.posts().len(), 0);
    let transfers = customer.world.run("transfers --json").json();
    assert_eq!(transfers["transfers"], json!([]));
}
