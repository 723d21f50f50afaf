//! What the journal tells of its transfers, and whose it is.

use serde_json::{Value, json};

use super::{DEBIT, accepted, ended, fault, id, journal, lost, send, shown, text};
use crate::world::World;

#[test]
fn the_whole_story_of_one() {
    let world = World::logged_in();
    let lost = lost(&world, true, "-m Ferie --key k");
    let world = world.set("SB1_NOW", "2026-11-22T11:10:00Z");
    assert_eq!(send(&world, "-m Ferie --key k").code, 0);
    let told = shown(&world, &lost);
    let of = |name: &str| told[name].clone();
    assert_eq!((of("message"), of("key")), (json!("Ferie"), json!("k")));
    assert_eq!(of("createdAt"), json!("2026-11-22T11:00:00Z"));
    let story: Vec<_> = told["story"].as_array().unwrap().iter().collect();
    let steps: Vec<_> = story
        .iter()
        .map(|it| [text(&it["at"]), text(&it["event"])])
        .collect();
    let (early, late) = ("2026-11-22T11:00:00Z", "2026-11-22T11:10:00Z");
    assert_eq!(
        steps,
        [
            [early, "sending"],
            [early, "unknown"],
            [late, "proven"],
            [late, "reported"]
        ]
    );
    assert!(text(&story[1]["detail"]).contains("connection was closed"));
    let run = world.run(&format!("transfers show {}", lost.to_lowercase()));
    for part in [
        "2026-11-22 12:00:00  about to be sent",
        "2026-11-22 12:00:00  nobody can tell whether it moved money: ",
        "2026-11-22 12:10:00  found in the bank's list, so it went through: row ",
        "2026-11-22 12:10:00  its result was shown",
        &format!("Sent Message  Ferie #{lost}"),
        "With its tag:",
    ] {
        assert!(run.out.contains(part), "{part} is not in\n{}", run.out);
    }
    for unknown in ["AAAAAAA", "what"] {
        let run = world.run(&format!("transfers show {unknown}"));
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{}", run.shown());
    }
}

#[test]
fn a_list_of_every_kind_is_what_its_schema_says() {
    let world = World::logged_in();
    let fresh = |amount: u32| {
        world.run(&format!(
            "transfer Brukskonto Sparekonto {amount} --yes --json"
        ))
    };
    assert_eq!(ended(&fresh(1)), accepted());
    fault(&world, &format!("{DEBIT}: 403 code=insufficient.funds"));
    assert_eq!(fresh(2).code, 7);
    for after in ["", " after"] {
        fault(&world, &format!("{DEBIT}: drop{after}"));
        fresh(3 + u32::from(after.is_empty()));
    }
    let run = world.run("transfers check --json");
    assert_eq!(run.code, 9);
    let schema: Value = serde_json::from_str(&world.run("schema transfers").out).unwrap();
    fits(&schema, &run.json());
    let run = world.run("transfers --json");
    fits(&schema, &run.json());
    let items = run.json()["transfers"].clone();
    let states: Vec<_> = items
        .as_array()
        .unwrap()
        .iter()
        .map(|it| [text(&it["state"]), text(&it["settledBy"])])
        .collect();
    let expected = [
        ["accepted", "proof"],
        ["unknown", ""],
        ["rejected", ""],
        ["accepted", ""],
    ];
    assert_eq!(states, expected);
    let world = world.set("SB1_NOW", "2026-11-22T12:00:00Z");
    let open = text(&items[1]["id"]);
    let run = world.run(&format!("transfers resolve {open} --not-moved --json"));
    fits(&schema, &run.json());
    fits(&schema, &world.run("transfers list --json").json());
    let table = world.run("transfers");
    assert!(table.out.starts_with("ID"), "{}", table.out);
    assert!(table.out.lines().nth(1).unwrap().contains("accepted"));
    let csv = world.run("transfers --format csv");
    assert_eq!(csv.out.lines().count(), 5, "{}", csv.out);
}

/// Every item has what is required of it, and nothing that is not named.
fn fits(schema: &Value, document: &Value) {
    assert_eq!(document["schema"], schema["title"]);
    let item = &schema["properties"]["transfers"]["items"];
    for value in document["transfers"].as_array().unwrap() {
        object_fits(item, value);
    }
}

fn object_fits(schema: &Value, value: &Value) {
    let Some(fields) = value.as_object() else {
        return;
    };
    for name in schema["required"].as_array().unwrap() {
        assert!(
            fields.contains_key(name.as_str().unwrap()),
            "{name}: {value}"
        );
    }
    for (name, value) in fields {
        let known = &schema["properties"][name];
        assert!(known.is_object(), "{name} is not in the schema");
        if let Some(allowed) = known["enum"].as_array() {
            assert!(allowed.contains(value), "{name}: {value}");
        }
        object_fits(known, value);
        for value in value.as_array().into_iter().flatten() {
            object_fits(&known["items"], value);
        }
    }
}

#[test]
fn each_profile_has_its_own_and_a_logout_keeps_it() {
    let world = World::logged_in();
    let first = lost(&world, false, "");
    assert_eq!(world.log_in(&["--profile", "second"]).code, 0);
    let run = world.run("--profile second transfers check --json");
    assert_eq!((run.code, run.json()["transfers"].clone()), (0, json!([])));
    let run = world.run(&format!("--profile second transfers show {first}"));
    assert_eq!(run.code, 2, "{}", run.shown());
    let run = send(&world, "--profile second");
    assert_eq!(ended(&run), accepted(), "{}", run.shown());
    let kept = std::fs::read(journal(&world)).unwrap();
    assert_eq!(world.run("logout --all").code, 0);
    assert_eq!(std::fs::read(journal(&world)).unwrap(), kept);
    let list = |line: &str| {
        let run = world.run(line);
        assert_eq!(run.code, 0, "{}", run.shown());
        text(&run.json()["transfers"][0]["id"])
    };
    assert_eq!(list("transfers --json"), first);
    assert_eq!(list("--profile second transfers --json"), id(&run));
}
