//! Where the person ends: slope of the shoulders, a light fringe around the head, clothes that melt into the
//! background, a border around the picture.

use super::{
    background::Background,
    colour::{Linear, ciede2000},
    head::Head,
    percentile,
};
use crate::portable::Portable;
use crate::{mask::Mask, picture::Picture};

/// Rays from the middle of the head over its upper half.
const RAYS: usize = 120;
/// Difference from the background at which a ray meets the person.
const MEETS: f32 = 6.0;
/// Lightness above the background that makes a fringe.
const LIGHTER: f32 = 7.0;

/// Slope of the line from shoulder to shoulder, degrees clockwise; `None` where hair or the picture's edge hides them.
pub(crate) fn shoulder_slope(picture: &Picture, mask: &Mask, head: &Head) -> Option<f32> {
    let (width, chin) = (head.width(), head.measures.chin[1]);
    let mut slopes: Vec<f32> = (0..12)
        .filter_map(|step| {
            let reach = width * (0.75 + 0.04 * step as f32);
            let height = |x: f32| shoulder_top(picture, mask, x).filter(|&y| y > chin);
            let (left, right) = (height(head.centre_x() - reach)?, height(head.centre_x() + reach)?);
            Some((right - left).portable_atan2(2.0 * reach).to_degrees())
        })
        .collect();
    (slopes.len() >= 4).then(|| percentile(&mut slopes, 0.5))
}

/// From the lower edge upwards to where the person ends.
fn shoulder_top(picture: &Picture, mask: &Mask, x: f32) -> Option<f32> {
    let step = mask.cell() / 2.0;
    let mut y = picture.height as f32 - 2.0 * mask.cell();
    if x < 0.0 || x >= picture.width as f32 || mask.at(x, y) < 0.5 {
        return None;
    }
    while y > 0.0 && mask.at(x, y) >= 0.5 {
        y -= step;
    }
    Some(y)
}

/// Share of the rays that meet something lighter than the background before they meet the head.
/// `inset`: width of a border to leave out, pixels.
pub(crate) fn fringe(picture: &Picture, ground: &Background, head: &Head, inset: f32) -> f32 {
    let linear = Linear::new();
    let (x, y) = (head.centre_x(), head.eye_y());
    let rise = (y - head.measures.head_top_y).max(head.width() * 0.5);
    let depth = (head.width() * 0.04).max(2.0) as usize;
    let (mut met, mut light) = (0_u32, 0_u32);
    for ray in 0..RAYS {
        let angle = std::f32::consts::PI * (1.0 + (ray as f32 + 0.5) / RAYS as f32);
        let (sin, cos) = angle.portable_sin_cos();
        let lab = |reach: f32| linear.lab(picture.pixel((x + cos * reach) as isize, (y + sin * reach) as isize));
        let inside = |reach: f32| {
            let (x, y) = (x + cos * reach, y + sin * reach);
            x >= inset && y >= inset && x < picture.width as f32 - inset
        };
        let far = (1..=(rise * 1.8) as usize).rev().map(|reach| reach as f32).filter(|&reach| inside(reach));
        let Some(edge) = far.into_iter().find(|&reach| ciede2000(lab(reach), ground.colour) > MEETS) else { continue };
        let lightest = (0..depth).map(|step| lab(edge - step as f32).l).fold(0.0, f32::max);
        let beyond = lab(edge - 2.5 * depth as f32).l;
        met += 1;
        light += u32::from(lightest > ground.colour.l + LIGHTER && beyond < lightest - LIGHTER);
    }
    if met < 20 { 0.0 } else { light as f32 / met as f32 }
}

/// Share of the clothes below the chin whose colour is nearly the background's.
pub(crate) fn clothes_like(picture: &Picture, mask: &Mask, ground: &Background, head: &Head) -> Option<f32> {
    let linear = Linear::new();
    let top = head.measures.chin[1] + 0.35 * head.eye_to_chin;
    let step = (head.width() / 40.0).max(1.0);
    let (mut all, mut like) = (0_u32, 0_u32);
    let mut y = top;
    while y < picture.height as f32 - 2.0 {
        let mut x = 0.0;
        while x < picture.width as f32 {
            if mask.at(x, y) > 0.9 {
                all += 1;
                let lab = linear.lab(picture.pixel(x as isize, y as isize));
                like += u32::from(ciede2000(lab, ground.colour) < 10.0);
            }
            x += step;
        }
        y += step;
    }
    (all >= 60).then(|| like as f32 / all as f32)
}

/// Width in pixels of a border at the left, upper and right edge that differs from the background by at least
/// `least`; 0 without one.
pub(crate) fn border(picture: &Picture, ground: &Background, least: f32) -> f32 {
    let linear = Linear::new();
    let (w, h) = (picture.width as isize, picture.height as isize);
    let foreign = |at: &dyn Fn(isize) -> (isize, isize), length: isize| {
        let step = (length / 60).max(1) as usize;
        let points: Vec<bool> = (0..length)
            .step_by(step)
            .map(|along| {
                let (x, y) = at(along);
                ciede2000(linear.lab(picture.pixel(x, y)), ground.colour) >= least
            })
            .collect();
        points.iter().filter(|&&differs| differs).count() * 20 >= points.len() * 19
    };
    let line = |depth: isize| {
        // The person may reach the lower half of the sides, but that half differs too, so all of each side counts.
        foreign(&|along| (depth, along), h)
            && foreign(&|along| (along, depth), w)
            && foreign(&|along| (w - 1 - depth, along), h)
    };
    (0..w / 8).take_while(|&depth| line(depth)).count() as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::background;

    const BLUE: [u8; 3] = [100, 197, 255];

    fn framed(width: usize) -> Picture {
        let rgb = (0..480 * 640).flat_map(|at| {
            let (x, y) = (at % 480, at / 480);
            let edge = x.min(479 - x).min(y).min(639 - y);
            if edge < width { [0; 3] } else { BLUE }
        });
        Picture::new(480, 640, rgb.collect()).unwrap()
    }

    #[test]
    fn a_border_is_as_wide_as_it_is() {
        let nobody = Mask::drawn(480.0, 640.0, 64, |_, _| false);
        for width in [0, 3, 8] {
            let picture = framed(width);
            let ground = background::measure(&picture, &nobody, 20.0).unwrap();
            assert_eq!(border(&picture, &ground, 10.0), width as f32);
        }
    }
}
