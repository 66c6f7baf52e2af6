//! The register's signed answer: who sent it, whether it was sent before, whether it still counts, and keeping it.

use super::{signature::Signed, store};
use crate::{
    Enrolment, Result,
    application::{self, Application},
    audit::{Action, Actor, Entry},
    candidate, consent,
    crypto::{Belongs, sha256},
    db::Tx,
    details::{self, Asked},
    error::Error,
    ports::EducationAnswer,
};
use serde::{Deserialize, Serialize};
use shared::{
    education::{ANSWER_GRACE, CheckKind, CheckOutcome},
    id::EducationCheckId,
    problem::ProblemCode,
    profile::CONSENT_CHSI,
    time::{Span, Timestamp},
};
use std::fmt;

/// How far the register's clock may differ from ours.
pub const CALLBACK_CLOCK_TOLERANCE: Span = Span::minutes(5);

/// The body of an answer.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegisterAnswer {
    /// The one-time token of the code that was scanned.
    pub token: String,
    pub kind: CheckKind,
    pub outcome: CheckOutcome,
    /// Milliseconds since 1970; the same as in the header.
    pub time: i64,
    /// The same as in the header.
    pub nonce: String,
    #[serde(default)]
    pub facts: RegisterFacts,
}

impl fmt::Debug for RegisterAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RegisterAnswer")
            .field("kind", &self.kind)
            .field("outcome", &self.outcome)
            .finish_non_exhaustive()
    }
}

impl RegisterAnswer {
    /// Another name or number is no pass, whatever else was found.
    pub(super) fn counted(&self) -> CheckOutcome {
        if self.facts.contradict() { CheckOutcome::Failed } else { self.outcome }
    }

    /// What was answered at once has no token, and came on the line that the question went by.
    pub(super) fn by_itself(answer: EducationAnswer) -> Self {
        let (token, nonce) = (String::new(), String::new());
        Self { token, kind: CheckKind::Diploma, outcome: answer.outcome, time: 0, nonce, facts: answer.facts }
    }
}

/// What the register knows about the person's education. `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RegisterFacts {
    /// The register's name is the one that was asked about; absent where it does not say.
    pub name_matches: Option<bool>,
    pub number_matches: Option<bool>,
    pub school: Option<String>,
    pub level: Option<String>,
    /// Number of the diploma, masked before it is kept.
    pub diploma: Option<String>,
}

impl fmt::Debug for RegisterFacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RegisterFacts(***)")
    }
}

impl RegisterFacts {
    fn contradict(&self) -> bool {
        self.name_matches == Some(false) || self.number_matches == Some(false)
    }

    /// As it is kept: the diploma's number masked, nothing longer than a line.
    fn kept(self) -> Self {
        let line = |text: String| text.chars().take(100).collect::<String>();
        Self { school: self.school.map(line), level: self.level.map(line), diploma: self.diploma.map(masked), ..self }
    }
}

/// All but the last four characters hidden.
fn masked(number: String) -> String {
    let length = number.chars().count().min(40);
    number.chars().take(40).enumerate().map(|(at, c)| if at + 4 < length { '*' } else { c }).collect()
}

/// What became of an answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Recorded {
    /// It counts.
    Counted,
    /// It came too late, or to a code that another had replaced: kept for the reviewer, changes nothing.
    Late,
    /// The same answer was taken before.
    Again,
}

impl Enrolment {
    /// Takes an answer of the register. Refused with `request.not_permitted` (signature or clock), `request.bad`,
    /// `request.conflict` (sent before, or another answer was taken) and `request.not_found`.
    pub async fn take_register_answer(&self, message: Signed<'_>) -> Result<Recorded> {
        let answer = self.genuine_answer(message)?;
        let (now, token_hash) = (self.now(), sha256(answer.token.as_bytes()));
        let mut tx = self.db().begin().await?;
        if !store::use_nonce(&mut tx, &sha256(answer.nonce.as_bytes()), now).await? {
            return Err(ProblemCode::Conflict.into());
        }
        let id = store::owner(&mut tx, &token_hash).await?.ok_or(Error::NotFound)?;
        // under the application's lock: two answers to one code are taken one after the other
        let mut application = application::lock(&mut tx, id).await?;
        let row = store::by_token(&mut tx, &token_hash).await?.ok_or(Error::NotFound)?;
        if row.kind != answer.kind.as_str() || row.enrolment_id != id {
            return Err(ProblemCode::BadRequest.into());
        }
        let outcome = answer.counted();
        if let Some(known) = &row.outcome {
            let again = known == outcome.as_str();
            return if again { Ok(Recorded::Again) } else { Err(ProblemCode::Conflict.into()) };
        }
        let recorded = self.keep_answer(&mut tx, &mut application, &row, (outcome, answer)).await?;
        tx.commit().await?;
        Ok(recorded)
    }

    /// Keeps an answer to an open question; it counts where it came in time and the candidate still wants it.
    pub(super) async fn keep_answer(
        &self,
        tx: &mut Tx,
        application: &mut Application,
        row: &store::Row,
        (outcome, answer): (CheckOutcome, RegisterAnswer),
    ) -> Result<Recorded> {
        let (id, now, province) = (application.id, self.now(), application.province.clone());
        let consented = consent::accepted(self, tx, (&province, id), CONSENT_CHSI).await?;
        let in_time = row.replaced_at.is_none() && now < row.expires_at + ANSWER_GRACE;
        let late = !(in_time && consented && application.require_changeable(self).is_ok());
        let candidate = candidate::load(self, tx, application.candidate).await?;
        // what the register knows is kept only as long as the candidate wants it asked
        let facts = if consented { answer.facts.kept() } else { RegisterFacts::default() };
        let json = serde_json::to_vec(&facts)?;
        let sealed = candidate.key.seal(&*self.parts().randomness, belongs(row.id), &json);
        let (asked, progress) = (details::asked(self, tx, application).await?, application.progress.clone());
        store::answer(tx, row.id, (outcome.as_str(), late), Some(&sealed), now).await?;
        if !late {
            self.update_demands(tx, application, asked.as_ref()).await?;
        }
        self.record_reopened(tx, Actor::SYSTEM, (application, &progress)).await?;
        let detail = serde_json::json!({ "kind": answer.kind.as_str(), "outcome": outcome.as_str(), "late": late });
        let (actor, action) = (Actor::SYSTEM, Action::EducationCheckAnswered);
        self.record(tx, Entry { actor, action, province: Some(&province), enrolment: Some(id), detail }).await?;
        Ok(if late { Recorded::Late } else { Recorded::Counted })
    }

    /// Changes what is demanded. The version moves only where something changed, lest an open form be refused for nothing.
    async fn update_demands(&self, tx: &mut Tx, application: &mut Application, asked: Option<&Asked>) -> Result<()> {
        let before = application.progress.clone();
        crate::attachments::recompute(self, tx, application, asked).await?;
        if application.progress != before {
            application::save(tx, application).await?;
        }
        Ok(())
    }

    /// The answer, where the register signed it just now.
    fn genuine_answer(&self, message: Signed<'_>) -> Result<RegisterAnswer> {
        if !self.parts().education.is_genuine(message) {
            return Err(ProblemCode::NotPermitted.into());
        }
        let time: i64 = message.timestamp.parse().map_err(|_| ProblemCode::BadRequest)?;
        let sent = Timestamp(time);
        let now = self.now();
        if sent < now - CALLBACK_CLOCK_TOLERANCE || sent > now + CALLBACK_CLOCK_TOLERANCE {
            return Err(ProblemCode::NotPermitted.into());
        }
        let answer: RegisterAnswer = serde_json::from_slice(message.body).map_err(|_| ProblemCode::BadRequest)?;
        let whole = answer.time == time && answer.nonce == message.nonce && (16..=64).contains(&message.nonce.len());
        if whole { Ok(answer) } else { Err(ProblemCode::BadRequest.into()) }
    }
}

pub(super) const fn belongs(id: EducationCheckId) -> Belongs {
    Belongs::to("education_check.result_sealed", id.0)
}
