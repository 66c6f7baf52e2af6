//! One-time codes: requesting one within the limits, making and sending it (a job), and checking what was typed.

use super::{CodeRequested, Recipient, delivery, recipient::belongs, store};
use crate::{
    Caller, Enrolment, Result,
    clock::Randomness,
    crypto::{Hashed, same},
    db::Tx,
    jobs::{self, Job, JobError},
    mail::{Mail, MailText},
    network::network,
    outbox,
    ports::{MailReceipt, SmsReceipt},
    sms::{Message, OneTimeCode, Template},
};
use shared::{
    contact::{CodePolicy, PhoneNumber},
    id::{CodeId, MailId, Province, SmsId},
    problem::{Field, Problem, ProblemCode},
    time::{Span, Timestamp},
};
use std::net::IpAddr;

impl Enrolment {
    /// Has a one-time code sent to `phone`. Refused with `sms.too_soon`, `sms.hourly_limit` or `sms.daily_limit`.
    pub async fn request_code(
        &self,
        caller: &Caller,
        province: &Province,
        phone: &PhoneNumber,
        address: IpAddr,
    ) -> Result<CodeRequested> {
        self.request_code_to(caller, province, &phone.into(), address).await
    }

    /// The same to a phone or an e-mail address; both have the same limits.
    pub async fn request_code_to(
        &self,
        caller: &Caller,
        province: &Province,
        to: &Recipient,
        address: IpAddr,
    ) -> Result<CodeRequested> {
        let (policy, now) = (&self.profile(province)?.codes, self.now());
        let recipient_index = to.index(self.keys(), province);
        let address_index = self.keys().hash(Hashed::Address, &[&network(address)]);
        let mut tx = self.db().begin().await?;
        store::lock_limit(&mut tx, &recipient_index, now).await?;
        store::lock_limit(&mut tx, &address_index, now).await?;
        check_limits(&mut tx, policy, now, (&recipient_index, &address_index)).await?;
        let id = CodeId(self.new_id());
        let recipient_sealed = self.keys().codes().seal(&*self.parts().randomness, belongs(id), to.expose().as_bytes());
        let new = store::New {
            id,
            session: caller.session,
            province,
            channel: to.channel().as_str(),
            recipient_index: &recipient_index,
            recipient_sealed,
            address_index: &address_index,
            now,
        };
        store::insert(&mut tx, &new).await?;
        jobs::enqueue(self, &mut tx, Job::SendCode(id)).await?;
        tx.commit().await?;
        self.wake_jobs();
        Ok(CodeRequested { resend_after_secs: policy.resend_secs, lifetime_secs: policy.lifetime_secs })
    }

    /// Makes the code, commits its hash, then sends it: a code that was sent is always one that the database knows.
    pub(crate) async fn send_code(&self, id: CodeId) -> Result<(), JobError> {
        let Some(made) = self.make_code(id).await? else {
            return Ok(());
        };
        let sent = self.send_made(&made).await;
        let mut tx = self.db().begin().await?;
        match &sent {
            Ok(taken) => {
                store::set_sent(&mut tx, id, self.now()).await?;
                self.note_taken(&mut tx, &made, taken).await?;
            }
            Err(JobError::Retry(_)) => {}
            Err(JobError::GiveUp(_)) => store::close(&mut tx, id, self.now()).await?,
        }
        tx.commit().await?;
        sent.map(drop)
    }

    /// Keeps the receipt of a code.
    pub(crate) async fn note_taken(&self, tx: &mut Tx, made: &Made, taken: &Taken) -> Result<()> {
        match taken {
            Taken::Sms(receipt) => outbox::note_code(self, tx, SmsId(made.id.0), &made.province, receipt).await,
            Taken::Mail(receipt) => {
                outbox::note_mailed_code(self, tx, MailId(made.id.0), &made.province, receipt).await
            }
        }
    }

    /// Hands a code over to whoever brings it there.
    pub(crate) async fn send_made(&self, made: &Made) -> Result<Taken, JobError> {
        let (code, lifetime_minutes) = (made.code.clone(), made.lifetime_minutes);
        let signature = made.authority.clone();
        match &made.to {
            Recipient::Phone(phone) => {
                let template = Template::OneTimeCode { signature, code, lifetime_minutes };
                let message = Message { id: SmsId(made.id.0), to: phone.clone(), template };
                Ok(Taken::Sms(self.parts().sms.send(&message).await?))
            }
            Recipient::Email(email) => {
                let text = MailText::OneTimeCode { code, lifetime_minutes };
                let mail = Mail { id: MailId(made.id.0), to: email.clone(), authority: signature, text };
                Ok(Taken::Mail(self.parts().mail.send(&mail).await?))
            }
        }
    }

    /// A fresh code for a request that still wants one. A repeated send carries a new code, because the old one is nowhere.
    async fn make_code(&self, id: CodeId) -> Result<Option<Made>> {
        let now = self.now();
        let mut tx = self.db().begin().await?;
        let Some(request) = store::lock_unsent(&mut tx, id).await? else {
            return Ok(None);
        };
        let profile = self.profile(&request.province)?;
        if now - request.requested_at > profile.codes.lifetime() {
            store::close(&mut tx, id, now).await?;
            tx.commit().await?;
            tracing::warn!(code.id = %id, "a code was requested too long ago to be sent");
            return Ok(None);
        }
        let to = self.keys().codes().open_text(belongs(id), &request.recipient_sealed)?;
        let code = digits(&*self.parts().randomness, profile.codes.digits);
        store::set_hash(&mut tx, id, &self.code_hash(id, &code), now + profile.codes.lifetime()).await?;
        store::close_older(&mut tx, &request, now).await?;
        tx.commit().await?;
        Ok(Some(Made {
            id,
            to: Recipient::parse(&request.channel, &to)?,
            code: OneTimeCode(code),
            lifetime_minutes: profile.codes.lifetime_secs.div_ceil(60),
            authority: outbox::signature(profile),
            province: request.province,
        }))
    }

    fn code_hash(&self, id: CodeId, code: &str) -> Vec<u8> {
        self.keys().hash(Hashed::Code, &[id.0.as_bytes(), code.as_bytes()])
    }
}

/// Whether a typed code was right.
pub(super) enum Checked {
    /// Right, and used up by this transaction.
    Right,
    /// The try counts: commit before telling.
    Wrong(Problem),
}

/// A code on its way.
pub(crate) struct Made {
    pub(crate) id: CodeId,
    pub(crate) to: Recipient,
    pub(crate) code: OneTimeCode,
    pub(crate) lifetime_minutes: u32,
    /// In whose name.
    pub(crate) authority: String,
    pub(crate) province: Province,
}

/// What took it.
pub(crate) enum Taken {
    Sms(SmsReceipt),
    Mail(MailReceipt),
}

/// Counts a try and compares. A right code is closed, so that it works once.
pub(super) async fn check(
    enrolment: &Enrolment,
    tx: &mut Tx,
    caller: &Caller,
    province: &Province,
    to_and_typed: (&Recipient, &str),
) -> Result<Checked> {
    match judge(enrolment, tx, caller, province, to_and_typed).await? {
        Ok(id) => {
            store::close(tx, id, enrolment.now()).await?;
            Ok(Checked::Right)
        }
        Err(problem) => Ok(Checked::Wrong(problem)),
    }
}

/// Counts a try of two codes and compares; they are closed only where both are right, lest a slip in one cost the other.
pub(super) async fn check_both(
    enrolment: &Enrolment,
    tx: &mut Tx,
    caller: &Caller,
    province: &Province,
    (first, second): ((&Recipient, &str), (&Recipient, &str)),
) -> Result<Checked> {
    let first = judge(enrolment, tx, caller, province, first).await?;
    let second = judge(enrolment, tx, caller, province, second).await?;
    close_both(enrolment, tx, first, second).await
}

/// The same of a code to a new phone or address, and one to that of now, which has a field of its own.
pub(super) async fn check_new_and_old(
    enrolment: &Enrolment,
    tx: &mut Tx,
    caller: &Caller,
    province: &Province,
    (new, old): ((&Recipient, &str), (&Recipient, &str)),
) -> Result<Checked> {
    let new = judge(enrolment, tx, caller, province, new).await?;
    let old = judge(enrolment, tx, caller, province, old).await?;
    let old = old.map_err(|problem| Problem { field: Some(Field::OldCode), ..problem });
    close_both(enrolment, tx, new, old).await
}

async fn close_both(
    enrolment: &Enrolment,
    tx: &mut Tx,
    first: Result<CodeId, Problem>,
    second: Result<CodeId, Problem>,
) -> Result<Checked> {
    match (first, second) {
        (Ok(first), Ok(second)) => {
            store::close(tx, first, enrolment.now()).await?;
            store::close(tx, second, enrolment.now()).await?;
            Ok(Checked::Right)
        }
        (Err(problem), _) | (_, Err(problem)) => Ok(Checked::Wrong(problem)),
    }
}

/// Counts a try and compares; which code was right, or what is wrong.
async fn judge(
    enrolment: &Enrolment,
    tx: &mut Tx,
    caller: &Caller,
    province: &Province,
    (to, typed): (&Recipient, &str),
) -> Result<Result<CodeId, Problem>> {
    let (policy, now, field) = (&enrolment.profile(province)?.codes, enrolment.now(), to.channel().field());
    let typed = plain_digits(typed);
    let wrong = |code| Ok(Err(Problem::at(code, field)));
    if typed.is_empty() {
        return wrong(ProblemCode::CodeMissing);
    }
    let index = to.index(enrolment.keys(), province);
    let unsent = delivery::is_unsent(tx, caller, &index).await?;
    let Some(tried) = store::count_try(tx, caller.session, &index).await? else {
        return wrong(if unsent { ProblemCode::CodeNotSent } else { ProblemCode::CodeExpired });
    };
    let left = i64::from(policy.tries) - tried.tries;
    if left < 0 || tried.closed_at.is_some() {
        return wrong(ProblemCode::CodeSpent);
    }
    if tried.expires_at <= now {
        return wrong(ProblemCode::CodeExpired);
    }
    if same(&enrolment.code_hash(tried.id, &typed), &tried.code_hash) {
        return Ok(Ok(tried.id));
    }
    match left {
        _ if unsent => wrong(ProblemCode::CodeNotSent),
        0 => wrong(ProblemCode::CodeSpent),
        left => Ok(Err(Problem::at(ProblemCode::CodeWrong, field).tries_left(left as u32))),
    }
}

async fn check_limits(
    tx: &mut Tx,
    policy: &CodePolicy,
    now: Timestamp,
    (recipient, address): (&[u8], &[u8]),
) -> Result<()> {
    let (hour, day) = (now - Span::hours(1), now - Span::days(1));
    let usage = store::recipient_usage(tx, recipient, hour, day).await?;
    if let Some(latest) = usage.latest
        && now - latest < policy.resend_after()
    {
        let wait = (latest + policy.resend_after() - now).whole_secs();
        return Err(Problem::new(ProblemCode::ResendTooSoon).retry_after(wait).into());
    }
    check_usage(usage, now, (policy.per_phone_hour, policy.per_phone_day))?;
    let usage = store::address_usage(tx, address, hour, day).await?;
    check_usage(usage, now, (policy.per_address_hour, policy.per_address_day))
}

fn check_usage(usage: store::Usage, now: Timestamp, (per_hour, per_day): (u32, u32)) -> Result<()> {
    let wait = |oldest: Option<Timestamp>, span: Span| oldest.map_or(0, |oldest| (oldest + span - now).whole_secs());
    if usage.day >= i64::from(per_day) {
        let wait = wait(usage.oldest_day, Span::days(1));
        return Err(Problem::new(ProblemCode::SmsDailyLimit).retry_after(wait).into());
    }
    if usage.hour >= i64::from(per_hour) {
        let wait = wait(usage.oldest_hour, Span::hours(1));
        return Err(Problem::new(ProblemCode::SmsHourlyLimit).retry_after(wait).into());
    }
    Ok(())
}

/// Evenly distributed decimal digits.
pub(crate) fn digits(randomness: &dyn Randomness, count: u8) -> String {
    let mut text = String::with_capacity(usize::from(count));
    while text.len() < usize::from(count) {
        let mut byte = [0];
        randomness.fill(&mut byte);
        // 250 is the largest multiple of ten that a byte holds: above it, low digits would come more often
        if byte[0] < 250 {
            text.push(char::from(b'0' + byte[0] % 10));
        }
    }
    text
}

/// The digits of what was typed, full-width ones included.
pub(crate) fn plain_digits(typed: &str) -> String {
    let plain = typed.chars().map(|c| match c {
        '\u{ff10}'..='\u{ff19}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    });
    plain.filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SeededRandomness;

    #[test]
    fn codes_have_the_asked_length_and_use_every_digit() {
        let randomness = SeededRandomness::new(3);
        let many: String = (0..200).map(|_| digits(&randomness, 6)).collect();
        assert_eq!(many.len(), 1200);
        for digit in '0'..='9' {
            let count = many.matches(digit).count();
            assert!((60..=180).contains(&count), "{digit} came {count} times of 1200");
        }
    }

    #[test]
    fn typed_codes_are_read_kindly() {
        assert_eq!(plain_digits(" 12 34-５６"), "123456");
        assert_eq!(plain_digits("abc"), "");
    }
}
