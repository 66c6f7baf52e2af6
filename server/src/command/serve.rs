//! `ruji serve`: answers requests and does the jobs, until it is told to stop.

use crate::{
    config::Settings,
    http::{self, Site},
    start::{self, Started},
};
use anyhow::Context as _;
use axum::Router;
use enrolment::Enrolment;
use std::{net::SocketAddr, process::ExitCode};
use tokio::{net::TcpListener, sync::watch, task::JoinHandle};

pub(super) async fn run(settings: Settings, demo: bool) -> anyhow::Result<ExitCode> {
    let Started { enrolment, inbox } = start::start(&settings).await?;
    if demo {
        super::demo::seed(&enrolment, &settings).await?;
    }
    let (listen, grace) = (settings.http.listen, settings.http.shutdown_grace.duration());
    let listener = TcpListener::bind(listen).await.with_context(|| format!("cannot listen on {listen}"))?;
    let (stop, stopped) = watch::channel(false);
    tokio::spawn({
        let (enrolment, stopped) = (enrolment.clone(), stopped.clone());
        async move { enrolment.follow_published(stopped).await }
    });
    let worker = settings.jobs.in_server.then(|| work(enrolment.clone(), stopped.clone()));
    let token = settings.telemetry.resolved_metrics_token()?;
    let url = settings.service.public_url.clone();
    let router = http::router(Site::new(enrolment.clone(), settings, inbox, token));
    let server = answer(listener, router, stopped);
    println!("{url}");
    tracing::info!(%listen, "serving");

    super::stop_signal().await;
    tracing::info!("stopping: open requests and jobs are finished first");
    stop.send_replace(true);
    // Pages that follow live news would hold their connections open.
    enrolment.end_watching().await;
    let rest = async {
        let served = server.await;
        if let Some(worker) = worker {
            worker.await?;
        }
        served?.context("serving failed")
    };
    if let Ok(ended) = tokio::time::timeout(grace, rest).await {
        ended?;
    } else {
        tracing::warn!("stopping: some requests or jobs did not finish in time");
    }
    enrolment.db().close().await;
    Ok(ExitCode::SUCCESS)
}

fn work(enrolment: Enrolment, stopped: watch::Receiver<bool>) -> JoinHandle<()> {
    tokio::spawn(async move { enrolment.work(stopped).await })
}

/// Answers on `listener` until `stopped` says so; open requests are finished.
pub(super) fn answer(
    listener: TcpListener,
    router: Router,
    mut stopped: watch::Receiver<bool>,
) -> JoinHandle<std::io::Result<()>> {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, service).with_graceful_shutdown(async move {
        // An error means that the sender is gone, which is a reason to stop as well.
        let _ = stopped.wait_for(|stop| *stop).await;
    });
    tokio::spawn(server.into_future())
}
