//! Identifiers: newtypes over UUIDs, parsed and printed here, generated elsewhere (`enrolment::clock`).

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[cfg_attr(feature = "sqlx", derive(sqlx::Type), sqlx(transparent))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_simple().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}

id! {
    /// A person known to one province's service.
    CandidateId
}
id! {
    /// One candidate's application in one enrolment window; the case that reviewers decide.
    EnrolmentId
}
id! {
    /// One stored certificate photograph.
    PhotoId
}
id! {
    /// A file in the encrypted file store.
    FileId
}
id! {
    /// A signed-in browser: candidate, guest or staff.
    SessionId
}
id! {
    /// A one-time code sent by SMS.
    CodeId
}
id! {
    /// One invitation to continue on another device.
    HandoffId
}
id! {
    /// A reviewer, desk officer, administrator or auditor.
    StaffId
}
id! {
    /// One entry of the job table.
    JobId
}
id! {
    /// One line of the audit trail.
    AuditId
}
id! {
    /// One side of an identity document, as a picture.
    CardId
}
id! {
    /// One live capture of the face.
    FaceId
}
id! {
    /// A file on its way in, piece by piece.
    UploadId
}
id! {
    /// One try at something whose tries are counted.
    AttemptId
}
id! {
    /// Digits or movements that one live capture has to show.
    ChallengeId
}
id! {
    /// A still or the sound of a live capture.
    FacePartId
}
id! {
    /// A proof that a candidate attached.
    AttachmentId
}
id! {
    /// One question to the national register of education.
    EducationCheckId
}
id! {
    /// What one reviewer decided about a case.
    RulingId
}
id! {
    /// Something that a member of staff is told in the console.
    StaffNoticeId
}
id! {
    /// A message over the pages of a province.
    BannerId
}
id! {
    /// A file of exported data.
    ExportId
}
id! {
    /// A retention rule being applied.
    RetentionRunId
}
id! {
    /// One text message in the outbox.
    SmsId
}
id! {
    /// One signature of a candidate.
    SignatureId
}

id! {
    /// One e-mail in the outbox.
    MailId
}
id! {
    /// A request for another region.
    RegionChangeId
}
id! {
    /// A new password that an office lets somebody choose.
    OfficeResetId
}

id! {
    /// What was found of one candidate at a desk.
    DeskCheckId
}
id! {
    /// A list of a class that an institution sent.
    ClassBatchId
}
id! {
    /// The record of somebody who had an admission number before.
    ExistingId
}
id! {
    /// Somebody asks for such records as theirs.
    ClaimId
}
id! {
    /// A file of such records.
    ImportId
}
id! {
    /// A request to merge one number into another.
    MergeId
}

/// Short name of a province profile as it stands in URLs and rows: 2–20 lower-case letters, e.g. `hunan`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "sqlx", derive(sqlx::Type), sqlx(transparent))]
#[serde(try_from = "String", into = "String")]
pub struct Province(String);

/// The text is not 2–20 lower-case ASCII letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a province's short name is 2 to 20 lower-case letters")]
pub struct NotAProvince;

impl Province {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Province {
    type Err = NotAProvince;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let well_formed = (2..=20).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase());
        well_formed.then(|| Self(text.to_owned())).ok_or(NotAProvince)
    }
}

impl TryFrom<String> for Province {
    type Error = NotAProvince;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Province> for String {
    fn from(province: Province) -> Self {
        province.0
    }
}

impl fmt::Display for Province {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
