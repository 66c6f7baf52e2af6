//! Whether a receipt is genuine: for anybody who holds one, and no more than they need to know.

use super::DocumentShown;
use crate::{Enrolment, Result, application, candidate, error::Error};
use shared::{enrolment::State, id::Province, time::Timestamp};
use std::time::Duration;

/// What a genuine receipt stands for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verified {
    /// As it is printed.
    pub number: String,
    pub province: Province,
    pub document: DocumentShown,
    pub state: State,
    pub submitted_at: Timestamp,
}

/// Every answer takes this long at least, so that its time does not tell how far the search came.
const ANSWER_TIME: Duration = Duration::from_millis(120);

impl Enrolment {
    /// The application that a receipt was given for; `None` where there is none.
    pub async fn verify_receipt(&self, typed: &str) -> Result<Option<Verified>> {
        let (found, ()) = tokio::join!(self.look_up(typed), tokio::time::sleep(ANSWER_TIME));
        found
    }

    async fn look_up(&self, typed: &str) -> Result<Option<Verified>> {
        let Some(number) = canonical(typed) else { return Ok(None) };
        let mut tx = self.db().read().await?;
        let Some(application) = application::by_receipt(&mut tx, &number).await? else { return Ok(None) };
        let candidate = match candidate::load(self, &mut tx, application.candidate).await {
            // their data were made unreadable
            Err(Error::NotFound) => return Ok(None),
            found => found?,
        };
        tx.commit().await?;
        let (province, state) = (application.province, application.progress.state);
        let document = (&candidate.document).into();
        Ok(application.submitted_at.map(|submitted_at| Verified { number, province, document, state, submitted_at }))
    }
}

/// Longest number that is looked at: digits of a session, ten characters, two dashes, and some spaces.
const LONGEST: usize = 40;

/// The number as it is stored: spaces and dashes as typed do not count, letters are large, and those that Crockford's base 32
/// leaves out stand for the digits they look like.
pub(crate) fn canonical(typed: &str) -> Option<String> {
    if typed.len() > LONGEST {
        return None;
    }
    let letter = |c: char| match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let plain: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').map(letter).collect();
    let head = plain.len().checked_sub(10)?;
    if head == 0 || !plain.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let (session, random) = plain.split_at(head);
    Some(format!("{session}-{}-{}", &random[..5], &random[5..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_may_be_typed_as_people_do() {
        for typed in ["202704-4F7K2-Q9D31", "202704 4f7k2 q9d3l", " 2027044F7K2Q9D3I ", "2O27O4-4F7K2-Q9D31"] {
            assert_eq!(canonical(typed).as_deref(), Some("202704-4F7K2-Q9D31"), "{typed}");
        }
        for typed in ["", "4F7K2Q9D31", "short", "二〇二七-4F7K2-Q9D31", "202704-4F7K2-Q9D3?", &"1".repeat(50)] {
            assert_eq!(canonical(typed), None, "{typed}");
        }
    }
}
