//! The column of facts: what needs attention first, then who it is, what they enrol in, what engines and the register said, and
//! what has happened.

use super::{
    super::{desk::case::on_record, frame::Desk, past, waits},
    alike, details, faces, identity, rounds,
};
use crate::{
    components::{
        Findings, SummaryList, SummaryRow, Timeline, photo_measures,
        timeline::{StepKind, TimelineStep},
    },
    drawings::Ground,
    message::{proof, record},
    pages::{attachments, signature},
    text::t,
};
use enrolment::{
    Result,
    attachments::Attachment,
    photo::PhotoReceipt,
    review::{Case, CaseItem},
};
use leptos::prelude::*;
use shared::{attachment::Reason, locale::Locale, route};

pub(super) fn facts(desk: &Desk, case: &Case) -> Result<impl IntoView + use<>> {
    let locale = desk.locale;
    let history = case.timeline.iter();
    let history = history
        .map(|entry| TimelineStep { name: record::milestone(entry.what), kind: StepKind::Done(entry.at) })
        .collect();
    let photo = match &case.photo {
        Some(photo) => Some(verdict(desk, photo)?),
        None => None,
    };
    Ok(view! {
        {notable(case, locale)}
        {in_person(desk, case)}
        {rounds::rounds(desk, case)}
        {past::rulings(desk, case)}
        {alike::alike(desk, case)}
        {identity::identity(desk, case)}
        {details::facts(desk, case)}
        <h2>{t::console_case::ITEMS.get(locale)}</h2>
        <SummaryList rows=case.items.iter().map(|item| item_row(item, locale)).collect() />
        {case.face.as_ref().map(|face| faces::said(face, locale))}
        {signature(case, locale)}
        {proofs(case, locale)}
        {photo}
        <h2>{t::console::HISTORY.get(locale)}</h2>
        <Timeline steps=history locale=locale />
    })
}

/// What an officer or an institution found who saw the candidate.
fn in_person(desk: &Desk, case: &Case) -> Option<impl IntoView + use<>> {
    let found = case.desk.as_ref()?;
    let institution = found.institution.as_ref().map(|code| view! { <p class="quiet">{code.clone()}</p> });
    Some(view! {
        <h2>{t::console_case::IN_PERSON.get(desk.locale)}</h2>
        {on_record(desk, found, institution.into_any())}
    })
}

/// What a reviewer should not overlook, with the way there.
fn notable(case: &Case, locale: Locale) -> Option<impl IntoView + use<>> {
    let alike = case.duplicates.len() + case.late.len();
    let counted = [
        ("#changes", case.changes.len(), t::console_case::changes(locale, case.changes.len())),
        ("#alike", alike, t::console_case::alike(locale, alike)),
        ("#identity", case.differing.len(), t::console_case::differing(locale, case.differing.len())),
    ];
    let links: Vec<_> = counted
        .into_iter()
        .filter(|(_, count, _)| *count > 0)
        .map(|(href, _, words)| view! { <li><a class="tag tag--warn" href=href>{words}</a></li> })
        .collect();
    (!links.is_empty()).then(|| view! { <ul class="case-notable">{links}</ul> })
}

/// How an item stands, and whether it is news since the application was sent back.
fn item_row(item: &CaseItem, locale: Locale) -> SummaryRow {
    let state = record::item_state(item.state).get(locale);
    let changed =
        item.changed.then(|| view! { " " <span class="tag tag--warn">{t::console::CHANGED.get(locale)}</span> });
    SummaryRow::new(record::item(item.item).get(locale), view! { {state} {changed} })
}

/// The signature as it stands, and why the case is here although the province decides at once.
fn signature(case: &Case, locale: Locale) -> Option<impl IntoView + use<>> {
    let signed = case.signature.as_ref()?;
    let address = route::Candidate(&case.province).verify_signature(signed.id);
    Some(view! {
        <h2>{t::item::SIGNATURE.get(locale)}</h2>
        {signature::look(signed, locale)}
        <p>{t::signature::done_at(locale, record::beijing(signed.signed_at, locale))}</p>
        <p><a href=address target="_blank" rel="noopener">{t::completion::VERIFY.get(locale)}</a></p>
        {waits::waits(&signed.waits, locale)}
    })
}

/// Each demand with its clause and its files, then the rest.
fn proofs(case: &Case, locale: Locale) -> Option<impl IntoView + use<>> {
    let shown = case.attachments.as_ref()?;
    // the numbers of the strip
    let number = |file: &Attachment| shown.files().position(|own| own.id == file.id).map_or(0, |at| at + 1);
    let list = |title: String, clause: Option<String>, files: &[Attachment]| {
        let none = files.is_empty().then(|| view! { <p class="quiet">{t::attachments::MISSING.get(locale)}</p> });
        let files = files.iter().map(|file| {
            let number = number(file);
            let what = attachments::describe(file, number, locale);
            view! { <li><a href=format!("#ev-{number}")>{what}</a></li> }
        });
        let clause = clause.map(|clause| view! { <p class="quiet" lang="zh-CN">{clause}</p> });
        view! { <h3>{title}</h3> {clause} {none} <ul>{files.collect_view()}</ul> }
    };
    let demanded = shown.demands.iter().flatten().map(|demanded| {
        let clause = match &demanded.demand.reason {
            Reason::Major { clause, .. } => Some(clause.clone()),
            Reason::Education | Reason::Document { .. } | Reason::IdentityChange => None,
        };
        list(proof::name(&demanded.demand.reason, locale), clause, &demanded.files)
    });
    let demanded = demanded.collect_view();
    let others =
        (!shown.others.is_empty()).then(|| list(t::attachments::OTHERS.get(locale).to_owned(), None, &shown.others));
    Some(view! { <h2>{t::console::ATTACHMENTS.get(locale)}</h2> {demanded} {others} })
}

/// The measures in words, and every rule with its value and limit.
fn verdict(desk: &Desk, photo: &PhotoReceipt) -> Result<impl IntoView + use<>> {
    let (locale, spec) = (desk.locale, &desk.profile()?.photo);
    let verdict = photo.verdict.clone();
    let finished = (verdict.width_px, verdict.height_px) == (spec.file.width_px, spec.file.height_px);
    let key = verdict.face.as_ref().filter(|_| finished).map(|face| photo_measures::key(face, spec, locale));
    Ok(view! {
        <h2>{t::console::FINDINGS.get(locale)}</h2>
        {key}
        {desk.profile()?.compare_photo_with_card.then(|| faces::likeness(photo, locale))}
        <Findings verdict=verdict ground=Ground::of(spec) locale=locale />
    })
}
