//! Photographs a drawn card as a phone does: on something, in perspective, with blur, light, fingers, noise and JPEG.

use crate::{
    chance::{Chance, noise},
    face::{Face, LONG_MM, PER_MM, SHORT_MM},
};

/// What the card lies on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ground {
    Wood,
    Dark,
    Grey,
    White,
    /// Rectangles, lines and print of other things.
    Clutter,
    /// Woven cloth.
    Cloth,
}

/// Everything about one picture. Lengths are shares of the picture's width unless they say otherwise.
#[derive(Clone, Debug)]
pub struct Scene {
    pub width: usize,
    pub height: usize,
    pub ground: Ground,
    /// Without one only the ground is seen.
    pub card: bool,
    pub centre: [f32; 2],
    /// The card's long side.
    pub long: f32,
    pub turn_deg: f32,
    /// About the long and the short axis.
    pub tilt_deg: [f32; 2],
    pub fingers: usize,
    /// Deviation, thousandths of the card's long side.
    pub blur: f32,
    /// Length of a movement in the same unit, across or down.
    pub motion: [f32; 2],
    /// Centre on the card (0..1 both ways) and radius over the card's long side.
    pub glare: Vec<[f32; 3]>,
    pub gain: f32,
    /// 0: as it is, 1: nothing but grey.
    pub fog: f32,
    pub grain: f32,
    pub quality: u8,
    /// How much darker one part of the picture is, 0 to 1: somebody stands in the light.
    pub shadow: f32,
    /// The card is a copy without colours.
    pub copied: bool,
    /// Depth of the pattern of a screen that shows the card, 0 to 1.
    pub screen: f32,
    pub seed: u32,
}

impl Scene {
    pub fn new(chance: &mut Chance) -> Self {
        Self {
            width: 1640,
            height: 1230,
            ground: chance.of(&[Ground::Wood, Ground::Dark, Ground::Grey, Ground::Clutter, Ground::Cloth]),
            card: true,
            centre: [chance.between(0.47, 0.53), chance.between(0.47, 0.53)],
            long: chance.between(0.58, 0.8),
            turn_deg: chance.between(-8.0, 8.0),
            tilt_deg: [chance.between(-12.0, 12.0), chance.between(-12.0, 12.0)],
            fingers: 0,
            blur: chance.between(0.0, 0.9),
            motion: [0.0; 2],
            glare: Vec::new(),
            gain: chance.between(0.85, 1.05),
            fog: 0.0,
            grain: chance.between(1.0, 5.0),
            quality: chance.between(65.0, 90.0) as u8,
            shadow: 0.0,
            copied: false,
            screen: 0.0,
            seed: (chance.share() * 1e9) as u32,
        }
    }

    /// Pixels of the card's long side, flat.
    pub fn long_px(&self) -> f32 {
        self.long * self.width as f32
    }

    /// Corners in pixels, clockwise from the card's upper left.
    pub fn corners(&self) -> [[f32; 2]; 4] {
        let (half, ratio) = (self.long_px() / 2.0, SHORT_MM / LONG_MM);
        let far = self.width.max(self.height) as f32 * 1.3;
        let [(sx, cx), (sy, cy)] = self.tilt_deg.map(|tilt| tilt.to_radians().sin_cos());
        let (st, ct) = self.turn_deg.to_radians().sin_cos();
        [[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]].map(|[x, y]: [f32; 2]| {
            let (x, y) = (x * half, y * half * ratio);
            let (y, z) = (y * cx, y * sx);
            let (x, z) = (x * cy - z * sy, x * sy + z * cy);
            let (x, y) = (x * ct - y * st, x * st + y * ct);
            let near = far / (far + z);
            [self.centre[0] * self.width as f32 + x * near, self.centre[1] * self.height as f32 + y * near]
        })
    }

    /// Three bytes a pixel.
    pub fn pixels(&self, face: &Face) -> Vec<u8> {
        let to_card = inverse(&square_to(self.corners()));
        let things = self.things();
        let mut out = Vec::with_capacity(self.width * self.height);
        for at in 0..self.width * self.height {
            let (x, y) = ((at % self.width) as f32, (at / self.width) as f32);
            out.push(self.point(face, &to_card, &things, x, y));
        }
        self.fingers_over(&mut out);
        let unit = self.long_px() / 1000.0;
        for (horizontal, motion) in [(true, self.motion[0]), (false, self.motion[1])] {
            for radius in boxes(self.blur * unit).into_iter().chain([(motion * unit / 2.0) as usize]) {
                box_blur(&mut out, self.width, radius, horizontal);
            }
        }
        self.developed(&out)
    }

    pub fn jpeg(&self, face: &Face) -> Vec<u8> {
        let mut file = Vec::new();
        let encoder = jpeg_encoder::Encoder::new(&mut file, self.quality);
        let (width, height) = (self.width as u16, self.height as u16);
        encoder.encode(&self.pixels(face), width, height, jpeg_encoder::ColorType::Rgb).expect("sizes agree");
        file
    }

    /// A pixel: the card where it covers it, else the ground.
    fn point(&self, face: &Face, to_card: &[f32; 9], things: &[Thing], x: f32, y: f32) -> [f32; 3] {
        let place = |by: [f32; 2]| {
            let [u, v] = mapped(to_card, x + by[0], y + by[1]);
            [u * LONG_MM, v * SHORT_MM]
        };
        let [mm_x, mm_y] = place([0.5, 0.5]);
        let beyond = if self.card { outside(mm_x, mm_y) } else { f32::MAX };
        let (mut sum, mut covered) = ([0.0_f32; 3], 0.0_f32);
        if beyond < 1.0 {
            for [x, y] in [[0.25, 0.25], [0.75, 0.25], [0.25, 0.75], [0.75, 0.75]].map(place) {
                if outside(x, y) <= 0.0 {
                    let at = |mm: f32, limit: usize| ((mm * PER_MM) as usize).min(limit - 1);
                    let colour = self.shown(face.rgb[at(y, face.height) * face.width + at(x, face.width)], x, y);
                    (0..3).for_each(|c| sum[c] += colour[c] / 4.0);
                    covered += 0.25;
                }
            }
        }
        if covered == 1.0 {
            return sum;
        }
        // The card throws a little shadow.
        let near = if beyond < 3.0 { (1.0 - outside(mm_x - 0.4, mm_y - 0.5) / 1.6).clamp(0.0, 1.0) } else { 0.0 };
        let ground = self.ground_at(things, x, y).map(|value| value * (1.0 - 0.25 * near));
        std::array::from_fn(|c| sum[c] + ground[c] * (1.0 - covered))
    }

    /// A place of the card as it is, on a copy or on a screen.
    fn shown(&self, colour: [u8; 3], x: f32, y: f32) -> [f32; 3] {
        let [r, g, b] = colour.map(f32::from);
        if self.copied {
            let luma = 0.299 * r + 0.587 * g + 0.114 * b;
            let toner = noise(x * 9.0, y * 9.0, self.seed ^ 3) * 12.0;
            return [(luma - 128.0) * 1.2 + 104.0 - toner; 3];
        }
        if self.screen == 0.0 {
            return [r, g, b];
        }
        // Three stripes of colour for each pixel of the screen, seven in a millimetre, dark rows between.
        let stripe = |third: f32| 1.0 - self.screen * (0.5 + 0.5 * ((x * 7.0 + third) * std::f32::consts::TAU).cos());
        let row = 1.0 - 0.5 * self.screen * (0.5 + 0.5 * (y * 7.0 * std::f32::consts::TAU).cos());
        [r * stripe(0.0) * row, g * stripe(0.333) * row, b * stripe(0.667) * row]
    }

    /// Light that is left where a shadow falls, its edge soft.
    fn shade(&self, x: f32, y: f32) -> f32 {
        let slope = (self.seed % 7) as f32 * 0.3 - 0.9;
        let [x, y] = [x / self.width as f32 - 0.5, y / self.height as f32 - 0.5];
        1.0 - self.shadow * ((x + slope * y) * 6.0 + 0.5).clamp(0.0, 1.0)
    }

    fn ground_at(&self, things: &[Thing], x: f32, y: f32) -> [f32; 3] {
        let unit = self.width as f32 / 1600.0;
        let (x, y) = (x / unit, y / unit);
        let soft = noise(x / 400.0, y / 400.0, self.seed ^ 9) * 14.0;
        match self.ground {
            Ground::Wood => {
                let grain =
                    noise(x / 300.0, y / 5.0, self.seed) * 26.0 + noise(x / 90.0, y / 2.0, self.seed ^ 5) * 14.0;
                let plank = if (y + (self.seed % 300) as f32) % 430.0 < 3.0 { 0.55 } else { 1.0 };
                [150.0, 108.0, 70.0].map(|value| (value + grain + soft) * plank)
            }
            Ground::Dark => [34.0, 36.0, 40.0].map(|value| value + soft),
            Ground::Grey => {
                let base = 80.0 + (self.seed % 90) as f32;
                [base, base + 2.0, base - 3.0].map(|value| value + soft)
            }
            Ground::White => [232.0, 236.0, 238.0].map(|value| value + soft * 0.3),
            Ground::Cloth => {
                let weave = ((x * 0.7).sin() + (y * 0.7).sin()) * 9.0 + noise(x / 3.0, y / 3.0, self.seed) * 12.0;
                let colour = [[60.0, 80.0, 120.0], [140.0, 60.0, 60.0], [90.0, 110.0, 90.0]][self.seed as usize % 3];
                colour.map(|value: f32| value + weave + soft)
            }
            Ground::Clutter => clutter(things, x, y, soft),
        }
    }

    fn things(&self) -> Vec<Thing> {
        let thing = |at: u32| {
            let chance = |salt: u32| noise(at as f32 * 7.0, salt as f32 * 3.0, self.seed);
            let (sin, cos) = (chance(3) * 6.3).sin_cos();
            Thing {
                centre: [chance(1) * 1900.0 - 150.0, chance(2) * 1500.0 - 150.0],
                sin,
                cos,
                half: [100.0 + chance(4) * 350.0, 40.0 + chance(5) * 200.0],
                colour: [6, 7, 8].map(|salt| 20.0 + chance(salt) * 215.0),
                printed: at.is_multiple_of(3),
            }
        };
        (0..9).map(thing).collect()
    }

    /// Fingers reach in from outside over the middle of a side.
    fn fingers_over(&self, out: &mut [[f32; 3]]) {
        let corners = self.corners();
        let wide = self.long_px() * 0.09;
        for finger in 0..self.fingers {
            let (a, b) = (corners[(finger * 2 + 1) % 4], corners[(finger * 2 + 2) % 4]);
            let along = 0.3 + 0.4 * noise(finger as f32 * 5.0, 1.0, self.seed);
            let tip = [0, 1].map(|c: usize| a[c] + (b[c] - a[c]) * along);
            let way = if finger % 2 == 0 { 1.0 } else { -1.0 };
            for (at, pixel) in out.iter_mut().enumerate() {
                let (x, y) = ((at % self.width) as f32 - tip[0], (at / self.width) as f32 - tip[1]);
                let reach = x * way + wide * 0.8;
                let round = if reach < wide { (wide * wide - (wide - reach).powi(2)).max(0.0).sqrt() } else { wide };
                if reach > 0.0 && y.abs() < round {
                    let shade = 1.0 - 0.4 * (y / wide).powi(2);
                    *pixel = [214.0, 166.0, 140.0].map(|value: f32| value * shade);
                }
            }
        }
    }

    /// Light, glare, grain, bytes.
    fn developed(&self, light: &[[f32; 3]]) -> Vec<u8> {
        let mut chance = Chance::new(u64::from(self.seed) + 77);
        let corners = self.corners();
        let spots: Vec<[f32; 3]> = self
            .glare
            .iter()
            .map(|&[u, v, radius]| {
                let [x, y] = mapped(&square_to(corners), u, v);
                [x, y, radius * self.long_px()]
            })
            .collect();
        let mut bytes = Vec::with_capacity(light.len() * 3);
        for (at, pixel) in light.iter().enumerate() {
            let (x, y) = ((at % self.width) as f32, (at / self.width) as f32);
            let glare: f32 = spots
                .iter()
                .map(|&[cx, cy, radius]| {
                    let far = (x - cx).hypot(y - cy) / radius;
                    300.0 * (1.0 - (far - 1.0) / 0.35).clamp(0.0, 1.0)
                })
                .sum();
            // Three throws are near enough to a bell curve.
            let grain = (chance.share() + chance.share() + chance.share() - 1.5) * 2.0 * self.grain;
            let grey = 120.0;
            let lit = self.gain * self.shade(x, y);
            bytes.extend(pixel.map(|value| {
                let seen = value * lit * (1.0 - self.fog) + grey * self.fog;
                (seen + glare + grain).clamp(0.0, 255.0) as u8
            }));
        }
        bytes
    }
}

/// A rectangle that lies about.
struct Thing {
    centre: [f32; 2],
    sin: f32,
    cos: f32,
    half: [f32; 2],
    colour: [f32; 3],
    printed: bool,
}

/// The ground under things that lie about.
fn clutter(things: &[Thing], x: f32, y: f32, soft: f32) -> [f32; 3] {
    let mut colour = [120.0, 116.0, 110.0].map(|value| value + soft);
    for thing in things {
        let (dx, dy) = (x - thing.centre[0], y - thing.centre[1]);
        let [along, down] = [dx * thing.cos + dy * thing.sin, dy * thing.cos - dx * thing.sin];
        if along.abs() < thing.half[0] && down.abs() < thing.half[1] {
            let print =
                thing.printed && down.rem_euclid(28.0) < 12.0 && noise(along / 5.0, (down / 28.0).floor(), 3) > 0.5;
            colour = thing.colour.map(|value| if print { value * 0.3 } else { value });
        }
    }
    colour
}

/// Millimetres from the rounded rectangle of the card; negative inside.
fn outside(x: f32, y: f32) -> f32 {
    let round = 3.18;
    let (dx, dy) =
        ((x - LONG_MM / 2.0).abs() - LONG_MM / 2.0 + round, (y - SHORT_MM / 2.0).abs() - SHORT_MM / 2.0 + round);
    dx.max(0.0).hypot(dy.max(0.0)) + dx.max(dy).min(0.0) - round
}

/// Radii of three boxes that together blur by a deviation in pixels.
fn boxes(deviation: f32) -> [usize; 3] {
    // A box of 2r + 1 has a variance of ((2r + 1)² - 1) / 12.
    let radius = ((4.0 * deviation * deviation + 1.0).sqrt() - 1.0) / 2.0;
    let low = radius as usize;
    std::array::from_fn(|at| low + usize::from((radius - low as f32) * 3.0 > at as f32 + 0.5))
}

fn box_blur(pixels: &mut [[f32; 3]], width: usize, radius: usize, horizontal: bool) {
    if radius == 0 {
        return;
    }
    let height = pixels.len() / width;
    let (lines, length, step, next) = if horizontal { (height, width, 1, width) } else { (width, height, width, 1) };
    let mut line = vec![[0.0_f32; 3]; length];
    for start in (0..lines).map(|line| line * next) {
        (0..length).for_each(|at| line[at] = pixels[start + at * step]);
        let at = |place: isize| line[place.clamp(0, length as isize - 1) as usize];
        let r = radius as isize;
        let mut sum = [0.0_f32; 3];
        (-r..=r).for_each(|by| (0..3).for_each(|c| sum[c] += at(by)[c]));
        for place in 0..length as isize {
            pixels[start + place as usize * step] = sum.map(|value| value / (2 * radius + 1) as f32);
            (0..3).for_each(|c| sum[c] += at(place + r + 1)[c] - at(place - r)[c]);
        }
    }
}

/// The projective map from the unit square to a quadrilateral (Heckbert 1989), by rows.
fn square_to([a, b, c, d]: [[f32; 2]; 4]) -> [f32; 9] {
    let [sx, sy] = [0, 1].map(|i: usize| a[i] - b[i] + c[i] - d[i]);
    let ([dx1, dy1], [dx2, dy2]) = ([b[0] - c[0], b[1] - c[1]], [d[0] - c[0], d[1] - c[1]]);
    let det = dx1 * dy2 - dx2 * dy1;
    let (g, h) = ((sx * dy2 - dx2 * sy) / det, (dx1 * sy - sx * dy1) / det);
    [
        b[0] - a[0] + g * b[0],
        d[0] - a[0] + h * d[0],
        a[0],
        b[1] - a[1] + g * b[1],
        d[1] - a[1] + h * d[1],
        a[1],
        g,
        h,
        1.0,
    ]
}

fn inverse(m: &[f32; 9]) -> [f32; 9] {
    let minor = |a: usize, b: usize, c: usize, d: usize| m[a] * m[d] - m[b] * m[c];
    let rows = [
        minor(4, 5, 7, 8),
        -minor(1, 2, 7, 8),
        minor(1, 2, 4, 5),
        -minor(3, 5, 6, 8),
        minor(0, 2, 6, 8),
        -minor(0, 2, 3, 5),
        minor(3, 4, 6, 7),
        -minor(0, 1, 6, 7),
        minor(0, 1, 3, 4),
    ];
    let det = m[0] * rows[0] + m[1] * rows[3] + m[2] * rows[6];
    rows.map(|value| value / det)
}

fn mapped(m: &[f32; 9], x: f32, y: f32) -> [f32; 2] {
    let w = m[6] * x + m[7] * y + m[8];
    [(m[0] * x + m[1] * y + m[2]) / w, (m[3] * x + m[4] * y + m[5]) / w]
}
