//! The colours of the charts. The library writes them as attributes; `style.css` finds them by that
//! and gives them another value in the dark, so that each is used for one thing only. Blue and
//! orange stay apart for every kind of colour blindness.

use plotters::style::RGBColor;

pub(super) const LABEL: RGBColor = RGBColor(0x59, 0x63, 0x70);
pub(super) const GRID: RGBColor = RGBColor(0xE6, 0xE9, 0xED);
/// The line at nothing.
pub(super) const ZERO: RGBColor = RGBColor(0x9A, 0xA3, 0xAE);
pub(super) const MONEY_IN: RGBColor = RGBColor(0x2B, 0x6C, 0xB8);
pub(super) const MONEY_OUT: RGBColor = RGBColor(0xE0, 0x8A, 0x2E);
pub(super) const NET: RGBColor = RGBColor(0x22, 0x28, 0x30);
pub(super) const BALANCE: RGBColor = RGBColor(0x1F, 0x7A, 0x6D);
/// Between a balance and nothing.
pub(super) const AREA: RGBColor = RGBColor(0xDC, 0xEF, 0xEB);
