//! The lines stand where they were measured, with their numbers, in words too.

use super::*;
use shared::photo::spec::{AppearanceSpec, BackgroundSpec, FileSpec, GeometrySpec, LightSpec, PoseSpec};

fn spec() -> PhotoSpec {
    PhotoSpec {
        file: FileSpec {
            width_px: 480,
            height_px: 640,
            dpi: 300,
            size_bytes: [20_480, 40_960],
            write_bytes: [21_504, 39_936],
            quality_min: 60,
            upscale_max: 1.5,
        },
        geometry: GeometrySpec {
            head_top_px: Range(50.0, 110.0),
            eye_line_px: Range(200.0, 300.0),
            face_width_px: Range(180.0, 300.0),
            aim_face_width_px: Range(200.0, 280.0),
            centre_tolerance_px: 20.0,
            aspect_ratio: Range(0.8, 1.6),
        },
        pose: PoseSpec {
            yaw_deg_max: 12.0,
            pitch_deg_max: 12.0,
            roll_deg_max: 5.0,
            advice_share: 0.8,
            eyes_open_min: 0.02,
            mouth_open_max: 0.05,
            shoulders_deg_max: 6.0,
        },
        background: BackgroundSpec {
            rgb: [100, 197, 255],
            delta_e_max: 12.0,
            uniform_delta_e_max: 8.0,
            fringe_share_max: 0.35,
            shadow_share_max: 0.04,
            object_share_max: 0.01,
            border_delta_e_min: 10.0,
            clothes_share_max: 0.4,
        },
        light: LightSpec {
            under_exposed_max: 0.2,
            over_exposed_max: 0.2,
            bright_luminance_min: 60.0,
            eye_white_luminance_min: 32.0,
            evenness_min: 0.6,
            highlight_share_max: 0.01,
            skin_distance_max: 3.0,
            sharpness_min: 0.3,
            noise_max: 1.0,
        },
        appearance: AppearanceSpec {
            red_eye_share_max: 0.15,
            lens_light_min: 0.4,
            rim_contrast_max: 0.6,
            reflection_share_max: 0.1,
            hair_share_max: 0.6,
            covered_distance_max: 12.0,
            crown_share_max: 0.4,
            accessory_share_max: 0.4,
            smile_width_max: 1.0,
            pattern_swings_max: 0.3,
            text_parts_max: 4.0,
        },
    }
}

fn verdict(width_px: u32) -> Verdict {
    let face = FaceMeasures {
        left_eye: [190.0, 251.0],
        right_eye: [290.0, 249.0],
        chin: [240.0, 400.0],
        head_top_y: 38.0,
        cheek_left_x: 130.0,
        cheek_right_x: 350.0,
        yaw_deg: 0.0,
        pitch_deg: 0.0,
        roll_deg: 0.0,
    };
    Verdict { findings: Vec::new(), face: Some(face), width_px, height_px: 640 }
}

fn html(width_px: u32, locale: Locale) -> String {
    let (verdict, spec) = (verdict(width_px), spec());
    view! { <PhotoMeasures verdict=verdict spec=spec image="/photo/1" locale=locale /> }.to_html()
}

#[test]
fn each_line_is_drawn_with_its_number_and_marked_when_out_of_range() {
    let html = html(480, Locale::Chinese);
    assert!(html.contains(r#"class="line line--out" x1="0.0" y1="38.0""#), "{html}");
    assert!(html.contains(r#"class="line" x1="0.0" y1="250.0""#));
    assert!(html.contains(">头顶 38<") && html.contains(">眼睛 250<") && html.contains(">脸宽 220<"));
}

#[test]
fn what_is_drawn_is_said_in_words() {
    assert!(html(480, Locale::Chinese).contains("实测 38 像素，要求 50–110 像素"));
    assert!(html(480, Locale::English).contains("measured 220 px, required 180 to 300 px"));
}

#[test]
fn a_picture_of_another_size_gets_no_lines_because_the_limits_are_those_of_the_finished_file() {
    assert!(!html(3000, Locale::Chinese).contains("<line"));
}
