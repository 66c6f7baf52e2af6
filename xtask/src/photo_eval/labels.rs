//! The labelled sets: `compliance.csv` (finished pictures, broken rules) and `originals.csv` (ordinary pictures, points).

use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

/// A finished certificate photograph and what is wrong with it.
#[derive(Debug, Deserialize)]
pub(super) struct Finished {
    pub(super) file: String,
    pub(super) profile: String,
    expected: String,
    rules: String,
    /// `strong`, `mid` or nothing.
    pub(super) severity: String,
    ignore: String,
}

impl Finished {
    pub(super) fn is_good(&self) -> bool {
        self.expected == "pass"
    }

    /// Codes of the rules it breaks.
    pub(super) fn broken(&self) -> impl Iterator<Item = &str> {
        self.rules.split(';').map(str::trim).filter(|rule| !rule.is_empty())
    }

    /// Is a rule left out when this picture is scored?
    pub(super) fn ignores(&self, rule: &str) -> bool {
        self.ignore == "soft" && rule == "hair.over_eyes"
    }
}

/// An ordinary picture; points in pixels of the upright picture, `left` is left in the picture.
#[derive(Debug, Deserialize)]
pub(super) struct Original {
    pub(super) file: String,
    pub(super) n_faces: u32,
    /// Who annotated the points; empty: nobody.
    #[serde(rename = "ref")]
    reference: String,
    eye_l_x: Option<f64>,
    eye_l_y: Option<f64>,
    eye_r_x: Option<f64>,
    eye_r_y: Option<f64>,
    pub(super) chin_y: Option<f64>,
    pub(super) jaw_l_x: Option<f64>,
    pub(super) jaw_r_x: Option<f64>,
    pub(super) head_top_y: Option<f64>,
    yaw: Option<f64>,
}

impl Original {
    /// Points are compared on pictures of one person only: elsewhere it is not said whose they are.
    pub(super) fn has_points(&self) -> bool {
        !self.reference.is_empty() && self.n_faces == 1
    }

    /// Left and right eye centre.
    pub(super) fn eyes(&self) -> Option<[[f64; 2]; 2]> {
        Some([[self.eye_l_x?, self.eye_l_y?], [self.eye_r_x?, self.eye_r_y?]])
    }

    /// Turned by no more than a certificate photograph may be; unknown counts as frontal.
    pub(super) fn is_frontal(&self) -> bool {
        self.yaw.is_none_or(|yaw| yaw.abs() <= 20.0)
    }
}

/// Reads a table; an absent one is empty, since a set may have only one of them.
pub(super) fn read<T: for<'de> Deserialize<'de>>(table: &Path) -> Result<Vec<T>> {
    if !table.exists() {
        return Ok(Vec::new());
    }
    let mut reader = csv::Reader::from_path(table).with_context(|| format!("cannot read {}", table.display()))?;
    reader.deserialize().collect::<Result<_, _>>().with_context(|| format!("a row of {} is wrong", table.display()))
}
