//! What is shown of a transfer beside its outcome: the plan, the rehearsal, the bank's remarks.

use crate::api::transfer as post;
use crate::app::App;
use crate::domain::transfer::{
    Draft, Gate, History, Id, Message, Record, State, gate, ritual, warning,
};
use crate::failure::Failure;
use crate::view;
use crate::view::transfer::Transfer;

use super::desk::random_id;
use super::{Job, ending};

/// Says what the bank remarked on a transfer that it made all the same.
pub(super) fn remarks(app: &App<'_>, record: &Record) {
    if let State::Done(accepted) = &record.state {
        for remark in &accepted.warnings {
            app.ui.warn(warning::sentence(remark));
        }
    }
}

/// Ends a transfer of which there is nothing to do.
pub(super) fn skipped(
    app: &App<'_>,
    draft: &Draft,
    key: Option<&str>,
    working: &[String],
) -> Result<(), Failure> {
    for step in working {
        app.ui.note(step);
    }
    let transfer = Transfer::skipped(draft, key);
    view::transfer::show(app.ui, app.config.format, &transfer)
}

/// Shows the plan and what would be sent, and what would hold it back now.
pub(super) fn rehearsed(app: &App<'_>, job: &Job) -> Result<(), Failure> {
    let id = random_id()?;
    app.ui.note(proposal(app, job, &id));
    let wanted = &job.wanted;
    let intent = ritual::intent(wanted, &id, job.before);
    let request = post::request(&intent);
    app.ui
        .tell(format_args!("POST {}\n{}", request.path, request.body));
    if intent.tagged {
        app.ui
            .note("the tag in the message is an example; each transfer has its own");
    }
    let history = History::fold(&app.journal().read()?);
    match gate(&history, wanted, app.clock.now(), true) {
        Gate::Pass => {}
        Gate::Limited(error) => return Err(ending::limited(&error)),
        Gate::Refused(refusal) => return Err(ending::refused(&refusal)),
        Gate::Look(_) => {}
        Gate::Again(id) => app.ui.warn(format_args!(
            "nothing would be sent now: the result of {id} would be told again"
        )),
        Gate::Open(id) => app.ui.warn(format_args!(
            "{id} would be looked for first, because nobody can tell whether it was made"
        )),
        Gate::Held(id, _) => app
            .ui
            .warn(format_args!("{id} would hold this one back now")),
    }
    let transfer = Transfer::planned(&wanted.plan, wanted.key.as_deref(), app.clock.today());
    view::transfer::show(app.ui, app.config.format, &transfer)
}

/// The plan for people.
pub(super) fn proposal(app: &App<'_>, job: &Job, id: &Id) -> String {
    let wanted = &job.wanted;
    let plan = &wanted.plan;
    let message = Message::compose(plan.route, plan.message.as_deref(), id, wanted.tag);
    let today = app.clock.today();
    let day = plan.due.unwrap_or(today);
    let closed = day.closed();
    let remark =
        closed.map(|why| format!("{why}: the bank may move it to {}", day.next_bank_day()));
    let proposal = view::plan::Proposal {
        plan,
        message: message.text.as_deref(),
        tagged: message.tagged,
        today,
        remark: remark.as_deref(),
        working: &job.working,
        before: job.before,
    };
    proposal.lines().join("\n")
}
