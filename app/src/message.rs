//! From codes to words: problems here, photographs and records beneath. The words themselves stand in `locales/`.

pub mod card;
pub mod desk;
pub mod education;
pub mod existing;
pub mod photo;
pub mod profile;
pub mod proof;
pub mod record;
pub mod requirement;
pub mod staff;
pub mod trail;

use crate::text::{Text, t};
use shared::{
    locale::Locale,
    problem::{Field, Problem, ProblemCode},
};

/// What is wrong and how to mend it.
pub const fn problem(code: ProblemCode) -> Text {
    match code {
        ProblemCode::PhoneInvalid => t::problem::PHONE_INVALID,
        ProblemCode::CodeMissing => t::problem::CODE_MISSING,
        ProblemCode::CodeWrong => t::problem::CODE_WRONG,
        ProblemCode::CodeExpired => t::problem::CODE_EXPIRED,
        ProblemCode::CodeSpent => t::problem::CODE_SPENT,
        ProblemCode::CodeNotSent => t::problem::CODE_NOT_SENT,
        ProblemCode::DocumentTypeUnknown => t::problem::DOCUMENT_TYPE_UNKNOWN,
        ProblemCode::DocumentForm => t::problem::DOCUMENT_FORM,
        ProblemCode::DocumentCheckDigit => t::problem::DOCUMENT_CHECK_DIGIT,
        ProblemCode::DocumentBirthDate => t::problem::DOCUMENT_BIRTH_DATE,
        ProblemCode::DocumentNotAvailable => t::problem::DOCUMENT_NOT_AVAILABLE,
        ProblemCode::RegionUnknown => t::problem::REGION_UNKNOWN,
        ProblemCode::RegistrationNotAvailable => t::joining_problem::REGISTRATION_NOT_AVAILABLE,
        ProblemCode::QuestionsSame => t::joining_problem::QUESTIONS_SAME,
        ProblemCode::AnswerTooShort => t::joining_problem::ANSWER_TOO_SHORT,
        ProblemCode::AnswersSame => t::joining_problem::ANSWERS_SAME,
        ProblemCode::AnswersWrong => t::joining_problem::ANSWERS_WRONG,
        ProblemCode::RecoveryExpired => t::joining_problem::RECOVERY_EXPIRED,
        ProblemCode::ResetCodeWrong => t::joining_problem::RESET_CODE_WRONG,
        ProblemCode::ContactSame => t::contact_change::PROBLEM_SAME,
        ProblemCode::ContactTaken => t::contact_change::PROBLEM_TAKEN,
        ProblemCode::OtherPersonNeeded => t::joining_problem::OTHER_PERSON_NEEDED,
        ProblemCode::RegionFixed => t::joining_problem::REGION_FIXED,
        ProblemCode::RegionSame => t::joining_problem::REGION_SAME,
        ProblemCode::RegionPending => t::joining_problem::REGION_PENDING,
        ProblemCode::RegionNumbered => t::joining_problem::REGION_NUMBERED,
        ProblemCode::FieldMissing => t::problem::FIELD_MISSING,
        ProblemCode::FieldTooLong => t::problem::FIELD_TOO_LONG,
        ProblemCode::FieldInvalid => t::problem::FIELD_INVALID,
        ProblemCode::NameInvalid => t::problem::NAME_INVALID,
        ProblemCode::PinyinInvalid => t::problem::PINYIN_INVALID,
        ProblemCode::BirthDateInvalid => t::problem::BIRTH_DATE_INVALID,
        ProblemCode::DocumentMismatch => t::problem::DOCUMENT_MISMATCH,
        ProblemCode::PostcodeInvalid => t::problem::POSTCODE_INVALID,
        ProblemCode::PostalMissing => t::problem::POSTAL_MISSING,
        ProblemCode::EmailInvalid => t::problem::EMAIL_INVALID,
        ProblemCode::MajorUnknown => t::problem::MAJOR_UNKNOWN,
        ProblemCode::EducationTooLow => t::problem::EDUCATION_TOO_LOW,
        ProblemCode::PasswordTooShort => t::problem::PASSWORD_TOO_SHORT,
        ProblemCode::PasswordTooLong => t::problem::PASSWORD_TOO_LONG,
        ProblemCode::PasswordNoDigit => t::problem::PASSWORD_NO_DIGIT,
        ProblemCode::PasswordNoLetter => t::problem::PASSWORD_NO_LETTER,
        ProblemCode::PasswordNoSymbol => t::problem::PASSWORD_NO_SYMBOL,
        ProblemCode::PasswordForeign => t::problem::PASSWORD_FOREIGN,
        ProblemCode::PasswordCommon => t::problem::PASSWORD_COMMON,
        ProblemCode::PasswordPersonal => t::problem::PASSWORD_PERSONAL,
        ProblemCode::PasswordDiffers => t::problem::PASSWORD_DIFFERS,
        ProblemCode::PasswordWrong => t::problem::PASSWORD_WRONG,
        ProblemCode::StaffPasswordShort => t::problem::STAFF_PASSWORD_SHORT,
        ProblemCode::StaffPasswordPersonal => t::problem::STAFF_PASSWORD_PERSONAL,
        ProblemCode::StaffPasswordReused => t::problem::STAFF_PASSWORD_REUSED,
        ProblemCode::SecondFactorWrong => t::problem::SECOND_FACTOR_WRONG,
        ProblemCode::SecondFactorLocked => t::problem::SECOND_FACTOR_LOCKED,
        ProblemCode::StaffOwnRights => t::problem::STAFF_OWN_RIGHTS,
        ProblemCode::StaffLastAdministrator => t::problem::STAFF_LAST_ADMINISTRATOR,
        ProblemCode::SignInUnfinished => t::problem::SESSION_UNFINISHED,
        ProblemCode::SessionLimited => t::problem::SESSION_LIMITED,
        ProblemCode::FileUnsafe => t::problem::FILE_UNSAFE,
        ProblemCode::FileTooMany => t::problem::FILE_TOO_MANY,
        ProblemCode::UploadDamaged => t::problem::UPLOAD_DAMAGED,
        ProblemCode::UploadExpired => t::problem::UPLOAD_EXPIRED,
        ProblemCode::CardRefused => t::problem::CARD_REFUSED,
        ProblemCode::CardMissing => t::problem::CARD_MISSING,
        ProblemCode::HandoffAsking => t::problem::HANDOFF_ASKING,
        ProblemCode::HandoffRefused => t::problem::HANDOFF_REFUSED,
        ProblemCode::AttemptsSpent => t::problem::ATTEMPTS_SPENT,
        ProblemCode::ChallengeExpired => t::problem::CHALLENGE_EXPIRED,
        ProblemCode::ChallengeTooMany => t::problem::CHALLENGE_TOO_MANY,
        ProblemCode::AttachmentMissing => t::problem::ATTACHMENT_MISSING,
        ProblemCode::SignatureTooShort => t::problem::SIGNATURE_TOO_SHORT,
        ProblemCode::SignatureUnreadable => t::problem::SIGNATURE_UNREADABLE,
        ProblemCode::SignatureName => t::problem::SIGNATURE_NAME,
        ProblemCode::EducationCheckExpired => t::problem::EDUCATION_CHECK_EXPIRED,
        ProblemCode::SubmitTooSoon => t::problem::SUBMIT_TOO_SOON,
        ProblemCode::ResendTooSoon => t::problem::SMS_TOO_SOON,
        ProblemCode::SmsHourlyLimit => t::problem::SMS_HOURLY_LIMIT,
        ProblemCode::SmsDailyLimit => t::problem::SMS_DAILY_LIMIT,
        ProblemCode::TooManyRequests => t::problem::REQUEST_TOO_MANY,
        ProblemCode::SessionNeeded => t::problem::SESSION_NEEDED,
        ProblemCode::SessionExpired => t::problem::SESSION_EXPIRED,
        ProblemCode::SignInWrong => t::problem::SIGN_IN_WRONG,
        ProblemCode::SignInLocked => t::problem::SIGN_IN_LOCKED,
        ProblemCode::NotPermitted => t::problem::REQUEST_NOT_PERMITTED,
        ProblemCode::PageOfAnother => t::problem::PAGE_OF_ANOTHER,
        ProblemCode::CrossSite => t::problem::REQUEST_CROSS_SITE,
        ProblemCode::WindowClosed => t::problem::WINDOW_CLOSED,
        ProblemCode::FileMissing => t::problem::FILE_MISSING,
        ProblemCode::FileEmpty => t::problem::FILE_EMPTY,
        ProblemCode::FileTooLarge => t::problem::FILE_TOO_LARGE,
        ProblemCode::FileFormat => t::problem::FILE_FORMAT,
        ProblemCode::FileUnreadable => t::problem::FILE_UNREADABLE,
        ProblemCode::PhotoRefused => t::problem::PHOTO_REFUSED,
        ProblemCode::WrongState => t::problem::ENROLMENT_WRONG_STATE,
        ProblemCode::ItemClosed => t::problem::ENROLMENT_ITEM_CLOSED,
        ProblemCode::Incomplete => t::problem::ENROLMENT_INCOMPLETE,
        ProblemCode::ConsentNeeded => t::problem::CONSENT_NEEDED,
        ProblemCode::HandoffExpired => t::problem::HANDOFF_EXPIRED,
        ProblemCode::HandoffAbandoned => t::problem::HANDOFF_ABANDONED,
        ProblemCode::CaseTaken => t::problem::CASE_TAKEN,
        ProblemCode::LeaseLost => t::problem::CASE_LEASE_LOST,
        ProblemCode::CaseAssigned => t::problem::CASE_ASSIGNED,
        ProblemCode::DecidedBefore => t::problem::CASE_DECIDED_BEFORE,
        ProblemCode::DecisionIncomplete => t::problem::DECISION_INCOMPLETE,
        ProblemCode::DecisionContradicts => t::problem::DECISION_CONTRADICTS,
        ProblemCode::AssigneeMissing => t::problem::ASSIGNEE_MISSING,
        ProblemCode::FilterTooMany => t::problem::FILTER_TOO_MANY,
        ProblemCode::CaseEntered => t::problem::CASE_ENTERED,
        ProblemCode::QueueEmpty => t::problem::QUEUE_EMPTY,
        ProblemCode::ReasonNeeded => t::problem::REASON_NEEDED,
        ProblemCode::DeskNotFound => t::problem::DESK_NOT_FOUND,
        ProblemCode::DeskNotHere => t::problem::DESK_NOT_HERE,
        ProblemCode::DeskChecksMissing => t::problem::DESK_CHECKS_MISSING,
        ProblemCode::DeskPhotoMissing => t::problem::DESK_PHOTO_MISSING,
        ProblemCode::DeskNeeded => t::problem::DESK_NEEDED,
        ProblemCode::BookingFull => t::problem::BOOKING_FULL,
        ProblemCode::BookingClosed => t::problem::BOOKING_CLOSED,
        ProblemCode::ClassFileUnreadable => t::problem::CLASS_FILE_UNREADABLE,
        ProblemCode::ClassTooManyRows => t::problem::CLASS_TOO_MANY_ROWS,
        ProblemCode::ContactInvalid => t::problem::CONTACT_INVALID,
        ProblemCode::ExistingClaimNeeded => t::problem::EXISTING_CLAIM_NEEDED,
        ProblemCode::ExistingChosen => t::problem::EXISTING_CHOSEN,
        ProblemCode::ExistingRegistered => t::problem::EXISTING_REGISTERED,
        ProblemCode::ExistingDigits => t::problem::EXISTING_DIGITS,
        ProblemCode::ExistingFixed => t::problem::EXISTING_FIXED,
        ProblemCode::ExistingTaken => t::problem::EXISTING_TAKEN,
        ProblemCode::ExistingNumbered => t::problem::EXISTING_NUMBERED,
        ProblemCode::ImportRunning => t::problem::EXISTING_IMPORT_RUNNING,
        ProblemCode::ImportUnreadable => t::problem::EXISTING_IMPORT_UNREADABLE,
        ProblemCode::MergeAsked => t::problem::MERGE_ASKED,
        ProblemCode::MergeDecided => t::problem::MERGE_DECIDED,
        ProblemCode::NumberNotDue => t::problem::NUMBER_NOT_DUE,
        ProblemCode::DraftRefused => t::problem::DRAFT_REFUSED,
        ProblemCode::CountChanged => t::problem::COUNT_CHANGED,
        ProblemCode::Maintenance => t::problem::SERVICE_MAINTENANCE,
        ProblemCode::AuditTooYoung => t::problem::AUDIT_TOO_YOUNG,
        ProblemCode::AuditBroken => t::problem::AUDIT_BROKEN,
        ProblemCode::NotFound => t::problem::REQUEST_NOT_FOUND,
        ProblemCode::BadRequest => t::problem::REQUEST_BAD,
        ProblemCode::Conflict => t::problem::REQUEST_CONFLICT,
        ProblemCode::Unavailable => t::problem::SERVICE_UNAVAILABLE,
        ProblemCode::Internal => t::problem::SERVICE_INTERNAL,
    }
}

/// The whole sentence: what is wrong, how many tries are left, how long to wait.
pub fn sentence(problem: &Problem, locale: Locale) -> String {
    let mut parts = vec![what(problem, locale)];
    parts.extend(problem.tries_left.map(|tries| t::problem_more::tries(locale, tries)));
    parts.extend(problem.retry_after_secs.map(|secs| wait(secs, locale)));
    parts.join(t::problem_more::STOP.get(locale))
}

/// A field that is missing is named; the others' words say which they mean.
fn what(problem: &Problem, locale: Locale) -> String {
    let Some(field) = problem.field else { return self::problem(problem.code).get(locale).to_owned() };
    if problem.code == ProblemCode::FieldMissing {
        return missing(field, locale);
    }
    at_field(problem.code, field).unwrap_or_else(|| self::problem(problem.code)).get(locale).to_owned()
}

/// What is asked for where nothing was given.
fn missing(field: Field, locale: Locale) -> String {
    let words = match field {
        Field::Login => return t::problem_more::missing(locale, t::console::LOGIN.get(locale)),
        Field::Identifier => return t::problem_more::missing(locale, t::sign_in::LOGIN.get(locale)),
        Field::Password => return t::problem_more::missing(locale, t::console::PASSWORD.get(locale)),
        Field::Consent => return t::problem_more::tick(locale, t::console::REFUSE_CONFIRM.get(locale)),
        Field::Note => t::console_nav::WHY_NEEDED,
        Field::Filter => t::console_queue::FILTER_NAME_NEEDED,
        Field::Question1 | Field::Question2 | Field::Question3 => t::joining_problem::QUESTION_MISSING,
        Field::Find => t::console_desk::FIND_MISSING,
        Field::Item => t::console_operation::TICK,
        Field::Attachment | Field::ClassList => attachment(ProblemCode::FieldMissing),
        field => match details_field(field) {
            Some(label) => return asked_for(field, label.get(locale).trim_start_matches("* "), locale),
            None => problem(ProblemCode::FieldMissing),
        },
    };
    words.get(locale).to_owned()
}

/// A list is chosen from, the others are filled in.
fn asked_for(field: Field, label: &str, locale: Locale) -> String {
    match field {
        Field::Ethnicity | Field::Sex | Field::Household | Field::Political | Field::Education | Field::Role => {
            t::problem_more::missing_choice(locale, label)
        }
        _ => t::problem_more::missing(locale, label),
    }
}

/// Words that a problem has at some fields only.
const fn at_field(code: ProblemCode, field: Field) -> Option<Text> {
    Some(match (code, field) {
        (ProblemCode::ReasonNeeded, Field::Reason) => t::console_decide::REASON_MISSING,
        (ProblemCode::ReasonNeeded, Field::Note) => t::console_decide::NOTE_NEEDED,
        (ProblemCode::ReasonNeeded, Field::Consent) => t::console_decide::REFUSAL_NEEDED,
        (ProblemCode::ReasonNeeded, Field::Reveal) => t::console_decide::REVEAL_NEEDED,
        (ProblemCode::Conflict, Field::Login) => t::console_staff::LOGIN_TAKEN,
        (ProblemCode::FieldInvalid, Field::Login) => t::console_staff::LOGIN_INVALID,
        (ProblemCode::FieldInvalid, Field::Institution) => t::console_staff::INSTITUTION_INVALID,
        (ProblemCode::NotPermitted, Field::Region) => t::console_staff::OUTSIDE,
        (ProblemCode::CodeMissing, Field::EmailCode) => t::joining_problem::CODE_MISSING,
        (ProblemCode::CodeNotSent, Field::EmailCode) => t::code_delivery::MAIL_NOT_SENT,
        (ProblemCode::CodeWrong, Field::EmailCode) => t::joining_problem::CODE_WRONG,
        (ProblemCode::CodeMissing, Field::OldCode) => t::contact_change::CODE_MISSING,
        (ProblemCode::CodeWrong, Field::OldCode) => t::contact_change::CODE_WRONG,
        (ProblemCode::FieldInvalid, Field::School) => t::joining_problem::SCHOOL,
        (ProblemCode::FieldInvalid, Field::Certificate) => t::joining_problem::CERTIFICATE,
        (code, Field::ClassList) => sheet(code),
        (code, Field::Attachment) => attachment(code),
        (ProblemCode::ConsentNeeded, Field::Checks) => t::problem_more::SIGNED_NAME,
        (ProblemCode::FileMissing, Field::Face) => t::problem_more::VIDEO_MISSING,
        (ProblemCode::FileEmpty, Field::Face) => t::problem_more::VIDEO_EMPTY,
        (ProblemCode::FileTooLarge, Field::Face) => t::problem_more::VIDEO_LARGE,
        (ProblemCode::FileFormat | ProblemCode::FileUnreadable, Field::Face) => t::problem_more::VIDEO_FORMAT,
        (ProblemCode::FileTooLarge, Field::Portrait | Field::Emblem) => t::problem_more::CARD_LARGE,
        (ProblemCode::FieldInvalid, Field::ValidFrom) => t::problem_more::VALID_FROM,
        (ProblemCode::FieldInvalid, Field::ValidTo) => t::problem_more::VALID_TO,
        (ProblemCode::FieldInvalid, Field::From | Field::Until) => t::console_operation::TIMES,
        (ProblemCode::FieldInvalid, Field::BackAt) => t::console_operation::BACK_AT,
        (ProblemCode::FieldInvalid, Field::Days) => t::console_operation::DAYS_WRONG,
        _ => return None,
    })
}

/// What a field of the details form is called.
const fn details_field(field: Field) -> Option<Text> {
    Some(match field {
        Field::Name => t::details::NAME,
        Field::Answer1 => t::questions::ANSWER1,
        Field::Answer2 => t::questions::ANSWER2,
        Field::Answer3 => t::questions::ANSWER3,
        Field::DocumentNumber => t::register::DOCUMENT_NUMBER,
        Field::Ethnicity => t::details::ETHNICITY,
        Field::Sex => t::details::SEX,
        Field::BirthDate => t::details::BIRTH_DATE,
        Field::Address => t::details::ADDRESS,
        Field::Pinyin => t::details::PINYIN,
        Field::Household => t::details::HOUSEHOLD,
        Field::Political => t::details::POLITICAL,
        Field::Education => t::details::EDUCATION,
        Field::FormerName => t::details::FORMER_NAME,
        Field::School => t::joining::SCHOOL,
        Field::Certificate => t::joining::CERTIFICATE,
        Field::Email => t::joining::EMAIL,
        Field::Reason => t::region::REASON,
        Field::ResetCode => t::recovery::OFFICE_CODE,
        Field::TextZh => t::console_operation::TEXT_ZH,
        Field::TextEn => t::console_operation::TEXT_EN,
        Field::ValidFrom => t::card::VALID_FROM,
        Field::ValidTo => t::card::VALID_TO,
        Field::Code => t::console_account::CODE,
        Field::NewPassword => t::console_account::PASSWORD_NEW,
        Field::RepeatPassword => t::console_account::PASSWORD_REPEAT,
        Field::Role => t::console_staff::ROLE,
        Field::Institution => t::console_staff::INSTITUTION,
        Field::Contact => t::existing::CONTACT,
        Field::Number => t::existing::NUMBER,
        _ => return None,
    })
}

/// The same where it is about an attached file, not a photograph.
const fn attachment(code: ProblemCode) -> Text {
    match code {
        ProblemCode::FileMissing => t::attachments::FILE_MISSING,
        ProblemCode::FileEmpty => t::attachments::FILE_EMPTY,
        ProblemCode::FileTooLarge => t::attachments::FILE_TOO_LARGE,
        ProblemCode::FileFormat => t::attachments::FILE_FORMAT,
        ProblemCode::FileUnreadable => t::attachments::FILE_UNREADABLE,
        ProblemCode::FieldTooLong => t::attachments::DESCRIPTION_LONG,
        code => problem(code),
    }
}

/// The same where it is about a CSV.
const fn sheet(code: ProblemCode) -> Text {
    match code {
        ProblemCode::FileTooLarge => t::problem_more::SHEET_LARGE,
        ProblemCode::FileFormat | ProblemCode::FileUnreadable => t::problem_more::SHEET_UNREADABLE,
        code => attachment(code),
    }
}

/// Seconds up to two minutes, then minutes, rounded up.
fn wait(secs: u32, locale: Locale) -> String {
    if secs <= 120 {
        t::problem_more::retry_seconds(locale, secs)
    } else {
        t::problem_more::retry_minutes(locale, secs.div_ceil(60))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_words_of_its_own_in_both_languages() {
        for locale in [Locale::Chinese, Locale::English] {
            let mut words: Vec<_> = ProblemCode::ALL.iter().map(|code| problem(*code).get(locale)).collect();
            let han = |words: &&str| words.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
            assert!(words.iter().all(|words| words.chars().count() >= 4), "a problem needs a sentence");
            assert!(words.iter().all(|words| han(words) == (locale == Locale::Chinese)));
            words.sort_unstable();
            words.dedup();
            assert_eq!(words.len(), ProblemCode::ALL.len());
        }
    }

    #[test]
    fn a_video_is_not_called_a_photo() {
        for code in
            [ProblemCode::FileMissing, ProblemCode::FileEmpty, ProblemCode::FileTooLarge, ProblemCode::FileFormat]
        {
            let words = sentence(&Problem::at(code, Field::Face), Locale::Chinese);
            assert!(words.contains("视频") && !words.contains("照片"), "{words}");
            let words = sentence(&Problem::at(code, Field::Face), Locale::English);
            assert!(words.contains("video") && !words.contains("JPEG"), "{words}");
        }
    }

    #[test]
    fn a_sheet_is_not_called_a_photo() {
        for code in [
            ProblemCode::FileMissing,
            ProblemCode::FileEmpty,
            ProblemCode::FileTooLarge,
            ProblemCode::FileFormat,
            ProblemCode::FileUnreadable,
        ] {
            let words = sentence(&Problem::at(code, Field::ClassList), Locale::Chinese);
            assert!(!["照片", "图片", "MB"].iter().any(|other| words.contains(other)), "{words}");
        }
    }

    #[test]
    fn a_missing_field_is_named() {
        let login = Problem::at(ProblemCode::FieldMissing, Field::Login);
        assert_eq!(sentence(&login, Locale::Chinese), "请填写账号");
        let own = Problem::at(ProblemCode::FieldMissing, Field::Identifier);
        assert_eq!(sentence(&own, Locale::Chinese), "请填写手机号码或证件号码");
        let chosen = Problem::at(ProblemCode::FieldMissing, Field::Ethnicity);
        assert_eq!(sentence(&chosen, Locale::Chinese), "请选择民族");
    }

    #[test]
    fn tries_and_waiting_time_are_said() {
        let wrong = Problem::new(ProblemCode::CodeWrong).tries_left(2);
        assert!(sentence(&wrong, Locale::Chinese).ends_with("还可以再试 2 次"));
        let soon = Problem::new(ProblemCode::ResendTooSoon).retry_after(42);
        assert!(sentence(&soon, Locale::English).ends_with("Try again in 42 seconds"));
        let later = Problem::new(ProblemCode::SmsHourlyLimit).retry_after(1_201);
        assert!(sentence(&later, Locale::English).ends_with("about 21 minutes"));
    }
}
