//! Judging a short video: its frames and sound by ffmpeg, then cue by cue.
