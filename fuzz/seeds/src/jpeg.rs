//! JPEG files: baseline and progressive, every subsampling, grey, CMYK, restart markers, optimised tables, EXIF, and cut short.

use std::io;

use jpeg_encoder::{ColorType, Encoder, PixelDensity, SamplingFactor};

use crate::{Seed, drawn, exif};

const SIDES: (u16, u16) = (48, 64);

pub(crate) fn all() -> io::Result<Vec<Seed>> {
    let plain = encoded(ColorType::Rgb, |_| {})?;
    let mut seeds = vec![
        ("baseline".into(), plain.clone()),
        ("dense".into(), encoded(ColorType::Rgb, |encoder| encoder.set_density(PixelDensity::dpi(300)))?),
        ("grey".into(), encoded(ColorType::Luma, |_| {})?),
        ("cmyk".into(), encoded(ColorType::Cmyk, |_| {})?),
        ("ycck".into(), encoded(ColorType::CmykAsYcck, |_| {})?),
        ("progressive".into(), encoded(ColorType::Rgb, |encoder| encoder.set_progressive(true))?),
        ("progressive-many".into(), encoded(ColorType::Rgb, |encoder| encoder.set_progressive_scans(20))?),
        ("restarts".into(), encoded(ColorType::Rgb, |encoder| encoder.set_restart_interval(3))?),
        ("optimised".into(), encoded(ColorType::Rgb, |encoder| encoder.set_optimized_huffman_tables(true))?),
    ];
    let factors = [
        ("420", SamplingFactor::R_4_2_0),
        ("422", SamplingFactor::R_4_2_2),
        ("440", SamplingFactor::R_4_4_0),
        ("411", SamplingFactor::R_4_1_1),
    ];
    for (name, factor) in factors {
        let both = |progressive| {
            encoded(ColorType::Rgb, |encoder| {
                encoder.set_sampling_factor(factor);
                encoder.set_progressive(progressive);
            })
        };
        seeds.push((format!("baseline-{name}"), both(false)?));
        seeds.push((format!("progressive-{name}"), both(true)?));
    }
    seeds.extend((1..=8).map(|turn| (format!("turned-{turn}"), with_exif(&plain, turn))));
    seeds.extend([2, 3, 5].map(|part| (format!("cut-{part}"), plain[..plain.len() * (part - 1) / part].to_vec())));
    Ok(seeds)
}

fn encoded(colour: ColorType, set: impl FnOnce(&mut Encoder<&mut Vec<u8>>)) -> io::Result<Vec<u8>> {
    let (width, height) = SIDES;
    let rgb = drawn(width.into(), height.into());
    let pixels: Vec<u8> = match colour {
        ColorType::Luma => rgb.chunks_exact(3).map(|pixel| pixel[1]).collect(),
        ColorType::Cmyk | ColorType::CmykAsYcck => {
            rgb.chunks_exact(3).flat_map(|pixel| [pixel[0], pixel[1], pixel[2], 40]).collect()
        }
        _ => rgb,
    };
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, 75);
    set(&mut encoder);
    encoder.encode(&pixels, width, height, colour).map_err(io::Error::other)?;
    Ok(file)
}

/// The file with an EXIF segment right behind its start.
fn with_exif(file: &[u8], orientation: u16) -> Vec<u8> {
    let tiff = exif::tiff(orientation % 2 == 0, orientation, 300, 1);
    let length = (tiff.len() + 8) as u16;
    let head = [&[0xFF, 0xE1], &length.to_be_bytes()[..], b"Exif\0\0"].concat();
    [&file[..2], &head, &tiff, &file[2..]].concat()
}
