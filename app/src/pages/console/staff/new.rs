//! A new account of staff.

use super::form;
use crate::{
    api::{
        HireStaff,
        posting::typed,
        staff_administration::{STAFF_FORM, StaffForm},
    },
    components::{ErrorSummary, TextField},
    pages::console::frame::console_page,
    text::t,
};
use enrolment::staff::StaffFilter;
use leptos::{prelude::*, server_fn::ServerFn};
use shared::{problem::Field, route::console};

#[component]
pub fn NewStaffPage() -> impl IntoView {
    console_page(|desk| async move {
        let locale = desk.locale;
        // Only to be refused like everything else about accounts.
        desk.context.enrolment.staff_page(&desk.caller, &StaffFilter::default(), None).await?;
        let problems = desk.problems().await?;
        let kept: StaffForm = typed(&desk.context, STAFF_FORM).await?;
        let form = if problems.is_empty() || !kept.staff.is_empty() { StaffForm::default() } else { kept };
        let body = view! {
            <div class="account account--narrow">
                <ErrorSummary problems=problems.clone() locale=locale />
                <h1>{t::console_staff::NEW_TITLE.get(locale)}</h1>
                <form method="post" action=HireStaff::url() novalidate=true>
                    <TextField
                        field=Field::Login
                        label=t::console_staff::LOGIN
                        hint=t::console_staff::LOGIN_HINT
                        locale=locale
                        value=form.login.clone()
                        problems=problems.clone()
                        maxlength=40
                    />
                    {form::fields(&desk, &form, &problems)?}
                    <div class="act">
                        <button class="button button--primary">{t::console_staff::MAKE.get(locale)}</button>
                        <a class="button" href=console::STAFF>{t::console_staff::BACK.get(locale)}</a>
                    </div>
                </form>
            </div>
        };
        Ok((t::console_staff::NEW_TITLE.get(locale).to_owned(), body.into_any()))
    })
}
