//! Reading a picture between its pixels.

use photo::Pixels;

/// Red, green, blue at a place in pixels; outside, the nearest edge.
pub(crate) fn at(pixels: &Pixels, x: f32, y: f32) -> [f32; 3] {
    let (right, bottom) = (pixels.width() - 1, pixels.height() - 1);
    let (x, y) = (x.clamp(0.0, right as f32), y.clamp(0.0, bottom as f32));
    let (left, top) = (x as usize, y as usize);
    let (fx, fy) = (x - left as f32, y - top as f32);
    let pixel = |x: usize, y: usize, channel: usize| {
        f32::from(pixels.rgb()[(y.min(bottom) * pixels.width() + x.min(right)) * 3 + channel])
    };
    std::array::from_fn(|channel| {
        let upper = pixel(left, top, channel) * (1.0 - fx) + pixel(left + 1, top, channel) * fx;
        let lower = pixel(left, top + 1, channel) * (1.0 - fx) + pixel(left + 1, top + 1, channel) * fx;
        upper * (1.0 - fy) + lower * fy
    })
}

/// A picture of a size, each pixel asked for.
pub(crate) fn drawn([width, height]: [usize; 2], colour: impl Fn(f32, f32) -> [f32; 3]) -> Pixels {
    let places = (0..height).flat_map(|y| (0..width).map(move |x| (x as f32, y as f32)));
    let rgb = places.flat_map(|(x, y)| colour(x, y).map(|value| value.clamp(0.0, 255.0) as u8)).collect();
    Pixels::new(width, height, rgb).expect("as many pixels as places were asked for")
}
