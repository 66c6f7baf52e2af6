//! ffmpeg as a subprocess, locked down: one local file of one sniffed container, no other protocol, no network, bounded time,
//! memory, pixels and output, an empty environment, a folder of its own that is removed afterwards.

use super::ppm;
use crate::EngineFailure;
use photo::Pixels;
use rustix::process::{Pid, Resource, Rlimit, prlimit};
use shared::video::Container;
use std::{
    fs::{self, File},
    io::{BufReader, Read},
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
/// Address space, bytes; its own files; processor time over the wall's.
const MEMORY_MAX: u64 = 2 << 30;
const FILES_MAX: u64 = 64;
/// What is read of its complaints.
const COMPLAINTS_MAX: u64 = 16 * 1024;

/// The program and how long it may take.
#[derive(Clone, Debug)]
pub struct Ffmpeg {
    pub program: PathBuf,
    /// Seconds on the clock.
    pub time_out: Duration,
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
        Self { program: program.unwrap_or_else(|| "ffmpeg".into()).into(), time_out: Duration::from_secs(20) }
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
        let ours = |error: std::io::Error| EngineFailure(format!("no folder for a video: {error}"));
        let folder = tempfile::Builder::new().prefix("ruji-video-").tempdir().map_err(ours)?;
        fs::write(folder.path().join("input"), video).map_err(ours)?;
        let complaints = folder.path().join("complaints");
        let child =
            self.command(folder.path(), container, reading).stderr(File::create(&complaints).map_err(ours)?).spawn();
        let child = child.map_err(|error| EngineFailure(format!("ffmpeg cannot be started: {error}")))?;
        let mut running = Running { child, ends: Instant::now() + self.time_out };
        running.confine(self.time_out);
        let frames = running.frames();
        let frames = frames.ok_or_else(|| EngineFailure("ffmpeg has no output".to_owned()))?;
        while let Some(frame) = running.next(&frames)? {
            each(frame);
        }
        running.finish()?;
        let said = said(&complaints);
        let truncated =
            ["ended prematurely", "partial file", "moov atom not found"].iter().any(|word| said.contains(word));
        Ok(Read16k { sound: sound(&folder.path().join("sound")), truncated })
    }

    fn command(&self, folder: &Path, container: Container, reading: Reading) -> Command {
        let demuxer = match container {
            Container::WebM => "matroska",
            Container::Mp4 | Container::QuickTime => "mov",
        };
        let Reading { frames_per_second, seconds_max } = reading;
        let frames_max = (seconds_max * frames_per_second as f32) as usize;
        let filter = format!(
            "fps={frames_per_second}:start_time=0,scale=w='min({SIDE_MAX},iw)':h='min({SIDE_MAX},ih)':\
             force_original_aspect_ratio=decrease:force_divisible_by=2"
        );
        let sound_bytes = (seconds_max * SOUND_RATE as f32) as usize * 2;
        let mut command = Command::new(&self.program);
        command.args(["-hide_banner", "-nostdin", "-v", "error", "-protocol_whitelist", "file,pipe"]);
        command.args(["-format_whitelist", DEMUXERS, "-codec_whitelist", DECODERS, "-threads", "2"]);
        command.args(["-max_pixels", &SOURCE_PIXELS_MAX.to_string(), "-t", &seconds_max.to_string()]);
        command.args(["-f", demuxer, "-i", "file:input"]);
        command.args(["-map", "0:v:0", "-frames:v", &frames_max.to_string(), "-vf", &filter]);
        command.args(["-c:v", "ppm", "-f", "image2pipe", "pipe:1"]);
        command.args(["-map", "0:a:0?", "-af", "aresample=first_pts=0", "-ac", "1", "-ar", &SOUND_RATE.to_string()]);
        command.args(["-c:a", "pcm_s16le", "-fs", &sound_bytes.to_string(), "-f", "s16le", "file:sound"]);
        command.env_clear().current_dir(folder).stdin(Stdio::null()).stdout(Stdio::piped());
        command
    }
}

/// A child that is killed when it takes too long or is no longer wanted.
struct Running {
    child: Child,
    ends: Instant,
}

impl Running {
    /// Sets what it may use, from outside: it has read nothing of the file that matters by then.
    fn confine(&self, time_out: Duration) {
        let Some(pid) = Pid::from_raw(self.child.id() as i32) else { return };
        let seconds = time_out.as_secs().max(1) * 2;
        let limits = [
            (Resource::As, MEMORY_MAX),
            (Resource::Cpu, seconds),
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

    /// Waits for its end. A file it cannot read is no failure of ours.
    fn finish(&mut self) -> Result<(), EngineFailure> {
        loop {
            match self.child.try_wait() {
                Ok(Some(_)) => return Ok(()),
                Ok(None) if self.left().is_zero() => return Err(EngineFailure("ffmpeg did not end".to_owned())),
                Ok(None) => thread::sleep(Duration::from_millis(5)),
                Err(error) => return Err(EngineFailure(format!("ffmpeg cannot be waited for: {error}"))),
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Fails only where it has ended.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn said(file: &Path) -> String {
    let mut bytes = Vec::new();
    if let Ok(file) = File::open(file) {
        file.take(COMPLAINTS_MAX).read_to_end(&mut bytes).ok();
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn sound(file: &Path) -> Vec<f32> {
    let bytes = fs::read(file).unwrap_or_default();
    bytes.as_chunks::<2>().0.iter().map(|&pair| f32::from(i16::from_le_bytes(pair)) / 32_768.0).collect()
}
