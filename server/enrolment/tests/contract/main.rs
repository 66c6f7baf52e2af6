//! Every use case, and with them every store function, on SQLite and on PostgreSQL. Each test gets a database of its own,
//! a frozen clock, seeded randomness and an SMS inbox; afterwards no job may be left and the audit chain must be intact.
//!
//! PostgreSQL is used where `RUJI_TEST_POSTGRES_URL` names a superuser of a private cluster.

// always set here; it tells Clippy that all of this is test code
#![cfg(test)]

mod accounts;
mod crowd;
mod engines;
mod support;

mod attachments;
mod attempts;
mod audit;
mod card;
mod checks;
mod codes;
mod demo;
mod details;
mod doubles;
mod education;
mod face;
mod facts;
mod figures;
mod hand_in;
mod handoff;
mod jobs;
mod numbers;
mod photos;
mod registration;
mod review;
mod schema;
mod sessions;
mod staff;
mod submission;
mod uploads;
mod watch;
