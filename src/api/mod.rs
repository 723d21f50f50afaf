//! Talks to the bank: one method per endpoint, domain types out.

pub(crate) mod http;

use crate::domain::secret::Secret;
use crate::failure::Failure;

/// Where a call gets its access token from. `auth` implements it; this is why `api` need not know
/// about logins.
pub(crate) trait TokenSource {
    /// A token believed good.
    fn token(&self) -> Result<Secret, Failure>;

    /// Another token than `rejected`, which the bank just answered with 401.
    fn renew(&self, rejected: &Secret) -> Result<Secret, Failure>;
}
