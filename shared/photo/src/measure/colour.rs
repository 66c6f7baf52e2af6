//! Colours as people see them: CIE Lab (D65) and the CIEDE2000 difference (ISO/CIE 11664-6).

use crate::portable::Portable;
use std::f32::consts::PI;

/// CIE 1976 L*, a*, b* under D65.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(crate) struct Lab {
    pub(crate) l: f32,
    pub(crate) a: f32,
    pub(crate) b: f32,
}

/// sRGB bytes to linear light through a table made once.
pub(crate) struct Linear([f32; 256]);

impl Linear {
    pub(crate) fn new() -> Self {
        Self(crate::resample::linear_table())
    }

    /// Linear light of each channel, 0..1.
    pub(crate) fn light(&self, rgb: [u8; 3]) -> [f32; 3] {
        rgb.map(|value| self.0[usize::from(value)])
    }

    /// Relative luminance, 0..1 (ITU-R BT.709 primaries).
    pub(crate) fn luminance(&self, rgb: [u8; 3]) -> f32 {
        let [r, g, b] = self.light(rgb);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    pub(crate) fn lab(&self, rgb: [u8; 3]) -> Lab {
        lab_of_linear(self.light(rgb))
    }
}

/// Linear-light sRGB, 0..1, to Lab.
pub(crate) fn lab_of_linear([r, g, b]: [f32; 3]) -> Lab {
    let f = |t: f32| if t > 0.008_856 { t.portable_cbrt() } else { 7.787 * t + 16.0 / 116.0 };
    let x = f((0.412_456 * r + 0.357_576 * g + 0.180_437 * b) / 0.950_47);
    let y = f(0.212_673 * r + 0.715_152 * g + 0.072_175 * b);
    let z = f((0.019_334 * r + 0.119_192 * g + 0.950_304 * b) / 1.088_83);
    Lab { l: 116.0 * y - 16.0, a: 500.0 * (x - y), b: 200.0 * (y - z) }
}

/// CIEDE2000 after Sharma, Wu and Dalal (2005), all weights one.
pub(crate) fn ciede2000(one: Lab, two: Lab) -> f32 {
    let chroma_mean = f32::midpoint(one.a.portable_hypot(one.b), two.a.portable_hypot(two.b));
    let power = chroma_mean.powi(7);
    let g = 0.5 * (1.0 - (power / (power + 25_f32.powi(7))).sqrt());
    let (a1, a2) = (one.a * (1.0 + g), two.a * (1.0 + g));
    let (c1, c2) = (a1.portable_hypot(one.b), a2.portable_hypot(two.b));
    let (h1, h2) = (hue(a1, one.b), hue(a2, two.b));
    let grey = c1 * c2 == 0.0;
    let mut dh = if grey { 0.0 } else { h2 - h1 };
    if dh > PI {
        dh -= 2.0 * PI;
    } else if dh < -PI {
        dh += 2.0 * PI;
    }
    let (dl, dc, dh) = (two.l - one.l, c2 - c1, 2.0 * (c1 * c2).sqrt() * (dh / 2.0).portable_sin());
    let (l, c) = (f32::midpoint(one.l, two.l), f32::midpoint(c1, c2));
    let h = match (grey, (h1 - h2).abs() <= PI) {
        (true, _) => h1 + h2,
        (false, true) => f32::midpoint(h1, h2),
        (false, false) if h1 + h2 < 2.0 * PI => f32::midpoint(h1, h2) + PI,
        (false, false) => f32::midpoint(h1, h2) - PI,
    };
    let degrees = |value: f32| value.to_radians();
    let t = 1.0 - 0.17 * (h - degrees(30.0)).portable_cos()
        + 0.24 * (2.0 * h).portable_cos()
        + 0.32 * (3.0 * h + degrees(6.0)).portable_cos()
        - 0.20 * (4.0 * h - degrees(63.0)).portable_cos();
    let turn = degrees(30.0) * (-((h.to_degrees() - 275.0) / 25.0).powi(2)).portable_exp();
    let rc = 2.0 * (c.powi(7) / (c.powi(7) + 25_f32.powi(7))).sqrt();
    let l50 = (l - 50.0).powi(2);
    let sl = 1.0 + 0.015 * l50 / (20.0 + l50).sqrt();
    let (sc, sh) = (1.0 + 0.045 * c, 1.0 + 0.015 * c * t);
    let rt = -(2.0 * turn).portable_sin() * rc;
    let (l, c, h) = (dl / sl, dc / sc, dh / sh);
    (l * l + c * c + h * h + rt * c * h).max(0.0).sqrt()
}

/// Hue angle, 0..2π; 0 for grey.
fn hue(a: f32, b: f32) -> f32 {
    if a == 0.0 && b == 0.0 { 0.0 } else { b.portable_atan2(a).rem_euclid(2.0 * PI) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pairs of the test data of Sharma, Wu and Dalal (2005), table 1.
    #[test]
    fn published_differences_are_met() {
        let lab = |l, a, b| Lab { l, a, b };
        for (one, two, expected) in [
            (lab(50.0, 2.6772, -79.7751), lab(50.0, 0.0, -82.7485), 2.0425),
            (lab(50.0, -1.3802, -84.2814), lab(50.0, 0.0, -82.7485), 1.0000),
            (lab(50.0, 2.5, 0.0), lab(50.0, 0.0, -2.5), 4.3065),
            (lab(50.0, 2.5, 0.0), lab(73.0, 25.0, -18.0), 27.1492),
            (lab(50.0, 2.5, 0.0), lab(61.0, -5.0, 29.0), 22.8977),
            (lab(60.2574, -34.0099, 36.2677), lab(60.4626, -34.1751, 39.4387), 1.2644),
            (lab(22.7233, 20.0904, -46.6940), lab(23.0331, 14.9730, -42.5619), 2.0373),
            (lab(90.8027, -2.0831, 1.4410), lab(91.1528, -1.6435, 0.0447), 1.4441),
            (lab(2.0776, 0.0795, -1.1350), lab(0.9033, -0.0636, -0.5514), 0.9082),
        ] {
            let got = ciede2000(one, two);
            assert!((got - expected).abs() < 2e-3, "{one:?} {two:?}: {got} instead of {expected}");
        }
    }

    #[test]
    fn white_and_grey_are_neutral() {
        let white = Linear::new().lab([255; 3]);
        assert!((white.l - 100.0).abs() < 0.01 && white.a.abs() < 0.05 && white.b.abs() < 0.05);
    }
}
