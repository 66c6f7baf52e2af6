//! Every path of the service, as constants and builders, used by the pages, the server and the tests.

use crate::{
    id::{EnrolmentId, PhotoId, Province},
    photo::Rule,
};

pub const ROOT: &str = "/";
pub const LANGUAGE: &str = "/language";

pub const HEALTH_LIVE: &str = "/health/live";
pub const HEALTH_READY: &str = "/health/ready";
pub const METRICS: &str = "/metrics";
/// Prefix of the server functions.
pub const API: &str = "/api";
/// Development inbox for text messages; not mounted in production.
pub const DEV_SMS: &str = "/dev/sms";
pub const DEV_SMS_JSON: &str = "/dev/sms.json";

pub const CONSOLE: &str = "/console";
pub const CONSOLE_SIGN_IN: &str = "/console/sign-in";
pub const CONSOLE_SIGN_OUT: &str = "/console/sign-out";

/// First segments that belong to the service, and so cannot name a province.
pub const RESERVED: &[&str] =
    &["api", "console", "dev", "health", "language", "metrics", "photo", "pkg", "assets", "static"];

/// `/console/case/{id}`
pub fn console_case(id: EnrolmentId) -> String {
    format!("/console/case/{id}")
}

/// The stored certificate photograph, for its candidate and for the reviewer who holds the case.
pub fn photo_file(id: PhotoId) -> String {
    format!("/photo/{id}")
}

/// Drawing of right and wrong for a rule of the photograph. `build`: a hash over all drawings.
pub fn drawing(build: &str, rule: Rule) -> String {
    format!("/assets/drawings/{build}/{}.svg", rule.code())
}

/// Pages of one province's candidates. Everything starts with `/{province}/`.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a>(pub &'a Province);

impl Candidate<'_> {
    pub fn home(self) -> String {
        format!("/{}/", self.0)
    }

    pub fn register(self) -> String {
        format!("/{}/register", self.0)
    }

    /// For candidates who registered before.
    pub fn sign_in(self) -> String {
        format!("/{}/sign-in", self.0)
    }

    /// Correcting the identity document while that item is open.
    pub fn document(self) -> String {
        format!("/{}/document", self.0)
    }

    /// The photo step; POST takes the multipart form.
    pub fn photo(self) -> String {
        format!("/{}/photo", self.0)
    }

    /// Every rule of the photograph, with drawings of right and wrong; for anybody.
    pub fn photo_guide(self) -> String {
        format!("/{}/photo/guide", self.0)
    }

    /// POST: a picture to be cropped by the server, for browsers without WASM.
    pub fn photo_prepare(self) -> String {
        format!("/{}/photo/prepare", self.0)
    }

    /// The last picture that the server worked on, as it came.
    pub fn photo_source(self) -> String {
        format!("/{}/photo/source", self.0)
    }

    pub fn check_answers(self) -> String {
        format!("/{}/check", self.0)
    }

    pub fn status(self) -> String {
        format!("/{}/status", self.0)
    }

    pub fn sign_out(self) -> String {
        format!("/{}/sign-out", self.0)
    }

    pub fn privacy(self) -> String {
        format!("/{}/privacy", self.0)
    }

    pub fn accessibility(self) -> String {
        format!("/{}/accessibility", self.0)
    }

    /// Continue on the phone: the page with the QR symbol.
    pub fn handoff(self) -> String {
        format!("/{}/handoff", self.0)
    }

    /// What the QR symbol opens on the phone.
    pub fn handoff_open(self, token: &str) -> String {
        format!("/{}/h/{token}", self.0)
    }
}
