//! Eight processes at once.

use crate::world::{Run, World};

fn at_once(world: &World, words: &str) -> Vec<Run> {
    let start = |_| world.command(words.split(' ')).spawn().unwrap();
    let children: Vec<_> = (0..8).map(start).collect();
    children.into_iter().map(Run::of).collect()
}

fn posted(world: &World) -> usize {
    let requests = world.requests();
    requests.iter().filter(|it| it.method == "POST").count()
}

#[test]
fn of_eight_with_the_same_transfer_one_sends_and_seven_are_held() {
    let world = World::logged_in();
    let runs = at_once(
        &world,
        "transfer Brukskonto Sparekonto 250 -m Ferie --yes --json",
    );
    let (sent, held): (Vec<_>, Vec<_>) = runs.iter().partition(|run| run.code == 0);
    assert_eq!((sent.len(), held.len()), (1, 7), "{runs:?}");
    let sent = sent[0].json();
    assert_eq!(
        (&sent["state"], &sent["replayed"]),
        (&"accepted".into(), &false.into())
    );
    for run in held {
        let answer = run.json();
        assert_eq!((run.code, &answer["state"]), (6, &"held".into()), "{run:?}");
        assert_eq!(answer["id"], sent["id"]);
        assert!(answer["moneyMoved"].is_null());
        assert_eq!(run.error()["error"]["exitCode"], 6);
    }
    assert_eq!((posted(&world), world.bank.transfers().len()), (1, 1));
}

#[test]
fn of_eight_with_the_same_key_one_sends_and_seven_tell_its_result() {
    let world = World::logged_in();
    let runs = at_once(
        &world,
        "transfer Brukskonto Sparekonto 250 --key november --yes --json",
    );
    let answers: Vec<_> = runs.iter().map(Run::json).collect();
    let replayed = answers.iter().filter(|it| it["replayed"] == true).count();
    assert_eq!(replayed, 7, "{runs:?}");
    for (run, answer) in runs.iter().zip(&answers) {
        assert_eq!(
            (run.code, &answer["state"]),
            (0, &"accepted".into()),
            "{run:?}"
        );
        assert_eq!(answer["id"], answers[0]["id"]);
        assert_eq!(answer["paymentId"], answers[0]["paymentId"]);
    }
    assert_eq!((posted(&world), world.bank.transfers().len()), (1, 1));
}
