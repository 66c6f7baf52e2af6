//! Writes the finished file: baseline JPEG in one interleaved scan with optimised Huffman tables, its quality searched
//! for the size window. Our own encoder, because the transform is done once for all qualities tried.

mod blocks;
mod huffman;
mod scan;

use crate::{bytes::quality_table, picture::Picture};
use blocks::Blocks;
use shared::photo::spec::FileSpec;

/// Above this, 4:2:0 gains nothing that colour at full resolution would not gain more of.
const SUBSAMPLED_QUALITY_MAX: u8 = 97;
/// Dots per inch of a picture whose density means nothing.
const SQUARE_PIXELS: u16 = 72;

/// The file of the best quality that is no larger than `write_bytes` allows. A picture too plain to reach the lower
/// end even with colour at full resolution stays smaller: the verdict says so, nothing is padded. A picture too busy
/// for the upper end is written at the quality floor.
pub(crate) fn encode(picture: &Picture, spec: &FileSpec) -> Vec<u8> {
    let [least, most] = spec.write_bytes.map(|bytes| bytes as usize);
    let floor = spec.quality_min;
    let subsampled = search(&Blocks::new(picture, true), [floor, SUBSAMPLED_QUALITY_MAX], spec.dpi, most);
    if subsampled.len() >= least {
        return subsampled;
    }
    let full = search(&Blocks::new(picture, false), [floor, 100], spec.dpi, most);
    if full.len() > most { subsampled } else { full }
}

/// The file of the best quality within a range that is no larger than `most` bytes; of the lowest where none is. Says
/// nothing about the density.
pub(crate) fn fitted(picture: &Picture, quality: [u8; 2], most: usize) -> Vec<u8> {
    let blocks = Blocks::new(picture, true);
    let best = write(&blocks, quality[1], SQUARE_PIXELS);
    if best.len() <= most { best } else { search(&blocks, quality, SQUARE_PIXELS, most) }
}

/// Highest quality between the floor and `top` whose file fits into `most` bytes; the floor where none does.
fn search(blocks: &Blocks, [floor, top]: [u8; 2], dpi: u16, most: usize) -> Vec<u8> {
    let (mut low, mut high) = (floor.clamp(1, top), top);
    let mut best = write(blocks, low, dpi);
    while low < high {
        let quality = low + (high - low).div_ceil(2);
        let file = write(blocks, quality, dpi);
        if file.len() <= most {
            low = quality;
            best = file;
        } else {
            high = quality - 1;
        }
    }
    best
}

/// A file of one quality whose density means nothing.
pub(crate) fn plain(picture: &Picture, quality: u8) -> Vec<u8> {
    const SQUARE_PIXELS: u16 = 72;
    write(&Blocks::new(picture, true), quality, SQUARE_PIXELS)
}

/// One file at one quality.
fn write(blocks: &Blocks, quality: u8, dpi: u16) -> Vec<u8> {
    let tables = [quality_table(quality, false), quality_table(quality, true)];
    let tokens = scan::tokens(blocks, &tables);
    let codes = scan::codes(&tokens);
    let mut file = Vec::with_capacity(48 * 1024);
    file.extend([0xFF, 0xD8]);
    let [dpi_high, dpi_low] = dpi.to_be_bytes();
    segment(&mut file, 0xE0, &[b'J', b'F', b'I', b'F', 0, 1, 1, 1, dpi_high, dpi_low, dpi_high, dpi_low, 0, 0]);
    for (slot, table) in tables.iter().enumerate() {
        let mut body = vec![slot as u8];
        body.extend(table.iter().map(|&value| value as u8));
        segment(&mut file, 0xDB, &body);
    }
    let [h1, h0] = (blocks.height as u16).to_be_bytes();
    let [w1, w0] = (blocks.width as u16).to_be_bytes();
    let sampling = if blocks.subsampled { 0x22 } else { 0x11 };
    segment(&mut file, 0xC0, &[8, h1, h0, w1, w0, 3, 1, sampling, 0, 2, 0x11, 1, 3, 0x11, 1]);
    for (class, code) in codes.iter().enumerate() {
        // Classes are DC and AC of luma, then DC and AC of chroma; the file names them by kind and slot.
        let mut body = vec![(((class % 2) << 4) | (class / 2)) as u8];
        body.extend(code.counts);
        body.extend(&code.symbols);
        segment(&mut file, 0xC4, &body);
    }
    segment(&mut file, 0xDA, &[3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0]);
    scan::write(&mut file, &tokens, &codes);
    file.extend([0xFF, 0xD9]);
    file
}

fn segment(file: &mut Vec<u8>, marker: u8, body: &[u8]) {
    file.extend([0xFF, marker]);
    file.extend((body.len() as u16 + 2).to_be_bytes());
    file.extend(body);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{bytes::jpeg_facts, decode::decode};

    fn spec() -> FileSpec {
        FileSpec {
            width_px: 480,
            height_px: 640,
            dpi: 300,
            size_bytes: [20_480, 40_960],
            write_bytes: [21_504, 39_936],
            quality_min: 60,
            upscale_max: 1.5,
        }
    }

    /// Ripples of growing fineness on blue.
    fn drawn(width: usize, height: usize, contrast: f32) -> Picture {
        let colour = |x: usize, y: usize| {
            let wave = ((x * y) as f32 / 3000.0).sin() * contrast;
            [100.0 + wave, 197.0 - wave, 255.0 - wave.abs()].map(|value| value.clamp(0.0, 255.0) as u8)
        };
        let rgb = (0..width * height).flat_map(|at| colour(at % width, at / width)).collect();
        Picture::new(width, height, rgb).unwrap()
    }

    #[test]
    fn what_is_written_decodes_to_what_was_drawn() {
        for (width, height) in [(480, 640), (151, 201), (16, 8), (1, 1)] {
            for subsampled in [true, false] {
                let picture = drawn(width, height, 30.0);
                let back = decode(&write(&Blocks::new(&picture, subsampled), 95, 300), 9999).unwrap().picture;
                assert_eq!((back.width, back.height), (width, height));
                let off = |(a, b): (&u8, &u8)| f64::from(a.abs_diff(*b));
                let mean = picture.rgb.iter().zip(&back.rgb).map(off).sum::<f64>() / picture.rgb.len() as f64;
                assert!(mean < 4.0, "{width}×{height} subsampled {subsampled}: off by {mean} on average");
            }
        }
    }

    #[test]
    fn size_and_markers_are_as_specified() {
        for contrast in [6.0, 20.0, 60.0] {
            let file = encode(&drawn(480, 640, contrast), &spec());
            assert!((21_504..=39_936).contains(&file.len()), "contrast {contrast}: {} bytes", file.len());
            let facts = jpeg_facts(&file).unwrap();
            assert!(facts.complete && !facts.progressive && facts.scans == 1);
            assert_eq!((facts.width, facts.height, facts.components), (480, 640, 3));
            assert_eq!(facts.jfif, Some(crate::bytes::Density::Dpi(300.0, 300.0)));
            assert!(facts.quality >= Some(60));
        }
    }

    #[test]
    fn a_flat_picture_is_not_padded() {
        let flat = Picture::new(480, 640, [100, 197, 255].repeat(480 * 640)).unwrap();
        let file = encode(&flat, &spec());
        assert!(file.len() < 21_504);
        assert_eq!(jpeg_facts(&file).unwrap().quality, Some(100));
    }

    #[test]
    fn a_busy_picture_keeps_the_quality_floor() {
        let noise = |at: usize| (at.wrapping_mul(2_654_435_761) >> 16) as u8;
        let picture = Picture::new(480, 640, (0..480 * 640 * 3).map(noise).collect()).unwrap();
        assert_eq!(jpeg_facts(&encode(&picture, &spec())).unwrap().quality, Some(60));
    }
}
