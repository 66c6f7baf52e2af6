//! The frame around the console's pages; whoever is not signed in is sent to the sign-in page.

use super::{sections, signed_out};
use crate::{
    api::{
        SetDensity, SignOut,
        posting::{Faults, typed},
    },
    components::Banners,
    context::{self, RequestContext},
    message,
    pages::{error, frame},
    text::t,
};
use enrolment::{Caller, Error, Result, Who, session::Jurisdiction, staff::Stage};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_meta::Title;
use serde::de::DeserializeOwned;
use shared::{
    locale::Locale,
    problem::{Field, Problem, ProblemCode},
    profile::Profile,
    review::Role,
    route,
};

/// One request of a staff member.
#[derive(Clone, Debug)]
pub(super) struct Desk {
    pub context: RequestContext,
    pub locale: Locale,
    pub caller: Caller,
    pub name: String,
    pub role: Role,
    pub jurisdiction: Jurisdiction,
    pub problem: Option<Problem>,
    /// Path of the server function that refused the form.
    refuser: Option<String>,
}

impl Desk {
    fn of_request() -> Result<Self> {
        let context = context::request();
        let caller = context.staff().cloned().ok_or(ProblemCode::SessionNeeded)?;
        let Who::Staff { name, role, jurisdiction, .. } = caller.who.clone() else { return Err(Error::NotFound) };
        let (problem, refuser) = (refusal(), frame::refuser());
        Ok(Self { locale: context.locale, problem, refuser, name, role, jurisdiction, caller, context })
    }

    /// What was typed into the form that the server function at `path` refused, kept under `draft`; nothing where it refused none.
    pub(super) async fn refused<T: DeserializeOwned + Default>(&self, path: &str, draft: &str) -> Result<T> {
        if self.refused_by(path) { typed(&self.context, draft).await } else { Ok(T::default()) }
    }

    /// Whether the server function at `path` refused the form.
    pub(super) fn refused_by(&self, path: &str) -> bool {
        self.problem.is_some() && self.refuser.as_deref() == Some(path)
    }

    /// Why the form was refused, with what else is wrong with it.
    pub(super) async fn problems(&self) -> Result<Vec<Problem>> {
        Faults::with(&self.context, self.problem.as_ref(), self.refuser.as_deref()).await
    }

    pub(super) fn profile(&self) -> Result<&Profile> {
        self.context.enrolment.profile(&self.jurisdiction.province)
    }

    /// Name of a region, or its code where the profile has dropped it.
    pub(super) fn region(&self, code: &str) -> String {
        let region = self.profile().ok().and_then(|profile| profile.region(code));
        region.map_or_else(|| code.to_owned(), |region| region.name.clone())
    }
}

/// Why the last form was refused. What is uploaded here is a sheet, but for the photograph of somebody at the desk.
fn refusal() -> Option<Problem> {
    let problem = frame::last_refusal()?;
    let is_sheet = problem.field == Some(Field::Photo) && !frame::current_path().ends_with("/photo");
    Some(if is_sheet { Problem { field: Some(Field::ClassList), ..problem } } else { problem })
}

/// A console page: title and content, or why not.
pub(super) fn console_page<Fut>(body: impl FnOnce(Desk) -> Fut + Send + 'static) -> impl IntoView
where
    Fut: Future<Output = Result<(String, AnyView)>> + Send + 'static,
{
    staged_page(&[Stage::Full], body)
}

/// A page for steps of signing in; whoever is at another stage is sent to the step that is theirs.
pub(super) fn staged_page<Fut>(
    stages: &'static [Stage],
    body: impl FnOnce(Desk) -> Fut + Send + 'static,
) -> impl IntoView
where
    Fut: Future<Output = Result<(String, AnyView)>> + Send + 'static,
{
    Suspend::new(async move {
        let Ok(desk) = Desk::of_request() else {
            leptos_axum::redirect(route::CONSOLE_SIGN_IN);
            return ().into_any();
        };
        if !desk.caller.stage().is_some_and(|stage| stages.contains(&stage)) {
            leptos_axum::redirect(sections::next(&desk.caller));
            return ().into_any();
        }
        match body(desk.clone()).await {
            Ok((title, body)) => framed(&desk, title, body).into_any(),
            Err(error) => {
                let (title, body) = instead(&desk, &desk.context.enrolment.problem(error));
                framed(&desk, title, body).into_any()
            }
        }
    })
}

/// Why a page cannot be shown, and where the work of the role begins.
fn instead(desk: &Desk, problem: &Problem) -> (String, AnyView) {
    error::set_status(problem);
    let (title, text) = error::words(problem);
    let locale = desk.locale;
    let text =
        if error::is_general(problem) { text.get(locale).to_owned() } else { message::sentence(problem, locale) };
    let reference = problem.reference.clone().map(|reference| {
        view! { <p class="quiet">{t::errors::reference(locale, reference)}</p> }
    });
    let body = view! {
        <div class="admin">
            <h1>{title.get(locale)}</h1>
            <p class="lead">{text}</p>
            {reference}
            <p><a class="button" href=sections::next(&desk.caller)>{t::console_nav::BACK.get(locale)}</a></p>
        </div>
    };
    (title.get(locale).to_owned(), body.into_any())
}

fn framed(desk: &Desk, title: String, body: AnyView) -> impl IntoView + use<> {
    let locale = desk.locale;
    let whole = || t::console::WHOLE_PROVINCE.get(locale).to_owned();
    let place = desk.jurisdiction.region.as_deref().map_or_else(whole, |code| desk.region(code));
    view! {
        <Title text=format!("{title} – {}", t::console::TITLE.get(locale)) />
        <a class="skip" href="#main">{t::frame::SKIP.get(locale)}</a>
        <div class=if desk.context.dense { "console console--dense" } else { "console" }>
            <header class="portal-bar">
                <div class="portal-bar__row">
                    <a class="portal-bar__title" href=sections::next(&desk.caller)>
                        {t::console::TITLE.get(locale)}
                        <small>{t::console::JURISDICTION.get(locale)} " · " {place}</small>
                    </a>
                    <div class="portal-bar__tools">
                        <span class="quiet">{desk.name.clone()}</span>
                        {density(desk)}
                        {frame::preferences(&desk.context, &frame::current_path())}
                        <form method="post" action=SignOut::url()>
                            <input type="hidden" name="province" value="" />
                            <button class="tool">{t::frame::SIGN_OUT.get(locale)}</button>
                        </form>
                    </div>
                </div>
            </header>
            <Banners banners=desk.context.enrolment.banners(Some(&desk.jurisdiction.province)) locale=locale />
            {(desk.caller.stage() == Some(Stage::Full)).then(|| sections::menu(desk.role, &frame::current_path(), locale))}
            <main id="main">{body}</main>
            {signed_out::words(desk)}
        </div>
    }
}

/// First in a form that decides this or that: Enter in a field presses the first button, and must not decide.
pub(super) fn enter_does_nothing() -> impl IntoView {
    view! { <button disabled=true hidden=true></button> }
}

/// Narrow rows show more of a table at once.
fn density(desk: &Desk) -> impl IntoView + use<> {
    let (words, on) = if desk.context.dense { (t::console_nav::ROOMY, "off") } else { (t::console_nav::DENSE, "on") };
    view! {
        <form class="density" method="post" action=SetDensity::url()>
            <input type="hidden" name="back" value=frame::current_path() />
            <button class="tool" name="dense" value=on>{words.get(desk.locale)}</button>
        </form>
    }
}
