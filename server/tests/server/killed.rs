//! The process killed while it allots admission numbers: whatever the moment, nothing is lost, nothing is double, no gap.

use crate::{
    pictures,
    world::{World, root},
};
use enrolment::{Caller, Who, photo::PhotoOutcome, registration::Registration, session::Jurisdiction, staff::NewStaff};
use shared::{
    document::{DocumentNumber, DocumentType},
    id::Province,
    review::{Role, Ruling},
};
use std::{
    fs,
    net::{IpAddr, Ipv4Addr},
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

const CANDIDATES: u32 = 40;
const KILLS: usize = 4;
const PATIENCE: Duration = Duration::from_mins(1);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_any_moment_it_allots_every_number_once_in_the_end() {
    let world = World::new().await;
    let callers = approved(&world).await;
    prepare(world.folder.path());
    for kill in 1..=KILLS {
        let mut process = work(world.folder.path());
        let enough = kill * callers.len() / (KILLS + 2);
        wait(&world, &callers, enough).await;
        process.kill().expect("killed, not asked to stop");
        process.wait().expect("it is gone");
        let now = numbers(&world, &callers).await;
        assert_eq!(now, complete(now.len()), "after kill {kill}");
    }
    let mut process = work(world.folder.path());
    wait(&world, &callers, callers.len()).await;
    process.kill().expect("killed");
    process.wait().expect("it is gone");
    assert_eq!(numbers(&world, &callers).await, complete(callers.len()));
    assert!(matches!(
        world.enrolment.verify_audit().await.expect("readable"),
        enrolment::audit::AuditState::Intact { .. }
    ));
}

/// The last process may be waited for until everybody has a number; the others are killed as soon as some more have.
async fn wait(world: &World, callers: &[Caller], enough: usize) {
    let since = Instant::now();
    while numbers(world, callers).await.len() < enough {
        assert!(since.elapsed() < PATIENCE, "the process allots nothing");
        tokio::time::sleep(Duration::from_millis(3)).await;
    }
}

async fn numbers(world: &World, callers: &[Caller]) -> Vec<String> {
    let mut all = Vec::new();
    for caller in callers {
        let status = world.enrolment.status(caller).await.expect("a status");
        all.extend(status.number.map(|number| number.expose().to_owned()));
    }
    all.sort();
    all
}

fn complete(count: usize) -> Vec<String> {
    (1..=count).map(|serial| format!("27040102{serial:04}")).collect()
}

/// Candidates of 芙蓉区, approved.
async fn approved(world: &World) -> Vec<Caller> {
    let province: Province = "short".parse().expect("a province");
    let reviewer = reviewer(world, &province).await;
    let mut callers = Vec::new();
    for n in 0..CANDIDATES {
        let caller = submitted(world, &province, n).await;
        let Who::Candidate { enrolment: id, .. } = caller.who else { panic!("a candidate") };
        world.enrolment.take_case(&reviewer, id).await.expect("taken");
        let case = world.enrolment.open_case(&reviewer, id).await.expect("open");
        let ruling = Ruling::approve(case.items.iter().map(|item| item.item));
        world.enrolment.decide_case(&reviewer, id, case.version, ruling).await.expect("approved");
        callers.push(caller);
    }
    callers
}

async fn submitted(world: &World, province: &Province, n: u32) -> Caller {
    let service = &world.enrolment;
    let guest = service.start_session().await.expect("a session").caller;
    let phone = format!("1380013{n:04}");
    let address = IpAddr::V4(Ipv4Addr::from(0x0a00_0000 + n));
    let number = phone.parse().expect("a phone");
    service.request_code(&guest, province, &number, address).await.expect("requested");
    service.run_due_jobs().await.expect("sent");
    let code = world.inbox.code_for(&phone).expect("a code");
    let form = Registration { phone: number, code, document: document(n), region: "430102".to_owned() };
    let consent = || Some(enrolment::consent::Consent { version: "1".to_owned(), text: "agreed".to_owned() });
    let caller = service.register(&guest, province, form, consent()).await.expect("registered").caller;
    let photo = service.submit_photo(&caller, pictures::jpeg(), None, None).await.expect("judged");
    assert!(matches!(photo, PhotoOutcome::Kept(_)));
    service.submit_application(&caller, "form", consent()).await.expect("handed in");
    caller
}

fn document(n: u32) -> DocumentNumber {
    let parse = |last| DocumentNumber::parse(DocumentType::ResidentIdCard, &format!("43010220000101{n:03}{last}")).ok();
    "0123456789X".chars().find_map(parse).expect("one of them fits")
}

pub(crate) async fn reviewer(world: &World, province: &Province) -> Caller {
    let jurisdiction = Jurisdiction { province: province.clone(), region: None, institution: None };
    let (login, password) = ("reviewer".to_owned(), "correct horse battery");
    let name = "Reviewer".to_owned();
    let new = NewStaff {
        login: login.clone(),
        name,
        role: Role::Reviewer,
        jurisdiction,
        password: password.to_owned().into(),
    };
    world.enrolment.create_staff(new).await.expect("an account");
    let guest = world.enrolment.start_session().await.expect("a session").caller;
    let address = IpAddr::V4(Ipv4Addr::LOCALHOST);
    world.enrolment.sign_in_staff(&guest, &login, password.to_owned().into(), address).await.expect("signed in").caller
}

/// The key of the world, and its profile with a review period that is long over by the real clock.
pub(crate) fn prepare(folder: &Path) {
    let key = folder.join("master.key");
    fs::write(&key, "07".repeat(32)).expect("written");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).expect("set");
    let profiles = folder.join("profiles");
    fs::create_dir_all(profiles.join("short")).expect("made");
    for table in ["majors.csv", "reasons.csv", "regions.csv"] {
        fs::copy(root("shared/profiles/hunan").join(table), profiles.join("short").join(table)).expect("copied");
    }
    fs::write(profiles.join("short.toml"), short()).expect("written");
}

fn short() -> String {
    let text = fs::read_to_string(root("shared/profiles/hunan.toml")).expect("Hunan's profile");
    let (before, windows) = text.split_once("[[windows]]").expect("windows");
    let (_, after) = windows.split_once("# Texts that candidates").expect("notices follow");
    let window = "[[windows]]\ncode = \"2027-04\"\nopens_at = \"2020-01-01T08:30\"\ncloses_at = \"2020-02-01T08:30\"\n\
                  review_closes_at = \"2020-03-01T08:30\"\n";
    let lines = before
        .lines()
        .map(|line| if line.starts_with("steps = ") { "steps = [\"document\", \"photo\"]" } else { line });
    let before = lines.collect::<Vec<_>>().join("\n").replace("province = \"hunan\"", "province = \"short\"");
    format!("{before}\n{window}\n# Texts that candidates{after}")
}

pub(crate) fn work(folder: &Path) -> Child {
    worker(folder).spawn().expect("the process starts")
}

/// `ruji work` on the tables, files and profiles of `folder`.
pub(crate) fn worker(folder: &Path) -> Command {
    let database = format!("sqlite:{}", folder.join("ruji.sqlite").display());
    let mut command = Command::new(env!("CARGO_BIN_EXE_ruji"));
    command
        .arg("work")
        .current_dir(folder)
        .env("RUJI_SERVICE__MODE", "development")
        .env("RUJI_SERVICE__PROFILES", folder.join("profiles"))
        .env("RUJI_DATABASE__URL", database)
        .env("RUJI_FILES__DIRECTORY", folder.join("files"))
        .env("RUJI_KEYS__MASTER_KEY_FILE", folder.join("master.key"))
        .env("RUJI_PHOTO__MODELS", root("models"))
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}
