//! Account numbers that exist at the bank only to be refused.

/// The customer's, blocked for everything.
pub(crate) const BLOCKED: &str = "99900340105";
/// The customer's, closed.
pub(crate) const CLOSED: &str = "99900340202";
/// Somebody else's that the customer may see but not use.
pub(crate) const VIEW_ONLY: &str = "99900340318";
/// Somebody else's.
pub(crate) const STRANGER: &str = "99900340407";
/// A BSU account that is still being opened.
pub(crate) const BSU_PENDING: &str = "99900340504";
/// A company that takes no payment without a KID.
pub(crate) const NEEDS_KID: &str = "99900340601";
