//! Evidence that waits for an engine: its place in the line, kept up to date by `app/scripts/follow.js`; without scripts the page
//! loads itself again.

use super::super::{frame::Visit, handoff::live};
use crate::{
    components::{Notice, Tone},
    text::{Text, t},
};
use enrolment::attempts::Turn;
use leptos::prelude::*;

/// Without scripts the page is loaded again after so many seconds.
const AGAIN_SECS: u8 = 5;

/// What waits, in words: its title, and what is done when its turn has come.
#[derive(Clone, Copy)]
pub(super) struct Waits {
    pub(super) title: Text,
    pub(super) at_it: Text,
}

pub(super) const CARD: Waits = Waits { title: t::line::TITLE_CARD, at_it: t::line::READING };
pub(super) const FACE: Waits = Waits { title: t::line::TITLE_FACE, at_it: t::line::JUDGING };

/// Nothing where nothing waits. `page` is the address of the page that shows it.
pub(super) fn in_line(visit: &Visit, page: &str, turn: Turn, waits: Waits) -> Option<AnyView> {
    let locale = visit.locale;
    let (words, bar) = match turn {
        Turn::Idle => return None,
        Turn::Waiting { ahead: 0 } => (t::line::NEXT.get(locale).to_owned(), false),
        Turn::Waiting { ahead } => (t::line::QUEUED.get(locale).replace("{n}", &ahead.to_string()), false),
        Turn::Judging => (waits.at_it.get(locale).to_owned(), true),
    };
    let news = serde_json::to_string(&turn).unwrap_or_default();
    let (key, say) = (news.clone(), words.clone());
    let bar = bar.then(|| view! { <progress class="upload-progress" aria-hidden="true"></progress> });
    let state = visit.routes().turn();
    Some(
        view! {
            <div data-follow="" data-page=page.to_owned() data-state=state data-news=news>
                <div data-live="turn" data-key=key data-say=say>
                    <Notice title=waits.title.get(locale) tone=Tone::Plain>
                        <p>{words}</p>
                        {bar}
                    </Notice>
                </div>
            </div>
            {live(visit, page, AGAIN_SECS)}
        }
        .into_any(),
    )
}
