//! Frames as ffmpeg pipes them: binary PPM pictures one after another, each with its size.

use photo::Pixels;
use std::io::BufRead;

/// Longest header that ffmpeg writes, with room.
const HEADER_MAX: usize = 64;

/// The next frame; `None` at the end, or where what comes is no frame of at most `side_max` pixels a side.
pub(super) fn read(from: &mut impl BufRead, side_max: usize) -> Option<Pixels> {
    let mut words = [0_usize; 3];
    let mut read = 0;
    let magic = word(from, &mut read)?;
    if magic != b"P6" {
        return None;
    }
    for number in &mut words {
        *number = std::str::from_utf8(&word(from, &mut read)?).ok()?.parse().ok()?;
    }
    let [width, height, most] = words;
    if most != 255 || width.max(height) > side_max {
        return None;
    }
    let mut rgb = vec![0; width * height * 3];
    from.read_exact(&mut rgb).ok()?;
    Pixels::new(width, height, rgb)
}

/// Up to the next white space, which is taken too.
fn word(from: &mut impl BufRead, read: &mut usize) -> Option<Vec<u8>> {
    let mut word = Vec::new();
    loop {
        let mut byte = [0];
        from.read_exact(&mut byte).ok()?;
        *read += 1;
        if byte[0].is_ascii_whitespace() {
            return Some(word);
        }
        word.push(byte[0]);
        if *read > HEADER_MAX {
            return None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_follow_one_another() {
        let mut bytes = b"P6\n2 1\n255\n".to_vec();
        bytes.extend([1, 2, 3, 4, 5, 6]);
        bytes.extend(b"P6\n1 2\n255\n\x09\x0a\x20\x07\x08\x09");
        let mut from = bytes.as_slice();
        let first = read(&mut from, 10).unwrap();
        assert_eq!((first.width(), first.height(), first.rgb()), (2, 1, &[1, 2, 3, 4, 5, 6][..]));
        let second = read(&mut from, 10).unwrap();
        assert_eq!((second.width(), second.height(), second.rgb()), (1, 2, &[9, 10, 32, 7, 8, 9][..]));
        assert!(read(&mut from, 10).is_none());
    }

    #[test]
    fn what_is_no_frame_ends_the_film() {
        for bytes in
            [&b"P6\n9999 9999\n255\n"[..], b"P5\n1 1\n255\n\x01", b"P6\n1 1\n255\n\x01", b"P6\n-1 1\n255\n", b""]
        {
            assert!(read(&mut &*bytes, 100).is_none());
        }
        assert!(read(&mut [b'1'; 500].as_slice(), 100).is_none());
    }
}
