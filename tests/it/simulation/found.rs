//! What the simulation found, each in a test of its own.

use crate::world::World;

/// The balance that a rule goes by is another once the rule has moved money, and so is the amount.
#[test]
fn a_rule_whose_answer_nobody_saw_is_not_followed_twice() {
    let world = World::logged_in();
    let line = "transfer Felleskonto Brukskonto 10% --yes --json";
    assert_eq!(world.run_unread(line).code, 0);
    let again = world.run(line);
    assert_eq!((again.code, &again.json()["replayed"]), (0, &true.into()));
    assert_eq!(world.bank.transfers().len(), 1);
    // Now it was shown, and may be wanted once more.
    let held = world.run(line);
    assert_eq!((held.code, &held.json()["state"]), (6, &"held".into()));
    let id = held.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(world.run(&format!("{line} --again {id}")).code, 0);
    // Another rule is another wish.
    assert_eq!(world.run(&line.replace("10%", "5%")).code, 0);
    assert_eq!(world.bank.transfers().len(), 3);
}

#[test]
fn a_check_says_by_its_exit_code_that_something_is_open_also_to_nobody() {
    let world = World::logged_in();
    world.bank.fault(
        "POST /personal/banking/transfer/debit: 500"
            .parse()
            .unwrap(),
    );
    let line = "transfer Brukskonto Sparekonto 250 --yes";
    assert_eq!(world.run(line).code, 9);
    assert_eq!(world.run_unread("transfers check --json").code, 9);
    assert_eq!(world.run_unread("transfers check").code, 9);
}
