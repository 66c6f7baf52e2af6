//! Another phone or e-mail address, chosen at home: a code to the new one, a code to the one of now, and the password. Whoever has
//! lost the phone goes to an office (`reset`): no answer and no e-mail changes it.

use super::{attempt_name, store};
use crate::{
    Caller, Enrolment, Result, Who, application,
    audit::{Action, Entry},
    candidate::{self, Candidate},
    db::Tx,
    outbox,
    registration::{self, Channel, CodeDelivery, CodeRequested, Recipient},
    session::{self, Scope, SignedIn},
    staff::{Origin, Password},
};
use shared::{
    id::{CandidateId, Province},
    problem::{Field, Problem, ProblemCode},
    time::Span,
};
use std::{fmt, net::IpAddr};

/// Wrong codes after which a candidate's phone and address stay for this long, on whatever device.
const LIMIT: (i64, Span) = (10, Span::hours(24));

/// What takes the place of a phone or an address, and the proofs. `Debug` hides them.
pub struct ContactChange {
    pub to: Recipient,
    /// The code that came to `to`, as typed.
    pub code: String,
    /// Where the other code went; see [`Enrolment::proofs_of_contact`].
    pub by: Channel,
    pub old_code: String,
    /// The password in use; nothing where none was chosen so far.
    pub password: Password,
}

impl fmt::Debug for ContactChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContactChange({:?})", self.to.channel())
    }
}

impl Enrolment {
    /// By what a change of a candidate's phone (`Sms`) or address (`Mail`) can be proved: by the one of now, and of the address by the
    /// phone too. Each masked. Empty where the candidate has nothing of this kind that could be changed.
    pub async fn proofs_of_contact(&self, caller: &Caller, kind: Channel) -> Result<Vec<(Channel, String)>> {
        let (_, candidate, _) = caller.candidate()?;
        let mut tx = self.db().read().await?;
        let candidate = candidate::load(self, &mut tx, candidate).await?;
        Ok(proofs(&candidate, kind).iter().map(|own| (own.channel(), own.masked())).collect())
    }

    /// Has a code sent to a new phone or address. Whether somebody has it already is not told before that code is right. Refused
    /// with `contact.same`, or as any request for a code.
    pub async fn request_new_contact_code(
        &self,
        caller: &Caller,
        to: &Recipient,
        address: IpAddr,
    ) -> Result<CodeRequested> {
        let (province, candidate, _) = caller.candidate()?;
        let mut tx = self.db().read().await?;
        let candidate = candidate::load(self, &mut tx, candidate).await?;
        tx.commit().await?;
        if proofs(&candidate, to.channel()).is_empty() {
            return Err(ProblemCode::BadRequest.into());
        }
        require_other(&candidate, to)?;
        self.request_code_to(caller, province, to, address).await
    }

    /// Has a code sent to the phone or the address of now. Refused with `request.bad` where `by` proves nothing about `kind`, or as
    /// any request for a code.
    pub async fn request_old_contact_code(
        &self,
        caller: &Caller,
        (kind, by): (Channel, Channel),
        address: IpAddr,
    ) -> Result<CodeRequested> {
        let (province, candidate, _) = caller.candidate()?;
        let mut tx = self.db().read().await?;
        let candidate = candidate::load(self, &mut tx, candidate).await?;
        tx.commit().await?;
        self.request_code_to(caller, province, &proof(&candidate, kind, by)?, address).await
    }

    /// How far the code is that this session asked for last to a phone or an address.
    pub async fn delivery_to(&self, caller: &Caller, to: &Recipient) -> Result<Option<CodeDelivery>> {
        let (province, _, _) = caller.candidate()?;
        self.delivery_of(caller, &to.index(self.keys(), province)).await
    }

    /// The same of a code to the candidate's own phone or address.
    pub async fn delivery_to_own(&self, caller: &Caller, by: Channel) -> Result<Option<CodeDelivery>> {
        let (province, candidate, _) = caller.candidate()?;
        let mut tx = self.db().read().await?;
        let candidate = candidate::load(self, &mut tx, candidate).await?;
        tx.commit().await?;
        let own = proofs(&candidate, by).into_iter().find(|own| own.channel() == by);
        match own {
            Some(own) => self.delivery_of(caller, &own.index(self.keys(), province)).await,
            None => Ok(None),
        }
    }

    /// Changes the phone or the address. Every other session of the candidate ends, this one goes on under a new token, and the old
    /// phone or address hears of it. Refused with `password.wrong`, `sign_in.locked`, `code.*`, `contact.same`, `request.bad`,
    /// `session.expired`, and with `contact.taken` where it is somebody else's: the codes are used up then all the same.
    pub async fn change_contact(&self, caller: &Caller, change: ContactChange, address: IpAddr) -> Result<SignedIn> {
        let (province, id, _) = caller.candidate()?;
        let ContactChange { to, code, by, old_code, password } = change;
        let origin = self.require_password_if_any(caller, password, address).await?;
        let name = format!("contact/{}", attempt_name(province, id));
        let mut tx = self.db().begin().await?;
        // this row is held until the end: a change at the same moment on another device waits, and then finds its session ended
        self.count_everywhere(&mut tx, &name, LIMIT).await?;
        if !session::is_alive(&mut tx, caller.session, self.now()).await? {
            return Err(ProblemCode::SessionExpired.into());
        }
        let candidate = candidate::load(self, &mut tx, id).await?;
        require_other(&candidate, &to)?;
        let old = proof(&candidate, to.channel(), by)?;
        let codes = ((&to, code.as_str()), (&old, old_code.as_str()));
        if let Some(problem) = registration::check_change(self, &mut tx, caller, province, codes).await? {
            tx.commit().await?;
            return Err(problem.into());
        }
        self.forgive_everywhere(&mut tx, &name).await?;
        if let Some(origin) = &origin {
            self.forgive(&mut tx, origin).await?;
        }
        if self.is_taken(&mut tx, province, &to).await? {
            tx.commit().await?;
            return Err(taken(&to));
        }
        self.keep_contact(tx, caller, &candidate, (&to, by)).await
    }

    /// Puts the new one in the place of the old one, ends what was proved by that – sessions and ways back –, and tells the owner.
    async fn keep_contact(
        &self,
        mut tx: Tx,
        caller: &Caller,
        candidate: &Candidate,
        (to, by): (&Recipient, Channel),
    ) -> Result<SignedIn> {
        let (province, id, enrolment) = caller.candidate()?;
        let free = match to {
            Recipient::Phone(phone) => candidate::set_phone(self, &mut tx, province, candidate, phone).await?,
            Recipient::Email(email) => candidate::set_email(self, &mut tx, province, candidate, email).await?,
        };
        if !free {
            return Err(taken(to));
        }
        store::drop_recoveries(&mut tx, id).await?;
        session::end_all(&mut tx, id).await?;
        let application = application::load(&mut tx, enrolment).await?;
        outbox::enqueue_contact_changed(self, &mut tx, (&application, candidate), to.channel()).await?;
        let who = Who::Candidate { province: province.clone(), candidate: id, enrolment, scope: Scope::Full };
        let signed_in = session::open(self, &mut tx, who).await?;
        let (actor, action) = (caller.into(), Action::ContactChanged);
        let detail = serde_json::json!({ "what": to.channel().as_str(), "by": by.as_str() });
        let entry = Entry { actor, action, province: Some(province), enrolment: Some(enrolment), detail };
        self.record(&mut tx, entry).await?;
        tx.commit().await?;
        self.wake_jobs();
        Ok(signed_in)
    }

    async fn is_taken(&self, tx: &mut Tx, province: &Province, to: &Recipient) -> Result<bool> {
        let known = match to {
            Recipient::Phone(phone) => candidate::find_by_phone(self, tx, province, phone).await?,
            Recipient::Email(email) => candidate::find_by_email(self, tx, province, email).await?,
        };
        Ok(known.is_some())
    }

    /// The password in use, where one was chosen: an unattended device with the phone beside it is not enough.
    async fn require_password_if_any(
        &self,
        caller: &Caller,
        typed: Password,
        address: IpAddr,
    ) -> Result<Option<Origin>> {
        let (_, id, _) = caller.candidate()?;
        if !self.has_password(id).await? {
            return Ok(None);
        }
        self.require_own_password(caller, typed, address).await.map(Some)
    }

    async fn has_password(&self, id: CandidateId) -> Result<bool> {
        let mut tx = self.db().read().await?;
        Ok(candidate::password_hash(&mut tx, id).await?.is_some())
    }
}

/// What can prove a change of this kind, the thing itself first.
fn proofs(candidate: &Candidate, kind: Channel) -> Vec<Recipient> {
    let phone = Recipient::from(&candidate.phone);
    match (kind, &candidate.email) {
        (Channel::Sms, _) => vec![phone],
        (Channel::Mail, Some(email)) => vec![email.into(), phone],
        (Channel::Mail, None) => Vec::new(),
    }
}

fn proof(candidate: &Candidate, kind: Channel, by: Channel) -> Result<Recipient> {
    let own = proofs(candidate, kind).into_iter().find(|own| own.channel() == by);
    Ok(own.ok_or(ProblemCode::BadRequest)?)
}

fn require_other(candidate: &Candidate, to: &Recipient) -> Result<()> {
    let same = match to {
        Recipient::Phone(phone) => *phone == candidate.phone,
        Recipient::Email(email) => candidate.email.as_ref().is_some_and(|own| own.key() == email.key()),
    };
    if same { Err(Problem::at(ProblemCode::ContactSame, field(to)).into()) } else { Ok(()) }
}

fn taken(to: &Recipient) -> crate::Error {
    Problem::at(ProblemCode::ContactTaken, field(to)).into()
}

/// What the new one is typed into.
const fn field(to: &Recipient) -> Field {
    match to {
        Recipient::Phone(_) => Field::Phone,
        Recipient::Email(_) => Field::Email,
    }
}
