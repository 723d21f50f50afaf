//! Unguessable values for codes and tokens, and the encodings OAuth writes them in.

use std::io;

use ring::rand::{SecureRandom as _, SystemRandom};
use ring::{digest, hmac};

const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const URL_SAFE: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A stream of values that nobody without the key can foretell.
///
/// The system is asked for randomness once, at the start, where its failure can still be told;
/// no value is the same in two pretend banks.
pub(crate) struct Secrets {
    key: hmac::Key,
    drawn: u64,
}

impl Secrets {
    /// A fresh stream.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub(crate) fn new() -> io::Result<Self> {
        let mut seed = [0_u8; 32];
        SystemRandom::new()
            .fill(&mut seed)
            .map_err(|_| io::Error::other("the system gave no randomness"))?;
        Ok(Self {
            key: hmac::Key::new(hmac::HMAC_SHA256, &seed),
            drawn: 0,
        })
    }

    /// That many fresh bytes.
    pub(crate) fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(count);
        while bytes.len() < count {
            self.drawn += 1;
            let block = hmac::sign(&self.key, &self.drawn.to_be_bytes());
            bytes.extend(block.as_ref().iter().take(count - bytes.len()));
        }
        bytes
    }

    /// Thirty-two lower-case hexadecimal digits, the form of the bank's codes and refresh tokens.
    pub(crate) fn hex(&mut self) -> String {
        self.bytes(16).iter().map(|b| format!("{b:02x}")).collect()
    }

    /// A value that looks like a signed JWT of more than 600 characters and is worth nothing.
    pub(crate) fn jwt(&mut self) -> String {
        let head = br#"{"alg":"RS256","typ":"JWT","kid":"pretend"}"#;
        let body = format!(
            r#"{{"iss":"PRETEND BANK, no real money","jti":"{}"}}"#,
            base64_url(&self.bytes(160))
        );
        format!(
            "{}.{}.{}",
            base64_url(head),
            base64_url(body.as_bytes()),
            base64_url(&self.bytes(256))
        )
    }
}

/// The S256 challenge of a PKCE verifier (RFC 7636, 4.2).
pub(crate) fn challenge_of(verifier: &str) -> String {
    base64_url(digest::digest(&digest::SHA256, verifier.as_bytes()).as_ref())
}

/// Base64 with the URL alphabet and no padding.
fn base64_url(bytes: &[u8]) -> String {
    encode(bytes, URL_SAFE)
}

/// Base64 with the standard alphabet, padded.
pub(crate) fn base64(bytes: &[u8]) -> String {
    let mut text = encode(bytes, STANDARD);
    while !text.len().is_multiple_of(4) {
        text.push('=');
    }
    text
}

fn encode(bytes: &[u8], alphabet: &[u8; 64]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = (0..3).fold(0_usize, |group, i| {
            group << 8 | chunk.get(i).map_or(0, |&byte| usize::from(byte))
        });
        for place in 0..=chunk.len() {
            text.push(char::from(alphabet[group >> (18 - 6 * place) & 63]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_match_their_standards() {
        // RFC 7636, appendix B, and RFC 4648, section 10.
        assert_eq!(
            challenge_of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
        let vectors = [
            "", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy",
        ];
        for (length, expected) in vectors.iter().enumerate() {
            assert_eq!(base64(&b"foobar"[..length]), *expected);
        }
        assert_eq!(base64_url(&[0xfb, 0xff]), "-_8");
    }

    #[test]
    fn no_two_values_are_alike() {
        let (mut one, mut other) = (Secrets::new().unwrap(), Secrets::new().unwrap());
        let drawn = [one.hex(), one.hex(), other.hex(), other.hex()];
        for (i, value) in drawn.iter().enumerate() {
            assert_eq!(value.len(), 32);
            assert!(value.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f')));
            assert!(!drawn[..i].contains(value));
        }
        let token = one.jwt();
        assert!(token.len() > 600 && token.len() < 1000, "{}", token.len());
        assert_eq!(token.split('.').count(), 3);
        assert_ne!(token, one.jwt());
    }
}
