//! Estimates the standard (IJG) quality of a JPEG from its quantisation tables.

/// Annex K of ITU-T T.81, luminance, in zig-zag order as files store it.
const LUMINANCE: [u16; 64] = [
    16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40, 26, 24, 22, 22, 24, 49, 35, 37, 29, 40, 58, 51, 61,
    60, 57, 51, 56, 55, 64, 72, 92, 78, 64, 68, 87, 69, 55, 56, 80, 109, 81, 87, 95, 98, 103, 104, 103, 62, 77, 113,
    121, 112, 100, 120, 92, 101, 103, 99,
];

/// Annex K of ITU-T T.81, chrominance, in zig-zag order.
const CHROMINANCE: [u16; 64] = [
    17, 18, 18, 24, 21, 24, 47, 26, 26, 47, 99, 66, 56, 66, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99,
];

/// The standard table of a quality, 1 to 100, in zig-zag order.
pub(crate) fn quality_table(quality: u8, chrominance: bool) -> [u16; 64] {
    let base = if chrominance { CHROMINANCE } else { LUMINANCE };
    base.map(|value| scaled(value, quality.clamp(1, 100)))
}

/// The quality, 1 to 100, whose luminance table is nearest to `table` (zig-zag order). Other encoders' tables get the
/// quality of equal coarseness.
pub(crate) fn estimate(table: &[u16; 64]) -> u8 {
    let distance = |quality: u8| -> u32 {
        table.iter().zip(LUMINANCE).map(|(&have, base)| u32::from(have.abs_diff(scaled(base, quality)))).sum()
    };
    (1..=100).rev().min_by_key(|&quality| distance(quality)).unwrap_or(1)
}

/// The IJG scaling of one table entry.
fn scaled(base: u16, quality: u8) -> u16 {
    let quality = u32::from(quality);
    let scale = if quality < 50 { 5000 / quality } else { 200 - 2 * quality };
    ((u32::from(base) * scale + 50) / 100).clamp(1, 255) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_standard_quality_is_recovered() {
        for quality in 2..=100 {
            let table = std::array::from_fn(|index| scaled(LUMINANCE[index], quality));
            assert_eq!(estimate(&table), quality);
        }
    }
}
