//! Every use case, and with them every store function, on SQLite and on PostgreSQL. Each test gets a database of its own,
//! a frozen clock, seeded randomness and an SMS inbox; afterwards no job may be left and the audit chain must be intact.
//!
//! PostgreSQL is used where `RUJI_TEST_POSTGRES_URL` names a superuser of a private cluster.

// always set here; it tells Clippy that all of this is test code
#![cfg(test)]

mod accounts;
mod administration;
mod board;
mod crowd;
mod encryption;
mod engines;
mod joining;
mod recovery;
mod region;
mod reviewing;
mod support;

mod assignment;
mod attachments;
mod attempts;
mod audit;
mod by_itself;
mod card;
mod card_reading;
mod case;
mod challenge;
mod checks;
mod cluster;
mod codes;
mod contact;
mod demo;
mod details;
mod doubles;
mod duplicates;
mod education;
mod export;
mod face;
mod facets;
mod facts;
mod figures;
mod hand_in;
mod handoff;
mod in_person;
mod jobs;
mod key_mark;
mod likeness;
mod number_plan;
mod numbers;
mod photos;
mod profile_change;
mod proof_uploads;
mod queue;
mod registration;
mod reopen;
mod retention;
mod review;
mod schema;
mod second_check;
mod sessions;
mod signature;
mod signature_verify;
mod staff;
mod staff_account;
mod staff_administration;
mod staff_second_factor;
mod submission;
mod turns;
mod uploads;
mod watch;

mod classes;
mod desk;
mod existing;
mod existing_import;
mod existing_late;
mod existing_merge;
mod visits;
