//! The outbox: every text message and every e-mail is a row of the transaction that it follows from, sent after the commit by a job, retried,
//! and kept with the gateway's receipt. Codes are sent in `registration::code`; their receipts stand here too.

mod store;

use crate::{
    Enrolment, Result,
    application::{self, Application},
    candidate::{self, Candidate},
    crypto::Belongs,
    db::Tx,
    error::Cause,
    jobs::{self, Job, JobError},
    mail::{Mail, MailText},
    number,
    ports::{MailError, MailReceipt, SmsError, SmsReceipt},
    registration::Channel,
    sms::{Message, Template, TemplateName},
};
use shared::{
    id::{MailId, Province, SmsId},
    locale::Locale,
    profile::Profile,
    time::Timestamp,
};
use std::str::FromStr;

/// Puts a message about an application into the outbox.
pub(crate) async fn enqueue(
    enrolment: &Enrolment,
    tx: &mut Tx,
    application: &Application,
    template: TemplateName,
) -> Result<()> {
    let id = SmsId(enrolment.new_id());
    let about = (&application.province, Some(application.id));
    store::insert(tx, id, about, template.as_str(), enrolment.now()).await?;
    jobs::enqueue(enrolment, tx, Job::SendSms(id)).await
}

/// The same by text message and, where the candidate has an address, by e-mail: what its owner must hear of on every way.
pub(crate) async fn enqueue_everywhere(
    enrolment: &Enrolment,
    tx: &mut Tx,
    application: &Application,
    template: TemplateName,
) -> Result<()> {
    enqueue(enrolment, tx, application, template).await?;
    if candidate::load(enrolment, tx, application.candidate).await?.email.is_none() {
        return Ok(());
    }
    let id = MailId(enrolment.new_id());
    let about = (&application.province, Some(application.id));
    store::insert_mail(tx, id, about, template.as_str(), enrolment.now()).await?;
    jobs::enqueue(enrolment, tx, Job::SendMail(id)).await
}

/// Tells somebody that their phone (`Sms`) or e-mail address (`Mail`) was changed: where it went until now, and on the other way.
/// `candidate`: as they were before.
pub(crate) async fn enqueue_contact_changed(
    enrolment: &Enrolment,
    tx: &mut Tx,
    (application, candidate): (&Application, &Candidate),
    changed: Channel,
) -> Result<()> {
    let (template, now) = (TemplateName::ContactChanged.as_str(), enrolment.now());
    let (about, randomness) = ((&application.province, Some(application.id)), &*enrolment.parts().randomness);
    let id = SmsId(enrolment.new_id());
    store::insert(tx, id, about, template, now).await?;
    if changed == Channel::Sms {
        let sealed = candidate.key.seal(randomness, sms_to(id), candidate.phone.expose().as_bytes());
        store::set_to(tx, id, &sealed).await?;
    }
    jobs::enqueue(enrolment, tx, Job::SendSms(id)).await?;
    let Some(email) = &candidate.email else { return Ok(()) };
    let id = MailId(enrolment.new_id());
    store::insert_mail(tx, id, about, template, now).await?;
    if changed == Channel::Mail {
        store::set_mail_to(tx, id, &candidate.key.seal(randomness, mail_to(id), email.expose().as_bytes())).await?;
    }
    jobs::enqueue(enrolment, tx, Job::SendMail(id)).await
}

const fn sms_to(id: SmsId) -> Belongs {
    Belongs::to("sms_message.to_sealed", id.0)
}

const fn mail_to(id: MailId) -> Belongs {
    Belongs::to("mail_message.to_sealed", id.0)
}

/// Notes that a code was mailed.
pub(crate) async fn note_mailed_code(
    enrolment: &Enrolment,
    tx: &mut Tx,
    id: MailId,
    province: &Province,
    receipt: &MailReceipt,
) -> Result<()> {
    let now = enrolment.now();
    store::insert_mail(tx, id, (province, None), TemplateName::OneTimeCode.as_str(), now).await?;
    store::set_mailed(tx, id, &receipt.0, now).await
}

/// Notes the receipt of a code, whose sending is not this area's.
pub(crate) async fn note_code(
    enrolment: &Enrolment,
    tx: &mut Tx,
    id: SmsId,
    province: &Province,
    receipt: &SmsReceipt,
) -> Result<()> {
    let now = enrolment.now();
    store::insert(tx, id, (province, None), TemplateName::OneTimeCode.as_str(), now).await?;
    store::set_sent(tx, id, (receipt.gateway, &receipt.gateway_id), now).await
}

impl Enrolment {
    /// Sends a message of the outbox. Its id is the same when it is tried again, so that a gateway may know it.
    pub(crate) async fn send_sms(&self, id: SmsId) -> Result<(), JobError> {
        let mut tx = self.db().read().await?;
        let unsent = store::unsent(&mut tx, id).await?;
        let message = match unsent {
            Some(unsent) => self.message(&mut tx, id, unsent).await?,
            None => None,
        };
        tx.commit().await?;
        let Some(message) = message else { return Ok(()) };
        let sent = self.parts().sms.send(&message).await;
        let mut tx = self.db().begin().await?;
        match &sent {
            Ok(receipt) => store::set_sent(&mut tx, id, (receipt.gateway, &receipt.gateway_id), self.now()).await?,
            Err(SmsError::GiveUp(reason)) => store::set_failed(&mut tx, id, reason, self.now()).await?,
            Err(SmsError::Retry(_)) => {}
        }
        tx.commit().await?;
        Ok(sent.map(drop)?)
    }

    /// Sends an e-mail of the outbox, as text messages are sent.
    pub(crate) async fn send_mail(&self, id: MailId) -> Result<(), JobError> {
        let mut tx = self.db().read().await?;
        let unsent = store::unsent_mail(&mut tx, id).await?;
        let mail = match unsent {
            Some(unsent) => self.mail(&mut tx, id, unsent).await?,
            None => None,
        };
        tx.commit().await?;
        let Some(mail) = mail else { return Ok(()) };
        let sent = self.parts().mail.send(&mail).await;
        let mut tx = self.db().begin().await?;
        match &sent {
            Ok(receipt) => store::set_mailed(&mut tx, id, &receipt.0, self.now()).await?,
            Err(MailError::GiveUp(reason)) => store::set_mail_failed(&mut tx, id, reason, self.now()).await?,
            Err(MailError::Retry(_)) => {}
        }
        tx.commit().await?;
        Ok(sent.map(drop)?)
    }

    /// `None` for somebody who has no address, and for what is not told by e-mail.
    async fn mail(&self, tx: &mut Tx, id: MailId, unsent: store::Unsent) -> Result<Option<Mail>> {
        let application = application::load(tx, unsent.enrolment_id).await?;
        let candidate = candidate::load(self, tx, application.candidate).await?;
        let profile = self.profile(&application.province)?;
        let portal = profile.portal.clone();
        let text = match TemplateName::parse(&unsent.template).ok_or(Cause::Corrupt("mail_message.template"))? {
            TemplateName::PasswordReset => MailText::PasswordReset { portal },
            TemplateName::RegionDecided => MailText::RegionDecided { portal },
            TemplateName::MergeDecided => MailText::MergeDecided { portal },
            TemplateName::NumberKnown => MailText::NumberKnown { portal },
            TemplateName::ContactChanged => MailText::ContactChanged { portal },
            TemplateName::Returned
            | TemplateName::Approved
            | TemplateName::Refused
            | TemplateName::NumberAllotted
            | TemplateName::OneTimeCode => return Ok(None),
        };
        let to = match &unsent.to_sealed {
            Some(sealed) => Some(former(&candidate, mail_to(id), sealed)?),
            None => candidate.email,
        };
        Ok(to.map(|to| Mail { id, to, authority: signature(profile), text }))
    }

    /// The message as it reads now. `None` where there is nothing left to tell.
    async fn message(&self, tx: &mut Tx, id: SmsId, unsent: store::Unsent) -> Result<Option<Message>> {
        let application = application::load(tx, unsent.enrolment_id).await?;
        let candidate = candidate::load(self, tx, application.candidate).await?;
        let profile = self.profile(&application.province)?;
        let (signature, portal) = (signature(profile), profile.portal.clone());
        let template = match TemplateName::parse(&unsent.template).ok_or(Cause::Corrupt("sms_message.template"))? {
            TemplateName::Returned => Template::Returned { signature, portal },
            TemplateName::Approved => Template::Approved { signature, portal },
            TemplateName::Refused => Template::Refused { signature, portal },
            TemplateName::MergeDecided => Template::MergeDecided { signature, portal },
            TemplateName::NumberAllotted => match number::of(tx, &candidate, unsent.enrolment_id).await? {
                Some(number) => Template::NumberAllotted { signature, number },
                None => return Ok(None),
            },
            TemplateName::PasswordReset => Template::PasswordReset { signature, portal },
            TemplateName::RegionDecided => Template::RegionDecided { signature, portal },
            TemplateName::ContactChanged => Template::ContactChanged { signature, portal },
            TemplateName::NumberKnown => Template::NumberKnown { signature, portal },
            TemplateName::OneTimeCode => return Ok(None),
        };
        let to = match &unsent.to_sealed {
            Some(sealed) => former(&candidate, sms_to(id), sealed)?,
            None => candidate.phone,
        };
        Ok(Some(Message { id, to, template }))
    }
}

/// A phone or an address that the candidate had when the message was written.
fn former<T: FromStr>(candidate: &Candidate, belongs: Belongs, sealed: &[u8]) -> Result<T> {
    let text = candidate.key.open_text(belongs, sealed)?;
    Ok(text.parse().map_err(|_| Cause::Corrupt("to_sealed"))?)
}

/// The authority's name in front of every message.
pub(crate) fn signature(profile: &Profile) -> String {
    profile.authority.get(Locale::Chinese).to_owned()
}

/// Receipts that nobody asks for any more.
pub(crate) async fn delete_before(tx: &mut Tx, before: Timestamp) -> Result<()> {
    store::delete_before(tx, before).await
}
