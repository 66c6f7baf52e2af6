//! The value of each part of what is signed, from what it holds: the same whether it was read from the database or, in demonstration
//! data, is about to be written.

use crate::{
    Result,
    card::CardRecord,
    crypto::{hex, sha256},
};
use serde_json::{Value, json};
use shared::{
    details::Details,
    document::DocumentNumber,
    id::{CandidateId, EnrolmentId, Province},
    time::Timestamp,
};

pub(crate) fn document(
    id: EnrolmentId,
    (province, session): (&Province, &str),
    (candidate, document): (CandidateId, &DocumentNumber),
) -> Value {
    json!({
        "application": id, "candidate": candidate, "province": province, "session": session,
        "type": document.kind().as_str(), "number": document.expose(),
    })
}

/// Where the application belongs, and where the details say.
pub(crate) fn region(application: &str, details: Option<&str>) -> Value {
    json!({ "application": application, "details": details })
}

/// What was typed but for region and major, and the major; each with what of it stands in the clear beside it.
pub(crate) fn details(
    saved: Details,
    (major, level): (&str, &str),
    (education, identity_changed): (&str, bool),
) -> Result<[Value; 2]> {
    let chosen = json!([saved.major, major, level]);
    let mut typed = serde_json::to_value(saved)?;
    if let Some(fields) = typed.as_object_mut() {
        fields.remove("region");
        fields.remove("major");
    }
    Ok([json!([typed, education, identity_changed]), chosen])
}

/// Notice, version, hash of the words, and when; in this order of the notices.
pub(crate) fn consents<'a>(given: impl Iterator<Item = (&'a str, &'a str, &'a [u8], Timestamp)>) -> Value {
    given.map(|(notice, version, hash, at)| json!([notice, version, hex(hash), at])).collect()
}

pub(crate) fn card(record: &CardRecord, confirmed_at: Option<Timestamp>) -> Value {
    json!({ "fields": record.fields, "corrected": record.corrected, "at": confirmed_at })
}

pub(crate) fn face(outcome: &str, judgement: Option<&str>, taken_at: Timestamp) -> Value {
    let judgement = judgement.map(|text| hex(&sha256(text.as_bytes())));
    json!({ "outcome": outcome, "judgement": judgement, "at": taken_at })
}

/// One file of a part: side or kind, hash of its bytes, when it was taken, hash of what is said of it.
pub(crate) fn file(kind: &str, digest: Option<&str>, at: Timestamp, description: Option<&str>) -> Value {
    json!([kind, digest, at, description])
}

/// How it was signed, and the strokes or the name.
pub(crate) fn mark(method: &str, mark: Option<&str>) -> Value {
    json!({ "method": method, "mark": mark })
}
