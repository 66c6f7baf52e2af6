//! Sound and the mouth that belongs to it.

use crate::SOUND_RATE;

/// A recording of 16 kHz, mono.
#[derive(Clone, Default)]
pub struct Voice {
    pub samples: Vec<f32>,
}

impl Voice {
    /// 16 bits, mono, 16 kHz: the body of a WAV file whose header has 44 bytes.
    pub fn of_wav(file: &[u8]) -> Self {
        let body = file.get(44..).unwrap_or_default();
        let samples = body.as_chunks::<2>().0.iter().map(|&pair| f32::from(i16::from_le_bytes(pair)) / 32_768.0);
        Self { samples: samples.collect() }
    }

    /// A WAV file of 16 bits, mono.
    pub fn wav(&self) -> Vec<u8> {
        let size = self.samples.len() as u32 * 2;
        let rate = SOUND_RATE as u32;
        let mut file = Vec::with_capacity(44 + self.samples.len() * 2);
        for (name, number) in [(&b"RIFF"[..], 36 + size), (b"WAVEfmt ", 16)] {
            file.extend(name);
            file.extend(number.to_le_bytes());
        }
        file.extend([1_u16, 1].map(u16::to_le_bytes).concat());
        file.extend([rate, rate * 2].map(u32::to_le_bytes).concat());
        file.extend([2_u16, 16].map(u16::to_le_bytes).concat());
        file.extend(b"data");
        file.extend(size.to_le_bytes());
        file.extend(self.samples.iter().flat_map(|sample| ((sample.clamp(-1.0, 1.0) * 32_767.0) as i16).to_le_bytes()));
        file
    }

    /// Silence before and, up to `seconds`, after it.
    #[must_use]
    pub fn placed(&self, starts_s: f32, seconds: f32) -> Self {
        let mut samples = vec![0.0; (starts_s * SOUND_RATE as f32) as usize];
        samples.extend(&self.samples);
        samples.resize((seconds * SOUND_RATE as f32) as usize, 0.0);
        Self { samples }
    }

    /// How far a mouth is open that says this, 0..1.
    pub fn mouth(&self, at_s: f32) -> f32 {
        let middle = (at_s * SOUND_RATE as f32) as usize;
        let reach = SOUND_RATE / 40;
        let part = self.samples.get(middle.saturating_sub(reach)..(middle + reach).min(self.samples.len()));
        let part = part.unwrap_or_default();
        let power = part.iter().map(|sample| sample * sample).sum::<f32>() / part.len().max(1) as f32;
        (power.sqrt() * 6.0).min(1.0)
    }
}

/// Four syllables that mean nothing, from `starts_s` on.
pub fn bursts(starts_s: f32, seconds: f32) -> Voice {
    let syllable = |at: f32| {
        let (number, within) = (((at - starts_s) / 0.5).floor(), (at - starts_s).rem_euclid(0.5));
        let loud = (0.0..4.0).contains(&number) && within < 0.32;
        let shape = (within / 0.32 * std::f32::consts::PI).sin();
        if loud { 0.3 * shape * (at * std::f32::consts::TAU * (180.0 + 30.0 * number)).sin() } else { 0.0 }
    };
    let count = (seconds * SOUND_RATE as f32) as usize;
    Voice { samples: (0..count).map(|at| syllable(at as f32 / SOUND_RATE as f32)).collect() }
}
