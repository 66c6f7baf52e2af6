//! Filters of the queue that staff keep under a name of their own.

use super::store::filters::{self, Row};
use crate::{Caller, Enrolment, Result};
use shared::{
    problem::{Field, Problem, ProblemCode},
    staff::Act,
};

/// A filter under its name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SavedFilter {
    pub name: String,
    /// The query of the queue's address.
    pub query: String,
}

const MOST: i64 = 20;
const NAME_CHARS: usize = 30;
const QUERY_BYTES: usize = 500;

impl Enrolment {
    /// Keeps a filter; one of the same name is replaced. Refused with `field.missing`, `field.too_long` or `filter.too_many`.
    pub async fn save_filter(&self, caller: &Caller, name: &str, query: &str) -> Result<()> {
        let staff = caller.officer(Act::Review)?.staff;
        let name = name.trim();
        if name.is_empty() {
            return Err(Problem::at(ProblemCode::FieldMissing, Field::Filter).into());
        }
        if name.chars().count() > NAME_CHARS || query.len() > QUERY_BYTES {
            return Err(Problem::at(ProblemCode::FieldTooLong, Field::Filter).into());
        }
        let mut tx = self.db().begin().await?;
        if filters::count_others(&mut tx, staff, name).await? >= MOST {
            return Err(Problem::at(ProblemCode::FilterTooMany, Field::Filter).into());
        }
        let row = Row { name: name.to_owned(), query: query.to_owned() };
        filters::save(&mut tx, staff, &row, self.now()).await?;
        tx.commit().await
    }

    /// The caller's filters, by name.
    pub async fn saved_filters(&self, caller: &Caller) -> Result<Vec<SavedFilter>> {
        let staff = caller.officer(Act::Review)?.staff;
        let mut tx = self.db().read().await?;
        let rows = filters::list(&mut tx, staff).await?;
        Ok(rows.into_iter().map(|row| SavedFilter { name: row.name, query: row.query }).collect())
    }

    /// Forgets one of them; one that is not there is forgotten already.
    pub async fn delete_filter(&self, caller: &Caller, name: &str) -> Result<()> {
        let staff = caller.officer(Act::Review)?.staff;
        let mut tx = self.db().begin().await?;
        filters::delete(&mut tx, staff, name).await?;
        tx.commit().await
    }
}
