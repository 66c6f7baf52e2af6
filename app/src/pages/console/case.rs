//! One case on one screen: the evidence large, the facts beside it, the decisions always in reach.

use super::{
    decide, details, evidence,
    frame::{Desk, console_page},
    past,
};
use crate::{
    api::TakeCase,
    components::{
        ErrorSummary, Findings, Notice, PhotoMeasures, SummaryList, SummaryRow, Timeline, Tone,
        timeline::{StepKind, TimelineStep},
    },
    message::{proof, record},
    pages::attachments,
    text::t,
};
use enrolment::{
    Error, Result,
    attachments::Attachment,
    review::{Case, CaseItem},
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use shared::{attachment::Reason, id::EnrolmentId, locale::Locale, problem::ProblemCode, route};

#[component]
pub fn CasePage() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("case")).unwrap_or_default();
    console_page(move |desk| async move {
        let id: EnrolmentId = id.parse().map_err(|_| Error::NotFound)?;
        match desk.context.enrolment.open_case(&desk.caller, id).await {
            Ok(case) => opened(&desk, &case),
            Err(Error::Refused(problem)) if problem.code == ProblemCode::LeaseLost => Ok(not_taken(&desk, id)),
            Err(error) => Err(error),
        }
    })
}

fn opened(desk: &Desk, case: &Case) -> Result<(String, AnyView)> {
    let locale = desk.locale;
    let problems: Vec<_> = desk.problem.clone().into_iter().collect();
    let title = t::console::case_title(locale, &case.receipt);
    let body = view! {
        <div class="case">
            <section class="case__evidence" tabindex="0" aria-label=t::console::EVIDENCE.get(locale)>
                <ErrorSummary problems=problems locale=locale />
                <h1>{title.clone()}</h1>
                {photo(desk, case)?}
                {evidence::evidence(desk, case)}
            </section>
            <section class="case__facts">{facts(desk, case)}</section>
            {decide::bar(desk, case)?}
        </div>
    };
    Ok((title, body.into_any()))
}

fn photo(desk: &Desk, case: &Case) -> Result<AnyView> {
    let locale = desk.locale;
    let Some(photo) = &case.photo else {
        return Ok(view! { <p class="lead">{t::console::NO_PHOTO.get(locale)}</p> }.into_any());
    };
    let (verdict, spec) = (photo.verdict.clone(), desk.profile()?.photo.clone());
    let image = route::photo_file(photo.photo);
    Ok(view! { <PhotoMeasures verdict=verdict spec=spec image=image locale=locale /> }.into_any())
}

fn facts(desk: &Desk, case: &Case) -> impl IntoView + use<> {
    let locale = desk.locale;
    let kind = record::document_type(case.document.kind()).get(locale);
    let mut rows = vec![
        SummaryRow::new(kind, record::grouped(case.document.expose())),
        SummaryRow::new(t::console::PHONE.get(locale), case.phone.expose().to_owned()),
        SummaryRow::new(t::console::REGION.get(locale), desk.region(&case.region)),
        SummaryRow::new(t::console::SUBMITTED.get(locale), record::moment(case.submitted_at, locale)),
    ];
    if let Some(birth) = case.document.birth_date() {
        rows.insert(1, SummaryRow::new(t::console::BIRTH.get(locale), record::date(birth, locale)));
    }
    rows.extend(case.items.iter().map(|item| item_row(item, locale)));
    let findings = case.photo.as_ref().map(|photo| {
        let verdict = photo.verdict.clone();
        view! {
            <h2>{t::console::FINDINGS.get(locale)}</h2>
            <Findings verdict=verdict locale=locale />
        }
    });
    let history = case.timeline.iter();
    let history = history
        .map(|entry| TimelineStep { name: record::milestone(entry.what), kind: StepKind::Done(entry.at) })
        .collect();
    view! {
        <h2>{t::console::FACTS.get(locale)}</h2>
        <SummaryList rows=rows />
        {details::facts(desk, case)}
        {proofs(case, locale)}
        {findings}
        {past::rulings(desk, case)}
        <h2>{t::console::HISTORY.get(locale)}</h2>
        <Timeline steps=history locale=locale />
    }
}

/// How an item stands, and whether it is news since the application was sent back.
fn item_row(item: &CaseItem, locale: Locale) -> SummaryRow {
    let state = record::item_state(item.state).get(locale);
    let changed =
        item.changed.then(|| view! { " " <span class="tag tag--warn">{t::console::CHANGED.get(locale)}</span> });
    SummaryRow::new(record::item(item.item).get(locale), view! { {state} {changed} })
}

/// Each demand with its clause and its files, then the rest.
fn proofs(case: &Case, locale: Locale) -> Option<impl IntoView + use<>> {
    let shown = case.attachments.as_ref()?;
    let list = |title: String, clause: Option<String>, files: &[Attachment]| {
        let files = files.iter().enumerate().map(|(n, file)| {
            let what = attachments::describe(file, n + 1, locale);
            view! { <li class="proof__file">{attachments::picture(file, locale)} <p>{what}</p></li> }
        });
        let clause = clause.map(|clause| view! { <p class="quiet" lang="zh-CN">{clause}</p> });
        view! { <h3>{title}</h3> {clause} <ul class="proof__files">{files.collect_view()}</ul> }
    };
    let demanded = shown.demands.iter().flatten().map(|demanded| {
        let clause = match &demanded.demand.reason {
            Reason::Major { clause, .. } => Some(clause.clone()),
            Reason::Education | Reason::IdentityChange => None,
        };
        list(proof::name(&demanded.demand.reason, locale), clause, &demanded.files)
    });
    let demanded = demanded.collect_view();
    let others =
        (!shown.others.is_empty()).then(|| list(t::attachments::OTHERS.get(locale).to_owned(), None, &shown.others));
    Some(view! { <h2>{t::console::ATTACHMENTS.get(locale)}</h2> {demanded} {others} })
}

/// Nothing of a case is shown to somebody who does not hold it.
fn not_taken(desk: &Desk, id: EnrolmentId) -> (String, AnyView) {
    let locale = desk.locale;
    let problems: Vec<_> = desk.problem.clone().into_iter().collect();
    let body = view! {
        <div class="queue">
            <ErrorSummary problems=problems locale=locale />
            <Notice title=t::console::NOT_TAKEN.get(locale) tone=Tone::Warn>
                <p>{t::console::NOT_TAKEN_TEXT.get(locale)}</p>
            </Notice>
            <form class="act" method="post" action=TakeCase::url()>
                <input type="hidden" name="case" value=id.to_string() />
                <button class="button button--primary">{t::console::TAKE.get(locale)}</button>
                <a class="button" href=route::CONSOLE>{t::console::QUEUE_BACK.get(locale)}</a>
            </form>
        </div>
    };
    (t::console::NOT_TAKEN.get(locale).to_owned(), body.into_any())
}
