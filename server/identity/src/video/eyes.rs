//! Blinks: the lids close and open again within half a second.

use super::{film::Moment, series::percentile};

/// A lid is shut below this share of its usual opening, and open again above the other. Of people in films the mesh shows 0.52 to 0.70
/// while they blink, and seldom less than 0.78 otherwise; the light between the lids rises by 1.1 to 1.5 only, as lashes are dark.
const SHUT: f32 = 0.72;
const OPEN: f32 = 0.85;
/// Longest blink, seconds.
const BLINK_S: f32 = 0.6;
/// A head turned further than this shows its eyes too narrow to tell.
const TURNED_DEG: f32 = 25.0;

/// Times of the blinks, seconds.
pub(super) fn blinks(moments: &[Moment]) -> Vec<f32> {
    let seen = moments.iter().filter_map(|moment| {
        let face = moment.face.as_ref()?;
        let [left, right] = face.eye_openings();
        (face.pose()[0].abs() < TURNED_DEG).then(|| (moment.at_s, f32::midpoint(left, right)))
    });
    found(&seen.collect::<Vec<_>>())
}

fn found(openings: &[(f32, f32)]) -> Vec<f32> {
    let usual = percentile(&openings.iter().map(|&(_, opening)| opening).collect::<Vec<_>>(), 0.6);
    let (mut shut_at, mut was_open, mut blinks) = (None, false, Vec::new());
    for &(at, opening) in openings {
        if opening < SHUT * usual {
            if was_open && shut_at.is_none() {
                shut_at = Some(at);
            }
        } else if opening > OPEN * usual {
            if let Some(start) = shut_at.take().filter(|start| at - start <= BLINK_S) {
                blinks.push(start);
            }
            was_open = true;
        }
    }
    blinks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn film(openings: &[f32]) -> Vec<(f32, f32)> {
        openings.iter().enumerate().map(|(at, &opening)| (at as f32 / 12.0, opening)).collect()
    }

    #[test]
    fn a_blink_closes_and_opens_again_at_once() {
        let one = found(&film(&[0.3, 0.31, 0.3, 0.12, 0.1, 0.28, 0.3, 0.3]));
        assert_eq!(one, [0.25]);
        assert!(found(&film(&[0.3, 0.28, 0.26, 0.24, 0.3, 0.31])).is_empty(), "eyes that only narrow");
        assert!(found(&film(&[[0.3; 8], [0.1; 8], [0.3; 8]].concat())).is_empty(), "eyes that stay shut");
        assert!(found(&film(&[0.3, 0.3, 0.1, 0.1])).is_empty(), "eyes that do not open again");
        assert!(found(&[]).is_empty());
    }
}
