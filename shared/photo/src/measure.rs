//! Measures of the decoded picture. Each module measures one thing; none of them knows a limit.

pub(crate) mod background;
pub(crate) mod clothes;
pub(crate) mod colour;
pub(crate) mod cover;
pub(crate) mod eyes;
pub(crate) mod focus;
pub(crate) mod head;
pub(crate) mod light;
pub(crate) mod outline;
pub(crate) mod patch;
pub(crate) mod skin;
pub(crate) mod text;

/// The value below which `share` (0..1) of the values lie; sorts them. 0 for none.
pub(crate) fn percentile(values: &mut [f32], share: f32) -> f32 {
    if values.is_empty() {
        return 0.0;
    }
    values.sort_by(f32::total_cmp);
    values[((values.len() - 1) as f32 * share).round() as usize]
}

#[cfg(test)]
mod tests {
    #[test]
    fn percentiles_are_those_of_the_sorted_values() {
        assert_eq!(super::percentile(&mut [3.0, 1.0, 2.0], 0.5), 2.0);
        assert_eq!(super::percentile(&mut [3.0, 1.0, 2.0], 1.0), 3.0);
        assert_eq!(super::percentile(&mut [], 0.5), 0.0);
    }
}
