//! Numbers as people read them: the same rounding in pages and in the browser.

/// Rounded to so many places, without zeros at the end. By whole numbers: formatting floats is a third of a library.
pub(crate) fn decimal(value: f32, places: u32) -> String {
    let unit = 10_i64.pow(places);
    let scaled = (f64::from(value) * unit as f64).round() as i64;
    let (whole, mut part) = (scaled.abs() / unit, scaled.abs() % unit);
    let mut places = places as usize;
    while places > 0 && part % 10 == 0 {
        part /= 10;
        places -= 1;
    }
    let sign = if scaled < 0 { "-" } else { "" };
    if places == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part:0places$}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_and_carry_no_zeros() {
        let cases = [
            (38.2, 0, "38"),
            (9.0, 1, "9"),
            (7.26, 1, "7.3"),
            (0.123_4, 3, "0.123"),
            (0.05, 2, "0.05"),
            (-1.5, 1, "-1.5"),
        ];
        for (value, places, words) in cases {
            assert_eq!(decimal(value, places), words);
        }
    }
}
