//! WAV files of 16 kHz in 16 bits, and noise over them.

use crate::chance::Chance;
use std::{io, path::Path};

/// Bytes before the samples, as `speak.py` writes them.
const HEAD: usize = 44;

/// The samples of a file, -1 to 1.
pub fn read(file: &Path) -> io::Result<Vec<f32>> {
    let bytes = std::fs::read(file)?;
    let samples = bytes.get(HEAD..).unwrap_or_default().as_chunks::<2>().0;
    Ok(samples.iter().map(|two| f32::from(i16::from_le_bytes(*two)) / 32_768.0).collect())
}

/// Adds noise, this many decibels below the speech.
pub fn noisy(samples: &[f32], decibels: f32, seed: u64) -> Vec<f32> {
    let noise = noise(samples.len(), seed);
    let ratio = (energy(samples) / energy(&noise)).sqrt() * 10_f32.powf(-decibels / 20.0);
    samples.iter().zip(noise).map(|(sample, noise)| sample + noise * ratio).collect()
}

/// As of a microphone in a room: white, and the more of it the lower the pitch.
pub fn noise(length: usize, seed: u64) -> Vec<f32> {
    let (mut chance, mut low) = (Chance(seed), 0.0);
    let mut sample = || {
        let white = chance.sample();
        low = 0.95 * low + 0.3 * white;
        (white + low) * 0.3
    };
    (0..length).map(|_| sample()).collect()
}

/// Mean energy of what is not near silence.
fn energy(samples: &[f32]) -> f32 {
    let loud: Vec<f32> = samples.iter().map(|sample| sample * sample).filter(|energy| *energy > 1e-5).collect();
    loud.iter().sum::<f32>() / loud.len().max(1) as f32
}
