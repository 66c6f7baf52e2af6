//! Which values belong to a statement of the console, so that a bare handler can run it. What is not known here is left out, and
//! the report says how much that was.

use crate::store;
use anyhow::Result;
use enrolment::db::Db;
use uuid::Uuid;

/// What statements are about: one prefecture, one of its reviewers, one waiting case.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    pub(crate) place: String,
    pub(crate) staff: Uuid,
    pub(crate) enrolment: Uuid,
    pub(crate) candidate: Uuid,
    pub(crate) ruling: Uuid,
}

impl Facts {
    pub(crate) async fn of(db: &Db, place: &str) -> Result<Self> {
        let (enrolment, candidate) = store::waiting(db, place).await?;
        let (ruling, staff) = store::last_ruling(db, place).await?;
        Ok(Self { place: place.to_owned(), staff, enrolment, candidate, ruling })
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Value {
    Province,
    /// First digits of the prefecture's regions, and the code after the last of them.
    Place,
    PlaceEnd,
    Staff,
    Enrolment,
    Candidate,
    Ruling,
    Empty,
    Nil,
    Zero,
    Least,
    Most,
    Ten,
    Day,
    Word(&'static str),
}

/// A statement of the console with its values.
#[derive(Clone, Debug)]
pub(crate) struct Statement {
    pub(crate) sql: String,
    pub(crate) values: &'static [Value],
}

use Value::{
    Candidate, Day, Empty, Enrolment, Least, Most, Nil, Place, PlaceEnd, Province, Ruling, Staff, Ten, Word, Zero,
};

/// A part of a statement by which it is known, and its values.
const KNOWN: &[(&str, &[Value])] = &[
    ("SELECT id FROM enrolment WHERE lease_until <= $1", &[Zero]),
    ("FROM queue_count WHERE", &[Province, Place, PlaceEnd]),
    ("AS mine, COUNT(*) AS held", &[Province, Place, PlaceEnd, Staff]),
    ("SELECT COUNT(*) FROM enrolment WHERE", &[Province, Place, PlaceEnd, Staff]),
    ("SELECT COUNT(*) FROM staff_notice", &[Staff]),
    ("SELECT e.id, e.receipt", &[Province, Place, Staff, Least, Nil, Most, Empty, Zero, Ten]),
    ("SELECT e.submitted_at, e.id", &[Province, Place, Staff, Ten]),
    ("SELECT COUNT(*) FROM (SELECT e.id FROM enrolment", &[Province, Place, Least, Nil, Most, Empty, Zero, Most]),
    ("FROM saved_filter WHERE", &[Staff]),
    ("SELECT id, name, region FROM staff", &[Province]),
    ("UPDATE enrolment SET version = version WHERE", &[Enrolment]),
    ("lane IS NOT NULL", &[Enrolment]),
    ("FROM entered WHERE enrolment_id", &[Enrolment, Staff]),
    ("SELECT COUNT(*) FROM ruling WHERE", &[Enrolment, Zero, Staff]),
    ("DELETE FROM ruling_draft WHERE enrolment_id = $1", &[Enrolment]),
    ("SELECT id, candidate_id, province", &[Enrolment]),
    ("FROM enrolment_item WHERE", &[Enrolment]),
    ("SELECT id, province, phone_index", &[Candidate]),
    ("FROM card_side WHERE", &[Enrolment]),
    ("FROM card_refusal WHERE", &[Enrolment]),
    ("FROM card_record WHERE", &[Enrolment]),
    ("education_sealed, details_sealed", &[Enrolment]),
    ("FROM details WHERE", &[Enrolment]),
    ("FROM snapshot WHERE", &[Enrolment]),
    ("FROM trace own", &[Candidate]),
    ("FROM photo_print WHERE", &[Candidate]),
    ("FROM photo WHERE", &[Enrolment]),
    ("FROM education_check WHERE", &[Enrolment]),
    ("FROM education_manual WHERE", &[Enrolment]),
    ("FROM face_capture WHERE", &[Enrolment]),
    ("FROM attempt WHERE", &[Enrolment, Word("face"), Zero]),
    ("FROM attachment WHERE", &[Enrolment]),
    ("SELECT at, action FROM audit WHERE", &[Enrolment]),
    ("FROM ruling_draft WHERE", &[Enrolment, Staff, Zero]),
    ("FROM ruling WHERE enrolment_id", &[Enrolment]),
    ("FROM ruling_item WHERE", &[Ruling]),
    ("FROM reveal WHERE", &[Enrolment, Staff, Zero]),
    ("FROM desk_check JOIN", &[Enrolment]),
    ("SELECT name FROM staff WHERE id", &[Staff]),
    ("UPDATE audit_head SET seq = seq + 1", &[]),
    ("FROM figure WHERE", &[Province, Day, Most, Place, PlaceEnd]),
    ("SELECT seq FROM figure_cursor", &[]),
    ("SELECT id, name FROM staff WHERE province", &[Province]),
];

impl Statement {
    /// Nothing for a statement that is not known, or that has other values than it had.
    pub(crate) fn of(sql: &str) -> Option<Self> {
        let asked_for = (1..100).take_while(|n| sql.contains(&format!("${n}"))).count();
        let (_, values) = KNOWN.iter().find(|(part, values)| sql.contains(part) && values.len() == asked_for)?;
        Some(Self { sql: sql.to_owned(), values })
    }

    pub(crate) fn writes(&self) -> bool {
        !self.sql.starts_with("SELECT")
    }
}
