//! The token of a login that is not proven yet.

use crate::api::TokenSource;
use crate::domain::secret::Secret;
use crate::failure::{Failure, Kind};

/// A token that is used as it is: there is nothing to renew it with before it is stored.
pub(crate) struct Unstored<'a>(pub(crate) &'a Secret);

impl TokenSource for Unstored<'_> {
    fn token(&self) -> Result<Secret, Failure> {
        Ok(self.0.clone())
    }

    fn renew(&self, _: &Secret) -> Result<Secret, Failure> {
        Err(Failure::new(
            Kind::Login,
            "the bank does not accept the token that it has just issued",
        ))
    }
}
