//! Live news for the device that handed over: server-sent events, and the same as JSON for those who ask. What there is to
//! know is decided in `enrolment::handoff`.

use super::{Site, problem::Refusal};
use app::context::RequestContext;
use axum::{
    Extension, Json,
    extract::{Path, State},
    http::{HeaderName, header},
    response::{
        IntoResponse as _, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use enrolment::{Caller, Enrolment, Error, Who, handoff::Follow};
use futures_util::stream;
use serde::Serialize;
use shared::{
    id::{EnrolmentId, Province, SessionId},
    problem::ProblemCode,
};
use std::{
    collections::HashMap,
    convert::Infallible,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::watch::Receiver;

/// Streams open at the same time, in all and in one session (two tabs, and one that a dropped line left behind). Whoever
/// gets none asks every few seconds.
const STREAMS: usize = 2000;
const STREAMS_A_SESSION: usize = 3;
/// What changes without an entry in the audit trail (a session that ends) is seen after this time at the latest.
const LOOK_AGAIN: Duration = Duration::from_secs(15);
/// Shorter than the silence after which proxies close lines, and after which `follow.js` begins to ask.
const ALIVE: Duration = Duration::from_secs(15);
/// Asks nginx not to collect what is sent.
const BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

/// What a device is told. The seconds that are left instead of an instant: its clock may be wrong.
#[derive(Serialize)]
struct News<'a> {
    #[serde(flatten)]
    follow: &'a Follow,
    expires_in_secs: Option<u32>,
}

impl<'a> News<'a> {
    fn new(enrolment: &Enrolment, follow: &'a Follow) -> Self {
        Self { follow, expires_in_secs: follow.expires_at.map(|at| (at - enrolment.now()).whole_secs()) }
    }
}

/// `GET /{province}/handoff/state`
pub(super) async fn state(
    State(site): State<Site>,
    Extension(context): Extension<RequestContext>,
    Path(province): Path<Province>,
) -> Result<Response, Refusal> {
    let (caller, _) = follower(&context, &province)?;
    let follow = site.enrolment.follow(&caller).await.map_err(|error| refused(&site, error))?;
    Ok(Json(News::new(&site.enrolment, &follow)).into_response())
}

/// `GET /{province}/handoff/events`: the state at once, then again after each change, until the session ends.
pub(super) async fn events(
    State(site): State<Site>,
    Extension(context): Extension<RequestContext>,
    Path(province): Path<Province>,
) -> Result<Response, Refusal> {
    let (caller, enrolment) = follower(&context, &province)?;
    let seat = site.streams.take(caller.session).ok_or(ProblemCode::TooManyRequests)?;
    let receiver = site.enrolment.watch(enrolment).await.map_err(|error| refused(&site, error))?;
    let first = site.enrolment.follow(&caller).await.map_err(|error| refused(&site, error))?;
    let line = Line { enrolment: site.enrolment, caller, receiver, told: None, next: Some(first), _seat: seat };
    let news = stream::unfold(line, async |mut line| {
        let follow = line.next().await?;
        let event = Event::default().event("news").json_data(News::new(&line.enrolment, &follow)).ok()?;
        line.told = Some(follow);
        Some((Ok::<_, Infallible>(event), line))
    });
    let alive = KeepAlive::new().interval(ALIVE).event(Event::default().event("alive").data("-"));
    let headers = [(header::CACHE_CONTROL, "private, no-store"), (BUFFERING, "no")];
    Ok((headers, Sse::new(news).keep_alive(alive)).into_response())
}

/// The caller, and which application they follow.
fn follower(context: &RequestContext, province: &Province) -> Result<(Caller, EnrolmentId), Refusal> {
    match context.candidate(province) {
        Some(caller @ Caller { who: Who::Candidate { enrolment, .. }, .. }) => Ok((caller.clone(), *enrolment)),
        _ => Err(ProblemCode::SessionNeeded.into()),
    }
}

fn refused(site: &Site, error: Error) -> Refusal {
    site.enrolment.problem(error).into()
}

/// One device that listens.
struct Line {
    enrolment: Enrolment,
    caller: Caller,
    receiver: Receiver<i64>,
    told: Option<Follow>,
    next: Option<Follow>,
    _seat: Seat,
}

impl Line {
    /// The next state that differs from what was told last; `None` when the session has ended or the process stops.
    async fn next(&mut self) -> Option<Follow> {
        loop {
            let follow = if let Some(follow) = self.next.take() {
                follow
            } else {
                self.wait().await?;
                self.enrolment.follow(&self.caller).await.ok()?
            };
            if self.told.as_ref() != Some(&follow) {
                return Some(follow);
            }
        }
    }

    /// Until something happened, an invitation ran out, or it is time to look again.
    async fn wait(&mut self) -> Option<()> {
        let ends = self.told.as_ref().and_then(|follow| follow.expires_at).map(|at| at - self.enrolment.now());
        let ends = ends.map_or(LOOK_AGAIN, |left| Duration::from_millis(left.0.max(0) as u64 + 100));
        match tokio::time::timeout(ends.min(LOOK_AGAIN), self.receiver.changed()).await {
            Ok(Err(_)) => None,
            Ok(Ok(())) | Err(_) => Some(()),
        }
    }
}

/// Who listens at present.
#[derive(Default)]
pub(super) struct Streams(Mutex<HashMap<SessionId, usize>>);

/// A place among those who listen, given back when it is dropped.
struct Seat {
    streams: Arc<Streams>,
    session: SessionId,
}

impl Streams {
    fn take(self: &Arc<Self>, session: SessionId) -> Option<Seat> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (all, own) = (open.values().sum::<usize>(), open.get(&session).copied().unwrap_or_default());
        if all >= STREAMS || own >= STREAMS_A_SESSION {
            return None;
        }
        open.insert(session, own + 1);
        Some(Seat { streams: self.clone(), session })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut open = self.streams.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = open.get_mut(&self.session) {
            *own -= 1;
            if *own == 0 {
                open.remove(&self.session);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_has_few_streams_and_gives_them_back() {
        let streams = Arc::new(Streams::default());
        let session = |n: u32| format!("{n:032x}").parse::<SessionId>().expect("an id");
        let seats: Vec<_> = (0..STREAMS_A_SESSION).filter_map(|_| streams.take(session(1))).collect();
        assert_eq!(seats.len(), STREAMS_A_SESSION);
        assert!(streams.take(session(1)).is_none());
        assert!(streams.take(session(2)).is_some());
        drop(seats);
        assert!(streams.take(session(1)).is_some());
    }
}
