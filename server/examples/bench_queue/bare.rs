//! The least that could answer: an axum router with one handler that runs the statements in one transaction and says how many rows
//! there were.

use crate::{
    milliseconds,
    statement::{Facts, Statement},
    store,
};
use anyhow::{Result, ensure};
use axum::{Router, extract::State, http::StatusCode, routing::get};
use enrolment::db::Db;
use std::{sync::Arc, time::Instant};

struct Bare {
    db: Db,
    facts: Facts,
    statements: Vec<Statement>,
}

/// Milliseconds of each round, over HTTP.
pub(crate) async fn measure(db: &Db, facts: &Facts, statements: Vec<Statement>, rounds: usize) -> Result<Vec<f64>> {
    let bare = Arc::new(Bare { db: db.clone(), facts: facts.clone(), statements });
    let router = Router::new().route("/", get(answer)).with_state(bare);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = format!("http://{}/", listener.local_addr()?);
    let serving = tokio::spawn(async move { axum::serve(listener, router).await });
    let client = reqwest::Client::new();
    let mut times = Vec::with_capacity(rounds);
    for _ in 0..rounds {
        let since = Instant::now();
        let answer = client.get(&address).send().await?;
        let (status, text) = (answer.status(), answer.text().await?);
        times.push(milliseconds(since));
        ensure!(status.is_success(), "the bare handler: {text}");
    }
    serving.abort();
    Ok(times)
}

async fn answer(State(bare): State<Arc<Bare>>) -> (StatusCode, String) {
    match store::run(&bare.db, &bare.facts, &bare.statements).await {
        Ok(rows) => (StatusCode::OK, rows.to_string()),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, format!("{error:#}")),
    }
}
