//! 核对信息: both pictures, and beside them what stands on the document, to be confirmed or typed.

use super::{
    super::{
        frame::{Menu, Page, Visit, brought_back, candidate_page},
        returned,
    },
    line::in_line,
    refusal, side,
};
use crate::{
    api::{ConfirmCard, card_form::CardForm, posting::typed},
    components::{ErrorSummary, Notice, OptionGroup, SelectField, SummaryList, SummaryRow, TextField, Tone},
    message::{card::problem, record},
    text::t,
};
use enrolment::{
    attempts::Counted,
    card::{CardPages, ReadingState},
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;
use shared::{
    document::DocumentNumber,
    enrolment::{Item, Step},
    evidence::{CardField, CardSide},
    locale::Locale,
    person::{CodeTable, Ethnicity, Sex},
    problem::{Field, Problem, ProblemCode},
    profile::CONSENT_CARD,
    route,
};

/// Of the query: shows the form whether or not an engine is still reading.
const BY_HAND: &str = "by_hand";

#[component]
pub fn CardConfirmPage() -> impl IntoView {
    candidate_page(|visit| async move {
        let (caller, enrolment) = (visit.candidate()?, &visit.context.enrolment);
        let status = enrolment.status(caller).await?;
        if !status.items.iter().any(|item| item.item == Item::Card && item.open) {
            return Err(ProblemCode::ItemClosed.into());
        }
        let pages = enrolment.card_pages(caller).await?;
        // a notice that has changed since is agreed to there
        if pages.both().is_none() || !enrolment.has_consented(caller, CONSENT_CARD).await? {
            return Ok(Page::redirect(&visit.routes().card()));
        }
        let document = enrolment.own_document(caller).await?;
        let kept: CardForm = typed(&visit.context, CardForm::DRAFT).await?;
        let reading = enrolment.card_reading(caller).await?;
        let typing = pages.confirmed_at.is_some() || kept != CardForm::default() || wants_to_type();
        if !typing && let Some(waiting) = waiting(&visit, &pages, reading) {
            return Ok(page(&visit, waiting));
        }
        let mut problems = refusal(&visit, &[]);
        let refused = visit.refused_by(ConfirmCard::PATH);
        let form = if kept == CardForm::default() { CardForm::filled(&pages, &document) } else { kept };
        if refused {
            let known = problems.first().and_then(|problem| problem.field);
            let found = form.confirmation(&document, enrolment.now().beijing().date()).err().unwrap_or_default();
            problems.extend(found.into_iter().filter(|problem| problem.field != known));
        }
        let locale = visit.locale;
        let sent_back = returned::notice(&visit, &status, Item::Card);
        let body = body(&visit, &pages, &document, &form, &problems);
        let left_out = (!typing && reading == ReadingState::LeftOut).then(|| left_out(&visit));
        let body = view! {
            <ErrorSummary problems=problems locale=locale />
            {sent_back}
            {left_out}
            {body}
        };
        Ok(page(&visit, body.into_any()))
    })
}

fn page(visit: &Visit, body: AnyView) -> Page {
    Page::new(t::card::CONFIRM_TITLE.get(visit.locale), Menu::Enrol, body).at(visit, Step::Provide(Item::Card))
}

/// Somebody does not wait for the engine.
fn wants_to_type() -> bool {
    use_query_map().with_untracked(|query| query.get(BY_HAND)).is_some()
}

/// Reading was left out: where to ask for it, before anything is typed.
fn left_out(visit: &Visit) -> impl IntoView + use<> {
    let (locale, href) = (visit.locale, visit.routes().card());
    view! {
        <Notice title=t::line::LEFT_OUT.get(locale) tone=Tone::Warn>
            <p>{t::line::LEFT_OUT_TEXT.get(locale)}</p>
            <p><a href=href>{t::line::READ.get(locale)}</a></p>
        </Notice>
    }
}

/// Both pictures while an engine reads them.
fn waiting(visit: &Visit, pages: &CardPages, reading: ReadingState) -> Option<AnyView> {
    let ReadingState::Running(turn) = reading else { return None };
    let href = visit.routes().card_confirm();
    let line = in_line(visit, (&href, Counted::Card), turn);
    let by_hand = format!("{href}?{BY_HAND}=1");
    let view = view! {
        {line}
        <div class="card-confirm">
            <div class="card-confirm__pictures">{pictures_of(visit, pages)}</div>
            <p><a class="button" href=by_hand>{t::line::BY_HAND.get(visit.locale)}</a></p>
        </div>
    };
    Some(view.into_any())
}

fn body(
    visit: &Visit,
    pages: &CardPages,
    document: &DocumentNumber,
    form: &CardForm,
    problems: &[Problem],
) -> impl IntoView + use<> {
    let locale = visit.locale;
    let lead = if pages.reading.is_some() && pages.confirmed_at.is_none() {
        t::card::CONFIRM_LEAD_READ
    } else {
        t::card::CONFIRM_LEAD
    };
    let kind = record::document_type(document.kind()).get(locale);
    let number = record::grouped(document.expose());
    let rows = vec![SummaryRow::new(kind, number)];
    let pictures = pages.both().map(|ids| ids.map(|id| id.to_string())).unwrap_or_default();
    let [portrait, emblem] = pictures;
    view! {
        {brought_back(visit)}
        <p class="lead">{lead.get(locale)}</p>
        {found(pages, locale)}
        <div class="card-confirm">
            <div class="card-confirm__pictures">{pictures_of(visit, pages)}</div>
            <form class="content--narrow" method="post" action=visit.own(ConfirmCard::url()) novalidate=true>
                <input type="hidden" name="province" value=visit.province.to_string() />
                <input type="hidden" name="portrait" value=portrait />
                <input type="hidden" name="emblem" value=emblem />
                <SummaryList rows=rows />
                {person(visit, document, form, problems)}
                {validity(visit, form, problems)}
                <div class="act">
                    <button class="button button--primary">{t::card::CONFIRM_SUBMIT.get(locale)}</button>
                    <a class="button" href=visit.routes().card()>{t::card::REPLACE.get(locale)}</a>
                </div>
            </form>
        </div>
    }
}

/// What an engine found wrong while it read: advice, which stands in nobody's way.
fn found(pages: &CardPages, locale: Locale) -> Option<impl IntoView + use<>> {
    let problems = &pages.reading.as_ref()?.problems;
    let problems: Vec<_> = problems.iter().map(|one| view! { <li>{problem(*one).get(locale)}</li> }).collect();
    (!problems.is_empty()).then(|| {
        view! {
            <Notice title=t::card_problem::LEAD.get(locale) tone=Tone::Warn>
                <ul>{problems}</ul>
            </Notice>
        }
    })
}

fn pictures_of(visit: &Visit, pages: &CardPages) -> impl IntoView + use<> {
    let locale = visit.locale;
    let picture = |side: CardSide| {
        let href = pages.side(side).map(|receipt| route::card_file(receipt.card));
        href.map(|href| {
            let (alt, large) = (side::alt(side).get(locale), href.clone());
            view! {
                <a href=large target="_blank" rel="noopener">
                    <img class="card-side__picture" src=href alt=alt />
                </a>
            }
        })
    };
    CardSide::ALL.map(picture).into_iter().collect_view()
}

fn person(visit: &Visit, document: &DocumentNumber, form: &CardForm, problems: &[Problem]) -> impl IntoView + use<> {
    let locale = visit.locale;
    let (form, problems) = (form.clone(), problems.to_vec());
    let bears = |field: CardField| field.stands_on(document.kind());
    let ethnicity = bears(CardField::Ethnicity).then(|| {
        view! {
            <SelectField
                field=Field::Ethnicity
                label=t::card::ETHNICITY
                locale=locale
                groups=options(Ethnicity::ALL, locale)
                value=form.ethnicity.clone()
                problems=problems.clone()
            />
        }
    });
    let address = bears(CardField::Address).then(|| {
        view! {
            <TextField
                field=Field::Address
                label=t::card::ADDRESS
                hint=t::card::ADDRESS_HINT
                locale=locale
                value=form.address.clone()
                problems=problems.clone()
                autocomplete="street-address"
                maxlength=100
            />
        }
    });
    view! {
        <TextField
            field=Field::Name
            label=t::card::NAME
            hint=t::card::NAME_HINT
            locale=locale
            value=form.name
            problems=problems.clone()
            autocomplete="name"
            maxlength=60
        />
        <SelectField
            field=Field::Sex
            label=t::card::SEX
            locale=locale
            groups=options(Sex::CHOICES, locale)
            value=form.sex
            problems=problems.clone()
        />
        {ethnicity}
        <TextField
            field=Field::BirthDate
            label=t::card::BIRTH_DATE
            hint=t::card::BIRTH_HINT
            locale=locale
            value=form.birth_date
            problems=problems
            autocomplete="bday"
            maxlength=20
        />
        {address}
    }
}

fn validity(visit: &Visit, form: &CardForm, problems: &[Problem]) -> impl IntoView + use<> {
    let locale = visit.locale;
    let (form, problems) = (form.clone(), problems.to_vec());
    view! {
        <TextField
            field=Field::ValidFrom
            label=t::card::VALID_FROM
            hint=t::card::VALID_FROM_HINT
            locale=locale
            value=form.valid_from
            problems=problems.clone()
            maxlength=20
        />
        <TextField
            field=Field::ValidTo
            label=t::card::VALID_TO
            hint=t::card::VALID_TO_HINT
            locale=locale
            value=form.valid_to
            problems=problems
            maxlength=20
        />
    }
}

fn options<T: CodeTable>(table: &[T], locale: shared::locale::Locale) -> Vec<OptionGroup> {
    let options = table.iter().map(|entry| (entry.code().to_owned(), entry.words().get(locale).to_owned())).collect();
    vec![OptionGroup { label: String::new(), options }]
}
