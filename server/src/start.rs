//! Puts the service together from its settings: database, keys, files, profiles, engine, SMS gateway.

use crate::{
    chsi,
    config::{SecretError, Settings},
    engine::{EngineError, LocalCards, LocalEngine},
    files::{self, FilesError},
    identity::{self, IdentityError},
    keys::{self, KeyError},
    mail::{self, MailSetupError},
    profiles::{self, ProfilesError},
    sms::{self, SmsSetupError},
};
use enrolment::{
    Enrolment, Parts,
    clock::{OsRandomness, SystemClock},
    crypto::Keys,
    db::Db,
    key_mark::{self, KeyState},
    ports::{CardEngine, FileStore, Identity, MailError, MailGateway, MailReceipt, PhotoEngine, SmsGateway},
    sms::DevInbox,
};
use secrecy::ExposeSecret as _;
use shared::time::Span;
use std::{io, path::Path, sync::Arc};

/// The service cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Profiles(#[from] ProfilesError),
    #[error(transparent)]
    Keys(#[from] KeyError),
    #[error(transparent)]
    Engine(#[from] EngineError),
    #[error(transparent)]
    Secret(#[from] SecretError),
    #[error("the folder {0} cannot be made: {1}")]
    Folder(String, io::Error),
    #[error(transparent)]
    Files(#[from] FilesError),
    #[error("the file store cannot be read: {0}")]
    Unread(io::Error),
    #[error("the database cannot be used: {0}")]
    Database(enrolment::Error),
    #[error("production mode needs an SMS gateway: set sms.gateways and its keys (see [sms] in config.example.toml)")]
    NoSmsGateway,
    #[error(
        "a province asks for e-mail addresses, and production mode needs a mail server: set mail.server (see [mail] in config.example.toml)"
    )]
    NoMailServer,
    #[error(transparent)]
    Mail(#[from] MailSetupError),
    #[error(transparent)]
    Sms(#[from] SmsSetupError),
    #[error(transparent)]
    Identity(#[from] IdentityError),
}

/// The service, and the inbox where it stands in for gateways.
pub struct Started {
    pub enrolment: Enrolment,
    pub inbox: Option<DevInbox>,
}

/// Everything that serving and working need.
pub async fn start(settings: &Settings) -> Result<Started, StartError> {
    let texts = texts(settings)?;
    let engine = LocalEngine::load(&settings.photo.models)?;
    let identity = identity::open(settings, &engine, Arc::new(SystemClock), Arc::new(OsRandomness))?;
    assemble(settings, (Arc::new(engine), Arc::new(LocalCards::default()), identity), texts).await
}

/// What commands need that touch no picture: works without the models.
pub async fn start_without_engine(settings: &Settings) -> Result<Enrolment, StartError> {
    Ok(assemble(settings, (Arc::new(NoEngine), Arc::new(NoEngine), Identity::default()), Texts::inbox())
        .await?
        .enrolment)
}

/// Where text messages and e-mail go.
pub struct Texts {
    gateway: Arc<dyn SmsGateway>,
    /// Absent in production without a mail server.
    mail: Option<Arc<dyn MailGateway>>,
    inbox: Option<DevInbox>,
}

impl Texts {
    fn inbox() -> Self {
        let inbox = DevInbox::new(Arc::new(SystemClock));
        Self { gateway: Arc::new(inbox.clone()), mail: Some(Arc::new(inbox.clone())), inbox: Some(inbox) }
    }

    pub fn are_shown_in_the_inbox(&self) -> bool {
        self.inbox.is_some()
    }
}

/// To the gateways of the settings; without any, in development, to the inbox.
pub fn texts(settings: &Settings) -> Result<Texts, StartError> {
    let gateway = sms::open(&settings.sms, Arc::new(SystemClock), Arc::new(OsRandomness))?;
    let mail = mail::open(&settings.mail)?.map(|smtp| Arc::new(smtp) as Arc<dyn MailGateway>);
    let development = settings.service.is_development();
    match gateway {
        Some(gateway) if mail.is_some() || !development => Ok(Texts { gateway: Arc::new(gateway), mail, inbox: None }),
        Some(gateway) => Ok(Texts { gateway: Arc::new(gateway), ..Texts::inbox() }),
        None if development => {
            let inbox = Texts::inbox();
            Ok(Texts { mail: mail.or(inbox.mail), ..inbox })
        }
        None => Err(StartError::NoSmsGateway),
    }
}

/// The engines that judge photographs and pictures of identity documents, and those that read and compare.
type Engines = (Arc<dyn PhotoEngine>, Arc<dyn CardEngine>, Identity);

async fn assemble(settings: &Settings, (photo, card, identity): Engines, texts: Texts) -> Result<Started, StartError> {
    let profiles = profiles::load(&settings.service.profiles)?;
    if texts.mail.is_none() && profiles.iter().any(|profile| profile.accounts.email) {
        return Err(StartError::NoMailServer);
    }
    let files = files::open(settings).await?;
    let db = open_database(settings).await?;
    db.migrate().await.map_err(StartError::Database)?;
    let keys = keys(settings, &db, &*files).await?;
    let education = chsi::register(settings, Arc::new(SystemClock), Arc::new(OsRandomness))?;
    let parts = Parts {
        db,
        files,
        profiles,
        clock: Arc::new(SystemClock),
        randomness: Arc::new(OsRandomness),
        keys,
        sms: texts.gateway,
        mail: texts.mail.unwrap_or_else(|| Arc::new(NoMail)),
        photo,
        education,
        card,
        identity,
        settings: enrolment_settings(settings),
    };
    let enrolment = Enrolment::new(parts);
    if enrolment.claim_database().await.map_err(StartError::Database)? == KeyState::Other {
        return Err(KeyError::Other(settings.keys.master_key_file.clone()).into());
    }
    // what administrators published since the files were written
    enrolment.refresh().await.map_err(StartError::Database)?;
    Ok(Started { enrolment, inbox: texts.inbox })
}

/// Reads the keys; makes them where there are none and nothing needs those that are missing.
async fn keys(settings: &Settings, db: &Db, files: &dyn FileStore) -> Result<Keys, StartError> {
    let path = &settings.keys.master_key_file;
    if path.exists() {
        return Ok(keys::load(path)?);
    }
    match sealed_in(settings, db, files).await? {
        Some(holder) => Err(KeyError::Lost { key: path.clone(), holder }.into()),
        None => Ok(keys::make(path, &OsRandomness)?),
    }
}

/// What holds anything sealed with the master key.
pub async fn sealed_in(settings: &Settings, db: &Db, files: &dyn FileStore) -> Result<Option<String>, StartError> {
    if key_mark::state(db, None).await.map_err(StartError::Database)? != KeyState::Unused {
        return Ok(Some("the database".to_owned()));
    }
    let stored = files.list().await.map_err(StartError::Unread)?;
    Ok((!stored.is_empty()).then(|| files::place(&settings.files)))
}

/// Opens the database, making the folder of a new SQLite file first.
pub async fn open_database(settings: &Settings) -> Result<Db, StartError> {
    let url = settings.database.resolved_url()?;
    if let Some(folder) = url.expose_secret().strip_prefix("sqlite:").and_then(|path| Path::new(path).parent()) {
        let made = std::fs::create_dir_all(folder);
        made.map_err(|cause| StartError::Folder(folder.display().to_string(), cause))?;
    }
    Db::connect(url.expose_secret()).await.map_err(StartError::Database)
}

/// Three seconds and a little more.
const CODE_LOOKS: u32 = 62;

/// The settings of the use cases, from those of the process.
pub fn enrolment_settings(settings: &Settings) -> enrolment::Settings {
    let span = |span: crate::config::Span| Span::secs(span.duration().as_secs() as i64);
    enrolment::Settings {
        candidate_idle: span(settings.sessions.candidate_idle),
        candidate_lifetime: span(settings.sessions.candidate_lifetime),
        staff_idle: span(settings.sessions.staff_idle),
        staff_lifetime: span(settings.sessions.staff_lifetime),
        staff_second_factor: !settings.service.is_development() || settings.sessions.second_factor_in_development,
        lease: span(settings.sessions.lease),
        anchor_file: settings.audit.anchors(),
        photo_slots: settings.photo.at_once,
        identity_slots: settings.identity.at_once,
        identity_waiting: settings.identity.waiting,
        photo_bytes_max: settings.photo.upload_limit.bytes() as usize,
        code_looks: CODE_LOOKS,
        ..enrolment::Settings::default()
    }
}

/// Nobody is written to where no province asks for addresses.
struct NoMail;

#[async_trait::async_trait]
impl MailGateway for NoMail {
    async fn send(&self, _: &enrolment::mail::Mail) -> Result<MailReceipt, MailError> {
        Err(MailError::GiveUp("no mail server is configured".to_owned()))
    }
}

/// Judges nothing, so that nothing passes: for commands that touch no picture.
struct NoEngine;

impl PhotoEngine for NoEngine {
    fn print(&self, _: &[u8]) -> Option<u64> {
        None
    }

    fn mark(&self, _: &[u8], _: &str) -> Option<Vec<u8>> {
        None
    }

    fn without_metadata(&self, _: &[u8]) -> Option<Vec<u8>> {
        None
    }

    fn thumbnail(&self, _: &[u8], _: u32) -> Option<Vec<u8>> {
        None
    }

    fn check(&self, _: &[u8], _: Option<&str>, _: &shared::photo::PhotoSpec) -> shared::photo::Verdict {
        shared::photo::Verdict::default()
    }

    fn prepare(&self, _: &[u8], _: &shared::photo::PhotoSpec, _: Option<[f32; 4]>) -> enrolment::ports::PreparedPhoto {
        enrolment::ports::PreparedPhoto::default()
    }
}

impl CardEngine for NoEngine {
    fn prepare(&self, _: &[u8]) -> shared::photo::PreparedCard {
        shared::photo::PreparedCard::default()
    }

    fn check(&self, _: &[u8]) -> shared::photo::CardVerdict {
        shared::photo::CardVerdict::default()
    }
}
