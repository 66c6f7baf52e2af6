//! Files that are no honest video: nothing is fetched, nothing panics, and each is refused for its own reason.

use super::studio::{SECONDS, speaking, studio, voice};
use identity::{
    EngineFailure,
    video::{Expected, Ffmpeg, Limits, Reason, Verdict, VideoJudge},
};
use std::{net::TcpListener, time::Duration};
use video_maker::Format;

#[test]
fn a_file_that_ends_too_early_is_called_so() {
    let studio = studio();
    let sound = voice(SECONDS);
    for format in [Format::Mp4, Format::WebM] {
        let film = match format {
            Format::Mp4 => studio.record(format, speaking(&studio.astronaut, &sound, SECONDS), Some(&sound)),
            Format::WebM => studio.honest.clone(),
        };
        let judged = studio.said(&film[..film.len() * 6 / 10]);
        assert!(judged.reasons.contains(&Reason::Truncated), "{format:?} {judged:?}");
        assert_eq!(judged.verdict, Verdict::Fail);
    }
}

#[test]
fn what_is_no_video_is_refused_without_being_decoded() {
    let studio = studio();
    for bytes in [&b""[..], b"hello", b"%PDF-1.7", &[0xFF, 0xD8, 0xFF, 0xE0], &[0; 4096]] {
        assert_eq!(studio.said(bytes).reasons, [Reason::Unreadable]);
    }
}

/// A server nobody is to ask.
fn lure() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap().to_string();
    (listener, address)
}

#[test]
fn a_playlist_that_points_elsewhere_fetches_nothing() {
    let studio = studio();
    let (listener, address) = lure();
    let secret = tempfile::NamedTempFile::new().unwrap();
    let path = secret.path().display();
    let playlists = [
        format!("#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:4.0,\nhttp://{address}/a.ts\n#EXT-X-ENDLIST\n"),
        format!("ffconcat version 1.0\nfile http://{address}/a.mp4\n"),
        format!("ffconcat version 1.0\nfile {path}\n"),
        format!("<?xml version=\"1.0\"?><MPD><Period><BaseURL>http://{address}/</BaseURL></Period></MPD>"),
        format!("v=0\no=- 0 0 IN IP4 {address}\nc=IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n"),
    ];
    for playlist in &playlists {
        assert_eq!(studio.said(playlist.as_bytes()).reasons, [Reason::Unreadable], "{playlist}");
        // Dressed up as what is taken in: the sniffed container is forced, so it is read as that and as nothing else.
        let webm = [&b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm\n"[..], playlist.as_bytes()].concat();
        let mp4 = [&b"\0\0\0\x18ftypmp42\0\0\0\0isommp42\n"[..], playlist.as_bytes()].concat();
        for dressed in [webm, mp4] {
            let judged = studio.said(&dressed);
            assert!(matches!(judged.reasons[..], [Reason::Unreadable | Reason::Truncated]), "{judged:?}");
        }
    }
    assert!(listener.accept().is_err(), "somebody asked the server");
}

#[test]
fn a_film_whose_pictures_lie_elsewhere_fetches_nothing() {
    let studio = studio();
    let (listener, address) = lure();
    let film = studio.record(Format::Mp4, speaking(&studio.astronaut, &voice(2.5), 2.5), None);
    // The box that says “in this file” is made to name an address.
    let at = film.windows(4).position(|name| name == b"url ").unwrap();
    let mut elsewhere = film.clone();
    elsewhere[at + 4..at + 8].copy_from_slice(&[0, 0, 0, 0]);
    let address = format!("http://{address}/x.mp4\0");
    let size = u32::from_be_bytes(elsewhere[at - 4..at].try_into().unwrap()) as usize;
    elsewhere.splice(at - 4 + size..at - 4 + size, address.bytes());
    let judged = studio.judge().judge(&elsewhere, &Expected::Presence, Some(&studio.card));
    assert!(judged.is_ok());
    assert!(listener.accept().is_err(), "somebody asked the server");
}

#[test]
fn random_bytes_after_an_honest_beginning_never_panic() {
    let studio = studio();
    let film = &studio.honest;
    let mut state = 7_u32;
    for round in 0..4 {
        let mut damaged = film.clone();
        let start = 40 + round * film.len() / 8;
        for byte in damaged.iter_mut().skip(start).step_by(3 + round * 40) {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            *byte = (state >> 24) as u8;
        }
        let judged = studio.judge().judge(&damaged, &Expected::Presence, Some(&studio.card));
        assert!(judged.is_ok(), "damage is no failure of ours: {judged:?}");
    }
}

#[test]
fn our_own_failures_say_nothing_about_the_video() {
    let studio = studio();
    let film = &studio.honest;
    let with = |ffmpeg| VideoJudge::new(studio.matcher.clone(), ffmpeg, Limits::default());
    let absent = with(Ffmpeg { program: "/nowhere/ffmpeg".into(), ..Ffmpeg::default() });
    let failed: EngineFailure = absent.judge(film, &Expected::Presence, None).unwrap_err();
    assert!(failed.to_string().contains("cannot be started"));
    let slow = with(Ffmpeg {
        program: studio.recorder.ffmpeg.clone(),
        time_out: Duration::from_millis(1),
        ..Ffmpeg::default()
    });
    assert!(slow.judge(film, &Expected::Presence, None).is_err());
}

#[test]
fn nothing_is_left_behind() {
    let studio = studio();
    let folder = tempfile::tempdir().unwrap();
    let film = &studio.honest;
    for (bytes, time_out) in [(&film[..], 20_000), (&film[..film.len() / 3], 20_000), (&film[..], 1)] {
        let program = studio.recorder.ffmpeg.clone();
        let ffmpeg = Ffmpeg { program, time_out: Duration::from_millis(time_out), folder: folder.path().into() };
        let judge = VideoJudge::new(studio.matcher.clone(), ffmpeg, Limits::default());
        judge.judge(bytes, &Expected::Presence, None).ok();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
