//! Phone and code: the two questions that registration and sign-in share. Not a page of its own.

use super::frame::Visit;
use crate::{
    api::{
        RequestCode, RequestEmailCode, RequestOwnCode,
        forms::{CodeSent, ContactForm},
        posting::typed,
    },
    components::{Notice, TextField, Tone},
    islands::countdown::Countdown,
    text::{Text, t},
};
use enrolment::{
    Result,
    registration::{Channel, CodeDelivery},
};
use leptos::{prelude::*, server_fn::ServerFn};
use shared::{
    locale::Locale,
    problem::{Field, Problem},
    time::Timestamp,
};

/// What a page with a [`ContactForm`] shows again.
pub(super) struct Typed {
    pub form: ContactForm,
    pub problems: Vec<Problem>,
    sent: CodeSent,
    /// How far the code is that was asked for last.
    delivery: Option<CodeDelivery>,
    resend_in_secs: u32,
    /// The same of the code by e-mail.
    pub mailed: Sending,
}

/// Title and text of a code that is late, did not leave, is under way, or is there.
type DeliveryWords = [(Text, Text); 4];
const SMS_WORDS: DeliveryWords = [
    (t::code_delivery::LATE_TITLE, t::code_delivery::LATE_TEXT),
    (t::code_delivery::FAILED_TITLE, t::code_delivery::FAILED_TEXT),
    (t::code_delivery::SENDING_TITLE, t::code_delivery::SENDING_TEXT),
    (t::code_delivery::SENDING_TITLE, t::register::CODE_SENT_HELP),
];
const MAIL_WORDS: DeliveryWords = [
    (t::code_delivery::MAIL_LATE_TITLE, t::code_delivery::MAIL_LATE_TEXT),
    (t::code_delivery::MAIL_FAILED_TITLE, t::code_delivery::MAIL_FAILED_TEXT),
    (t::code_delivery::SENDING_TITLE, t::code_delivery::MAIL_SENDING_TEXT),
    (t::code_delivery::SENDING_TITLE, t::code_delivery::MAIL_SENT_HELP),
];

/// A code on its way by one channel.
#[derive(Clone, Default)]
pub(super) struct Sending {
    /// Masked; empty where none was asked for.
    to: String,
    delivery: Option<CodeDelivery>,
    resend_in_secs: u32,
}

/// How far the code is that was mailed last.
pub(super) async fn mailed(visit: &Visit) -> Result<Sending> {
    let sent: CodeSent = typed(&visit.context, CodeSent::MAIL_DRAFT).await?;
    let Some(caller) = visit.context.caller.as_ref().filter(|_| !sent.phone.is_empty()) else {
        return Ok(Sending::default());
    };
    let delivery = visit.context.enrolment.delivery_by(caller, Channel::Mail).await?;
    let resend_in_secs = (Timestamp(sent.resend_at) - visit.context.enrolment.now()).whole_secs();
    Ok(Sending { to: sent.phone, delivery, resend_in_secs })
}

/// A code that a page asked for under a draft of its own.
pub(super) async fn sending(visit: &Visit, draft: &str, delivery: Option<CodeDelivery>) -> Result<Sending> {
    let sent: CodeSent = typed(&visit.context, draft).await?;
    let resend_in_secs = (Timestamp(sent.resend_at) - visit.context.enrolment.now()).whole_secs();
    Ok(Sending { to: sent.phone, delivery, resend_in_secs })
}

impl Sending {
    /// Seconds until another may be asked for.
    pub(super) fn wait(&self, visit: &Visit) -> Option<impl IntoView + use<>> {
        wait_for(visit, self.resend_in_secs)
    }
}

impl Typed {
    /// A code was sent a moment ago.
    pub(super) const fn was_sent(&self) -> bool {
        self.resend_in_secs > 0
    }
}

/// What was typed on `page`. `check` finds the other problems of a form that `refused_by` sent back.
pub(super) async fn load(
    visit: &Visit,
    page: &str,
    refused_by: &str,
    check: impl FnOnce(&ContactForm) -> Vec<Problem> + Send,
) -> Result<Typed> {
    let form: ContactForm = typed(&visit.context, page).await?;
    let sent: CodeSent = typed(&visit.context, CodeSent::DRAFT).await?;
    let resend_in_secs = (Timestamp(sent.resend_at) - visit.context.enrolment.now()).whole_secs();
    let mut problems = visit.problems().await?;
    if visit.refused_by(refused_by) {
        let known = visit.problem.as_ref().and_then(|problem| problem.field);
        // what the form shows again stands before what is typed anew
        problems.splice(1..1, check(&form).into_iter().filter(|problem| problem.field != known));
    }
    let delivery = match &visit.context.caller {
        Some(caller) if !sent.phone.is_empty() => visit.context.enrolment.code_delivery(caller).await?,
        _ => None,
    };
    let mailed = mailed(visit).await?;
    Ok(Typed { form, problems, sent, delivery, resend_in_secs, mailed })
}

/// “Code sent to 138****8000”, or why it has not left. That it has not is said beside other problems too.
pub(super) fn sent_notice(visit: &Visit, typed: &Typed) -> Option<impl IntoView + use<>> {
    let (to, resend_in_secs) = (typed.sent.phone.clone(), typed.resend_in_secs);
    let sending = Sending { to, delivery: typed.delivery, resend_in_secs };
    notice_of(visit, Channel::Sms, &sending, typed.problems.is_empty())
}

/// The same for a code by any channel. `unrefused`: nothing is wrong with the form.
pub(super) fn notice_of(
    visit: &Visit,
    channel: Channel,
    sending: &Sending,
    unrefused: bool,
) -> Option<impl IntoView + use<>> {
    let locale = visit.locale;
    let fresh = !sending.to.is_empty() && unrefused;
    let [late, failed, under_way, help] = match channel {
        Channel::Sms => SMS_WORDS,
        Channel::Mail => MAIL_WORDS,
    };
    let words = |(title, text): (Text, Text)| (title.get(locale).to_owned(), text);
    let (tone, (title, text)) = match sending.delivery {
        Some(CodeDelivery::Late) => (Tone::Warn, words(late)),
        Some(CodeDelivery::Failed) if sending.resend_in_secs > 0 => (Tone::Warn, words(failed)),
        _ if !fresh => return None,
        Some(CodeDelivery::Sending) => (Tone::Plain, words(under_way)),
        Some(CodeDelivery::Sent | CodeDelivery::Failed) | None => {
            (Tone::Good, (t::register::code_sent(locale, &sending.to), help.1))
        }
    };
    Some(view! {
        <Notice title=title tone=tone>
            <p role="status">{text.get(locale)}</p>
        </Notice>
    })
}

/// The two fields. The button for the code sends the whole form elsewhere, so that nothing typed is lost.
pub(super) fn fields(visit: &Visit, typed: &Typed) -> impl IntoView + use<> {
    let locale = visit.locale;
    let (form, problems) = (typed.form.clone(), typed.problems.clone());
    view! {
        <TextField
            field=Field::Phone
            label=t::register::PHONE
            hint=t::register::PHONE_HINT
            locale=locale
            value=form.phone
            problems=problems
            kind="tel"
            inputmode="tel"
            autocomplete="tel"
            maxlength=20
        >
            <button class="button" formaction=RequestCode::url() formnovalidate=true>
                {t::register::GET_CODE.get(locale)}
            </button>
        </TextField>
        {countdown(visit, typed)}
        {code_field(visit, typed)}
    }
}

/// The code of a message to the candidate's own phone, which is known.
pub(super) fn own_fields(visit: &Visit, typed: &Typed, phone: String) -> impl IntoView + use<> {
    let locale = visit.locale;
    view! {
        <div class="field">
            <p class="field__label">{t::register::PHONE.get(locale)}</p>
            <div class="field__row">
                <span class="field__fixed">{phone}</span>
                <button class="button" formaction=visit.own(RequestOwnCode::url()) formnovalidate=true>
                    {t::register::GET_CODE.get(locale)}
                </button>
            </div>
        </div>
        {countdown(visit, typed)}
        {code_field(visit, typed)}
    }
}

/// Address and the code that is mailed there, where the province asks for them.
pub(super) fn email_fields(visit: &Visit, typed: &Typed) -> Option<impl IntoView + use<>> {
    let (form, problems) = (typed.form.clone(), typed.problems.clone());
    visit.profile().accounts.email.then(|| {
        let fields = EmailFields {
            label: t::joining::EMAIL,
            hint: t::joining::EMAIL_HINT,
            value: form.email,
            code: form.email_code,
            ask: RequestEmailCode::url().to_owned(),
        };
        view! {
            {notice_of(visit, Channel::Mail, &typed.mailed, problems.is_empty())}
            {email_and_code(visit, fields, &typed.mailed, problems)}
        }
    })
}

/// What a form asks of an address, and what was typed.
pub(super) struct EmailFields {
    pub label: Text,
    pub hint: Text,
    pub value: String,
    pub code: String,
    /// Where the button for the code sends the form.
    pub ask: String,
}

/// An address with the button for its code, and the code.
pub(super) fn email_and_code(
    visit: &Visit,
    fields: EmailFields,
    sending: &Sending,
    problems: Vec<Problem>,
) -> impl IntoView + use<> {
    let locale = visit.locale;
    view! {
        <TextField
            field=Field::Email
            label=fields.label
            hint=fields.hint
            locale=locale
            value=fields.value
            problems=problems.clone()
            kind="email"
            inputmode="email"
            autocomplete="email"
            maxlength=254
        >
            <button class="button" formaction=fields.ask formnovalidate=true>
                {t::joining::GET_CODE.get(locale)}
            </button>
        </TextField>
        {sending.wait(visit)}
        {code_of(Field::EmailCode, (t::joining::EMAIL_CODE, t::register::CODE_HINT), fields.code, problems, locale)}
    }
}

fn code_field(visit: &Visit, typed: &Typed) -> impl IntoView + use<> {
    sms_code(visit, typed.form.code.clone(), typed.problems.clone())
}

/// The code of a text message.
pub(super) fn sms_code(visit: &Visit, value: String, problems: Vec<Problem>) -> impl IntoView + use<> {
    code_of(Field::Code, (t::register::CODE, t::register::CODE_HINT), value, problems, visit.locale)
}

/// A code of whatever channel. Phones offer to fill in what came by text message.
pub(super) fn code_of(
    field: Field,
    (label, hint): (Text, Text),
    value: String,
    problems: Vec<Problem>,
    locale: Locale,
) -> impl IntoView + use<> {
    let autocomplete = if field == Field::EmailCode { "off" } else { "one-time-code" };
    view! {
        <TextField
            field=field
            label=label
            hint=hint
            locale=locale
            value=value
            problems=problems
            inputmode="numeric"
            autocomplete=autocomplete
            maxlength=12
            class="input--code"
        />
    }
}

/// Seconds until another code may be asked for.
fn countdown(visit: &Visit, typed: &Typed) -> Option<impl IntoView + use<>> {
    wait_for(visit, typed.resend_in_secs)
}

fn wait_for(visit: &Visit, seconds: u32) -> Option<impl IntoView + use<>> {
    let locale = visit.locale;
    (seconds > 0).then(|| {
        view! {
            <p class="countdown">
                <Countdown
                    seconds=seconds
                    still=t::register::resend_wait(locale, seconds)
                    ticking=t::register::RESEND_TICK.get(locale).to_owned()
                    ready=t::register::RESEND_READY.get(locale).to_owned()
                />
            </p>
        }
    })
}

/// Enter in a field presses the first button of a form: this one, not the one for the code.
pub(super) fn default_button() -> impl IntoView {
    view! { <button class="visually-hidden" tabindex="-1" aria-hidden="true"></button> }
}
