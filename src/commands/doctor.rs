use clap::Args;

use crate::app::App;
use crate::auth::credentials::outlook;
use crate::auth::loopback::Listener;
use crate::auth::loopback::redirect::{DEFAULT_REDIRECT, RedirectUri};
use crate::domain::date::on_the_clock;
use crate::domain::transfer::History;
use crate::failure::{Failure, Kind};
use crate::files;
use crate::view::doctor::{self, Check, Verdict};

use super::Local;

/// Clocks further apart than this are worth a word.
const CLOCK_SECONDS: i64 = 30;

#[derive(Args)]
#[command(after_help = "\
Looks at the secret store, the login, the port of the redirect URI, IPv6 loopback, the rights of our files, the \
journal of transfers, the archive, the way to the bank, and the clock. Nothing is sent to the bank but a request \
without a login.")]
pub(crate) struct Doctor {}

impl Local for Doctor {
    fn run(self, app: &App<'_>) -> Result<(), Failure> {
        let mut checks = vec![store(app), login(app)];
        checks.extend(port(app));
        checks.extend([rights(app), journal(app), archive(app)]);
        checks.extend(bank(app));
        doctor::show(app.ui, app.config.format, &checks)?;
        match checks
            .iter()
            .filter(|it| it.verdict == Verdict::Bad)
            .count()
        {
            0 => Ok(()),
            1 => Err(Failure::new(kind(&checks), "one thing needs to be mended")),
            many => Err(Failure::new(
                kind(&checks),
                format!("{many} things need to be mended"),
            )),
        }
    }
}

/// The first trouble decides the exit code.
fn kind(checks: &[Check]) -> Kind {
    match checks
        .iter()
        .find(|it| it.verdict == Verdict::Bad)
        .map(|it| it.name)
    {
        Some("store" | "files" | "journal" | "archive") => Kind::Storage,
        Some("bank") => Kind::Unavailable,
        _ => Kind::Login,
    }
}

fn good(name: &'static str, finding: impl Into<String>) -> Check {
    Check {
        name,
        verdict: Verdict::Good,
        finding: finding.into(),
        hint: None,
    }
}

fn bad(name: &'static str, failure: &Failure) -> Check {
    let cause = failure
        .causes()
        .next()
        .map(|it| format!(" ({it})"))
        .unwrap_or_default();
    Check {
        name,
        verdict: Verdict::Bad,
        finding: format!("{failure}{cause}"),
        hint: Some(failure.hints().join("; ")).filter(|it| !it.is_empty()),
    }
}

fn doubtful(name: &'static str, finding: impl Into<String>, hint: impl Into<String>) -> Check {
    Check {
        name,
        verdict: Verdict::Doubtful,
        finding: finding.into(),
        hint: Some(hint.into()),
    }
}

fn store(app: &App<'_>) -> Check {
    let store = app.store();
    match store.round_trip() {
        Ok(()) => good("store", format!("{} keeps what is written", store.place())),
        Err(failure) => bad("store", &failure),
    }
}

fn login(app: &App<'_>) -> Check {
    match app.store().load() {
        Err(failure) => bad("login", &failure),
        Ok(credentials) => {
            let outlook = outlook(credentials.as_ref(), app.clock.now());
            match (outlook.logged_in, outlook.days_left) {
                (true, Some(days)) => {
                    good("login", format!("you are logged in; days left: {days}"))
                }
                (true, None) => good("login", "you are logged in"),
                (false, _) => doubtful("login", "you are not logged in", "run `sb1 login`"),
            }
        }
    }
}

/// The port that a login needs, and whether both loopback addresses are there.
fn port(app: &App<'_>) -> Vec<Check> {
    let stored = app.store().load().ok().flatten();
    let text = stored.map_or_else(|| DEFAULT_REDIRECT.to_owned(), |it| it.client.redirect_uri);
    let uri = match RedirectUri::parse(&text) {
        Ok(uri) => uri,
        Err(failure) => return vec![bad("port", &failure)],
    };
    match Listener::bind(&uri) {
        Ok(listener) if listener.without_ipv6() => vec![
            good("port", format!("port {} of {text} is free", uri.port())),
            doubtful(
                "ipv6",
                "this machine has no ::1",
                "nothing needs to be done unless a login never arrives; then register 127.0.0.1 in place of localhost",
            ),
        ],
        Ok(_) => vec![
            good("port", format!("port {} of {text} is free", uri.port())),
            good(
                "ipv6",
                "every loopback address of the redirect URI is there",
            ),
        ],
        Err(error) => {
            let who = error
                .who
                .map_or_else(|| error.source.to_string(), |who| format!("taken by {who}"));
            let failure =
                Failure::new(Kind::Login, format!("port {} of {text}: {who}", error.port));
            vec![bad(
                "port",
                &failure.hint(
                    "end that program, or register another redirect URI and give it to `sb1 login`",
                ),
            )]
        }
    }
}

fn rights(app: &App<'_>) -> Check {
    let places = &app.config.places;
    let exposed: Vec<String> = [&places.data, &places.state, &places.cache]
        .into_iter()
        .flat_map(|folder| files::exposed(folder))
        .map(|path| path.display().to_string())
        .collect();
    if exposed.is_empty() {
        return good("files", "our folders and files are for you alone");
    }
    let finding = format!("others can look into {}", exposed.join(", "));
    doubtful(
        "files",
        finding,
        format!("run `chmod go= {}`", exposed.join(" ")),
    )
}

/// Whether the journal of transfers can be read by us and by nobody else, and what it leaves open.
fn journal(app: &App<'_>) -> Check {
    let journal = app.journal();
    let events = match journal.read() {
        Ok(events) => events,
        Err(failure) => return bad("journal", &failure),
    };
    let path = journal.path().display();
    let history = History::fold(&events);
    let sent = history.records().len();
    match history.open().count() {
        0 if sent == 0 => good("journal", format!("no transfer was sent yet; {path}")),
        0 => good("journal", format!("transfers: {sent}, none open; {path}")),
        open => doubtful(
            "journal",
            format!(
                "transfers: {sent}, of which it is unknown whether they moved money: {open}; {path}"
            ),
            "run `sb1 transfers check`",
        ),
    }
}

/// Whether the archive can be read by us and by nobody else, and whether something in it is unclear.
fn archive(app: &App<'_>) -> Check {
    let holdings = match super::archive::holdings(app) {
        Ok(holdings) => holdings,
        Err(failure) => return bad("archive", &failure),
    };
    let path = holdings.path.display();
    let Some(last_sync) = holdings.last_sync.map(on_the_clock) else {
        return good("archive", format!("no archive yet; {path}"));
    };
    let (accounts, rows) = (holdings.accounts.len(), holdings.rows());
    let counted = format!("accounts: {accounts}, rows: {rows}, last synced {last_sync}");
    match holdings.unclear.len() {
        0 => good("archive", format!("{counted}; {path}")),
        unclear => doubtful(
            "archive",
            format!("{counted}, of which it is unclear what became: {unclear}; {path}"),
            "run `sb1 archive status`; nothing is lost",
        ),
    }
}

/// Whether the bank answers at all, and what its clock says.
fn bank(app: &App<'_>) -> Vec<Check> {
    let origin = &app.config.origin;
    match app.http.knock() {
        Err(network) => vec![bad("bank", &Failure::from(network))],
        Ok(date) => {
            let skew = date.map(|date| date.duration_since(app.clock.now()).as_secs());
            let clock = match skew {
                None => doubtful(
                    "clock",
                    "the bank's answer carries no date",
                    "nothing needs to be done",
                ),
                Some(skew) if skew.abs() > CLOCK_SECONDS => doubtful(
                    "clock",
                    format!(
                        "this machine's clock differs from the bank's by {} s",
                        skew.abs()
                    ),
                    "set the clock of this machine, best by the network",
                ),
                Some(_) => good("clock", "this machine's clock agrees with the bank's"),
            };
            vec![good("bank", format!("{origin} answers")), clock]
        }
    }
}
