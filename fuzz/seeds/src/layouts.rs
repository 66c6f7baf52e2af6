//! PNG in every layout of samples, WebP without loss, and the first bytes of what is only recognised: GIF, HEIC, BMP, TIFF, PDF.

use std::io;

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::codecs::webp::WebPEncoder;
use image::{ExtendedColorType, ImageEncoder};

use crate::{Seed, drawn};

const SIDE: u32 = 24;

pub(crate) fn all() -> io::Result<Vec<Seed>> {
    let rgb = drawn(SIDE as usize, SIDE as usize);
    let layouts = [
        ("rgb8", ExtendedColorType::Rgb8, 3),
        ("rgba8", ExtendedColorType::Rgba8, 4),
        ("grey8", ExtendedColorType::L8, 1),
        ("greya8", ExtendedColorType::La8, 2),
        ("rgb16", ExtendedColorType::Rgb16, 6),
        ("rgba16", ExtendedColorType::Rgba16, 8),
        ("grey16", ExtendedColorType::L16, 2),
    ];
    let mut seeds = Vec::new();
    for (name, layout, bytes) in layouts {
        let raw: Vec<u8> = rgb.iter().copied().cycle().take((SIDE * SIDE) as usize * bytes).collect();
        let mut file = Vec::new();
        PngEncoder::new_with_quality(&mut file, CompressionType::Fast, FilterType::Adaptive)
            .write_image(&raw, SIDE, SIDE, layout)
            .map_err(io::Error::other)?;
        seeds.push((format!("png-{name}"), file));
    }
    for (name, layout, bytes) in &layouts[..2] {
        let raw: Vec<u8> = rgb.iter().copied().cycle().take((SIDE * SIDE) as usize * bytes).collect();
        let mut file = Vec::new();
        WebPEncoder::new_lossless(&mut file).write_image(&raw, SIDE, SIDE, *layout).map_err(io::Error::other)?;
        seeds.push((format!("webp-{name}"), file));
    }
    let heads: [(&str, &[u8]); 5] = [
        ("gif", b"GIF89a\x01\0\x01\0\0\0\0\x2C\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0\x3B"),
        ("heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"),
        ("bmp", b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x01\0\0\0\x01\0\0\0\x01\0\x18\0"),
        ("tiff", b"II*\0\x08\0\0\0\0\0"),
        ("pdf", b"%PDF-1.7\n"),
    ];
    seeds.extend(heads.map(|(name, bytes)| (name.to_owned(), bytes.to_vec())));
    Ok(seeds)
}
