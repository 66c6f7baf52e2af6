//! Drawings about the file: a sheet with the portrait on it, and under it what is said of the file.

use super::{
    Pair, Panel, parts,
    portrait::{BASE, Portrait},
};
use shared::photo::Rule;

/// A portrait within a pale panel.
#[derive(Clone, Copy)]
pub(super) struct Sheet {
    /// Paper behind the picture.
    paper: &'static str,
    /// Left, top, width and height of the picture, which fills them.
    window: [u32; 4],
    picture: Portrait,
    /// Over the picture and around it.
    label: &'static str,
}

const ON_PAPER: Sheet = Sheet { paper: parts::PAPER, window: [36, 28, 48, 64], picture: BASE, label: "" };
const LARGE: Sheet = Sheet { paper: "", window: [38, 14, 72, 96], picture: BASE, label: "" };

pub(super) const fn pair(rule: Rule) -> Option<Pair> {
    let (right, wrong) = match rule {
        Rule::FileReadable => (parts::LINES, parts::TORN),
        Rule::FileFormat => (parts::JPG, parts::PDF),
        Rule::FileExtension => (parts::DOT_JPG, parts::DOT_PNG),
        Rule::FileSize => (parts::GAUGE_WITHIN, parts::GAUGE_BEYOND),
        Rule::FileDpi => {
            return Some(sheets(
                &Sheet { label: parts::DOTS_FINE, ..LARGE },
                &Sheet { label: parts::DOTS_COARSE, ..LARGE },
            ));
        }
        Rule::FileDimensions => {
            let wrong = Sheet { window: [38, 38, 72, 48], label: parts::ARROWS_FLAT, ..LARGE };
            return Some(sheets(&Sheet { label: parts::ARROWS, ..LARGE }, &wrong));
        }
        _ => return None,
    };
    Some(sheets(&Sheet { label: right, ..ON_PAPER }, &Sheet { label: wrong, ..ON_PAPER }))
}

const fn sheets(right: &Sheet, wrong: &Sheet) -> Pair {
    Pair { right: Panel::Sheet(*right), wrong: Panel::Sheet(*wrong) }
}

impl Sheet {
    pub(super) fn draw(&self) -> String {
        let (Self { paper, label, .. }, [x, y, width, height]) = (self, self.window);
        let (pale, picture) = (parts::PALE, self.picture.draw());
        format!(
            r#"<path fill="{pale}" stroke="none" d="M0 0h120v160H0z"/>{paper}<svg x="{x}" y="{y}" width="{width}" height="{height}" viewBox="0 0 120 160" preserveAspectRatio="xMidYMid slice">{picture}</svg><path d="M{x} {y}h{width}v{height}H{x}z"/>{label}"#
        )
    }
}
