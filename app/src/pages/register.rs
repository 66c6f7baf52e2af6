//! Registration (新生入籍): phone, code, document, place. Two buttons, one form; what was typed survives both.

use super::{
    closed,
    contact::{self, Typed},
    existing,
    frame::{Menu, Page, Visit, candidate_page},
    home,
};
use crate::{
    api::{
        Register,
        forms::{ContactForm, REGISTER},
    },
    components::{Choice, ErrorSummary, OptionGroup, SelectField, SummaryList, SummaryRow, Terms, TextField},
    message::record,
    text::t,
};
use leptos::{prelude::*, server_fn::ServerFn};
use shared::{
    enrolment::{Item, Step},
    existing::Record,
    problem::{Field, ProblemCode},
    profile::{CONSENT_IDENTITY, Profile, Word},
};

#[component]
pub fn RegisterPage() -> impl IntoView {
    candidate_page(|visit| async move {
        let title = visit.word(Word::Register, t::register::TITLE);
        if visit.candidate().is_ok() {
            return Ok(Page::redirect(&visit.routes().status()));
        }
        let (profile, now) = (visit.profile(), visit.context.enrolment.now());
        if profile.open_window(now).is_none() {
            let closed = home::closed(&visit, profile.next_window(now)).into_any();
            return Ok(Page::new(title, Menu::Enrol, view! { {closed} {sign_in_link(&visit)} }));
        }
        let check = |form: &ContactForm| form.registration(profile).err().unwrap_or_default();
        let mut typed = contact::load(&visit, REGISTER, Register::PATH, check).await?;
        let known = existing::settled(&visit).await?;
        if let Some((wanted, own)) = &known {
            wanted.document.kind().as_str().clone_into(&mut typed.form.document_type);
            wanted.document.expose().clone_into(&mut typed.form.document_number);
            typed.form.region.clone_from(&own.record.region);
        }
        let known = known.map(|(_, own)| own.record);
        Ok(Page::new(title, Menu::Enrol, form(&visit, typed, known)).at(&visit, Step::Provide(Item::Document)))
    })
}

fn form(visit: &Visit, typed: Typed, known: Option<Record>) -> impl IntoView + use<> {
    let locale = visit.locale;
    let place = match known {
        Some(known) => settled_fields(visit, &typed, &known).into_any(),
        None => open_fields(visit, &typed).into_any(),
    };
    view! {
        <ErrorSummary problems=typed.problems.clone() locale=locale />
        {closed(visit, &typed)}
        {contact::sent_notice(visit, &typed)}
        <form class="content--narrow" method="post" action=Register::url() novalidate=true>
            {contact::default_button()}
            <input type="hidden" name="province" value=visit.province.to_string() />
            <input type="hidden" name="page" value=REGISTER />
            {contact::fields(visit, &typed)}
            {contact::email_fields(visit, &typed)}
            {place}
            {terms(visit)}
            <Choice
                field=Field::Consent
                label=t::register::CONSENT
                locale=locale
                checked=typed.form.consent == "on"
                problems=typed.problems.clone()
            />
            <div class="act">
                <button class="button button--primary">{t::register::SUBMIT.get(locale)}</button>
            </div>
        </form>
        {sign_in_link(visit)}
    }
}

/// Document and place, of somebody new.
fn open_fields(visit: &Visit, typed: &Typed) -> impl IntoView + use<> {
    let locale = visit.locale;
    view! {
        {document_fields(visit, typed)}
        <SelectField
            field=Field::Region
            label=visit.word(Word::Region, t::register::REGION)
            hint=region_hint(visit)
            locale=locale
            groups=regions(visit.profile())
            value=typed.form.region.clone()
            problems=typed.problems.clone()
        />
    }
}

/// What follows from the number that was chosen, and is not asked for again.
fn settled_fields(visit: &Visit, typed: &Typed, known: &Record) -> impl IntoView + use<> {
    let locale = visit.locale;
    let hidden = [
        ("document_type", typed.form.document_type.clone()),
        ("document_number", typed.form.document_number.clone()),
        ("region", typed.form.region.clone()),
    ];
    let hidden = hidden.map(|(name, value)| view! { <input type="hidden" name=name value=value /> });
    let number = SummaryRow::new(t::register::EXISTING_NUMBER.get(locale), known.number.expose().to_owned());
    let facts = existing::facts(visit.profile(), known, locale).into_iter().take(3);
    let facts = facts.map(|(question, answer)| SummaryRow::new(question.get(locale), answer));
    let rows = std::iter::once(number).chain(facts).collect();
    view! {
        <h2>{t::register::EXISTING_CHOSEN.get(locale)}</h2>
        <SummaryList rows=rows />
        {hidden.into_iter().collect_view()}
    }
}

/// Where the region is chosen once and for all, that is said before it is.
fn region_hint(visit: &Visit) -> crate::text::Text {
    if visit.profile().accounts.region_fixed { t::joining::REGION_HINT } else { t::register::REGION_HINT }
}

/// The region that was chosen is not open, while others are.
fn closed(visit: &Visit, typed: &Typed) -> Option<impl IntoView + use<>> {
    let closed = typed.problems.iter().any(|problem| problem.code == ProblemCode::WindowClosed);
    closed.then(|| closed::dates_of(visit, &typed.form.region)).flatten()
}

/// Type and number of the identity document; also on the page that corrects it.
pub(super) fn document_fields(visit: &Visit, typed: &Typed) -> impl IntoView + use<> {
    let locale = visit.locale;
    let kinds = visit.profile().document_types.iter();
    let options =
        kinds.map(|kind| (kind.as_str().to_owned(), record::document_type(*kind).get(locale).to_owned())).collect();
    view! {
        <SelectField
            field=Field::DocumentType
            label=t::register::DOCUMENT_TYPE
            locale=locale
            groups=vec![OptionGroup { label: String::new(), options }]
            value=typed.form.document_type.clone()
            problems=typed.problems.clone()
        />
        <TextField
            field=Field::DocumentNumber
            label=t::register::DOCUMENT_NUMBER
            hint=t::register::DOCUMENT_HINT
            locale=locale
            value=typed.form.document_number.clone()
            problems=typed.problems.clone()
            maxlength=30
        />
    }
}

/// Counties under their prefectures; a prefecture without counties stands for itself.
pub(super) fn regions(profile: &Profile) -> Vec<OptionGroup> {
    let prefectures = profile.offered_regions().filter(|region| region.parent.is_none());
    let group = |prefecture: &shared::profile::Region| {
        let own = profile.offered_regions().filter(|region| region.parent.as_deref() == Some(&prefecture.code));
        let mut options: Vec<_> = own.map(|region| (region.code.clone(), region.name.clone())).collect();
        if options.is_empty() {
            options.push((prefecture.code.clone(), prefecture.name.clone()));
        }
        OptionGroup { label: prefecture.name.clone(), options }
    };
    prefectures.map(group).collect()
}

fn terms(visit: &Visit) -> Option<impl IntoView + use<>> {
    let notice = visit.profile().notice(CONSENT_IDENTITY)?.clone();
    let locale = visit.locale;
    Some(view! { <Terms notice=notice locale=locale /> })
}

fn sign_in_link(visit: &Visit) -> impl IntoView + use<> {
    let locale = visit.locale;
    let existing = visit.profile().existing.enabled.then(|| {
        view! {
            <p>
                {t::home::EXISTING.get(locale)} " "
                <a href=visit.routes().existing()>{t::home::EXISTING_LINK.get(locale)}</a>
            </p>
        }
    });
    view! {
        {existing}
        <p>
            {t::register::HAVE_ACCOUNT.get(locale)} " "
            <a href=visit.routes().sign_in()>{t::register::SIGN_IN.get(locale)}</a>
        </p>
    }
}
