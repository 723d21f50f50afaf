//! What a login that goes wrong says: a sentence and what to do.

use std::time::Duration;

use crate::auth::loopback::{BindError, NoAnswer};
use crate::domain::text::Foreign;
use crate::failure::{Failure, Kind};

/// How much of the bank's own words is shown.
const SHOWN_CHARACTERS: usize = 100;

pub(super) fn port_taken(error: &BindError) -> String {
    let port = error.port;
    match &error.who {
        Some(who) => format!("port {port} of the redirect URI is taken by {who}"),
        None => format!(
            "port {port} of the redirect URI cannot be used: {}",
            error.source
        ),
    }
}

pub(super) fn no_port(error: BindError) -> Failure {
    let message = port_taken(&error);
    Failure::new(Kind::Login, message)
        .because(error.source)
        .hint("end that program, or register another redirect URI with the bank and give it with --redirect-uri")
        .hint("without --no-input the address that the browser ends at can be pasted instead")
}

pub(super) fn no_answer(why: NoAnswer, limit: Duration) -> Failure {
    match why {
        NoAnswer::DeadlinePassed => {
            let message = format!("nobody logged in within {}", spoken(limit));
            Failure::new(Kind::Login, message)
                .hint("run `sb1 login` again; --timeout 15m waits longer")
                .hint("if the browser showed an error: the redirect URI must be registered with the bank, letter for letter")
        }
        NoAnswer::NothingLeft => Failure::new(
            Kind::Login,
            "the port is taken and nothing was pasted, so no login can arrive",
        )
        .hint(
            "end the program that holds the port, or paste the address that the browser ended at",
        ),
    }
}

fn spoken(limit: Duration) -> String {
    match limit.as_secs() {
        seconds if seconds >= 60 && seconds.is_multiple_of(60) => format!("{} min", seconds / 60),
        seconds => format!("{seconds} s"),
    }
}

pub(super) fn denied(error: &str, bank: Option<&str>) -> Failure {
    let failure = match error {
        "access_denied" => Failure::new(
            Kind::Login,
            "the login was cancelled, or the bank refused it",
        ),
        "invalid_request" => Failure::new(Kind::Login, "the bank could not use the login request"),
        "unauthorized_client" | "invalid_client" => {
            Failure::new(Kind::Login, "the bank does not know the client id")
        }
        "temporarily_unavailable" | "server_error" => {
            Failure::new(Kind::Unavailable, "the bank's login is down")
        }
        _ => Failure::new(Kind::Login, "the bank refused the login"),
    };
    let hint = match (error, bank) {
        ("access_denied", Some(bank)) => format!(
            "if you did not cancel: {bank} must be your bank; leave --bank out to choose on the bank's page"
        ),
        ("access_denied", None) => {
            "if you did not cancel: choose the bank that the client was registered for".to_owned()
        }
        ("temporarily_unavailable" | "server_error", _) => "try again in some minutes".to_owned(),
        _ => "check that client id and redirect URI are exactly those registered with the bank"
            .to_owned(),
    };
    let cut: String = error.chars().take(SHOWN_CHARACTERS).collect();
    failure
        .because(anyhow::anyhow!("the bank said {}", Foreign::new(cut)))
        .hint(hint)
}

/// The code may be spent, so it is not sent again.
pub(super) fn exchange_lost(failure: Failure) -> Failure {
    failure.hint("the login's code works only once and was not sent again; run `sb1 login` again")
}

pub(super) fn unproven(failure: Failure) -> Failure {
    failure.hint("the bank issued a token, but a first call with it failed, so it was not stored; run `sb1 login` again")
}
