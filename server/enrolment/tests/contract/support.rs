//! The service with everything replaceable replaced, and short words for what tests do all the time.

pub(crate) use crate::doubles::{Engine, Gateway};
use crate::{cluster, engines::Engines};
use enrolment::{
    Caller, Enrolment, Error, Parts, Settings,
    audit::AuditState,
    clock::{FrozenClock, SeededRandomness},
    consent::Consent,
    crypto::Keys,
    db::Db,
    files::LocalFiles,
    photo::{PhotoOutcome, PhotoReceipt},
    registration::Registration,
    session::{Jurisdiction, SignedIn},
    sms::DevInbox,
    staff::NewStaff,
    submission::Receipt,
};
use shared::{
    contact::PhoneNumber,
    document::{DocumentNumber, DocumentType},
    enrolment::{Item, Step},
    id::Province,
    problem::ProblemCode,
    profile::Profile,
    review::Role,
    time::{Span, Timestamp},
};
use std::{
    future::Future,
    net::{IpAddr, Ipv4Addr},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

/// Which database a test runs on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum On {
    Sqlite,
    Postgres,
}

/// Runs each test body on both databases.
macro_rules! both {
    ($($(#[$doc:meta])* async fn $name:ident($t:ident) $body:block)*) => {
        $(
            $(#[$doc])*
            async fn $name($t: &$crate::support::Bench) $body

            mod $name {
                use $crate::support::{On, run};

                #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
                async fn sqlite() {
                    run(On::Sqlite, async |bench| super::$name(bench).await).await;
                }

                #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
                async fn postgres() {
                    run(On::Postgres, async |bench| super::$name(bench).await).await;
                }
            }
        )*
    };
}
pub(crate) use both;

/// 2026-12-01 10:00 in Beijing: inside Hunan's window 2027-04.
pub(crate) const START: Timestamp = Timestamp(1_796_090_400_000);
pub(crate) const ADDRESS: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
/// Valid numbers of nobody.
pub(crate) const DOCUMENTS: [&str; 3] = ["11010519491231002X", "440524188001010014", "430102200001010018"];

pub(crate) struct Bench {
    pub(crate) service: Enrolment,
    pub(crate) clock: Arc<FrozenClock>,
    pub(crate) inbox: DevInbox,
    pub(crate) gateway: Arc<Gateway>,
    /// Engines that look at evidence; off until a test turns one on.
    pub(crate) engines: Arc<Engines>,
    /// Holds the database and the files.
    folder: tempfile::TempDir,
    logins: AtomicU32,
}

/// The real profile of Hunan, but that what is approved is approved.
pub(crate) fn hunan() -> Profile {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/profiles");
    let read = |path: &str| std::fs::read_to_string(folder.join(path)).ok();
    let profile = Profile::parse("hunan", &read).expect("the profile is valid");
    Profile { second_check_share: 0.0, ..profile }
}

/// The real profile of Hubei, but that what is approved is approved.
pub(crate) fn hubei() -> Profile {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/profiles");
    let read = |path: &str| std::fs::read_to_string(folder.join(path)).ok();
    let profile = Profile::parse("hubei", &read).expect("the profile is valid");
    Profile { second_check_share: 0.0, ..profile }
}

/// Hunan with two steps only and no grace, for what does not depend on the others.
pub(crate) fn short() -> Profile {
    let steps = [Item::Document, Item::Photo].map(Step::Provide).to_vec();
    let mut short = Profile { province: province(), steps, reminder_secs: 0, ..hunan() };
    short.windows.iter_mut().for_each(|window| window.grace_secs = 0);
    short
}

/// The province of [`short`]: where tests play unless they say otherwise.
pub(crate) fn province() -> Province {
    "short".parse().unwrap()
}

pub(crate) fn phone(last: u32) -> PhoneNumber {
    format!("1380013{last:04}").parse().unwrap()
}

pub(crate) fn document(number: &str) -> DocumentNumber {
    DocumentNumber::parse(DocumentType::ResidentIdCard, number).unwrap()
}

/// The n-th of many valid numbers of nobody.
pub(crate) fn document_no(n: u32) -> DocumentNumber {
    let digits = format!("43010220000101{n:03}");
    ('0'..='9')
        .chain(['X'])
        .find_map(|last| DocumentNumber::parse(DocumentType::ResidentIdCard, &format!("{digits}{last}")).ok())
        .expect("one of the eleven characters fits")
}

#[expect(clippy::unnecessary_wraps, reason = "it is passed where `None` stands for no consent")]
pub(crate) fn consent() -> Option<Consent> {
    Some(Consent { version: "1".to_owned(), text: "agreed".to_owned() })
}

/// The code of a refusal.
pub(crate) fn refusal<T>(result: Result<T, Error>) -> ProblemCode {
    match result {
        Err(Error::Refused(problem)) => problem.code,
        Err(Error::NotFound) => ProblemCode::NotFound,
        Err(Error::Internal(cause)) => panic!("internal error: {cause:?}"),
        Ok(_) => panic!("was not refused"),
    }
}

/// How many succeeded; every other one was refused with `code`.
pub(crate) fn successes<T>(results: Vec<Result<T, Error>>, code: ProblemCode) -> usize {
    results
        .into_iter()
        .filter(|result| match result {
            Ok(_) => true,
            Err(Error::Refused(problem)) => {
                assert_eq!(problem.code, code);
                false
            }
            Err(error) => panic!("{error:?}"),
        })
        .count()
}

/// Runs `count` futures at the same time, each in a task of its own.
pub(crate) async fn at_once<T, F>(count: u32, make: impl Fn(u32) -> F) -> Vec<T>
where
    F: Future<Output = T> + Send + 'static,
    T: Send + 'static,
{
    let gate = Arc::new(tokio::sync::Barrier::new(count as usize));
    let tasks: Vec<_> = (0..count)
        .map(|n| {
            let (gate, work) = (gate.clone(), make(n));
            tokio::spawn(async move {
                gate.wait().await;
                work.await
            })
        })
        .collect();
    let mut results = Vec::new();
    for task in tasks {
        results.push(task.await.expect("the task does not panic"));
    }
    results
}

impl Bench {
    pub(crate) async fn guest(&self) -> Caller {
        self.service.start_session().await.unwrap().caller
    }

    /// Requests a code and gives what the inbox received.
    pub(crate) async fn code(&self, guest: &Caller, phone: &PhoneNumber) -> String {
        self.service.request_code(guest, &province(), phone, ADDRESS).await.unwrap();
        self.service.run_due_jobs().await.unwrap();
        self.inbox.code_for(phone.expose()).expect("a code was sent")
    }

    /// Registers with a region of Changsha (芙蓉区).
    pub(crate) async fn register(&self, phone: &PhoneNumber, document: &DocumentNumber) -> Result<SignedIn, Error> {
        self.register_in(phone, document, "430102").await
    }

    pub(crate) async fn register_in(
        &self,
        phone: &PhoneNumber,
        document: &DocumentNumber,
        region: &str,
    ) -> Result<SignedIn, Error> {
        let guest = self.guest().await;
        let code = self.code(&guest, phone).await;
        let form = Registration { phone: phone.clone(), code, document: document.clone(), region: region.to_owned() };
        self.service.register(&guest, &province(), form, consent()).await
    }

    /// The n-th candidate, registered in `region`.
    pub(crate) async fn candidate_in(&self, n: u32, region: &str) -> Caller {
        self.register_in(&phone(n), &document_no(n), region).await.unwrap().caller
    }

    pub(crate) async fn candidate(&self, n: u32) -> Caller {
        self.candidate_in(n, "430102").await
    }

    pub(crate) async fn photo(&self, caller: &Caller, bytes: &[u8]) -> PhotoReceipt {
        match self.service.submit_photo(caller, bytes.to_vec(), Some("me.jpg"), None).await.unwrap() {
            PhotoOutcome::Kept(receipt) => receipt,
            PhotoOutcome::Refused(refusal) => panic!("refused: {refusal:?}"),
        }
    }

    /// The n-th candidate with everything handed in.
    pub(crate) async fn submitted_in(&self, n: u32, region: &str) -> (Caller, Receipt) {
        let caller = self.candidate_in(n, region).await;
        self.photo(&caller, b"good photo").await;
        let receipt = self.service.submit_application(&caller, "form", consent()).await.unwrap();
        self.service.run_due_jobs().await.unwrap();
        (caller, receipt)
    }

    pub(crate) async fn submitted(&self, n: u32) -> Caller {
        self.submitted_in(n, "430102").await.0
    }

    /// A signed-in member of staff.
    pub(crate) async fn staff(&self, role: Role, region: Option<&str>) -> Caller {
        let login = format!("staff{}", self.logins.fetch_add(1, Ordering::SeqCst));
        self.account(&login, role, region).await;
        let guest = self.guest().await;
        self.service.sign_in_staff(&guest, &login, PASSWORD.to_owned().into(), ADDRESS).await.unwrap().caller
    }

    pub(crate) async fn account(&self, login: &str, role: Role, region: Option<&str>) {
        let jurisdiction = Jurisdiction { province: province(), region: region.map(str::to_owned), institution: None };
        let (login, name, password) = (login.to_owned(), format!("Name of {login}"), PASSWORD.to_owned().into());
        self.service.create_staff(NewStaff { login, name, role, jurisdiction, password }).await.unwrap();
    }

    /// Somebody whose jurisdiction is a whole province, signed in now.
    pub(crate) async fn officer(&self, province: &Province, role: Role) -> Caller {
        let login = format!("officer{}", self.logins.fetch_add(1, Ordering::SeqCst));
        let jurisdiction = Jurisdiction { province: province.clone(), region: None, institution: None };
        let password = PASSWORD.to_owned().into();
        let new = NewStaff { login: login.clone(), name: format!("Name of {login}"), role, jurisdiction, password };
        self.service.create_staff(new).await.unwrap();
        let guest = self.guest().await;
        self.service.sign_in_staff(&guest, &login, PASSWORD.to_owned().into(), ADDRESS).await.unwrap().caller
    }

    pub(crate) async fn reviewer(&self) -> Caller {
        self.staff(Role::Reviewer, Some("430100")).await
    }

    /// The folder of the file store.
    pub(crate) fn files(&self) -> std::path::PathBuf {
        self.folder.path().join("files")
    }

    /// Another process on the same database.
    pub(crate) async fn another_process(&self) -> Enrolment {
        let files = LocalFiles::open(self.files()).await.unwrap();
        let (clock, gateway, engines) = (self.clock.clone(), self.gateway.clone(), self.engines.clone());
        let service = Enrolment::new(parts(self.service.db().clone(), files, 2, (clock, gateway, engines)));
        service.refresh().await.unwrap();
        service
    }

    /// The file of the audit trail's anchors.
    pub(crate) fn anchors(&self) -> std::path::PathBuf {
        self.folder.path().join("anchors")
    }

    pub(crate) fn advance(&self, by: Span) {
        self.clock.advance(by);
    }
}

pub(crate) const PASSWORD: &str = "correct horse battery staple";

/// Makes a bench on a fresh database, runs the test, and checks what must hold after any use of the service.
pub(crate) async fn run(on: On, test: impl AsyncFnOnce(&Bench)) {
    let folder = tempfile::tempdir().unwrap();
    let database = match on {
        On::Sqlite => None,
        On::Postgres => match cluster::postgres().await {
            Some(database) => Some(database),
            None => return,
        },
    };
    let url = if let Some(database) = &database {
        database.url.clone()
    } else {
        let file = folder.path().join("ruji.db");
        cluster::sqlite(&file).await;
        format!("sqlite:{}", file.display())
    };
    let bench = bench(folder, &url).await;
    test(&bench).await;
    bench.service.run_due_jobs().await.unwrap();
    let counts = bench.service.job_counts().await.unwrap();
    assert_eq!((counts.oldest_secs, counts.waiting), (0, 0), "a job is left over");
    assert!(
        matches!(bench.service.verify_audit().await.unwrap(), AuditState::Intact { .. }),
        "the audit chain is broken"
    );
    bench.service.db().close().await;
    if let Some(database) = database {
        database.drop().await;
    }
}

async fn bench(folder: tempfile::TempDir, url: &str) -> Bench {
    let db = Db::connect(url).await.unwrap();
    let clock = Arc::new(FrozenClock::at(START));
    let inbox = DevInbox::new(clock.clone());
    let gateway = Arc::new(Gateway { inbox: inbox.clone(), failures: AtomicU32::new(0), refuses: false.into() });
    let files = LocalFiles::open(folder.path().join("files")).await.unwrap();
    let engines = Arc::new(Engines::default());
    let mut parts = parts(db, files, 1, (clock.clone(), gateway.clone(), engines.clone()));
    parts.settings.anchor_file = Some(folder.path().join("anchors"));
    let service = Enrolment::new(parts);
    Bench { service, clock, inbox, gateway, engines, folder, logins: AtomicU32::new(0) }
}

/// What a process of the service is made of.
fn parts(
    db: Db,
    files: LocalFiles,
    seed: u64,
    (clock, gateway, engines): (Arc<FrozenClock>, Arc<Gateway>, Arc<Engines>),
) -> Parts {
    Parts {
        db,
        files: Arc::new(files),
        profiles: crate::engines::all_profiles(),
        clock,
        randomness: Arc::new(SeededRandomness::new(seed)),
        keys: Keys::from_master(&[7; 32]),
        sms: gateway.clone(),
        mail: gateway,
        photo: Arc::new(Engine),
        education: Arc::new(crate::education::Register),
        card: engines.clone(),
        identity: engines.identity(),
        settings: Settings {
            queue_page: 3,
            staff_page: 3,
            staff_second_factor: false,
            identity_waiting: 3,
            ..Settings::default()
        },
    }
}

impl Bench {
    /// The service as it is after a restart on the same data with another profile.
    pub(crate) async fn restarted(&self, profile: Profile) -> Enrolment {
        Enrolment::new(Parts {
            db: self.service.db().clone(),
            files: Arc::new(LocalFiles::open(self.files()).await.unwrap()),
            profiles: [profile].into_iter().collect(),
            clock: self.clock.clone(),
            randomness: Arc::new(SeededRandomness::new(2)),
            keys: Keys::from_master(&[7; 32]),
            sms: self.gateway.clone(),
            mail: self.gateway.clone(),
            photo: Arc::new(Engine),
            education: Arc::new(crate::education::Register),
            card: self.engines.clone(),
            identity: self.engines.identity(),
            settings: Settings::default(),
        })
    }
}
