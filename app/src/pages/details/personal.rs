//! 个人信息: what the card says is shown and cannot be typed over; the rest is asked for.

use super::{super::frame::Visit, Shown, leave};
use crate::{
    api::{ProposePinyin, details_form::Leaving},
    components::{OptionGroup, SelectField, TextField},
    message::record,
    text::{Text, t},
};
use leptos::{prelude::*, server_fn::ServerFn};
use shared::{
    locale::Locale,
    person::{CodeTable, Ethnicity, Household, Occupation, PoliticalStatus, Sex},
    problem::Field,
};

/// In the order of the guide.
pub(super) fn fields(visit: &Visit, shown: &Shown) -> impl IntoView + use<> {
    view! {
        {name(visit, shown)}
        {pinyin(visit, shown)}
        {document(visit, shown)}
        {ethnicity(visit, shown)}
        {sex(visit, shown)}
        {birth_date(visit, shown)}
        {address(visit, shown)}
        {tables(visit, shown)}
        {contact(visit, shown)}
    }
}

fn name(visit: &Visit, shown: &Shown) -> AnyView {
    let known = shown.basis.card.as_ref().and_then(|card| card.name.as_ref());
    match known {
        Some(name) => known_field(visit, shown, t::details::NAME, name.expose().to_owned()),
        None => view! {
            <TextField
                field=Field::Name
                label=t::details::NAME
                hint=t::details::NAME_HINT
                locale=visit.locale
                value=shown.form.name.clone()
                problems=shown.problems.clone()
                autocomplete="name"
                maxlength=100
            />
        }
        .into_any(),
    }
}

/// Several readings are choices of the field, and said in words for those who cannot open the list. Where the name is typed,
/// `app/scripts/pinyin.js` asks for them as soon as it is.
fn pinyin(visit: &Visit, shown: &Shown) -> impl IntoView + use<> {
    let locale = visit.locale;
    let joint = t::frame::LIST.get(locale);
    let options = shown.spellings.iter().map(|own| view! { <option value=own.clone()></option> }).collect_view();
    let several = t::details::pinyin_choices(locale, "{choices}");
    let words = (shown.spellings.len() > 1).then(|| t::details::pinyin_choices(locale, shown.spellings.join(joint)));
    let is_typed = shown.basis.card.as_ref().is_none_or(|card| card.name.is_none());
    let script = is_typed.then(|| {
        let script = format!("{}pinyin.js", visit.context.scripts);
        view! { <script type="module" src=script></script> }
    });
    view! {
        <div>
            <TextField
                field=Field::Pinyin
                label=t::details::PINYIN
                hint=t::details::PINYIN_HINT
                locale=locale
                value=shown.form.pinyin.clone()
                problems=shown.problems.clone()
                maxlength=100
                list="spellings"
            />
            <datalist id="spellings" data-from=visit.own(ProposePinyin::url())>{options}</datalist>
            <p class="field__note" id="spellings-note" role="status" data-several=several data-joint=joint>{words}</p>
            {script}
        </div>
    }
}

fn document(visit: &Visit, shown: &Shown) -> impl IntoView + use<> {
    let document = shown.basis.document_shown();
    let kind = record::document_type(document.kind).get(visit.locale);
    still(t::details::DOCUMENT.get(visit.locale), format!("{kind} {}", document.masked), None)
}

fn ethnicity(visit: &Visit, shown: &Shown) -> AnyView {
    match shown.basis.card.as_ref().and_then(|card| card.ethnicity) {
        Some(known) => known_field(visit, shown, t::details::ETHNICITY, known.words().get(visit.locale).to_owned()),
        None => table::<Ethnicity>(visit, shown, (Field::Ethnicity, t::details::ETHNICITY), &shown.form.ethnicity),
    }
}

fn sex(visit: &Visit, shown: &Shown) -> AnyView {
    if let Some(known) = shown.basis.card.as_ref().and_then(|card| card.sex) {
        return known_field(visit, shown, t::details::SEX, known.words().get(visit.locale).to_owned());
    }
    let value = shown.form.sex.clone();
    select(visit, shown, (Field::Sex, t::details::SEX), (options(Sex::CHOICES, visit.locale), value))
}

fn birth_date(visit: &Visit, shown: &Shown) -> AnyView {
    match shown.basis.card.as_ref().and_then(|card| card.birth_date) {
        Some(known) => known_field(visit, shown, t::details::BIRTH_DATE, record::date(known, visit.locale)),
        None => view! {
            <TextField
                field=Field::BirthDate
                label=t::details::BIRTH_DATE
                hint=t::details::BIRTH_DATE_HINT
                locale=visit.locale
                value=shown.form.birth_date.clone()
                problems=shown.problems.clone()
                autocomplete="bday"
                maxlength=20
            />
        }
        .into_any(),
    }
}

fn address(visit: &Visit, shown: &Shown) -> AnyView {
    let known = shown.basis.card.as_ref().and_then(|card| card.address.as_ref());
    match known {
        Some(address) => known_field(visit, shown, t::details::ADDRESS, address.expose().to_owned()),
        None => typed_address(visit, shown).into_any(),
    }
}

/// An address for letters stands beside that of the card, which it may differ from.
fn typed_address(visit: &Visit, shown: &Shown) -> impl IntoView + use<> {
    let locale = visit.locale;
    let (label, hint) = if shown.basis.postal {
        (t::details::POSTAL, t::details::POSTAL_HINT)
    } else {
        (t::details::ADDRESS, t::details::ADDRESS_HINT)
    };
    let other = shown.basis.card_address.as_ref().filter(|address| address.expose() != shown.form.address.trim());
    let note = other.map(|address| {
        view! { <p class="field__note">{t::details::postal_card(locale, address.expose())}</p> }
    });
    view! {
        <div>
            <TextField
                field=Field::Address
                label=label
                hint=hint
                locale=locale
                value=shown.form.address.clone()
                problems=shown.problems.clone()
                autocomplete="street-address"
                maxlength=500
            />
            {note}
        </div>
    }
}

fn tables(visit: &Visit, shown: &Shown) -> impl IntoView + use<> {
    let form = &shown.form;
    view! {
        {table::<Household>(visit, shown, (Field::Household, t::details::HOUSEHOLD), &form.household)}
        {table::<PoliticalStatus>(visit, shown, (Field::Political, t::details::POLITICAL), &form.political)}
        {table::<Occupation>(visit, shown, (Field::Occupation, t::details::OCCUPATION), &form.occupation)}
    }
}

fn contact(visit: &Visit, shown: &Shown) -> impl IntoView + use<> {
    let locale = visit.locale;
    let phone = t::details::PHONE.get(locale);
    view! {
        <TextField
            field=Field::Postcode
            label=t::details::POSTCODE
            hint=t::details::POSTCODE_HINT
            locale=locale
            value=shown.form.postcode.clone()
            problems=shown.problems.clone()
            inputmode="numeric"
            autocomplete="postal-code"
            maxlength=12
        />
        {email(shown, locale)}
        {still(phone, shown.basis.phone.clone(), Some(t::details::PHONE_FIXED.get(locale).into_any()))}
    }
}

/// Asked for once: who registered with an address has given it.
fn email(shown: &Shown, locale: Locale) -> AnyView {
    let label = t::details::EMAIL;
    if let Some(proved) = shown.basis.email.clone() {
        let note = t::details::EMAIL_FIXED.get(locale).into_any();
        return still(label.get(locale), proved, Some(note)).into_any();
    }
    view! {
        <TextField
            field=Field::Email
            label=label
            hint=t::details::EMAIL_HINT
            locale=locale
            value=shown.form.email.clone()
            problems=shown.problems.clone()
            kind="email"
            inputmode="email"
            autocomplete="email"
            maxlength=254
        />
    }
    .into_any()
}

/// What stands on the card, with the way to correct it where it still can be.
fn known_field(visit: &Visit, shown: &Shown, label: Text, value: String) -> AnyView {
    let locale = visit.locale;
    let way = if shown.card_open {
        leave(visit, "link-button", (Leaving::Card, t::details::CORRECT_CARD))
    } else {
        t::details::CARD_FIXED.get(locale).into_any()
    };
    let note = view! { <span class="tag">{t::details::FROM_CARD.get(locale)}</span> " " {way} };
    still(label.get(locale), value, Some(note.into_any())).into_any()
}

/// A line that is not asked for.
fn still(label: &'static str, value: String, note: Option<AnyView>) -> impl IntoView {
    view! {
        <div class="field">
            <p class="field__label">{label.trim_start_matches("* ")}</p>
            <p class="field__known">{value}</p>
            {note.map(|note| view! { <p class="field__note">{note}</p> })}
        </div>
    }
}

fn table<T: CodeTable>(visit: &Visit, shown: &Shown, what: (Field, Text), value: &str) -> AnyView {
    select(visit, shown, what, (options(T::ALL, visit.locale), value.to_owned()))
}

/// The entries of a table as a list offers them.
pub(super) fn options<T: CodeTable>(entries: &[T], locale: Locale) -> Vec<(String, String)> {
    entries.iter().map(|entry| (entry.code().to_owned(), entry.words().get(locale).to_owned())).collect()
}

fn select(
    visit: &Visit,
    shown: &Shown,
    (field, label): (Field, Text),
    (options, value): (Vec<(String, String)>, String),
) -> AnyView {
    view! {
        <SelectField
            field=field
            label=label
            locale=visit.locale
            groups=vec![OptionGroup { label: String::new(), options }]
            value=value
            problems=shown.problems.clone()
        />
    }
    .into_any()
}
