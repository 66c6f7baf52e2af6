//! A private `PostgreSQL` cluster for the tests: its own temporary folder and port, stopped and removed in every case. Another one speaks
//! TLS, for the tests of that; the others need not wait for handshakes.

use std::fs::{self, File};
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::cleanup::Cleanup;
use crate::command::{Run, free_port, tempfile_path};
use crate::setup::is_root;

/// Data of tests need not survive a power cut; a contract test per store function opens many connections.
const SETTINGS: [&str; 6] = [
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "listen_addresses=127.0.0.1",
    "max_connections=200",
    "log_min_messages=fatal",
];
/// Kept there as files are: by whoever runs the server, unreadable to others.
const TLS_SETTINGS: [&str; 3] = ["ssl=on", "ssl_cert_file=server.pem", "ssl_key_file=server.key.pem"];
const TLS_FILES: [(&str, &str); 3] = [
    ("authority.pem", include_str!("tls/authority.pem")),
    ("server.pem", include_str!("tls/server.pem")),
    ("server.key.pem", include_str!("tls/server.key.pem")),
];
const START_LIMIT: Duration = Duration::from_secs(30);

/// Runs as long as this lives.
pub(crate) struct Cluster {
    /// `postgres://…/postgres`, of a superuser who needs no password.
    pub(crate) url: String,
    /// The authority behind its certificate, where it speaks TLS.
    pub(crate) authority: PathBuf,
    _stop: Cleanup,
}

/// Whom the server runs as: it refuses root.
#[derive(Clone, Copy)]
struct Owner {
    uid: u32,
    gid: u32,
}

impl Cluster {
    pub(crate) fn start(bin: &Path) -> Result<Self> {
        Self::start_with(bin, &[])
    }

    /// With a certificate of `localhost`.
    pub(crate) fn start_with_tls(bin: &Path) -> Result<Self> {
        Self::start_with(bin, &TLS_SETTINGS)
    }

    fn start_with(bin: &Path, more: &[&str]) -> Result<Self> {
        let owner = if is_root() { Some(unprivileged()?) } else { None };
        let dir = tempfile_path("postgres");
        fs::create_dir_all(&dir)?;
        fs::set_permissions(&dir, fs::Permissions::from_mode(0o700))?;
        if let Some(owner) = owner {
            chown(&dir, Some(owner.uid), Some(owner.gid)).context("cannot give the cluster's folder away")?;
        }
        let removal = dir.clone();
        let remove = Cleanup::later(move || drop(fs::remove_dir_all(removal)));
        let data = dir.join("data");
        initialise(bin, &data, owner)?;
        keep_certificate(&data, owner)?;
        let port = free_port()?;
        let child = serve(bin, &dir, (&data, port), owner, more)?;
        let log = dir.join("log");
        let stop = Cleanup::later(move || stop(child, dir));
        remove.defuse();
        wait_until_ready(port, &log)?;
        let authority = data.join("authority.pem");
        Ok(Self { url: format!("postgres://ruji@127.0.0.1:{port}/postgres"), authority, _stop: stop })
    }
}

fn unprivileged() -> Result<Owner> {
    for name in ["postgres", "nobody"] {
        let number = |flag: &str| Run::new("id").args([flag, name]).output().ok()?.trim().parse().ok();
        if let (Some(uid), Some(gid)) = (number("-u"), number("-g")) {
            return Ok(Owner { uid, gid });
        }
    }
    bail!("PostgreSQL refuses to run as root, and there is no user postgres or nobody")
}

fn initialise(bin: &Path, data: &Path, owner: Option<Owner>) -> Result<()> {
    let run = Run::new(bin.join("initdb"))
        .args(["--auth=trust", "--username=ruji", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "-D"])
        .arg(data)
        .dir(Path::new("/"));
    let output = owned(run, owner).stdin(Stdio::null()).output().context("cannot start initdb")?;
    if !output.status.success() {
        bail!("initdb failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(())
}

fn keep_certificate(data: &Path, owner: Option<Owner>) -> Result<()> {
    for (name, pem) in TLS_FILES {
        let file = data.join(name);
        fs::write(&file, pem).context("cannot write the cluster's certificate")?;
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600))?;
        if let Some(owner) = owner {
            chown(&file, Some(owner.uid), Some(owner.gid))?;
        }
    }
    Ok(())
}

fn serve(bin: &Path, dir: &Path, (data, port): (&Path, u16), owner: Option<Owner>, more: &[&str]) -> Result<Child> {
    let mut run = Run::new(bin.join("postgres")).arg("-D").arg(data).args(["-p", &port.to_string(), "-k"]).arg(dir);
    for setting in SETTINGS.iter().chain(more) {
        run = run.args(["-c", setting]);
    }
    let log = File::create(dir.join("log")).context("cannot write the cluster's log")?;
    let mut command = owned(run.dir(Path::new("/")), owner);
    // A group of its own: Ctrl-C is for us, and we stop it.
    command.process_group(0).stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
    command.spawn().context("cannot start postgres")
}

fn owned(run: Run, owner: Option<Owner>) -> std::process::Command {
    let mut command = run.into_command();
    if let Some(owner) = owner {
        command.uid(owner.uid).gid(owner.gid);
    }
    command
}

fn wait_until_ready(port: u16, log: &Path) -> Result<()> {
    let started = Instant::now();
    while started.elapsed() < START_LIMIT {
        if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    let said = fs::read_to_string(log).unwrap_or_default();
    bail!("the test cluster does not answer on port {port}: {}", said.lines().last().unwrap_or("it said nothing"))
}

/// SIGINT is a fast shutdown: sessions are cut, nothing is left in shared memory.
fn stop(mut child: Child, dir: PathBuf) {
    Run::new("kill").args(["-INT", &child.id().to_string()]).succeeds();
    child.wait().ok();
    fs::remove_dir_all(dir).ok();
}
