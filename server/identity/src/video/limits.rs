//! The limits in force for videos. Measured on real and simulated recordings: `docs/identity-evaluation.md`.

use serde::{Deserialize, Serialize};

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    pub seconds_min: f32,
    pub seconds_max: f32,
    /// Frames that are looked at.
    pub frames_per_second: usize,
    pub face_seen_min: f32,
    /// Looks at the whole picture that may show another face.
    pub other_faces_max: f32,
    pub light_min: f32,
    pub detail_min: f32,
    pub continuity_min: f32,
    pub jump_max: f32,
    pub same_face_min: f32,
    /// Movement that only a head in depth shows: of prints tilted hard the mesh makes up to 0.046.
    pub movement_min: f32,
    /// Below this, what moves is a picture.
    pub movement_doubt_min: f32,
    pub voice_seconds_min: f32,
    pub mouth_moves_min: f32,
    pub mouth_with_voice_min: f32,
    /// Below this margin the digits are unclear.
    pub digits_margin_min: f32,
    /// Turn of the head that counts as done where one was asked for, degrees.
    pub action_turn_deg: f32,
    /// Opening of the lips that counts as done where it was asked for.
    pub action_lips: f32,
    /// Below this a person looks.
    pub anti_spoof_min: f32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            seconds_min: 2.0,
            seconds_max: 8.0,
            frames_per_second: 12,
            face_seen_min: 0.85,
            other_faces_max: 1.0,
            light_min: 6.0,
            detail_min: 0.03,
            continuity_min: 0.6,
            jump_max: 0.9,
            same_face_min: 0.4,
            movement_min: 0.06,
            movement_doubt_min: 0.018,
            voice_seconds_min: 0.6,
            mouth_moves_min: 0.045,
            mouth_with_voice_min: 0.1,
            digits_margin_min: 0.5,
            action_turn_deg: 12.0,
            action_lips: 0.15,
            anti_spoof_min: 0.05,
        }
    }
}
