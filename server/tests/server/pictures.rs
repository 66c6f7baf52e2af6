//! Pictures that are wrong in one way each, made here: no photograph of a person stands in the repository.

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use std::io::Cursor;

/// A picture with some texture, so that it fills a file.
fn picture(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let noise = (x.wrapping_mul(7919) ^ y.wrapping_mul(104_729)).wrapping_mul(2_654_435_761) >> 28;
        Rgb([100 + noise as u8, 190, 255 - noise as u8])
    })
}

fn encoded(image: DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    image.write_to(&mut file, format).expect("encodes");
    file.into_inner()
}

pub(crate) fn jpeg() -> Vec<u8> {
    encoded(picture(480, 640).into(), ImageFormat::Jpeg)
}

pub(crate) fn png() -> Vec<u8> {
    encoded(picture(480, 640).into(), ImageFormat::Png)
}

pub(crate) fn sixteen_bit_png() -> Vec<u8> {
    encoded(DynamicImage::ImageRgb16(DynamicImage::from(picture(480, 640)).into_rgb16()), ImageFormat::Png)
}

pub(crate) fn one_pixel() -> Vec<u8> {
    encoded(picture(1, 1).into(), ImageFormat::Jpeg)
}

pub(crate) fn truncated() -> Vec<u8> {
    let whole = jpeg();
    whole[..whole.len() / 2].to_vec()
}

/// Cut in the middle of the headers.
pub(crate) fn stump() -> Vec<u8> {
    jpeg()[..30].to_vec()
}

/// A small file whose header claims 65535×65535.
pub(crate) fn header_bomb() -> Vec<u8> {
    let mut file = jpeg();
    let start = file.windows(2).position(|pair| pair == [0xff, 0xc0]).expect("a baseline frame header");
    file[start + 5..start + 9].fill(0xff);
    file
}

/// Four components, for print; one plain colour.
pub(crate) fn cmyk() -> Vec<u8> {
    include_bytes!("data/cmyk.jpg").to_vec()
}

/// Two frames of one pixel.
pub(crate) fn animated_gif() -> Vec<u8> {
    const HEAD: &[u8] = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00";
    const LOOP: &[u8] = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00";
    const FRAME: &[u8] =
        b"\x21\xf9\x04\x00\x0a\x00\x00\x00\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00";
    [HEAD, LOOP, FRAME, FRAME, b"\x3b"].concat()
}

/// The beginning of an iPhone's picture; more is not needed to know it.
pub(crate) fn heic() -> Vec<u8> {
    [b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic".as_slice(), &[0; 4000]].concat()
}
