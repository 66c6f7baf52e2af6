//! Every rule of the photograph with its drawing of right and wrong, for reading beforehand and for printing. For anybody.

use super::super::frame::{Menu, Page, Visit, candidate_page};
use crate::{
    components::Example,
    drawings::Ground,
    message::{photo::rule_name, requirement::requirement},
    text::{Text, t},
};
use leptos::prelude::*;
use shared::photo::Rule;

/// What candidates see to themselves first; the file, which the system makes, last.
const PARTS: [(Text, &[Rule]); 7] = [
    (
        t::photo_guide::PERSON,
        &[
            Rule::SubjectCount,
            Rule::SubjectOrientation,
            Rule::GeometryHeadTop,
            Rule::GeometryEyeLine,
            Rule::GeometryFaceWidth,
            Rule::GeometryCentred,
            Rule::GeometryAspect,
        ],
    ),
    (
        t::photo_guide::FACE,
        &[
            Rule::PoseFrontal,
            Rule::PoseLevel,
            Rule::ShouldersLevel,
            Rule::EyesOpen,
            Rule::MouthClosed,
            Rule::ExpressionNeutral,
        ],
    ),
    (
        t::photo_guide::WORN,
        &[
            Rule::GlassesTinted,
            Rule::GlassesFrameOverEyes,
            Rule::GlassesReflection,
            Rule::HeadCovering,
            Rule::HairOverEyes,
            Rule::Accessories,
        ],
    ),
    (
        t::photo_guide::BEHIND,
        &[
            Rule::BackgroundColour,
            Rule::BackgroundUniform,
            Rule::BackgroundShadow,
            Rule::BackgroundObjects,
            Rule::ClothesDistinct,
            Rule::ClothesPattern,
        ],
    ),
    (
        t::photo_guide::LIGHT,
        &[
            Rule::LightEven,
            Rule::LightExposure,
            Rule::LightHighlight,
            Rule::EyesRed,
            Rule::ColourNatural,
            Rule::FocusSharp,
        ],
    ),
    (t::photo_guide::ADDED, &[Rule::FrameBorder, Rule::FrameText]),
    (
        t::photo_guide::FILE,
        &[
            Rule::FileReadable,
            Rule::FileFormat,
            Rule::FileExtension,
            Rule::FileDimensions,
            Rule::FileDpi,
            Rule::FileColourDepth,
            Rule::FileQuality,
            Rule::FileSize,
        ],
    ),
];

#[component]
pub fn PhotoGuidePage() -> impl IntoView {
    candidate_page(|visit| async move {
        let locale = visit.locale;
        // Whoever is not signed in is asked to do so there.
        let start = visit.routes().photo();
        let parts = PARTS.map(|(title, rules)| part(&visit, title, rules));
        let body = view! {
            <p class="lead">{t::photo_guide::LEAD.get(locale)}</p>
            <p class="quiet screen-only">{t::photo_guide::PRINT.get(locale)}</p>
            {parts.into_iter().collect_view()}
            <div class="act">
                <a class="button button--primary" href=start>{t::photo_guide::START.get(locale)}</a>
            </div>
        };
        Ok(Page::new(t::photo_guide::TITLE.get(locale), Menu::None, body))
    })
}

fn part(visit: &Visit, title: Text, rules: &[Rule]) -> impl IntoView + use<> {
    let locale = visit.locale;
    let ground = Ground::of(&visit.profile().photo);
    let note = (title == t::photo_guide::FILE).then(|| view! { <p>{t::photo_guide::FILE_NOTE.get(locale)}</p> });
    let rules = rules.iter().map(|rule| {
        let limit = requirement(*rule, &visit.profile().photo, locale);
        let limit = limit.map(|limit| view! { <p class="quiet">{t::photo_guide::limit(locale, limit)}</p> });
        view! {
            <li data-rule=rule.code()>
                <h3>{rule_name(*rule).get(locale)}</h3>
                {limit}
                <Example rule=*rule ground=ground locale=locale />
            </li>
        }
    });
    view! {
        <h2>{title.get(locale)}</h2>
        {note}
        <ul class="guide">{rules.collect_view()}</ul>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_stands_in_one_part() {
        let mut shown: Vec<_> = PARTS.iter().flat_map(|(_, rules)| rules.iter().copied()).collect();
        shown.sort_unstable();
        assert_eq!(shown, Rule::ALL);
    }
}
