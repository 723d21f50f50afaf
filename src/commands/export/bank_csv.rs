//! The bank's own CSV, which is asked of the bank.

use crate::api::Bank;
use crate::app::App;
use crate::domain::date;
use crate::export::bank_csv::disarmed;
use crate::failure::Failure;

use super::Task;

/// As far back as the bank goes.
const REACH: &str = "2y";

/// Writes what the bank says of the one account that `texts` mean.
pub(super) fn run(
    app: &App<'_>,
    bank: &Bank<'_>,
    texts: &[String],
    task: Task,
) -> Result<(), Failure> {
    let [text] = texts else {
        return Err(Failure::usage("the bank's own CSV is of one account")
            .hint("name one: `sb1 export <ACCOUNT> --format bank-csv`"));
    };
    let Task {
        wanted,
        style,
        mut target,
        ..
    } = task;
    let today = app.clock.today();
    let until = wanted.until.unwrap_or(today);
    let since = match wanted.since {
        Some(since) => since,
        None => date::parse_since(REACH, until).map_err(|it| Failure::usage(it.to_string()))?,
    };
    let directory = app.directory();
    let account = directory.find(bank, text)?;
    let csv = bank.export(&account.key, since, until);
    let csv = csv.map_err(|failure| directory.doubt(failure))?;
    target.pending = if style.raw { csv } else { disarmed(&csv) };
    if let Some(path) = target.finish()? {
        app.ui.note(format_args!("wrote {}", path.display()));
    }
    Ok(())
}
