use crate::domain::transfer::{Answer, Body, Said, samples};

/// What becomes of the one POST.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub(super) name: &'static str,
    /// Whether the bank moves the money.
    pub(super) commits: bool,
    /// What comes back.
    pub(super) answer: Answer,
}

impl Fault {
    /// Whether it is the one of its kind that is met in every world: it went well, was never sent,
    /// was refused, or nobody can tell, with the money moved and without.
    pub(super) fn stands_for_others(&self) -> bool {
        matches!(self.name, "200" | "never sent" | "lost" | "403 documented")
    }
}

/// Nothing goes wrong.
pub(super) fn none() -> Fault {
    came("200", true, 200, Body::Created(samples::accepted()))
}

/// Everything that may go wrong, each that may be before or after the money moved as both.
pub(super) fn all() -> Vec<Fault> {
    let mut faults = vec![none(), never_sent()];
    faults.extend(both(|commits| lost("lost", commits, None)));
    faults.extend(both(|commits| lost("time-out", commits, None)));
    faults.extend(both(|commits| lost("interrupted", commits, None)));
    faults.push(lost("200 truncated", true, Some(200)));
    for (name, status) in [
        ("200 {}", 200),
        ("200 HTML", 200),
        ("307", 307),
        ("401", 401),
        ("404", 404),
        ("409", 409),
        ("429", 429),
        ("502", 502),
        ("503", 503),
        ("504", 504),
    ] {
        faults.extend(both(|commits| came(name, commits, status, Body::Other)));
    }
    faults.extend(refusals());
    faults
}

/// Answers with error codes.
fn refusals() -> Vec<Fault> {
    let mut faults = vec![
        errors("400 documented", false, 400, &["amount.invalid"]),
        errors("403 documented", false, 403, &["insufficient.funds"]),
        errors("403 illegal.payment.status.update", true, 403, &[UPDATE]),
        errors("403 mixed", true, 403, &["insufficient.funds", "new.code"]),
        errors("500 not completed", false, 500, &[NOT_COMPLETED]),
        errors("500 mixed", true, 500, &[NOT_COMPLETED, "general.error"]),
        came("403 without a code", true, 403, Body::Other),
    ];
    for (name, status, code) in [
        ("403 undocumented", 403, "some.new.code"),
        ("400 undocumented", 400, "some.new.code"),
        ("500 general.error", 500, "general.error"),
    ] {
        faults.extend(both(|commits| errors(name, commits, status, &[code])));
    }
    faults
}

const UPDATE: &str = "illegal.payment.status.update";
const NOT_COMPLETED: &str = "general.error.transfer.not.completed";

fn both(fault: impl Fn(bool) -> Fault) -> [Fault; 2] {
    [false, true].map(fault)
}

fn never_sent() -> Fault {
    let why = "connection refused".to_owned();
    Fault {
        name: "never sent",
        commits: false,
        answer: Answer::NeverSent { why },
    }
}

fn lost(name: &'static str, commits: bool, status: Option<u16>) -> Fault {
    let why = name.to_owned();
    Fault {
        name,
        commits,
        answer: Answer::Lost { why, status },
    }
}

fn came(name: &'static str, commits: bool, status: u16, body: Body) -> Fault {
    Fault {
        name,
        commits,
        answer: Answer::Came { status, body },
    }
}

fn errors(name: &'static str, commits: bool, status: u16, codes: &[&str]) -> Fault {
    let codes: Vec<_> = codes.iter().map(|it| Some((*it).to_owned())).collect();
    let said = Said {
        code: codes.first().cloned().flatten(),
        ..Said::default()
    };
    came(name, commits, status, Body::Errors { codes, said })
}
