//! The identity engines: what stands on a card, whether two pictures show one face, whether a video shows somebody alive who says
//! the digits asked for. Pure functions of bytes and models: no files but models and a video's own folder, no network, no clock.

pub mod card;
pub mod face;
pub mod models;
pub mod speech;
pub mod video;

/// Something failed on our side: the try is given back. Says nothing about the evidence and names no personal data.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the engine failed: {0}")]
pub struct EngineFailure(pub String);
