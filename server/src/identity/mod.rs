//! The engines that look at evidence, behind the ports of the use cases: models of this process (`local`) or a vendor (`http`).
//! How a card is read and a face is judged is the crate `identity`.

mod http;
mod local;
mod vendor;

pub use local::{LocalFaces, LocalIdentity, ffmpeg};
pub use vendor::{Compare, Judge, NONCE, PATHS, Read, SIGNATURE, TIMESTAMP};

use crate::{
    config::{IdentityEngine, SecretError, Settings},
    engine::LocalEngine,
};
use enrolment::{
    clock::{Clock, Randomness},
    ports::Identity,
};
use std::sync::Arc;

/// The engines cannot be had. Names files and settings, never persons.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    #[error(transparent)]
    Model(#[from] identity::models::ModelError),
    #[error("the identity model {0} is not of the shape that is expected; run: cargo xtask models")]
    Shape(&'static str),
    #[error("videos cannot be decoded: {0}; install ffmpeg, or set identity.ffmpeg")]
    Ffmpeg(String),
    #[error("identity.endpoint and identity.secret are needed with identity.engine = \"http\"")]
    NoVendor,
    #[error("the vendor cannot be reached over this connection: {0}")]
    Connection(String),
    #[error(transparent)]
    Secret(#[from] SecretError),
}

/// The engines that the settings name.
pub fn load(
    settings: &Settings,
    photo: &LocalEngine,
    clock: Arc<dyn Clock>,
    randomness: Arc<dyn Randomness>,
) -> Result<Identity, IdentityError> {
    match settings.identity.engine {
        IdentityEngine::Off => Ok(Identity::default()),
        IdentityEngine::Http => http::open(settings, clock, randomness),
        IdentityEngine::Local => LocalIdentity::load(settings, photo).map(LocalIdentity::engines),
    }
}

/// The same for serving: in development what is missing is left to people, with a warning.
pub fn open(
    settings: &Settings,
    photo: &LocalEngine,
    clock: Arc<dyn Clock>,
    randomness: Arc<dyn Randomness>,
) -> Result<Identity, IdentityError> {
    match load(settings, photo, clock, randomness) {
        Err(error) if settings.service.is_development() && settings.identity.engine == IdentityEngine::Local => {
            tracing::warn!(cause = %error, "no engines for identity: reviewers look at everything");
            Ok(Identity::default())
        }
        other => other,
    }
}
