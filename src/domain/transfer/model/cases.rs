use super::faults::{self, Fault};

/// One story: what goes wrong in the first run, and in which world.
#[derive(Clone, Debug)]
pub(super) struct Case<'a> {
    pub(super) fault: &'a Fault,
    pub(super) crash: Crash,
    pub(super) list: List,
    pub(super) trace: Trace,
    pub(super) earlier: Earlier,
    pub(super) wish: Wish,
    /// Minutes from one run to the next.
    pub(super) pace: i64,
    pub(super) between: Between,
}

/// Where the first run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Crash {
    None,
    BeforeIntent,
    AfterIntent,
    AfterPost,
    AfterOutcome,
    /// It was seen, and the journal does not know.
    AfterShow,
    /// No crash, but nobody can see how it ended.
    ClosedPipe,
    /// No crash, but after the intent nothing more goes on the disk.
    DiskFull,
}

/// How the wish's own rows stand in the bank's lists later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    Whole,
    NotYet,
    /// Not at the first look, and then.
    Late,
    PartialWith,
    PartialWithout,
    Unreachable,
    /// Not there, but somebody else's row of the same amount is.
    LookAlikeInstead,
    LookAlikeAsWell,
    /// Without their messages.
    Stripped,
    /// In other letters, and with the bank's words around.
    Rewritten,
}

/// Whether the transfer leaves a tag that can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trace {
    Tag,
    TagOff,
    Card,
    LongMessage,
}

/// A transfer like the wish from before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Earlier {
    None,
    /// Ours, and shown an hour ago.
    LongAgo,
    /// Ours, and shown a minute ago.
    JustNow,
    /// Made in the online bank a minute ago.
    Foreign,
    /// Ours with other words, made and never shown.
    OtherUnseen,
}

/// How the wish is put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    Fixed,
    /// With `--key`, by somebody who runs it again even after it went well.
    Key,
    /// An amount by a rule, from a balance that does not know yet what moved.
    StaleRule,
    /// An amount by a rule, from a balance that does.
    FreshRule,
    /// By somebody who says `--again` of whatever the last run named.
    Again,
}

/// What happens between two runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Between {
    Nothing,
    /// `transfers check`.
    Look,
    /// Another run, for a transfer with other words.
    Other,
}

const CRASHES: [Crash; 8] = [
    Crash::None,
    Crash::BeforeIntent,
    Crash::AfterIntent,
    Crash::AfterPost,
    Crash::AfterOutcome,
    Crash::AfterShow,
    Crash::ClosedPipe,
    Crash::DiskFull,
];

const LISTS: [List; 10] = [
    List::Whole,
    List::NotYet,
    List::Late,
    List::PartialWith,
    List::PartialWithout,
    List::Unreachable,
    List::LookAlikeInstead,
    List::LookAlikeAsWell,
    List::Stripped,
    List::Rewritten,
];

const EARLIER: [Earlier; 5] = [
    Earlier::None,
    Earlier::LongAgo,
    Earlier::JustNow,
    Earlier::Foreign,
    Earlier::OtherUnseen,
];

const WISHES: [Wish; 5] = [
    Wish::Fixed,
    Wish::Key,
    Wish::StaleRule,
    Wish::FreshRule,
    Wish::Again,
];

const PACES: [(i64, Between); 5] = [
    (0, Between::Nothing),
    (20, Between::Nothing),
    (1, Between::Look),
    (20, Between::Look),
    (20, Between::Other),
];

/// How many of the cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// Every fault in the plainest worlds, and one fault of each kind in all of them.
    Core,
    /// The whole product.
    Whole,
}

/// Calls `play` with every case, and says how many there are.
pub(super) fn each(extent: Extent, mut play: impl FnMut(&Case<'_>)) -> usize {
    let faults = faults::all();
    let mut count = 0;
    for (fault, crash) in endings(&faults) {
        for (trace, list) in sights() {
            for earlier in EARLIER {
                for wish in WISHES {
                    for (pace, between) in PACES {
                        let plain = is_plain(earlier, wish, (pace, between));
                        if extent == Extent::Core && !plain && !fault.stands_for_others() {
                            continue;
                        }
                        count += 1;
                        play(&Case {
                            fault,
                            crash,
                            list,
                            trace,
                            earlier,
                            wish,
                            pace,
                            between,
                        });
                    }
                }
            }
        }
    }
    count
}

fn is_plain(earlier: Earlier, wish: Wish, pace: (i64, Between)) -> bool {
    matches!(earlier, Earlier::None | Earlier::LongAgo)
        && wish == Wish::Fixed
        && matches!(pace, (0, Between::Nothing) | (20, Between::Look))
}

/// Every fault at every crash; where a crash comes before the POST no fault can.
fn endings(faults: &[Fault]) -> impl Iterator<Item = (&Fault, Crash)> {
    faults.iter().enumerate().flat_map(|(place, fault)| {
        let unsent = |crash| matches!(crash, Crash::BeforeIntent | Crash::AfterIntent);
        let possible = move |crash: &Crash| place == 0 || !unsent(*crash);
        CRASHES
            .into_iter()
            .filter(possible)
            .map(move |crash| (fault, crash))
    })
}

/// Every list where there is a tag to be found; without one, those that tell the most.
fn sights() -> impl Iterator<Item = (Trace, List)> {
    let tagged = LISTS.into_iter().map(|list| (Trace::Tag, list));
    let untagged = [
        (Trace::TagOff, List::Whole),
        (Trace::TagOff, List::LookAlikeInstead),
        (Trace::Card, List::Whole),
        (Trace::LongMessage, List::Whole),
    ];
    tagged.chain(untagged)
}
