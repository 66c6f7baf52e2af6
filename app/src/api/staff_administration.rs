//! What administrators do about accounts of staff.

use super::{Refusal, console::staff, posting::Faults};
use crate::context::RequestContext;
use enrolment::{
    Caller,
    staff::{OneTimePassword, StaffChange, StaffTyped},
};
use leptos::{prelude::*, server_fn::ServerFn as _};
use serde::{Deserialize, Serialize};
use shared::{
    id::StaffId,
    problem::{Field, Problem, ProblemCode},
    review::Role,
    route::console,
};

/// Name under which a one-time password waits for the page that shows it once.
pub const ONE_TIME: &str = "staff-one-time";
/// Name under which a refused form is kept.
pub const STAFF_FORM: &str = "staff-form";

/// A one-time password, and whose it is.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OneTime {
    pub staff: String,
    pub password: String,
}

/// An account as it is typed.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct StaffForm {
    /// Of the account that is changed; empty for a new one.
    pub staff: String,
    pub version: i64,
    pub login: String,
    pub name: String,
    pub role: String,
    pub region: String,
    pub institution: String,
}

impl StaffForm {
    fn typed(&self) -> StaffTyped {
        let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let (name, region, institution) = (self.name.trim().to_owned(), some(&self.region), some(&self.institution));
        StaffTyped { name, role: Role::parse(&self.role), region, institution }
    }

    /// What is to be done; the form is kept, and so is everything that is wrong with it. `login`: of a new account. `by`: the path
    /// of the server function.
    async fn change(
        &self,
        (context, caller): (&RequestContext, &Caller),
        login: Option<&str>,
        by: &str,
    ) -> Result<StaffChange, Refusal> {
        self.keep(context, caller).await?;
        let typed = self.typed();
        let faults = context.enrolment.staff_faults(caller, login, &typed)?;
        if let Some(first) = Faults::new(by, faults).keep(context, caller).await? {
            return Err(first.into());
        }
        let StaffTyped { name, role, region, institution } = typed;
        let role = role.ok_or(Problem::at(ProblemCode::FieldMissing, Field::Role))?;
        Ok(StaffChange { name, role, region, institution })
    }

    async fn keep(&self, context: &RequestContext, caller: &Caller) -> Result<(), Refusal> {
        let json = serde_json::to_string(self).map_err(|_| ProblemCode::BadRequest)?;
        Ok(context.enrolment.save_draft(caller, STAFF_FORM, &json).await?)
    }
}

/// What is looked for among accounts, as it is typed; kept with the session, so that no name stands in an address.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct StaffSearch {
    pub text: String,
    pub role: String,
    pub state: String,
}

impl StaffSearch {
    pub const DRAFT: &str = "staff-search";
}

/// Looks for accounts: the list shows what was found until something else is looked for.
#[server(name = SearchStaff, prefix = "/api", endpoint = "search-staff")]
pub async fn search_staff(#[server(flatten)] search: StaffSearch) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    let json = serde_json::to_string(&search).map_err(|_| ProblemCode::BadRequest)?;
    context.enrolment.save_draft(&caller, StaffSearch::DRAFT, &json).await?;
    leptos_axum::redirect(console::STAFF);
    Ok(())
}

/// Makes an account.
#[server(name = HireStaff, prefix = "/api", endpoint = "hire-staff")]
pub async fn hire_staff(#[server(flatten)] form: StaffForm) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    let change = form.change((&context, &caller), Some(&form.login), HireStaff::PATH).await?;
    let hired = context.enrolment.hire(&caller, &form.login, change).await?;
    context.enrolment.drop_draft(&caller, STAFF_FORM).await?;
    show_once(&context, &caller, hired.staff, &hired.password).await
}

/// Changes name, role and jurisdiction of an account.
#[server(name = ChangeStaff, prefix = "/api", endpoint = "change-staff")]
pub async fn change_staff(#[server(flatten)] form: StaffForm) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    let id = parse(&form.staff)?;
    let change = form.change((&context, &caller), None, ChangeStaff::PATH).await?;
    context.enrolment.change_staff(&caller, id, form.version, change).await?;
    context.enrolment.drop_draft(&caller, STAFF_FORM).await?;
    leptos_axum::redirect(&format!("{}?saved=1", console::staff(id)));
    Ok(())
}

/// The account can be used no more.
#[server(name = DisableStaff, prefix = "/api", endpoint = "disable-staff")]
pub async fn disable_staff(#[server(default)] staff: String) -> Result<(), Refusal> {
    let ((context, caller), id) = (self::staff()?, parse(&staff)?);
    context.enrolment.disable_staff(&caller, id).await?;
    leptos_axum::redirect(&format!("{}?saved=1", console::staff(id)));
    Ok(())
}

/// The account can be used again.
#[server(name = EnableStaff, prefix = "/api", endpoint = "enable-staff")]
pub async fn enable_staff(#[server(default)] staff: String) -> Result<(), Refusal> {
    let ((context, caller), id) = (self::staff()?, parse(&staff)?);
    context.enrolment.enable_staff(&caller, id).await?;
    leptos_axum::redirect(&format!("{}?saved=1", console::staff(id)));
    Ok(())
}

/// Gives an account a one-time password.
#[server(name = ResetStaffPassword, prefix = "/api", endpoint = "reset-staff-password")]
pub async fn reset_staff_password(#[server(default)] staff: String) -> Result<(), Refusal> {
    let ((context, caller), id) = (self::staff()?, parse(&staff)?);
    let password = context.enrolment.reset_staff_password(&caller, id).await?;
    show_once(&context, &caller, id, &password).await
}

/// Takes the second factor off an account.
#[server(name = ResetSecondFactor, prefix = "/api", endpoint = "reset-second-factor")]
pub async fn reset_second_factor(#[server(default)] staff: String) -> Result<(), Refusal> {
    let ((context, caller), id) = (self::staff()?, parse(&staff)?);
    context.enrolment.reset_second_factor(&caller, id).await?;
    leptos_axum::redirect(&format!("{}?saved=1", console::staff(id)));
    Ok(())
}

/// Keeps the password, sealed, for the next page of this session.
async fn show_once(
    context: &RequestContext,
    caller: &Caller,
    staff: StaffId,
    password: &OneTimePassword,
) -> Result<(), Refusal> {
    let once = OneTime { staff: staff.to_string(), password: password.expose().to_owned() };
    let json = serde_json::to_string(&once).map_err(|_| ProblemCode::BadRequest)?;
    context.enrolment.save_draft(caller, ONE_TIME, &json).await?;
    leptos_axum::redirect(&console::staff(staff));
    Ok(())
}

fn parse(staff: &str) -> Result<StaffId, Refusal> {
    staff.parse().map_err(|_| ProblemCode::NotFound.into())
}
