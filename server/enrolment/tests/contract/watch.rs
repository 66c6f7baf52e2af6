//! Hearing of what happened to an application, also in another process.

use crate::support::*;
use enrolment::{
    Caller, Enrolment, Parts, Profiles, Settings, Who,
    clock::SeededRandomness,
    crypto::Keys,
    files::LocalFiles,
    ports::{PhotoEngine, PreparedPhoto},
};
use shared::{
    id::EnrolmentId,
    photo::{PhotoSpec, Verdict},
    problem::ProblemCode,
};
use std::{sync::Arc, time::Duration};
use tokio::sync::watch::Receiver;

/// Long enough for a machine under load; what is waited for comes within half a second.
const PATIENCE: Duration = Duration::from_secs(20);

fn enrolment_of(caller: &Caller) -> EnrolmentId {
    match caller.who {
        Who::Candidate { enrolment, .. } => enrolment,
        _ => panic!("no candidate"),
    }
}

async fn hears(receiver: &mut Receiver<i64>) {
    tokio::time::timeout(PATIENCE, receiver.changed()).await.expect("no news came").expect("the service watches");
}

/// Looks at nothing: no picture comes here.
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

    fn check(&self, _: &[u8], _: Option<&str>, _: &PhotoSpec) -> Verdict {
        Verdict::default()
    }

    fn prepare(&self, _: &[u8], _: &PhotoSpec, _: Option<[f32; 4]>) -> PreparedPhoto {
        PreparedPhoto::default()
    }

    fn thumbnail(&self, _: &[u8], _: u32) -> Option<Vec<u8>> {
        None
    }
}

/// Another process on the same database: it shares nothing else.
pub(crate) async fn another(t: &Bench) -> Enrolment {
    Enrolment::new(Parts {
        db: t.service.db().clone(),
        files: Arc::new(LocalFiles::open(t.files()).await.unwrap()),
        profiles: Profiles::from_iter([short(), hunan()]),
        clock: t.clock.clone(),
        randomness: Arc::new(SeededRandomness::new(2)),
        keys: Keys::from_master(&[7; 32]),
        sms: t.gateway.clone(),
        mail: t.gateway.clone(),
        photo: Arc::new(NoEngine),
        education: Arc::new(crate::education::Register),
        card: t.engines.clone(),
        identity: t.engines.identity(),
        settings: Settings::default(),
    })
}

both! {
    async fn news_reach_who_watches_in_another_process(t) {
        let (pc, other) = (t.candidate(1).await, t.candidate(2).await);
        let elsewhere = another(t).await;
        let mut news = elsewhere.watch(enrolment_of(&pc)).await.unwrap();
        let mut second = elsewhere.watch(enrolment_of(&pc)).await.unwrap();
        let mut others = elsewhere.watch(enrolment_of(&other)).await.unwrap();
        t.service.invite_device(&pc).await.unwrap();
        hears(&mut news).await;
        hears(&mut second).await;
        // the same round brought this one nothing
        assert!(!others.has_changed().unwrap());
        t.service.invite_device(&other).await.unwrap();
        hears(&mut others).await;
        assert!(!news.has_changed().unwrap());
    }

    async fn nothing_is_passed_over_however_many_write_at_once(t) {
        let mut callers = Vec::new();
        for n in 0..6 {
            callers.push(t.candidate(n).await);
        }
        let elsewhere = another(t).await;
        for round in 0..3 {
            let mut receivers = Vec::new();
            for caller in &callers {
                receivers.push(elsewhere.watch(enrolment_of(caller)).await.unwrap());
            }
            let made = at_once(6, |n| {
                let (service, caller) = (t.service.clone(), callers[n as usize].clone());
                async move { service.invite_device(&caller).await.is_ok() }
            }).await;
            assert_eq!(made, [true; 6], "round {round}");
            for receiver in &mut receivers {
                hears(receiver).await;
            }
        }
    }

    async fn the_task_ends_with_the_last_watcher_and_begins_again(t) {
        let pc = t.candidate(1).await;
        drop(t.service.watch(enrolment_of(&pc)).await.unwrap());
        tokio::time::sleep(Duration::from_millis(700)).await;
        let mut again = t.service.watch(enrolment_of(&pc)).await.unwrap();
        t.service.invite_device(&pc).await.unwrap();
        hears(&mut again).await;
    }

    async fn a_process_that_stops_lets_go(t) {
        let pc = t.candidate(1).await;
        let mut news = t.service.watch(enrolment_of(&pc)).await.unwrap();
        t.service.end_watching().await;
        assert!(news.changed().await.is_err());
        assert_eq!(refusal(t.service.watch(enrolment_of(&pc)).await), ProblemCode::Unavailable);
    }
}
