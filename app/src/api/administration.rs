//! What administrators change of their province's profile: drafts, rows, publishing, older versions.

use super::{
    Refusal,
    console::{keep, staff},
};
use enrolment::administration::{Part, Publication, RowEdit};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::{
    contact::narrow,
    locale::Bilingual,
    problem::{Field, Problem, ProblemCode},
    profile::{
        RetentionRule,
        section::{self, NoticeText, RegionText, WindowText},
    },
    route::console,
};

/// Names under which what was typed is kept, so that a refused form comes back filled.
pub const WINDOW_DRAFT: &str = "console-window";
pub const NOTICE_DRAFT: &str = "console-notice";
pub const ROW_DRAFT: &str = "console-row";
pub const PUBLISH_NOTE: &str = "console-publish";
pub const RETENTION_DRAFT: &str = "console-retention";

/// A window as the form sends it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct WindowForm {
    /// The code that the window had; empty for a new one.
    pub was: String,
    pub code: String,
    pub opens_at: String,
    pub closes_at: String,
    pub review_closes_at: String,
    pub grace_minutes: String,
    pub places: Vec<PlaceForm>,
}

/// Dates of a place; left out where its code is empty.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PlaceForm {
    pub prefix: String,
    pub opens_at: String,
    pub closes_at: String,
}

/// A notice as the form sends it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NoticeForm {
    pub code: String,
    pub title_zh: String,
    pub title_en: String,
    pub body_zh: String,
    pub body_en: String,
}

/// A row as the form sends it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RowForm {
    pub seen: String,
    pub cells: Vec<String>,
}

impl WindowForm {
    pub fn of(window: &WindowText) -> Self {
        let place = |place: &RegionText| PlaceForm {
            prefix: place.prefix.clone(),
            opens_at: place.opens_at.clone(),
            closes_at: place.closes_at.clone(),
        };
        Self {
            was: window.code.clone(),
            code: window.code.clone(),
            opens_at: window.opens_at.clone(),
            closes_at: window.closes_at.clone(),
            review_closes_at: window.review_closes_at.clone(),
            grace_minutes: window.grace_minutes.clone(),
            places: window.regions.iter().map(place).collect(),
        }
    }

    fn window(&self) -> WindowText {
        let places = self.places.iter().filter(|place| !place.prefix.trim().is_empty());
        let region = |place: &PlaceForm| RegionText {
            prefix: place.prefix.clone(),
            opens_at: place.opens_at.clone(),
            closes_at: place.closes_at.clone(),
        };
        WindowText {
            code: self.code.clone(),
            opens_at: self.opens_at.clone(),
            closes_at: self.closes_at.clone(),
            review_closes_at: self.review_closes_at.clone(),
            grace_minutes: self.grace_minutes.clone(),
            regions: places.map(region).collect(),
        }
    }
}

/// Puts a window into the draft.
#[server(name = SaveWindow, prefix = "/api", endpoint = "admin-save-window")]
pub async fn save_window(version: i64, form: WindowForm) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    keep(&context, &caller, WINDOW_DRAFT, &form).await?;
    let mut windows = section::windows(context.enrolment.profile_part(&caller, Part::Windows).await?.text());
    match windows.iter_mut().find(|window| window.code == form.was) {
        Some(window) => *window = form.window(),
        None => windows.push(form.window()),
    }
    windows.sort_by(|a, b| a.opens_at.cmp(&b.opens_at));
    let text = section::write_windows(&windows);
    context.enrolment.save_draft_of(&caller, Part::Windows, version, &text).await?;
    leptos_axum::redirect(console::ADMIN_WINDOWS);
    Ok(())
}

/// Takes a window out of the draft.
#[server(name = RemoveWindow, prefix = "/api", endpoint = "admin-remove-window")]
pub async fn remove_window(version: i64, code: String) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    let mut windows = section::windows(context.enrolment.profile_part(&caller, Part::Windows).await?.text());
    windows.retain(|window| window.code != code);
    let text = section::write_windows(&windows);
    context.enrolment.save_draft_of(&caller, Part::Windows, version, &text).await?;
    leptos_axum::redirect(console::ADMIN_WINDOWS);
    Ok(())
}

/// Puts the words of a notice into the draft; where they differ from those in force, as the next version.
#[server(name = SaveNotice, prefix = "/api", endpoint = "admin-save-notice")]
pub async fn save_notice(version: i64, form: NoticeForm) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    keep(&context, &caller, NOTICE_DRAFT, &form).await?;
    let part = context.enrolment.profile_part(&caller, Part::Notices).await?;
    let text = with_words(&part.in_force, part.text(), &form).ok_or(ProblemCode::NotFound)?;
    context.enrolment.save_draft_of(&caller, Part::Notices, version, &text).await?;
    leptos_axum::redirect(&format!("{}?edit={}", console::ADMIN_NOTICES, form.code));
    Ok(())
}

fn with_words(in_force: &str, draft: &str, form: &NoticeForm) -> Option<String> {
    let words = |zh: &str, en: &str| {
        let plain = |text: &str| text.replace("\r\n", "\n").trim().to_owned();
        Bilingual { zh: plain(zh), en: plain(en) }
    };
    let mut notices = section::notices(draft);
    let notice: &mut NoticeText = notices.iter_mut().find(|notice| notice.code == form.code)?;
    notice.title = words(&form.title_zh, &form.title_en);
    notice.body = words(&form.body_zh, &form.body_en);
    if let Some(old) = section::notices(in_force).iter().find(|old| old.code == form.code) {
        let same =
            (old.title.clone(), words(&old.body.zh, &old.body.en)) == (notice.title.clone(), notice.body.clone());
        notice.version = if same { old.version } else { old.version + 1 };
    }
    Some(section::write_notices(&notices))
}

/// Days of each retention rule, into the draft.
#[server(name = SaveRetention, prefix = "/api", endpoint = "admin-save-retention")]
pub async fn save_retention(version: i64, #[server(default)] days: Vec<String>) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    keep(&context, &caller, RETENTION_DRAFT, &days).await?;
    let mut text = "[retention]\n".to_owned();
    for (rule, days) in RetentionRule::ALL.iter().zip(&days) {
        let days = read_days(days).ok_or(Problem::at(ProblemCode::FieldInvalid, Field::Days))?;
        text.extend(days.map(|days| format!("{} = {days}\n", rule.key())));
    }
    context.enrolment.save_draft_of(&caller, Part::Retention, version, &text).await?;
    leptos_axum::redirect(console::ADMIN_RETENTION);
    Ok(())
}

/// Days as they are typed: empty for ever, and nothing where it is no number.
pub fn read_days(typed: &str) -> Option<Option<u32>> {
    let typed: String = typed.trim().chars().map(narrow).collect();
    let digits = typed.len() <= 9 && typed.bytes().all(|b| b.is_ascii_digit());
    if typed.is_empty() { Some(None) } else { typed.parse().ok().filter(|_| digits).map(Some) }
}

/// Puts a row into the draft of a table.
#[server(name = SaveRow, prefix = "/api", endpoint = "admin-save-row")]
pub async fn save_row(part: String, form: RowForm) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    keep(&context, &caller, ROW_DRAFT, &form).await?;
    let table = table(&part)?;
    let code = form.cells.first().cloned().unwrap_or_default();
    context.enrolment.edit_row(&caller, table, RowEdit::Put { cells: form.cells, seen: form.seen }).await?;
    leptos_axum::redirect(&format!("{}?q={}", console::admin_table(&part), code.trim()));
    Ok(())
}

/// Retires a row, offers it again, or deletes it: `act` is `retire`, `offer` or `remove`.
#[server(name = ChangeRow, prefix = "/api", endpoint = "admin-change-row")]
pub async fn change_row(part: String, code: String, seen: String, act: String) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    let edit = match act.as_str() {
        "retire" => RowEdit::Retire { code, retired: true, seen },
        "offer" => RowEdit::Retire { code, retired: false, seen },
        "remove" => RowEdit::Remove { code, seen },
        _ => return Err(ProblemCode::BadRequest.into()),
    };
    context.enrolment.edit_row(&caller, table(&part)?, edit).await?;
    leptos_axum::redirect(&console::admin_table(&part));
    Ok(())
}

/// Puts the draft of a part in force.
#[server(name = PublishPart, prefix = "/api", endpoint = "admin-publish")]
pub async fn publish_part(part: String, version: i64, #[server(default)] note: String) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    keep(&context, &caller, PUBLISH_NOTE, &note).await?;
    let part = Part::parse(&part).ok_or(ProblemCode::NotFound)?;
    match context.enrolment.publish_part(&caller, part, version, &note).await? {
        Publication::Published { .. } => leptos_axum::redirect(&page_of(part)),
        Publication::Refused { .. } => return Err(ProblemCode::DraftRefused.into()),
    }
    Ok(())
}

/// Throws the draft of a part away.
#[server(name = DropDraft, prefix = "/api", endpoint = "admin-drop-draft")]
pub async fn drop_draft(part: String, version: i64) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    let part = Part::parse(&part).ok_or(ProblemCode::NotFound)?;
    context.enrolment.drop_draft_of(&caller, part, version).await?;
    leptos_axum::redirect(&page_of(part));
    Ok(())
}

/// Makes an older version the draft.
#[server(name = RestorePart, prefix = "/api", endpoint = "admin-restore")]
pub async fn restore_part(part: String, version: i64, number: i64) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    let part = Part::parse(&part).ok_or(ProblemCode::NotFound)?;
    context.enrolment.restore_part(&caller, part, number, version).await?;
    leptos_axum::redirect(&page_of(part));
    Ok(())
}

/// Where a part is edited.
pub fn page_of(part: Part) -> String {
    match part {
        Part::Windows => console::ADMIN_WINDOWS.to_owned(),
        Part::Notices => console::ADMIN_NOTICES.to_owned(),
        Part::Retention => console::ADMIN_RETENTION.to_owned(),
        table => console::admin_table(table.as_str()),
    }
}

fn table(part: &str) -> Result<Part, Refusal> {
    Part::parse(part).filter(|part| part.is_table()).ok_or_else(|| ProblemCode::NotFound.into())
}
