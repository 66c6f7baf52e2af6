//! Why a video does not pass, and what follows from it. The words for people are the pages'.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Pass,
    Fail,
    /// A person decides.
    Doubtful,
}

/// What speaks against a video, the gravest first. Names are stable: they are kept.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// No video of a known kind, or nothing in it can be decoded.
    Unreadable,
    /// It ends before its end.
    Truncated,
    TooShort,
    TooLong,
    NoFace,
    SeveralFaces,
    TooDark,
    Blurred,
    /// It was put together from pieces.
    Cut,
    /// The face becomes another one.
    FaceChanges,
    /// Not the face on the document.
    OtherPerson,
    /// Nothing moves as somebody alive does.
    NotLive,
    NoVoice,
    WrongDigits,
    /// Somebody speaks, but this mouth is shut.
    MouthStill,
    WrongActions,
    /// From here on: doubts, which a person settles.
    PerhapsOtherPerson,
    /// Something moves, but neither lids nor lips do, nor does the head turn.
    PerhapsNotLive,
    /// There is no portrait to compare with, or it cannot be judged.
    NotCompared,
    DigitsUnclear,
    /// What was said could not be listened to here.
    NotHeard,
    /// Mouth and voice do not go together well.
    MouthUnclear,
    /// Looks like a screen or a print.
    PerhapsRecaptured,
}

impl Reason {
    /// Every variant, in order.
    pub const ALL: [Self; 23] = [
        Self::Unreadable,
        Self::Truncated,
        Self::TooShort,
        Self::TooLong,
        Self::NoFace,
        Self::SeveralFaces,
        Self::TooDark,
        Self::Blurred,
        Self::Cut,
        Self::FaceChanges,
        Self::OtherPerson,
        Self::NotLive,
        Self::NoVoice,
        Self::WrongDigits,
        Self::MouthStill,
        Self::WrongActions,
        Self::PerhapsOtherPerson,
        Self::PerhapsNotLive,
        Self::NotCompared,
        Self::DigitsUnclear,
        Self::NotHeard,
        Self::MouthUnclear,
        Self::PerhapsRecaptured,
    ];

    /// A doubt refuses nobody.
    pub fn is_doubt(self) -> bool {
        self >= Self::PerhapsOtherPerson
    }
}

impl Verdict {
    pub fn of(reasons: &[Reason]) -> Self {
        if reasons.is_empty() {
            Self::Pass
        } else if reasons.iter().all(|reason| reason.is_doubt()) {
            Self::Doubtful
        } else {
            Self::Fail
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubts_refuse_nobody() {
        assert_eq!(Verdict::of(&[]), Verdict::Pass);
        assert_eq!(Verdict::of(&[Reason::PerhapsRecaptured, Reason::NotHeard]), Verdict::Doubtful);
        assert_eq!(Verdict::of(&[Reason::PerhapsRecaptured, Reason::Cut]), Verdict::Fail);
    }

    #[test]
    fn all_reasons_stand_in_order() {
        assert!(Reason::ALL.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
