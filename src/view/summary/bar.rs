//! Bars of block characters, in eighths of a column.

use crate::domain::money::Amount;

/// The blocks that fill one to seven eighths of a column.
const EIGHTHS: [char; 7] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/// How a bar is scaled.
#[derive(Clone, Copy)]
pub(super) struct Scale {
    /// The amount whose bar takes all of the room.
    pub(super) most: Amount,
    /// In columns.
    pub(super) room: usize,
}

impl Scale {
    /// The bar of an amount from zero to the most; whatever is more than nothing can be seen.
    pub(super) fn bar(&self, amount: Amount) -> String {
        let (Ok(room), most) = (i128::try_from(self.room), self.most.ore()) else {
            return String::new();
        };
        if amount.ore() <= 0 || most <= 0 || room == 0 {
            return String::new();
        }
        let all = room.saturating_mul(8);
        let eighths = amount.ore().saturating_mul(all) / most;
        let eighths = usize::try_from(eighths.clamp(1, all)).unwrap_or(0);
        let mut bar = "█".repeat(eighths / 8);
        let rest = (eighths % 8).checked_sub(1);
        bar.extend(rest.and_then(|it| EIGHTHS.get(it)));
        bar
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_its_part_of_the_room() {
        let most = Amount::from_ore(80_00);
        let scale = Scale { most, room: 2 };
        for (ore, bar) in [
            (0, ""),
            (1, "▏"),
            (5_00, "▏"),
            (10_00, "▎"),
            (39_99, "▉"),
            (40_00, "█"),
            (79_99, "█▉"),
            (80_00, "██"),
            (90_00, "██"),
            (-1, ""),
        ] {
            assert_eq!(scale.bar(Amount::from_ore(ore)), bar, "{ore}");
        }
    }

    #[test]
    fn no_room_and_nothing_to_compare_with_give_no_bar() {
        let one = Amount::from_ore(1);
        let bar = |most, room| Scale { most, room }.bar(one);
        assert_eq!(bar(one, 0), "");
        assert_eq!(bar(Amount::ZERO, 9), "");
        let most = Amount::read("792281625142643375935439503.35").unwrap();
        assert_eq!(Scale { most, room: 3 }.bar(most), "███");
    }
}
