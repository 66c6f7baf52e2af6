//! Security questions: three of the province's list, answered in the candidate's own words. Only hashes are kept.

use super::store;
use crate::{
    Caller, Enrolment, Result,
    audit::{Action, Entry},
    candidate,
    db::Tx,
    staff::password,
};
use shared::{
    id::CandidateId,
    problem::{Field, Problem, ProblemCode},
    profile::{QUESTIONS_ASKED, SecurityQuestion},
};
use std::{fmt, net::IpAddr};
use unicode_normalization::UnicodeNormalization as _;

/// An answer of fewer characters is guessed at once.
const ANSWER_MIN: usize = 2;
const ANSWER_MAX: usize = 60;

/// The fields of the form, in their order.
const QUESTIONS: [Field; QUESTIONS_ASKED] = [Field::Question1, Field::Question2, Field::Question3];
pub(super) const ANSWERS: [Field; QUESTIONS_ASKED] = [Field::Answer1, Field::Answer2, Field::Answer3];

/// A question and its answer, as typed. `Debug` hides the answer.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Answered {
    /// Code of the question.
    pub question: String,
    pub answer: String,
}

impl fmt::Debug for Answered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Answered({})", self.question)
    }
}

impl Enrolment {
    /// The questions that the caller answered, in their order; empty where they answered none.
    pub async fn own_questions(&self, caller: &Caller) -> Result<Vec<String>> {
        let (_, candidate, _) = caller.candidate()?;
        let mut tx = self.db().read().await?;
        Ok(store::answers(&mut tx, candidate).await?.into_iter().map(|row| row.question).collect())
    }

    /// Keeps the answers in the place of those of before. `old_password`: needed where a password and answers are there already,
    /// lest an unattended device be enough. Refused with `questions.same`, `answer.too_short`, `answer.same`, `field.*`,
    /// `password.wrong` or `sign_in.locked`.
    pub async fn set_questions(
        &self,
        caller: &Caller,
        answered: [Answered; QUESTIONS_ASKED],
        old_password: String,
        address: IpAddr,
    ) -> Result<()> {
        let (province, candidate, enrolment) = caller.candidate()?;
        let answers = sound(&self.profile(province)?.accounts.questions, &answered)?;
        let mut tx = self.db().read().await?;
        let known = !store::answers(&mut tx, candidate).await?.is_empty();
        let has_password = candidate::password_hash(&mut tx, candidate).await?.is_some();
        tx.commit().await?;
        let origin = if known && has_password {
            Some(self.require_own_password(caller, old_password.into(), address).await?)
        } else {
            None
        };
        let mut hashed = Vec::with_capacity(QUESTIONS_ASKED);
        for (question, answer) in answers {
            hashed.push((question, password::hash(self, answer.into()).await?));
        }
        let mut tx = self.db().begin().await?;
        if let Some(origin) = &origin {
            self.forgive(&mut tx, origin).await?;
        }
        keep_answers(self, &mut tx, candidate, &hashed).await?;
        let detail = serde_json::json!({ "again": known });
        let (actor, action) = (caller.into(), Action::QuestionsSet);
        let entry = Entry { actor, action, province: Some(province), enrolment: Some(enrolment), detail };
        self.record(&mut tx, entry).await?;
        tx.commit().await
    }
}

/// Writes hashed answers, with the codes of their questions, in the place of those of before.
pub(crate) async fn keep_answers(
    enrolment: &Enrolment,
    tx: &mut Tx,
    candidate: CandidateId,
    hashed: &[(String, String)],
) -> Result<()> {
    store::drop_answers(tx, candidate).await?;
    for (place, (question, hash)) in (1..).zip(hashed) {
        store::insert_answer(tx, candidate, (place, question, hash), enrolment.now()).await?;
    }
    Ok(())
}

/// Whether somebody can be asked.
pub(crate) async fn has_answers(tx: &mut Tx, candidate: CandidateId) -> Result<bool> {
    Ok(store::answers(tx, candidate).await?.len() == QUESTIONS_ASKED)
}

/// The answers without what does not count, or the first thing that is wrong with them.
fn sound(
    offered: &[SecurityQuestion],
    answered: &[Answered; QUESTIONS_ASKED],
) -> Result<Vec<(String, String)>, Problem> {
    let mut known: Vec<(String, String)> = Vec::new();
    for (at, own) in answered.iter().enumerate() {
        if !offered.iter().any(|question| question.code == own.question) {
            return Err(Problem::at(ProblemCode::FieldMissing, QUESTIONS[at]));
        }
        if known.iter().any(|(question, _)| *question == own.question) {
            return Err(Problem::at(ProblemCode::QuestionsSame, QUESTIONS[at]));
        }
        let answer = normalised(&own.answer);
        let wrong = match answer.chars().count() {
            0 => Some(ProblemCode::FieldMissing),
            length if length < ANSWER_MIN => Some(ProblemCode::AnswerTooShort),
            length if length > ANSWER_MAX => Some(ProblemCode::FieldTooLong),
            _ if known.iter().any(|(_, other)| *other == answer) => Some(ProblemCode::AnswersSame),
            _ => None,
        };
        if let Some(code) = wrong {
            return Err(Problem::at(code, ANSWERS[at]));
        }
        known.push((own.question.clone(), answer));
    }
    Ok(known)
}

/// What people type differently from one time to the next does not count: width (NFKC), case, and spaces anywhere.
pub(super) fn normalised(answer: &str) -> String {
    let plain: String = answer.nfkc().filter(|c| !c.is_whitespace()).collect();
    // once more: lower case of a composed letter may be a decomposed one
    plain.to_lowercase().nfkc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_case_and_spaces_do_not_count() {
        for typed in ["Wu Han 一中", "wuhan一中", " ＷｕＨａｎ　一中 ", "WUHAN\t一中"] {
            assert_eq!(normalised(typed), "wuhan一中");
        }
        assert_eq!(normalised("İ"), normalised("i̇"));
        assert_eq!(normalised(" 　 "), "");
        assert_ne!(normalised("武汉一中"), normalised("武汉二中"));
    }
}
