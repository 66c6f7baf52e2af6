//! The coarse limit per client address, against floods, and the longest time a request may take. The limits that protect
//! people (codes, tries) are in `enrolment`.

use super::{Site, UPLOADS, client_address::ClientAddress, problem::Refusal};
use axum::{
    body::Body,
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use shared::problem::{Problem, ProblemCode};
use std::{net::IpAddr, num::NonZero, sync::Arc, time::Duration};
use tower_governor::{
    GovernorError, GovernorLayer,
    governor::{GovernorConfig, GovernorConfigBuilder},
    key_extractor::KeyExtractor,
};

/// How often addresses that have regained everything are forgotten.
const FORGET: Duration = Duration::from_mins(1);

/// The key of the limit.
#[derive(Clone, Debug)]
pub(super) struct ByAddress;

impl KeyExtractor for ByAddress {
    type Key = IpAddr;

    fn extract<T>(&self, request: &axum::http::Request<T>) -> Result<IpAddr, GovernorError> {
        request.extensions().get::<ClientAddress>().map(|address| address.0).ok_or(GovernorError::UnableToExtractKey)
    }
}

type NoHeaders = governor::middleware::NoOpMiddleware;

pub(super) fn layer(site: &Site) -> GovernorLayer<ByAddress, NoHeaders, Body> {
    let http = &site.settings.http;
    let period = Duration::from_secs(1) / NonZero::new(http.per_second).map_or(1, NonZero::get);
    let config =
        GovernorConfigBuilder::default().period(period).burst_size(http.burst.max(1)).key_extractor(ByAddress).finish();
    let config = Arc::new(config.expect("neither the period nor the burst is zero"));
    forget_idle(&config);
    GovernorLayer::new(config).error_handler(refuse)
}

/// Without it the table would keep every address ever seen. Ends with the process.
fn forget_idle(config: &Arc<GovernorConfig<ByAddress, NoHeaders>>) {
    let table = Arc::downgrade(config.limiter());
    if let Ok(runtime) = tokio::runtime::Handle::try_current() {
        runtime.spawn(async move {
            loop {
                tokio::time::sleep(FORGET).await;
                match table.upgrade() {
                    Some(table) => table.retain_recent(),
                    None => return,
                }
            }
        });
    }
}

fn refuse(error: GovernorError) -> Response {
    let problem = Problem::new(ProblemCode::TooManyRequests);
    let problem = match error {
        GovernorError::TooManyRequests { wait_time, .. } => problem.retry_after((wait_time as u32).max(1)),
        _ => problem,
    };
    Refusal::from(problem).into_response()
}

/// Answers in the service's words when a request takes too long. Sending a picture over a slow line may take longer.
pub(super) async fn timeout(State(site): State<Site>, request: Request, next: Next) -> Response {
    let uploads = request.extensions().get::<MatchedPath>().is_some_and(|route| UPLOADS.contains(&route.as_str()));
    let limit =
        if uploads { site.settings.photo.upload_timeout } else { site.settings.http.request_timeout }.duration();
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Refusal::from(ProblemCode::Unavailable).into_response(),
    }
}
