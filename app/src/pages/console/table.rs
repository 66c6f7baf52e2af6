//! The look that the console's lists share: a frame that moves sideways by itself, also by the keyboard, heads and lines. On a phone
//! a line is a block, and what stands in it bears the name of its column.

use crate::text::Text;
use leptos::prelude::*;
use shared::locale::Locale;

/// What stands in a line under one head.
pub(super) struct Cell {
    content: AnyView,
    class: &'static str,
    leads: bool,
}

pub(super) fn cell(content: impl IntoAny) -> Cell {
    Cell { content: content.into_any(), class: "", leads: false }
}

/// A cell that says what its line is about.
pub(super) fn lead(content: impl IntoAny) -> Cell {
    Cell { leads: true, ..cell(content) }
}

impl Cell {
    pub(super) fn with(self, class: &'static str) -> Self {
        Self { class, ..self }
    }

    fn head_class(&self) -> Option<&'static str> {
        self.class.split(' ').find(|class| *class == "number")
    }
}

/// `name`: what a screen reader calls the list.
pub(super) fn framed(
    name: Text,
    heads: &[Text],
    lines: impl IntoIterator<Item = Vec<Cell>>,
    locale: Locale,
) -> AnyView {
    headed(name.get(locale), heads.iter().map(|head| head.get(locale).to_owned()).collect(), lines)
}

/// With heads that are no texts of the service.
pub(super) fn headed(name: &'static str, heads: Vec<String>, lines: impl IntoIterator<Item = Vec<Cell>>) -> AnyView {
    let lines: Vec<_> = lines.into_iter().collect();
    // heads stand over figures as figures do
    let classes: Vec<_> = lines.first().into_iter().flatten().map(Cell::head_class).collect();
    let lines = lines.into_iter().map(|cells| {
        let cells = cells.into_iter().zip(&heads).map(|(cell, head)| drawn(cell, head)).collect_view();
        view! { <tr>{cells}</tr> }
    });
    let lines = lines.collect_view();
    let heads = heads.into_iter().enumerate().map(|(n, head)| {
        view! { <th scope="col" class=classes.get(n).copied().flatten()>{head}</th> }
    });
    let heads = heads.collect_view();
    view! {
        <div class="table-frame" tabindex="0" role="region" aria-label=name>
            <table class="table table--lines"><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>
        </div>
    }
    .into_any()
}

fn drawn(cell: Cell, head: &str) -> AnyView {
    let Cell { content, class, leads } = cell;
    let content = content.to_html();
    let class = if is_blank(&content) { "table__blank" } else { class };
    let class = (!class.is_empty()).then_some(class);
    let content = view! { <div inner_html=content></div> };
    if leads {
        return view! { <th scope="row" class=class>{content}</th> }.into_any();
    }
    view! { <td class=class data-head=head.to_owned()>{content}</td> }.into_any()
}

/// Whether nothing of it is seen: no word, and nothing that shows without words.
fn is_blank(html: &str) -> bool {
    // in a comment a debug build names a view's type, which may look like an element
    let uncommented = html.split("<!--").enumerate();
    let html: String = uncommented
        .map(|(at, part)| if at == 0 { part } else { part.split_once("-->").map_or("", |(_, after)| after) })
        .collect();
    let mut parts = html.split('<');
    let wordless = parts.next().is_none_or(|text| text.trim().is_empty())
        && parts.all(|part| part.split_once('>').is_none_or(|(_, text)| text.trim().is_empty()));
    wordless && !["<input", "<progress", "<svg", "<img"].iter().any(|shown| html.contains(shown))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(content: impl IntoAny) -> String {
        headed("list", vec!["Head".to_owned()], [vec![cell(content)]]).to_html()
    }

    #[test]
    fn a_cell_that_holds_nothing_is_no_line_of_a_phone() {
        assert!(cells(String::new()).contains("table__blank"));
        assert!(cells(()).contains("table__blank"));
        assert!(cells(view! { <code>""</code> <ul></ul> }).contains("table__blank"));
    }

    #[test]
    fn what_is_seen_is_kept_as_it_was_written() {
        for (shown, written) in [("0", "0"), ("<b>", "&lt;b&gt;"), ("&", "&amp;")] {
            let html = cells(shown.to_owned());
            assert!(!html.contains("table__blank") && html.contains(written), "{html}");
        }
        assert!(!cells(view! { <input type="checkbox" /> }).contains("table__blank"));
    }
}
