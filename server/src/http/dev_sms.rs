//! The development inbox: what would have been sent to phones and e-mail addresses, and a switch that plays gateways which take nothing. Not mounted in
//! production.

use super::{Site, problem::escape};
use axum::{
    Form, Json,
    extract::{Query, State},
    response::{Html, Redirect},
};
use enrolment::sms::InboxMessage;
use serde::{Deserialize, Serialize};
use shared::route;

#[derive(Deserialize)]
pub(super) struct Filter {
    phone: Option<String>,
}

/// One message as tests read it; `sent_at` in milliseconds since 1970.
#[derive(Serialize)]
pub(super) struct Shown {
    phone: String,
    text: String,
    code: Option<String>,
    sent_at: i64,
}

impl From<InboxMessage> for Shown {
    fn from(message: InboxMessage) -> Self {
        Self { phone: message.to, text: message.text, code: message.code, sent_at: message.at.0 }
    }
}

/// Newest first; only those to `phone` where it is given.
pub(super) async fn json(State(site): State<Site>, Query(filter): Query<Filter>) -> Json<Vec<Shown>> {
    Json(messages(&site, &filter))
}

/// What the switch is set to.
#[derive(Deserialize)]
pub(super) struct Switch {
    away: bool,
}

/// Turns the gateway off or on.
pub(super) async fn switch(State(site): State<Site>, Form(switch): Form<Switch>) -> Redirect {
    if let Some(inbox) = &site.inbox {
        inbox.set_away(switch.away);
    }
    Redirect::to(route::DEV_SMS)
}

pub(super) async fn page(State(site): State<Site>, Query(filter): Query<Filter>) -> Html<String> {
    let row = |sent: Shown| format!("<li><code>{}</code> {}</li>", escape(&sent.phone), escape(&sent.text));
    let rows: String = messages(&site, &filter).into_iter().map(row).collect();
    let away = site.inbox.as_ref().is_some_and(enrolment::sms::DevInbox::is_away);
    let (other, words) = if away { (false, "gateway: off → on") } else { (true, "gateway: on → off") };
    Html(format!(
        "<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>SMS</title></head>\
         <body><h1>SMS</h1><form method=\"post\"><button name=\"away\" value=\"{other}\">{words}</button></form>\
         <ul>{rows}</ul></body></html>"
    ))
}

fn messages(site: &Site, filter: &Filter) -> Vec<Shown> {
    let all = site.inbox.as_ref().map(enrolment::sms::DevInbox::messages).unwrap_or_default();
    let wanted = |sent: &Shown| filter.phone.as_ref().is_none_or(|phone| sent.phone == *phone);
    all.into_iter().map(Shown::from).filter(wanted).collect()
}
