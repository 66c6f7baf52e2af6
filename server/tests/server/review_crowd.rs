//! Twenty reviewers who empty one queue of five hundred cases over HTTP: none is taken twice, none is lost, and the counts are right
//! whenever somebody looks. On PostgreSQL two servers share the queue.

use crate::{
    client::Client,
    killed::{self, prepare, work},
    postgres::Database,
    world::{START, Setup, World},
};
use enrolment::{db::Db, review::QueueQuery, session::Jurisdiction, staff::NewStaff};
use shared::{id::EnrolmentId, review::Role, time::Span};
use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

const CASES: usize = 500;
const REVIEWERS: usize = 20;
const PASSWORD: &str = "correct horse battery";
const HELD_BY_THE_KILLED: usize = 60;
const PATIENCE: Duration = Duration::from_mins(1);

const CANDIDATE: &str = "INSERT INTO candidate (id, province, phone_index, phone_sealed, document_type, document_index, \
    document_sealed, registered_at) VALUES ($1, 'short', $2, $2, 'resident_id_card', $2, $2, $3)";
const APPLICATION: &str = "INSERT INTO enrolment (id, candidate_id, province, window_code, region, state, version, created_at, \
    receipt, submitted_at) VALUES ($1, $1, 'short', '2027-04', '430102', 'submitted', 1, $3, $2, $3)";

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twenty_reviewers_empty_a_queue_and_each_case_is_one_reviewers() {
    race(&[World::with(roomy(None)).await]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twenty_reviewers_at_two_servers_on_postgresql_do_the_same() {
    let Some(database) = Database::create().await else { return };
    let worlds = [World::with(roomy(Some(&database))).await, World::with(roomy(Some(&database))).await];
    race(&worlds).await;
    for world in &worlds {
        world.enrolment.db().close().await;
    }
    database.drop().await;
}

/// A process killed again and again while it gives back cases whose leases ran out: in the end all of them wait, once each.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn leases_of_a_killed_process_run_out_and_no_case_is_lost() {
    let world = World::with(roomy(None)).await;
    fill(world.enrolment.db(), HELD_BY_THE_KILLED).await;
    // by the clock of the machine, which the process goes by, these leases ran out long ago
    world.clock.set(START - Span::days(365));
    let caller = killed::reviewer(&world, &"short".parse().expect("a province")).await;
    while world.enrolment.take_next_case(&caller).await.is_ok() {}
    let counts = async || {
        let counts = world.enrolment.queue(&caller, &QueueQuery::default()).await.expect("a queue").counts;
        (counts.waiting as usize, counts.mine as usize)
    };
    assert_eq!(counts().await, (0, HELD_BY_THE_KILLED));
    prepare(world.folder.path());
    for enough in [1, HELD_BY_THE_KILLED / 2, HELD_BY_THE_KILLED] {
        let mut process = work(world.folder.path());
        let since = Instant::now();
        while counts().await.0 < enough {
            assert!(since.elapsed() < PATIENCE, "the process gives nothing back");
            tokio::time::sleep(Duration::from_millis(3)).await;
        }
        process.kill().expect("killed, not asked to stop");
        process.wait().expect("it is gone");
        let (waiting, mine) = counts().await;
        assert_eq!(waiting + mine, HELD_BY_THE_KILLED);
    }
    let mut again = BTreeSet::new();
    while let Ok(case) = world.enrolment.take_next_case(&caller).await {
        assert!(again.insert(case), "a case was given twice");
    }
    assert_eq!(again.len(), HELD_BY_THE_KILLED);
}

/// Room for all of them at one address.
fn roomy(database: Option<&Database>) -> Setup {
    let change = |settings: &mut server::config::Settings| {
        (settings.http.burst, settings.http.per_second) = (100_000, 10_000);
    };
    Setup { change, database: database.map(|database| database.url.clone()), ..Setup::default() }
}

async fn race(worlds: &[World]) {
    fill(worlds[0].enrolment.db(), CASES).await;
    let mut reviewers = Vec::new();
    for n in 0..REVIEWERS {
        reviewers.push(reviewer(&worlds[n % worlds.len()], n).await);
    }
    let mut onlooker = reviewer(&worlds[worlds.len() - 1], REVIEWERS).await;
    let over = Arc::new(AtomicBool::new(false));
    let watching = tokio::spawn({
        let over = over.clone();
        async move {
            let mut looks = 0;
            while !over.load(Ordering::SeqCst) {
                let [waiting, mine, held] = lengths(&mut onlooker).await;
                assert_eq!((waiting + held, mine), (CASES, 0), "after {looks} looks");
                looks += 1;
            }
            looks
        }
    });
    let pulls: Vec<_> = reviewers.into_iter().map(|reviewer| tokio::spawn(pull_all(reviewer))).collect();
    let (mut taken, mut pulled) = (BTreeSet::new(), 0);
    for pull in pulls {
        let cases = pull.await.expect("the reviewer does not panic");
        pulled += cases.len();
        taken.extend(cases);
    }
    over.store(true, Ordering::SeqCst);
    assert!(watching.await.expect("the counts were right") > 0);
    assert_eq!((pulled, taken.len()), (CASES, CASES), "each once, and none left");
    assert!(matches!(
        worlds[0].enrolment.verify_audit().await.expect("readable"),
        enrolment::audit::AuditState::Intact { .. }
    ));
}

/// Takes cases until there is none; what was taken must be in the reviewer's own list.
async fn pull_all(mut reviewer: Client) -> Vec<String> {
    let mut cases = Vec::new();
    while let Some(case) = take(&mut reviewer).await {
        cases.push(case);
    }
    assert_eq!(lengths(&mut reviewer).await[1], cases.len(), "the own list");
    cases
}

/// The next case; none where the queue says that it is empty.
async fn take(reviewer: &mut Client) -> Option<String> {
    let answer = reviewer.post_form("/api/take-next-case", &[]).await;
    let place = answer.location().unwrap_or_else(|| panic!("no redirect ({}): {}", answer.status, answer.text()));
    let case = place.strip_prefix("/console/case/").map(ToOwned::to_owned);
    assert!(case.is_some() || place.contains("__err"), "{place}");
    case
}

/// How many cases wait, are the reader's, and are with others, as the page of the queue says.
async fn lengths(reviewer: &mut Client) -> [usize; 3] {
    let page = reviewer.get("/console").await.text();
    ["waiting", "mine", "held"].map(|view| {
        let (_, link) = page.split_once(&format!("data-view=\"{view}\"")).expect("the list has a link");
        let (_, count) = link.split_once("<b>").expect("with a count");
        let digits: String = count.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().expect("a number")
    })
}

/// A browser of a reviewer who has signed in.
async fn reviewer(world: &World, n: usize) -> Client {
    let login = format!("reviewer{n}");
    let province = "short".parse().expect("a province");
    let new = NewStaff {
        login: login.clone(),
        name: login.clone(),
        role: Role::Reviewer,
        jurisdiction: Jurisdiction { province, region: Some("430100".to_owned()), institution: None },
        password: PASSWORD.to_owned().into(),
    };
    world.enrolment.create_staff(new).await.expect("an account");
    let mut client = world.client();
    let form = [("login", login.as_str()), ("password", "correct+horse+battery")];
    let answer = client.post_form("/api/console-sign-in", &form).await;
    assert_eq!(answer.location(), Some("/console"), "{}", answer.text());
    client
}

fn case_id(n: usize) -> EnrolmentId {
    format!("00000000-0000-4000-8000-{n:012x}").parse().expect("an id")
}

/// Cases handed in a second apart. Nothing of their candidates is needed, so nothing is readable.
async fn fill(db: &Db, count: usize) {
    let cases = (1..=count).map(|n| {
        let at = START.0 - 1_000_000 + n as i64 * 1000;
        (case_id(n), format!("202704-{n:05}-AAAAA"), format!("{n}").into_bytes(), at)
    });
    for (id, receipt, sealed, at) in cases {
        match db {
            Db::Sqlite { writer, .. } => {
                sqlx::query(CANDIDATE).bind(id).bind(sealed).bind(at).execute(writer).await.expect("a candidate");
                sqlx::query(APPLICATION).bind(id).bind(receipt).bind(at).execute(writer).await.expect("a case");
            }
            Db::Postgres(pool) => {
                sqlx::query(CANDIDATE).bind(id).bind(sealed).bind(at).execute(pool).await.expect("a candidate");
                sqlx::query(APPLICATION).bind(id).bind(receipt).bind(at).execute(pool).await.expect("a case");
            }
        }
    }
}
