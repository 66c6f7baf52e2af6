//! A candidate at the desk: what has to be compared with the document, the photograph, the checks, and the two buttons.

use super::super::{
    frame::{Desk, console_page, enter_does_nothing},
    waits,
};
use crate::{
    api::{
        DecideAtDesk,
        desk::{CHECK_DRAFT, DeskForm, KeptForm},
        posting,
    },
    components::{ErrorSummary, Findings, Notice, SummaryList, SummaryRow, Tone},
    drawings::Ground,
    message::{self, desk as words, record},
    pages::existing::late,
    text::{Text, t},
};
use enrolment::{
    Error, Result,
    desk::{DeskCase, DeskOutcome, DeskRecord},
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use shared::{
    enrolment::State,
    id::EnrolmentId,
    locale::Locale,
    person::CodeTable as _,
    problem::{Field, Problem, ProblemCode},
    route::{self, console},
};

#[component]
pub fn DeskCasePage() -> impl IntoView {
    candidate_page(|desk, case| async move {
        let kept: KeptForm = posting::typed(&desk.context, CHECK_DRAFT).await?;
        let form = if desk.problem.is_some() && kept.case == case.enrolment.to_string() {
            kept.form
        } else {
            DeskForm::default()
        };
        let locale = desk.locale;
        let problems: Vec<_> = desk.problem.clone().into_iter().collect();
        let title = title(&desk, &case);
        let body = view! {
            <div class="desk-case">
                <section class="desk-case__photo">{photo(&desk, &case)?}</section>
                <section class="desk-case__facts">
                    <ErrorSummary problems=problems locale=locale />
                    <h1>{title.clone()}</h1>
                    {said(&desk, &case)}
                    {person(&desk, &case)}
                    {reset_link(&desk, &case)}
                </section>
                {decide(&desk, &case, &form)?}
            </div>
        };
        Ok((title, body.into_any()))
    })
}

/// A page about somebody who is here; one that leads back to finding them where they are not.
pub(super) fn candidate_page<Fut>(body: impl FnOnce(Desk, DeskCase) -> Fut + Send + 'static) -> impl IntoView
where
    Fut: Future<Output = Result<(String, AnyView)>> + Send + 'static,
{
    let id = use_params_map().with_untracked(|params| params.get("case")).unwrap_or_default();
    console_page(move |desk| async move {
        let id: EnrolmentId = id.parse().map_err(|_| Error::NotFound)?;
        match desk.context.enrolment.open_at_desk(&desk.caller, id).await {
            Ok(case) => body(desk, case).await,
            Err(Error::Refused(problem)) if problem.code == ProblemCode::DeskNotHere => Ok(elsewhere(&desk, problem)),
            Err(error) => Err(error),
        }
    })
}

fn elsewhere(desk: &Desk, problem: Problem) -> (String, AnyView) {
    let (locale, title) = (desk.locale, t::console_desk::TITLE.get(desk.locale));
    let body = view! {
        <div class="queue">
            <Notice title=title tone=Tone::Warn>
                <p>{message::sentence(&problem, locale)}</p>
                <p><a class="button button--primary" href=console::DESK>{title}</a></p>
            </Notice>
        </div>
    };
    (title.to_owned(), body.into_any())
}

pub(super) fn title(desk: &Desk, case: &DeskCase) -> String {
    let nameless = t::console_desk::NAMELESS.get(desk.locale);
    let name = case.person.as_ref().map_or(nameless, |person| person.name.expose());
    t::console_desk::case_title(desk.locale, name)
}

/// What to know first: why nothing can be done, what was found before, that the candidate waits for this.
fn said(desk: &Desk, case: &DeskCase) -> impl IntoView + use<> {
    let locale = desk.locale;
    let obstacle = case.obstacle.as_ref().filter(|_| case.state != State::Approved).map(|problem| {
        let sentence = message::sentence(problem, locale);
        view! { <Notice title=t::console_desk::OBSTACLE.get(locale) tone=Tone::Warn><p>{sentence}</p></Notice> }
    });
    let awaited = case.awaited.then(|| view! { <p class="lead">{t::console_desk::AWAITED.get(locale)}</p> });
    let slip = console::desk_slip(case.enrolment);
    let found = case.record.as_ref().map(|found| {
        let slip = view! { <p><a class="button" href=slip>{t::console_desk::SLIP.get(locale)}</a></p> };
        on_record(desk, found, slip.into_any())
    });
    let late = desk.profile().ok().and_then(|profile| late::for_staff(&case.late, profile, locale));
    let known = desk.profile().ok().and_then(|profile| late::known(case.known.as_ref(), profile, locale));
    view! { {obstacle} {late} {known} {awaited} {complete(case, locale)} {found} }
}

/// Whether the registration is complete, or what is left of it, once the office has confirmed.
fn complete(case: &DeskCase, locale: Locale) -> Option<AnyView> {
    if case.state == State::Approved {
        let text = match &case.number {
            Some(number) => t::console_desk::completed_text(locale, number.expose()),
            None => t::console_desk::COMPLETED_LATER.get(locale).to_owned(),
        };
        let title = t::console_desk::COMPLETED.get(locale);
        return Some(view! { <Notice title=title tone=Tone::Good><p role="status">{text}</p></Notice> }.into_any());
    }
    let confirmed = case.record.as_ref().is_some_and(|found| found.outcome == DeskOutcome::Confirmed);
    if !case.completes || !confirmed {
        return None;
    }
    let left = match case.state {
        State::Draft | State::Returned => {
            view! { <p role="status">{t::console_desk::INCOMPLETE_SIGN.get(locale)}</p> }.into_any()
        }
        State::Submitted | State::InReview if !case.waits.is_empty() => view! {
            <p role="status">{t::console_desk::INCOMPLETE_WAITS.get(locale)}</p>
            {waits::reasons(&case.waits, locale)}
        }
        .into_any(),
        _ => return None,
    };
    let title = t::console_desk::INCOMPLETE.get(locale);
    Some(view! { <Notice title=title tone=Tone::Warn>{left}</Notice> }.into_any())
}

/// What was found in person, for those at the desk and for the reviewer of the case; `more` stands below.
pub(in crate::pages::console) fn on_record(desk: &Desk, found: &DeskRecord, more: AnyView) -> impl IntoView + use<> {
    let locale = desk.locale;
    let tone = if found.outcome == DeskOutcome::Confirmed { Tone::Good } else { Tone::Bad };
    let reason = reason(desk, found).map(|words| view! { <p>{words}</p> });
    let note = found.note.clone().map(|note| view! { <p class="quiet">{note}</p> });
    let by = t::console_desk::record_text(locale, record::moment(found.at, locale), &found.officer);
    view! {
        <Notice title=words::outcome(Some(found.outcome)).get(locale) tone=tone>
            <p role="status">{by}</p>
            {reason}
            {note}
            {more}
        </Notice>
    }
}

/// The reason in the profile's words; the bare code where the profile has dropped it.
pub(super) fn reason(desk: &Desk, found: &DeskRecord) -> Option<String> {
    let code = found.reason.as_ref()?;
    let reason = desk.profile().ok().and_then(|profile| profile.reason(code));
    Some(reason.map_or_else(|| code.0.clone(), |reason| reason.text.get(desk.locale).to_owned()))
}

fn person(desk: &Desk, case: &DeskCase) -> impl IntoView + use<> {
    let locale = desk.locale;
    let mut rows = Vec::new();
    if let Some(person) = &case.person {
        rows.push(SummaryRow::new(t::console_desk::NAME.get(locale), person.name.expose().to_owned()));
        rows.push(SummaryRow::new(t::card::SEX.get(locale), person.sex.words().get(locale).to_owned()));
        if let Some(ethnicity) = person.ethnicity {
            rows.push(SummaryRow::new(t::card::ETHNICITY.get(locale), ethnicity.words().get(locale).to_owned()));
        }
        rows.push(SummaryRow::new(t::card::BIRTH_DATE.get(locale), words::day(person.birth_date, locale)));
    }
    let kind = record::document_type(case.document.kind()).get(locale);
    rows.push(SummaryRow::new(kind, record::grouped(case.document.expose())));
    rows.push(SummaryRow::new(t::console::REGION.get(locale), desk.region(&case.region)));
    let state = record::state(case.state).get(locale);
    rows.push(SummaryRow::new(t::console_desk::STATE.get(locale), state));
    rows.extend(case.receipt.clone().map(|receipt| SummaryRow::new(t::console_desk::RECEIPT.get(locale), receipt)));
    if let Some(booking) = &case.booking {
        let office = desk.profile().ok().and_then(|profile| profile.office(&booking.office));
        let name = office.map_or(booking.office.as_str(), |office| office.name.as_str());
        rows.push(SummaryRow::new(t::console_desk::VISIT.get(locale), words::visit(booking, name, locale)));
    }
    let missing = case.person.is_none().then(|| view! { <p>{t::console_desk::NO_PERSON.get(locale)}</p> });
    view! { <h2>{t::console_desk::PERSON.get(locale)}</h2> {missing} <SummaryList rows=rows /> }
}

/// The way to a new password, where the office may give one.
fn reset_link(desk: &Desk, case: &DeskCase) -> Option<impl IntoView + use<>> {
    let (locale, href) = (desk.locale, console::desk_reset(case.enrolment));
    let offered = desk.profile().is_ok_and(|profile| profile.recovery.at_office);
    offered.then(|| view! { <p><a class="button" href=href>{t::console_reset::TITLE.get(locale)}</a></p> })
}

fn photo(desk: &Desk, case: &DeskCase) -> Result<impl IntoView + use<>> {
    let (locale, ground) = (desk.locale, Ground::of(&desk.profile()?.photo));
    let picture = match &case.photo {
        Some(photo) => {
            let alt = t::measures::ALT.get(locale);
            view! { <img class="desk-case__picture" src=route::photo_file(photo.photo) alt=alt /> }.into_any()
        }
        None => view! { <p class="lead">{t::console_desk::NO_PHOTO.get(locale)}</p> }.into_any(),
    };
    let take = case.takes_photo().then(|| {
        let href = console::desk_photo(case.enrolment);
        view! { <p><a class="button" href=href>{t::console_desk::TAKE_PHOTO.get(locale)}</a></p> }
    });
    let refused = case.photo_refusal.as_ref().map(|refusal| {
        let verdict = refusal.verdict.clone();
        view! {
            <Notice title=t::console_desk::PHOTO_REFUSED.get(locale) tone=Tone::Bad>
                <Findings verdict=verdict ground=ground locale=locale />
            </Notice>
        }
    });
    Ok(view! { <h2>{t::console_desk::PHOTO.get(locale)}</h2> {picture} {take} {refused} })
}

/// The checks and the two buttons; nothing where nothing can be done.
fn decide(desk: &Desk, case: &DeskCase, form: &DeskForm) -> Result<Option<impl IntoView + use<>>> {
    let locale = desk.locale;
    let (checks, reasons) = (checks(form, locale), reasons(desk, form)?);
    let (id, version, note) = (case.enrolment.to_string(), case.version.to_string(), form.note.clone());
    Ok(case.obstacle.is_none().then(|| {
        view! {
            <form class="decide desk-decide" method="post" action=DecideAtDesk::url()>
                <input type="hidden" name="case" value=id />
                <input type="hidden" name="version" value=version />
                {enter_does_nothing()}
                {checks}
                <label>
                    {t::console_desk::NOTE.get(locale)}
                    <input class="input" id=Field::Note.as_str() name="note" value=note maxlength="500" autocomplete="off" />
                </label>
                <button class="button button--primary" name="decision" value="confirm" accesskey="a">
                    {t::console_desk::CONFIRM.get(locale)} <kbd>"A"</kbd>
                </button>
                {reasons}
                <button class="button button--danger" name="decision" value="refuse" accesskey="x">
                    {t::console_desk::REFUSE.get(locale)} <kbd>"X"</kbd>
                </button>
                <a class="tool" href=console::DESK>{t::console_desk::TO_LIST.get(locale)}</a>
            </form>
        }
    }))
}

fn checks(form: &DeskForm, locale: Locale) -> impl IntoView + use<> {
    let choice = |name: &'static str, value: &str, label: Text| {
        let ticked = value == "on";
        view! {
            <label class="choice">
                <input type="checkbox" name=name value="on" checked=ticked />
                <span>{label.get(locale)}</span>
            </label>
        }
    };
    let choices = [
        choice("present", &form.present, t::console_desk::PRESENT),
        choice("genuine", &form.genuine, t::console_desk::GENUINE),
        choice("compared", &form.compared, t::console_desk::COMPARED),
        choice("data", &form.data, t::console_desk::DATA),
    ];
    let choices = choices.into_iter().collect_view();
    view! {
        <fieldset class="desk-decide__checks" id=Field::Checks.as_str()>
            <legend>{t::console_desk::CHECKS.get(locale)}</legend>
            {choices}
            <p class="desk-decide__keys quiet">{t::console::KEYS.get(locale)}</p>
        </fieldset>
    }
}

/// Reasons that concern something the desk sees.
fn reasons(desk: &Desk, form: &DeskForm) -> Result<impl IntoView + use<>> {
    let locale = desk.locale;
    let reasons = desk.profile()?.reasons.iter().filter(|reason| reason.item.is_some());
    let options = reasons.map(|reason| {
        let (code, selected) = (reason.code.0.clone(), reason.code.0 == form.reason);
        view! { <option value=code selected=selected>{reason.text.get(locale).to_owned()}</option> }
    });
    let options = options.collect_view();
    Ok(view! {
        <label>
            {t::console_desk::REFUSE_REASON.get(locale)}
            <select class="input" id=Field::Reason.as_str() name="reason">
                <option value="">{t::register::CHOOSE.get(locale)}</option>
                {options}
            </select>
        </label>
    })
}
