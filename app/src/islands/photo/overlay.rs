//! The measured lines and the allowed bands over the frame. They follow the hand at once: the face was measured in the
//! source, so no new examination is needed. Drawn like `components::photo_measures`.

use super::{geometry::Crop, json::Json, words::Measure};
use crate::number::decimal;

/// Where the face was found, in pixels of the source.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Face {
    eyes_y: f32,
    middle_x: f32,
    chin_y: f32,
    head_top_y: f32,
    cheeks_x: [f32; 2],
}

/// The limits of the frame, in pixels of the finished picture.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Bands {
    pub(super) width: f32,
    pub(super) height: f32,
    head_top: [f32; 2],
    eye_line: [f32; 2],
    face_width: [f32; 2],
}

impl Face {
    /// From the `face` of a verdict.
    pub(super) fn read(json: &impl Json) -> Option<Self> {
        let number = |key: &str| json.get(key).number();
        let ([_, left], [_, right]) = (json.get("left_eye").numbers::<2>()?, json.get("right_eye").numbers::<2>()?);
        let [_, chin_y] = json.get("chin").numbers::<2>()?;
        let cheeks_x = [number("cheek_left_x")?, number("cheek_right_x")?];
        let middle_x = f32::midpoint(cheeks_x[0], cheeks_x[1]);
        Some(Self { eyes_y: f32::midpoint(left, right), middle_x, chin_y, head_top_y: number("head_top_y")?, cheeks_x })
    }

    fn in_frame(&self, crop: Crop) -> Self {
        let x = |x: f32| crop.in_frame([x, 0.0])[0];
        let y = |y: f32| crop.in_frame([0.0, y])[1];
        Self {
            eyes_y: y(self.eyes_y),
            middle_x: x(self.middle_x),
            chin_y: y(self.chin_y),
            head_top_y: y(self.head_top_y),
            cheeks_x: self.cheeks_x.map(x),
        }
    }
}

impl Bands {
    pub(super) fn read(json: &impl Json) -> Option<Self> {
        Some(Self {
            width: json.get("width").number()?,
            height: json.get("height").number()?,
            head_top: json.get("head_top").numbers()?,
            eye_line: json.get("eye_line").numbers()?,
            face_width: json.get("face_width").numbers()?,
        })
    }
}

/// Hair, eyes and cheeks under the crop, each with its limits: key of the short name, rule, measure.
pub(super) fn measures(face: &Face, crop: Crop, bands: &Bands) -> [(&'static str, &'static str, Measure); 3] {
    let face = face.in_frame(crop);
    let measure =
        |value, [min, max]: [f32; 2]| Measure { value, min: Some(min), max: Some(max), unit: "px".to_owned() };
    [
        ("head_top", "geometry.head_top", measure(face.head_top_y, bands.head_top)),
        ("eyes", "geometry.eye_line", measure(face.eyes_y, bands.eye_line)),
        ("cheeks", "geometry.face_width", measure(face.cheeks_x[1] - face.cheeks_x[0], bands.face_width)),
    ]
}

/// The inside of the SVG: bands first, then lines, then their numbers.
pub(super) fn drawing(face: &Face, crop: Crop, bands: &Bands, texts: &impl Json) -> String {
    let [head, eyes, cheeks] = measures(face, crop, bands);
    let face = face.in_frame(crop);
    let mut svg = String::new();
    for [from, to] in [bands.head_top, bands.eye_line] {
        svg += &band([0.0, from], [bands.width, to]);
    }
    let [narrow, wide] = bands.face_width.map(|width| width / 2.0);
    let (middle, top) = (bands.width / 2.0, bands.eye_line[1] + 8.0);
    let chin = face.chin_y.clamp(top + 20.0, bands.height);
    svg += &band([middle - wide, top], [middle - narrow, chin]);
    svg += &band([middle + narrow, top], [middle + wide, chin]);
    for (name, _, measure) in [&head, &eyes] {
        let y = measure.value;
        svg += &line([0.0, y], [bands.width, y], measure);
        svg += &label([8.0, (y - 8.0).max(22.0)], "start", &texts.words(name), y);
    }
    for x in face.cheeks_x {
        svg += &line([x, face.eyes_y], [x, chin], &cheeks.2);
    }
    let under = [face.middle_x, (chin + 28.0).min(bands.height - 8.0)];
    svg + &label(under, "middle", &texts.words(cheeks.0), cheeks.2.value)
}

fn band([x, y]: [f32; 2], [right, bottom]: [f32; 2]) -> String {
    let [x, y, width, height] = [x, y, right - x, bottom - y].map(|number| decimal(number, 0));
    format!(r#"<rect class="band" x="{x}" y="{y}" width="{width}" height="{height}"/>"#)
}

fn line(from: [f32; 2], to: [f32; 2], measure: &Measure) -> String {
    let class = if measure.holds() { "line" } else { "line line--out" };
    let [x1, y1, x2, y2] = [from[0], from[1], to[0], to[1]].map(|number| decimal(number, 1));
    format!(r#"<line class="{class}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>"#)
}

/// `name` comes from the locales, the number from here: nothing to escape.
fn label(at: [f32; 2], anchor: &str, name: &str, value: f32) -> String {
    let ([x, y], value) = (at.map(|number| decimal(number, 0)), decimal(value, 0));
    format!(r#"<text class="label" x="{x}" y="{y}" text-anchor="{anchor}">{name} {value}</text>"#)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::islands::photo::geometry::{Frame, Size};
    use serde_json::json;

    fn drawn(at: [f32; 4]) -> String {
        let face = json!({
            "left_eye": [380.0, 502.0], "right_eye": [580.0, 498.0], "chin": [480.0, 800.0], "head_top_y": 160.0,
            "cheek_left_x": 260.0, "cheek_right_x": 700.0,
        });
        let bands = json!({
            "width": 480, "height": 640, "head_top": [50, 110], "eye_line": [200, 300], "face_width": [180, 300],
        });
        let texts = json!({ "head_top": "Hair", "eyes": "Eyes", "cheeks": "Face" });
        let frame = Frame { size: Size { width: 480.0, height: 640.0 }, enlargement_max: 1.5 };
        let crop = Crop::new(at, Size { width: 960.0, height: 1400.0 }, frame);
        drawing(&Face::read(&face).expect("a face"), crop, &Bands::read(&bands).expect("bands"), &texts)
    }

    #[test]
    fn lines_stand_where_the_crop_brings_them_with_their_numbers() {
        let svg = drawn([0.0, 0.0, 960.0, 1280.0]);
        assert!(svg.contains(">Hair 80<") && svg.contains(">Eyes 250<") && svg.contains(">Face 220<"), "{svg}");
        assert!(!svg.contains("line--out"));
    }

    #[test]
    fn a_line_outside_its_band_is_marked() {
        let svg = drawn([0.0, 100.0, 960.0, 1280.0]);
        assert!(svg.contains(r#"class="line line--out" x1="0" y1="30""#) && svg.contains(">Hair 30<"), "{svg}");
    }
}
