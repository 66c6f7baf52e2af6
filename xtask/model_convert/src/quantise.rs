//! Weights in eight bits, with one scale per output channel.

use half::f16;

/// The largest step away from zero; -128 is left out so that the range is symmetrical.
const LARGEST: f32 = 127.0;
/// The scale of a channel of zeros.
const SMALLEST_SCALE: f32 = 1e-6;

/// `values[i] * scales[channel of i]` is close to the weight.
#[derive(Debug, PartialEq)]
pub(crate) struct PerChannel {
    pub(crate) values: Vec<i8>,
    pub(crate) scales: Vec<f32>,
    channel: usize,
}

/// Quantises weights of which each channel is one run of `channel` numbers.
pub(crate) fn per_channel(weights: &[f32], channel: usize) -> PerChannel {
    let channel = channel.max(1);
    let mut quantised = PerChannel { values: Vec::with_capacity(weights.len()), scales: Vec::new(), channel };
    for run in weights.chunks(channel) {
        let peak = run.iter().fold(0.0_f32, |peak, weight| peak.max(weight.abs()));
        // A scale that fits half precision compresses better.
        let scale = f16::from_f32((peak / LARGEST).max(SMALLEST_SCALE)).to_f32();
        quantised.scales.push(scale);
        quantised.values.extend(run.iter().map(|weight| (weight / scale).round().clamp(-LARGEST, LARGEST) as i8));
    }
    quantised
}

impl PerChannel {
    /// The weights that come back.
    pub(crate) fn widen(&self) -> Vec<f32> {
        let runs = self.values.chunks(self.channel).zip(&self.scales);
        runs.flat_map(|(run, scale)| run.iter().map(move |&value| f32::from(value) * scale)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_channel_has_its_own_scale() {
        let weights = [0.5, -1.0, 0.25, 100.0, 50.0, -25.0];
        let quantised = per_channel(&weights, 3);
        for (index, (weight, back)) in weights.iter().zip(quantised.widen()).enumerate() {
            let scale = quantised.scales[index / 3];
            assert!((back - weight).abs() <= scale * 0.6, "{weight} came back as {back}");
        }
        assert!(quantised.scales[1] > quantised.scales[0] * 50.0);
    }

    #[test]
    fn a_channel_of_zeros_stays_zero() {
        assert_eq!(per_channel(&[0.0; 4], 2).values, [0; 4]);
    }
}
