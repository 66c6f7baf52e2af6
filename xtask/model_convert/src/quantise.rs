//! Weights in eight bits: one scale per output channel, chosen so that the squared error is least.

use half::f16;

/// The largest step away from zero; -128 is left out so that the range is symmetrical.
const LARGEST: f32 = 127.0;
/// Each channel's range is tried at these shares of its largest weight: cutting off a lone peak can serve the rest.
const SHARES: [f32; 7] = [1.0, 0.96, 0.92, 0.88, 0.84, 0.8, 0.75];

/// `values[i] * scales[channel of i]` is close to the weight.
#[derive(Debug, PartialEq)]
pub(crate) struct PerChannel {
    pub(crate) values: Vec<i8>,
    pub(crate) scales: Vec<f32>,
}

/// Quantises weights of which each channel is one run of `channel` numbers.
pub(crate) fn per_channel(weights: &[f32], channel: usize) -> PerChannel {
    let mut quantised = PerChannel { values: Vec::with_capacity(weights.len()), scales: Vec::new() };
    for run in weights.chunks(channel.max(1)) {
        let scale = best_scale(run);
        quantised.scales.push(scale);
        quantised.values.extend(run.iter().map(|&weight| step(weight, scale) as i8));
    }
    quantised
}

fn best_scale(run: &[f32]) -> f32 {
    let peak = run.iter().fold(0.0_f32, |peak, weight| peak.max(weight.abs()));
    let error = |scale: f32| -> f64 {
        run.iter().map(|&weight| f64::from(weight - step(weight, scale) * scale).powi(2)).sum()
    };
    // A scale that fits half precision compresses better; a channel of zeros has any scale.
    let scales = SHARES.map(|share| f16::from_f32((peak * share / LARGEST).max(1e-6)).to_f32());
    scales.into_iter().map(|scale| (error(scale), scale)).fold((f64::INFINITY, 1.0), least).1
}

fn least(one: (f64, f32), other: (f64, f32)) -> (f64, f32) {
    if other.0 < one.0 { other } else { one }
}

fn step(weight: f32, scale: f32) -> f32 {
    (weight / scale).round().clamp(-LARGEST, LARGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_channel_has_its_own_scale() {
        let weights = [0.5, -1.0, 0.25, 100.0, 50.0, -25.0];
        let quantised = per_channel(&weights, 3);
        for (index, weight) in weights.iter().enumerate() {
            let scale = quantised.scales[index / 3];
            let back = f32::from(quantised.values[index]) * scale;
            assert!((back - weight).abs() <= scale * 0.51, "{weight} came back as {back}");
        }
        assert!(quantised.scales[1] > quantised.scales[0] * 50.0);
    }

    #[test]
    fn a_channel_of_zeros_stays_zero() {
        assert_eq!(per_channel(&[0.0; 4], 2).values, [0; 4]);
    }
}
