//! What the pretend bank remembers about codes and tokens: who may do what until when.

use std::collections::HashMap;
use std::io;

use jiff::{SignedDuration, Timestamp};

use super::clock::{later, seconds_later};
use super::habits::{Habits, Rotation, Tokens};
use super::secrets::Secrets;

/// How long an authorization code may wait for its exchange.
const CODE_LIFE: SignedDuration = SignedDuration::from_mins(2);
/// Six months, as the bank's own example has it.
const SIX_MONTHS: u32 = 15_552_000;

/// An authorization code's terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Code {
    pub(crate) redirect_uri: String,
    pub(crate) state: Option<String>,
    pub(crate) challenge: Option<String>,
}

/// What a successful token request gives.
#[derive(Clone, Debug)]
pub(crate) struct Grant {
    pub(crate) access_token: String,
    /// Seconds.
    pub(crate) expires_in: u32,
    pub(crate) refresh_token: Option<String>,
    /// Idle and absolute seconds left to the refresh token; `None` in a world without.
    pub(crate) refresh_left: Option<(i64, i64)>,
}

/// One login and everything renewed from it.
struct Chain {
    login: Timestamp,
    revoked: bool,
}

struct Access {
    chain: usize,
    expires: Timestamp,
}

struct Refresh {
    chain: usize,
    /// Issued, or last used where tokens do not rotate.
    touched: Timestamp,
    /// First used, where tokens rotate.
    spent: Option<Timestamp>,
}

/// All codes and tokens ever issued.
pub(crate) struct Book {
    secrets: Secrets,
    codes: HashMap<String, (Timestamp, Code)>,
    chains: Vec<Chain>,
    access: HashMap<String, Access>,
    refresh: HashMap<String, Refresh>,
}

impl Book {
    /// An empty book.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self {
            secrets: Secrets::new()?,
            codes: HashMap::new(),
            chains: Vec::new(),
            access: HashMap::new(),
            refresh: HashMap::new(),
        })
    }

    /// Thirty-two hexadecimal digits for any other use.
    pub(crate) fn fresh_hex(&mut self) -> String {
        self.secrets.hex()
    }

    /// A new code on those terms.
    pub(crate) fn issue_code(&mut self, code: Code, now: Timestamp) -> String {
        let value = self.secrets.hex();
        self.codes
            .insert(value.clone(), (later(now, CODE_LIFE), code));
        value
    }

    /// Takes a code out for good; `None` when there is no such code any more.
    pub(crate) fn burn(&mut self, code: &str, now: Timestamp) -> Option<Code> {
        let (expires, code) = self.codes.remove(code)?;
        (now < expires).then_some(code)
    }

    /// A fresh login: a chain of its own that disturbs no other.
    pub(crate) fn login(&mut self, now: Timestamp, habits: &Habits) -> Grant {
        self.chains.push(Chain {
            login: now,
            revoked: false,
        });
        self.grant(self.chains.len() - 1, now, now, habits)
    }

    /// Renews with a refresh token; `None` is `invalid_grant`.
    pub(crate) fn renew(&mut self, token: &str, now: Timestamp, habits: &Habits) -> Option<Grant> {
        let refresh = self.refresh.get_mut(token)?;
        let chain = self.chains.get_mut(refresh.chain)?;
        let idle_end = seconds_later(refresh.touched, habits.refresh_idle);
        let absolute_end = seconds_later(chain.login, habits.refresh_absolute);
        if chain.revoked || now >= idle_end || now >= absolute_end {
            return None;
        }
        if let Some(spent) = refresh.spent {
            match habits.rotation {
                Rotation::Grace(seconds) if now < seconds_later(spent, seconds) => {}
                Rotation::RevokeChain => {
                    chain.revoked = true;
                    return None;
                }
                _ => return None,
            }
        }
        if habits.rotation == Rotation::Never {
            refresh.touched = now;
        } else {
            refresh.spent.get_or_insert(now);
        }
        let (chain, login) = (refresh.chain, chain.login);
        let mut grant = self.grant(chain, login, now, habits);
        if habits.rotation == Rotation::Never
            && let Some(unsaid) = grant.refresh_token.take()
        {
            self.refresh.remove(&unsaid);
        }
        Some(grant)
    }

    /// Whether that access token opens the bank now.
    pub(crate) fn opens(&self, token: &str, now: Timestamp) -> bool {
        self.access.get(token).is_some_and(|access| {
            let revoked = self.chains.get(access.chain).is_none_or(|c| c.revoked);
            now < access.expires && !revoked
        })
    }

    fn grant(&mut self, chain: usize, login: Timestamp, now: Timestamp, habits: &Habits) -> Grant {
        let access_token = self.secrets.jwt();
        let expires_in = match habits.tokens {
            Tokens::Short(seconds) => seconds,
            Tokens::SixMonths => SIX_MONTHS,
        };
        let expires = seconds_later(now, expires_in);
        self.access.retain(|_, access| now < access.expires);
        self.access
            .insert(access_token.clone(), Access { chain, expires });
        let mut grant = Grant {
            access_token,
            expires_in,
            refresh_token: None,
            refresh_left: None,
        };
        if habits.tokens != Tokens::SixMonths {
            let token = self.secrets.hex();
            let refresh = Refresh {
                chain,
                touched: now,
                spent: None,
            };
            self.refresh.insert(token.clone(), refresh);
            grant.refresh_token = Some(token);
            let end = seconds_later(login, habits.refresh_absolute);
            let absolute = end.duration_since(now).as_secs();
            let idle = i64::from(habits.refresh_idle).min(absolute);
            grant.refresh_left = Some((idle, absolute));
        }
        grant
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start() -> Timestamp {
        "2026-11-22T12:00:00Z".parse().unwrap()
    }

    fn rotating(rotation: Rotation) -> (Book, Habits, String) {
        let habits = Habits {
            rotation,
            ..Habits::default()
        };
        let mut book = Book::new().unwrap();
        let grant = book.login(start(), &habits);
        (book, habits, grant.refresh_token.unwrap())
    }

    #[test]
    fn a_code_lives_two_minutes_and_once() {
        let mut book = Book::new().unwrap();
        let terms = Code {
            redirect_uri: "http://localhost:1/cb".into(),
            state: None,
            challenge: None,
        };
        let code = book.issue_code(terms.clone(), start());
        assert_eq!(
            book.burn(&code, seconds_later(start(), 119)),
            Some(terms.clone())
        );
        assert_eq!(book.burn(&code, start()), None);
        let late = book.issue_code(terms, start());
        assert_eq!(book.burn(&late, seconds_later(start(), 120)), None);
    }

    #[test]
    fn strict_rotation_kills_the_old_token_and_leaves_the_new() {
        let (mut book, habits, old) = rotating(Rotation::Strict);
        let new = book
            .renew(&old, start(), &habits)
            .unwrap()
            .refresh_token
            .unwrap();
        assert!(book.renew(&old, start(), &habits).is_none());
        assert!(book.renew(&new, start(), &habits).is_some());
    }

    #[test]
    fn grace_keeps_the_old_token_for_a_while() {
        let (mut book, habits, old) = rotating(Rotation::Grace(60));
        assert!(book.renew(&old, start(), &habits).is_some());
        assert!(
            book.renew(&old, seconds_later(start(), 59), &habits)
                .is_some()
        );
        assert!(
            book.renew(&old, seconds_later(start(), 60), &habits)
                .is_none()
        );
    }

    #[test]
    fn reuse_revokes_its_own_chain_and_no_other() {
        let (mut book, habits, old) = rotating(Rotation::RevokeChain);
        let other = book.login(start(), &habits);
        let new = book.renew(&old, start(), &habits).unwrap();
        assert!(book.opens(&new.access_token, start()));
        assert!(book.renew(&old, start(), &habits).is_none());
        assert!(!book.opens(&new.access_token, start()));
        assert!(
            book.renew(&new.refresh_token.unwrap(), start(), &habits)
                .is_none()
        );
        assert!(book.opens(&other.access_token, start()));
        assert!(
            book.renew(&other.refresh_token.unwrap(), start(), &habits)
                .is_some()
        );
    }

    #[test]
    fn without_rotation_the_answer_carries_no_token_and_use_keeps_it_alive() {
        let (mut book, mut habits, token) = rotating(Rotation::Never);
        habits.refresh_idle = 100;
        for seconds in [90, 180, 270] {
            let grant = book.renew(&token, seconds_later(start(), seconds), &habits);
            assert!(grant.unwrap().refresh_token.is_none());
        }
        assert!(
            book.renew(&token, seconds_later(start(), 370), &habits)
                .is_none()
        );
    }

    #[test]
    fn both_lifetimes_end_a_chain() {
        let (mut book, mut habits, token) = rotating(Rotation::Strict);
        (habits.refresh_idle, habits.refresh_absolute) = (100, 150);
        let grant = book
            .renew(&token, seconds_later(start(), 99), &habits)
            .unwrap();
        assert_eq!(grant.refresh_left, Some((51, 51)));
        assert!(book.opens(&grant.access_token, seconds_later(start(), 698)));
        assert!(!book.opens(&grant.access_token, seconds_later(start(), 699)));
        let token = grant.refresh_token.unwrap();
        assert!(
            book.renew(&token, seconds_later(start(), 150), &habits)
                .is_none()
        );
        let idle = book.login(start(), &habits).refresh_token.unwrap();
        assert!(
            book.renew(&idle, seconds_later(start(), 100), &habits)
                .is_none()
        );
    }

    #[test]
    fn a_six_month_token_comes_alone() {
        let mut book = Book::new().unwrap();
        let habits = Habits {
            tokens: Tokens::SixMonths,
            ..Habits::default()
        };
        let grant = book.login(start(), &habits);
        assert!(grant.refresh_token.is_none() && grant.refresh_left.is_none());
        assert!(book.opens(&grant.access_token, seconds_later(start(), SIX_MONTHS - 1)));
        assert!(!book.opens(&grant.access_token, seconds_later(start(), SIX_MONTHS)));
    }
}
