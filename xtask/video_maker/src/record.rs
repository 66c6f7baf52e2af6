//! Frames and sound to a file as phones write them.

use crate::{RATE, SIZE, SOUND_RATE, Voice};
use anyhow::{Context, Result, ensure};
use photo::Pixels;
use std::{
    io::Write,
    path::PathBuf,
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

/// The program that encodes.
pub struct Recorder {
    pub ffmpeg: PathBuf,
}

impl Recorder {
    /// The file's bytes; without `voice` there is no track of sound.
    pub fn record(
        &self,
        format: Format,
        frames: impl Iterator<Item = Pixels>,
        voice: Option<&Voice>,
    ) -> Result<Vec<u8>> {
        let folder = tempfile::tempdir()?;
        let (name, codecs) = match format {
            Format::Mp4 => ("film.mp4", "-c:v libx264 -preset veryfast -crf 27 -pix_fmt yuv420p -c:a aac -b:a 64k"),
            Format::WebM => ("film.webm", "-c:v libvpx -deadline realtime -cpu-used 6 -b:v 900k -c:a libopus -b:a 48k"),
        };
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
}
