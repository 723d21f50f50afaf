//! The facts about the bank that its sources dispute, each a switch.
//!
//! The program must be right under every setting; the defaults are the best-attested ones.

/// How long an access token lives, and whether a refresh token comes with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tokens {
    /// A short access token of that many seconds with a refresh token (since March 2024).
    Short(u32),
    /// A six-month access token and no refresh token (the older documentation).
    SixMonths,
}

/// What happens to a refresh token when it is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rotation {
    /// A new one is issued and the old one is dead at once; its reuse gives `invalid_grant`.
    Strict,
    /// A new one is issued; the old one still works for that many seconds.
    Grace(u32),
    /// Reuse of a dead refresh token also revokes the whole chain.
    RevokeChain,
    /// The same refresh token stays good, and the answer carries none.
    Never,
}

/// What the bank makes of PKCE.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pkce {
    /// Verified when sent, not asked for.
    Optional,
    /// Parameters are neither read nor verified.
    Ignored,
    /// Required and verified (S256).
    Enforced,
    /// A `code_challenge` on authorize is answered with `error=invalid_request`.
    RefusedAtAuthorize,
    /// A `code_verifier` on the token request is answered with 400 `invalid_request`.
    RefusedAtToken,
}

/// How `expires_in` and its siblings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seconds {
    /// `600`
    Number,
    /// `"600"`
    Text,
    /// `600.0`
    Decimal,
    /// Not at all.
    Absent,
}

/// How a field without a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Left out.
    Omitted,
    /// `null`.
    Null,
}

/// What `nonUniqueId` holds on booked rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NonUniqueId {
    /// Stable; card rows carry the partition prefix (`facts` 5.4).
    Stable,
    /// Eighteen zeros on own transfers also once booked, stable elsewhere.
    ZeroTransfers,
    /// Eighteen zeros on every row.
    AllZero,
    /// Left out on every row.
    Absent,
}

/// The wire name under which the source parameter has an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceParameter {
    /// `Transaction source`, as the specification writes it.
    Spec,
    /// `transactionSource`
    TransactionSource,
    /// `source`
    Source,
}

/// How the order of rows in one answer is laid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Newest first over all accounts.
    NewestFirst,
    /// One account after the other, newest first within each.
    ByAccount,
    /// Oldest first.
    OldestFirst,
}

/// What an explicit `fromDate` before the history that is kept gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OlderDays {
    /// All there is from that day on.
    Given,
    /// No more than without a `fromDate`, and the answer does not say so.
    Clipped,
    /// 400.
    Refused,
}

/// Whether, and how, the bank limits calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// Calls allowed per hour.
    pub calls: u32,
    /// Whether `X-RateLimit-Remaining` is sent.
    pub headers: bool,
    /// Whether a 429 carries `Retry-After`.
    pub retry_after: bool,
}

/// All switches together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Habits {
    /// Token lifetimes.
    pub tokens: Tokens,
    /// Seconds an unused refresh token lives.
    pub refresh_idle: u32,
    /// Seconds after login at which every refresh token of it is dead.
    pub refresh_absolute: u32,
    /// Refresh token rotation.
    pub rotation: Rotation,
    /// PKCE.
    pub pkce: Pkce,
    /// Form of lifetimes in the token answer.
    pub seconds: Seconds,
    /// Form of fields without a value.
    pub missing: Missing,
    /// Identity of booked rows.
    pub non_unique_id: NonUniqueId,
    /// Name of the source parameter.
    pub source_parameter: SourceParameter,
    /// Order of rows.
    pub order: Order,
    /// The most rows in one answer, where no smaller `rowLimit` was sent; the newest are kept and
    /// the answer does not say so. `None` for no such limit.
    pub row_limit: Option<usize>,
    /// How many months of transactions are told without a `fromDate`.
    pub history: u16,
    /// What an older `fromDate` gives.
    pub older: OlderDays,
    /// Whether `/transactions/classified` exists; 404 if not.
    pub classified: bool,
    /// Whether `accountBalance` of `POST /accounts/balance` is a string.
    pub balance_as_text: bool,
    /// Whether cards come without being asked for.
    pub cards_by_default: bool,
    /// Rate limit; `None` for no limit.
    pub rate_limit: Option<RateLimit>,
}

impl Default for Habits {
    fn default() -> Self {
        Self {
            tokens: Tokens::Short(600),
            refresh_idle: 2_591_999,
            refresh_absolute: 31_535_999,
            rotation: Rotation::Strict,
            pkce: Pkce::Optional,
            seconds: Seconds::Number,
            missing: Missing::Omitted,
            non_unique_id: NonUniqueId::Stable,
            source_parameter: SourceParameter::TransactionSource,
            order: Order::NewestFirst,
            row_limit: None,
            history: 24,
            older: OlderDays::Given,
            classified: true,
            balance_as_text: false,
            cards_by_default: false,
            rate_limit: None,
        }
    }
}
