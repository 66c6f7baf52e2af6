//! Every path of the service, as constants and builders, used by the pages, the server and the tests.

mod confirmation;
pub mod console;
pub mod existing;

pub use confirmation::{APP_ICON, OFFLINE, SERVICE_WORKER, VERIFY_SIGNATURE};

use crate::{
    id::{AttachmentId, CardId, ChallengeId, EnrolmentId, FaceId, FacePartId, PhotoId, Province},
    photo::Rule,
};

pub const ROOT: &str = "/";
pub const LANGUAGE: &str = "/language";

pub const HEALTH_LIVE: &str = "/health/live";
pub const HEALTH_READY: &str = "/health/ready";
pub const METRICS: &str = "/metrics";
/// Prefix of the server functions.
pub const API: &str = "/api";
/// In the query of a form or an upload: the application whose page it is sent from.
pub const OWNER: &str = "owner";
/// Development inbox for text messages; not mounted in production.
pub const DEV_SMS: &str = "/dev/sms";
pub const DEV_SMS_JSON: &str = "/dev/sms.json";

/// Simulator that plays the CHSI app; not mounted in production.
pub const DEV_CHSI: &str = "/dev/chsi";
/// POST: the register's signed answer to an education check.
pub const CHSI_CALLBACK: &str = "/chsi/callback";
/// Whether a receipt is genuine; for anybody.
pub const VERIFY: &str = "/verify";

pub const CONSOLE: &str = "/console";
pub const CONSOLE_SIGN_IN: &str = "/console/sign-in";
pub const CONSOLE_SIGN_OUT: &str = "/console/sign-out";
/// In the query of the page where staff sign in: a form was refused because the session had ended.
pub const SESSION_ENDED: &str = "ended";

/// First segments that belong to the service, and so cannot name a province.
pub const RESERVED: &[&str] = &[
    "api", "chsi", "console", "dev", "evidence", "health", "language", "metrics", "offline", "photo", "pkg", "assets",
    "static", "upload", "verify",
];

/// `/console/case/{id}`
pub fn console_case(id: EnrolmentId) -> String {
    format!("/console/case/{id}")
}

/// The stored certificate photograph, for its candidate and for the reviewer who holds the case.
pub fn photo_file(id: PhotoId) -> String {
    format!("/photo/{id}")
}

/// A side of the identity document, for its candidate and for the reviewer who holds the case.
pub fn card_file(id: CardId) -> String {
    format!("/evidence/card/{id}")
}

/// The live capture of the face, for the reviewer who holds the case and for its candidate.
pub fn face_file(id: FaceId) -> String {
    format!("/evidence/face/{id}")
}

/// A still or the sound of a live capture, for the reviewer who holds the case.
pub fn face_part(id: FacePartId) -> String {
    format!("/evidence/face-part/{id}")
}

/// An attached proof.
pub fn attachment_file(id: AttachmentId) -> String {
    format!("/evidence/attachment/{id}")
}

/// A small picture of an attached proof.
pub fn attachment_thumbnail(id: AttachmentId) -> String {
    format!("/evidence/attachment/{id}/thumbnail")
}

/// The check page of a receipt, as its QR symbol holds it.
pub fn verify(receipt: &str) -> String {
    format!("/verify/{receipt}")
}

/// Drawing of right and wrong for a rule of the photograph. `folder`: a hash over all drawings, and the background in them.
pub fn drawing(folder: &str, rule: Rule) -> String {
    format!("/assets/drawings/{folder}/{}.svg", rule.code())
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

    /// The pictures of the identity document.
    pub fn card(self) -> String {
        format!("/{}/card", self.0)
    }

    /// 核对信息: what was read from the card, to be confirmed.
    pub fn card_confirm(self) -> String {
        format!("/{}/card/confirm", self.0)
    }

    /// The live capture of the face.
    pub fn face(self) -> String {
        format!("/{}/face", self.0)
    }

    /// POST: draws what the capture has to show. Scripts get it as the answer, forms on the page.
    pub fn face_challenge(self) -> String {
        format!("/{}/face/challenge", self.0)
    }

    /// The page that shows a challenge, once.
    pub fn face_asked(self, challenge: ChallengeId) -> String {
        format!("/{}/face?challenge={challenge}", self.0)
    }

    /// Whether evidence for a step (`card`, `face`) waits for an engine, and how many came before.
    pub fn turn(self, step: &str) -> String {
        format!("/{}/evidence/turn?of={step}", self.0)
    }

    /// What is done on the phone when everything is handed in there.
    pub fn evidence_done(self) -> String {
        format!("/{}/evidence-done", self.0)
    }

    /// Files that come piece by piece: POST begins one.
    pub fn uploads(self) -> String {
        format!("/{}/uploads", self.0)
    }

    /// Choosing or changing the password.
    pub fn password(self) -> String {
        format!("/{}/password", self.0)
    }

    /// A new password for somebody who forgot the old one.
    pub fn password_reset(self) -> String {
        format!("/{}/password/reset", self.0)
    }

    /// Security questions: choosing and answering them.
    pub fn questions(self) -> String {
        format!("/{}/questions", self.0)
    }

    /// For somebody who forgot the password: by the security questions.
    pub fn recover_questions(self) -> String {
        format!("/{}/recover/questions", self.0)
    }

    /// By the code that an office gave out.
    pub fn recover_office(self) -> String {
        format!("/{}/recover/office", self.0)
    }

    /// The new password, once one of these ways was gone to its end.
    pub fn recover_password(self) -> String {
        format!("/{}/recover/password", self.0)
    }

    /// 考区变更: asking for another region, and what became of it.
    pub fn region_change(self) -> String {
        format!("/{}/region", self.0)
    }

    /// The candidate's account: password, consents, devices.
    pub fn account(self) -> String {
        format!("/{}/account", self.0)
    }

    /// Another phone.
    pub fn change_phone(self) -> String {
        format!("/{}/account/phone", self.0)
    }

    /// Another e-mail address, where the province asks for one.
    pub fn change_email(self) -> String {
        format!("/{}/account/email", self.0)
    }

    /// What was agreed to, and taking it back.
    pub fn consents(self) -> String {
        format!("/{}/consents", self.0)
    }

    /// 新生入籍须知
    pub fn notice(self) -> String {
        format!("/{}/notice", self.0)
    }

    /// Personal details and what the candidate enrols in.
    pub fn details(self) -> String {
        format!("/{}/details", self.0)
    }

    /// The education check by the national register (学信网校验).
    pub fn education_check(self) -> String {
        format!("/{}/education", self.0)
    }

    /// Proofs.
    pub fn attachments(self) -> String {
        format!("/{}/attachments", self.0)
    }

    /// 温馨提示, and handing in.
    pub fn hand_in(self) -> String {
        format!("/{}/hand-in", self.0)
    }

    /// The receipt, printable.
    pub fn receipt(self) -> String {
        format!("/{}/receipt", self.0)
    }

    /// 修改考籍信息, until a reviewer has taken the case.
    pub fn amend(self) -> String {
        format!("/{}/amend", self.0)
    }

    /// Offices where people are confirmed in person; for anybody.
    pub fn offices(self) -> String {
        format!("/{}/offices", self.0)
    }

    /// Booking a visit to an office.
    pub fn booking(self) -> String {
        format!("/{}/booking", self.0)
    }

    /// The slip of that visit, printable.
    pub fn booking_slip(self) -> String {
        format!("/{}/booking/slip", self.0)
    }

    /// Live news for the device that waits (server-sent events).
    pub fn handoff_events(self) -> String {
        format!("/{}/handoff/events", self.0)
    }

    /// The same news, asked for.
    pub fn handoff_state(self) -> String {
        format!("/{}/handoff/state", self.0)
    }

    /// Leads to the next thing to do.
    pub fn go_on(self) -> String {
        format!("/{}/go-on", self.0)
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
