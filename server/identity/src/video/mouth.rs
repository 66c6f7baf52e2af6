//! The mouth against the voice: whose lips stay shut while somebody speaks is not the one who speaks.

use super::{
    film::Moment,
    series::{correlation, percentile, smoothed},
};

/// Probability from which somebody speaks.
pub(super) const SPEAKS: f32 = 0.5;
/// Frames by which picture and sound may be apart.
const LAG_MAX: usize = 4;
/// Shares of speech between which voice and lips can be compared: without a pause there is nothing to compare.
const COMPARABLE: [f32; 2] = [0.1, 0.9];

pub(super) struct Mouth {
    /// Range of the lips' opening while somebody speaks.
    pub(super) moves: f32,
    /// Correlation of the lips' movement with the voice; `None` where there is nothing to compare.
    pub(super) with_voice: Option<f32>,
}

/// `activity`: probability of speech, evenly over `seconds`.
pub(super) fn measure(moments: &[Moment], activity: &[f32], seconds: f32) -> Mouth {
    let voice_at = |at: f32| {
        let place = (at / seconds.max(0.1) * activity.len() as f32) as usize;
        activity.get(place).copied().unwrap_or(0.0)
    };
    let pairs: Vec<(f32, f32)> = moments
        .iter()
        .filter_map(|moment| Some((moment.face.as_ref()?.lip_opening(), voice_at(moment.at_s))))
        .collect();
    compare(&pairs)
}

/// From nearly the least opening to nearly the most.
pub(super) fn range(lips: &[f32]) -> f32 {
    percentile(lips, 0.95) - percentile(lips, 0.05)
}

fn compare(pairs: &[(f32, f32)]) -> Mouth {
    let speaking: Vec<f32> = pairs.iter().filter(|(_, voice)| *voice >= SPEAKS).map(|&(lips, _)| lips).collect();
    let moves = range(&speaking);
    let share = speaking.len() as f32 / pairs.len().max(1) as f32;
    let steps: Vec<f32> = pairs.windows(2).map(|pair| (pair[1].0 - pair[0].0).abs()).collect();
    let lips = smoothed(&steps, 2);
    let voice: Vec<f32> = smoothed(&pairs.iter().skip(1).map(|&(_, voice)| voice).collect::<Vec<_>>(), 1);
    let lagged = (0..=LAG_MAX).flat_map(|lag| {
        let later = |from: &[f32]| from.get(lag..).unwrap_or_default().to_vec();
        [correlation(&later(&lips), &voice), correlation(&lips, &later(&voice))]
    });
    let best = lagged.flatten().fold(None, |best: Option<f32>, one| Some(best.map_or(one, |best| best.max(one))));
    Mouth { moves, with_voice: best.filter(|_| (COMPARABLE[0]..=COMPARABLE[1]).contains(&share)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Speech from frame 12 to 36 of 60; the mouth as given.
    fn film(mouth: impl Fn(usize) -> f32) -> Vec<(f32, f32)> {
        (0..60).map(|at| (mouth(at), if (12..36).contains(&at) { 1.0 } else { 0.0 })).collect()
    }

    #[test]
    fn a_mouth_that_speaks_moves_with_the_voice() {
        let chews = |at: usize| if at % 4 < 2 { 0.15 } else { 0.02 };
        let speaks = compare(&film(|at| if (12..36).contains(&at) { chews(at) } else { 0.02 }));
        assert!(speaks.moves > 0.1 && speaks.with_voice.is_some_and(|with| with > 0.8));
        let late = compare(&film(|at| if (14..38).contains(&at) { chews(at) } else { 0.02 }));
        assert!(
            late.with_voice.is_some_and(|with| with > 0.7),
            "sound runs ahead of the picture by a sixth of a second"
        );
        let other = compare(&film(|at| if (12..36).contains(&at) { 0.02 } else { chews(at) }));
        assert!(other.moves < 0.01 && other.with_voice.is_some_and(|with| with < 0.3));
    }

    #[test]
    fn without_a_pause_there_is_nothing_to_compare() {
        let pairs: Vec<(f32, f32)> = (0..60).map(|at| (if at % 4 < 2 { 0.15 } else { 0.02 }, 1.0)).collect();
        let always = compare(&pairs);
        assert!(always.moves > 0.1 && always.with_voice.is_none());
        assert!(compare(&[]).with_voice.is_none());
    }
}
