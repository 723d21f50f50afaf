//! The JSON Schema of each document that the program writes.

/// Names and schemas, in the order of the README.
const SCHEMAS: [(&str, &str); 14] = [
    ("accounts", include_str!("schema/accounts.json")),
    ("transactions", include_str!("schema/transactions.json")),
    ("transaction", include_str!("schema/transaction.json")),
    ("summary", include_str!("schema/summary.json")),
    ("transfer", include_str!("schema/transfer.json")),
    ("transfers", include_str!("schema/transfers.json")),
    ("sync", include_str!("schema/sync.json")),
    ("archive", include_str!("schema/archive.json")),
    ("path", include_str!("schema/path.json")),
    ("verify", include_str!("schema/verify.json")),
    ("status", include_str!("schema/status.json")),
    ("banks", include_str!("schema/banks.json")),
    ("doctor", include_str!("schema/doctor.json")),
    ("error", include_str!("schema/error.json")),
];

/// The names that [`of`] knows.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    SCHEMAS.iter().map(|(name, _)| *name)
}

/// The schema of `name`, with or without `sb1.` before it and `/1` after it.
pub(crate) fn of(name: &str) -> Option<&'static str> {
    let name = name.strip_prefix("sb1.").unwrap_or(name);
    let name = name.strip_suffix("/1").unwrap_or(name);
    SCHEMAS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, schema)| *schema)
}
