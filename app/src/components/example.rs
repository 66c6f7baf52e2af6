//! The drawing of right and wrong for a rule, with both halves said in words underneath.

use crate::{
    drawings::{self, Ground},
    message::photo,
    text::t,
};
use leptos::prelude::*;
use shared::{locale::Locale, photo::Rule};

/// The picture is decoration beside its words, and is loaded when it comes near the screen.
#[component]
pub fn Example(rule: Rule, ground: Ground, locale: Locale) -> impl IntoView {
    let (width, height) = drawings::SIZE;
    let (right, wrong) = photo::example(rule);
    view! {
        <figure class="example">
            <img src=drawings::path(rule, ground) width=width height=height alt="" loading="lazy" />
            <figcaption>
                <p><b class="example__right">"✓ " {t::finding::RIGHT.get(locale)}</b> {right.get(locale)}</p>
                <p><b class="example__wrong">"✗ " {t::finding::WRONG.get(locale)}</b> {wrong.get(locale)}</p>
            </figcaption>
        </figure>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn right_and_wrong_are_said_in_words_in_both_languages() {
        let ground = Ground([67, 142, 219]);
        for (locale, words) in [(Locale::Chinese, ["正确示例", "错误示例"]), (Locale::English, ["Right", "Wrong"])]
        {
            for rule in Rule::ALL {
                let html = view! { <Example rule=*rule ground=ground locale=locale /> }.to_html();
                let (right, wrong) = photo::example(*rule);
                for said in [words[0], right.get(locale), words[1], wrong.get(locale)] {
                    assert!(html.contains(said), "{said} in {html}");
                }
                assert!(html.contains(&drawings::path(*rule, ground)) && html.contains("loading=\"lazy\""));
            }
        }
    }
}
