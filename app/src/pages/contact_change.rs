//! 更换手机号码, 更换电子邮箱: the new one with its code, a code to the one of now, the password. One form; what was typed survives
//! every button.

use super::{
    contact::{self, EmailFields, Sending},
    frame::{Menu, Page, Visit, candidate_page},
};
use crate::{
    api::{
        ChangeContact, RequestNewContactCode, RequestOldContactCode,
        contact_change::{ContactChangeForm, Drafts},
        posting::typed,
    },
    components::{ErrorSummary, Notice, TextField},
    text::t,
};
use enrolment::{Result, registration::Channel};
use leptos::{prelude::*, server_fn::ServerFn};
use shared::problem::{Field, Problem, ProblemCode};

#[component]
pub fn ChangePhonePage() -> impl IntoView {
    candidate_page(|visit| async move { page(&visit, Channel::Sms).await })
}

#[component]
pub fn ChangeEmailPage() -> impl IntoView {
    candidate_page(|visit| async move { page(&visit, Channel::Mail).await })
}

/// What the page shows again.
struct Shown {
    kind: Channel,
    form: ContactChangeForm,
    problems: Vec<Problem>,
    /// The code to the new one, and the one to that of now.
    new: Sending,
    old: Sending,
    /// By what it can be proved, masked.
    proofs: Vec<(Channel, String)>,
    password_set: bool,
}

async fn page(visit: &Visit, kind: Channel) -> Result<Page> {
    let (enrolment, caller) = (&visit.context.enrolment, visit.candidate()?);
    let proofs = enrolment.proofs_of_contact(caller, kind).await?;
    if proofs.is_empty() {
        return Err(ProblemCode::NotFound.into());
    }
    let drafts = Drafts::of(kind);
    let form: ContactChangeForm = typed(&visit.context, drafts.form).await?;
    let to = ContactChangeForm { kind: kind.as_str().to_owned(), ..form.clone() }.to().ok();
    let new = match &to {
        Some(to) => enrolment.delivery_to(caller, to).await?,
        None => None,
    };
    let old = match Channel::parse(&form.by) {
        Some(by) => enrolment.delivery_to_own(caller, by).await?,
        None => None,
    };
    let mut problems = visit.problems().await?;
    if visit.refused_by(ChangeContact::PATH) {
        let known = visit.problem.as_ref().and_then(|problem| problem.field);
        let others = form.change(visit.profile()).err().unwrap_or_default();
        // the password stands last
        problems.splice(1..1, others.into_iter().filter(|problem| problem.field != known));
    }
    let new = contact::sending(visit, drafts.new_sent, new).await?;
    let old = contact::sending(visit, drafts.old_sent, old).await?;
    let password_set = enrolment.status(caller).await?.password_set;
    let shown = Shown { kind, form, problems, new, old, proofs, password_set };
    let title = match kind {
        Channel::Sms => t::contact_change::PHONE_TITLE,
        Channel::Mail => t::contact_change::EMAIL_TITLE,
    };
    Ok(Page::new(title.get(visit.locale), Menu::Account, body(visit, &shown)))
}

fn body(visit: &Visit, shown: &Shown) -> impl IntoView + use<> {
    let locale = visit.locale;
    let lead = match shown.kind {
        Channel::Sms => t::contact_change::PHONE_LEAD,
        Channel::Mail => t::contact_change::EMAIL_LEAD,
    };
    let unrefused = shown.problems.is_empty();
    let by = if shown.kind == Channel::Sms { Channel::Sms.as_str() } else { shown.form.by.as_str() };
    view! {
        <ErrorSummary problems=shown.problems.clone() locale=locale />
        <p class="lead">{lead.get(locale)}</p>
        <form class="content--narrow" method="post" action=visit.own(ChangeContact::url()) novalidate=true>
            {contact::default_button()}
            <input type="hidden" name="province" value=visit.province.to_string() />
            <input type="hidden" name="kind" value=shown.kind.as_str() />
            <input type="hidden" name="by" value=by.to_owned() />
            {contact::notice_of(visit, shown.kind, &shown.new, unrefused)}
            {match shown.kind {
                Channel::Sms => new_phone(visit, shown).into_any(),
                Channel::Mail => new_email(visit, shown).into_any(),
            }}
            <h2>{t::contact_change::NOW.get(locale)}</h2>
            {contact::notice_of(visit, Channel::parse(by).unwrap_or(Channel::Sms), &shown.old, unrefused)}
            {proof(visit, shown)}
            {shown.password_set.then(|| password(visit, shown))}
            <Notice title=t::contact_change::ENDS_TITLE.get(locale)>
                <p>{t::contact_change::ENDS_TEXT.get(locale)}</p>
            </Notice>
            <div class="act">
                <button class="button button--primary">{t::contact_change::SUBMIT.get(locale)}</button>
                <a class="button" href=visit.routes().account()>{t::password::CANCEL.get(locale)}</a>
            </div>
        </form>
        {lost(visit, shown.kind)}
    }
}

fn new_phone(visit: &Visit, shown: &Shown) -> impl IntoView + use<> {
    let locale = visit.locale;
    let (form, problems) = (shown.form.clone(), shown.problems.clone());
    let ask = visit.own(RequestNewContactCode::url());
    view! {
        <h2>{t::contact_change::new(locale, t::contact_change::NEW_PHONE.get(locale))}</h2>
        <TextField
            field=Field::Phone
            label=t::contact_change::NEW_PHONE
            hint=t::contact_change::NEW_PHONE_HINT
            locale=locale
            value=form.phone
            problems=problems.clone()
            kind="tel"
            inputmode="tel"
            autocomplete="tel"
            maxlength=20
        >
            <button class="button" formaction=ask formnovalidate=true>
                {t::register::GET_CODE.get(locale)}
            </button>
        </TextField>
        {shown.new.wait(visit)}
        {contact::sms_code(visit, form.code, problems)}
    }
}

fn new_email(visit: &Visit, shown: &Shown) -> impl IntoView + use<> {
    let locale = visit.locale;
    let form = shown.form.clone();
    let fields = EmailFields {
        label: t::contact_change::NEW_EMAIL,
        hint: t::contact_change::NEW_EMAIL_HINT,
        value: form.email,
        code: form.email_code,
        ask: visit.own(RequestNewContactCode::url()),
    };
    view! {
        <h2>{t::contact_change::new(locale, t::contact_change::NEW_EMAIL.get(locale))}</h2>
        {contact::email_and_code(visit, fields, &shown.new, shown.problems.clone())}
    }
}

/// A button for each way to show that it is the candidate, and the code that came.
fn proof(visit: &Visit, shown: &Shown) -> impl IntoView + use<> {
    let locale = visit.locale;
    let button = |(channel, masked): &(Channel, String)| {
        let words = match channel {
            Channel::Sms => t::contact_change::send_sms(locale, masked),
            Channel::Mail => t::contact_change::send_mail(locale, masked),
        };
        view! {
            <button
                class="button"
                name="proof"
                value=channel.as_str()
                formaction=visit.own(RequestOldContactCode::url())
                formnovalidate=true
            >
                {words}
            </button>
        }
    };
    let buttons = shown.proofs.iter().map(button).collect_view();
    let words = (t::contact_change::OLD_CODE, t::contact_change::OLD_CODE_HINT);
    let code = contact::code_of(Field::OldCode, words, shown.form.old_code.clone(), shown.problems.clone(), locale);
    view! {
        <div class="act act--inline">{buttons}</div>
        {shown.old.wait(visit)}
        {code}
    }
}

fn password(visit: &Visit, shown: &Shown) -> impl IntoView + use<> {
    let locale = visit.locale;
    view! {
        <h2>{t::contact_change::PASSWORD_HEADING.get(locale)}</h2>
        <TextField
            field=Field::Password
            label=t::contact_change::PASSWORD
            locale=locale
            problems=shown.problems.clone()
            kind="password"
            autocomplete="current-password"
            maxlength=128
        />
    }
}

/// Who has lost the phone goes to an office: neither answers nor e-mail bind another.
fn lost(visit: &Visit, kind: Channel) -> impl IntoView + use<> {
    let locale = visit.locale;
    let at_office = visit.profile().recovery.at_office;
    let text = if at_office { t::contact_change::LOST_TEXT } else { t::contact_change::LOST_OFFICE_TEXT };
    let title = match kind {
        Channel::Sms => t::contact_change::LOST_TITLE,
        Channel::Mail => t::contact_change::LOST_MAIL_TITLE,
    };
    view! {
        <h2>{title.get(locale)}</h2>
        <p>{text.get(locale)}</p>
        <p><a href=visit.routes().offices()>{t::offices::LINK.get(locale)}</a></p>
    }
}
