//! `[photo]`: the numbers of the photograph specification must make sense on their own and with each other.

use super::{Fault, Report, reader::Reader};
use crate::photo::{
    PhotoSpec,
    spec::{FileSpec, GeometrySpec, Range},
};

pub(super) fn read(reader: &mut Reader<'_>, report: &mut Report) -> Option<PhotoSpec> {
    let spec: PhotoSpec = reader.take(report, "photo")?;
    let mut check = Check { reader, report };
    check.file(&spec.file);
    check.geometry(&spec.geometry, &spec.file);
    check.rest(&spec);
    Some(spec)
}

/// Whether photographs are compared with the document. A province may leave it out. Taken before [`read`].
pub(super) fn compared(reader: &mut Reader<'_>, report: &mut Report) -> bool {
    reader.take_inside(report, "photo", "compare_with_card").unwrap_or_default()
}

struct Check<'c, 'r> {
    reader: &'c Reader<'r>,
    report: &'c mut Report,
}

impl Check<'_, '_> {
    fn file(&mut self, file: &FileSpec) {
        self.within("file.width_px", file.width_px as f32, 50.0, 4000.0);
        self.within("file.height_px", file.height_px as f32, 50.0, 4000.0);
        self.within("file.dpi", file.dpi.into(), 1.0, 2400.0);
        self.within("file.quality_min", file.quality_min.into(), 1.0, 100.0);
        self.within("file.upscale_max", file.upscale_max, 1.0, 10.0);
        let size = Range(file.size_bytes[0] as f32, file.size_bytes[1] as f32);
        let write = Range(file.write_bytes[0] as f32, file.write_bytes[1] as f32);
        self.range("file.size_bytes", size, 1.0, 8_388_608.0);
        self.inside("file.write_bytes", write, size, "photo.file.size_bytes");
    }

    fn geometry(&mut self, geometry: &GeometrySpec, file: &FileSpec) {
        let (width, height) = (file.width_px as f32, file.height_px as f32);
        self.range("geometry.head_top_px", geometry.head_top_px, 0.0, height);
        self.range("geometry.eye_line_px", geometry.eye_line_px, 0.0, height);
        self.range("geometry.face_width_px", geometry.face_width_px, 1.0, width);
        let aim = geometry.aim_face_width_px;
        self.inside("geometry.aim_face_width_px", aim, geometry.face_width_px, "photo.geometry.face_width_px");
        self.within("geometry.centre_tolerance_px", geometry.centre_tolerance_px, 0.0, width / 2.0);
        self.range("geometry.aspect_ratio", geometry.aspect_ratio, 0.1, 10.0);
        if geometry.eye_line_px.1 <= geometry.head_top_px.0 {
            self.fault("geometry.eye_line_px", Fault::NotAbove("photo.geometry.head_top_px"));
        }
    }

    fn rest(&mut self, spec: &PhotoSpec) {
        self.within("pose.yaw_deg_max", spec.pose.yaw_deg_max, 0.0, 90.0);
        self.within("pose.pitch_deg_max", spec.pose.pitch_deg_max, 0.0, 90.0);
        self.within("pose.roll_deg_max", spec.pose.roll_deg_max, 0.0, 90.0);
        self.within("pose.advice_share", spec.pose.advice_share, 0.0, 1.0);
        self.within("pose.eyes_open_min", spec.pose.eyes_open_min, 0.0, 1.0);
        self.within("pose.mouth_open_max", spec.pose.mouth_open_max, 0.0, 1.0);
        self.within("background.delta_e_max", spec.background.delta_e_max, 0.0, 100.0);
        self.within("background.uniform_delta_e_max", spec.background.uniform_delta_e_max, 0.0, 100.0);
        self.within("light.under_exposed_max", spec.light.under_exposed_max, 0.0, 1.0);
        self.within("light.over_exposed_max", spec.light.over_exposed_max, 0.0, 1.0);
        self.within("light.bright_luminance_min", spec.light.bright_luminance_min, 0.0, 255.0);
        self.within("light.sharpness_min", spec.light.sharpness_min, 0.0, 1.0);
        self.within("light.noise_max", spec.light.noise_max, 0.0, 255.0);
    }

    /// Both ends within `min..=max`, and in order.
    fn range(&mut self, key: &str, range: Range, min: f32, max: f32) {
        self.within(key, range.0, min, max);
        self.within(key, range.1, min, max);
        if range.0 > range.1 {
            self.fault(key, Fault::Reversed);
        }
    }

    fn inside(&mut self, key: &str, inner: Range, outer: Range, outer_key: &'static str) {
        if inner.0 > inner.1 {
            self.fault(key, Fault::Reversed);
        }
        if !(outer.limit().holds(inner.0) && outer.limit().holds(inner.1)) {
            self.fault(key, Fault::NotInside(outer_key));
        }
    }

    /// TOML knows `nan` and `inf`; both are outside.
    fn within(&mut self, key: &str, value: f32, min: f32, max: f32) {
        if !(min..=max).contains(&value) {
            self.fault(key, Fault::Outside { min: min.into(), max: max.into() });
        }
    }

    fn fault(&mut self, key: &str, fault: Fault) {
        self.reader.fault(self.report, &format!("photo.{key}"), fault);
    }
}
