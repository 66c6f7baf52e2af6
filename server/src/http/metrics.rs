//! Numbers for Prometheus: requests by route template, and how the job table stands. For the operations team only.

use super::{
    Site,
    client_address::{ClientAddress, FORWARDED_FOR},
    problem::Refusal,
};
use axum::{
    Extension,
    extract::State,
    http::{HeaderMap, header},
};
use axum_prometheus::{
    EndpointLabel, GenericMetricLayer, Handle, PrometheusMetricLayerBuilder,
    metrics_exporter_prometheus::PrometheusHandle,
};
use secrecy::ExposeSecret as _;
use shared::problem::ProblemCode;
use std::{fmt::Write as _, sync::OnceLock};

type MetricLayer = GenericMetricLayer<'static, PrometheusHandle, Handle>;

/// One recorder for the process: the exporter's is global.
static RECORDER: OnceLock<(MetricLayer, PrometheusHandle)> = OnceLock::new();

fn recorder() -> &'static (MetricLayer, PrometheusHandle) {
    RECORDER.get_or_init(|| {
        PrometheusMetricLayerBuilder::new()
            .with_endpoint_label_type(EndpointLabel::MatchedPathWithFallbackFn(|_| "unmatched".to_owned()))
            .with_default_metrics()
            .build_pair()
    })
}

/// Counts by route template: paths hold tokens and ids.
pub(super) fn layer() -> MetricLayer {
    recorder().0.clone()
}

pub(super) async fn show(
    State(site): State<Site>,
    Extension(client): Extension<ClientAddress>,
    headers: HeaderMap,
) -> Result<String, Refusal> {
    let allowed = match &site.metrics_token {
        Some(token) => bearer(&headers).is_some_and(|given| same(given, token.expose_secret())),
        // behind a proxy that nobody named as trusted everybody seems to come from this machine
        None => client.0.is_loopback() && !headers.contains_key(FORWARDED_FOR),
    };
    if !allowed {
        return Err(ProblemCode::NotFound.into());
    }
    let mut text = recorder().1.render();
    if let Ok(jobs) = site.enrolment.job_counts().await {
        let lines =
            [("waiting", jobs.waiting), ("given_up", jobs.given_up), ("oldest_secs", u64::from(jobs.oldest_secs))];
        for (name, value) in lines {
            writeln!(text, "# TYPE ruji_jobs_{name} gauge\nruji_jobs_{name} {value}")
                .expect("a string takes every line");
        }
    }
    Ok(text)
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

/// Equal, in a time that does not tell where they differ.
fn same(a: &str, b: &str) -> bool {
    enrolment::crypto::same(a.as_bytes(), b.as_bytes())
}
