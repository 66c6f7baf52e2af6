//! Back into an account without its password. Whoever gets the security questions right, or has the code of an office, may choose a
//! new password and nothing else: nobody is signed in by it, and neither phone nor e-mail address can be changed with answers.

use super::{counted_as, problem, questions, reset, store};
use crate::{
    Caller, Enrolment, Result, application,
    audit::{Action, Actor, Entry},
    candidate::{self, Candidate},
    crypto::Hashed,
    db::Tx,
    error::Cause,
    outbox,
    registration::{self, Channel, CodeRequested, Recipient},
    session,
    sms::TemplateName,
    staff::password,
};
use shared::{
    contact::{Email, PhoneNumber},
    document::DocumentNumber,
    id::{OfficeResetId, Province},
    password::PasswordFault,
    problem::{Field, Problem, ProblemCode},
    profile::{Profile, QUESTIONS_ASKED},
    time::Span,
};
use std::net::IpAddr;

/// How long what was proved lets a password be chosen.
const PROOF: Span = Span::minutes(10);
/// Wrong answers, or wrong codes of an office, after which an account waits this long, on whatever device.
const LIMIT: (i64, Span) = (5, Span::hours(24));

/// What a session has proved.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recovery {
    pub way: RecoveryWay,
    /// A code to the phone or the e-mail address is still needed.
    pub needs_code: bool,
    /// Where it can be sent, masked.
    pub to: Vec<(Channel, String)>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum RecoveryWay {
    Questions,
    Office,
}

impl RecoveryWay {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Questions => "questions",
            Self::Office => "office",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Questions, Self::Office].into_iter().find(|way| way.as_str() == text)
    }
}

impl Enrolment {
    /// The codes of the questions that are asked of `login`. Somebody unknown, or who answered none, is asked some of the list,
    /// always the same: the answer does not tell who is registered.
    pub async fn recovery_questions(&self, province: &Province, login: &str) -> Result<Vec<String>> {
        let profile = self.profile(province)?;
        let mut tx = self.db().read().await?;
        let known = self.find(&mut tx, province, login).await?;
        let asked = match &known {
            Some(known) => store::answers(&mut tx, known.id).await?,
            None => Vec::new(),
        };
        tx.commit().await?;
        let asked: Vec<_> = asked.into_iter().map(|row| row.question).collect();
        Ok(if asked.len() == QUESTIONS_ASKED { asked } else { self.invented_questions(profile, login) })
    }

    fn invented_questions(&self, profile: &Profile, login: &str) -> Vec<String> {
        let login = canonical(login);
        let parts: [&[u8]; 3] = [b"questions", profile.province.as_str().as_bytes(), login.as_bytes()];
        let chance = self.keys().hash(Hashed::Login, &parts);
        let mut left: Vec<_> = profile.accounts.questions.iter().map(|question| question.code.clone()).collect();
        let draw = |byte: &u8| (!left.is_empty()).then(|| left.remove(usize::from(*byte) % left.len()));
        chance.iter().take(QUESTIONS_ASKED).map_while(draw).collect()
    }

    /// Compares the answers, in the order of the questions; all of them have to be right. Refused with `answer.wrong`, the same for
    /// an unknown login, and with `sign_in.locked` after five wrong tries from anywhere.
    pub async fn answer_questions(
        &self,
        caller: &Caller,
        province: &Province,
        login: &str,
        answers: [String; QUESTIONS_ASKED],
    ) -> Result<()> {
        let mut tx = self.db().begin().await?;
        let known = self.find(&mut tx, province, login).await?;
        let name = format!("questions/{}", counted_as(province, &canonical(login), known.as_ref()));
        self.count_everywhere(&mut tx, &name, LIMIT).await?;
        let asked = match &known {
            Some(known) => store::answers(&mut tx, known.id).await?,
            None => Vec::new(),
        };
        tx.commit().await?;
        let mut right = asked.len() == QUESTIONS_ASKED;
        // every answer is compared, and with nobody's hash where there is none: it takes as long
        for (at, answer) in answers.iter().enumerate() {
            let hash = asked.get(at).map(|row| row.answer_hash.clone());
            let fits = password::fits(self, questions::normalised(answer).into(), hash).await?;
            right = right && fits;
        }
        let Some(known) = known.filter(|_| right) else {
            let detail = serde_json::json!({ "way": RecoveryWay::Questions.as_str() });
            self.record_failure(province, detail).await?;
            return Err(Problem::at(ProblemCode::AnswersWrong, questions::ANSWERS[0]).into());
        };
        let needs_code = self.profile(province)?.recovery.code_after_questions;
        let begun = Begun { way: RecoveryWay::Questions, needs_code, reset: None };
        self.begin_recovery(caller, province, (&known, &name), begun).await
    }

    /// The code that an office gave somebody whose card it checked, with the number of the document. Refused with `reset.wrong`, the
    /// same for an unknown number, and with `sign_in.locked` after five wrong tries from anywhere.
    pub async fn redeem_reset(
        &self,
        caller: &Caller,
        province: &Province,
        document: &DocumentNumber,
        typed: &str,
    ) -> Result<()> {
        let mut tx = self.db().begin().await?;
        let known = candidate::find_by_document(self, &mut tx, province, document).await?;
        let name = format!("reset/{}", counted_as(province, document.expose(), known.as_ref()));
        self.count_everywhere(&mut tx, &name, LIMIT).await?;
        let found = match &known {
            Some(known) => reset::find(self, &mut tx, known.id, typed).await?,
            None => None,
        };
        tx.commit().await?;
        let Some((known, found)) = known.zip(found) else {
            self.record_failure(province, serde_json::json!({ "way": RecoveryWay::Office.as_str() })).await?;
            return Err(Problem::at(ProblemCode::ResetCodeWrong, Field::ResetCode).into());
        };
        let begun = Begun { way: RecoveryWay::Office, needs_code: false, reset: Some(found) };
        self.begin_recovery(caller, province, (&known, &name), begun).await
    }

    async fn begin_recovery(
        &self,
        caller: &Caller,
        province: &Province,
        (known, name): (&Candidate, &str),
        begun: Begun,
    ) -> Result<()> {
        let mut tx = self.db().begin().await?;
        self.forgive_everywhere(&mut tx, name).await?;
        let new = store::NewRecovery {
            session: caller.session,
            province,
            candidate: known.id,
            way: begun.way.as_str(),
            needs_code: begun.needs_code,
            reset: begun.reset,
            until: self.now() + PROOF,
        };
        store::begin_recovery(&mut tx, &new).await?;
        let enrolment = application::latest(&mut tx, known.id).await?;
        let (actor, action) = (Actor::candidate(known.id), Action::RecoveryBegun);
        let detail = serde_json::json!({ "way": begun.way.as_str() });
        self.record(&mut tx, Entry { actor, action, province: Some(province), enrolment, detail }).await?;
        tx.commit().await
    }

    /// What this session has proved; `None` where that is nothing, or too long ago.
    pub async fn recovery(&self, caller: &Caller) -> Result<Option<Recovery>> {
        let mut tx = self.db().read().await?;
        let Some(row) = store::recovery(&mut tx, caller.session, self.now()).await? else { return Ok(None) };
        let candidate = candidate::load(self, &mut tx, row.candidate_id).await?;
        let way = RecoveryWay::parse(&row.way).ok_or(Cause::Corrupt("recovery.way"))?;
        let to = recipients(&candidate).map(|to| (to.channel(), to.masked())).collect();
        Ok(Some(Recovery { way, needs_code: row.needs_code, to }))
    }

    /// Has a code sent to the candidate's own phone or address. Refused with `recovery.expired`, or as any request for a code.
    pub async fn request_recovery_code(
        &self,
        caller: &Caller,
        channel: Channel,
        address: IpAddr,
    ) -> Result<CodeRequested> {
        let (province, to) = self.recovery_recipient(caller, channel).await?;
        self.request_code_to(caller, &province, &to, address).await
    }

    /// The code is right: a password may be chosen. Refused with `code.*` or `recovery.expired`.
    pub async fn prove_recovery(&self, caller: &Caller, channel: Channel, typed: &str) -> Result<()> {
        let (province, to) = self.recovery_recipient(caller, channel).await?;
        let mut tx = self.db().begin().await?;
        let checked = registration::check_code(self, &mut tx, caller, &province, (&to, typed)).await?;
        if checked.is_none() {
            store::prove_recovery(&mut tx, caller.session, self.now() + PROOF).await?;
        }
        tx.commit().await?;
        checked.map_or(Ok(()), |problem| Err(Problem { field: Some(Field::Code), ..problem }.into()))
    }

    async fn recovery_recipient(&self, caller: &Caller, channel: Channel) -> Result<(Province, Recipient)> {
        let mut tx = self.db().read().await?;
        let row = store::recovery(&mut tx, caller.session, self.now()).await?;
        let row = row.ok_or(ProblemCode::RecoveryExpired)?;
        let candidate = candidate::load(self, &mut tx, row.candidate_id).await?;
        let to = recipients(&candidate).find(|to| to.channel() == channel).ok_or(ProblemCode::BadRequest)?;
        Ok((row.province, to))
    }

    /// What the province's policy finds wrong with the new password. Refused with `recovery.expired`.
    pub async fn recovered_password_faults(&self, caller: &Caller, typed: &str) -> Result<Vec<PasswordFault>> {
        let mut tx = self.db().read().await?;
        let row = store::recovery(&mut tx, caller.session, self.now()).await?;
        let row = row.filter(|row| !row.needs_code).ok_or(ProblemCode::RecoveryExpired)?;
        let candidate = candidate::load(self, &mut tx, row.candidate_id).await?;
        self.faults_of(&row.province, &candidate, typed)
    }

    /// Chooses the new password. Every session of the candidate ends, and they are told everywhere. Where the office noted a phone,
    /// it takes the place of the old one now. Refused with `password.*`, `recovery.expired` or `registration.not_available`.
    pub async fn choose_recovered_password(&self, caller: &Caller, typed: String) -> Result<()> {
        if let Some(fault) = self.recovered_password_faults(caller, &typed).await?.first() {
            return Err(Problem::at(problem(*fault), Field::NewPassword).into());
        }
        let hash = password::hash(self, typed.into()).await?;
        let mut tx = self.db().begin().await?;
        let row = store::use_up_recovery(&mut tx, caller.session, self.now()).await?;
        let row = row.ok_or(ProblemCode::RecoveryExpired)?;
        let candidate = candidate::load(self, &mut tx, row.candidate_id).await?;
        let latest = application::latest(&mut tx, candidate.id).await?;
        let latest = latest.ok_or(Cause::Corrupt("a candidate without an application"))?;
        let application = application::lock(&mut tx, latest).await?;
        let new_phone = match row.office_reset_id {
            Some(id) => reset::use_up(self, &mut tx, &candidate, id).await?,
            None => None,
        };
        self.bind_phone(&mut tx, &row.province, &candidate, new_phone.as_ref()).await?;
        candidate::set_password(&mut tx, candidate.id, &hash, self.now()).await?;
        session::end_all(&mut tx, candidate.id).await?;
        outbox::enqueue_everywhere(self, &mut tx, &application, TemplateName::PasswordReset).await?;
        let (actor, action) = (Actor::candidate(candidate.id), Action::PasswordRecovered);
        let detail = serde_json::json!({ "way": row.way, "new_phone": new_phone.is_some() });
        let (province, enrolment) = (Some(&row.province), Some(latest));
        self.record(&mut tx, Entry { actor, action, province, enrolment, detail }).await?;
        tx.commit().await?;
        self.wake_jobs();
        Ok(())
    }

    async fn bind_phone(
        &self,
        tx: &mut Tx,
        province: &Province,
        candidate: &Candidate,
        phone: Option<&PhoneNumber>,
    ) -> Result<()> {
        match phone.filter(|phone| **phone != candidate.phone) {
            Some(phone) if !candidate::set_phone(self, tx, province, candidate, phone).await? => {
                Err(Problem::at(ProblemCode::RegistrationNotAvailable, Field::Phone).into())
            }
            _ => Ok(()),
        }
    }

    /// Somebody tried; nobody knows who.
    async fn record_failure(&self, province: &Province, detail: serde_json::Value) -> Result<()> {
        let mut tx = self.db().begin().await?;
        let (actor, action) = (Actor::GUEST, Action::RecoveryFailed);
        self.record(&mut tx, Entry { actor, action, province: Some(province), enrolment: None, detail }).await?;
        tx.commit().await
    }
}

/// What a way back begins with.
struct Begun {
    way: RecoveryWay,
    needs_code: bool,
    reset: Option<OfficeResetId>,
}

/// Where a code can be sent.
fn recipients(candidate: &Candidate) -> impl Iterator<Item = Recipient> + use<> {
    let phone = Recipient::from(&candidate.phone);
    std::iter::once(phone).chain(candidate.email.as_ref().map(Recipient::from))
}

/// One login, however it is typed.
fn canonical(login: &str) -> String {
    if let Ok(phone) = login.parse::<PhoneNumber>() {
        return phone.expose().to_owned();
    }
    login.parse::<Email>().map_or_else(|_| login.trim().to_uppercase(), |email| email.key())
}
