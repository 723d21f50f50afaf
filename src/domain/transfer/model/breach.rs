/// What must never happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Breach {
    /// One wish moved money twice.
    MovedTwice,
    /// It said that money moved, and none did.
    SaidMoved,
    /// It said that no money moved, and some did.
    SaidNotMoved,
    /// It sent something without an intent on disk.
    NoIntent,
    /// One run posted twice, or posted and said that it did not.
    Posted,
    /// The journal's fold says something else than the bank.
    Journal,
    /// A transfer was settled by something else than its own tag, seen in a list.
    Settled,
    /// A wish was held back although nothing stood in its way.
    Stuck,
}
