//! Transaction ids as the bank makes them: long, meaningless, and new at every fetch.
//!
//! The place of the row is hidden inside, so that an id can be resolved without being stored.

use super::chance::mix;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// 104 bytes become 139 characters; the bank's have 130 to 151.
const WORDS: usize = 13;

fn words(salt: u64, first: u64, row: u64) -> [u64; WORDS] {
    let mut words = [first; WORDS];
    words[1] = row ^ mix(first ^ salt);
    for at in 2..WORDS {
        words[at] = mix(words[at - 1] ^ salt.rotate_left(17));
    }
    words
}

/// Appends the id of a row in the fetch of that number.
pub(super) fn append(out: &mut Vec<u8>, salt: u64, fetch: u64, row: usize) {
    let row = u64::try_from(row).unwrap_or(u64::MAX);
    let first = mix(salt ^ fetch.rotate_left(32) ^ row);
    let mut bytes = [0; WORDS * 8];
    for (chunk, word) in bytes.chunks_exact_mut(8).zip(words(salt, first, row)) {
        chunk.copy_from_slice(&word.to_be_bytes());
    }
    for group in bytes.chunks(3) {
        let value = group.iter().enumerate().fold(0_u32, |value, (at, byte)| {
            value | u32::from(*byte) << (16 - 8 * at)
        });
        for at in 0..=group.len() {
            let six = usize::try_from(value >> (18 - 6 * at) & 63).unwrap_or(0);
            out.push(ALPHABET[six]);
        }
    }
}

/// The row that an id of this run stands for.
pub(super) fn resolve(salt: u64, id: &str) -> Option<usize> {
    let mut bits = Vec::with_capacity(WORDS * 8);
    let (mut value, mut held) = (0_u32, 0);
    for byte in id.bytes() {
        let six = ALPHABET.iter().position(|letter| *letter == byte)?;
        value = value << 6 | u32::try_from(six).ok()?;
        held += 6;
        if held >= 8 {
            held -= 8;
            bits.push(u8::try_from(value >> held & 255).ok()?);
        }
    }
    let mut read = [0_u64; WORDS];
    if bits.len() != WORDS * 8 {
        return None;
    }
    for (word, chunk) in read.iter_mut().zip(bits.chunks_exact(8)) {
        *word = u64::from_be_bytes(chunk.try_into().ok()?);
    }
    let row = read[1] ^ mix(read[0] ^ salt);
    (words(salt, read[0], row) == read)
        .then(|| usize::try_from(row).ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_hides_its_row_and_changes_at_every_fetch() {
        let id = |fetch, row| {
            let mut out = Vec::new();
            append(&mut out, 9, fetch, row);
            String::from_utf8(out).unwrap()
        };
        for row in [0, 1, 199_999] {
            assert_ne!(id(1, row), id(2, row));
            assert_eq!(resolve(9, &id(1, row)), Some(row));
            assert_eq!(resolve(9, &id(77, row)), Some(row));
            assert_eq!(resolve(8, &id(1, row)), None);
        }
        assert_eq!(id(1, 5).len(), 139);
        let mut forged = id(1, 5);
        forged.replace_range(60..61, if &forged[60..61] == "A" { "B" } else { "A" });
        for bad in [forged.as_str(), "", "abc", "ø", &id(1, 5)[1..]] {
            assert_eq!(resolve(9, bad), None, "{bad}");
        }
    }
}
