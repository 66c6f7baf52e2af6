//! TIFF structures as they stand in EXIF segments: both byte orders, every orientation, resolutions, and offsets that lie.

use crate::Seed;

pub(crate) fn all() -> Vec<Seed> {
    let mut seeds: Vec<Seed> = (1..=8)
        .flat_map(|turn| {
            [true, false].map(|big| (format!("turn{turn}-{}", if big { "mm" } else { "ii" }), tiff(big, turn, 300, 1)))
        })
        .collect();
    seeds.push(("resolution-zero".into(), tiff(true, 1, 300, 0)));
    seeds.push(("resolution-huge".into(), tiff(false, 6, u32::MAX, 1)));
    let mut lying = tiff(true, 1, 300, 1);
    lying[4..8].copy_from_slice(&[0xFF; 4]);
    seeds.push(("offset-far".into(), lying));
    seeds
}

/// IFD0 with orientation, both resolutions and their unit.
pub(crate) fn tiff(big: bool, orientation: u16, over: u32, under: u32) -> Vec<u8> {
    let two = |value: u16| if big { value.to_be_bytes() } else { value.to_le_bytes() };
    let four = |value: u32| if big { value.to_be_bytes() } else { value.to_le_bytes() };
    let mut bytes = if big { b"MM\0*".to_vec() } else { b"II*\0".to_vec() };
    bytes.extend(four(8));
    bytes.extend(two(4));
    let entries: [(u16, u16, [u8; 4]); 4] = [
        (0x0112, 3, short(two(orientation))),
        (0x011A, 5, four(62)),
        (0x011B, 5, four(62)),
        (0x0128, 3, short(two(2))),
    ];
    for (tag, kind, value) in entries {
        bytes.extend(two(tag));
        bytes.extend(two(kind));
        bytes.extend(four(1));
        bytes.extend(value);
    }
    bytes.extend(four(0));
    bytes.extend(four(over));
    bytes.extend(four(under));
    bytes
}

fn short([first, second]: [u8; 2]) -> [u8; 4] {
    [first, second, 0, 0]
}
