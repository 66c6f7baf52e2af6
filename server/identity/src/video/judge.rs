//! From a film to cues, reasons and a verdict.

use super::{
    AntiSpoof, Cue, CueName, Ears, Expected, Ffmpeg, Judgement, Limits, Reason, SOUND_RATE, Verdict, actions, eyes,
    ffmpeg::{Read16k, Reading},
    film::Film,
    mouth, movement,
    series::percentile,
    sound,
};
use crate::{
    EngineFailure,
    face::{Comparison, Face, FaceMatcher, NotJudged},
};
use photo::SeenFace;
use shared::video::Container;
use std::sync::Arc;

/// Faces of the film that are compared with the document: the straightest.
const COMPARED: usize = 5;
/// Seconds read beyond the longest that is allowed, to see that it is longer.
const BEYOND_S: f32 = 1.0;

/// Judges short videos. Cheap to share.
#[derive(Clone)]
pub struct VideoJudge {
    matcher: FaceMatcher,
    anti_spoof: Option<Arc<AntiSpoof>>,
    ears: Option<Arc<dyn Ears>>,
    ffmpeg: Ffmpeg,
    limits: Limits,
}

/// What was measured so far.
#[derive(Default)]
struct Findings {
    cues: Vec<Cue>,
    reasons: Vec<Reason>,
    said: Option<String>,
}

impl Findings {
    /// Keeps a cue; where it does not pass, the reason too.
    fn weigh(&mut self, cue: Cue, reason: Reason) {
        self.cues.push(cue);
        if !cue.passes {
            self.reasons.push(reason);
        }
    }
}

impl VideoJudge {
    pub fn new(matcher: FaceMatcher, ffmpeg: Ffmpeg, limits: Limits) -> Self {
        Self { matcher, anti_spoof: None, ears: None, ffmpeg, limits }
    }

    /// Without it digits go to a person.
    #[must_use]
    pub fn with_ears(self, ears: Arc<dyn Ears>) -> Self {
        Self { ears: Some(ears), ..self }
    }

    #[must_use]
    pub fn with_anti_spoof(self, anti_spoof: AntiSpoof) -> Self {
        Self { anti_spoof: Some(Arc::new(anti_spoof)), ..self }
    }

    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    pub fn matcher(&self) -> &FaceMatcher {
        &self.matcher
    }

    pub fn ffmpeg(&self) -> &Ffmpeg {
        &self.ffmpeg
    }

    /// `card`: the face on the document, where there is one. The error is ours and says nothing about the video.
    pub fn judge(&self, video: &[u8], expected: &Expected, card: Option<&Face>) -> Result<Judgement, EngineFailure> {
        let Some(container) = Container::of(video) else { return Ok(refused(Reason::Unreadable)) };
        let mut film = Film::new(&self.matcher, self.anti_spoof.as_deref(), &self.limits);
        let reading = Reading {
            frames_per_second: self.limits.frames_per_second,
            seconds_max: self.limits.seconds_max + BEYOND_S,
        };
        let read = self.ffmpeg.read(video, container, reading, |frame| film.see(&frame))?;
        if film.moments.is_empty() {
            return Ok(refused(if read.truncated { Reason::Truncated } else { Reason::Unreadable }));
        }
        let mut found = Findings::default();
        if read.truncated {
            found.reasons.push(Reason::Truncated);
        }
        self.measure(&film, &read, expected, card, &mut found)?;
        found.reasons.sort_unstable();
        found.reasons.dedup();
        Ok(Judgement {
            verdict: Verdict::of(&found.reasons),
            cues: found.cues,
            reasons: found.reasons,
            frames: film.into_kept(),
            sound: sound::wav(&read.sound),
            said: found.said,
        })
    }

    fn measure(
        &self,
        film: &Film,
        read: &Read16k,
        expected: &Expected,
        card: Option<&Face>,
        found: &mut Findings,
    ) -> Result<(), EngineFailure> {
        let seconds = film.moments.len() as f32 / self.limits.frames_per_second.max(1) as f32;
        self.duration(seconds, found);
        if !self.faces(film, found) {
            return Ok(());
        }
        self.identity(film, card, found);
        self.life(film, found);
        match expected {
            Expected::Digits(digits) => self.speech(film, &read.sound, *digits, found)?,
            Expected::Actions(asked) => {
                let done = actions::done(asked, &actions::seen(&film.moments, &self.limits));
                let cue = Cue::at_least(CueName::Actions, done as f32, asked.len() as f32);
                found.weigh(cue, Reason::WrongActions);
            }
            Expected::Presence => {}
        }
        Ok(())
    }

    fn duration(&self, seconds: f32, found: &mut Findings) {
        let limits = &self.limits;
        if seconds > limits.seconds_max {
            found.weigh(Cue::at_most(CueName::Duration, seconds, limits.seconds_max), Reason::TooLong);
        } else {
            found.weigh(Cue::at_least(CueName::Duration, seconds, limits.seconds_min), Reason::TooShort);
        }
    }

    /// Whether there is a face at all of which more can be said.
    fn faces(&self, film: &Film, found: &mut Findings) -> bool {
        let limits = &self.limits;
        let with_face = film.moments.iter().filter(|moment| moment.face.is_some()).count();
        let seen = with_face as f32 / film.moments.len().max(1) as f32;
        found.weigh(Cue::at_least(CueName::FaceSeen, seen, limits.face_seen_min), Reason::NoFace);
        let others = film.looks.iter().filter(|look| look.others > 0).count();
        found.weigh(Cue::at_most(CueName::OtherFaces, others as f32, limits.other_faces_max), Reason::SeveralFaces);
        let faults = |fault| film.looks.iter().filter(|look| look.face.as_ref().err() == Some(&fault)).count();
        let most = film.looks.len() / 2;
        if faults(NotJudged::TooDark) > most {
            found.reasons.push(Reason::TooDark);
        }
        if faults(NotJudged::Blurred) + faults(NotJudged::TooSmall) > most {
            found.reasons.push(Reason::Blurred);
        }
        let least = |value: fn(&super::film::Moment) -> f32| film.moments.iter().skip(1).map(value);
        let continuity = least(|moment| moment.continuity).fold(1.0, f32::min);
        found.weigh(Cue::at_least(CueName::Continuity, continuity, limits.continuity_min), Reason::Cut);
        let jump = least(|moment| moment.jump).fold(0.0, f32::max);
        found.weigh(Cue::at_most(CueName::Jump, jump, limits.jump_max), Reason::Cut);
        with_face > 0
    }

    /// The same face in all of the film, and that of the document.
    fn identity(&self, film: &Film, card: Option<&Face>, found: &mut Findings) {
        let faces = film.faces();
        let qualities = |of: fn(&Face) -> f32| percentile(&faces.iter().map(|face| of(face)).collect::<Vec<_>>(), 0.5);
        if !faces.is_empty() {
            let (light, detail) = (qualities(|face| face.quality.light), qualities(|face| face.quality.detail));
            found.weigh(Cue::at_least(CueName::Light, light, self.limits.light_min), Reason::TooDark);
            found.weigh(Cue::at_least(CueName::Detail, detail, self.limits.detail_min), Reason::Blurred);
        }
        if let Some(first) = faces.first() {
            let similarity = |face: &&Face| self.matcher.similarity(first, face);
            let least = faces.iter().map(similarity).fold(1.0, f32::min);
            found.weigh(Cue::at_least(CueName::SameFace, least, self.limits.same_face_min), Reason::FaceChanges);
        }
        let Some(card) = card else { return found.reasons.push(Reason::NotCompared) };
        let compared: Vec<f32> = faces.iter().take(COMPARED).map(|face| self.matcher.similarity(card, face)).collect();
        if compared.is_empty() {
            return found.reasons.push(Reason::NotCompared);
        }
        let similarity = percentile(&compared, 0.5);
        let thresholds = &self.matcher.limits().thresholds;
        let cue = Cue::at_least(CueName::CardMatch, similarity, thresholds.same_min);
        let reason = match thresholds.comparison(similarity) {
            Comparison::Different => Reason::OtherPerson,
            Comparison::Same | Comparison::Doubtful => Reason::PerhapsOtherPerson,
        };
        found.weigh(cue, reason);
    }

    /// Lids that close, lips that move or a head that turns in depth: one of them shows somebody alive; a flat picture's moving
    /// may leave a doubt, but is never enough.
    fn life(&self, film: &Film, found: &mut Findings) {
        let limits = &self.limits;
        let lips: Vec<f32> =
            film.moments.iter().filter_map(|moment| moment.face.as_ref()).map(SeenFace::lip_opening).collect();
        let shown = [
            Cue::at_least(CueName::Blinks, eyes::blinks(&film.moments).len() as f32, 1.0),
            Cue::at_least(CueName::MouthOpens, mouth::range(&lips), limits.mouth_moves_min),
            Cue::at_least(CueName::Movement, movement::residue(&film.moments), limits.movement_min),
        ];
        found.cues.extend(shown);
        if shown.iter().all(|cue| !cue.passes) {
            let little = shown[2].score < limits.movement_doubt_min;
            found.reasons.push(if little { Reason::NotLive } else { Reason::PerhapsNotLive });
        }
        let live: Vec<f32> = film.looks.iter().filter_map(|look| look.live).collect();
        if !live.is_empty() {
            let cue = Cue::at_least(CueName::AntiSpoof, percentile(&live, 0.5), self.limits.anti_spoof_min);
            found.weigh(cue, Reason::PerhapsRecaptured);
        }
    }

    /// Whether somebody speaks, whether it is this mouth, and whether it says the digits.
    fn speech(&self, film: &Film, samples: &[f32], digits: [u8; 4], found: &mut Findings) -> Result<(), EngineFailure> {
        let limits = &self.limits;
        if samples.is_empty() {
            found.weigh(Cue::at_least(CueName::Voice, 0.0, limits.voice_seconds_min), Reason::NoVoice);
            return Ok(());
        }
        let Some(ears) = &self.ears else {
            found.reasons.push(Reason::NotHeard);
            return Ok(());
        };
        let activity = ears.activity(samples)?;
        let sound_seconds = samples.len() as f32 / SOUND_RATE as f32;
        let speaks = activity.iter().filter(|&&voice| voice >= mouth::SPEAKS).count();
        let voice = speaks as f32 / activity.len().max(1) as f32 * sound_seconds;
        let heard = Cue::at_least(CueName::Voice, voice, limits.voice_seconds_min);
        found.weigh(heard, Reason::NoVoice);
        if !heard.passes {
            return Ok(());
        }
        let mouth = mouth::measure(&film.moments, &activity, sound_seconds);
        found.weigh(Cue::at_least(CueName::MouthMoves, mouth.moves, limits.mouth_moves_min), Reason::MouthStill);
        if let Some(with_voice) = mouth.with_voice {
            let cue = Cue::at_least(CueName::MouthWithVoice, with_voice, limits.mouth_with_voice_min);
            found.weigh(cue, Reason::MouthUnclear);
        }
        let heard = ears.digits(samples, digits)?;
        let cue = Cue::at_least(CueName::Digits, heard.margin, limits.digits_margin_min);
        let cue = Cue { passes: cue.passes && heard.matches, ..cue };
        found.weigh(cue, if heard.matches { Reason::DigitsUnclear } else { Reason::WrongDigits });
        found.said = Some(heard.said);
        Ok(())
    }
}

/// A film of which nothing can be said.
fn refused(reason: Reason) -> Judgement {
    let reasons = vec![reason];
    Judgement { verdict: Verdict::of(&reasons), cues: vec![], reasons, frames: vec![], sound: None, said: None }
}
