//! Pictures of identity cards: judged (`check`), and made into a small file to keep (`prepare`). No models: what is found is
//! found by edges and light. The certificate photograph is `engine`'s.
//
// Functions marked `inline(never)` are called from several places and cost little there: in the worker, whose bytes cross
// phones' lines, one copy of each is enough.

mod area;
mod blur;
mod detail;
mod edges;
mod findings;
mod lines;
mod outline;

pub use shared::photo::{CardFinding, CardRule, CardSpec, CardVerdict, Outcome, PreparedCard};

use crate::{
    bytes::{jpeg_facts, without_metadata},
    decode::{Decoded, decode},
    encode::fitted,
    picture::Picture,
    resample::lanczos,
};
use findings::{judged, long_side, unreadable};
use outline::Outline;

/// Part of the wanted size from which a finer decoding gains little.
const FINE: f32 = 0.75;
/// By how much a picture too busy for its bytes is made smaller each time.
const SHRINK: f32 = 0.85;
/// Rows that are scaled together: what they need in memory is their number times the width.
const BAND: usize = 256;

/// Judges a file as it is; a file that `prepare` made has the same verdict everywhere.
pub fn check(bytes: &[u8], spec: &CardSpec) -> CardVerdict {
    match decode(bytes, spec.longest_px as usize) {
        Ok(decoded) => judged(&decoded, spec),
        Err(reason) => unreadable(reason),
    }
}

/// The file to keep of any picture, and its verdict: cut to the card where its outline is certain, upright by EXIF, scaled
/// down, without metadata. Nothing is straightened: reviewers see the pixels as they were. A JPEG that is small enough
/// already is kept pixel for pixel, whatever lies around the card, so that preparing twice changes nothing.
pub fn prepare(bytes: &[u8], spec: &CardSpec) -> PreparedCard {
    let decoded = match decode(bytes, spec.longest_px as usize) {
        Ok(decoded) => decoded,
        Err(reason) => return PreparedCard { file: None, verdict: unreadable(reason) },
    };
    if let Some(file) = finished(bytes, spec) {
        return PreparedCard { file: Some(file), verdict: judged(&decoded, spec) };
    }
    let crop = crop(&decoded, spec);
    let long = crop.width.max(crop.height);
    let wanted = (long * decoded.scale).min(spec.longest_px as f32) * FINE;
    let finer = (decoded.scale > 1.0 && long < wanted).then(|| {
        let longest = decoded.full[0].max(decoded.full[1]) as f32;
        decode(bytes, (longest * wanted / (long * decoded.scale)) as usize).ok()
    });
    let Some(finer) = finer.flatten() else { return cropped(&decoded, crop, spec) };
    let crop = crop.scaled(decoded.scale / finer.scale);
    drop(decoded);
    cropped(&finer, crop, spec)
}

/// The same of a picture that something else decoded (a browser): `rgba` holds four bytes for each of `width` by `height`
/// upright pixels, opaque or over white. `None` where the numbers do not match.
pub fn prepare_pixels(rgba: &[u8], [width, height]: [u32; 2], spec: &CardSpec) -> Option<PreparedCard> {
    let rgb = rgba.as_chunks::<4>().0.iter().flat_map(|&[r, g, b, _]| [r, g, b]).collect();
    let picture = Picture::new(width as usize, height as usize, rgb)?;
    let decoded = Decoded { picture, scale: 1.0, full: [width, height] };
    let crop = crop(&decoded, spec);
    Some(cropped(&decoded, crop, spec))
}

/// A rectangle of the decoded picture.
#[derive(Clone, Copy, PartialEq)]
struct Cut {
    x: f32,
    y: f32,
    width: f32,
    height: f32,
}

impl Cut {
    fn all(picture: &Picture) -> Self {
        Self { x: 0.0, y: 0.0, width: picture.width as f32, height: picture.height as f32 }
    }

    fn scaled(self, factor: f32) -> Self {
        let [x, y, width, height] = [self.x, self.y, self.width, self.height].map(|length| length * factor);
        Self { x, y, width, height }
    }
}

/// Around the card, or all of the picture.
#[inline(never)]
fn crop(decoded: &Decoded, spec: &CardSpec) -> Cut {
    let picture = &decoded.picture;
    let [right, bottom] = [picture.width, picture.height].map(|side| side as f32);
    let Outline::Whole(quad) = outline::find(picture) else { return Cut::all(picture) };
    let margin = spec.margin * long_side(&quad);
    let ends = |axis: usize, limit: f32| {
        let least = quad.iter().map(|corner| corner[axis]).fold(f32::MAX, f32::min);
        let most = quad.iter().map(|corner| corner[axis]).fold(f32::MIN, f32::max);
        [(least - margin).floor().max(0.0), (most + margin).ceil().min(limit)]
    };
    let ([left, right], [top, bottom]) = (ends(0, right), ends(1, bottom));
    Cut { x: left, y: top, width: right - left, height: bottom - top }
}

/// The file itself without its metadata, where it already is what is kept.
fn finished(bytes: &[u8], spec: &CardSpec) -> Option<Vec<u8>> {
    let facts = jpeg_facts(bytes)?;
    let fits = u32::from(facts.width.max(facts.height)) <= spec.longest_px && facts.components == 3;
    without_metadata(bytes).filter(|file| fits && file.len() <= spec.bytes_max as usize)
}

/// The crop if the card is found again in it; else all of the picture, so that nothing of a card is ever cut away by
/// mistaking something on it for its outline.
fn cropped(decoded: &Decoded, crop: Cut, spec: &CardSpec) -> PreparedCard {
    let (card, all) = (made(decoded, crop, spec), Cut::all(&decoded.picture));
    if crop == all || card.verdict.quad.is_some() { card } else { made(decoded, all, spec) }
}

/// Scales, encodes and judges.
#[inline(never)]
fn made(decoded: &Decoded, crop: Cut, spec: &CardSpec) -> PreparedCard {
    let mut scale = (spec.longest_px as f32 / crop.width.max(crop.height)).min(1.0);
    loop {
        let picture = resized(&decoded.picture, crop, scale);
        let file = fitted(&picture, spec.quality, spec.bytes_max as usize);
        if file.len() <= spec.bytes_max as usize || picture.width.max(picture.height) < 64 {
            let verdict = check(&file, spec);
            return PreparedCard { file: Some(file), verdict };
        }
        scale *= SHRINK;
    }
}

fn resized(picture: &Picture, crop: Cut, scale: f32) -> Picture {
    let [width, height] = [crop.width, crop.height].map(|side| ((side * scale).round() as usize).max(1));
    let row = crop.height / height as f32;
    let mut rgb = Vec::with_capacity(width * height * 3);
    for top in (0..height).step_by(BAND) {
        let rows = BAND.min(height - top);
        let area = [crop.x, crop.y + top as f32 * row, crop.width, rows as f32 * row];
        rgb.extend(lanczos(picture, area, width, rows).rgb);
    }
    Picture { width, height, rgb }
}
