//! One account of staff: what it is, changing it, resetting, disabling; and its one-time password, shown once.

use super::{form, place, status};
use crate::{
    api::{
        ChangeStaff, DisableStaff, EnableStaff, ResetSecondFactor, ResetStaffPassword,
        posting::typed,
        staff_administration::{ONE_TIME, OneTime, STAFF_FORM, StaffForm},
    },
    components::{ErrorSummary, Notice, SummaryList, SummaryRow, Tone},
    message::{record, staff},
    pages::console::frame::{Desk, console_page},
    text::{Text, t},
};
use enrolment::{Error, Result, staff::StaffMember};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::{use_params_map, use_query_map};
use shared::{id::StaffId, route::console};

#[component]
pub fn StaffMemberPage() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("staff")).unwrap_or_default();
    let saved = use_query_map().with_untracked(|query| query.get("saved")).is_some();
    console_page(move |desk| async move {
        let locale = desk.locale;
        let id: StaffId = id.parse().map_err(|_| Error::NotFound)?;
        let member = desk.context.enrolment.staff_member(&desk.caller, id).await?;
        let once = one_time(&desk, &member).await?;
        let saved = (saved && desk.problem.is_none()).then(|| {
            view! { <Notice title=t::console_staff::SAVED.get(locale) tone=Tone::Good /> }
        });
        let title = t::console_staff::edit_title(locale, &member.login);
        let acts = if member.own {
            view! { <p class="lead">{t::console_staff::OWN_TEXT.get(locale)}</p> }.into_any()
        } else {
            view! { {edit(&desk, &member).await?} {more(&desk, &member)} }.into_any()
        };
        let problems = desk.problems().await?;
        let body = view! {
            <div class="account">
                <ErrorSummary problems=problems locale=locale />
                <h1>{title.clone()}</h1>
                {once}
                {saved}
                {facts(&desk, &member)}
                {acts}
                <p><a href=console::STAFF>{t::console_staff::BACK.get(locale)}</a></p>
            </div>
        };
        Ok((title, body.into_any()))
    })
}

/// The password that was made a moment ago in this session, for this account; then it is forgotten.
async fn one_time(desk: &Desk, member: &StaffMember) -> Result<Option<impl IntoView + use<>>> {
    let locale = desk.locale;
    let once: OneTime = typed(&desk.context, ONE_TIME).await?;
    if once.staff != member.id.to_string() {
        return Ok(None);
    }
    desk.context.enrolment.drop_draft(&desk.caller, ONE_TIME).await?;
    Ok(Some(view! {
        <Notice title=t::console_staff::ONCE_TITLE.get(locale) tone=Tone::Warn>
            <p><code class="one-time">{once.password}</code></p>
            <p>{t::console_staff::ONCE_TEXT.get(locale)}</p>
        </Notice>
    }))
}

fn facts(desk: &Desk, member: &StaffMember) -> impl IntoView + use<> {
    let locale = desk.locale;
    let never = || t::console_staff::NEVER.get(locale).to_owned();
    let factor = if member.has_second_factor { t::console_staff::FACTOR_ON } else { t::console_staff::FACTOR_OFF };
    let rows = vec![
        SummaryRow::new(t::console_staff::NAME.get(locale), member.name.clone()),
        SummaryRow::new(t::console_staff::ROLE.get(locale), staff::role(member.role).get(locale)),
        SummaryRow::new(t::console_staff::REGION.get(locale), place(desk, &member.jurisdiction)),
        SummaryRow::new(t::console_staff::STATUS.get(locale), status(desk, member)),
        SummaryRow::new(t::console_staff::FACTOR.get(locale), factor.get(locale)),
        SummaryRow::new(
            t::console_staff::LAST_SIGN_IN.get(locale),
            member.signed_in_at.map_or_else(never, |at| record::moment(at, locale)),
        ),
        SummaryRow::new(t::console_staff::CREATED.get(locale), record::moment(member.created_at, locale)),
    ];
    view! { <SummaryList rows=rows /> }
}

async fn edit(desk: &Desk, member: &StaffMember) -> Result<impl IntoView + use<>> {
    let locale = desk.locale;
    let problems = desk.problems().await?;
    let kept: StaffForm = typed(&desk.context, STAFF_FORM).await?;
    let refused = !problems.is_empty() && kept.staff == member.id.to_string();
    let form = if refused { kept } else { standing(member) };
    Ok(view! {
        <h2>{t::console_staff::EDIT.get(locale)}</h2>
        <form class="account__form" method="post" action=ChangeStaff::url() novalidate=true>
            <input type="hidden" name="staff" value=member.id.to_string() />
            <input type="hidden" name="version" value=member.version.to_string() />
            {form::fields(desk, &form, &problems)?}
            <p class="quiet">{t::console_staff::EDIT_NOTE.get(locale)}</p>
            <div class="act">
                <button class="button button--primary">{t::console_staff::SAVE.get(locale)}</button>
            </div>
        </form>
    })
}

/// The account as it stands, as a form would have it.
fn standing(member: &StaffMember) -> StaffForm {
    StaffForm {
        staff: member.id.to_string(),
        version: member.version,
        login: member.login.clone(),
        name: member.name.clone(),
        role: member.role.as_str().to_owned(),
        region: member.jurisdiction.region.clone().unwrap_or_default(),
        institution: member.jurisdiction.institution.clone().unwrap_or_default(),
    }
}

fn more(desk: &Desk, member: &StaffMember) -> impl IntoView + use<> {
    let locale = desk.locale;
    let act = |action: &'static str, words: Text, what: Option<Text>| {
        let what = what.map(|what| view! { <p class="quiet">{what.get(locale)}</p> });
        view! {
            <form method="post" action=action>
                <input type="hidden" name="staff" value=member.id.to_string() />
                <button class="button">{words.get(locale)}</button>
                {what}
            </form>
        }
        .into_any()
    };
    let mut acts = vec![act(
        ResetStaffPassword::url(),
        t::console_staff::RESET_PASSWORD,
        Some(t::console_staff::RESET_PASSWORD_TEXT),
    )];
    if member.has_second_factor {
        let what = Some(t::console_staff::RESET_FACTOR_TEXT);
        acts.push(act(ResetSecondFactor::url(), t::console_staff::RESET_FACTOR, what));
    }
    acts.push(if member.disabled_at.is_some() {
        act(EnableStaff::url(), t::console_staff::ENABLE, None)
    } else {
        act(DisableStaff::url(), t::console_staff::DISABLE, Some(t::console_staff::DISABLE_TEXT))
    });
    view! {
        <h2>{t::console_staff::MORE.get(locale)}</h2>
        <div class="account__more">{acts}</div>
    }
}
