//! What goes wrong in a wave of processes, from its beginning to its end.

use super::evidence::Round;
use super::faults::{Trouble, What, of_a_read, of_a_transfer, slow_transfer};
use super::runner::{Fate, Moment};
use super::stage::Stage;

/// What goes wrong in a wave.
pub(super) fn draw(stage: &mut Stage, fates: &[Fate]) -> Vec<Trouble> {
    let chance = &mut stage.chance;
    let mut troubles = Vec::new();
    for fate in fates {
        let posting = fate.doom.is_some_and(|it| it.after != Moment::Begun);
        let trouble = match chance.below(10) {
            _ if posting && chance.once_in(2) => Some(slow_transfer(chance)),
            0..7 => Some(of_a_transfer(chance)),
            _ => None,
        };
        // While one waits for the bank all others wait for the journal.
        let slow = |it: &Trouble| it.is_slow();
        let one = troubles.iter().filter(|it| slow(it)).count() < 2;
        troubles.extend(trouble.filter(|it| one || !slow(it)));
    }
    if chance.once_in(6) {
        troubles.push(of_a_read(chance));
    }
    troubles
}

/// Lets it go wrong from now on.
pub(super) fn arm(stage: &Stage, troubles: &[Trouble], round: &mut Round) {
    for trouble in troubles {
        round.log.push(format!("trouble: {}", trouble.name));
        match &trouble.what {
            What::Bank(fault) => stage.world.bank.fault(fault.clone()),
            What::Tear(tear) => stage.relay.tear(*tear),
            What::Refused(time) => stage.relay.refuse_after_accounts(*time),
            What::Parts(parts) => stage.world.bank.fail_parts(parts),
        }
    }
}

/// Lets nothing more go wrong, and counts what did.
pub(super) fn disarm(stage: &mut Stage, troubles: &[Trouble], refused: bool) {
    let mut faults = stage.world.bank.faults();
    let mut tears = stage.relay.calm();
    stage.world.bank.clear_faults();
    stage.world.bank.fail_parts(&[]);
    for trouble in troubles {
        let left = match &trouble.what {
            What::Bank(fault) => {
                let place = faults.iter().position(|it| it == fault);
                place.map(|at| faults.remove(at)).is_some()
            }
            What::Tear(tear) => {
                let place = tears.iter().position(|it| it == tear);
                place.map(|at| tears.remove(at)).is_some()
            }
            What::Refused(_) => !refused,
            What::Parts(_) => false,
        };
        if !left {
            stage.figures.befell(&trouble.name);
        }
    }
}
