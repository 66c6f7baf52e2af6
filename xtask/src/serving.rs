//! The built server, started for a while: with throw-away data on a free port, or for a person at the keyboard.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::cleanup::Cleanup;
use crate::command::{Run, free_port, tempfile_path};
use crate::workshop::Workshop;

/// Debug builds decode models and run migrations slowly.
const START_LIMIT: Duration = Duration::from_mins(1);

/// A server with throw-away data; stopped and forgotten when dropped.
pub(crate) struct Server {
    port: u16,
    _stop: Cleanup,
}

impl Server {
    pub(crate) fn start(shop: &Workshop) -> Result<Self> {
        let port = free_port()?;
        let data = tempfile_path("serving");
        fs::create_dir_all(&data)?;
        let mut child = command(shop, &data, port)
            .arg("serve")
            .env("RUJI_TELEMETRY__LOG_FILTER", "warn")
            .into_command()
            .stdin(Stdio::null())
            .spawn()
            .context("cannot start ruji: is it built?")?;
        let ready = wait_until_ready(&mut child, port);
        let stop = Cleanup::later(move || {
            child.kill().ok();
            child.wait().ok();
            fs::remove_dir_all(data).ok();
        });
        ready?;
        Ok(Self { port, _stop: stop })
    }

    /// The body of a page; any status but 200 is an error.
    pub(crate) fn get(&self, path: &str) -> Result<Vec<u8>> {
        get(self.port, path)
    }
}

/// `ruji` with its data below one folder and everything else from the clone.
pub(crate) fn command(shop: &Workshop, data: &Path, port: u16) -> Run {
    command_of(&shop.ruji(), shop, data, port)
}

/// The same with the `ruji` of another build.
pub(crate) fn command_of(program: &Path, shop: &Workshop, data: &Path, port: u16) -> Run {
    Run::new(program)
        .env("RUJI_SERVICE__PUBLIC_URL", format!("http://127.0.0.1:{port}"))
        .env("RUJI_SERVICE__PROFILES", shop.root.join("shared/profiles"))
        .env("RUJI_HTTP__LISTEN", format!("127.0.0.1:{port}"))
        .env("RUJI_DATABASE__URL", format!("sqlite:{}", data.join("ruji.sqlite").display()))
        .env("RUJI_FILES__DIRECTORY", data.join("files"))
        .env("RUJI_KEYS__MASTER_KEY_FILE", data.join("master.key"))
        .env("RUJI_PHOTO__MODELS", shop.root.join("models"))
        .env("RUJI_ASSETS__DIRECTORY", shop.dist())
        .dir(&shop.root)
}

/// Waits until the server says that it is ready.
pub(crate) fn wait_until_ready(child: &mut Child, port: u16) -> Result<()> {
    let started = Instant::now();
    while started.elapsed() < START_LIMIT {
        if let Some(status) = child.try_wait()? {
            bail!("ruji ended before it answered ({status})");
        }
        if get(port, "/health/ready").is_ok() {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    bail!("ruji does not answer on port {port} within {} s", START_LIMIT.as_secs())
}

/// HTTP 1.0 keeps this simple: no chunks, and the end of the connection ends the body.
fn get(port: u16, path: &str) -> Result<Vec<u8>> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).context("no connection")?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    write!(stream, "GET {path} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\nAccept: text/html\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let head = answer.windows(4).position(|window| window == b"\r\n\r\n").context("no HTTP answer")?;
    let status = String::from_utf8_lossy(&answer[..head]);
    let status = status.lines().next().unwrap_or_default();
    if !status.contains(" 200") {
        bail!("{path}: {status}");
    }
    Ok(answer.split_off(head + 4))
}
