//! What a login leaves: the client the bank registered, and its tokens.

use jiff::{SignedDuration, Timestamp};

use crate::domain::secret::Secret;

/// The client that the customer registered with the bank.
#[derive(Clone)]
pub(crate) struct Client {
    pub(crate) id: String,
    pub(crate) secret: Secret,
    /// The registered redirect URI, letter for letter.
    pub(crate) redirect_uri: String,
}

/// The tokens of a login. Instants are the bank's: its clock, not this machine's.
#[derive(Clone)]
pub(crate) struct Tokens {
    pub(crate) access: Secret,
    /// When the bank issued the access token.
    pub(crate) issued: Timestamp,
    /// When the access token ends; `None` where the bank did not say.
    pub(crate) access_expires: Option<Timestamp>,
    pub(crate) refresh: Option<Secret>,
    /// When the refresh token ends unless it is used.
    pub(crate) refresh_expires: Option<Timestamp>,
    /// When the bank asks for BankID again, however often the token is renewed.
    pub(crate) login_expires: Option<Timestamp>,
    /// How many seconds the bank's clock is ahead of this machine's.
    pub(crate) skew: i64,
}

/// Everything the store keeps for one profile at one origin.
#[derive(Clone)]
pub(crate) struct Credentials {
    pub(crate) client: Client,
    /// The bank of the login, `None` where the bank's own chooser was used.
    pub(crate) bank: Option<String>,
    /// `None` after a logout.
    pub(crate) tokens: Option<Tokens>,
}

/// The longest that a token is renewed ahead of its end.
const LEEWAY_SECONDS: i64 = 30;

impl Tokens {
    /// The bank's time, as far as it is known.
    pub(crate) fn bank_time(&self, now: Timestamp) -> Timestamp {
        later(now, self.skew)
    }

    /// Whether the access token may be used without a thought: it ends later than the leeway, 30 s
    /// or a fifth of its life.
    pub(crate) fn is_fresh(&self, now: Timestamp) -> bool {
        self.ends_after(now, |lifetime| LEEWAY_SECONDS.min(lifetime / 5))
    }

    /// Whether the access token has not ended yet.
    pub(crate) fn is_alive(&self, now: Timestamp) -> bool {
        self.ends_after(now, |_| 0)
    }

    fn ends_after(&self, now: Timestamp, leeway: impl Fn(i64) -> i64) -> bool {
        let Some(end) = self.access_expires else {
            return true;
        };
        let lifetime = end.duration_since(self.issued).as_secs().max(0);
        self.bank_time(now) < later(end, -leeway(lifetime))
    }
}

/// `seconds` after `at`, or the end of time.
pub(crate) fn later(at: Timestamp, seconds: i64) -> Timestamp {
    at.saturating_add(SignedDuration::from_secs(seconds))
        .unwrap_or(at)
}

/// What `status` tells of a login.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Outlook {
    /// Whether the next command can be expected to work without a new login.
    pub(crate) logged_in: bool,
    pub(crate) access_expires: Option<Timestamp>,
    pub(crate) refresh_expires: Option<Timestamp>,
    pub(crate) login_expires: Option<Timestamp>,
    /// Whole days until BankID is needed again if nothing is done; `None` where the bank did not say.
    pub(crate) days_left: Option<i64>,
}

/// What is to be expected of `credentials` at `now`.
pub(crate) fn outlook(credentials: Option<&Credentials>, now: Timestamp) -> Outlook {
    let Some(tokens) = credentials.and_then(|it| it.tokens.as_ref()) else {
        return Outlook::default();
    };
    let here = tokens.bank_time(now);
    let end = match tokens.refresh {
        Some(_) => [tokens.refresh_expires, tokens.login_expires]
            .into_iter()
            .flatten()
            .min(),
        None => tokens.access_expires,
    };
    Outlook {
        logged_in: tokens.is_alive(now)
            || tokens.refresh.is_some() && end.is_none_or(|it| here < it),
        access_expires: tokens.access_expires,
        refresh_expires: tokens.refresh_expires,
        login_expires: tokens.login_expires,
        days_left: end.map(|it| it.duration_since(here).as_secs().max(0) / 86_400),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn instant(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    pub(crate) fn sample(refresh: Option<&str>, lifetime: i64) -> Credentials {
        let issued = instant("2026-11-22T12:00:00Z");
        Credentials {
            client: Client {
                id: "client".into(),
                secret: Secret::new("hush"),
                redirect_uri: "http://localhost:12345/callback".into(),
            },
            bank: Some("fid-smn".into()),
            tokens: Some(Tokens {
                access: Secret::new("access-0"),
                issued,
                access_expires: Some(later(issued, lifetime)),
                refresh: refresh.map(Secret::new),
                refresh_expires: refresh.map(|_| later(issued, 30 * 86_400)),
                login_expires: refresh.map(|_| later(issued, 365 * 86_400)),
                skew: 0,
            }),
        }
    }

    #[test]
    fn freshness_leaves_a_leeway_and_follows_the_banks_clock() {
        let mut tokens = sample(Some("r"), 600).tokens.unwrap();
        let at = |seconds| later(tokens.issued, seconds);
        assert!(tokens.is_fresh(at(569)) && !tokens.is_fresh(at(570)));
        assert!(tokens.is_alive(at(599)) && !tokens.is_alive(at(600)));
        let (early, late) = (at(560), at(575));
        tokens.skew = 15;
        assert!(!tokens.is_fresh(early));
        tokens.skew = -15;
        assert!(tokens.is_fresh(late));
        tokens.access_expires = None;
        assert!(tokens.is_fresh(instant("2099-01-01T00:00:00Z")));
        let short = sample(None, 10).tokens.unwrap();
        assert!(short.is_fresh(later(short.issued, 7)) && !short.is_fresh(later(short.issued, 8)));
    }

    #[test]
    fn the_outlook_counts_the_days_to_the_nearest_end() {
        let login = sample(Some("r"), 600);
        let there = outlook(Some(&login), instant("2026-11-23T13:00:00Z"));
        assert_eq!((there.logged_in, there.days_left), (true, Some(28)));
        let gone = outlook(Some(&login), instant("2026-12-23T00:00:00Z"));
        assert_eq!((gone.logged_in, gone.days_left), (false, Some(0)));
        let six_months = outlook(
            Some(&sample(None, 15_552_000)),
            instant("2026-11-22T12:00:00Z"),
        );
        assert_eq!(
            (six_months.logged_in, six_months.days_left),
            (true, Some(180))
        );
        assert!(!outlook(None, instant("2026-11-22T12:00:00Z")).logged_in);
    }
}
