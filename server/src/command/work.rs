//! `ruji work`: does the background jobs until it is told to stop.

use super::serve::answer;
use crate::{
    config::Settings,
    http::{self, Site},
    start,
};
use anyhow::Context as _;
use enrolment::Enrolment;
use std::process::ExitCode;
use tokio::{net::TcpListener, sync::watch};

pub(super) async fn run(settings: Settings) -> anyhow::Result<ExitCode> {
    let enrolment = start::start(&settings).await?.enrolment;
    let grace = settings.http.shutdown_grace.duration();
    let (stop, stopped) = watch::channel(false);
    show_health(&enrolment, settings, stopped.clone()).await?;
    tokio::spawn({
        let (enrolment, stopped) = (enrolment.clone(), stopped.clone());
        async move { enrolment.follow_published(stopped).await }
    });
    let worker = tokio::spawn({
        let enrolment = enrolment.clone();
        async move { enrolment.work(stopped).await }
    });
    tracing::info!("working");
    super::stop_signal().await;
    stop.send_replace(true);
    if tokio::time::timeout(grace, worker).await.is_err() {
        tracing::warn!("stopping: a job did not finish in time; it will be run again");
    }
    enrolment.db().close().await;
    Ok(ExitCode::SUCCESS)
}

/// Answers probes and the collector of metrics, where the settings name an address for them: what this process sends and fails at
/// is counted nowhere else.
async fn show_health(enrolment: &Enrolment, settings: Settings, stopped: watch::Receiver<bool>) -> anyhow::Result<()> {
    let Some(listen) = settings.telemetry.worker_listen else { return Ok(()) };
    let listener = TcpListener::bind(listen).await.with_context(|| format!("cannot listen on {listen}"))?;
    let token = settings.telemetry.resolved_metrics_token()?;
    let site = Site::new(enrolment.clone(), settings, None, token);
    answer(listener, http::probes(site), stopped);
    tracing::info!(%listen, "answering probes");
    Ok(())
}
