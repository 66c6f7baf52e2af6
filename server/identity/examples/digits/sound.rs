//! Recordings for tests and evaluation: WAV files of 16 kHz in 16 bits, and noise over them.

use std::path::Path;

/// Bytes before the samples, as `speak.py` writes them.
const HEAD: usize = 44;

/// The samples of a file, -1 to 1.
pub fn read(file: &Path) -> std::io::Result<Vec<f32>> {
    let bytes = std::fs::read(file)?;
    let samples = bytes.get(HEAD..).unwrap_or_default().as_chunks::<2>().0;
    Ok(samples.iter().map(|two| f32::from(i16::from_le_bytes(*two)) / 32_768.0).collect())
}

/// Adds noise, this many decibels below the speech. The noise of a microphone in a room: louder at low pitch.
pub fn noisy(samples: &[f32], decibels: f32, seed: u64) -> Vec<f32> {
    let noise = noise(samples.len(), seed);
    let ratio = (energy(samples) / energy(&noise)).sqrt() * 10_f32.powf(-decibels / 20.0);
    samples.iter().zip(noise).map(|(sample, noise)| sample + noise * ratio).collect()
}

/// Half white, half of what is left of it when high pitches are taken away.
pub fn noise(length: usize, seed: u64) -> Vec<f32> {
    let (mut state, mut low) = (seed.wrapping_mul(2).wrapping_add(1), 0.0);
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f32 / (1_u32 << 23) as f32 - 1.0
    };
    let mut sample = || {
        let white = next();
        low = 0.95 * low + 0.3 * white;
        white + low
    };
    (0..length).map(|_| sample()).collect()
}

/// Mean energy of what is not near silence.
fn energy(samples: &[f32]) -> f32 {
    let loud: Vec<f32> = samples.iter().map(|sample| sample * sample).filter(|energy| *energy > 1e-5).collect();
    loud.iter().sum::<f32>() / loud.len().max(1) as f32
}
