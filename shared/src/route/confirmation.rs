//! Paths of the online confirmation (在线身份确认), of signatures, of the installable web app and of what is printed.

use super::Candidate;
use crate::id::SignatureId;

/// The worker that shows the offline page; at the root, because it is for every page below.
pub const SERVICE_WORKER: &str = "/worker.js";
/// What is shown while there is no connection; the same for everybody.
pub const OFFLINE: &str = "/offline";

/// The icons of the web app, by their side in pixels.
pub const APP_ICON: &str = "/assets/app/icon-";

/// What stands in the path of every page that verifies a signature.
pub const VERIFY_SIGNATURE: &str = "/verify-signature/";

impl Candidate<'_> {
    /// 在线身份确认: where it begins and goes on.
    pub fn confirmation(self) -> String {
        format!("/{}/confirmation", self.0)
    }

    /// The signature.
    pub fn signature(self) -> String {
        format!("/{}/signature", self.0)
    }

    /// 完成确认: what was allotted, printable.
    pub fn completion(self) -> String {
        format!("/{}/completion", self.0)
    }

    /// Whether a signature stands as it was made; for anybody.
    pub fn verify_signature(self, id: SignatureId) -> String {
        format!("/{}/verify-signature/{id}", self.0)
    }

    /// 考场规则
    pub fn exam_rules(self) -> String {
        format!("/{}/exam-rules", self.0)
    }

    /// 考生健康状况报告表, printable.
    pub fn health_report(self) -> String {
        format!("/{}/health-report", self.0)
    }

    /// The web app manifest.
    pub fn manifest(self) -> String {
        format!("/{}/app.webmanifest", self.0)
    }
}
