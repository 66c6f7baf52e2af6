//! PNG, row by row: a large picture is reduced as its rows arrive and never held in memory whole.

use super::{Decoded, Unreadable, over_white, within_bounds};
use crate::{bytes::orientation_of_exif, picture::Picture};
use png::{ColorType, Decoder, Limits, Transformations};
use std::io::Cursor;

/// Least memory the decoder may use besides the pixels: a few rows and the window of the compression.
const WORKING_BYTES: usize = 64 << 20;

pub(super) fn decode(bytes: &[u8], least: usize) -> Result<Decoded, Unreadable> {
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), Limits { bytes: WORKING_BYTES });
    decoder.set_transformations(Transformations::normalize_to_color8());
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let info = decoder.read_header_info().map_err(|_| Unreadable::Corrupt)?;
    let (width, height, interlaced) = (info.width, info.height, info.interlaced);
    within_bounds(width, height, interlaced)?;
    let mut reader = decoder.read_info().map_err(|_| Unreadable::Corrupt)?;
    let (colour, _) = reader.output_color_type();
    let orientation = reader.info().exif_metadata.as_ref().map_or(1, |exif| orientation_of_exif(exif));
    let factor = (width.max(height) as usize / least.max(1)).max(1);
    let mut blocks = Blocks::new(width as usize, height as usize, factor);
    if interlaced {
        let size = reader.output_buffer_size().ok_or(Unreadable::Size(width, height))?;
        let mut all = vec![0; size];
        reader.next_frame(&mut all).map_err(|_| Unreadable::Corrupt)?;
        all.chunks_exact(size / height as usize).for_each(|row| blocks.row(row, colour));
    } else {
        while let Some(row) = reader.next_row().map_err(|_| Unreadable::Corrupt)? {
            blocks.row(row.data(), colour);
        }
    }
    let picture = blocks.finish().ok_or(Unreadable::Corrupt)?;
    Ok(Decoded::new(picture, factor as f32, [width, height], orientation))
}

/// Averages of squares of pixels; what is left over at the right and lower edge is dropped.
struct Blocks {
    width: usize,
    height: usize,
    factor: usize,
    sums: Vec<u32>,
    /// Rows in `sums`.
    rows: usize,
    rgb: Vec<u8>,
}

impl Blocks {
    fn new(width: usize, height: usize, factor: usize) -> Self {
        let (width, height) = ((width / factor).max(1), (height / factor).max(1));
        Self { width, height, factor, sums: vec![0; width * 3], rows: 0, rgb: Vec::with_capacity(width * height * 3) }
    }

    fn row(&mut self, row: &[u8], colour: ColorType) {
        match colour {
            ColorType::GrayscaleAlpha => self.add(row.as_chunks().0.iter().map(|&[grey, a]| [over_white(grey, a); 3])),
            ColorType::Rgb => self.add(row.as_chunks().0.iter().copied()),
            ColorType::Rgba => {
                self.add(row.as_chunks().0.iter().map(|&[r, g, b, a]| [r, g, b].map(|value| over_white(value, a))));
            }
            ColorType::Grayscale | ColorType::Indexed => self.add(row.iter().map(|&grey| [grey; 3])),
        }
    }

    fn add(&mut self, pixels: impl Iterator<Item = [u8; 3]>) {
        let mut at = 0;
        for (place, pixel) in pixels.take(self.width * self.factor).enumerate() {
            for (sum, value) in self.sums[at..at + 3].iter_mut().zip(pixel) {
                *sum += u32::from(value);
            }
            if (place + 1).is_multiple_of(self.factor) {
                at += 3;
            }
            if at == self.sums.len() {
                break;
            }
        }
        self.rows += 1;
        if self.rows == self.factor {
            self.flush();
        }
    }

    fn flush(&mut self) {
        let count = (self.factor * self.factor) as u32;
        self.rgb.extend(self.sums.iter().map(|&sum| ((sum + count / 2) / count) as u8));
        self.sums.fill(0);
        self.rows = 0;
    }

    fn finish(mut self) -> Option<Picture> {
        self.rgb.truncate(self.width * self.height * 3);
        Picture::new(self.width, self.height, self.rgb)
    }
}
