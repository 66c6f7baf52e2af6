//! Evidence that waits for an engine: its place in the line, kept up to date by `app/scripts/follow.js`; without scripts the page
//! loads itself again.

use super::super::{frame::Visit, handoff::live};
use crate::{
    components::{Notice, Tone},
    text::{Text, t},
};
use enrolment::attempts::{Counted, Turn};
use leptos::prelude::*;
use shared::locale::Locale;

/// Without scripts the page is loaded again after so many seconds.
const AGAIN_SECS: u8 = 5;

const fn title(step: Counted) -> Text {
    match step {
        Counted::Card => t::line::TITLE_CARD,
        Counted::Face => t::line::TITLE_FACE,
    }
}

/// Nothing where nothing waits.
fn said(step: Counted, turn: Turn, locale: Locale) -> Option<String> {
    let at_it = match step {
        Counted::Card => t::line::READING,
        Counted::Face => t::line::JUDGING,
    };
    match turn {
        Turn::Idle => None,
        Turn::Waiting { ahead: 0 } => Some(t::line::NEXT.get(locale).to_owned()),
        Turn::Waiting { ahead } => Some(t::line::QUEUED.get(locale).replace("{n}", &ahead.to_string())),
        Turn::Judging => Some(at_it.get(locale).to_owned()),
    }
}

/// How it stands at this moment, for a page on which something else is done.
pub(super) fn at_present(step: Counted, turn: Turn, locale: Locale) -> Option<AnyView> {
    let words = said(step, turn, locale)?;
    let title = title(step).get(locale);
    Some(view! { <Notice title=title tone=Tone::Plain><p>{words}</p></Notice> }.into_any())
}

/// How it stands, kept up to date. `page` is the address of the page that shows it, where nothing is typed or chosen: it may be
/// loaded again at any moment.
pub(super) fn in_line(visit: &Visit, (page, step): (&str, Counted), turn: Turn) -> Option<AnyView> {
    let shown = at_present(step, turn, visit.locale)?;
    let news = serde_json::to_string(&turn).unwrap_or_default();
    let (key, say, state) = (news.clone(), said(step, turn, visit.locale), visit.routes().turn(step.as_str()));
    Some(
        view! {
            <div data-follow="" data-page=page.to_owned() data-state=state data-news=news>
                <div data-live="turn" data-key=key data-say=say>{shown}</div>
            </div>
            {live(visit, page, AGAIN_SECS)}
        }
        .into_any(),
    )
}
