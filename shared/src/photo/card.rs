//! Pictures of identity cards: what one must be (`CardSpec`) and what an examination says (`CardVerdict`). The code that
//! measures is `photo::card`; its limits and what it cannot see are in `docs/card.md`.

use super::verdict::{Limit, Outcome, Unit};
use serde::{Deserialize, Serialize};

macro_rules! card_rules {
    ($($(#[$doc:meta])* $variant:ident = $code:literal),* $(,)?) => {
        /// What is examined. Codes are stable: they are stored and shown.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        pub enum CardRule {
            $($(#[$doc])* #[serde(rename = $code)] $variant),*
        }

        impl CardRule {
            /// Every rule, in the order in which findings are listed.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|rule| rule.code() == code)
            }
        }
    };
}

card_rules! {
    /// The file is a picture that can be decoded.
    Readable = "card.readable",
    /// Pixels along the card's long side; along the picture's where no outline was found.
    Size = "card.size",
    /// All of the card is in the picture. Advice where no outline was found around writing.
    Whole = "card.whole",
    /// Width of the sharper edges on the card, in thousandths of its long side.
    Sharp = "card.sharp",
    /// Share of the card without any detail because it is as light as can be.
    Glare = "card.glare",
    /// Luma (0 to 255) of the lightest twentieth of the card, or the span from dark to light where that is what is wrong.
    Light = "card.light",
    /// The card lies level, its long side across. Never more than advice.
    Upright = "card.upright",
}

/// Every hint word a finding about a card can carry; those of `card.readable` are those of `file.readable` and
/// `file.format`.
pub const CARD_HINTS: &[&str] = &[
    "gif",
    "animated",
    "webp",
    "heic",
    "avif",
    "bmp",
    "tiff",
    "pdf",
    "empty",
    "not_picture",
    "truncated",
    "corrupt",
    "too_large",
    "pixels_few",
    // card.whole
    "cut_off",
    "no_outline",
    "no_card",
    // card.sharp, card.glare, card.light, card.upright
    "blurred",
    "glare",
    "too_dark",
    "too_bright",
    "low_contrast",
    "on_its_side",
];

/// What a picture of a card must be and what is made of it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CardSpec {
    /// Least length of the card's long side, pixels of the kept file.
    pub card_px_min: f32,
    /// Greatest width of edges, thousandths of the card's long side: from the first advice, beyond the second refusal.
    pub blur: [f32; 2],
    /// Greatest share of the card that is blown out: advice, refusal.
    pub glare_share: [f32; 2],
    /// Least luma (0 to 255) of the card's lightest twentieth: advice, refusal.
    pub bright_luma: [f32; 2],
    /// Least span of luma between the card's darkest and lightest fiftieth: advice, refusal.
    pub contrast_luma: [f32; 2],
    /// Longest side of the kept file, pixels.
    pub longest_px: u32,
    /// Greatest size of the kept file.
    pub bytes_max: u32,
    /// Lowest and highest standard JPEG quality of the kept file; a picture too busy for the lowest is made smaller.
    pub quality: [u8; 2],
    /// What is kept around the card, over its long side.
    pub margin: f32,
}

impl Default for CardSpec {
    fn default() -> Self {
        Self {
            card_px_min: 800.0,
            blur: [6.0, 8.5],
            glare_share: [0.015, 0.06],
            bright_luma: [105.0, 70.0],
            contrast_luma: [60.0, 35.0],
            longest_px: 1600,
            bytes_max: 409_600,
            quality: [60, 90],
            margin: 0.06,
        }
    }
}

/// The result for one rule.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CardFinding {
    pub rule: CardRule,
    pub outcome: Outcome,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measured: Option<f32>,
    /// The limit that decided: of refusal where it fails, of advice otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Unit>,
    /// One of `CARD_HINTS`, where the rule does not pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

/// Everything one examination says about one picture of a card. A rule that cannot be judged is absent.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct CardVerdict {
    pub findings: Vec<CardFinding>,
    /// Corners of the card in pixels of the upright picture, clockwise from its upper left; absent where no outline is certain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quad: Option<[[f32; 2]; 4]>,
    /// Size of the upright picture that the corners refer to.
    pub width_px: u32,
    pub height_px: u32,
}

impl CardVerdict {
    /// The worst finding's. A verdict without findings has judged nothing and fails.
    pub fn outcome(&self) -> Outcome {
        self.findings.iter().map(|finding| finding.outcome).max().unwrap_or(Outcome::Fail)
    }

    pub fn passes(&self) -> bool {
        self.outcome() != Outcome::Fail
    }

    pub fn finding(&self, rule: CardRule) -> Option<&CardFinding> {
        self.findings.iter().find(|finding| finding.rule == rule)
    }

    /// Findings with the worst first; equal ones in the order of the rules.
    pub fn worst_first(&self) -> Vec<&CardFinding> {
        let mut sorted: Vec<_> = self.findings.iter().collect();
        sorted.sort_by_key(|finding| (std::cmp::Reverse(finding.outcome), finding.rule));
        sorted
    }
}

/// A file to keep, or why none could be made.
#[derive(Clone, PartialEq, Default)]
pub struct PreparedCard {
    /// A JPEG without metadata; absent only where nothing could be decoded. It is there also where the verdict fails, so
    /// that the page can show what is wrong.
    pub file: Option<Vec<u8>>,
    /// Of the file; of the source where there is none.
    pub verdict: CardVerdict,
}

impl std::fmt::Debug for PreparedCard {
    /// Without the picture, which is personal.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let bytes = self.file.as_ref().map(Vec::len);
        f.debug_struct("PreparedCard").field("bytes", &bytes).field("verdict", &self.verdict).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_found_again_and_belongs_to_cards() {
        for &rule in CardRule::ALL {
            assert_eq!(CardRule::from_code(rule.code()), Some(rule));
            assert!(rule.code().starts_with("card."));
        }
    }

    #[test]
    fn a_verdict_without_findings_does_not_pass() {
        assert!(!CardVerdict::default().passes());
    }

    #[test]
    fn what_is_printed_of_a_prepared_card_holds_no_picture() {
        let card = PreparedCard { file: Some(vec![211; 3]), verdict: CardVerdict::default() };
        let text = format!("{card:?}");
        assert!(text.contains("Some(3)") && !text.contains("211"), "{text}");
    }
}
