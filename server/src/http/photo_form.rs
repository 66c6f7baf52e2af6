//! The multipart form of a photograph: `photo` (the file), `crop` (`x,y,width,height` in pixels of the upright picture) and
//! `nudge` (a step of the crop, for browsers without scripts).

use super::upload::refuse;
use axum::extract::{Multipart, multipart::MultipartError};
use shared::problem::{Field, Problem, ProblemCode};

/// A step of the crop; sizes are shares of the crop's width.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Nudge {
    Left,
    Right,
    Up,
    Down,
    /// Less of the picture: the face becomes larger.
    Closer,
    Further,
}

/// What the form held.
#[derive(Debug, Default)]
pub(super) struct PhotoForm {
    pub(super) file: Option<(Option<String>, Vec<u8>)>,
    pub(super) crop: Option<[f32; 4]>,
    pub(super) nudge: Option<Nudge>,
}

impl PhotoForm {
    pub(super) async fn read(mut parts: Multipart) -> Result<Self, Problem> {
        let mut form = Self::default();
        while let Some(part) = parts.next_field().await.map_err(refused)? {
            let name = part.name().unwrap_or_default().to_owned();
            match name.as_str() {
                "photo" => {
                    let file_name = part.file_name().map(str::to_owned).filter(|name| !name.is_empty());
                    let bytes = part.bytes().await.map_err(refused)?.to_vec();
                    // A form sent without choosing a file holds a part without a name and without content.
                    if file_name.is_some() || !bytes.is_empty() {
                        form.file = Some((file_name, bytes));
                    }
                }
                "crop" => form.crop = parse_crop(&part.text().await.map_err(refused)?)?,
                "nudge" => form.nudge = parse_nudge(&part.text().await.map_err(refused)?)?,
                _ => {}
            }
        }
        Ok(form)
    }
}

fn refused(error: MultipartError) -> Problem {
    refuse(&error, Field::Photo)
}

/// Four finite numbers of which the last two are positive; nothing where the field is empty.
fn parse_crop(text: &str) -> Result<Option<[f32; 4]>, Problem> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let numbers: Option<Vec<f32>> = text.split(',').map(|number| number.trim().parse().ok()).collect();
    let crop = numbers.and_then(|numbers| <[f32; 4]>::try_from(numbers).ok());
    crop.filter(|crop| crop.iter().all(|number| number.is_finite()) && crop[2] > 0.0 && crop[3] > 0.0)
        .map(Some)
        .ok_or_else(|| ProblemCode::BadRequest.into())
}

fn parse_nudge(text: &str) -> Result<Option<Nudge>, Problem> {
    Ok(Some(match text.trim() {
        "" => return Ok(None),
        "left" => Nudge::Left,
        "right" => Nudge::Right,
        "up" => Nudge::Up,
        "down" => Nudge::Down,
        "closer" => Nudge::Closer,
        "further" => Nudge::Further,
        _ => return Err(ProblemCode::BadRequest.into()),
    }))
}

impl Nudge {
    /// The crop after one step, inside the picture and with the same proportions.
    pub(super) fn step(self, [x, y, width, height]: [f32; 4], source: (u32, u32)) -> [f32; 4] {
        const MOVE: f32 = 0.03;
        const ZOOM: f32 = 0.05;
        let step = width * MOVE;
        let scale = match self {
            Self::Closer => 1.0 - ZOOM,
            Self::Further => 1.0 + ZOOM,
            _ => 1.0,
        };
        let most = (source.0 as f32 / width).min(source.1 as f32 / height).max(f32::EPSILON);
        let scale = scale.min(most);
        let (wide, high) = (width * scale, height * scale);
        let (dx, dy) = match self {
            Self::Left => (-step, 0.0),
            Self::Right => (step, 0.0),
            Self::Up => (0.0, -step),
            Self::Down => (0.0, step),
            Self::Closer | Self::Further => ((width - wide) / 2.0, (height - high) / 2.0),
        };
        let within = |at: f32, size: f32, all: u32| at.clamp(0.0, (all as f32 - size).max(0.0));
        [within(x + dx, wide, source.0), within(y + dy, high, source.1), wide, high]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crop_is_four_numbers() {
        assert_eq!(parse_crop("1,2.5, 30,40").expect("a crop"), Some([1.0, 2.5, 30.0, 40.0]));
        assert_eq!(parse_crop(" ").expect("none"), None);
        for text in ["1,2,3", "1,2,3,4,5", "a,2,3,4", "NaN,2,3,4", "1,2,0,4", "1,2,3,-4", "1,2,inf,4"] {
            assert!(parse_crop(text).is_err(), "{text}");
        }
    }

    #[test]
    fn steps_stay_inside_the_picture() {
        let source = (1000, 1200);
        let all = [Nudge::Left, Nudge::Right, Nudge::Up, Nudge::Down, Nudge::Closer, Nudge::Further];
        for nudge in all {
            let mut crop = [100.0, 100.0, 600.0, 800.0];
            for _ in 0..100 {
                crop = nudge.step(crop, source);
                let [x, y, width, height] = crop;
                assert!(x >= 0.0 && y >= 0.0 && x + width <= 1000.5 && y + height <= 1200.5, "{nudge:?} {crop:?}");
                assert!((height / width - 4.0 / 3.0).abs() < 1e-3, "{nudge:?} {crop:?}");
            }
        }
        assert_eq!(Nudge::Right.step([100.0, 100.0, 600.0, 800.0], source)[0], 118.0);
    }
}
