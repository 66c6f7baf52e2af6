//! Small arithmetic over measures along a film.

/// The value below which a share of them lies; 0 where there are none.
pub(super) fn percentile(values: &[f32], share: f32) -> f32 {
    let mut sorted: Vec<f32> = values.iter().copied().filter(|value| value.is_finite()).collect();
    sorted.sort_by(f32::total_cmp);
    let at = (sorted.len().saturating_sub(1)) as f32 * share.clamp(0.0, 1.0);
    sorted.get(at.round() as usize).copied().unwrap_or(0.0)
}

/// Pearson's correlation; `None` where one of them does not vary.
pub(super) fn correlation(one: &[f32], other: &[f32]) -> Option<f32> {
    let count = one.len().min(other.len());
    if count < 4 {
        return None;
    }
    let mean = |values: &[f32]| values[..count].iter().sum::<f32>() / count as f32;
    let (a, b) = (mean(one), mean(other));
    let (mut both, mut first, mut second) = (0.0, 0.0, 0.0);
    for (x, y) in one.iter().zip(other).take(count) {
        both += (x - a) * (y - b);
        first += (x - a).powi(2);
        second += (y - b).powi(2);
    }
    let size = (first * second).sqrt();
    (size > 1e-9).then(|| both / size)
}

/// Each the mean of itself and its neighbours within `reach`.
pub(super) fn smoothed(values: &[f32], reach: usize) -> Vec<f32> {
    let around = |at: usize| &values[at.saturating_sub(reach)..(at + reach + 1).min(values.len())];
    (0..values.len()).map(|at| around(at).iter().sum::<f32>() / around(at).len() as f32).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_and_correlations_are_those_of_the_books() {
        assert_eq!(percentile(&[3.0, 1.0, 2.0, f32::NAN], 0.5), 2.0);
        assert_eq!(percentile(&[], 0.5), 0.0);
        let rising = [1.0, 2.0, 3.0, 4.0, 5.0];
        assert!((correlation(&rising, &[10.0, 20.0, 30.0, 40.0, 50.0]).unwrap() - 1.0).abs() < 1e-6);
        assert!((correlation(&rising, &[5.0, 4.0, 3.0, 2.0, 1.0]).unwrap() + 1.0).abs() < 1e-6);
        assert!(correlation(&rising, &[2.0; 5]).is_none() && correlation(&rising, &[1.0]).is_none());
        assert_eq!(smoothed(&[0.0, 3.0, 0.0], 1), [1.5, 1.0, 1.5]);
    }
}
