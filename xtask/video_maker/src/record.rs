//! Frames and sound to a file as phones write them.

use crate::{RATE, SIZE, SOUND_RATE, Voice};
use anyhow::{Context, Result, ensure};
use photo::Pixels;
use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// What a phone writes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// iOS: H.264 and AAC.
    Mp4,
    /// Android: VP8 and Opus.
    WebM,
}

impl Format {
    /// A file's name and ffmpeg's words for the codecs.
    fn written(self) -> (&'static str, &'static str) {
        match self {
            Self::Mp4 => ("film.mp4", "-c:v libx264 -preset veryfast -crf 24 -pix_fmt yuv420p -c:a aac -b:a 64k"),
            // Below zero: as quick as that, however busy the machine is; the same frames make the same film.
            Self::WebM => ("film.webm", "-c:v libvpx -deadline realtime -cpu-used -6 -b:v 900k -c:a libopus -b:a 48k"),
        }
    }
}

/// The program that encodes.
pub struct Recorder {
    pub ffmpeg: PathBuf,
}

/// What Chromium plays as a camera: JPEGs one after another, thirty a second.
const CAMERA: (&str, &str) = ("camera.mjpeg", "-c:v mjpeg -pix_fmt yuvj420p -q:v 3 -r 30");

impl Recorder {
    /// The file's bytes; without `voice` there is no track of sound.
    pub fn record(
        &self,
        format: Format,
        frames: impl Iterator<Item = Pixels>,
        voice: Option<&Voice>,
    ) -> Result<Vec<u8>> {
        self.written(format.written(), frames, voice)
    }

    /// For a camera that a browser is made to believe in.
    pub fn camera(&self, frames: impl Iterator<Item = Pixels>) -> Result<Vec<u8>> {
        self.written(CAMERA, frames, None)
    }

    fn written(
        &self,
        (name, codecs): (&str, &str),
        frames: impl Iterator<Item = Pixels>,
        voice: Option<&Voice>,
    ) -> Result<Vec<u8>> {
        let folder = tempfile::tempdir()?;
        let [width, height] = SIZE;
        let mut command = Command::new(&self.ffmpeg);
        let input = format!("-y -v error -f rawvideo -pix_fmt rgb24 -s {width}x{height} -r {RATE} -i pipe:0");
        command.args(input.split(' '));
        if let Some(voice) = voice {
            let samples = voice.samples.iter().flat_map(|sample| ((sample * 32_767.0) as i16).to_le_bytes());
            std::fs::write(folder.path().join("voice"), samples.collect::<Vec<u8>>())?;
            command.args(format!("-f s16le -ar {SOUND_RATE} -ac 1 -i voice").split(' '));
        }
        command.args(codecs.split(' ')).arg(name).current_dir(folder.path());
        let mut child = command.stdin(Stdio::piped()).spawn().context("ffmpeg cannot be started")?;
        let mut pipe = child.stdin.take().context("its input is piped")?;
        for frame in frames {
            ensure!([frame.width(), frame.height()] == SIZE, "a frame of another size");
            pipe.write_all(frame.rgb())?;
        }
        drop(pipe);
        ensure!(child.wait()?.success(), "ffmpeg failed");
        Ok(std::fs::read(folder.path().join(name))?)
    }

    /// A piece of a film that lies there, written anew.
    pub fn cut(&self, format: Format, film: &Path, start_s: usize, seconds: f32) -> Result<Vec<u8>> {
        let folder = tempfile::tempdir()?;
        let (name, codecs) = format.written();
        let mut command = Command::new(&self.ffmpeg);
        command.args(["-v", "error", "-ss", &start_s.to_string(), "-t", &seconds.to_string(), "-i"]).arg(film);
        command.args(codecs.split(' ')).arg(name).current_dir(folder.path()).stdin(Stdio::null());
        ensure!(command.status().context("ffmpeg cannot be started")?.success(), "ffmpeg failed");
        Ok(std::fs::read(folder.path().join(name))?)
    }
}
