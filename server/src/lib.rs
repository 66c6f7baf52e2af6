//! The process and HTTP: settings, layers, routes, commands. No rules (crate `enrolment`), no pages (crate `app`).

pub mod chsi;
pub mod command;
pub mod config;
pub mod engine;
pub mod files;
pub mod http;
pub mod identity;
pub mod identity_cli;
pub mod keys;
pub mod mail;
pub mod photo_cli;
pub mod profiles;
mod progress;
pub mod sms;
pub mod start;
pub mod telemetry;
