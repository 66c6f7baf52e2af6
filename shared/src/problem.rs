//! What crosses the wire when something is refused: a stable code, the field it concerns, and numbers that help.
//! No prose (that is `app::message`) and no personal data.

mod field;

pub use field::Field;

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $code:literal, $status:literal;)*) => {
        /// Why something was refused. The codes are stable; clients and the app's messages rely on them.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        pub enum ProblemCode {
            $($(#[$doc])* #[serde(rename = $code)] $variant),*
        }

        impl ProblemCode {
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            /// HTTP status that goes with the code.
            pub const fn status(self) -> u16 {
                match self { $(Self::$variant => $status),* }
            }

            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|code| code.as_str() == text)
            }
        }
    };
}

codes! {
    // What was typed
    PhoneInvalid = "phone.invalid", 422;
    CodeMissing = "code.missing", 422;
    CodeWrong = "code.wrong", 422;
    CodeExpired = "code.expired", 422;
    /// The code had its last try; a new one must be requested.
    CodeSpent = "code.spent", 422;
    /// It was asked for, and no gateway has taken it so far.
    CodeNotSent = "code.not_sent", 422;
    DocumentTypeUnknown = "document.type_unknown", 422;
    DocumentForm = "document.form", 422;
    DocumentCheckDigit = "document.check_digit", 422;
    DocumentBirthDate = "document.birth_date", 422;
    /// This document cannot be registered with this phone. Says no more than that.
    DocumentNotAvailable = "document.not_available", 409;
    RegionUnknown = "region.unknown", 422;
    /// This phone, e-mail address or document cannot be registered together. Says no more than that.
    RegistrationNotAvailable = "registration.not_available", 409;
    FieldMissing = "field.missing", 422;
    FieldTooLong = "field.too_long", 422;
    /// What was typed cannot be right; the field's own words say what is expected.
    FieldInvalid = "field.invalid", 422;
    NameInvalid = "name.invalid", 422;
    PinyinInvalid = "pinyin.invalid", 422;
    BirthDateInvalid = "birth_date.invalid", 422;
    /// Birth date or sex do not fit the document number.
    DocumentMismatch = "document.mismatch", 422;
    PostcodeInvalid = "postcode.invalid", 422;
    /// The address is one for letters, and was left empty.
    PostalMissing = "postal.missing", 422;
    EmailInvalid = "email.invalid", 422;
    MajorUnknown = "major.unknown", 422;
    /// The education so far does not admit to the major.
    EducationTooLow = "education.too_low", 422;
    PasswordTooShort = "password.too_short", 422;
    PasswordTooLong = "password.too_long", 422;
    PasswordNoDigit = "password.no_digit", 422;
    PasswordNoLetter = "password.no_letter", 422;
    PasswordNoSymbol = "password.no_symbol", 422;
    PasswordForeign = "password.foreign_character", 422;
    PasswordCommon = "password.common", 422;
    PasswordPersonal = "password.personal", 422;
    /// The two entries differ.
    PasswordDiffers = "password.differs", 422;
    /// The password in use is not this one.
    PasswordWrong = "password.wrong", 422;
    // Security questions and ways back to an account
    /// Two of the questions are the same.
    QuestionsSame = "questions.same", 422;
    AnswerTooShort = "answer.too_short", 422;
    /// Two of the answers are the same.
    AnswersSame = "answer.same", 422;
    /// Some answer is wrong, or there is no such account. Says no more than that.
    AnswersWrong = "answer.wrong", 422;
    /// What was proved is too long ago.
    RecoveryExpired = "recovery.expired", 410;
    /// The number and the office's code do not belong together, or the code was used or is too old.
    ResetCodeWrong = "reset.wrong", 422;
    /// The new phone or address is the one of now.
    ContactSame = "contact.same", 422;
    /// The new phone or address is another candidate's. Told only to somebody who has it.
    ContactTaken = "contact.taken", 409;
    /// Another officer has to confirm it.
    OtherPersonNeeded = "request.other_person", 403;
    // Another region
    /// Chosen once and for all; a change has to be requested.
    RegionFixed = "region.fixed", 409;
    RegionSame = "region.same", 422;
    RegionPending = "region.pending", 409;
    /// The admission number belongs to the region.
    RegionNumbered = "region.numbered", 409;
    // Accounts of staff
    StaffPasswordShort = "staff_password.too_short", 422;
    /// Holds the own login or name.
    StaffPasswordPersonal = "staff_password.personal", 422;
    /// One of the last ones.
    StaffPasswordReused = "staff_password.reused", 422;
    /// Neither the code that the app shows now, or one that was used; nor a recovery code that is left.
    SecondFactorWrong = "second_factor.wrong", 422;
    SecondFactorLocked = "second_factor.locked", 429;
    /// Nobody changes their own rights.
    StaffOwnRights = "staff.own_rights", 403;
    /// A province keeps one administrator at least.
    StaffLastAdministrator = "staff.last_administrator", 409;
    // Limits
    ResendTooSoon = "sms.too_soon", 429;
    SmsHourlyLimit = "sms.hourly_limit", 429;
    SmsDailyLimit = "sms.daily_limit", 429;
    TooManyRequests = "request.too_many", 429;
    // Who is asking
    SessionNeeded = "session.needed", 401;
    SessionExpired = "session.expired", 401;
    /// Signing in is not complete: a code, a new password or setting up the second factor comes first.
    SignInUnfinished = "session.unfinished", 403;
    SignInWrong = "sign_in.wrong", 401;
    SignInLocked = "sign_in.locked", 429;
    NotPermitted = "request.not_permitted", 403;
    /// The page was made for another candidate, who used this browser before.
    PageOfAnother = "page.of_another", 409;
    /// This browser may only provide evidence; the rest is done on the device that the candidate began on.
    SessionLimited = "session.limited", 403;
    CrossSite = "request.cross_site", 403;
    // When
    WindowClosed = "window.closed", 403;
    // Files
    FileMissing = "file.missing", 422;
    FileEmpty = "file.empty", 422;
    FileTooLarge = "file.too_large", 413;
    FileFormat = "file.format", 415;
    FileUnreadable = "file.unreadable", 422;
    /// A PDF that is encrypted or holds active content.
    FileUnsafe = "file.unsafe", 422;
    FileTooMany = "file.too_many", 422;
    /// Pieces that do not make the file that was announced.
    UploadDamaged = "upload.damaged", 422;
    /// An upload that was not finished in time, or is not known.
    UploadExpired = "upload.expired", 410;
    /// The picture could be read, but breaks rules; the verdict says which.
    PhotoRefused = "photo.refused", 422;
    /// A side of the card is not legible; the verdict says why.
    CardRefused = "card.refused", 422;
    CardMissing = "card.missing", 422;
    // The application
    WrongState = "enrolment.wrong_state", 409;
    ItemClosed = "enrolment.item_closed", 409;
    Incomplete = "enrolment.incomplete", 409;
    ConsentNeeded = "consent.needed", 422;
    HandoffExpired = "handoff.expired", 410;
    /// The device that made the invitation is signed out.
    HandoffAbandoned = "handoff.abandoned", 410;
    /// Another phone is at work; the first device is asked.
    HandoffAsking = "handoff.asking", 409;
    HandoffRefused = "handoff.refused", 403;
    /// Every try was used; a reviewer decides.
    AttemptsSpent = "attempts.spent", 429;
    /// The digits or movements were asked of somebody else, too long ago, or answered already.
    ChallengeExpired = "challenge.expired", 422;
    /// More were asked for than anybody needs.
    ChallengeTooMany = "challenge.too_many", 429;
    /// A proof is missing that the answers demand.
    AttachmentMissing = "attachment.missing", 422;
    /// Too few strokes, or too small ones, to be somebody's name.
    SignatureTooShort = "signature.too_short", 422;
    /// What came is no drawing.
    SignatureUnreadable = "signature.unreadable", 422;
    /// The name that was typed is not the one that stands in the registration.
    SignatureName = "signature.name", 422;
    EducationCheckExpired = "education.check_expired", 410;
    /// The reminder has to be read first.
    SubmitTooSoon = "submit.too_soon", 425;
    // Review
    CaseTaken = "case.taken", 409;
    LeaseLost = "case.lease_lost", 409;
    /// Nobody decides a case that they entered something of.
    CaseEntered = "case.entered", 403;
    /// It was assigned to somebody else.
    CaseAssigned = "case.assigned", 409;
    /// Nobody checks what they decided themselves.
    DecidedBefore = "case.decided_before", 403;
    QueueEmpty = "queue.empty", 404;
    ReasonNeeded = "reason.needed", 422;
    /// An item is neither accepted nor returned.
    DecisionIncomplete = "decision.incomplete", 422;
    /// An approval of something that goes back.
    DecisionContradicts = "decision.contradicts", 422;
    /// Nobody was chosen to assign cases to.
    AssigneeMissing = "assignee.missing", 422;
    FilterTooMany = "filter.too_many", 409;
    // The desk
    /// Nobody here of that number, slip or receipt. Says no more than that.
    DeskNotFound = "desk.not_found", 422;
    /// The officer did not find this candidate today, or a while ago.
    DeskNotHere = "desk.not_here", 409;
    DeskChecksMissing = "desk.checks_missing", 422;
    /// There is no photograph to compare the person with.
    DeskPhotoMissing = "desk.photo_missing", 409;
    /// The candidate chose the office, and nobody there has compared the face yet.
    DeskNeeded = "desk.needed", 409;
    BookingFull = "booking.full", 409;
    /// The office is closed then, or it is too late.
    BookingClosed = "booking.closed", 422;
    ClassFileUnreadable = "class.file_unreadable", 422;
    ClassTooManyRows = "class.too_many_rows", 422;
    // Candidates who have numbers
    /// Neither a mobile number nor an e-mail address.
    ContactInvalid = "contact.invalid", 422;
    /// The records have to be found first, and the code entered.
    ExistingClaimNeeded = "existing.claim_needed", 403;
    /// Another number was chosen before, perhaps on another device.
    ExistingChosen = "existing.chosen", 409;
    /// The person registered as somebody new.
    ExistingRegistered = "existing.registered", 409;
    /// What was typed are not the last digits of the number.
    ExistingDigits = "existing.digits", 422;
    /// Document and place follow from the number that was chosen.
    ExistingFixed = "existing.fixed", 409;
    /// Somebody else registered with the number.
    ExistingTaken = "existing.taken", 409;
    /// A number was allotted: others can only be merged into it.
    ExistingNumbered = "existing.numbered", 409;
    /// Another file is being taken in.
    ImportRunning = "existing.import_running", 409;
    /// No list of records: no text, or a column is missing.
    ImportUnreadable = "existing.import_unreadable", 422;
    MergeAsked = "merge.asked", 409;
    /// Somebody decided it first.
    MergeDecided = "merge.decided", 409;
    // Administration
    /// Numbers are allotted when the review period is over.
    NumberNotDue = "number.not_due", 409;
    /// The draft is not valid, or takes away what is in use; the page says what.
    DraftRefused = "draft.refused", 422;
    /// What was counted when it was confirmed is no longer what it would be.
    CountChanged = "count.changed", 409;
    /// Candidates' pages are away for maintenance.
    Maintenance = "service.maintenance", 503;
    AuditTooYoung = "audit.too_young", 422;
    AuditBroken = "audit.broken", 409;
    // The rest
    NotFound = "request.not_found", 404;
    BadRequest = "request.bad", 400;
    /// Somebody else changed it first.
    Conflict = "request.conflict", 409;
    Unavailable = "service.unavailable", 503;
    Internal = "service.internal", 500;
}

/// One refusal.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[error("{}", code.as_str())]
pub struct Problem {
    pub code: ProblemCode,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<Field>,
    /// Seconds until it is worth trying again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_secs: Option<u32>,
    /// Tries that are left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tries_left: Option<u32>,
    /// Reference under which the operations team finds the cause of an internal error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

impl Problem {
    pub const fn new(code: ProblemCode) -> Self {
        Self { code, field: None, retry_after_secs: None, tries_left: None, reference: None }
    }

    pub const fn at(code: ProblemCode, field: Field) -> Self {
        Self { code, field: Some(field), retry_after_secs: None, tries_left: None, reference: None }
    }

    #[must_use]
    pub const fn retry_after(mut self, secs: u32) -> Self {
        self.retry_after_secs = Some(secs);
        self
    }

    #[must_use]
    pub const fn tries_left(mut self, tries: u32) -> Self {
        self.tries_left = Some(tries);
        self
    }

    pub const fn status(&self) -> u16 {
        self.code.status()
    }
}

impl From<ProblemCode> for Problem {
    fn from(code: ProblemCode) -> Self {
        Self::new(code)
    }
}
