//! The accounts that were archived.

use rusqlite::{Connection, OptionalExtension, params};

use crate::domain::account::Account;
use crate::domain::money::Currency;

/// An account of the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ArchivedAccount {
    /// Digits, of a card `K` and digits. It outlives the bank's key, which a merger may change.
    pub(crate) number: String,
    pub(crate) key: String,
    /// As the bank writes it: foreign text.
    pub(crate) name: String,
    pub(crate) currency: Option<Currency>,
    pub(crate) is_card: bool,
}

impl From<&Account> for ArchivedAccount {
    fn from(account: &Account) -> Self {
        Self {
            number: account.number.digits().to_owned(),
            key: account.key.raw().to_owned(),
            name: account.name.raw().to_owned(),
            currency: account.currency,
            is_card: account.is_card(),
        }
    }
}

/// All accounts, in the order of their numbers.
pub(super) fn all(database: &Connection) -> rusqlite::Result<Vec<ArchivedAccount>> {
    let sql = "SELECT number, key, name, currency, is_card FROM account ORDER BY number";
    database
        .prepare(sql)?
        .query_map([], |row| {
            let currency: Option<String> = row.get(3)?;
            Ok(ArchivedAccount {
                number: row.get(0)?,
                key: row.get(1)?,
                name: row.get(2)?,
                currency: currency.as_deref().and_then(Currency::parse),
                is_card: row.get(4)?,
            })
        })?
        .collect()
}

/// Writes down what the account is called now.
pub(super) fn remember(database: &Connection, account: &ArchivedAccount) -> rusqlite::Result<()> {
    let currency = account.currency.map(|it| it.to_string());
    database
        .prepare_cached(
            "INSERT INTO account (number, key, name, currency, is_card) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO UPDATE SET key = ?2, name = ?3, currency = ?4, is_card = ?5",
        )?
        .execute(params![
            account.number,
            account.key,
            account.name,
            currency,
            account.is_card
        ])
        .map(drop)
}

/// An account that has the same key and another number than before is the same account: what is
/// known under the former number is known under this one from now on.
pub(super) fn renumber(database: &Connection, account: &ArchivedAccount) -> rusqlite::Result<()> {
    let sql = "SELECT number FROM account WHERE key = ?1 AND number <> ?2";
    let values = params![account.key, account.number];
    let former = database.query_row(sql, values, |row| row.get::<_, String>(0));
    let Some(former) = former.optional()? else {
        return Ok(());
    };
    for table in ["entry", "snapshot"] {
        let sql = format!("UPDATE {table} SET account = ?1 WHERE account = ?2");
        database.execute(&sql, params![account.number, former])?;
    }
    let sql = "DELETE FROM account WHERE number = ?1";
    database.execute(sql, [former]).map(drop)
}
