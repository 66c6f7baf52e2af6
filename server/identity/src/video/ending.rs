//! How ffmpeg ended, and whose fault that is: the file's, which costs a try, or ours, which costs nobody anything.
//!
//! Its own limits can be reached by a file that is made for it. So the file is charged where processor time, memory ("Cannot allocate
//! memory", a crash) or the largest size of a file ran out, and we are where nothing but the machine or its people can have ended it.

use crate::EngineFailure;
use rustix::process::Signal;
use std::{
    fs,
    os::unix::process::ExitStatusExt as _,
    process::{Child, ExitStatus},
    time::Duration,
};

/// What shells and loaders say of a program that they cannot start. ffmpeg itself ends with other numbers, those of damaged files
/// among them: 183 is `AVERROR_INVALIDDATA`.
const NOT_STARTED: [i32; 2] = [126, 127];
/// The lowest byte of `-ENOSPC`, with which newer ones end.
const NO_SPACE: i32 = 256 - 28;
/// Ends of the lines in which it says that it could not write.
const NO_SPACE_WORDS: [&str; 2] = ["No space left on device", "Disk quota exceeded"];
/// What somebody sends who ends the service.
const STOPPED: [Signal; 3] = [Signal::HUP, Signal::INT, Signal::TERM];
/// In a second, in `/proc`: the same on every machine that Linux runs on today.
const TICKS: u64 = 100;

/// The end of a process.
#[derive(Debug)]
pub(super) struct Ending {
    pub(super) status: ExitStatus,
    /// Processor time that it took; absent where nobody says.
    pub(super) took: Option<Duration>,
}

impl Ending {
    /// Looks whether it has ended.
    pub(super) fn of(child: &mut Child) -> std::io::Result<Option<Self>> {
        // Before the end is taken note of: then the number is nobody's any more.
        let took = processor_time(child.id());
        Ok(child.try_wait()?.map(|status| Self { status, took }))
    }

    /// What failed on our side. `said` are its complaints; `most` is the processor time after which it is killed.
    pub(super) fn failure(&self, said: &str, most: Duration) -> Option<EngineFailure> {
        let ours = |why: &str| Some(EngineFailure(why.to_owned()));
        let code = self.status.code();
        if code.is_some_and(|code| NOT_STARTED.contains(&code)) {
            return ours("ffmpeg cannot be started");
        }
        let full = |line: &str| NO_SPACE_WORDS.iter().any(|word| line.trim_end().ends_with(word));
        if code == Some(NO_SPACE) || said.lines().any(full) {
            return ours("ffmpeg had no space to write");
        }
        let signal = self.status.signal()?;
        if STOPPED.iter().any(|stopped| stopped.as_raw() == signal) {
            return ours("ffmpeg was stopped");
        }
        // The limit of processor time kills as the machine does that has no memory left. The kernel counts that time in another way than
        // it tells it: near the limit is at it. Where nobody tells, the file is charged.
        let near = most * 4 / 5;
        let early = self.took.is_some_and(|took| took < near);
        if signal == Signal::KILL.as_raw() && early { ours("ffmpeg was killed") } else { None }
    }
}

/// Of all threads of a process, by `/proc`; of one that has ended too, until its end is taken note of.
fn processor_time(process: u32) -> Option<Duration> {
    let line = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // After the name, which may hold anything: its state, ten numbers, then those of its own time and of the kernel's for it.
    let (_, numbers) = line.rsplit_once(')')?;
    let mut numbers = numbers.split_whitespace().skip(11);
    let mut next = || numbers.next()?.parse::<u64>().ok();
    let ticks = next()?.saturating_add(next()?);
    Some(Duration::from_millis(ticks.saturating_mul(1000 / TICKS)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        io::Read as _,
        process::{Command, Stdio},
    };

    const MOST: Duration = Duration::from_secs(10);

    fn exited(code: i32, said: &str) -> bool {
        let ending = Ending { status: ExitStatus::from_raw(code << 8), took: Some(Duration::from_secs(1)) };
        ending.failure(said, MOST).is_some()
    }

    fn killed(signal: Signal, took: Option<u64>) -> bool {
        let ending = Ending { status: ExitStatus::from_raw(signal.as_raw()), took: took.map(Duration::from_secs) };
        ending.failure("", MOST).is_some()
    }

    #[test]
    fn a_file_is_charged_for_what_it_can_bring_about() {
        for code in [0, 1, 69, 183, 234, 244, 254, 255] {
            assert!(!exited(code, "input: Invalid data found when processing input\n"), "{code}");
        }
        assert!(!exited(1, "Error while decoding: Cannot allocate memory\n"), "the limit of memory is our own");
        assert!(!exited(1, "title: No space left on device, it says\n"), "the file speaks");
        for signal in [Signal::SEGV, Signal::ABORT, Signal::XCPU, Signal::XFSZ, Signal::PIPE] {
            assert!(!killed(signal, Some(1)), "{signal:?}");
        }
        assert!(!killed(Signal::KILL, Some(10)) && !killed(Signal::KILL, Some(9)), "by the limit of processor time");
        assert!(!killed(Signal::KILL, None));
    }

    #[test]
    fn nobody_is_charged_for_what_the_machine_does() {
        assert!(exited(126, "") && exited(127, "error while loading shared libraries"));
        assert!(exited(228, "") && exited(1, "av_interleaved_write_frame(): No space left on device\n"));
        assert!(exited(0, "Error closing file: Disk quota exceeded\r\nConversion failed!\n"));
        assert!(killed(Signal::KILL, Some(0)) && killed(Signal::KILL, Some(2)));
        assert!(killed(Signal::TERM, Some(2)) && killed(Signal::INT, None) && killed(Signal::HUP, Some(10)));
    }

    #[test]
    fn the_time_of_a_process_that_has_ended_is_known() {
        let busy = "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; kill -KILL $$";
        let mut child = Command::new("/bin/sh").args(["-c", busy]).stdout(Stdio::piped()).spawn().unwrap();
        let mut output = child.stdout.take().unwrap();
        output.read_to_end(&mut Vec::new()).unwrap();
        let ending = loop {
            if let Some(ending) = Ending::of(&mut child).unwrap() {
                break ending;
            }
        };
        let took = ending.took.unwrap();
        assert!(took > Duration::ZERO && took < Duration::from_mins(1), "{took:?}");
        assert_eq!(ending.status.signal(), Some(Signal::KILL.as_raw()));
        assert_eq!(processor_time(0), None);
    }
}
