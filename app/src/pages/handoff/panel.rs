//! The part beside the steps: the symbol, a phone that asks, a phone at work, or the way on.

use super::super::frame::Visit;
use crate::{
    api::{AnswerDevice, InviteDevice, RevokeDevices, handoff::InvitationShown},
    components::{Notice, Tone},
    islands::qr_symbol::QrSymbol,
    message::record,
    text::{Text, t},
};
use enrolment::handoff::Follow;
use leptos::{prelude::*, server_fn::ServerFn};
use shared::{handoff::HandoffState, time::Timestamp};

/// What is shown; `key` changes with it, `say` is what is read out when it comes.
pub(super) fn panel(visit: &Visit, follow: &Follow, shown: &InvitationShown) -> impl IntoView + use<> {
    let locale = visit.locale;
    let state = follow.handoff;
    let own = shown.id.is_some() && shown.id == follow.invitation;
    let (name, say, body) = match state {
        _ if follow.all_done => ("done", t::handoff::ALL_DONE, done(visit).into_any()),
        HandoffState::Waiting if own => ("waiting", t::handoff::WAITING, symbol(visit, follow, shown).into_any()),
        HandoffState::Asking => ("asking", t::handoff::ASKING, asking(visit, follow).into_any()),
        HandoffState::Allowed => ("allowed", t::handoff::ALLOWED, allowed(visit).into_any()),
        HandoffState::Opened => ("opened", t::handoff::OPENED, opened(visit).into_any()),
        HandoffState::Expired => ("expired", t::handoff::EXPIRED, over(visit, t::handoff::EXPIRED).into_any()),
        HandoffState::Revoked => ("revoked", t::handoff::REVOKED, over(visit, t::handoff::REVOKED).into_any()),
        HandoffState::NotInvited | HandoffState::Waiting => {
            ("none", t::handoff::MAKE, invite(visit, t::handoff::MAKE, true).into_any())
        }
    };
    let since = follow.connected_since;
    let key = format!("{name} {:?} {:?}", follow.invitation.map(|id| id.0), since.map(|at| at.0));
    view! {
        <div class="handoff__panel" data-live="panel" data-key=key data-say=say.get(locale)>
            {body} {since.map(|at| connected(visit, at))}
        </div>
    }
}

fn symbol(visit: &Visit, follow: &Follow, shown: &InvitationShown) -> impl IntoView + use<> {
    let locale = visit.locale;
    let address = format!("{}{}", visit.context.public_url, visit.routes().handoff_open(&shown.token));
    let until = record::clock_time(Timestamp(shown.expires_at));
    let left = follow.expires_at.map(|at| (at - visit.context.enrolment.now()).whole_secs()).unwrap_or_default();
    let clock = format!("{}:{:02}", left / 60, left % 60);
    view! {
        <QrSymbol text=address title=t::handoff::SYMBOL.get(locale).to_owned() />
        <p class="quiet">
            {t::handoff::valid(locale, until)} " " {t::handoff::LEFT.get(locale)} " "
            <span data-left=left.to_string()>{clock}</span>
        </p>
        {invite(visit, t::handoff::RENEW, false)}
    }
}

fn asking(visit: &Visit, follow: &Follow) -> impl IntoView + use<> {
    let locale = visit.locale;
    let id = follow.invitation.map(|id| id.to_string()).unwrap_or_default();
    let (province, answer) = (visit.province.to_string(), visit.own(AnswerDevice::url()));
    view! {
        <Notice title=t::handoff::ASKING.get(locale) tone=Tone::Warn>
            <p>{t::handoff::ASKING_TEXT.get(locale)}</p>
            <form method="post" action=answer class="handoff__answers">
                <input type="hidden" name="province" value=province />
                <input type="hidden" name="invitation" value=id />
                <button class="button button--primary" name="answer" value="allow" id="handoff-allow">
                    {t::handoff::ALLOW.get(locale)}
                </button>
                <button class="button" name="answer" value="refuse" id="handoff-refuse">
                    {t::handoff::REFUSE.get(locale)}
                </button>
            </form>
        </Notice>
    }
}

fn allowed(visit: &Visit) -> impl IntoView + use<> {
    let text = t::handoff::ALLOWED_TEXT.get(visit.locale);
    view! {
        <Notice title=t::handoff::ALLOWED.get(visit.locale)>
            <p>{text}</p>
        </Notice>
        {invite(visit, t::handoff::RENEW, false)}
    }
}

fn opened(visit: &Visit) -> impl IntoView + use<> {
    let text = t::handoff::OPENED_TEXT.get(visit.locale);
    view! {
        <Notice title=t::handoff::OPENED.get(visit.locale) tone=Tone::Good>
            <p>{text}</p>
        </Notice>
        {invite(visit, t::handoff::OTHER_PHONE, false)}
    }
}

fn over(visit: &Visit, title: Text) -> impl IntoView + use<> {
    let renew = invite(visit, t::handoff::RENEW, true);
    view! {
        <Notice title=title.get(visit.locale) tone=Tone::Warn>
            {renew}
        </Notice>
    }
}

/// The script goes on by itself after a while, if it happened before the reader's eyes.
fn done(visit: &Visit) -> impl IntoView + use<> {
    let (locale, next) = (visit.locale, visit.routes().go_on());
    view! {
        <Notice title=t::handoff::ALL_DONE.get(locale) tone=Tone::Good>
            <p>{t::handoff::ALL_DONE_TEXT.get(locale)}</p>
            <a class="button button--primary" href=next data-go="4" id="handoff-next">{t::handoff::NEXT.get(locale)}</a>
        </Notice>
    }
}

/// That a phone is at work, and how to end it.
fn connected(visit: &Visit, since: Timestamp) -> impl IntoView + use<> {
    let locale = visit.locale;
    view! {
        <form method="post" action=visit.own(RevokeDevices::url()) class="handoff__connected">
            <input type="hidden" name="province" value=visit.province.to_string() />
            <span>{t::handoff::connected(locale, record::clock_time(since))}</span>
            <button class="button button--danger" id="handoff-revoke">{t::handoff::REVOKE.get(locale)}</button>
        </form>
    }
}

fn invite(visit: &Visit, words: Text, primary: bool) -> impl IntoView + use<> {
    let class = if primary { "button button--primary" } else { "button" };
    view! {
        <form method="post" action=visit.own(InviteDevice::url())>
            <input type="hidden" name="province" value=visit.province.to_string() />
            <button class=class id="handoff-invite">{words.get(visit.locale)}</button>
        </form>
    }
}
