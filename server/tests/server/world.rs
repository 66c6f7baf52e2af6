//! The whole service in one test: temporary database and files, frozen clock, development inbox.

use crate::client::Client;
use axum::Router;
use enrolment::{
    Enrolment, Parts, Profiles,
    clock::{FrozenClock, OsRandomness},
    crypto::Keys,
    db::Db,
    ports::{CardEngine, FaceVerifier, FileStore, Identity, MailGateway, PhotoEngine, PreparedPhoto},
    sms::DevInbox,
};
use server::{
    chsi,
    config::Settings,
    engine::LocalEngine,
    files,
    http::{Site, router},
    profiles, start,
};
use shared::{
    enrolment::{Item, Step},
    photo::{CardFinding, CardRule, CardVerdict, Finding, Outcome, PhotoSpec, PreparedCard, Rule, Verdict},
    profile::{ExistingRule, Profile},
    time::Timestamp,
};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};
use tempfile::TempDir;

/// 2026-12-01 10:00 in Beijing: inside Hunan's window.
pub(crate) const START: Timestamp = Timestamp(1_796_090_400_000);

pub(crate) struct World {
    pub(crate) enrolment: Enrolment,
    pub(crate) inbox: DevInbox,
    pub(crate) clock: Arc<FrozenClock>,
    pub(crate) router: Router,
    pub(crate) folder: TempDir,
}

/// What differs between worlds.
pub(crate) struct Setup {
    pub(crate) engine: Arc<dyn PhotoEngine>,
    pub(crate) change: fn(&mut Settings),
    /// Without it an SQLite file of its own.
    pub(crate) database: Option<String>,
    /// Without it the inbox takes e-mail too.
    pub(crate) mail: Option<Arc<dyn MailGateway>>,
    /// Without it people look at captures.
    pub(crate) face: Option<Arc<dyn FaceVerifier>>,
    /// Without it a folder of its own.
    pub(crate) files: Option<Arc<dyn FileStore>>,
}

impl Default for Setup {
    fn default() -> Self {
        Self { engine: Arc::new(AcceptsJpeg), change: |_| {}, database: None, mail: None, face: None, files: None }
    }
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(Setup::default()).await
    }

    pub(crate) async fn with(setup: Setup) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut settings = Settings::default();
        settings.files.directory = folder.path().join("files");
        settings.assets.directory = folder.path().join("dist");
        (setup.change)(&mut settings);
        let sqlite = format!("sqlite:{}", folder.path().join("ruji.sqlite").display());
        let db = Db::connect(setup.database.as_deref().unwrap_or(&sqlite)).await.expect("a database");
        db.migrate().await.expect("tables");
        let clock = Arc::new(FrozenClock::at(START));
        let inbox = DevInbox::new(clock.clone());
        let education = chsi::register(&settings, clock.clone(), Arc::new(OsRandomness)).expect("a register");
        let files = match setup.files {
            Some(files) => files,
            None => files::open(&settings).await.expect("a file store"),
        };
        let parts = Parts {
            db,
            files,
            profiles: short_profiles(),
            clock: clock.clone(),
            randomness: Arc::new(OsRandomness),
            keys: Keys::from_master(&[7; 32]),
            sms: Arc::new(inbox.clone()),
            mail: setup.mail.unwrap_or_else(|| Arc::new(inbox.clone())),
            photo: setup.engine,
            education,
            card: Arc::new(AcceptsJpeg),
            identity: Identity { face: setup.face, ..Identity::default() },
            // nobody works in these tests until they say so: a request for a code does not wait for it
            settings: enrolment::Settings { code_looks: 0, ..start::enrolment_settings(&settings) },
        };
        let enrolment = Enrolment::new(parts);
        let router = router(Site::new(enrolment.clone(), settings, Some(inbox.clone()), None));
        Self { enrolment, inbox, clock, router, folder }
    }

    pub(crate) fn client(&self) -> Client {
        Client::new(self.router.clone())
    }

    /// A browser of somebody who has just registered.
    pub(crate) async fn registered(&self, phone: &str, document: &str) -> Client {
        self.registered_in("short", phone, document).await
    }

    pub(crate) async fn registered_in(&self, province: &str, phone: &str, document: &str) -> Client {
        let mut client = self.client();
        let contact = [("province", province), ("page", "register"), ("phone", phone)];
        client.post_form("/api/request-code", &contact).await;
        self.enrolment.run_due_jobs().await.expect("jobs run");
        let code = self.inbox.code_for(phone).expect("a code was sent");
        let form = [
            ("province", province),
            ("phone", phone),
            ("code", &code),
            ("document_type", "resident_id_card"),
            ("document_number", document),
            ("region", "430102"),
            ("consent", "on"),
        ];
        let answer = client.post_form("/api/register", &form).await;
        let own = format!("/{province}/");
        let went_on = answer.location().is_some_and(|to| to.starts_with(&own) && !to.contains("__err"));
        assert!(went_on, "{:?}: {}", answer.location(), answer.text());
        client
    }
}

/// The profiles of the repository, and Hunan thrice more: as `short` with two steps only, for what does not depend on the others, as
/// `proofs` with all that is done on a PC, and as `evident` with every kind of
/// evidence and with candidates who have numbers of before.
fn short_profiles() -> Profiles {
    let profiles = profiles::load(&root("shared/profiles")).expect("faultless profiles");
    let hunan = profiles.iter().find(|profile| profile.province.as_str() == "hunan").expect("Hunan").clone();
    // what is approved is approved
    let hunan = Profile { second_check_share: 0.0, ..hunan };
    let steps = [Item::Document, Item::Photo].map(Step::Provide).to_vec();
    let short = Profile { province: "short".parse().expect("a province"), steps, reminder_secs: 0, ..hunan.clone() };
    let steps = [Item::Document, Item::Photo, Item::Details, Item::Attachments].map(Step::Provide).to_vec();
    let proofs = Profile { province: "proofs".parse().expect("a province"), steps, ..hunan.clone() };
    let steps = [Item::Document, Item::Photo, Item::Card, Item::Face, Item::Details, Item::Attachments];
    let steps = steps.map(Step::Provide).to_vec();
    let (province, existing) = ("evident".parse().expect("a province"), ExistingRule { enabled: true });
    let evident = Profile { province, steps, reminder_secs: 0, existing, ..hunan };
    profiles.iter().cloned().chain([short, proofs, evident]).collect()
}

/// A path of the repository.
pub(crate) fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// The real engine; its models come from `cargo xtask models`.
pub(crate) fn real_engine() -> Arc<dyn PhotoEngine> {
    Arc::new(LocalEngine::load(&root("models")).expect("run `cargo xtask models` first"))
}

/// Takes whatever begins like a JPEG: for journeys in which the photograph does not matter.
pub(crate) struct AcceptsJpeg;

impl PhotoEngine for AcceptsJpeg {
    fn without_metadata(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        Some(bytes.to_vec())
    }

    fn thumbnail(&self, bytes: &[u8], longest_px: u32) -> Option<Vec<u8>> {
        photo::thumbnail(bytes, longest_px)
    }

    fn print(&self, bytes: &[u8]) -> Option<u64> {
        photo::print(bytes)
    }

    /// These pictures are often no more than their first bytes.
    fn mark(&self, bytes: &[u8], text: &str) -> Option<Vec<u8>> {
        photo::mark(bytes, text).or_else(|| Some([bytes, text.as_bytes()].concat()))
    }

    fn check(&self, bytes: &[u8], _: Option<&str>, _: &PhotoSpec) -> Verdict {
        let outcome = if bytes.starts_with(&[0xff, 0xd8]) { Outcome::Pass } else { Outcome::Fail };
        let finding = Finding {
            rule: Rule::FileFormat,
            outcome,
            measured: None,
            limit: None,
            unit: None,
            hint: None,
            region: None,
        };
        Verdict { findings: vec![finding], face: None, width_px: 480, height_px: 640 }
    }

    fn prepare(&self, bytes: &[u8], spec: &PhotoSpec, crop: Option<[f32; 4]>) -> PreparedPhoto {
        let (source_width, source_height) = (1000, 1200);
        let file = crop.map(|_| vec![0xff, 0xd8]);
        let verdict = PhotoEngine::check(self, file.as_deref().unwrap_or(bytes), None, spec);
        PreparedPhoto { file, verdict, crop, source_width, source_height }
    }
}

impl CardEngine for AcceptsJpeg {
    fn check(&self, bytes: &[u8]) -> CardVerdict {
        let outcome = if bytes.starts_with(&[0xff, 0xd8]) { Outcome::Pass } else { Outcome::Fail };
        let hint = (outcome == Outcome::Fail).then(|| "not_picture".to_owned());
        let finding = CardFinding { rule: CardRule::Readable, outcome, measured: None, limit: None, unit: None, hint };
        CardVerdict { findings: vec![finding], quad: None, width_px: 1600, height_px: 1000 }
    }

    fn prepare(&self, bytes: &[u8]) -> PreparedCard {
        let verdict = CardEngine::check(self, bytes);
        PreparedCard { file: verdict.passes().then(|| bytes.to_vec()), verdict }
    }
}
