//! The bank's OAuth, as far as it needs neither network nor disk: what is asked for, and how the
//! answers are read.

use ring::digest;
use ring::rand::{SecureRandom, SystemRandom};
use url::Url;

use crate::domain::origin::Origin;
use crate::domain::secret::Secret;
use crate::failure::{Failure, Kind};

use super::credentials::Client;

pub(crate) const TOKEN_PATH: &str = "/oauth/token";

/// What one login attempt must see again: its `state`, and the PKCE verifier unless the bank
/// refuses PKCE.
pub(crate) struct Attempt {
    pub(crate) state: Secret,
    pub(crate) verifier: Option<Secret>,
}

impl Attempt {
    pub(crate) fn new(with_pkce: bool) -> Result<Self, Failure> {
        Ok(Self {
            state: random_secret()?,
            verifier: if with_pkce {
                Some(random_secret()?)
            } else {
                None
            },
        })
    }

    /// The address at which the customer signs in.
    pub(crate) fn authorize_url(
        &self,
        origin: &Origin,
        client: &Client,
        bank: Option<&str>,
    ) -> Result<String, Failure> {
        let base = format!("{}/oauth/authorize", origin.as_str());
        let mut url = Url::parse(&base)
            .map_err(|error| Failure::usage("the bank's address cannot be used").because(error))?;
        {
            let mut query = url.query_pairs_mut();
            query
                .append_pair("response_type", "code")
                .append_pair("client_id", &client.id)
                .append_pair("redirect_uri", &client.redirect_uri)
                .append_pair("state", self.state.expose());
            if let Some(bank) = bank {
                query.append_pair("finInst", bank);
            }
            if let Some(verifier) = &self.verifier {
                query
                    .append_pair("code_challenge", &challenge(verifier.expose()))
                    .append_pair("code_challenge_method", "S256");
            }
        }
        Ok(url.into())
    }

    /// The form that turns the code into tokens. To be sent once and never again.
    pub(crate) fn exchange<'a>(
        &'a self,
        client: &'a Client,
        code: &'a Secret,
    ) -> Vec<(&'static str, &'a str)> {
        let mut fields = vec![
            ("client_id", client.id.as_str()),
            ("client_secret", client.secret.expose()),
            ("code", code.expose()),
            ("grant_type", "authorization_code"),
            ("state", self.state.expose()),
            ("redirect_uri", client.redirect_uri.as_str()),
        ];
        if let Some(verifier) = &self.verifier {
            fields.push(("code_verifier", verifier.expose()));
        }
        fields
    }
}

/// The form that renews the access token.
pub(crate) fn refresh<'a>(client: &'a Client, token: &'a Secret) -> [(&'static str, &'a str); 4] {
    [
        ("client_id", client.id.as_str()),
        ("client_secret", client.secret.expose()),
        ("grant_type", "refresh_token"),
        ("refresh_token", token.expose()),
    ]
}

/// 256 bits from the system, fit for an address.
pub(crate) fn random_secret() -> Result<Secret, Failure> {
    let mut bytes = [0_u8; 32];
    SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| Failure::new(Kind::Unexpected, "the system gave no random numbers"))?;
    Ok(Secret::new(base64url(&bytes)))
}

/// RFC 7636's S256.
fn challenge(verifier: &str) -> String {
    base64url(digest::digest(&digest::SHA256, verifier.as_bytes()).as_ref())
}

/// RFC 4648's base64url without padding.
fn base64url(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = (0..3).fold(0_usize, |sum, at| {
            sum << 8 | usize::from(chunk.get(at).copied().unwrap_or_default())
        });
        for at in 0..=chunk.len() {
            let letter = ALPHABET
                .get(group >> (18 - 6 * at) & 63)
                .copied()
                .unwrap_or_default();
            out.push(char::from(letter));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::credentials::tests::sample;

    #[test]
    fn speaks_rfc_7636_and_rfc_4648() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert_eq!(
            challenge(verifier),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
        for (plain, coded) in [
            ("", ""),
            ("f", "Zg"),
            ("fo", "Zm8"),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg"),
            ("??>", "Pz8-"),
        ] {
            assert_eq!(base64url(plain.as_bytes()), coded);
        }
    }

    #[test]
    fn asks_for_what_the_bank_documents_and_no_scope() {
        let origin = Origin::parse("https://api.sparebank1.no").unwrap();
        let client = sample(None, 1).client;
        let attempt = Attempt::new(true).unwrap();
        let url = attempt
            .authorize_url(&origin, &client, Some("fid-smn"))
            .unwrap();
        let url = Url::parse(&url).unwrap();
        assert_eq!(url.path(), "/oauth/authorize");
        let query: Vec<_> = url
            .query_pairs()
            .map(|(name, _)| name.into_owned())
            .collect();
        assert_eq!(
            query,
            [
                "response_type",
                "client_id",
                "redirect_uri",
                "state",
                "finInst",
                "code_challenge",
                "code_challenge_method"
            ]
        );
        assert!(
            url.query()
                .unwrap()
                .contains("redirect_uri=http%3A%2F%2Flocalhost%3A12345%2Fcallback")
        );
        let bare = Attempt::new(false)
            .unwrap()
            .authorize_url(&origin, &client, None)
            .unwrap();
        assert!(!bare.contains("code_challenge") && !bare.contains("finInst"));
    }

    #[test]
    fn every_state_is_new_and_has_256_bits() {
        let states: std::collections::HashSet<_> = (0..50)
            .map(|_| random_secret().unwrap().expose().to_owned())
            .collect();
        assert_eq!(states.len(), 50);
        assert!(states.iter().all(|it| it.len() == 43));
    }

    #[test]
    fn the_exchange_carries_exactly_the_documented_fields() {
        let client = sample(None, 1).client;
        let code = Secret::new("c0de");
        let attempt = Attempt::new(true).unwrap();
        let names: Vec<_> = attempt
            .exchange(&client, &code)
            .iter()
            .map(|it| it.0)
            .collect();
        let expected = "client_id client_secret code grant_type state redirect_uri code_verifier";
        assert_eq!(names.join(" "), expected);
        let names: Vec<_> = refresh(&client, &code).iter().map(|it| it.0).collect();
        assert_eq!(
            names.join(" "),
            "client_id client_secret grant_type refresh_token"
        );
    }
}
