//! The bar under a case: a word on every item, approve, return, pass on, refuse; the lease; keys. What was decided before.

use super::frame::Desk;
use crate::{
    api::{DecideCase, ReleaseCase, SaveDecision, TakeCase, console::RENEW, decision::DecisionForm},
    message::record,
    text::t,
};
use enrolment::{
    Result,
    review::{Case, CaseItem},
};
use leptos::{prelude::*, server_fn::ServerFn};
use shared::{
    enrolment::Item,
    locale::Locale,
    problem::Field,
    profile::{Profile, Reason},
    review::Note,
    staff::Act,
};

pub(super) fn bar(desk: &Desk, case: &Case) -> Result<impl IntoView + use<>> {
    let (locale, profile) = (desk.locale, desk.profile()?);
    let script = |name: &str| format!("{}{name}", desk.context.scripts);
    Ok(view! {
        <section class="decide" aria-label=t::console::ACTION.get(locale)>
            {decisions(desk, case, profile)}
            {lease(desk, case)}
            <script type="module" src=script("decide.js")></script>
            <script type="module" src=script("lease.js")></script>
        </section>
    })
}

/// One form with its buttons; Enter in it only saves what is filled in, because its first button does.
fn decisions(desk: &Desk, case: &Case, profile: &Profile) -> impl IntoView + use<> {
    let locale = desk.locale;
    let draft = case.draft.as_deref().and_then(DecisionForm::of_draft).unwrap_or_default();
    let items = case.items.iter().map(|item| verdict(item, &draft, profile, locale)).collect_view();
    view! {
        <form class="decide__form" id="decision" method="post" action=DecideCase::url() data-save=SaveDecision::url()>
            <input type="hidden" name="case" value=case.enrolment.to_string() />
            <input type="hidden" name="version" value=case.version.to_string() />
            <button class="visually-hidden" formaction=SaveDecision::url() tabindex="-1">
                {t::console_decide::SAVE.get(locale)}
            </button>
            <div class="decide__items" id=Field::Reason.as_str()>{items}</div>
            {acts(desk, case, &draft, profile)}
        </form>
    }
}

/// What can be done with the whole.
fn acts(desk: &Desk, case: &Case, draft: &DecisionForm, profile: &Profile) -> impl IntoView + use<> {
    let locale = desk.locale;
    let senior = case.senior.then(|| view! { <p class="tag tag--warn">{t::console_decide::SENIOR.get(locale)}</p> });
    let pass_on = (!case.senior).then(|| {
        view! {
            <button class="button" name="decision" value="escalate" accesskey="s">
                {t::console_decide::ESCALATE.get(locale)} <kbd>"S"</kbd>
            </button>
        }
    });
    let refusing = desk.role.may(Act::SeniorReview).then(|| refuse(desk, draft, profile));
    let note = draft.note().to_owned();
    view! {
        <div class="decide__acts">
            {senior}
            <button class="button" type="button" data-accept-rest="" hidden accesskey="g">
                {t::console_decide::ACCEPT_REST.get(locale)} <kbd>"G"</kbd>
            </button>
            <button class="button button--primary" name="decision" value="approve" accesskey="a">
                {t::console::APPROVE.get(locale)} <kbd>"A"</kbd>
            </button>
            <button class="button" name="decision" value="return" accesskey="r">
                {t::console::RETURN.get(locale)} <kbd>"R"</kbd>
            </button>
            {pass_on}
            <label class="decide__note">
                {t::console_decide::NOTE.get(locale)} <kbd>"M"</kbd>
                <input
                    class="input"
                    id=Field::Note.as_str()
                    name=DecisionForm::NOTE
                    value=note
                    maxlength=Note::CHARS_MAX
                    accesskey="m"
                    autocomplete="off"
                />
            </label>
            {refusing}
            <button class="tool" formaction=SaveDecision::url()>{t::console_decide::SAVE.get(locale)}</button>
            <span class="quiet" role="status" data-saved=t::console_decide::SAVED.get(locale)></span>
        </div>
    }
}

/// One choice for an item: open, accepted, or a reason to return it, and then a word to the candidate.
fn verdict(item: &CaseItem, draft: &DecisionForm, profile: &Profile, locale: Locale) -> impl IntoView + use<> {
    let item = item.item;
    let name = record::item(item).get(locale);
    let chosen = draft.verdict(item).to_owned();
    let accepted = chosen == DecisionForm::ACCEPT;
    let reasons = profile.offered_reasons(Some(item));
    let reasons = options(reasons, DecisionForm::RETURN, &chosen, locale);
    let (key, field) = (key(item), DecisionForm::verdict_of(item));
    view! {
        <div class="decide__item">
            <label>
                <span class="decide__name">{name} "\u{a0}" <kbd>{key.to_uppercase()}</kbd></span>
                <select class="input" id=field.clone() name=field accesskey=key data-verdict="" data-item="">
                    <option value="">{t::console_decide::OPEN.get(locale)}</option>
                    <option value=DecisionForm::ACCEPT selected=accepted>{t::console_decide::ACCEPT.get(locale)}</option>
                    <optgroup label=t::console::RETURN.get(locale)>{reasons}</optgroup>
                </select>
            </label>
            <input
                class="input decide__word"
                name=DecisionForm::note_of(item)
                value=draft.note_to_candidate(item).to_owned()
                maxlength=Note::CHARS_MAX
                placeholder=t::console_decide::WORD.get(locale)
                aria-label=t::console_decide::word_about(locale, name)
                autocomplete="off"
            />
        </div>
    }
}

/// For good, so it takes opening, choosing and ticking.
fn refuse(desk: &Desk, draft: &DecisionForm, profile: &Profile) -> impl IntoView + use<> {
    let locale = desk.locale;
    // what was filled in of it is not hidden when it comes back
    let refused = desk.problem.as_ref().is_some_and(|problem| problem.field == Some(Field::Consent));
    let open = refused || !draft.refusal().is_empty();
    let reasons = profile.offered_reasons(None);
    let reasons = options(reasons, "", draft.refusal(), locale);
    view! {
        <details class="decide__refuse" open=open>
            <summary class="button button--danger" accesskey="x">
                {t::console::REFUSE.get(locale)} <kbd>"X"</kbd>
            </summary>
            <div class="decide__group" id=Field::Consent.as_str()>
                <label>
                    {t::console::REFUSE_REASON.get(locale)}
                    <select class="input" name=DecisionForm::REFUSAL>
                        <option value="">{t::register::CHOOSE.get(locale)}</option>
                        {reasons}
                    </select>
                </label>
                <label class="choice">
                    <input type="checkbox" name=DecisionForm::SURE value="on" />
                    <span>{t::console::REFUSE_CONFIRM.get(locale)}</span>
                </label>
                <button class="button button--danger" name="decision" value="refuse">
                    {t::console::REFUSE.get(locale)}
                </button>
            </div>
        </details>
    }
}

const fn key(item: Item) -> &'static str {
    match item {
        Item::Document => "d",
        Item::Card => "c",
        Item::Photo => "p",
        Item::Face => "f",
        Item::Signature => "n",
        Item::Details => "i",
        Item::Attachments => "t",
    }
}

fn options<'a>(reasons: impl Iterator<Item = &'a Reason>, prefix: &str, chosen: &str, locale: Locale) -> AnyView {
    let reasons = reasons.map(|reason| {
        let value = format!("{prefix}{}", reason.code.0);
        let selected = value == chosen;
        view! { <option value=value selected=selected>{reason.text.get(locale).to_owned()}</option> }
    });
    reasons.collect_view().into_any()
}

/// The script renews the lease while somebody works, and says when it is about to end; the words are here.
fn lease(desk: &Desk, case: &Case) -> impl IntoView + use<> {
    let locale = desk.locale;
    let now = desk.context.enrolment.now();
    let left = (case.lease_until - now).whole_secs() / 60;
    let id = case.enrolment.to_string();
    let (renewed, released) = (id.clone(), id.clone());
    view! {
        <div
            class="decide__lease"
            data-lease=case.lease_until.0.to_string()
            data-now=now.0.to_string()
            data-renew=RENEW
            data-case=id
        >
            <span data-words=t::console_decide::LEASE.get(locale)>
                {t::console::lease(locale, record::clock_time(case.lease_until), left)}
            </span>
            <strong
                role="alert"
                data-ending=t::console_decide::ENDING.get(locale)
                data-over=t::console_decide::OVER.get(locale)
            ></strong>
            <form method="post" action=TakeCase::url()>
                <input type="hidden" name="case" value=renewed />
                <button class="tool" accesskey="e">{t::console::RENEW.get(locale)} <kbd>"E"</kbd></button>
            </form>
            <form method="post" action=ReleaseCase::url()>
                <input type="hidden" name="case" value=released />
                <button class="tool" accesskey="b">{t::console::RELEASE.get(locale)} <kbd>"B"</kbd></button>
            </form>
            <p class="quiet">{t::console::KEYS.get(locale)}</p>
        </div>
    }
}
