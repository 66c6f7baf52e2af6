//! Drawings of right and wrong, one for every rule of the certificate photograph: two small portraits side by side, marked
//! with a tick and a cross. What they show is said in words beside them (`components::example`), so they hold no prose.
//! `portrait` is the figure and its frame, `parts` what it is put together from, `pictures` and `files` which parts a rule takes.

mod files;
mod parts;
mod pictures;
mod portrait;

use files::Sheet;
use portrait::Portrait;
use shared::{
    photo::{PhotoSpec, Rule},
    route,
};
use std::{
    hash::{DefaultHasher, Hasher as _},
    sync::LazyLock,
};

/// Width and height of a drawing, in its own units and in CSS pixels.
pub const SIZE: (u32, u32) = (260, 164);

/// The background that a province asks for, in front of which its drawings show people.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ground(pub [u8; 3]);

impl Ground {
    pub const fn of(spec: &PhotoSpec) -> Self {
        Self(spec.background.rgb)
    }

    /// As in addresses and, behind `#`, in SVG.
    fn hex(self) -> String {
        self.0.map(|channel| format!("{channel:02x}")).concat()
    }

    fn parse(hex: &str) -> Option<Self> {
        let channel = |at: usize| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok();
        let ground = Self([channel(0)?, channel(2)?, channel(4)?]);
        (ground.hex() == hex).then_some(ground)
    }
}

/// A hash over all drawings: changes with any of them, so that browsers may keep each for ever.
static BUILD_ID: LazyLock<String> = LazyLock::new(|| {
    let mut hash = DefaultHasher::new();
    for rule in Rule::ALL {
        hash.write(svg(*rule, Ground([0; 3])).as_bytes());
    }
    format!("{:016x}", hash.finish())
});

/// The hash that stands in the addresses of this build's drawings.
pub fn build_id() -> &'static str {
    &BUILD_ID
}

/// Address of the drawing for a rule. It names what the drawing depends on: this build and the background.
pub fn path(rule: Rule, ground: Ground) -> String {
    route::drawing(&format!("{}-{}", build_id(), ground.hex()), rule)
}

/// The background that the folder of an address names; nothing where it is another build's.
pub fn ground_of(folder: &str) -> Option<Ground> {
    let (build, hex) = folder.split_once('-')?;
    Ground::parse(hex).filter(|_| build == build_id())
}

/// What is done right and what is done wrong.
struct Pair {
    right: Panel,
    wrong: Panel,
}

/// One half of a drawing.
enum Panel {
    Portrait(Portrait),
    Sheet(Sheet),
}

impl Panel {
    /// In a frame whose left edge stands at `x`, with a mark on its lower right corner.
    fn framed(&self, x: i32, mark: &str) -> String {
        let picture = match self {
            Self::Portrait(portrait) => portrait.draw(),
            Self::Sheet(sheet) => sheet.draw(),
        };
        format!(
            r#"<g transform="translate({x} 2)"><g clip-path="url(#frame)">{picture}</g><rect width="120" height="160" rx="4"/>{mark}</g>"#
        )
    }
}

fn pair(rule: Rule) -> Pair {
    files::pair(rule).unwrap_or_else(|| pictures::pair(rule))
}

/// The drawing for a rule: a whole SVG file, right on the left and wrong on the right.
pub fn svg(rule: Rule, ground: Ground) -> String {
    let Pair { right, wrong } = pair(rule);
    let (width, height) = SIZE;
    let (definitions, line, ground) = (parts::DEFINITIONS, parts::LINE, ground.hex());
    let (right, wrong) = (right.framed(2, parts::TICK), wrong.framed(138, parts::CROSS));
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" color="#{ground}"><defs>{definitions}</defs><g stroke="{line}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" fill="none">{right}{wrong}</g></svg>"##
    )
}

#[cfg(test)]
mod tests;
