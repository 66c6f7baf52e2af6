//! What differs between two texts: rows of tables, lines of the rest.

use crate::{message::profile as words, text::t};
use leptos::prelude::*;
use shared::{
    locale::Locale,
    profile::table::{RowChange, RowChangeKind},
};

/// Changes shown at once: a whole table may be new.
const SHOWN: usize = 100;

/// Changes of rows, one a line.
pub(super) fn of_rows(changes: &[RowChange], locale: Locale) -> AnyView {
    let none =
        |text: &str| if text.is_empty() { t::console_admin::NONE.get(locale).to_owned() } else { text.to_owned() };
    let cells =
        |cells: &[(String, String)]| cells.iter().skip(1).map(|(_, cell)| cell.clone()).collect::<Vec<_>>().join(" · ");
    let line = |change: &RowChange| {
        let (kind, what) = match &change.kind {
            RowChangeKind::Added(own) => (t::console_admin::ADDED, cells(own)),
            RowChangeKind::Removed(own) => (t::console_admin::REMOVED, cells(own)),
            RowChangeKind::Changed(own) => {
                let cell = |(name, before, after): &(String, String, String)| {
                    format!("{}: {} → {}", words::column(name, locale), none(before), none(after))
                };
                (t::console_admin::CHANGED, own.iter().map(cell).collect::<Vec<_>>().join("; "))
            }
        };
        view! { <li><span class="tag">{kind.get(locale)}</span> " " <strong>{change.code.clone()}</strong> " " {what}</li> }
    };
    let more = changes.len().saturating_sub(SHOWN);
    let more = (more > 0).then(|| view! { <li>{format!("+ {more}")}</li> });
    view! {
        <h3>{t::console_admin::CHANGES.get(locale)}</h3>
        <ul class="admin__changes" tabindex="0">{changes.iter().take(SHOWN).map(line).collect_view()} {more}</ul>
    }
    .into_any()
}

/// Lines that only one of two texts has, in order; a text that is the same gives none.
pub(super) fn of_lines(before: &str, after: &str) -> AnyView {
    let (old, new): (Vec<_>, Vec<_>) = (before.lines().collect(), after.lines().collect());
    let same_start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - same_start;
    let same_end = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let line = |mark: &'static str, text: &str| {
        let text = format!("{mark} {text}\n");
        if mark == "+" { view! { <ins>{text}</ins> }.into_any() } else { view! { <del>{text}</del> }.into_any() }
    };
    let gone = old[same_start..old.len() - same_end].iter().map(|text| line("-", text));
    let come = new[same_start..new.len() - same_end].iter().map(|text| line("+", text));
    view! { <pre class="admin__lines" tabindex="0">{gone.collect_view()} {come.collect_view()}</pre> }.into_any()
}
