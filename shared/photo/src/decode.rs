//! Bytes to upright sRGB pixels, within bounds of memory. Formats a phone or a studio hands over: JPEG, PNG, WebP.

use crate::{
    bytes::{Format, JpegFacts, jpeg_facts, sniff},
    picture::Picture,
};
#[cfg(feature = "webp")]
use image::codecs::webp::WebPDecoder;
use image::{ColorType, ImageDecoder, Limits, codecs::png::PngDecoder};
use std::io::Cursor;
use zune_jpeg::{
    JpegDecoder,
    zune_core::{bytestream::ZCursor, colorspace::ColorSpace, options::DecoderOptions},
};

/// Most pixels decoded: a 50-megapixel phone picture, with room.
const PIXELS_MAX: u64 = 60_000_000;
/// Most pixels of a progressive JPEG, whose coefficients all stay in memory.
const PROGRESSIVE_PIXELS_MAX: u64 = 30_000_000;
/// Longest side; larger ones are header bombs.
const SIDE_MAX: u32 = 16_384;
/// Real encoders write about ten.
const SCANS_MAX: u32 = 64;

/// Why a file cannot be decoded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Unreadable {
    /// A format this engine does not decode.
    Format(Format),
    /// More pixels than the bound, or none at all; width and height as the header states.
    Size(u32, u32),
    Truncated,
    Corrupt,
}

impl Unreadable {
    /// The stable hint word of `file.readable`.
    pub(crate) const fn hint(self) -> &'static str {
        match self {
            Self::Format(format) => format.hint(),
            Self::Size(..) => "too_large",
            Self::Truncated => "truncated",
            Self::Corrupt => "corrupt",
        }
    }
}

/// Refuses sizes that would cost too much memory.
pub(crate) fn within_bounds(width: u32, height: u32, progressive: bool) -> Result<(), Unreadable> {
    let pixels = u64::from(width) * u64::from(height);
    let most = if progressive { PROGRESSIVE_PIXELS_MAX } else { PIXELS_MAX };
    let fits = pixels > 0 && pixels <= most && width.max(height) <= SIDE_MAX;
    if fits { Ok(()) } else { Err(Unreadable::Size(width, height)) }
}

/// Decodes the picture and turns it upright by its EXIF orientation; transparency is laid over white.
pub(crate) fn decode(bytes: &[u8]) -> Result<Picture, Unreadable> {
    match sniff(bytes) {
        Format::Jpeg => decode_jpeg(bytes),
        Format::Png => {
            let decoder = PngDecoder::with_limits(Cursor::new(bytes), limits()).map_err(|_| Unreadable::Corrupt)?;
            decode_with(decoder)
        }
        #[cfg(feature = "webp")]
        Format::WebP => decode_with(WebPDecoder::new(Cursor::new(bytes)).map_err(|_| Unreadable::Corrupt)?),
        other => Err(Unreadable::Format(other)),
    }
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(PIXELS_MAX * 4);
    limits
}

/// Refuses what the markers already show to be unusable.
pub(crate) fn sound_jpeg(facts: Option<&JpegFacts>) -> Result<&JpegFacts, Unreadable> {
    let facts = facts.ok_or(Unreadable::Corrupt)?;
    within_bounds(u32::from(facts.width), u32::from(facts.height), facts.progressive)?;
    if facts.scans > SCANS_MAX {
        return Err(Unreadable::Corrupt);
    }
    if !facts.progressive && facts.scans > 1 {
        // zune-jpeg 0.5.15 turns baseline files with one scan per component into stripes; no camera writes them.
        return Err(Unreadable::Corrupt);
    }
    if facts.complete { Ok(facts) } else { Err(Unreadable::Truncated) }
}

fn decode_jpeg(bytes: &[u8]) -> Result<Picture, Unreadable> {
    let facts = jpeg_facts(bytes);
    let facts = sound_jpeg(facts.as_ref())?;
    let options = DecoderOptions::default()
        .set_max_width(SIDE_MAX as usize)
        .set_max_height(SIDE_MAX as usize)
        .set_strict_mode(false)
        .jpeg_set_max_scans(SCANS_MAX as usize)
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    let rgb = decoder.decode().map_err(|_| Unreadable::Corrupt)?;
    let info = decoder.info().ok_or(Unreadable::Corrupt)?;
    let (width, height) = (usize::from(info.width), usize::from(info.height));
    let picture = Picture::new(width, height, rgb).ok_or(Unreadable::Corrupt)?;
    Ok(picture.upright(facts.orientation()))
}

/// PNG and WebP through `image`'s decoders.
fn decode_with(mut decoder: impl ImageDecoder) -> Result<Picture, Unreadable> {
    let (width, height) = decoder.dimensions();
    within_bounds(width, height, false)?;
    decoder.set_limits(limits()).map_err(|_| Unreadable::Size(width, height))?;
    let colour = decoder.color_type();
    let orientation = decoder.orientation().map_or(1, |orientation| u16::from(orientation.to_exif()));
    let size = usize::try_from(decoder.total_bytes()).map_err(|_| Unreadable::Size(width, height))?;
    let mut raw = vec![0; size];
    decoder.read_image(&mut raw).map_err(|_| Unreadable::Corrupt)?;
    let rgb = to_rgb(&raw, colour).ok_or(Unreadable::Corrupt)?;
    let picture = Picture::new(width as usize, height as usize, rgb).ok_or(Unreadable::Corrupt)?;
    Ok(picture.upright(orientation))
}

/// Any of the decoders' layouts to RGB; 16-bit samples (native endian) keep their upper byte.
fn to_rgb(raw: &[u8], colour: ColorType) -> Option<Vec<u8>> {
    let over_white = |value: u8, alpha: u8| {
        let (value, alpha) = (u16::from(value), u16::from(alpha));
        ((value * alpha + 255 * (255 - alpha) + 127) / 255) as u8
    };
    let wide = matches!(colour, ColorType::L16 | ColorType::La16 | ColorType::Rgb16 | ColorType::Rgba16);
    let narrow: Vec<u8>;
    let samples = if wide {
        narrow = raw.chunks_exact(2).map(|pair| (u16::from_ne_bytes([pair[0], pair[1]]) >> 8) as u8).collect();
        &narrow
    } else {
        raw
    };
    let rgb = match colour.channel_count() {
        1 => samples.iter().flat_map(|&grey| [grey; 3]).collect(),
        2 => samples.chunks_exact(2).flat_map(|pixel| [over_white(pixel[0], pixel[1]); 3]).collect(),
        3 => samples.to_vec(),
        4 => samples
            .chunks_exact(4)
            .flat_map(|pixel| [0, 1, 2].map(|channel: usize| over_white(pixel[channel], pixel[3])))
            .collect(),
        _ => return None,
    };
    Some(rgb)
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(feature = "webp")]
    use image::codecs::webp::WebPEncoder;
    use image::{ExtendedColorType, ImageEncoder, codecs::png::PngEncoder};
    use proptest::prelude::*;

    fn png(raw: &[u8], width: u32, height: u32, colour: ExtendedColorType) -> Vec<u8> {
        let mut file = Vec::new();
        PngEncoder::new(&mut file).write_image(raw, width, height, colour).unwrap();
        file
    }

    #[test]
    fn every_layout_of_png_becomes_rgb() {
        let first = |file: Vec<u8>| decode(&file).unwrap().pixel(0, 0);
        assert_eq!(first(png(&[10, 20, 30], 1, 1, ExtendedColorType::Rgb8)), [10, 20, 30]);
        assert_eq!(first(png(&[77], 1, 1, ExtendedColorType::L8)), [77; 3]);
        assert_eq!(first(png(&[0, 0, 0, 0], 1, 1, ExtendedColorType::Rgba8)), [255; 3], "transparent is white");
        assert_eq!(first(png(&[0, 0, 0, 51], 1, 1, ExtendedColorType::Rgba8)), [204; 3]);
        let wide: Vec<u8> = [0x1234_u16, 0x8000, 0xFFFF].into_iter().flat_map(u16::to_ne_bytes).collect();
        assert_eq!(first(png(&wide, 1, 1, ExtendedColorType::Rgb16)), [0x12, 0x80, 0xFF]);
    }

    #[cfg(feature = "webp")]
    #[test]
    fn webp_is_decoded() {
        let mut file = Vec::new();
        WebPEncoder::new_lossless(&mut file).write_image(&[9, 8, 7], 1, 1, ExtendedColorType::Rgb8).unwrap();
        assert_eq!(decode(&file).unwrap().pixel(0, 0), [9, 8, 7]);
    }

    #[test]
    fn exif_orientation_of_a_jpeg_is_applied() {
        let wide = Picture::new(32, 16, (0..32 * 16).flat_map(|at| [(at % 32 * 8) as u8; 3]).collect()).unwrap();
        let spec = shared::photo::spec::FileSpec {
            width_px: 32,
            height_px: 16,
            dpi: 300,
            size_bytes: [0, 9999],
            write_bytes: [0, 9999],
            quality_min: 90,
            upscale_max: 1.0,
        };
        let mut file = crate::encode::encode(&wide, &spec);
        let exif = b"\xFF\xE1\0\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        file.splice(2..2, exif.iter().copied());
        let upright = decode(&file).unwrap();
        assert_eq!((upright.width, upright.height), (16, 32));
        assert!(upright.pixel(8, 0)[0] < 20 && upright.pixel(8, 31)[0] > 230, "left in the file is the top");
    }

    #[test]
    fn sizes_are_bounded() {
        assert!(within_bounds(8000, 6000, false).is_ok());
        assert!(within_bounds(8000, 6000, true).is_err(), "a progressive file keeps its coefficients in memory");
        assert!(within_bounds(65_535, 65_535, false).is_err());
        assert!(within_bounds(20_000, 10, false).is_err());
        assert!(within_bounds(0, 10, false).is_err());
    }

    fn small_jpeg() -> Vec<u8> {
        let rgb = (0..48 * 64 * 3).map(|at: u32| (at * 7 % 251) as u8).collect();
        let spec = shared::photo::spec::FileSpec {
            width_px: 48,
            height_px: 64,
            dpi: 300,
            size_bytes: [0, 9999],
            write_bytes: [0, 9999],
            quality_min: 60,
            upscale_max: 1.0,
        };
        crate::encode::encode(&Picture::new(48, 64, rgb).unwrap(), &spec)
    }

    proptest! {
        #[test]
        fn damaged_files_are_refused_or_decoded(changes in proptest::collection::vec((any::<u16>(), any::<u8>()), 1..6)) {
            for mut file in [small_jpeg(), png(&[5; 300], 10, 10, ExtendedColorType::Rgb8)] {
                for &(at, value) in &changes {
                    let at = usize::from(at) % file.len();
                    file[at] = value;
                }
                if let Ok(picture) = decode(&file) {
                    prop_assert_eq!(picture.rgb.len(), picture.width * picture.height * 3);
                }
            }
        }
    }
}
