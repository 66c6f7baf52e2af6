//! Sound as a file that a browser plays.

use super::SOUND_RATE;

/// WAV, 16 bits, mono; `None` without samples.
pub(super) fn wav(samples: &[f32]) -> Option<Vec<u8>> {
    if samples.is_empty() {
        return None;
    }
    let size = samples.len() as u32 * 2;
    let mut file = Vec::with_capacity(44 + samples.len() * 2);
    file.extend(b"RIFF");
    file.extend((36 + size).to_le_bytes());
    file.extend(b"WAVEfmt ");
    file.extend(16_u32.to_le_bytes());
    for short in [1_u16, 1] {
        file.extend(short.to_le_bytes());
    }
    file.extend((SOUND_RATE as u32).to_le_bytes());
    file.extend((SOUND_RATE as u32 * 2).to_le_bytes());
    for short in [2_u16, 16] {
        file.extend(short.to_le_bytes());
    }
    file.extend(b"data");
    file.extend(size.to_le_bytes());
    for sample in samples {
        file.extend(((sample.clamp(-1.0, 1.0) * 32_767.0) as i16).to_le_bytes());
    }
    Some(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_states_its_own_size() {
        let file = wav(&[0.0, 0.5, -2.0]).unwrap();
        assert_eq!(file.len(), 50);
        assert_eq!(u32::from_le_bytes(file[4..8].try_into().unwrap()), 42);
        assert_eq!(u32::from_le_bytes(file[40..44].try_into().unwrap()), 6);
        assert_eq!(i16::from_le_bytes(file[48..50].try_into().unwrap()), -32_767);
        assert!(wav(&[]).is_none());
    }
}
