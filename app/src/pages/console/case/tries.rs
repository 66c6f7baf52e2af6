//! Every try that an engine judged: when, on which device, how it ended and who judged. Those that were given back too.

use crate::{
    message::record::moment,
    text::{Text, t},
};
use enrolment::{
    attempts::{Ending, SeenTry},
    ports::EngineStamp,
};
use leptos::prelude::*;
use shared::locale::Locale;

/// Digits of a hash that tell models apart.
const HASH_SHOWN: usize = 12;

/// What is said of tries of one kind.
pub(super) struct Kind<J> {
    pub(super) title: Text,
    pub(super) passed: Text,
    pub(super) failed: Text,
    /// What the capture had to show, where tries of this kind ask for something.
    pub(super) asked: Option<fn(&SeenTry<J>, Locale) -> String>,
    /// What was found wrong.
    pub(super) found: fn(&J) -> Vec<Text>,
}

/// Nothing where there was no try.
pub(super) fn tries<J>(tries: &[SeenTry<J>], kind: &Kind<J>, locale: Locale) -> Option<impl IntoView + use<J>> {
    if tries.is_empty() {
        return None;
    }
    let rows = tries.iter().enumerate().map(|(at, one)| row(at + 1, one, kind, locale)).collect_view();
    let asked = kind.asked.map(|_| t::console_face::ASKED);
    let heads = [
        Some(t::console_face::NO),
        Some(t::console_face::WHEN),
        Some(t::console_face::DEVICE),
        asked,
        Some(t::console_face::ENDING),
        Some(t::console_face::ENGINE_HEAD),
    ];
    let heads = heads.into_iter().flatten().map(|head| view! { <th scope="col">{head.get(locale)}</th> });
    Some(view! {
        <h3>{kind.title.get(locale)}</h3>
        <div class="table-frame">
            <table class="table case-table">
                <thead>
                    <tr>{heads.collect_view()}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    })
}

fn row<J>(number: usize, one: &SeenTry<J>, kind: &Kind<J>, locale: Locale) -> impl IntoView + use<J> {
    let ending = match one.ending {
        None => t::console_face::RUNNING,
        Some(Ending::Passed) => kind.passed,
        Some(Ending::Failed) => kind.failed,
        Some(Ending::Refunded) => t::console_face::REFUNDED,
    };
    let found = one.judgement.as_ref().map(kind.found).unwrap_or_default();
    let found: Vec<_> = found.into_iter().map(|words| view! { <li>{words.get(locale)}</li> }).collect();
    let found = (!found.is_empty()).then(|| view! { <ul>{found}</ul> });
    let asked = kind.asked.map(|asked| view! { <td>{asked(one, locale)}</td> });
    view! {
        <tr class="case-table__row">
            <th scope="row">{number}</th>
            <td>{moment(one.started_at, locale)}</td>
            <td>{one.device.map(|device| t::console_face::device_no(locale, device))}</td>
            {asked}
            <td>{ending.get(locale)} {found}</td>
            <td class="quiet">{one.engine.as_ref().map(|stamp| stamped(stamp, locale))}</td>
        </tr>
    }
}

fn stamped(stamp: &EngineStamp, locale: Locale) -> String {
    let model = stamp.model_sha256.get(..HASH_SHOWN).unwrap_or(&stamp.model_sha256);
    t::console_face::engine(locale, &stamp.name, &stamp.version, model)
}

/// Who judged, and by which limits.
pub(super) fn engine(stamp: &EngineStamp, locale: Locale) -> impl IntoView + use<> {
    let limits = serde_json::to_string_pretty(&stamp.limits).unwrap_or_default();
    view! {
        <p class="quiet">{stamped(stamp, locale)}</p>
        <details class="terms">
            <summary>{t::console_face::LIMITS.get(locale)}</summary>
            <pre class="case-limits">{limits}</pre>
        </details>
    }
}
