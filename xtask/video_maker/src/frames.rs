//! Frames put together and worn.

use crate::{SIZE, sample};
use photo::Pixels;

/// The middle halves of two frames beside each other.
pub fn beside(left: &Pixels, right: &Pixels) -> Pixels {
    let [width, height] = SIZE.map(|side| side as f32);
    sample::drawn([SIZE[0], SIZE[1]], |x, y| {
        let (from, x) = if x < width / 2.0 { (left, x) } else { (right, x - width / 2.0) };
        let part = |at: f32, side: usize| at * side as f32;
        sample::at(from, part((x + width / 4.0) / width, from.width()), part(y / height, from.height()))
    })
}

/// A camera that was put elsewhere: another place and size of everything.
pub fn zoomed(frame: &Pixels, zoom: f32, shift: [f32; 2]) -> Pixels {
    let [width, height] = SIZE.map(|side| side as f32);
    sample::drawn(SIZE, |x, y| {
        let (u, v) = ((x / width - 0.5) / zoom + 0.5 + shift[0], (y / height - 0.5) / zoom + 0.5 + shift[1]);
        sample::at(frame, u * frame.width() as f32, v * frame.height() as f32)
    })
}

/// As in a mirror.
pub fn mirrored(frame: &Pixels) -> Pixels {
    let rows = frame.rgb().chunks_exact(frame.width() * 3);
    let rgb = rows.flat_map(|row| row.as_chunks::<3>().0.iter().rev().flatten()).copied().collect();
    Pixels::new(frame.width(), frame.height(), rgb).expect("as many bytes as before")
}

/// The noise of a small sensor: the same for the same frame number.
pub fn noisy(frame: &Pixels, number: usize, strength: f32) -> Pixels {
    let mut state = (number as u32).wrapping_mul(2_654_435_761).wrapping_add(12_345);
    let rgb = frame.rgb().iter().map(|&value| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let noise = (state >> 16) as f32 / 32_768.0 - 1.0;
        (f32::from(value) + noise * strength).clamp(0.0, 255.0) as u8
    });
    Pixels::new(frame.width(), frame.height(), rgb.collect()).expect("as many bytes as before")
}
