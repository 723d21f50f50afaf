use super::event::{Accepted, NotMoved, Said, Unclear, What};
use super::{Route, code};

/// What came back of a transfer that was posted once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Nothing was sent: there never was a connection.
    NeverSent { why: String },
    /// It was sent, or may have been, and no whole answer came.
    Lost { why: String, status: Option<u16> },
    /// A whole answer.
    Came { status: u16, body: Body },
}

/// The body of a whole answer, as far as it is JSON of a form that the bank documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Body {
    /// An object with a `paymentId` that is not empty.
    Created(Accepted),
    /// An object with a list `errors` that is not empty; each with its code, where it has one.
    Errors {
        codes: Vec<Option<String>>,
        said: Said,
    },
    /// Anything else.
    Other,
}

/// The guarantee that nothing was executed, which comes with 500.
const NOT_COMPLETED: &str = "general.error.transfer.not.completed";
/// A payment that exists already may be meant, so this does not tell that none was made.
const STATUS_UPDATE: &str = "illegal.payment.status.update";

/// What an answer means: a closed list. Whatever is not in it leaves the outcome unknown.
pub(crate) fn meaning(route: Route, answer: &Answer) -> What {
    let (status, body) = match answer {
        Answer::NeverSent { why } => {
            return What::NotMoved(NotMoved::Network { why: why.clone() });
        }
        Answer::Lost { why, status } => {
            let said = Said {
                status: *status,
                ..Said::default()
            };
            return What::Unknown(Unclear {
                why: why.clone(),
                said,
            });
        }
        Answer::Came { status, body } => (*status, body),
    };
    match body {
        Body::Created(accepted) if status == 200 => What::Done(accepted.clone()),
        Body::Errors { codes, said } if refuses(route, status, codes) => {
            What::NotMoved(NotMoved::Bank(said.clone()))
        }
        Body::Errors { said, .. } => unclear(status, said.clone()),
        Body::Created(_) | Body::Other => unclear(status, Said::default()),
    }
}

/// Whether every code says that nothing was executed, and there is one.
fn refuses(route: Route, status: u16, codes: &[Option<String>]) -> bool {
    let one = |code: &Option<String>| {
        code.as_deref().is_some_and(|code| match status {
            400 | 403 => code != STATUS_UPDATE && code::documented(route, status, code).is_some(),
            500 => code == NOT_COMPLETED,
            _ => false,
        })
    };
    !codes.is_empty() && codes.iter().all(one)
}

fn unclear(status: u16, said: Said) -> What {
    let why = match &said.code {
        Some(code) => format!("the bank answered with {status} ({code})"),
        None => format!("the bank answered with {status}, and with nothing that says what it did"),
    };
    let said = Said {
        status: Some(status),
        ..said
    };
    What::Unknown(Unclear { why, said })
}

#[cfg(test)]
mod tests;
