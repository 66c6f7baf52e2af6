//! What Whisper is given: the logarithm of sound's energy in 80 bands of pitch, a hundred times a second.

use rustfft::{Fft, FftPlanner, num_complex::Complex};
use std::{f32::consts::TAU, sync::Arc};

/// Samples a second of everything here.
pub const RATE: usize = 16_000;
/// Bands of pitch, from 0 Hz to half the rate.
pub(super) const BANDS: usize = 80;
/// Samples from one frame to the next.
pub(super) const HOP: usize = 160;
/// Samples under a frame.
const WINDOW: usize = 400;
const BINS: usize = WINDOW / 2 + 1;
/// Energies this much below the loudest, in powers of ten, count as silence.
const RANGE: f32 = 8.0;

/// Tables that do not depend on the sound.
pub(super) struct Spectrum {
    fft: Arc<dyn Fft<f32>>,
    window: Vec<f32>,
    /// For each band its first bin and the weights from there on.
    bands: Vec<(usize, Vec<f32>)>,
}

impl Spectrum {
    pub(super) fn new() -> Self {
        let window = (0..WINDOW).map(|place| 0.5 - 0.5 * (TAU * place as f32 / WINDOW as f32).cos()).collect();
        Self { fft: FftPlanner::new().plan_fft_forward(WINDOW), window, bands: bands() }
    }

    /// `[BANDS, frames]` of the samples, followed by silence up to `frames`.
    pub(super) fn of(&self, samples: &[f32], frames: usize) -> Vec<f32> {
        let mut energies = vec![0.0; BANDS * frames];
        let mut buffer = vec![Complex::default(); WINDOW];
        let mut scratch = vec![Complex::default(); self.fft.get_inplace_scratch_len()];
        for frame in 0..frames {
            for (place, value) in buffer.iter_mut().enumerate() {
                // Frames are centred: the first looks half a window before the sound, where the sound is mirrored.
                let sample = samples.get((frame * HOP + place).abs_diff(WINDOW / 2)).copied();
                *value = Complex::new(sample.unwrap_or_default() * self.window[place], 0.0);
            }
            self.fft.process_with_scratch(&mut buffer, &mut scratch);
            for (band, (first, weights)) in self.bands.iter().enumerate() {
                let bins = buffer[*first..].iter().zip(weights);
                energies[band * frames + frame] = bins.map(|(bin, weight)| bin.norm_sqr() * weight).sum();
            }
        }
        levelled(energies)
    }
}

/// Logarithms, the loudest parts near 1.
fn levelled(mut energies: Vec<f32>) -> Vec<f32> {
    for energy in &mut energies {
        *energy = energy.max(1e-10).log10();
    }
    let loudest = energies.iter().copied().fold(f32::MIN, f32::max);
    for level in &mut energies {
        *level = (level.max(loudest - RANGE) + 4.0) / 4.0;
    }
    energies
}

/// Triangles of equal area on Slaney's scale of pitch.
fn bands() -> Vec<(usize, Vec<f32>)> {
    let top = mel(RATE as f64 / 2.0);
    let corner = |place: usize| hertz(top * place as f64 / (BANDS + 1) as f64);
    let band = |band: usize| {
        let [low, middle, high] = [corner(band), corner(band + 1), corner(band + 2)];
        let weight = |bin: usize| {
            let pitch = bin as f64 * RATE as f64 / WINDOW as f64;
            let height = ((pitch - low) / (middle - low)).min((high - pitch) / (high - middle)).max(0.0);
            (height * 2.0 / (high - low)) as f32
        };
        let inside: Vec<usize> = (0..BINS).filter(|&bin| weight(bin) > 0.0).collect();
        (inside.first().copied().unwrap_or(0), inside.into_iter().map(weight).collect())
    };
    (0..BANDS).map(band).collect()
}

/// Even steps of 200/3 Hz up to 1000 Hz, then 27 steps for a factor of 6.4.
fn hertz(mel: f64) -> f64 {
    if mel < 15.0 { mel * 200.0 / 3.0 } else { 1000.0 * (6.4_f64.ln() / 27.0 * (mel - 15.0)).exp() }
}

fn mel(hertz: f64) -> f64 {
    if hertz < 1000.0 { hertz * 3.0 / 200.0 } else { 15.0 + (hertz / 1000.0).ln() / (6.4_f64.ln() / 27.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Band, frame and level, as faster-whisper 1.2.1 computes them of the same samples.
    const REFERENCE: [(usize, usize, f32); 9] = [
        (0, 0, 1.23464),
        (5, 1, 0.71753),
        (20, 50, 0.99398),
        (40, 50, 1.00109),
        (60, 73, 0.84260),
        (79, 99, 0.79779),
        (79, 10, 0.91802),
        (33, 98, 0.70522),
        (10, 120, -0.76536),
    ];

    #[test]
    fn levels_are_those_that_whisper_was_trained_on() {
        let samples: Vec<f32> = (0..RATE).map(|place| ((place * place) % 2003) as f32 / 2003.0 - 0.5).collect();
        let levels = Spectrum::new().of(&samples, 200);
        for (band, frame, expected) in REFERENCE {
            let level = levels[band * 200 + frame];
            assert!((level - expected).abs() < 2e-4, "band {band}, frame {frame}: {level}, not {expected}");
        }
    }

    #[test]
    fn silence_is_level() {
        assert!(Spectrum::new().of(&[], 4).iter().all(|level| *level == -1.5));
    }
}
