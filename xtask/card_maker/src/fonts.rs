//! Typefaces of Debian's packages, and text drawn with them.

use crate::{
    chance::Chance,
    face::{Face, PER_MM},
};
use ab_glyph::{Font, FontVec, GlyphId, PxScale, ScaleFont, point};
use std::path::Path;

/// A file that every machine with the package has: package, path, index in the collection.
struct Source(&'static str, &'static str, u32);

/// What cards are printed with resembles the first ones (黑体); the others are for breadth.
const CHINESE: [Source; 9] = [
    Source("fonts-noto-cjk", "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2),
    Source("fonts-wqy-zenhei", "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0),
    Source("fonts-wqy-microhei", "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 0),
    Source("fonts-noto-cjk", "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc", 2),
    Source("fonts-noto-cjk", "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", 2),
    Source("fonts-noto-cjk", "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc", 2),
    Source("fonts-arphic-uming", "/usr/share/fonts/truetype/arphic/uming.ttc", 0),
    Source("fonts-arphic-ukai", "/usr/share/fonts/truetype/arphic/ukai.ttc", 0),
    Source("fonts-lxgw-wenkai", "/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf", 0),
];
/// How many of them are sans serif, as on cards.
const SANS: usize = 4;
/// Of numbers: cards have OCR-B.
const DIGITS: [Source; 3] = [
    Source("fonts-ocr-b", "/usr/share/fonts/opentype/ocr-b/OCRB.otf", 0),
    Source("fonts-noto-cjk", "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 7),
    Source("fonts-dejavu-core", "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf", 0),
];

/// A typeface is not there.
#[derive(Debug, thiserror::Error)]
#[error("no typeface at {path}: install the Debian package {package} (`cargo xtask setup --tests` does)")]
pub struct MissingFont {
    package: &'static str,
    path: &'static str,
}

/// All typefaces, loaded once.
pub struct Fonts {
    chinese: Vec<FontVec>,
    digits: Vec<FontVec>,
}

/// The typefaces of one card.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Choice {
    text: usize,
    number: usize,
}

impl Fonts {
    pub fn load() -> Result<Self, MissingFont> {
        let load = |source: &Source| {
            let missing = || MissingFont { package: source.0, path: source.1 };
            let bytes = std::fs::read(Path::new(source.1)).map_err(|_| missing())?;
            FontVec::try_from_vec_and_index(bytes, source.2).map_err(|_| missing())
        };
        let all = |sources: &[Source]| sources.iter().map(load).collect::<Result<Vec<_>, _>>();
        Ok(Self { chinese: all(&CHINESE)?, digits: all(&DIGITS)? })
    }

    /// Two in three cards have the typefaces that come nearest to real ones.
    pub(crate) fn choose(&self, chance: &mut Chance) -> Choice {
        let among = |chance: &mut Chance, count: usize| ((chance.share() * count as f32) as usize).min(count - 1);
        let usual = chance.share() < 0.66;
        let text = among(chance, if usual { SANS } else { self.chinese.len() });
        Choice { text, number: if usual { 0 } else { among(chance, self.digits.len()) } }
    }

    /// Draws Chinese text; `x` and `y` are the upper left corner in millimetres. Returns where it ends.
    pub(crate) fn text(&self, face: &mut Face, choice: Choice, ink: &Ink, at: [f32; 2], text: &str) -> f32 {
        self.draw(face, &self.chinese[choice.text], ink, at, text)
    }

    /// Draws a number.
    pub(crate) fn number(&self, face: &mut Face, choice: Choice, ink: &Ink, at: [f32; 2], text: &str) -> f32 {
        self.draw(face, &self.digits[choice.number], ink, at, text)
    }

    fn draw(&self, face: &mut Face, font: &FontVec, ink: &Ink, [x, y]: [f32; 2], text: &str) -> f32 {
        let mut left = x * PER_MM;
        for letter in text.chars() {
            // A rare character that a typeface lacks comes from the one that has all.
            let font = if font.glyph_id(letter) == GlyphId(0) { &self.chinese[0] } else { font };
            // The scale is of the line; characters shall have the same height in every typeface.
            let units = font.units_per_em().unwrap_or(1000.0);
            let scale = PxScale::from(ink.size_mm * PER_MM * font.height_unscaled() / units);
            let scaled = font.as_scaled(scale);
            // The square of a Chinese character begins 0.88 of its side above the base line.
            let base = (y + 0.88 * ink.size_mm) * PER_MM;
            let glyph = font.glyph_id(letter).with_scale_and_position(scale, point(left, base));
            left += scaled.h_advance(glyph.id) + ink.gap_mm * PER_MM;
            let Some(outlined) = font.outline_glyph(glyph) else { continue };
            let corner = outlined.px_bounds().min;
            outlined.draw(|dx, dy, cover| {
                face.blend(corner.x as i32 + dx as i32, corner.y as i32 + dy as i32, ink.colour, cover);
            });
        }
        left / PER_MM
    }
}

/// How text is printed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ink {
    pub(crate) colour: [u8; 3],
    /// Side of a Chinese character.
    pub(crate) size_mm: f32,
    /// Between characters.
    pub(crate) gap_mm: f32,
}
