//! Writes the finished file: baseline JPEG with optimised Huffman tables, its quality searched for the size window.

use crate::picture::Picture;
use jpeg_encoder::{ChromaSubsamplingMethod, ColorType, Encoder, PixelDensity, PixelDensityUnit, SamplingFactor};
use shared::photo::spec::FileSpec;

/// Above this, 4:2:0 gains nothing that colour at full resolution would not gain more of.
const SUBSAMPLED_QUALITY_MAX: u8 = 97;

/// The file of the best quality that is no larger than `write_bytes` allows. A picture too plain to reach the lower
/// end even with colour at full resolution stays smaller: the verdict says so, nothing is padded. A picture too busy
/// for the upper end is written at the quality floor.
pub(crate) fn encode(picture: &Picture, spec: &FileSpec) -> Vec<u8> {
    let [least, most] = spec.write_bytes.map(|bytes| bytes as usize);
    let subsampled = search(picture, spec, SamplingFactor::R_4_2_0, SUBSAMPLED_QUALITY_MAX, most);
    if subsampled.len() >= least {
        return subsampled;
    }
    let full = search(picture, spec, SamplingFactor::R_4_4_4, 100, most);
    if full.len() > most { subsampled } else { full }
}

/// Highest quality between the floor and `top` whose file fits into `most` bytes; the floor where none does.
fn search(picture: &Picture, spec: &FileSpec, sampling: SamplingFactor, top: u8, most: usize) -> Vec<u8> {
    let (mut low, mut high) = (spec.quality_min.clamp(1, top), top);
    let mut best = write(picture, low, sampling, spec.dpi);
    while low < high {
        let quality = low + (high - low).div_ceil(2);
        let file = write(picture, quality, sampling, spec.dpi);
        if file.len() <= most {
            low = quality;
            best = file;
        } else {
            high = quality - 1;
        }
    }
    best
}

fn write(picture: &Picture, quality: u8, sampling: SamplingFactor, dpi: u16) -> Vec<u8> {
    let mut file = Vec::with_capacity(48 * 1024);
    let mut encoder = Encoder::new(&mut file, quality);
    encoder.set_sampling_factor(sampling);
    encoder.set_chroma_subsampling_method(ChromaSubsamplingMethod::Average);
    encoder.set_optimized_huffman_tables(true);
    encoder.set_density(PixelDensity { density: (dpi, dpi), unit: PixelDensityUnit::Inches });
    let (width, height) = (picture.width as u16, picture.height as u16);
    encoder
        .encode(&picture.rgb, width, height, ColorType::Rgb)
        .expect("writing to memory cannot fail, and the size is the specification's");
    file
}
