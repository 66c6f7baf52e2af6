//! A line of text drawn all over a picture, slanting and half transparent: who looks at it, and when. The picture stays
//! readable; a copy of it says where it came from.

use crate::{decode::decode, encode::plain, picture::Picture};
use font8x8::legacy::BASIC_LEGACY;

/// What is looked at closely must not suffer.
const QUALITY: u8 = 90;
/// Rise of the lines: cosine and sine of 26°.
const SLANT: [f32; 2] = [0.8988, 0.4384];
const GLYPH: usize = 8;
/// Rows between two lines, in glyphs.
const LINE_GAP: usize = 7;
/// Glyphs between two repetitions within a line.
const WORD_GAP: usize = 4;
/// Share of white in the strokes, and of black in their shadow, of 256.
const LIGHT: i32 = 84;
const SHADE: i32 = 60;

/// A JPEG of the picture with `text` (ASCII; other characters become `?`) all over it, of the same size. `None` where the picture cannot
/// be read, or is too large to be held in memory.
pub fn mark(bytes: &[u8], text: &str) -> Option<Vec<u8>> {
    let mut picture = decode(bytes, usize::MAX / 4).ok()?.picture;
    draw(&mut picture, &Pattern::new(text));
    Some(plain(&picture, QUALITY))
}

/// One period of the lines, in pixels of the font.
struct Pattern {
    width: usize,
    height: usize,
    /// Nothing, stroke or shadow.
    cells: Vec<u8>,
}

const STROKE: u8 = 1;
const SHADOW: u8 = 2;

impl Pattern {
    fn new(text: &str) -> Self {
        let glyphs: Vec<[u8; 8]> = text.chars().map(glyph).collect();
        let (width, height) = ((glyphs.len() + WORD_GAP) * GLYPH, LINE_GAP * GLYPH);
        let mut pattern = Self { width, height, cells: vec![0; width * height] };
        for (place, rows) in glyphs.iter().enumerate() {
            for (y, row) in rows.iter().enumerate() {
                for x in (0..GLYPH).filter(|x| row >> x & 1 == 1) {
                    pattern.set(place * GLYPH + x + 1, y + 1, SHADOW);
                    pattern.set(place * GLYPH + x, y, STROKE);
                }
            }
        }
        pattern
    }

    /// A shadow never covers a stroke.
    fn set(&mut self, x: usize, y: usize, what: u8) {
        let cell = &mut self.cells[y * self.width + x];
        if *cell != STROKE {
            *cell = what;
        }
    }

    /// Every second line begins half a period later.
    fn at(&self, u: i32, v: i32) -> u8 {
        let line = v.div_euclid(self.height as i32);
        let u = u + (line & 1) * (self.width / 2) as i32;
        let (x, y) = (u.rem_euclid(self.width as i32) as usize, v.rem_euclid(self.height as i32) as usize);
        self.cells[y * self.width + x]
    }
}

fn glyph(c: char) -> [u8; 8] {
    let known = BASIC_LEGACY.get(c as usize).filter(|_| (' '..='~').contains(&c));
    *known.unwrap_or(&BASIC_LEGACY['?' as usize])
}

fn draw(picture: &mut Picture, pattern: &Pattern) {
    // About as large on every picture: a glyph is a fortieth of the shorter side.
    let scale = (picture.width.min(picture.height) as f32 / (40.0 * GLYPH as f32)).max(0.6);
    let (across, down) = (SLANT[0] / scale, SLANT[1] / scale);
    let width = picture.width;
    for (y, row) in picture.rgb.chunks_exact_mut(width * 3).enumerate() {
        let (mut u, mut v) = (-(y as f32) * down, y as f32 * across);
        for pixel in row.as_chunks_mut::<3>().0 {
            match pattern.at(u.floor() as i32, v.floor() as i32) {
                STROKE => blend(pixel, 255, LIGHT),
                SHADOW => blend(pixel, 0, SHADE),
                _ => {}
            }
            u += across;
            v += down;
        }
    }
}

fn blend(pixel: &mut [u8; 3], to: i32, share: i32) {
    for value in pixel {
        let from = i32::from(*value);
        *value = (from + (to - from) * share / 256) as u8;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grey(width: usize, height: usize) -> Vec<u8> {
        plain(&Picture::new(width, height, vec![128; width * height * 3]).unwrap(), 95)
    }

    fn changed(file: &[u8]) -> usize {
        let picture = decode(file, usize::MAX / 4).unwrap().picture;
        picture.rgb.chunks(3).filter(|pixel| pixel[0].abs_diff(128) > 12).count()
    }

    #[test]
    fn every_part_of_the_picture_is_marked_and_most_of_it_stays() {
        for (width, height) in [(480, 640), (2000, 1262), (320, 240)] {
            let marked = mark(&grey(width, height), "hunan.reviewer 2026-12-01 10:00").unwrap();
            let share = changed(&marked) as f32 / (width * height) as f32;
            assert!((0.02..0.25).contains(&share), "{width}×{height}: {share}");
            let back = decode(&marked, usize::MAX / 4).unwrap().picture;
            assert_eq!((back.width, back.height), (width, height));
            for (x, y) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
                let quarter = back.rgb.chunks(3).enumerate().filter(|(at, pixel)| {
                    (at % width * 2 / width, at / width * 2 / height) == (x, y) && pixel[0].abs_diff(128) > 12
                });
                assert!(quarter.count() > 20, "{width}×{height}, quarter {x} {y}");
            }
        }
    }

    #[test]
    fn another_text_is_another_picture_and_no_picture_is_none() {
        assert_ne!(mark(&grey(480, 640), "one"), mark(&grey(480, 640), "two"));
        assert!(mark(&grey(480, 640), "审核").is_some());
        assert_eq!(mark(b"%PDF-1.7", "one"), None);
    }
}
