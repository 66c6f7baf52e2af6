//! Bytes to upright sRGB pixels, within bounds of memory: pictures much larger than what is measured are reduced while they
//! are decoded. Formats a phone or a studio hands over: JPEG, PNG, WebP.

mod png;
#[cfg(feature = "webp")]
mod webp;

use crate::{
    bytes::{Format, JpegFacts, jpeg_facts, sniff},
    picture::Picture,
};
use jpeg_decoder::{Decoder, PixelFormat};

/// Most pixels decoded: a 50-megapixel phone picture, with room.
const PIXELS_MAX: u64 = 60_000_000;
/// Most pixels of a picture that has to be held in memory whole while it is decoded: a progressive JPEG, whose coefficients
/// all stay, an interlaced PNG, a WebP.
const WHOLE_PIXELS_MAX: u64 = 30_000_000;
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

/// A decoded picture, perhaps reduced.
#[derive(Clone)]
pub(crate) struct Decoded {
    /// Upright by the EXIF orientation.
    pub(crate) picture: Picture,
    /// Pixels of the file for one of the picture, 1 or more.
    pub(crate) scale: f32,
    /// Width and height of the upright file.
    pub(crate) full: [u32; 2],
}

impl Decoded {
    fn new(picture: Picture, scale: f32, full: [u32; 2], orientation: u16) -> Self {
        let full = if orientation >= 5 { [full[1], full[0]] } else { full };
        Self { picture: picture.upright(orientation), scale, full }
    }
}

/// Refuses sizes that would cost too much memory. `whole`: the decoder has to hold all of it.
pub(crate) fn within_bounds(width: u32, height: u32, whole: bool) -> Result<(), Unreadable> {
    let pixels = u64::from(width) * u64::from(height);
    let most = if whole { WHOLE_PIXELS_MAX } else { PIXELS_MAX };
    let fits = pixels > 0 && pixels <= most && width.max(height) <= SIDE_MAX;
    if fits { Ok(()) } else { Err(Unreadable::Size(width, height)) }
}

/// Decodes the picture and turns it upright; transparency is laid over white. Where the longer side has at least twice
/// `least` pixels, it is reduced to `least` or somewhat more.
pub(crate) fn decode(bytes: &[u8], least: usize) -> Result<Decoded, Unreadable> {
    match sniff(bytes) {
        Format::Jpeg => decode_jpeg(bytes, least),
        Format::Png => png::decode(bytes, least),
        #[cfg(feature = "webp")]
        Format::WebP => webp::decode(bytes),
        other => Err(Unreadable::Format(other)),
    }
}

/// Refuses what the markers already show to be unusable.
pub(crate) fn sound_jpeg(facts: Option<&JpegFacts>) -> Result<&JpegFacts, Unreadable> {
    let facts = facts.ok_or(Unreadable::Corrupt)?;
    let whole = facts.progressive || facts.scans > 1;
    within_bounds(u32::from(facts.width), u32::from(facts.height), whole)?;
    if facts.scans > SCANS_MAX {
        return Err(Unreadable::Corrupt);
    }
    if facts.complete { Ok(facts) } else { Err(Unreadable::Truncated) }
}

/// Reduced by halving in the frequency domain, which costs less than decoding all of it.
fn decode_jpeg(bytes: &[u8], least: usize) -> Result<Decoded, Unreadable> {
    let facts = jpeg_facts(bytes);
    let facts = sound_jpeg(facts.as_ref())?;
    let mut decoder = Decoder::new(bytes);
    decoder.set_max_decoding_buffer_size(PIXELS_MAX as usize * 4);
    decoder.read_info().map_err(|_| Unreadable::Corrupt)?;
    let longest = usize::from(facts.width.max(facts.height));
    // The decoder knows eighths, quarters, halves.
    let halves = [8, 4, 2].into_iter().find(|&part| longest / part >= least).unwrap_or(1);
    let part = |side: u16| side.div_ceil(halves as u16);
    decoder.scale(part(facts.width), part(facts.height)).map_err(|_| Unreadable::Corrupt)?;
    let raw = decoder.decode().map_err(|_| Unreadable::Corrupt)?;
    let info = decoder.info().ok_or(Unreadable::Corrupt)?;
    let (width, height) = (usize::from(info.width), usize::from(info.height));
    let rgb = match info.pixel_format {
        PixelFormat::RGB24 => raw,
        PixelFormat::L8 => raw.iter().flat_map(|&grey| [grey; 3]).collect(),
        PixelFormat::CMYK32 => raw.as_chunks().0.iter().flat_map(|&inks| from_inks(inks)).collect(),
        PixelFormat::L16 => return Err(Unreadable::Corrupt),
    };
    let picture = Picture::new(width, height, rgb).ok_or(Unreadable::Corrupt)?;
    let full = [facts.width, facts.height].map(u32::from);
    Ok(Decoded::new(picture, halves as f32, full, facts.orientation()))
}

/// Cyan, magenta, yellow and black, 255 the most ink, without a colour profile.
fn from_inks([cyan, magenta, yellow, black]: [u8; 4]) -> [u8; 3] {
    let paper = u16::from(255 - black);
    [cyan, magenta, yellow].map(|ink| ((u16::from(255 - ink) * paper + 127) / 255) as u8)
}

/// A sample laid over white.
fn over_white(value: u8, alpha: u8) -> u8 {
    let (value, alpha) = (u16::from(value), u16::from(alpha));
    ((value * alpha + 255 * (255 - alpha) + 127) / 255) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{ExtendedColorType, ImageEncoder, codecs::png::PngEncoder};
    use proptest::prelude::*;
    use shared::photo::spec::FileSpec;

    fn png(raw: &[u8], width: u32, height: u32, colour: ExtendedColorType) -> Vec<u8> {
        let mut file = Vec::new();
        PngEncoder::new(&mut file).write_image(raw, width, height, colour).unwrap();
        file
    }

    #[test]
    fn every_layout_of_png_becomes_rgb() {
        let first = |file: Vec<u8>| decode(&file, 99).unwrap().picture.pixel(0, 0);
        assert_eq!(first(png(&[10, 20, 30], 1, 1, ExtendedColorType::Rgb8)), [10, 20, 30]);
        assert_eq!(first(png(&[77], 1, 1, ExtendedColorType::L8)), [77; 3]);
        assert_eq!(first(png(&[0, 0, 0, 0], 1, 1, ExtendedColorType::Rgba8)), [255; 3], "transparent is white");
        assert_eq!(first(png(&[0, 0, 0, 51], 1, 1, ExtendedColorType::Rgba8)), [204; 3]);
        let wide: Vec<u8> = [0x1234_u16, 0x8000, 0xFFFF].into_iter().flat_map(u16::to_ne_bytes).collect();
        assert_eq!(first(png(&wide, 1, 1, ExtendedColorType::Rgb16)), [0x12, 0x80, 0xFF]);
    }

    #[test]
    fn exif_orientation_of_a_jpeg_is_applied() {
        let wide = Picture::new(32, 16, (0..32 * 16).flat_map(|at| [(at % 32 * 8) as u8; 3]).collect()).unwrap();
        let spec = FileSpec { width_px: 32, height_px: 16, quality_min: 90, ..small_spec() };
        let mut file = crate::encode::encode(&wide, &spec);
        let exif = b"\xFF\xE1\0\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        file.splice(2..2, exif.iter().copied());
        let upright = decode(&file, 99).unwrap().picture;
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

    /// A smooth picture of colours.
    fn smooth(width: usize, height: usize) -> Picture {
        let colour = |at: usize| {
            let (x, y) = (at % width * 255 / width, at / width * 255 / height);
            [x as u8, y as u8, 128]
        };
        Picture::new(width, height, (0..width * height).flat_map(colour).collect()).unwrap()
    }

    fn far_off(one: &Picture, two: &Picture) -> f32 {
        assert_eq!((one.width, one.height), (two.width, two.height));
        let off = one.rgb.iter().zip(&two.rgb).map(|(a, b)| f32::from(a.abs_diff(*b)));
        off.sum::<f32>() / one.rgb.len() as f32
    }

    #[test]
    fn large_pictures_are_reduced_while_they_are_decoded() {
        let (width, height) = (404, 804);
        let spec = FileSpec { width_px: 404, height_px: 804, ..small_spec() };
        let jpeg = crate::encode::encode(&smooth(width, height), &spec);
        let png = png(&smooth(width, height).rgb, width as u32, height as u32, ExtendedColorType::Rgb8);
        for (file, name) in [(&jpeg, "JPEG"), (&png, "PNG")] {
            for (least, scale) in [(900, 1), (402, 2), (201, 4)] {
                let decoded = decode(file, least).unwrap();
                assert_eq!((decoded.scale, decoded.full), (scale as f32, [404, 804]), "{name} {least}");
                let expected = smooth(width / scale, height / scale);
                assert!(far_off(&decoded.picture, &expected) < 3.0, "{name} {least}");
            }
        }
    }

    #[test]
    fn a_jpeg_with_a_scan_for_each_colour_is_read() {
        let picture = smooth(64, 48);
        let mut file = Vec::new();
        let mut encoder = jpeg_encoder::Encoder::new(&mut file, 95);
        encoder.set_optimized_huffman_tables(true);
        encoder.encode(&picture.rgb, 64, 48, jpeg_encoder::ColorType::Rgb).unwrap();
        assert_eq!(jpeg_facts(&file).unwrap().scans, 3);
        assert!(far_off(&decode(&file, 999).unwrap().picture, &picture) < 3.0);
    }

    #[test]
    fn inks_become_light() {
        assert_eq!(from_inks([0; 4]), [255; 3]);
        assert_eq!(from_inks([155, 58, 0, 0]), [100, 197, 255]);
        assert_eq!(from_inks([0, 0, 0, 255]), [0; 3]);
    }

    fn small_spec() -> FileSpec {
        FileSpec {
            width_px: 48,
            height_px: 64,
            dpi: 300,
            size_bytes: [0, 99_999],
            write_bytes: [0, 99_999],
            quality_min: 60,
            upscale_max: 1.0,
        }
    }

    fn small_jpeg() -> Vec<u8> {
        let rgb = (0..48 * 64 * 3).map(|at: u32| (at * 7 % 251) as u8).collect();
        crate::encode::encode(&Picture::new(48, 64, rgb).unwrap(), &small_spec())
    }

    proptest! {
        #[test]
        fn damaged_files_are_refused_or_decoded(changes in proptest::collection::vec((any::<u16>(), any::<u8>()), 1..6)) {
            for mut file in [small_jpeg(), png(&[5; 300], 10, 10, ExtendedColorType::Rgb8)] {
                for &(at, value) in &changes {
                    let at = usize::from(at) % file.len();
                    file[at] = value;
                }
                if let Ok(Decoded { picture, .. }) = decode(&file, 99) {
                    prop_assert_eq!(picture.rgb.len(), picture.width * picture.height * 3);
                }
            }
        }
    }
}
