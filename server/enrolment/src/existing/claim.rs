//! 查询准考证: somebody says who they are and names a contact of before; the code that goes there proves it. Until it is entered, every
//! answer is the same whether or not there is such a record, and so is the time it takes: a job looks.

use super::store;
use crate::{
    Caller, Enrolment, Result,
    audit::{Action, Entry},
    candidate,
    crypto::{Belongs, Hashed, same},
    db::Tx,
    error::Cause,
    jobs::{self, Job, JobError},
    network::network,
    outbox,
    registration::{CodeRequested, Made, Recipient, digits, plain_digits},
    sms::OneTimeCode,
};
use serde::{Deserialize, Serialize};
use shared::{
    contact::{CodePolicy, Email, PhoneNumber},
    document::DocumentNumber,
    existing::Record,
    id::{ClaimId, CodeId, ExistingId, Province},
    person::PersonName,
    problem::{Field, Problem, ProblemCode},
    time::{Span, Timestamp},
};
use std::{fmt, net::IpAddr};

/// What was proved counts so long.
const PROVED: Span = Span::minutes(30);
/// A code counts from when it was asked for, so that it ends at the same moment whether or not there was anybody to send one to; sending
/// takes a little.
const SENDING: Span = Span::minutes(1);

/// A phone number or an e-mail address that a record may hold. `Debug` masks it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Contact {
    Phone(PhoneNumber),
    Email(Email),
}

impl Contact {
    pub fn parse(typed: &str) -> Option<Self> {
        typed.parse().map(Self::Phone).or_else(|_| typed.parse().map(Self::Email)).ok()
    }

    pub fn masked(&self) -> String {
        match self {
            Self::Phone(phone) => phone.masked(),
            Self::Email(email) => email.masked(),
        }
    }

    fn key(&self) -> String {
        match self {
            Self::Phone(phone) => phone.expose().to_owned(),
            Self::Email(email) => email.key(),
        }
    }

    fn is_of(&self, record: &Record) -> bool {
        match self {
            Self::Phone(phone) => record.phone.as_ref() == Some(phone),
            Self::Email(email) => record.email.as_ref().is_some_and(|own| own.key() == email.key()),
        }
    }
}

impl From<Contact> for Recipient {
    fn from(contact: Contact) -> Self {
        match contact {
            Contact::Phone(phone) => Self::Phone(phone),
            Contact::Email(email) => Self::Email(email),
        }
    }
}

/// Who somebody says they are.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    pub name: PersonName,
    pub document: DocumentNumber,
    pub contact: Contact,
}

impl fmt::Debug for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wanted(***)")
    }
}

/// A number of somebody who proved that it is theirs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OwnRecord {
    pub id: ExistingId,
    pub record: Record,
    /// It was chosen for good.
    pub chosen: bool,
}

const fn typed_of(id: ClaimId) -> Belongs {
    Belongs::to("existing_claim.typed_sealed", id.0)
}

impl Enrolment {
    /// Asks for the numbers of a person; a code goes to the contact where there is a record of them with it. The answer does not say
    /// whether there is. Refused with `sms.too_soon`, `sms.hourly_limit` or `sms.daily_limit`: for the document, the contact and the
    /// network.
    pub async fn ask_for_numbers(
        &self,
        caller: &Caller,
        province: &Province,
        wanted: &Wanted,
        address: IpAddr,
    ) -> Result<CodeRequested> {
        let (policy, now) = (&self.existing_profile(province)?.codes, self.now());
        let document_index = candidate::document_index(self.keys(), province, &wanted.document);
        let contact = format!("contact {province} {}", wanted.contact.key());
        let contact_index = self.keys().hash(Hashed::Existing, &[contact.as_bytes()]);
        let address_index = self.keys().hash(Hashed::Existing, &[b"address", &network(address)]);
        let mut tx = self.db().begin().await?;
        for index in [&document_index, &contact_index, &address_index] {
            store::lock_limit(&mut tx, index, now).await?;
        }
        let person = (policy.per_phone_hour, policy.per_phone_day);
        for index in [&document_index, &contact_index] {
            check_limit(&mut tx, policy, now, (index, person, true)).await?;
        }
        let network = (policy.per_address_hour, policy.per_address_day);
        check_limit(&mut tx, policy, now, (&address_index, network, false)).await?;
        let id = ClaimId(self.new_id());
        let typed = serde_json::to_vec(wanted)?;
        let new = store::NewClaim {
            id,
            session: caller.session,
            province,
            document_index: &document_index,
            contact_index: &contact_index,
            address_index: &address_index,
            typed_sealed: self.keys().drafts().seal(&*self.parts().randomness, typed_of(id), &typed),
            now,
        };
        store::insert_claim(&mut tx, &new).await?;
        jobs::enqueue(self, &mut tx, Job::SendClaimCode(id)).await?;
        let (actor, action, detail) = (caller.into(), Action::ExistingAsked, serde_json::json!({}));
        self.record(&mut tx, Entry { actor, action, province: Some(province), enrolment: None, detail }).await?;
        tx.commit().await?;
        self.wake_jobs();
        Ok(CodeRequested { resend_after_secs: policy.resend_secs, lifetime_secs: policy.lifetime_secs })
    }

    /// Sends a code where there is somebody to send it to. Its hash is committed first.
    pub(crate) async fn send_claim_code(&self, id: ClaimId) -> Result<(), JobError> {
        let Some(made) = self.make_claim_code(id).await? else { return Ok(()) };
        let sent = self.send_made(&made).await;
        let mut tx = self.db().begin().await?;
        match &sent {
            Ok(taken) => {
                store::set_sent(&mut tx, id, self.now()).await?;
                self.note_taken(&mut tx, &made, taken).await?;
            }
            Err(JobError::GiveUp(_)) => store::set_sent(&mut tx, id, self.now()).await?,
            Err(JobError::Retry(_)) => {}
        }
        tx.commit().await?;
        sent.map(drop)
    }

    async fn make_claim_code(&self, id: ClaimId) -> Result<Option<Made>> {
        let mut tx = self.db().begin().await?;
        let Some(claim) = store::lock_unsent(&mut tx, id).await? else { return Ok(None) };
        let profile = self.existing_profile(&claim.province)?;
        let wanted = self.wanted(&claim)?;
        let is_late = self.now() - claim.requested_at > profile.codes.lifetime();
        let own = self.of_person(&mut tx, &claim.province, &wanted.name, &wanted.document).await?;
        let known = own.iter().any(|(_, record)| wanted.contact.is_of(record));
        if !known || is_late {
            return Ok(None);
        }
        let code = digits(&*self.parts().randomness, profile.codes.digits);
        store::set_hash(&mut tx, id, &self.claim_hash(id, &code)).await?;
        tx.commit().await?;
        Ok(Some(Made {
            id: CodeId(id.0),
            to: wanted.contact.into(),
            code: OneTimeCode(code),
            lifetime_minutes: profile.codes.lifetime_secs.div_ceil(60),
            authority: outbox::signature(profile),
            province: claim.province,
        }))
    }

    fn claim_hash(&self, id: ClaimId, code: &str) -> Vec<u8> {
        self.keys().hash(Hashed::Existing, &[b"code", id.0.as_bytes(), code.as_bytes()])
    }

    fn wanted(&self, claim: &store::Claim) -> Result<Wanted> {
        let json = self.keys().drafts().open(typed_of(claim.id), &claim.typed_sealed)?;
        Ok(serde_json::from_slice(&json)?)
    }

    /// Enters the code. Refused with `code.*`, in the same way where none was sent.
    pub async fn prove_numbers(&self, caller: &Caller, province: &Province, typed: &str) -> Result<()> {
        let (policy, now) = (&self.existing_profile(province)?.codes, self.now());
        let wrong = |code| Problem::at(code, Field::Code);
        let typed = plain_digits(typed);
        if typed.is_empty() {
            return Err(wrong(ProblemCode::CodeMissing).into());
        }
        let mut tx = self.db().begin().await?;
        let newest = store::newest(&mut tx, caller.session, province).await?;
        let newest = newest.ok_or(wrong(ProblemCode::CodeExpired))?;
        let claim = store::count_try(&mut tx, newest.id).await?.ok_or(wrong(ProblemCode::CodeExpired))?;
        let left = i64::from(policy.tries) - claim.tries;
        let hash = self.claim_hash(claim.id, &typed);
        let is_right = claim.code_hash.as_deref().is_some_and(|own| same(own, &hash));
        let refused = if left < 0 || claim.closed_at.is_some() {
            Some(wrong(ProblemCode::CodeSpent))
        } else if claim.requested_at + policy.lifetime() + SENDING <= now {
            Some(wrong(ProblemCode::CodeExpired))
        } else if is_right {
            None
        } else if left == 0 {
            Some(wrong(ProblemCode::CodeSpent))
        } else {
            Some(wrong(ProblemCode::CodeWrong).tries_left(left as u32))
        };
        if let Some(problem) = refused {
            // the try counts
            tx.commit().await?;
            return Err(problem.into());
        }
        store::verify(&mut tx, claim.id, now).await?;
        let (actor, action, detail) = (caller.into(), Action::ExistingProved, serde_json::json!({}));
        self.record(&mut tx, Entry { actor, action, province: Some(province), enrolment: None, detail }).await?;
        tx.commit().await
    }

    /// The numbers of whoever proved who they are in this session. Refused with `existing.claim_needed` otherwise.
    pub async fn proved_numbers(&self, caller: &Caller, province: &Province) -> Result<(Wanted, Vec<OwnRecord>)> {
        self.existing_profile(province)?;
        let mut tx = self.db().read().await?;
        let claim = proved(self, &mut tx, caller, province).await?.ok_or(ProblemCode::ExistingClaimNeeded)?;
        let wanted = self.wanted(&claim)?;
        let chosen = store::choice(&mut tx, province, &claim.document_index).await?.map(|choice| choice.record_id);
        let own = self.of_person(&mut tx, province, &wanted.name, &wanted.document).await?;
        tx.commit().await?;
        if own.is_empty() {
            return Err(Cause::Corrupt("a proved claim without a record").into());
        }
        let own = own
            .into_iter()
            .map(|(row, record)| OwnRecord { id: row.id, record, chosen: chosen == Some(row.id) })
            .collect();
        Ok((wanted, own))
    }

    /// Whom the caller asked for last, while a code may be entered.
    pub async fn asked_numbers(&self, caller: &Caller, province: &Province) -> Result<Option<Wanted>> {
        let policy = &self.existing_profile(province)?.codes;
        let mut tx = self.db().read().await?;
        let claim = store::newest(&mut tx, caller.session, province).await?;
        let end = |claim: &store::Claim| claim.requested_at + policy.lifetime() + SENDING;
        let claim = claim.filter(|claim| claim.verified_at.is_none() && self.now() < end(claim));
        claim.map(|claim| self.wanted(&claim)).transpose()
    }
}

/// What the caller proved in this session, a while ago at most.
pub(super) async fn proved(
    enrolment: &Enrolment,
    tx: &mut Tx,
    caller: &Caller,
    province: &Province,
) -> Result<Option<store::Claim>> {
    let claim = store::newest(tx, caller.session, province).await?;
    Ok(claim.filter(|claim| claim.verified_at.is_some_and(|at| enrolment.now() - at < PROVED)))
}

/// How often the same may be asked; `again_later`: and not at once again.
async fn check_limit(
    tx: &mut Tx,
    policy: &CodePolicy,
    now: Timestamp,
    (index, (per_hour, per_day), again_later): (&[u8], (u32, u32), bool),
) -> Result<()> {
    let (hour, day) = (Span::hours(1), Span::days(1));
    let usage: store::Usage = store::usage(tx, index, now - hour, now - day).await?;
    if let Some(latest) = usage.latest.filter(|latest| again_later && now - *latest < policy.resend_after()) {
        let wait = (latest + policy.resend_after() - now).whole_secs();
        return Err(Problem::new(ProblemCode::ResendTooSoon).retry_after(wait).into());
    }
    if usage.day >= i64::from(per_day) {
        return Err(Problem::new(ProblemCode::SmsDailyLimit).retry_after(day.whole_secs()).into());
    }
    if usage.hour >= i64::from(per_hour) {
        return Err(Problem::new(ProblemCode::SmsHourlyLimit).retry_after(hour.whole_secs()).into());
    }
    Ok(())
}

/// Questions that no longer count.
pub(crate) async fn delete_claims(tx: &mut Tx, before: Timestamp) -> Result<()> {
    store::delete_before(tx, before).await
}
