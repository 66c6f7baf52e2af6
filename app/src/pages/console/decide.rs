//! The bar under a case: approve, return with a reason per item, refuse; the lease; keys.

use super::frame::Desk;
use crate::{
    api::{DecideCase, ReleaseCase, TakeCase, decision::DecisionForm},
    message::record,
    text::t,
};
use enrolment::{Result, review::Case};
use leptos::{prelude::*, server_fn::ServerFn};
use shared::{
    enrolment::Item,
    locale::Locale,
    problem::Field,
    profile::{Profile, Reason},
};

pub(super) fn bar(desk: &Desk, case: &Case) -> Result<impl IntoView + use<>> {
    let (locale, profile) = (desk.locale, desk.profile()?);
    Ok(view! {
        <section class="decide" aria-label=t::console::ACTION.get(locale)>
            {decisions(case, profile, locale)}
            {lease(desk, case)}
        </section>
    })
}

/// One form, three buttons; Enter in it returns or approves nothing, because its first button only reloads the lease.
fn decisions(case: &Case, profile: &Profile, locale: Locale) -> impl IntoView + use<> {
    let returns = case.items.iter().map(|item| return_select(item.item, profile, locale)).collect_view();
    let refusals = profile.offered_reasons(None);
    let refusals = options(refusals, t::register::CHOOSE.get(locale), locale);
    view! {
        <form method="post" action=DecideCase::url()>
            <input type="hidden" name="case" value=case.enrolment.to_string() />
            <input type="hidden" name="version" value=case.version.to_string() />
            <button class="button button--primary" name="decision" value="approve" accesskey="a">
                {t::console::APPROVE.get(locale)} <kbd>"A"</kbd>
            </button>
            <div class="decide__group" id=Field::Reason.as_str()>
                {returns}
                <button class="button" name="decision" value="return" accesskey="r">
                    {t::console::RETURN.get(locale)} <kbd>"R"</kbd>
                </button>
            </div>
            <details class="decide__refuse">
                <summary class="button button--danger" accesskey="x">
                    {t::console::REFUSE.get(locale)} <kbd>"X"</kbd>
                </summary>
                <div class="decide__group" id=Field::Consent.as_str()>
                    <label>
                        {t::console::REFUSE_REASON.get(locale)}
                        <select class="input" name="refuse_reason">{refusals}</select>
                    </label>
                    <label class="choice">
                        <input type="checkbox" name="refuse_sure" value="on" />
                        <span>{t::console::REFUSE_CONFIRM.get(locale)}</span>
                    </label>
                    <button class="button button--danger" name="decision" value="refuse">
                        {t::console::REFUSE.get(locale)}
                    </button>
                </div>
            </details>
        </form>
    }
}

fn return_select(item: Item, profile: &Profile, locale: Locale) -> impl IntoView + use<> {
    let reasons = profile.offered_reasons(Some(item));
    let options = options(reasons, t::console::REASON_NONE.get(locale), locale);
    let key = match item {
        Item::Document => "d",
        Item::Card => "c",
        Item::Photo => "p",
        Item::Face => "f",
        Item::Details => "i",
        Item::Attachments => "t",
    };
    view! {
        <label>
            {t::console::reason_for(locale, record::item(item).get(locale))} <kbd>{key.to_uppercase()}</kbd>
            <select class="input" name=DecisionForm::select(item) accesskey=key>{options}</select>
        </label>
    }
}

fn options<'a>(reasons: impl Iterator<Item = &'a Reason>, none: &'static str, locale: Locale) -> AnyView {
    let reasons: Vec<_> = reasons.map(|reason| (reason.code.0.clone(), reason.text.get(locale).to_owned())).collect();
    view! {
        <option value="">{none}</option>
        {reasons.into_iter().map(|(code, words)| view! { <option value=code>{words}</option> }).collect_view()}
    }
    .into_any()
}

fn lease(desk: &Desk, case: &Case) -> impl IntoView + use<> {
    let locale = desk.locale;
    let left = (case.lease_until - desk.context.enrolment.now()).whole_secs() / 60;
    let id = case.enrolment.to_string();
    view! {
        <div class="decide__lease">
            <span>{t::console::lease(locale, record::clock_time(case.lease_until), left)}</span>
            <form method="post" action=TakeCase::url()>
                <input type="hidden" name="case" value=id.clone() />
                <button class="tool" accesskey="e">{t::console::RENEW.get(locale)} <kbd>"E"</kbd></button>
            </form>
            <form method="post" action=ReleaseCase::url()>
                <input type="hidden" name="case" value=id />
                <button class="tool" accesskey="b">{t::console::RELEASE.get(locale)} <kbd>"B"</kbd></button>
            </form>
            <p class="quiet">{t::console::KEYS.get(locale)}</p>
        </div>
    }
}
