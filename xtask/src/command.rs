//! Running other programs: a clean environment, the command line in every error, time limits.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::cleanup::Cleanup;

/// A program about to be run; `Run::new("cargo").args(["build"]).run()?`.
pub(crate) struct Run {
    command: Command,
}

impl Run {
    pub(crate) fn new(program: impl AsRef<OsStr>) -> Self {
        let mut command = Command::new(program);
        scrub(&mut command);
        Self { command }
    }

    pub(crate) fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.command.arg(arg);
        self
    }

    pub(crate) fn args<A: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = A>) -> Self {
        self.command.args(args);
        self
    }

    pub(crate) fn env(mut self, key: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(key, value);
        self
    }

    pub(crate) fn env_remove(mut self, key: &str) -> Self {
        self.command.env_remove(key);
        self
    }

    pub(crate) fn dir(mut self, dir: &Path) -> Self {
        self.command.current_dir(dir);
        self
    }

    /// Puts folders before the rest of `PATH`.
    pub(crate) fn path_first(self, dirs: &[PathBuf]) -> Self {
        let rest = env::var_os("PATH").unwrap_or_default();
        let all = dirs.iter().cloned().chain(env::split_paths(&rest));
        match env::join_paths(all) {
            Ok(path) => self.env("PATH", path),
            Err(_) => self, // a folder with a colon in its name cannot stand in PATH at all
        }
    }

    /// Runs it with our own output and error streams; anything but success is an error.
    pub(crate) fn run(mut self) -> Result<()> {
        let mut child = self.command.stdin(Stdio::null()).spawn().with_context(|| self.cannot_start())?;
        let status = wait(&mut child)?;
        if !status.success() {
            bail!("`{}` failed ({status})", self.line());
        }
        Ok(())
    }

    /// Runs it in silence and returns what it wrote to its output; its errors are shown if it fails.
    pub(crate) fn output(mut self) -> Result<String> {
        let output = self.command.stdin(Stdio::null()).output().with_context(|| self.cannot_start())?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            bail!("`{}` failed ({}): {}", self.line(), output.status, said.trim());
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Did it start and end well? Says nothing.
    pub(crate) fn succeeds(mut self) -> bool {
        let status = self.command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
        status.is_ok_and(|status| status.success())
    }

    /// Runs it in silence with a limit; an error holds the last line it wrote.
    pub(crate) fn within(mut self, limit: Duration) -> Result<()> {
        let log = tempfile_path("within");
        let sink = std::fs::File::create(&log)?;
        self.command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(sink);
        let mut child = self.command.spawn().with_context(|| self.cannot_start())?;
        let status = wait_at_most(&mut child, limit)?;
        let said = std::fs::read_to_string(&log).unwrap_or_default();
        std::fs::remove_file(&log).ok();
        match status {
            Some(true) => Ok(()),
            Some(false) => bail!("{}", said.lines().last().unwrap_or("it failed without a word").trim()),
            None => bail!("no answer within {} s", limit.as_secs()),
        }
    }

    /// The bare command, for whoever wants to hold the child.
    pub(crate) fn into_command(self) -> Command {
        self.command
    }

    fn line(&self) -> String {
        let words = std::iter::once(self.command.get_program()).chain(self.command.get_args());
        words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
    }

    fn cannot_start(&self) -> String {
        format!("cannot start `{}`", self.command.get_program().to_string_lossy())
    }
}

/// While this lives, a child is told to end when we are (and when it is dropped).
pub(crate) fn ends_with_us(child: &Child) -> Cleanup {
    let pid = child.id().to_string();
    Cleanup::later(move || {
        Run::new("kill").args(["-TERM", &pid]).succeeds();
    })
}

/// Waits for a child; when we are told to end meanwhile, so is it.
pub(crate) fn wait(child: &mut Child) -> Result<ExitStatus> {
    let stop = ends_with_us(child);
    let status = child.wait();
    stop.defuse();
    status.context("a child process was lost")
}

/// Waits; `None` when the limit ran out (the child is then killed).
fn wait_at_most(child: &mut Child, limit: Duration) -> Result<Option<bool>> {
    let started = Instant::now();
    while started.elapsed() < limit {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status.success()));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    child.kill().ok();
    child.wait().ok();
    Ok(None)
}

/// `cargo run` leaves its own variables in our environment; a child cargo, perhaps of another toolchain, must not see them.
fn scrub(command: &mut Command) {
    for (key, _) in env::vars_os() {
        let name = key.to_string_lossy();
        if name.starts_with("CARGO_PKG_")
            || name.starts_with("CARGO_MANIFEST_")
            || matches!(name.as_ref(), "CARGO" | "CARGO_BIN_NAME" | "CARGO_CRATE_NAME" | "RUST_RECURSION_COUNT")
        {
            command.env_remove(&key);
        }
    }
    if let Some(path) = env::var_os("LD_LIBRARY_PATH") {
        let foreign = |dir: &PathBuf| {
            let dir = dir.to_string_lossy();
            !dir.is_empty() && !dir.contains("/toolchains/") && !dir.contains("/debug") && !dir.contains("/release")
        };
        let kept: Vec<PathBuf> = env::split_paths(&path).filter(foreign).collect();
        match env::join_paths(kept) {
            Ok(kept) if !kept.is_empty() => command.env("LD_LIBRARY_PATH", kept),
            _ => command.env_remove("LD_LIBRARY_PATH"),
        };
    }
}

/// Looks a program up in `PATH`.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path: OsString = env::var_os("PATH")?;
    env::split_paths(&path).map(|dir| dir.join(program)).find(|file| file.is_file())
}

/// A name in the temporary folder that nothing else uses.
pub(crate) fn tempfile_path(what: &str) -> PathBuf {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let serial = NEXT.fetch_add(1, Ordering::Relaxed);
    env::temp_dir().join(format!("ruji-{what}-{}-{serial}", std::process::id()))
}

/// A TCP port of 127.0.0.1 that was free a moment ago.
pub(crate) fn free_port() -> Result<u16> {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).context("cannot bind a port of 127.0.0.1")?;
    Ok(listener.local_addr()?.port())
}
