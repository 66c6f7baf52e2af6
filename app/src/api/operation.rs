//! What is done to the service and its data: banners, maintenance, numbers, retention, exports.

use super::{
    Refusal,
    console::{keep, staff},
};
use enrolment::{
    board::{BannerTone, NewBanner, Reach},
    export::{ExportColumn, ExportFilter},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::{
    enrolment::State,
    locale::Bilingual,
    problem::{Field, Problem, ProblemCode},
    profile::RetentionRule,
    route::console,
    time::Timestamp,
};

/// A banner as the form sends it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct BannerForm {
    pub text_zh: String,
    pub text_en: String,
    pub tone: String,
    pub from: String,
    pub until: String,
    pub reach: String,
}

impl BannerForm {
    pub const DRAFT: &str = "console-banner";
}

/// When candidates may come back, and where, as the form sends it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MaintenanceForm {
    pub back_at: String,
    pub reach: String,
}

impl MaintenanceForm {
    pub const DRAFT: &str = "console-maintenance";
}

/// An export as the form sends it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ExportForm {
    pub window: String,
    pub region: String,
    pub state: String,
    pub columns: Vec<String>,
    /// Sent from the form: then nothing ticked means nothing.
    pub asked: String,
    pub note: String,
}

impl ExportForm {
    pub const DRAFT: &str = "console-export";

    pub fn filter(&self) -> ExportFilter {
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        ExportFilter { window: given(&self.window), region: given(&self.region), state: State::parse(&self.state) }
    }
}

/// Publishes a banner.
#[server(name = PublishBanner, prefix = "/api", endpoint = "admin-publish-banner")]
pub async fn publish_banner(form: BannerForm) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    keep(&context, &caller, BannerForm::DRAFT, &form).await?;
    let new = NewBanner {
        reach: reach(&form.reach),
        text: Bilingual { zh: form.text_zh, en: form.text_en },
        tone: BannerTone::parse(&form.tone).unwrap_or_default(),
        from: instant(&form.from, Field::From)?,
        until: instant(&form.until, Field::Until)?,
    };
    context.enrolment.publish_banner(&caller, new).await?;
    context.enrolment.drop_draft(&caller, BannerForm::DRAFT).await?;
    leptos_axum::redirect(console::ADMIN_SERVICE);
    Ok(())
}

/// Takes a banner down.
#[server(name = EndBanner, prefix = "/api", endpoint = "admin-end-banner")]
pub async fn end_banner(banner: String) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    let id = banner.parse().map_err(|_| ProblemCode::NotFound)?;
    context.enrolment.end_banner(&caller, id).await?;
    leptos_axum::redirect(console::ADMIN_SERVICE);
    Ok(())
}

/// Closes the candidates' pages; a deliberate act.
#[server(name = BeginMaintenance, prefix = "/api", endpoint = "admin-begin-maintenance")]
pub async fn begin_maintenance(
    #[server(flatten)] form: MaintenanceForm,
    #[server(default)] consent: String,
) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    keep(&context, &caller, MaintenanceForm::DRAFT, &form).await?;
    if consent != "on" {
        return Err(Problem::at(ProblemCode::FieldMissing, Field::Item).into());
    }
    let until = instant(&form.back_at, Field::BackAt)?;
    context.enrolment.begin_maintenance(&caller, reach(&form.reach), until).await?;
    leptos_axum::redirect(console::ADMIN_SERVICE);
    Ok(())
}

/// Opens them again.
#[server(name = EndMaintenance, prefix = "/api", endpoint = "admin-end-maintenance")]
pub async fn end_maintenance(#[server(default)] reach: String) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    context.enrolment.end_maintenance(&caller, self::reach(&reach)).await?;
    leptos_axum::redirect(console::ADMIN_SERVICE);
    Ok(())
}

/// Has the numbers of a session allotted now.
#[server(name = AllotNumbers, prefix = "/api", endpoint = "admin-allot-numbers")]
pub async fn allot_numbers(window: String) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    context.enrolment.start_allotting(&caller, &window).await?;
    leptos_axum::redirect(console::ADMIN_NUMBERS);
    Ok(())
}

/// Deletes what a rule would take now, as many as were shown; a deliberate act.
#[server(name = ApplyRetention, prefix = "/api", endpoint = "admin-apply-retention")]
pub async fn apply_retention(rule: String, count: u64, #[server(default)] consent: String) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    if consent != "on" {
        return Err(Problem::at(ProblemCode::FieldMissing, Field::Item).into());
    }
    let rule = RetentionRule::parse(&rule).ok_or(ProblemCode::NotFound)?;
    context.enrolment.start_retention(&caller, rule, count).await?;
    leptos_axum::redirect(console::ADMIN_RETENTION);
    Ok(())
}

/// Has an export made.
#[server(name = RequestExport, prefix = "/api", endpoint = "admin-request-export")]
pub async fn request_export(form: ExportForm) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    keep(&context, &caller, ExportForm::DRAFT, &form).await?;
    let columns = form.columns.iter().filter_map(|name| ExportColumn::parse(name)).collect();
    context.enrolment.request_export(&caller, form.filter(), columns, &form.note).await?;
    context.enrolment.drop_draft(&caller, ExportForm::DRAFT).await?;
    leptos_axum::redirect(console::ADMIN_EXPORTS);
    Ok(())
}

fn reach(text: &str) -> Reach {
    if text == "everywhere" { Reach::Everywhere } else { Reach::Province }
}

/// `2026-10-01T08:30`, Beijing time.
fn instant(text: &str, field: Field) -> Result<Timestamp, Problem> {
    text.trim().parse().ok().and_then(Timestamp::from_beijing).ok_or(Problem::at(ProblemCode::FieldInvalid, field))
}
