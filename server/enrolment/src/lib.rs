//! What the service does: every use case of candidates, reviewers and the operations team, and the SQL beneath them.
//! Knows no HTTP and no HTML. One folder per area: `mod.rs` holds the use cases (verbs on [`Enrolment`]), `store.rs` the SQL.

pub mod clock;
pub mod crypto;
pub mod error;
pub mod ports;
pub mod profiles;
pub mod seals;

pub mod db;
pub mod files;
pub mod key_mark;

pub mod session;

pub mod account;
pub mod attachments;
pub mod consent;
pub mod region;
pub mod registration;
pub mod signature;
pub mod submission;

pub mod details;
pub mod education;
pub mod existing;

pub mod attempts;
pub mod card;
pub mod face;
pub mod handoff;
pub mod number;
pub mod photo;
pub mod uploads;
pub mod watch;

pub mod administration;
pub mod board;
pub mod export;
pub mod retention;
pub mod review;
pub mod staff;

pub mod classes;
pub mod desk;
pub mod office;

pub mod audit;
pub mod checks;
pub mod figures;
pub mod jobs;
pub mod mail;
mod outbox;
pub mod sms;

pub mod demo;

mod application;
mod candidate;
mod network;
mod patience;
mod settings;

pub use error::{Error, Result, chain};
pub use profiles::Profiles;
pub use session::{Caller, Who};
pub use settings::Settings;

use clock::{Clock, Randomness};
use crypto::Keys;
use db::Db;
use ports::{CardEngine, EducationVerifier, FileStore, Identity, MailGateway, PhotoEngine, SmsGateway};
use shared::{id::Province, profile::Profile, time::Timestamp};
use std::{fmt, sync::Arc};
use uuid::Uuid;

/// Passwords hashed at the same time.
const PASSWORD_SLOTS: usize = 4;

/// What the service is made of. The process fills it in; tests fill it with frozen and seeded parts.
pub struct Parts {
    pub db: Db,
    pub files: Arc<dyn FileStore>,
    pub profiles: Profiles,
    pub clock: Arc<dyn Clock>,
    pub randomness: Arc<dyn Randomness>,
    pub keys: Keys,
    pub sms: Arc<dyn SmsGateway>,
    pub mail: Arc<dyn MailGateway>,
    pub photo: Arc<dyn PhotoEngine>,
    pub education: Arc<dyn EducationVerifier>,
    pub card: Arc<dyn CardEngine>,
    pub identity: Identity,
    pub settings: Settings,
}

/// The service. Cheap to clone; every use case is a method.
#[derive(Clone)]
pub struct Enrolment {
    inner: Arc<Inner>,
}

struct Inner {
    parts: Parts,
    /// Bounds how many pictures are examined at once.
    photo_slots: Arc<tokio::sync::Semaphore>,
    /// Where evidence waits for engines.
    identity: attempts::Turns,
    /// Bounds how many passwords are hashed at once (19 MB each).
    password_slots: Arc<tokio::sync::Semaphore>,
    /// Wakes the job runner of this process when a use case has enqueued something.
    jobs_waiting: tokio::sync::Notify,
    /// Who waits for news of an application in this process.
    watching: watch::Watching,
    /// What administrators publish, as far as this process has it.
    published: administration::Published,
    /// Banners and maintenance, as far as this process has them.
    board: board::Kept,
}

impl fmt::Debug for Enrolment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Enrolment").finish_non_exhaustive()
    }
}

impl Enrolment {
    pub fn new(parts: Parts) -> Self {
        let photo_slots = Arc::new(tokio::sync::Semaphore::new(parts.settings.photo_slots.max(1)));
        let identity = attempts::Turns::new(parts.settings.identity_slots, parts.settings.identity_waiting);
        let password_slots = Arc::new(tokio::sync::Semaphore::new(PASSWORD_SLOTS));
        let jobs_waiting = tokio::sync::Notify::new();
        Self {
            inner: Arc::new(Inner {
                parts,
                photo_slots,
                identity,
                password_slots,
                jobs_waiting,
                watching: watch::Watching::default(),
                published: administration::Published::default(),
                board: board::Kept::default(),
            }),
        }
    }

    pub fn profiles(&self) -> &Profiles {
        &self.inner.parts.profiles
    }

    /// The profile of a province, or `NotFound` where this server does not serve it.
    pub fn profile(&self, province: &Province) -> Result<&Profile> {
        self.profiles().get(province).ok_or(Error::NotFound)
    }

    /// Server time, which alone decides what is open.
    pub fn now(&self) -> Timestamp {
        self.inner.parts.clock.now()
    }

    pub fn settings(&self) -> &Settings {
        &self.inner.parts.settings
    }

    pub fn db(&self) -> &Db {
        &self.inner.parts.db
    }

    pub(crate) fn parts(&self) -> &Parts {
        &self.inner.parts
    }

    pub(crate) fn keys(&self) -> &Keys {
        &self.inner.parts.keys
    }

    /// A new `UUIDv7` from the injected clock and randomness.
    pub(crate) fn new_id(&self) -> Uuid {
        clock::new_id(self.now(), &*self.inner.parts.randomness)
    }

    pub(crate) fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.inner.parts.randomness.fill(&mut bytes);
        bytes
    }

    /// Whether the database answers and the file store takes files; for the readiness check.
    pub async fn check_ready(&self) -> Result<()> {
        self.db().ping().await?;
        Ok(self.parts().files.check().await.map_err(error::Cause::from)?)
    }
}
