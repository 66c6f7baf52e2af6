//! How often one address may ask whether a receipt or a signature is genuine: anybody may, nobody may try numbers by the thousand. Beside the
//! coarse limit on everything.

use super::{client_address::ClientAddress, problem::Refusal};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use governor::{
    DefaultKeyedRateLimiter, Quota,
    clock::{Clock as _, DefaultClock},
};
use shared::{
    problem::{Problem, ProblemCode},
    route,
};
use std::{net::IpAddr, num::NonZero, sync::Arc, time::Duration};

/// Asked at once; then one every so often.
const BURST: NonZero<u32> = NonZero::new(20).expect("20 is not zero");
const PERIOD: Duration = Duration::from_secs(3);
/// Addresses that are remembered before those that have regained everything are forgotten.
const ADDRESSES: usize = 10_000;

/// The limit of one router.
#[derive(Clone)]
pub(super) struct VerifyLimit(Arc<DefaultKeyedRateLimiter<IpAddr>>);

impl VerifyLimit {
    pub(super) fn new() -> Self {
        let quota = Quota::with_period(PERIOD).expect("the period is not zero").allow_burst(BURST);
        Self(Arc::new(DefaultKeyedRateLimiter::keyed(quota)))
    }

    /// Seconds until the address may ask again; none where it may now.
    fn wait_secs(&self, address: IpAddr) -> Option<u32> {
        if self.0.len() > ADDRESSES {
            self.0.retain_recent();
        }
        let refused = self.0.check_key(&address).err()?;
        let wait = refused.wait_time_from(DefaultClock::default().now());
        Some((wait.as_secs() as u32).saturating_add(1))
    }
}

/// Refuses with `request.too_many`; pages other than those that look a receipt or a signature up pass.
pub(super) async fn guard(State(limit): State<VerifyLimit>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let looks_up = path.strip_prefix(route::VERIFY).is_some_and(|rest| rest.starts_with('/'));
    let looks_up = looks_up || path.contains(route::VERIFY_SIGNATURE);
    let address = request.extensions().get::<ClientAddress>().map(|address| address.0);
    match address.filter(|_| looks_up).and_then(|address| limit.wait_secs(address)) {
        Some(secs) => Refusal::from(Problem::new(ProblemCode::TooManyRequests).retry_after(secs)).into_response(),
        None => next.run(request).await,
    }
}
