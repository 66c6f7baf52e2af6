//! A message on a page that is no error of the reader's.

use leptos::prelude::*;

/// How a notice is meant; said in its words too, never by colour alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Tone {
    #[default]
    Plain,
    Good,
    Warn,
    Bad,
}

impl Tone {
    /// The modifier of `notice` and `tag`.
    pub const fn modifier(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Good => "good",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }
}

#[component]
pub fn Notice(
    #[prop(into)] title: String,
    #[prop(optional)] tone: Tone,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <section class=format!("notice notice--{}", tone.modifier())>
            <h2 class="notice__title">{title}</h2>
            {children.map(|children| children())}
        </section>
    }
}
