//! The TOML file of a profile: everything but the tables.

use super::{
    Fault, ReadFile, Report, WHOLE_FILE, accounts, codes, number, password, photo, reader::Reader, retention, sections,
    windows, words,
};
use crate::{
    contact::CodePolicy,
    document::DocumentType,
    enrolment::{Item, Step},
    id::Province,
    locale::Bilingual,
    number::NumberRule,
    password::PasswordPolicy,
    photo::PhotoSpec,
    profile::{
        AccountRules, AttemptLimits, DecisionMode, EducationRules, ExistingRule, FaceRules, Major, Notice, Profile,
        REMINDER_SUBMIT, REQUIRED_NOTICES, Reason, RecoveryRules, Region, Retention, SECOND_CHECK_DAYS,
        SECOND_CHECK_SHARE, Window, Words,
    },
};

/// Nobody waits longer than this before a text of a few lines.
const REMINDER_SECS_MAX: u32 = 60;

/// What the TOML file says.
pub(super) struct Settings {
    province: Province,
    name: Bilingual,
    title: Bilingual,
    portal: String,
    authority: Bilingual,
    document_types: Vec<DocumentType>,
    steps: Vec<Step>,
    codes: CodePolicy,
    password: PasswordPolicy,
    reminder_secs: u32,
    second_check_share: f64,
    second_check_days: u32,
    decision: DecisionMode,
    photo: PhotoSpec,
    number: Option<NumberRule>,
    attempts: AttemptLimits,
    face: FaceRules,
    compare_photo_with_card: bool,
    windows: Vec<Window>,
    notices: Vec<Notice>,
    retention: Retention,
    existing: ExistingRule,
    accounts: AccountRules,
    recovery: RecoveryRules,
    education: EducationRules,
    words: Words,
}

impl Settings {
    pub(super) fn with_tables(self, regions: Vec<Region>, majors: Vec<Major>, reasons: Vec<Reason>) -> Profile {
        let Self {
            province,
            name,
            title,
            portal,
            authority,
            document_types,
            steps,
            codes,
            password,
            reminder_secs,
            second_check_share,
            second_check_days,
            decision,
            photo,
            number,
            attempts,
            face,
            compare_photo_with_card,
            windows,
            notices,
            retention,
            existing,
            accounts,
            recovery,
            education,
            words,
        } = self;
        Profile {
            province,
            name,
            title,
            portal,
            authority,
            document_types,
            steps,
            codes,
            password,
            reminder_secs,
            second_check_share,
            second_check_days,
            decision,
            photo,
            number,
            attempts,
            face,
            compare_photo_with_card,
            windows,
            regions,
            majors,
            reasons,
            notices,
            offices: Vec::new(),
            institutions: Vec::new(),
            retention,
            existing,
            accounts,
            recovery,
            education,
            words,
        }
    }
}

/// Reads `<province>.toml`; none only where the report says why.
pub(super) fn read(province: &str, read: ReadFile<'_>, report: &mut Report) -> Option<Settings> {
    let file = format!("{province}.toml");
    let Some(text) = read(&file) else {
        report.add(&file, WHOLE_FILE, Fault::FileMissing);
        return None;
    };
    let mut table = parse(&file, &text, report)?;
    sections::put(province, &mut table, read, report);
    settings(province, Reader::new(&file, table), report)
}

/// The keys of a TOML file; none only where the report says why.
pub(super) fn parse(file: &str, text: &str, report: &mut Report) -> Option<toml::Table> {
    match text.trim_start_matches('\u{feff}').parse() {
        Ok(table) => Some(table),
        Err(error) => {
            report.add(file, place(text, &error), Fault::Syntax(error.message().to_owned()));
            None
        }
    }
}

/// The line on which reading stopped.
fn place(text: &str, error: &toml::de::Error) -> String {
    let before = error.span().and_then(|span| text.get(..span.start));
    before.map_or_else(|| WHOLE_FILE.to_owned(), |before| format!("line {}", before.matches('\n').count() + 1))
}

/// Reads every key before it gives up, so that the report is complete.
fn settings(file_name: &str, mut reader: Reader<'_>, report: &mut Report) -> Option<Settings> {
    let province = province(file_name, &mut reader, report);
    let name = reader.take_bilingual(report, "name");
    let title = reader.take_bilingual(report, "title");
    let portal = portal(&mut reader, report);
    let authority = reader.take_bilingual(report, "authority");
    let document_types = reader.take_words(report, "document_types", DocumentType::parse);
    let steps = steps(&mut reader, report);
    let codes = codes::read(&mut reader, report);
    let password = password::read(&mut reader, report);
    let compare_photo_with_card = photo::compared(&mut reader, report);
    let photo = photo::read(&mut reader, report);
    let number = number::read(&mut reader, report);
    let attempts = attempts(&mut reader, report);
    let face = face(&mut reader, report);
    let windows = windows::read(&mut reader, report);
    let notices = notices(&mut reader, report);
    let retention = retention::read(&mut reader, report);
    let existing = existing(&mut reader, report);
    let accounts = accounts::read(&mut reader, &steps, report);
    let recovery = accounts::recovery(&mut reader, report);
    let education = accounts::education(&mut reader, report);
    let words = words::read(&mut reader, report);
    let reminder_secs = reminder_secs(&mut reader, &notices, report);
    let second_check_share = second_check_share(&mut reader, report);
    let second_check_days = second_check_days(&mut reader, report);
    let decision = decision(&mut reader, (&steps, reminder_secs), report);
    reader.finish(report);
    Some(Settings {
        province: province?,
        name: name?,
        title: title?,
        portal: portal?,
        authority: authority?,
        document_types,
        steps,
        codes: codes?,
        password: password?,
        reminder_secs: reminder_secs?,
        second_check_share,
        second_check_days,
        decision,
        photo: photo?,
        number,
        attempts,
        face,
        compare_photo_with_card,
        windows,
        notices,
        retention,
        existing,
        accounts,
        recovery,
        education,
        words,
    })
}

/// `[existing]`; a province may leave it out.
fn existing(reader: &mut Reader<'_>, report: &mut Report) -> ExistingRule {
    if !reader.has("existing") {
        return ExistingRule::default();
    }
    reader.take(report, "existing").unwrap_or_default()
}

/// At least one of them provides something: an application that needs nothing could never be handed in.
fn steps(reader: &mut Reader<'_>, report: &mut Report) -> Vec<Step> {
    let steps = reader.take_words(report, "steps", Step::parse);
    if !steps.is_empty() && steps.iter().all(|step| step.item().is_none()) {
        reader.fault(report, "steps", Fault::Form("at least one step that provides an item"));
    }
    let signed = steps.iter().position(|step| *step == Step::Provide(Item::Signature));
    if signed.is_some_and(|at| at + 1 != steps.len()) {
        reader.fault(report, "steps", Fault::Form("the signature as the last step: it covers all others"));
    }
    steps
}

/// A province may leave it out. What is approved at once has to be signed, and signing leaves no time for a reminder.
fn decision(
    reader: &mut Reader<'_>,
    (steps, reminder_secs): (&[Step], Option<u32>),
    report: &mut Report,
) -> DecisionMode {
    const KEY: &str = "decision";
    if !reader.has(KEY) {
        return DecisionMode::default();
    }
    let text = reader.take_text(report, KEY).unwrap_or_default();
    let Some(mode) = DecisionMode::parse(&text) else {
        reader.fault(report, KEY, Fault::UnknownValue);
        return DecisionMode::default();
    };
    if mode == DecisionMode::Automatic && !steps.contains(&Step::Provide(Item::Signature)) {
        reader.fault(report, KEY, Fault::Form("a signature among the steps where it is automatic"));
    }
    if mode == DecisionMode::Automatic && reminder_secs.is_some_and(|secs| secs > 0) {
        reader.fault(report, KEY, Fault::Form("reminder_secs = 0 where it is automatic"));
    }
    mode
}

/// Longer names would make text messages of two parts, which are paid twice.
const PORTAL_CHARS_MAX: usize = 15;

fn portal(reader: &mut Reader<'_>, report: &mut Report) -> Option<String> {
    let portal = reader.take_text(report, "portal")?;
    if portal.chars().count() > PORTAL_CHARS_MAX {
        reader.fault(report, "portal", Fault::Form("at most 15 characters"));
    }
    Some(portal)
}

/// A reminder that has to be read has words.
fn reminder_secs(reader: &mut Reader<'_>, notices: &[Notice], report: &mut Report) -> Option<u32> {
    let secs: u32 = reader.take(report, "reminder_secs")?;
    if secs > REMINDER_SECS_MAX {
        reader.fault(report, "reminder_secs", Fault::Outside { min: 0.0, max: f64::from(REMINDER_SECS_MAX) });
    }
    if secs > 0 && !notices.iter().any(|notice| notice.code == REMINDER_SUBMIT) {
        reader.fault(report, "notices", Fault::NoNotice(REMINDER_SUBMIT));
    }
    Some(secs)
}

/// A province may leave it out.
fn second_check_share(reader: &mut Reader<'_>, report: &mut Report) -> f64 {
    const KEY: &str = "second_check_share";
    if !reader.has(KEY) {
        return SECOND_CHECK_SHARE;
    }
    let share = reader.take(report, KEY).unwrap_or(SECOND_CHECK_SHARE);
    if !(0.0..=1.0).contains(&share) {
        reader.fault(report, KEY, Fault::Outside { min: 0.0, max: 1.0 });
    }
    share
}

/// Longer than this nobody waits for an account that is not there.
const SECOND_CHECK_DAYS_MAX: u32 = 60;

/// A province may leave it out.
fn second_check_days(reader: &mut Reader<'_>, report: &mut Report) -> u32 {
    const KEY: &str = "second_check_days";
    if !reader.has(KEY) {
        return SECOND_CHECK_DAYS;
    }
    let days = reader.take(report, KEY).unwrap_or(SECOND_CHECK_DAYS);
    if !(1..=SECOND_CHECK_DAYS_MAX).contains(&days) {
        reader.fault(report, KEY, Fault::Outside { min: 1.0, max: f64::from(SECOND_CHECK_DAYS_MAX) });
    }
    days
}

fn province(file_name: &str, reader: &mut Reader<'_>, report: &mut Report) -> Option<Province> {
    let text = reader.take_text(report, "province")?;
    if text != file_name {
        reader.fault(report, "province", Fault::NotFileName);
    }
    file_name.parse().ok()
}

/// `[attempts]`; a province may leave it out.
fn attempts(reader: &mut Reader<'_>, report: &mut Report) -> AttemptLimits {
    const MOST: u32 = 20;
    if !reader.has("attempts") {
        return AttemptLimits::default();
    }
    let Some(limits) = reader.take::<AttemptLimits>(report, "attempts") else { return AttemptLimits::default() };
    for (key, value) in [("attempts.face", limits.face), ("attempts.card", limits.card)] {
        if !(1..=MOST).contains(&value) {
            reader.fault(report, key, Fault::Outside { min: 1.0, max: f64::from(MOST) });
        }
    }
    limits
}

/// `[face]`; a province may leave it out.
fn face(reader: &mut Reader<'_>, report: &mut Report) -> FaceRules {
    if !reader.has("face") {
        return FaceRules::default();
    }
    reader.take(report, "face").unwrap_or_default()
}

fn notices(reader: &mut Reader<'_>, report: &mut Report) -> Vec<Notice> {
    let mut notices: Vec<Notice> = Vec::new();
    for mut table in reader.take_tables(report, "notices") {
        let code = table.take_text(report, "code");
        let version = table.take::<u32>(report, "version");
        let title = table.take_bilingual(report, "title");
        let body = table.take_bilingual(report, "body");
        if version == Some(0) {
            table.fault(report, "version", Fault::Outside { min: 1.0, max: f64::from(u32::MAX) });
        }
        if notices.iter().any(|other| Some(&other.code) == code.as_ref()) {
            table.fault(report, "code", Fault::Duplicate);
        }
        table.finish(report);
        if let (Some(code), Some(version), Some(title), Some(body)) = (code, version, title, body) {
            notices.push(Notice { code, version, title, body });
        }
    }
    for required in REQUIRED_NOTICES.iter().filter(|code| !notices.iter().any(|notice| notice.code == **code)) {
        reader.fault(report, "notices", Fault::NoNotice(required));
    }
    notices
}
