//! What `ruji work` answers, which has no pages: probes and numbers, where the settings name an address for them.

use crate::{killed, world::World};
use reqwest::{Client, StatusCode};
use std::{
    net::{SocketAddr, TcpListener},
    process::{Child, Command},
    time::{Duration, Instant},
};

const TOKEN: &str = "open sesame";
const PATIENCE: Duration = Duration::from_mins(1);

/// Ends with the test, whatever becomes of it.
struct Worker {
    process: Child,
    address: SocketAddr,
    client: Client,
}

impl Worker {
    fn start(mut command: Command) -> Self {
        let address = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port");
        command.env("RUJI_TELEMETRY__WORKER_LISTEN", address.to_string()).env("RUJI_TELEMETRY__METRICS_TOKEN", TOKEN);
        let process = command.spawn().expect("the process starts");
        Self { process, address, client: Client::new() }
    }

    async fn ask(&self, path: &str, token: Option<&str>) -> Option<(StatusCode, String)> {
        let mut request = self.client.get(format!("http://{}{path}", self.address));
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        let answer = request.send().await.ok()?;
        Some((answer.status(), answer.text().await.ok()?))
    }

    async fn status(&self, path: &str) -> StatusCode {
        self.ask(path, None).await.expect("an answer").0
    }

    /// Until it answers `path` so.
    async fn until(&self, path: &str, status: StatusCode) {
        let since = Instant::now();
        while self.ask(path, None).await.map(|(answered, _)| answered) != Some(status) {
            assert!(since.elapsed() < PATIENCE, "{path} is not answered with {status}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

#[tokio::test]
async fn a_process_that_only_works_tells_how_it_is_and_nothing_else() {
    let world = World::new().await;
    let folder = world.folder.path();
    killed::prepare(folder);
    let worker = Worker::start(killed::worker(folder));
    worker.until("/health/ready", StatusCode::OK).await;
    assert_eq!(worker.status("/health/live").await, StatusCode::OK);
    assert_eq!(worker.status("/metrics").await, StatusCode::NOT_FOUND, "not without the token");
    let (status, numbers) = worker.ask("/metrics", Some(TOKEN)).await.expect("an answer");
    assert_eq!(status, StatusCode::OK);
    assert!(numbers.contains("ruji_jobs_waiting"), "{numbers}");
    for path in ["/short/", "/console", "/console/sign-in", "/dev/sms", "/photo/1"] {
        assert_eq!(worker.status(path).await, StatusCode::NOT_FOUND, "{path}");
    }
    std::fs::remove_dir_all(folder.join("files")).expect("removed");
    worker.until("/health/ready", StatusCode::SERVICE_UNAVAILABLE).await;
    assert_eq!(worker.status("/health/live").await, StatusCode::OK);
}
