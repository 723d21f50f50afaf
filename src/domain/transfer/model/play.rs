use crate::domain::transfer::ritual::{self, Decisions, Ending};
use crate::domain::transfer::{Asked, History, Id, Record, Wanted, What, samples};

use super::breach::Breach;
use super::cases::{Between, Case, Crash, Earlier, Trace, Wish};
use super::world::{Habit, Stop, World};

/// How often somebody tries.
const RUNS: usize = 3;

/// Plays one case to its end, and says what must not have happened.
pub(super) fn play(case: &Case<'_>, decisions: &impl Decisions, habit: Habit) -> Vec<Breach> {
    let mut world = World::new(case, habit);
    begin_with(case.earlier, case, &mut world);
    let mut named = None;
    let mut refused = false;
    for run in 0..RUNS {
        if run > 0 {
            world.pass_minutes(case.pace);
            // Another wish comes once; sent again and again it would itself hold this one back.
            if run == 1 || case.between != Between::Other {
                between(case, decisions, &mut world);
            }
        }
        world.begin_run(run == 0, true);
        let wanted = wish(case, &world, named);
        let ending = ritual::transfer(decisions, &mut world, &wanted);
        let sent = matches!(ending, Ok(Ending::Sent(_)));
        world.check(!refused || sent, Breach::Stuck);
        if went_well(case, run, &ending) {
            wish_anew(case, decisions, &mut world);
            break;
        }
        refused = is_refused(&ending) && is_alone(case);
        let seen = case.wish == Wish::Again && is_seen(case, run);
        named = seen.then(|| id_of(&ending)).flatten();
    }
    judge(&mut world);
    world.breaches
}

fn wish(case: &Case<'_>, world: &World<'_>, again: Option<Id>) -> Wanted {
    let long = "x".repeat(40);
    let rule = matches!(case.wish, Wish::StaleRule | Wish::FreshRule);
    let less = case.wish == Wish::FreshRule && world.bank.moved > 0;
    let amount = samples::kroner(if less { 90 } else { 100 });
    let plan = match case.trace {
        Trace::Card => samples::plan(&samples::credit_card(), amount, None),
        Trace::LongMessage => samples::plan(&samples::savings(), amount, Some(&long)),
        Trace::Tag | Trace::TagOff => samples::plan(&samples::savings(), amount, Some("Ferie")),
    };
    let amount = if rule { "10%" } else { "100" };
    Wanted {
        key: (case.wish == Wish::Key).then(|| "november".to_owned()),
        again,
        computed: rule,
        tag: case.trace != Trace::TagOff,
        asked: Asked {
            amount: amount.to_owned(),
            date: None,
        },
        ..samples::wanted(plan)
    }
}

/// A wish of the same money the same way which is another all the same.
fn other(case: &Case<'_>, world: &World<'_>) -> Wanted {
    let mut wanted = wish(case, world, None);
    match case.trace {
        Trace::Card => wanted.key = Some("another".to_owned()),
        _ => {
            wanted.plan.message = Some("Mat".to_owned());
            wanted.key = None;
        }
    }
    wanted
}

/// What was before the first run.
fn begin_with(earlier: Earlier, case: &Case<'_>, world: &mut World<'_>) {
    let id = samples::id(200);
    let mut begun = |wanted: &Wanted, ago: i64, shown: bool| {
        let intent = samples::intent(wanted, id);
        world.bank.commit(id, &intent, false);
        world.pass_minutes(-ago);
        world.write(id, What::Sending(Box::new(intent)));
        world.write(id, What::Done(samples::accepted()));
        if shown {
            world.write(id, What::Reported);
        }
        world.pass_minutes(ago);
    };
    let wanted = Wanted {
        key: None,
        ..wish(case, &World::new(case, Habit::Careful), None)
    };
    match earlier {
        Earlier::None => {}
        Earlier::LongAgo => begun(&wanted, 60, true),
        Earlier::JustNow => begun(&wanted, 1, true),
        Earlier::OtherUnseen => begun(&other(case, &World::new(case, Habit::Careful)), 60, false),
        Earlier::Foreign => world.bank.commit_foreign(),
    }
}

fn between(case: &Case<'_>, decisions: &impl Decisions, world: &mut World<'_>) {
    world.begin_run(false, false);
    match case.between {
        Between::Nothing => {}
        // The journal says from then on that money moved, and who says `--again` of that means it.
        Between::Look | Between::Other if case.wish == Wish::Again => {}
        Between::Look => {
            let history = decisions.fold(&world.journal);
            let open: Vec<&Record> = history.open().collect();
            let written = world.journal.len();
            // What it finds it has written down.
            ritual::look(decisions, world, &open).ok();
            let proven: Vec<Id> = world.journal[written..].iter().map(|it| it.id).collect();
            for id in proven {
                world.write(id, world.habit.of_a_check());
            }
        }
        Between::Other => {
            let wanted = other(case, world);
            ritual::transfer(decisions, world, &wanted).ok();
        }
    }
}

/// Whether the run ended with 0, so that nobody tries again.
fn went_well(case: &Case<'_>, run: usize, ending: &Result<Ending, Stop>) -> bool {
    match ending {
        Ok(Ending::Sent(it) | Ending::Again(it)) => is_seen(case, run) && it.moved() == Some(true),
        _ => false,
    }
}

fn is_seen(case: &Case<'_>, run: usize) -> bool {
    run > 0 || case.crash != Crash::ClosedPipe
}

fn is_refused(ending: &Result<Ending, Stop>) -> bool {
    matches!(ending, Ok(Ending::Sent(it)) if it.moved() == Some(false))
}

/// Whether after a refusal nothing can stand in the way.
fn is_alone(case: &Case<'_>) -> bool {
    case.crash != Crash::DiskFull && case.wish != Wish::Key && case.between != Between::Other
}

fn id_of(ending: &Result<Ending, Stop>) -> Option<Id> {
    match ending {
        Ok(Ending::Sent(it) | Ending::Again(it) | Ending::Held(it, _) | Ending::Open(it, _)) => {
            Some(it.id)
        }
        _ => None,
    }
}

/// After it went well, and a while, the same is a new wish; but not with the same key.
fn wish_anew(case: &Case<'_>, decisions: &impl Decisions, world: &mut World<'_>) {
    // What never came on the disk is looked for first, so that nothing is sent.
    if case.pace != 20 || case.crash == Crash::DiskFull {
        return;
    }
    let with_key = case.wish == Wish::Key;
    if !with_key {
        judge(world);
        world.bank.moved = 0;
    }
    world.pass_minutes(20);
    world.begin_run(false, true);
    let wanted = wish(case, world, None);
    let ending = ritual::transfer(decisions, world, &wanted);
    let right = match ending {
        Ok(Ending::Again(_)) => with_key,
        Ok(Ending::Sent(_)) => !with_key,
        _ => false,
    };
    world.check(right, Breach::Stuck);
}

/// What must hold after everything.
fn judge(world: &mut World<'_>) {
    world.check(world.bank.moved <= 1, Breach::MovedTwice);
    for record in History::fold(&world.journal).records() {
        let truth = world.bank.has_moved(&record.id);
        let agrees = record.moved().is_none_or(|moved| moved == truth);
        world.check(agrees, Breach::Journal);
    }
}
