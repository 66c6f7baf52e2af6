//! The process and HTTP: settings, layers, routes, commands. No rules (crate `enrolment`), no pages (crate `app`).

pub mod config;
