//! Draws the sides of cards that belong to nobody without a typeface: blocks, strokes that look like writing, a head that is
//! no person's.

use crate::chance::Chance;

/// Pixels of the drawing for a millimetre of the card.
pub(crate) const PER_MM: f32 = 15.0;
pub(crate) const LONG_MM: f32 = 85.6;
pub(crate) const SHORT_MM: f32 = 54.0;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Side {
    Portrait,
    Emblem,
    /// A travel permit: a coloured band across the top, the portrait on the left.
    Permit,
}

/// A drawn side; positions are millimetres from the upper left corner.
pub struct Face {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) rgb: Vec<[u8; 3]>,
}

impl Face {
    pub fn new(side: Side, chance: &mut Chance) -> Self {
        let mut face = Self::blank(if side == Side::Permit { [225, 236, 244] } else { [232, 238, 240] }, chance);
        match side {
            Side::Portrait => face.portrait_side(chance),
            Side::Emblem => face.emblem_side(chance),
            Side::Permit => face.permit(chance),
        }
        face
    }

    /// Nothing but the paper with its waves.
    pub(crate) fn blank(base: [u8; 3], chance: &mut Chance) -> Self {
        let (width, height) = ((LONG_MM * PER_MM) as usize, (SHORT_MM * PER_MM) as usize);
        let mut face = Self { width, height, rgb: vec![[0; 3]; width * height] };
        face.paper(base, chance);
        face
    }

    fn paper(&mut self, base: [u8; 3], chance: &mut Chance) {
        let phase = chance.between(0.0, 6.0);
        for (at, pixel) in self.rgb.iter_mut().enumerate() {
            let (x, y) = ((at % self.width) as f32 / PER_MM, (at / self.width) as f32 / PER_MM);
            let waves = ((x * 1.9 + (y * 0.7 + phase).sin() * 3.0).sin() * 4.0) + ((y * 2.3 + x * 0.4).sin() * 3.0);
            let shift = [x * 0.12 - 8.0, -2.0, 6.0 - x * 0.15];
            *pixel = std::array::from_fn(|c| (f32::from(base[c]) + waves + shift[c]).clamp(0.0, 255.0) as u8);
        }
    }

    fn portrait_side(&mut self, chance: &mut Chance) {
        self.words(5.0, 7.0, 2.6, 2, BLUE, chance);
        self.words(16.0, 6.8, 3.6, 3, BLACK, chance);
        self.words(5.0, 15.0, 2.4, 2, BLUE, chance);
        self.words(16.0, 15.0, 2.8, 1, BLACK, chance);
        self.words(25.0, 15.0, 2.4, 4, BLACK, chance);
        self.words(5.0, 22.5, 2.4, 2, BLUE, chance);
        self.words(16.0, 22.3, 2.8, 7, BLACK, chance);
        self.words(5.0, 30.0, 2.4, 2, BLUE, chance);
        for line in 0..chance.between(2.0, 3.9) as usize {
            self.words(16.0, 30.0 + 4.2 * line as f32, 2.9, 10, BLACK, chance);
        }
        self.words(5.0, 46.0, 2.4, 6, BLUE, chance);
        self.words(28.0, 45.6, 3.0, 14, BLACK, chance);
        self.head(56.0, 8.0, 24.0, 32.0, chance);
    }

    fn emblem_side(&mut self, chance: &mut Chance) {
        self.disc([14.5, 15.0], [8.0, 8.6], [190, 30, 35]);
        self.disc([14.5, 14.0], [5.6, 5.8], [224, 176, 70]);
        self.disc([14.5, 13.5], [4.6, 4.6], [196, 38, 40]);
        self.words(11.5, 11.0, 2.0, 3, [224, 176, 70], chance);
        self.words(30.0, 7.0, 4.4, 8, BLACK, chance);
        self.words(29.0, 17.0, 6.0, 6, BLACK, chance);
        self.words(22.0, 38.0, 2.6, 4, BLACK, chance);
        self.words(38.0, 38.0, 2.8, 9, BLACK, chance);
        self.words(22.0, 45.0, 2.6, 4, BLACK, chance);
        self.words(38.0, 45.0, 2.6, 11, BLACK, chance);
    }

    fn permit(&mut self, chance: &mut Chance) {
        self.block(0.0, 0.0, LONG_MM, 9.5, [70, 120, 170]);
        self.words(24.0, 2.6, 4.2, 9, [245, 245, 245], chance);
        self.head(5.0, 13.0, 22.0, 28.0, chance);
        for line in 0..5 {
            self.words(31.0, 13.0 + 6.4 * line as f32, 2.6, 4 + chance.between(3.0, 9.0) as usize, BLACK, chance);
        }
        self.words(5.0, 47.0, 3.2, 9, BLACK, chance);
    }

    /// Characters of `size` in a row, each a few strokes in a square.
    fn words(&mut self, x: f32, y: f32, size: f32, count: usize, colour: [u8; 3], chance: &mut Chance) {
        for at in 0..count {
            let left = x + at as f32 * size * 1.12;
            for _ in 0..chance.between(4.0, 8.0) as usize {
                let (a, b) = (chance.between(0.0, 0.9) * size, chance.between(0.0, 0.9) * size);
                let (c, d) = match chance.between(0.0, 5.0) as u8 {
                    0 | 1 => (chance.between(0.0, 0.9) * size, b),
                    2 | 3 => (a, chance.between(0.0, 0.9) * size),
                    _ => (chance.between(0.0, 0.9) * size, chance.between(0.0, 0.9) * size),
                };
                self.stroke([left + a, y + b], [left + c, y + d], size * 0.1, colour);
            }
        }
    }

    pub(crate) fn head(&mut self, x: f32, y: f32, width: f32, height: f32, chance: &mut Chance) {
        let grey = chance.between(196.0, 226.0) as u8;
        self.block(x, y, width, height, [grey; 3]);
        let (cx, cy) = (x + width / 2.0, y + height * 0.42);
        self.disc([cx, y + height * 1.02], [width * 0.48, height * 0.28], [52, 58, 76]);
        self.block(x, y + height, width, SHORT_MM - y - height - 8.0, [0; 3]);
        self.disc([cx, cy - 1.6], [width * 0.27, height * 0.29], [34, 28, 26]);
        self.disc([cx, cy + 0.8], [width * 0.23, height * 0.26], [214, 172, 148]);
        for side in [-1.0, 1.0] {
            self.disc([cx + side * width * 0.09, cy], [1.1, 0.5], [40, 32, 30]);
        }
        self.disc([cx, cy + height * 0.15], [1.9, 0.5], [160, 84, 80]);
    }

    /// A pixel of the drawing, covered by ink in part.
    pub(crate) fn blend(&mut self, x: i32, y: i32, colour: [u8; 3], cover: f32) {
        let inside = (0..self.width as i32).contains(&x) && (0..self.height as i32).contains(&y);
        if inside {
            let pixel = &mut self.rgb[y as usize * self.width + x as usize];
            let mixed = |c: usize| f32::from(pixel[c]) + (f32::from(colour[c]) - f32::from(pixel[c])) * cover.min(1.0);
            *pixel = std::array::from_fn(|c| mixed(c) as u8);
        }
    }

    pub(crate) fn block(&mut self, x: f32, y: f32, width: f32, height: f32, colour: [u8; 3]) {
        if colour != [0; 3] {
            self.paint([x, y], [x + width, y + height], colour, |_, _| true);
        }
    }

    pub(crate) fn disc(&mut self, [cx, cy]: [f32; 2], [rx, ry]: [f32; 2], colour: [u8; 3]) {
        let inside = |x: f32, y: f32| ((x - cx) / rx).powi(2) + ((y - cy) / ry).powi(2) <= 1.0;
        self.paint([cx - rx, cy - ry], [cx + rx, (cy + ry).min(40.0)], colour, inside);
    }

    fn stroke(&mut self, a: [f32; 2], b: [f32; 2], thick: f32, colour: [u8; 3]) {
        let along = [b[0] - a[0], b[1] - a[1]];
        let long = (along[0] * along[0] + along[1] * along[1]).max(0.01);
        let near = |x: f32, y: f32| {
            let t = (((x - a[0]) * along[0] + (y - a[1]) * along[1]) / long).clamp(0.0, 1.0);
            (x - a[0] - t * along[0]).hypot(y - a[1] - t * along[1]) <= thick / 2.0 + 0.02
        };
        let low = [a[0].min(b[0]) - thick, a[1].min(b[1]) - thick];
        self.paint(low, [a[0].max(b[0]) + thick, a[1].max(b[1]) + thick], colour, near);
    }

    fn paint(&mut self, from: [f32; 2], to: [f32; 2], colour: [u8; 3], inside: impl Fn(f32, f32) -> bool) {
        let pixels = |from: f32, to: f32, limit: usize| {
            ((from * PER_MM).max(0.0) as usize)..((to * PER_MM).max(0.0) as usize).min(limit)
        };
        for y in pixels(from[1], to[1], self.height) {
            for x in pixels(from[0], to[0], self.width) {
                if inside((x as f32 + 0.5) / PER_MM, (y as f32 + 0.5) / PER_MM) {
                    self.rgb[y * self.width + x] = colour;
                }
            }
        }
    }
}

const BLACK: [u8; 3] = [38, 36, 38];
pub(crate) const BLUE: [u8; 3] = [70, 110, 160];
