//! ffmpeg as a subprocess, locked down: one local file of one sniffed container, no other protocol, no network, bounded time,
//! memory, pixels and output, an empty environment, a folder of its own that is removed afterwards.

use super::{ending::Ending, ppm};
use crate::EngineFailure;
use photo::Pixels;
use rustix::process::{Pid, Resource, Rlimit, prlimit};
use shared::video::Container;
use std::{
    fs::{self, File},
    io::{BufReader, Read},
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, sync_channel},
    thread,
    time::{Duration, Instant},
};

/// Samples of a second of sound.
pub const SOUND_RATE: usize = 16_000;
/// Longest side of a frame.
const SIDE_MAX: usize = 854;
/// Most pixels of a frame of the file: 4096 by 2304 with room.
const SOURCE_PIXELS_MAX: usize = 16_000_000;
/// The containers' demuxers and the decoders that phones' recordings need; nothing else of ffmpeg is reached.
const DEMUXERS: &str = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm";
const DECODERS: &str =
    "h264,hevc,vp8,vp9,libvpx,libvpx-vp9,av1,libdav1d,aac,opus,libopus,vorbis,mp3float,mp3,pcm_s16le,ppm";
/// A file made to be slow is stopped by this long before the clock does it, and then it is the file's fault. An honest one takes two.
const PROCESSOR_SECONDS_MAX: u64 = 10;
/// Address space, bytes; open files.
const MEMORY_MAX: u64 = 2 << 30;
const FILES_MAX: u64 = 64;
/// What it says of files that end before their end.
const TRUNCATED: [&str; 3] = ["ended prematurely", "partial file", "moov atom not found"];
/// What is read of its complaints.
const COMPLAINTS_MAX: u64 = 16 * 1024;

/// The program and how long it may take.
#[derive(Clone, Debug)]
pub struct Ffmpeg {
    pub program: PathBuf,
    /// On the clock.
    pub time_out: Duration,
    /// Where each video gets a folder of its own, for as long as it is read.
    pub folder: PathBuf,
}

/// How a file is to be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    pub(super) frames_per_second: usize,
    /// Seconds after which no more is read.
    pub(super) seconds_max: f32,
}

/// What ffmpeg made of a file beside its frames.
#[derive(Debug, Default)]
pub(super) struct Read16k {
    /// 16 kHz, mono, -1 to 1; empty where there is none.
    pub(super) sound: Vec<f32>,
    /// The file ends before its end.
    pub(super) truncated: bool,
}

impl Default for Ffmpeg {
    /// `RUJI_FFMPEG`, else `ffmpeg` on the path.
    fn default() -> Self {
        let program = std::env::var_os("RUJI_FFMPEG").filter(|set| !set.is_empty());
        Self {
            program: program.unwrap_or_else(|| "ffmpeg".into()).into(),
            time_out: Duration::from_secs(30),
            folder: std::env::temp_dir(),
        }
    }
}

impl Ffmpeg {
    /// The first line of what it says of itself, for the stamp; tells at the start whether it is there.
    pub fn version(&self) -> Result<String, EngineFailure> {
        let said = Command::new(&self.program).env_clear().arg("-version").stdin(Stdio::null()).output();
        let said = said.map_err(|error| EngineFailure(format!("ffmpeg cannot be started: {error}")))?;
        let first = String::from_utf8_lossy(&said.stdout).lines().next().unwrap_or_default().to_owned();
        if said.status.success() { Ok(first) } else { Err(EngineFailure("ffmpeg -version failed".to_owned())) }
    }

    /// Gives every frame to `each`, in order, while it decodes; then the sound.
    pub(super) fn read(
        &self,
        video: &[u8],
        container: Container,
        reading: Reading,
        mut each: impl FnMut(Pixels),
    ) -> Result<Read16k, EngineFailure> {
        let folder = tempfile::Builder::new().prefix("ruji-video-").tempdir_in(&self.folder).map_err(no_folder)?;
        fs::write(folder.path().join("input"), video).map_err(no_folder)?;
        let mut pictures = self.command(folder.path(), container, reading.seconds_max);
        pictures.args(pictures_of(reading));
        let mut running = self.start(pictures, folder.path())?;
        let frames = running.frames().ok_or_else(|| EngineFailure("ffmpeg has no output".to_owned()))?;
        while let Some(frame) = running.next(&frames)? {
            each(frame);
        }
        let said = running.finish(folder.path())?;
        let truncated = TRUNCATED.iter().any(|word| said.contains(word));
        let mut sound = self.command(folder.path(), container, reading.seconds_max);
        sound.args(sound_of(reading));
        self.start(sound, folder.path())?.finish(folder.path())?;
        Ok(Read16k { sound: samples(&folder.path().join("sound")), truncated })
    }

    fn start(&self, mut command: Command, folder: &Path) -> Result<Running, EngineFailure> {
        let complaints = File::create(folder.join("complaints")).map_err(no_folder)?;
        let child = command.stderr(complaints).spawn();
        let child = child.map_err(|error| EngineFailure(format!("ffmpeg cannot be started: {error}")))?;
        let running = Running { child, ends: Instant::now() + self.time_out };
        running.confine();
        Ok(running)
    }

    /// Up to the input.
    fn command(&self, folder: &Path, container: Container, seconds_max: f32) -> Command {
        let demuxer = match container {
            Container::WebM => "matroska",
            Container::Mp4 | Container::QuickTime => "mov",
        };
        let mut command = Command::new(&self.program);
        command.args(["-hide_banner", "-nostdin", "-v", "error", "-protocol_whitelist", "file,pipe"]);
        command.args(["-format_whitelist", DEMUXERS, "-codec_whitelist", DECODERS, "-threads", "2"]);
        command.args(["-max_pixels", &SOURCE_PIXELS_MAX.to_string(), "-t", &seconds_max.to_string()]);
        command.args(["-f", demuxer, "-i", "file:input"]);
        // not in our group: who stops that (a terminal, a script) does not end it in the middle of a film
        command.process_group(0).env_clear().current_dir(folder).stdin(Stdio::null()).stdout(Stdio::piped());
        command
    }
}

fn no_folder(error: std::io::Error) -> EngineFailure {
    EngineFailure(format!("no folder for a video: {error}"))
}

/// The first track of pictures, piped.
fn pictures_of(Reading { frames_per_second, seconds_max }: Reading) -> Vec<String> {
    let frames_max = (seconds_max * frames_per_second as f32) as usize;
    let filter = format!(
        "fps={frames_per_second}:start_time=0,scale=w='min({SIDE_MAX},iw)':h='min({SIDE_MAX},ih)':\
         force_original_aspect_ratio=decrease:force_divisible_by=2"
    );
    let words = format!("-map 0:v:0 -an -sn -dn -frames:v {frames_max} -c:v ppm -f image2pipe -vf");
    words.split(' ').map(str::to_owned).chain([filter, "pipe:1".to_owned()]).collect()
}

/// The first track of sound, into a file; where there is none nothing is written.
fn sound_of(Reading { seconds_max, .. }: Reading) -> Vec<String> {
    let bytes_max = (seconds_max * SOUND_RATE as f32) as usize * 2;
    let words = format!(
        "-map 0:a:0 -vn -sn -dn -af aresample=first_pts=0 -ac 1 -ar {SOUND_RATE} -c:a pcm_s16le -fs {bytes_max} -f s16le file:sound"
    );
    words.split(' ').map(str::to_owned).collect()
}

/// A child that is killed when it takes too long or is no longer wanted.
struct Running {
    child: Child,
    ends: Instant,
}

impl Running {
    /// Sets what it may use, from outside: it has read nothing of the file that matters by then.
    fn confine(&self) {
        let Some(pid) = Pid::from_raw(self.child.id() as i32) else { return };
        let limits = [
            (Resource::As, MEMORY_MAX),
            (Resource::Cpu, PROCESSOR_SECONDS_MAX),
            (Resource::Nofile, FILES_MAX),
            (Resource::Fsize, 16 << 20),
            (Resource::Core, 0),
        ];
        for (resource, most) in limits {
            let limit = Rlimit { current: Some(most), maximum: Some(most) };
            if let Err(error) = prlimit(Some(pid), resource, limit) {
                tracing::warn!(%error, "a limit could not be set on ffmpeg");
            }
        }
    }

    /// The frames as they come, at most two ahead.
    fn frames(&mut self) -> Option<Receiver<Pixels>> {
        let output = self.child.stdout.take()?;
        let (give, take) = sync_channel(2);
        thread::spawn(move || {
            let mut output = BufReader::with_capacity(1 << 16, output);
            while let Some(frame) = ppm::read(&mut output, SIDE_MAX) {
                if give.send(frame).is_err() {
                    break;
                }
            }
        });
        Some(take)
    }

    fn left(&self) -> Duration {
        self.ends.saturating_duration_since(Instant::now())
    }

    fn next(&self, frames: &Receiver<Pixels>) -> Result<Option<Pixels>, EngineFailure> {
        match frames.recv_timeout(self.left()) {
            Ok(frame) => Ok(Some(frame)),
            Err(RecvTimeoutError::Disconnected) => Ok(None),
            Err(RecvTimeoutError::Timeout) => Err(EngineFailure("ffmpeg took too long".to_owned())),
        }
    }

    /// Waits for its end and gives its complaints. A file it cannot read is no failure of ours.
    fn finish(&mut self, folder: &Path) -> Result<String, EngineFailure> {
        let ending = loop {
            match Ending::of(&mut self.child) {
                Ok(Some(ending)) => break ending,
                Ok(None) if self.left().is_zero() => return Err(EngineFailure("ffmpeg did not end".to_owned())),
                Ok(None) => thread::sleep(Duration::from_millis(5)),
                Err(error) => return Err(EngineFailure(format!("ffmpeg cannot be waited for: {error}"))),
            }
        };
        let said = said(folder);
        let failure = ending.failure(&said, Duration::from_secs(PROCESSOR_SECONDS_MAX));
        failure.map_or(Ok(said), Err)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Fails only where it has ended.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn said(folder: &Path) -> String {
    let mut bytes = Vec::new();
    if let Ok(file) = File::open(folder.join("complaints")) {
        file.take(COMPLAINTS_MAX).read_to_end(&mut bytes).ok();
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn samples(file: &Path) -> Vec<f32> {
    let bytes = fs::read(file).unwrap_or_default();
    bytes.as_chunks::<2>().0.iter().map(|&pair| f32::from(i16::from_le_bytes(pair)) / 32_768.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One that does what the script says. Another process writes it: a program that is open for writing somewhere cannot be started,
    /// and other tests start processes, which hold for a moment what is open here.
    fn played(script: &str) -> Result<Read16k, EngineFailure> {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("ffmpeg");
        let write = "printf '#!/bin/sh\n%s\n' \"$1\" > \"$2\" && chmod 700 \"$2\"";
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", write, "sh", script]).arg(&program);
        assert!(shell.status().unwrap().success());
        let ffmpeg = Ffmpeg { program, time_out: Duration::from_secs(20), folder: folder.path().into() };
        let reading = Reading { frames_per_second: 12, seconds_max: 9.0 };
        ffmpeg.read(b"a film", Container::Mp4, reading, |_| {})
    }

    /// For the pass that writes the sound alone.
    fn with_sound(then: &str) -> String {
        format!("case \"$*\" in *file:sound) {then};; esac")
    }

    #[test]
    fn what_a_file_brings_about_is_no_failure_of_ours() {
        let memory = "echo 'Cannot allocate memory' >&2; exit 244";
        for script in ["exit 0", "exit 1", "exit 183", "exit 255", memory, "kill -SEGV $$", "kill -ABRT $$"] {
            assert!(played(script).is_ok(), "{script}");
            assert!(played(&with_sound(script)).is_ok(), "sound: {script}");
        }
        let truncated = played("echo 'moov atom not found' >&2; exit 183").unwrap();
        assert!(truncated.truncated && truncated.sound.is_empty());
    }

    #[test]
    fn an_end_that_no_file_brings_about_is_ours_in_either_pass() {
        let full = "echo 'Error writing trailer: No space left on device' >&2; exit 1";
        for script in ["kill -KILL $$", "kill -TERM $$", "exit 126", "exit 127", full] {
            assert!(played(script).is_err(), "{script}");
            assert!(played(&with_sound(script)).is_err(), "sound: {script}");
        }
        assert!(played(&with_sound("exit 228")).is_err());
    }
}
