//! Drawings about the person and the picture of them: which parts show a rule kept, and which show it broken.

use super::{
    Pair, Panel, parts,
    portrait::{BASE, Portrait},
};
use shared::photo::Rule;

const fn portraits(right: Portrait, wrong: Portrait) -> Pair {
    Pair { right: Panel::Portrait(right), wrong: Panel::Portrait(wrong) }
}

pub(super) const fn pair(rule: Rule) -> Pair {
    match rule {
        Rule::GeometryHeadTop | Rule::GeometryEyeLine | Rule::GeometryFaceWidth | Rule::GeometryCentred => {
            measured(rule)
        }
        Rule::GlassesTinted | Rule::GlassesFrameOverEyes | Rule::GlassesReflection => glasses(rule),
        other => portraits(BASE, broken(other)),
    }
}

/// With the lines that are measured and the bands in which they must lie.
const fn measured(rule: Rule) -> Pair {
    let (place, line, band) = match rule {
        Rule::GeometryHeadTop => ("translate(0 -17)", parts::TO_HAIR, parts::HAIR_BAND),
        Rule::GeometryEyeLine => ("translate(0 34)", parts::TO_EYES, parts::EYE_BAND),
        Rule::GeometryFaceWidth => ("translate(27 52) scale(.55)", parts::CHEEKS, ""),
        _ => ("translate(-24 0)", "", parts::MIDDLE),
    };
    let right = Portrait { measured: line, behind: band, ..BASE };
    portraits(right, Portrait { place, ..right })
}

const fn glasses(rule: Rule) -> Pair {
    let worn = match rule {
        Rule::GlassesTinted => parts::GLASSES_TINTED,
        Rule::GlassesFrameOverEyes => parts::GLASSES_LOW,
        _ => parts::GLASSES_REFLECTING,
    };
    portraits(Portrait { worn: parts::GLASSES, ..BASE }, Portrait { worn, ..BASE })
}

/// [`BASE`] with one thing wrong.
const fn broken(rule: Rule) -> Portrait {
    match rule {
        Rule::SubjectCount => Portrait { behind: parts::BESIDE, place: "translate(-20 34) scale(.76)", ..BASE },
        Rule::SubjectOrientation => Portrait { place: "rotate(90 60 80) translate(0 14)", ..BASE },
        Rule::GeometryAspect => Portrait { place: "translate(20 0) scale(.667 1)", ..BASE },
        Rule::PoseFrontal => Portrait {
            ears: parts::ONE_EAR,
            features: "translate(-5 3) scale(.92 1)",
            nose: parts::NOSE_TURNED,
            ..BASE
        },
        Rule::PoseLevel => Portrait { head: "rotate(17 60 108)", ..BASE },
        Rule::EyesOpen => Portrait { eyes: parts::EYES_CLOSED, ..BASE },
        Rule::MouthClosed => Portrait { mouth: parts::MOUTH_OPEN, ..BASE },
        Rule::ExpressionNeutral => Portrait { eyes: parts::EYES_LAUGHING, mouth: parts::MOUTH_LAUGHING, ..BASE },
        Rule::ShouldersLevel => Portrait { shoulders: "rotate(11 60 110)", ..BASE },
        Rule::HeadCovering => Portrait { worn: parts::CAP, ..BASE },
        Rule::HairOverEyes => Portrait { hair: parts::HAIR_LONG, ..BASE },
        Rule::Accessories => Portrait { worn: parts::JEWELLERY, ..BASE },
        Rule::ClothesDistinct => Portrait { body: parts::BODY_LIKE_GROUND, ..BASE },
        Rule::ClothesPattern => Portrait { body: parts::BODY_CHECKED, ..BASE },
        Rule::EyesRed => Portrait { eyes: parts::EYES_RED, ..BASE },
        other => badly_taken(other),
    }
}

/// [`BASE`] before a wrong background, in bad light, or with something added to it.
const fn badly_taken(rule: Rule) -> Portrait {
    match rule {
        Rule::BackgroundColour => Portrait { ground: "#df6a5e", ..BASE },
        Rule::BackgroundUniform => Portrait { ground: "url(#fading)", ..BASE },
        Rule::BackgroundShadow => Portrait { behind: parts::SHADOW, ..BASE },
        Rule::BackgroundObjects => Portrait { behind: parts::ROOM, ..BASE },
        Rule::LightEven => Portrait { worn: parts::DARK_SIDE, ..BASE },
        Rule::LightExposure => Portrait { over: parts::DARK, ..BASE },
        Rule::LightHighlight => Portrait { worn: parts::SHINE, ..BASE },
        Rule::ColourNatural => Portrait { over: parts::YELLOWED, ..BASE },
        Rule::FocusSharp => Portrait { filter: "blurred", ..BASE },
        Rule::FrameBorder => Portrait { over: parts::BORDER, ..BASE },
        Rule::FrameText => Portrait { over: parts::TEXT, ..BASE },
        Rule::FileColourDepth => Portrait { filter: "grey", ..BASE },
        Rule::FileQuality => Portrait { over: parts::BLOCKS, ..BASE },
        _ => BASE,
    }
}
