//! What officers do at the desk, and operators of institutions with their classes.

use super::{Refusal, console::staff};
use enrolment::desk::Checks;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::{
    id::{ClassBatchId, EnrolmentId},
    problem::ProblemCode,
    review::ReasonCode,
    route::console,
};

/// Name under which the number that was sought is kept, encrypted, so that a slip of the pen can be mended.
pub const FIND_DRAFT: &str = "console-desk-find";
/// The same for what was found.
pub const CHECK_DRAFT: &str = "console-desk-check";

/// What was found at the desk, as the form sends it: one form with two buttons.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DeskForm {
    /// `confirm` or `refuse`: the button that was pressed.
    pub decision: String,
    pub present: String,
    pub genuine: String,
    pub compared: String,
    pub data: String,
    pub reason: String,
    pub note: String,
}

impl DeskForm {
    fn checks(&self) -> Checks {
        let ticked = |text: &str| text == "on";
        let (present, genuine) = (ticked(&self.present), ticked(&self.genuine));
        Checks { present, genuine, compared: ticked(&self.compared), data: ticked(&self.data) }
    }
}

/// What is kept of a refused form: for one case alone.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct KeptForm {
    pub case: String,
    pub form: DeskForm,
}

/// Opens the application that a number, slip or receipt belongs to.
#[server(name = FindAtDesk, prefix = "/api", endpoint = "desk-find")]
pub async fn find_at_desk(#[server(default)] find: String) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    let typed = serde_json::to_string(&find).map_err(|_| ProblemCode::BadRequest)?;
    context.enrolment.save_draft(&caller, FIND_DRAFT, &typed).await?;
    let id = context.enrolment.find_at_desk(&caller, &find).await?;
    context.enrolment.drop_draft(&caller, FIND_DRAFT).await?;
    leptos_axum::redirect(&console::desk_case(id));
    Ok(())
}

/// Writes down what was found of a candidate.
#[server(name = DecideAtDesk, prefix = "/api", endpoint = "desk-decide")]
pub async fn decide_at_desk(case: String, version: i64, #[server(flatten)] form: DeskForm) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    let id: EnrolmentId = case.parse().map_err(|_| ProblemCode::NotFound)?;
    let kept = KeptForm { case, form: form.clone() };
    let kept = serde_json::to_string(&kept).map_err(|_| ProblemCode::BadRequest)?;
    let enrolment = &context.enrolment;
    enrolment.save_draft(&caller, CHECK_DRAFT, &kept).await?;
    match form.decision.as_str() {
        "confirm" => enrolment.confirm_at_desk(&caller, id, version, form.checks(), &form.note).await?,
        "refuse" => {
            let reason = ReasonCode(form.reason.clone());
            enrolment.refuse_at_desk(&caller, id, version, reason, &form.note).await?;
        }
        _ => return Err(ProblemCode::BadRequest.into()),
    }
    enrolment.drop_draft(&caller, CHECK_DRAFT).await?;
    leptos_axum::redirect(&console::desk_case(id));
    Ok(())
}

/// Confirms the rows of a list that can be, from where it stopped last.
#[server(name = ConfirmClass, prefix = "/api", endpoint = "confirm-class")]
pub async fn confirm_class(list: String) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    let batch: ClassBatchId = list.parse().map_err(|_| ProblemCode::NotFound)?;
    context.enrolment.confirm_class(&caller, batch).await?;
    leptos_axum::redirect(&console::class_list(batch));
    Ok(())
}
