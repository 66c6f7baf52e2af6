//! `ruji work`: does the background jobs until it is told to stop.

use crate::{config::Settings, start};
use std::process::ExitCode;
use tokio::sync::watch;

pub(super) async fn run(settings: Settings) -> anyhow::Result<ExitCode> {
    let enrolment = start::start(&settings).await?.enrolment;
    let (stop, stopped) = watch::channel(false);
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
    if tokio::time::timeout(settings.http.shutdown_grace.duration(), worker).await.is_err() {
        tracing::warn!("stopping: a job did not finish in time; it will be run again");
    }
    enrolment.db().close().await;
    Ok(ExitCode::SUCCESS)
}
