//! How credentials are written down. The only place where a secret is serialised.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::auth::credentials::{Client, Credentials, Tokens};
use crate::domain::secret::Secret;
use crate::failure::Failure;

const VERSION: u32 = 1;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Written<'a> {
    version: u32,
    client_id: &'a str,
    client_secret: &'a str,
    redirect_uri: &'a str,
    bank: Option<&'a str>,
    tokens: Option<WrittenTokens<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WrittenTokens<'a> {
    access: &'a str,
    issued: Timestamp,
    access_expires: Option<Timestamp>,
    refresh: Option<&'a str>,
    refresh_expires: Option<Timestamp>,
    login_expires: Option<Timestamp>,
    skew: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Read {
    version: u32,
    client_id: String,
    client_secret: String,
    redirect_uri: String,
    bank: Option<String>,
    tokens: Option<ReadTokens>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ReadTokens {
    access: String,
    issued: Timestamp,
    access_expires: Option<Timestamp>,
    refresh: Option<String>,
    refresh_expires: Option<Timestamp>,
    login_expires: Option<Timestamp>,
    skew: i64,
}

/// Compact JSON, because a keyring may be small.
pub(super) fn write(credentials: &Credentials) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let client = &credentials.client;
    let written = Written {
        version: VERSION,
        client_id: &client.id,
        client_secret: client.secret.expose(),
        redirect_uri: &client.redirect_uri,
        bank: credentials.bank.as_deref(),
        tokens: credentials.tokens.as_ref().map(|tokens| WrittenTokens {
            access: tokens.access.expose(),
            issued: tokens.issued,
            access_expires: tokens.access_expires,
            refresh: tokens.refresh.as_ref().map(Secret::expose),
            refresh_expires: tokens.refresh_expires,
            login_expires: tokens.login_expires,
            skew: tokens.skew,
        }),
    };
    serde_json::to_vec(&written)
        .map(Zeroizing::new)
        .map_err(|error| Failure::storage("the login could not be written down").because(error))
}

/// What cannot be understood is a failure that names `place` and shows none of it.
pub(super) fn read(bytes: &[u8], place: &str) -> Result<Credentials, Failure> {
    let strange = || {
        Failure::storage(format!("the login in {place} cannot be understood"))
            .hint("it may be of a newer sb1, or damaged; `sb1 logout --all` and `sb1 login` make a new one")
    };
    let read: Read = serde_json::from_slice(bytes).map_err(|_| strange())?;
    if read.version != VERSION {
        return Err(strange());
    }
    Ok(Credentials {
        client: Client {
            id: read.client_id,
            secret: Secret::new(read.client_secret),
            redirect_uri: read.redirect_uri,
        },
        bank: read.bank,
        tokens: read.tokens.map(|tokens| Tokens {
            access: Secret::new(tokens.access),
            issued: tokens.issued,
            access_expires: tokens.access_expires,
            refresh: tokens.refresh.map(Secret::new),
            refresh_expires: tokens.refresh_expires,
            login_expires: tokens.login_expires,
            skew: tokens.skew,
        }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::credentials::tests::sample;

    #[test]
    fn what_is_written_is_read() {
        for credentials in [
            sample(Some("refresh"), 600),
            sample(None, 600),
            Credentials {
                tokens: None,
                bank: None,
                ..sample(None, 1)
            },
        ] {
            let bytes = write(&credentials).unwrap();
            assert_eq!(write(&read(&bytes, "here").unwrap()).unwrap(), bytes);
        }
    }

    #[test]
    fn what_cannot_be_understood_is_not_shown() {
        for bytes in [
            &b""[..],
            b"{}",
            b"{\"version\":2,\"clientSecret\":\"hush\"}",
            b"\xff hush",
        ] {
            let failure = read(bytes, "the keyring").map(|_| ()).unwrap_err();
            assert!(!format!("{failure:?}").contains("hush"));
            assert!(failure.message().contains("the keyring"));
        }
    }
}
