//! The development inbox: keeps the latest text messages and e-mails in memory, where a developer or a test reads them. Not for
//! production.

use super::{Message, Template, messages};
use crate::{
    clock::Clock,
    mail::{self, Mail, MailText},
    ports::{MailError, MailGateway, MailReceipt, SmsError, SmsGateway, SmsReceipt},
};
use async_trait::async_trait;
use serde::Serialize;
use shared::time::Timestamp;
use std::{
    collections::VecDeque,
    fmt,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};
use uuid::Uuid;

/// Messages kept.
const CAPACITY: usize = 200;

/// A gateway that delivers to a list.
#[derive(Clone)]
pub struct DevInbox {
    clock: Arc<dyn Clock>,
    messages: Arc<Mutex<VecDeque<InboxMessage>>>,
    away: Arc<AtomicBool>,
}

/// One delivered message.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct InboxMessage {
    pub id: Uuid,
    /// The full number or address.
    pub to: String,
    pub text: String,
    /// The one-time code in the message.
    pub code: Option<String>,
    pub at: Timestamp,
}

impl fmt::Debug for InboxMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InboxMessage").field("id", &self.id).field("at", &self.at).finish_non_exhaustive()
    }
}

impl DevInbox {
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, messages: Arc::default(), away: Arc::default() }
    }

    /// Plays a gateway that takes nothing, until it is told to take messages again.
    pub fn set_away(&self, away: bool) {
        self.away.store(away, Ordering::SeqCst);
    }

    pub fn is_away(&self) -> bool {
        self.away.load(Ordering::SeqCst)
    }

    /// Newest first.
    pub fn messages(&self) -> Vec<InboxMessage> {
        self.messages.lock().unwrap_or_else(PoisonError::into_inner).iter().rev().cloned().collect()
    }

    /// The newest code sent to a phone (11 digits) or an e-mail address.
    pub fn code_for(&self, to: &str) -> Option<String> {
        self.messages().into_iter().find(|message| message.to == to).and_then(|message| message.code)
    }

    fn keep(&self, delivered: InboxMessage) {
        let mut messages = self.messages.lock().unwrap_or_else(PoisonError::into_inner);
        if messages.len() == CAPACITY {
            messages.pop_front();
        }
        messages.push_back(delivered);
    }
}

impl fmt::Debug for DevInbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DevInbox")
    }
}

#[async_trait]
impl SmsGateway for DevInbox {
    async fn send(&self, message: &Message) -> Result<SmsReceipt, SmsError> {
        if self.is_away() {
            return Err(SmsError::Retry("the development inbox was told to take nothing".to_owned()));
        }
        let code = match &message.template {
            Template::OneTimeCode { code, .. } => Some(code.expose().to_owned()),
            _ => None,
        };
        self.keep(InboxMessage {
            id: message.id.0,
            to: message.to.expose().to_owned(),
            text: messages::text(&message.template),
            code,
            at: self.clock.now(),
        });
        Ok(SmsReceipt { gateway: "inbox", gateway_id: format!("inbox-{}", message.id) })
    }
}

#[async_trait]
impl MailGateway for DevInbox {
    async fn send(&self, mail: &Mail) -> Result<MailReceipt, MailError> {
        if self.is_away() {
            return Err(MailError::Retry("the development inbox was told to take nothing".to_owned()));
        }
        let code = match &mail.text {
            MailText::OneTimeCode { code, .. } => Some(code.expose().to_owned()),
            _ => None,
        };
        self.keep(InboxMessage {
            id: mail.id.0,
            to: mail.to.expose().to_owned(),
            text: format!("{}\n{}", mail::messages::subject(mail), mail::messages::body(mail)),
            code,
            at: self.clock.now(),
        });
        Ok(MailReceipt(format!("inbox-{}", mail.id)))
    }
}
