//! Compares what the program said, by exit codes, documents and journal, with what the bank did.

use super::evidence::{Entry, Evidence, Round, Row, Told, Verdict};

/// Everything that the exit code of a transfer may be.
const CODES: [i32; 9] = [0, 1, 2, 4, 6, 7, 8, 9, 130];

impl Evidence {
    pub(super) fn judge(&self) -> Verdict {
        let mut verdict = Verdict::default();
        let owners = owners(&self.ledger, &self.rows);
        self.books_against_journal(&owners, &mut verdict);
        self.journal_against_books(&owners, &mut verdict);
        for (number, round) in self.rounds.iter().enumerate() {
            let place = |job: usize| {
                let words = round.jobs[job].words().join(" ");
                format!("round {number}, `{words}`")
            };
            for job in 0..round.jobs.len() {
                self.once(round, job, &place(job), &mut verdict);
                self.accounted_for(round, job, &place(job), &mut verdict);
            }
            for told in &round.told {
                self.said(round, told, &place(told.job), &mut verdict);
            }
            for at in round.ledger.clone() {
                let trace = &self.ledger[at].trace;
                if !round.jobs.iter().any(|job| job.is(trace)) {
                    verdict
                        .others
                        .push(format!("round {number}: nobody wanted {trace:?}"));
                }
            }
        }
        verdict
    }

    fn row(&self, id: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.id == id)
    }

    fn books_against_journal(&self, owners: &[Option<usize>], verdict: &mut Verdict) {
        for (entry, owner) in self.ledger.iter().zip(owners) {
            let row = owner.map(|at| &self.rows[at]);
            match row {
                Some(row) if row.denies() => {
                    verdict.denied.push(format!("{row:?} is {entry:?}"));
                }
                Some(_) => {}
                None => verdict.others.push(format!("{entry:?} is in no journal")),
            }
        }
    }

    fn journal_against_books(&self, owners: &[Option<usize>], verdict: &mut Verdict) {
        for (at, row) in self.rows.iter().enumerate() {
            let entry = owners.iter().position(|owner| *owner == Some(at));
            if row.state == "accepted" && entry.is_none() {
                verdict.phantoms.push(format!("{row:?}"));
            }
            let proof = |entry: &Entry| has_tag(entry.message.as_deref(), row);
            if row.state == "unknown" && entry.is_some_and(|at| proof(&self.ledger[at])) {
                verdict
                    .others
                    .push(format!("the last look did not find {row:?}"));
            }
            let posted = self.sent.iter();
            let posted = posted.filter(|it| has_tag(it.message.as_deref(), row));
            if posted.count() > 1 {
                verdict.others.push(format!("{row:?} was posted twice"));
            }
        }
    }

    /// A job that is done again after a failure moves money once at most.
    fn once(&self, round: &Round, job: usize, place: &str, verdict: &mut Verdict) {
        let made = self.ledger[round.ledger.clone()].iter();
        let count = made.filter(|it| round.jobs[job].is(&it.trace)).count();
        for _ in 1..count {
            verdict.doubles.push(place.to_owned());
        }
    }

    /// Each transfer that was posted stands in the journal, and each in the journal has a process
    /// of its own that began it: so none posted twice.
    fn accounted_for(&self, round: &Round, job: usize, place: &str, verdict: &mut Verdict) {
        let mine = &round.jobs[job];
        let begun: Vec<&String> = round
            .begun
            .iter()
            .filter(|id| self.row(id).is_some_and(|row| mine.is(&row.trace)))
            .collect();
        let posted = self.sent[round.sent.clone()].iter();
        let posted = posted.filter(|it| mine.is(&it.trace)).count();
        if posted > begun.len() {
            let count = begun.len();
            verdict
                .others
                .push(format!("{place}: {posted} posted and {count} written down"));
        }
        let told = || round.told.iter().filter(|told| told.job == job);
        let claimed: Vec<&str> = told()
            .filter_map(|told| told.answer.as_ref()?.own_id())
            .collect();
        let silent =
            told().filter(|told| told.answer.is_none() && (!told.heard || told.code.is_none()));
        let unclaimed = begun.iter().filter(|id| !claimed.contains(&id.as_str()));
        if unclaimed.count() > silent.count() {
            verdict.others.push(format!(
                "{place}: sent by nobody: {begun:?}, not {claimed:?}"
            ));
        }
        for (at, id) in claimed.iter().enumerate() {
            if claimed[..at].contains(id) || !begun.iter().any(|it| it == id) {
                verdict.others.push(format!("{place}: who sent {id}?"));
            }
        }
    }

    /// What one process said is what the journal says.
    fn said(&self, round: &Round, told: &Told, place: &str, verdict: &mut Verdict) {
        let Some(code) = told.code else {
            return;
        };
        let state = told.answer.as_ref().map(|it| it.state.as_str());
        let fits = match (code, state) {
            (0, Some("accepted" | "skipped")) => true,
            (7, Some("rejected")) | (8, Some("not_sent")) => true,
            (9, Some("unknown" | "held")) | (6, Some("held")) => true,
            // A rule with nothing to do, and no room to say so, is 5.
            (0 | 5 | 9, None) => !told.heard,
            // Ctrl-C right after an earlier transfer was told of: nothing was sent now.
            (130, Some(_)) => told.answer.as_ref().is_some_and(|it| it.own_id().is_none()),
            (_, None) => CODES.contains(&code),
            _ => false,
        };
        if !fits {
            verdict.others.push(format!("{place}: {told:?}"));
        }
        let job = &round.jobs[told.job];
        let row = || self.row(told.answer.as_ref()?.id.as_deref()?);
        let there = match state {
            Some("accepted") => row().is_some_and(|row| row.state == "accepted"),
            None if code == 0 => {
                let accepted = |row: &&Row| row.state == "accepted" && job.is(&row.trace);
                job.is_computed() || self.rows.iter().any(|row| accepted(&row))
            }
            _ => true,
        };
        if !there {
            verdict.phantoms.push(format!("{place}: {told:?}"));
        }
        if let Some("rejected" | "not_sent") = state
            && !row().is_some_and(Row::denies)
        {
            verdict
                .denied
                .push(format!("{place}: {told:?} is {:?}", row()));
        }
    }
}

/// Whether an entry of the books may be that of the journal.
type Likeness = dyn Fn(&Entry, &Row) -> bool;

/// Whose each entry of the bank's books is: by its payment id, by its tag, and then by likeness,
/// where one that may have moved comes before one that is said not to have.
pub(super) fn owners(ledger: &[Entry], rows: &[Row]) -> Vec<Option<usize>> {
    let by_payment = |entry: &Entry, row: &Row| row.payment_id.as_ref() == Some(&entry.payment_id);
    let by_tag = |entry: &Entry, row: &Row| has_tag(entry.message.as_deref(), row);
    let alike = |state: &'static str| {
        move |entry: &Entry, row: &Row| row.state == state && row.trace == entry.trace
    };
    let ways: [&Likeness; 6] = [
        &by_payment,
        &by_tag,
        &alike("accepted"),
        &alike("unknown"),
        &alike("rejected"),
        &alike("not_sent"),
    ];
    let mut owners = vec![None; ledger.len()];
    for is_its in ways {
        for (at, entry) in ledger.iter().enumerate() {
            if owners[at].is_none() {
                let mut free = (0..rows.len()).filter(|row| !owners.contains(&Some(*row)));
                owners[at] = free.find(|row| is_its(entry, &rows[*row]));
            }
        }
    }
    owners
}

fn has_tag(message: Option<&str>, row: &Row) -> bool {
    message.is_some_and(|it| it.contains(&row.id))
}

#[test]
fn what_the_oracle_is_for_is_seen() {
    let trace = super::jobs::Trace {
        kind: super::jobs::Kind::Debit,
        from: "1".to_owned(),
        to: "2".to_owned(),
        ore: 100,
    };
    let row = |id: &str, state: &str, payment: Option<&str>| Row {
        id: id.to_owned(),
        state: state.to_owned(),
        payment_id: payment.map(str::to_owned),
        trace: trace.clone(),
    };
    let entry = |payment: &str, message: Option<&str>| Entry {
        payment_id: payment.to_owned(),
        message: message.map(str::to_owned),
        trace: trace.clone(),
    };
    let counts = |rows: Vec<Row>, ledger: Vec<Entry>| {
        let verdict = Evidence {
            rows,
            ledger,
            ..Evidence::default()
        }
        .judge();
        let lists = [verdict.phantoms, verdict.denied, verdict.others];
        lists.map(|it| it.len())
    };
    let accepted = || row("AAAAAAA", "accepted", Some("7"));
    assert_eq!(counts(vec![accepted()], vec![entry("7", None)]), [0, 0, 0]);
    assert_eq!(counts(vec![accepted()], vec![]), [1, 0, 0]);
    assert_eq!(counts(vec![], vec![entry("7", None)]), [0, 0, 1]);
    for state in ["rejected", "not_sent"] {
        let denies = || row("AAAAAAA", state, None);
        assert_eq!(counts(vec![denies()], vec![]), [0, 0, 0]);
        let tagged = entry("7", Some("sb1 AAAAAAA"));
        assert_eq!(counts(vec![denies()], vec![tagged]), [0, 1, 0]);
        assert_eq!(counts(vec![denies()], vec![entry("7", None)]), [0, 1, 0]);
        // One that nobody can tell of may well be the one that moved.
        let unknown = row("BBBBBBB", "unknown", None);
        let both = vec![denies(), unknown];
        assert_eq!(counts(both, vec![entry("7", None)]), [0, 0, 0]);
    }
}
