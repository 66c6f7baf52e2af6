//! 考区变更 in the eyes of the two offices: what waits, who has agreed, and the two answers.

use super::frame::{Desk, console_page, enter_does_nothing};
use crate::{
    api::{DecideRegionChange, region::RegionNote},
    components::{ErrorSummary, SummaryList, SummaryRow},
    message::record,
    text::t,
};
use enrolment::region::{Side, WaitingChange};
use leptos::{prelude::*, server_fn::ServerFn};
use shared::problem::Field;

#[component]
pub fn RegionsPage() -> impl IntoView {
    console_page(|desk| async move {
        let locale = desk.locale;
        let waiting = desk.context.enrolment.region_changes(&desk.caller).await?;
        let problems: Vec<_> = desk.problem.clone().into_iter().collect();
        let none = waiting.is_empty().then(|| view! { <p class="quiet">{t::console_region::NONE.get(locale)}</p> });
        let kept: RegionNote = desk.refused(DecideRegionChange::url(), RegionNote::DRAFT).await?;
        let list = waiting.iter().map(|change| request(&desk, change, &kept)).collect_view();
        let title = t::console_region::TITLE.get(locale);
        let body = view! {
            <div class="queue">
                <ErrorSummary problems=problems locale=locale />
                <h1>{title}</h1>
                <p class="lead">{t::console_region::LEAD.get(locale)}</p>
                {none}
                {list}
            </div>
        };
        Ok((title.to_owned(), body.into_any()))
    })
}

fn request(desk: &Desk, waiting: &WaitingChange, kept: &RegionNote) -> impl IntoView + use<> {
    let locale = desk.locale;
    let change = &waiting.change;
    let agreed = |side| {
        let words = if change.agreed.contains(&side) { t::region::SIDE_AGREED } else { t::region::SIDE_WAITING };
        words.get(locale)
    };
    let rows = vec![
        SummaryRow::new(t::console_desk::DOCUMENT.get(locale), waiting.document.clone()),
        SummaryRow::new(
            t::region::OFFICE_FROM.get(locale),
            format!("{} · {}", desk.region(&change.from), agreed(Side::From)),
        ),
        SummaryRow::new(
            t::region::OFFICE_TO.get(locale),
            format!("{} · {}", desk.region(&change.to), agreed(Side::To)),
        ),
        SummaryRow::new(t::region::REASON.get(locale), change.reason.clone()),
        SummaryRow::new(t::console_desk::STATE.get(locale), record::state(waiting.state).get(locale)),
        SummaryRow::new(t::console_region::ASKED.get(locale), record::moment(change.asked_at, locale)),
    ];
    let own = waiting.decided_own.then(|| view! { <p class="quiet">{t::console_region::DECIDED_OWN.get(locale)}</p> });
    let forms = waiting.sides.iter().map(|side| decide(desk, waiting, *side, kept)).collect_view();
    view! {
        <section class="region-change">
            <h2>{t::region::way(locale, desk.region(&change.from), desk.region(&change.to))}</h2>
            <SummaryList rows=rows />
            {own}
            {forms}
        </section>
    }
}

/// With the note that was refused, where this is its form.
fn decide(desk: &Desk, waiting: &WaitingChange, side: Side, kept: &RegionNote) -> impl IntoView + use<> {
    let locale = desk.locale;
    let own = kept.change == waiting.change.id.to_string() && kept.side == side.as_str();
    let (id, note) = if own { (Some(Field::Note.as_str()), kept.note.clone()) } else { (None, String::new()) };
    let (change, what) = match side {
        Side::From => (waiting.change.id.to_string(), t::console_region::FOR_FROM),
        Side::To => (waiting.change.id.to_string(), t::console_region::FOR_TO),
    };
    view! {
        <form class="decide" method="post" action=DecideRegionChange::url()>
            <input type="hidden" name="change" value=change />
            <input type="hidden" name="side" value=side.as_str() />
            {enter_does_nothing()}
            <strong>{what.get(locale)}</strong>
            <label>
                {t::console_region::NOTE.get(locale)}
                <input class="input" id=id name=Field::Note.as_str() value=note maxlength="500" autocomplete="off" />
            </label>
            <button class="button button--primary" name="decision" value="agree">
                {t::console_region::AGREE.get(locale)}
            </button>
            <button class="button button--danger" name="decision" value="refuse">
                {t::console_region::REFUSE.get(locale)}
            </button>
        </form>
    }
}
