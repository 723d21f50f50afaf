use super::{Id, Route};

/// The most characters of a message, the tag included.
pub(crate) const LONGEST_MESSAGE: usize = 40;

/// The message that goes to the bank: the user's, with the tag where it fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) text: Option<String>,
    /// Whether the transfer can be found again by its tag.
    pub(crate) tagged: bool,
}

impl Message {
    /// `sb1 7KQ2FAZ` where the user wrote nothing, ` #7KQ2FAZ` after what was written, and the
    /// user's own words alone where that would be too long or no tag is wanted.
    pub(crate) fn compose(route: Route, words: Option<&str>, id: &Id, tag: bool) -> Self {
        if !route.takes_message() {
            return Self {
                text: None,
                tagged: false,
            };
        }
        let with_tag = match words {
            None => format!("sb1 {id}"),
            Some(words) => format!("{words} #{id}"),
        };
        if tag && with_tag.chars().count() <= LONGEST_MESSAGE {
            return Self {
                text: Some(with_tag),
                tagged: true,
            };
        }
        Self {
            text: words.map(str::to_owned),
            tagged: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tag_goes_along_where_it_fits() {
        let id = Id::parse("7KQ2FAZ").unwrap();
        let compose = |words, tag| Message::compose(Route::Debit, words, &id, tag);
        let text = |words| compose(words, true).text;
        assert_eq!(text(None).as_deref(), Some("sb1 7KQ2FAZ"));
        assert_eq!(text(Some("Ferie")).as_deref(), Some("Ferie #7KQ2FAZ"));
        let fits = "æ".repeat(31);
        assert_eq!(text(Some(&fits)).unwrap().chars().count(), 40);
        let long = "æ".repeat(32);
        assert_eq!(
            compose(Some(&long), true),
            Message {
                text: Some(long.clone()),
                tagged: false
            }
        );
        assert_eq!(compose(None, false).text, None);
        assert!(!compose(Some("x"), false).tagged);
        let card = Message::compose(Route::CreditCard, None, &id, true);
        assert_eq!((card.text, card.tagged), (None, false));
    }
}
