//! Messages of the operations team over a page.

use crate::components::Tone;
use enrolment::board::{Banner, BannerTone};
use leptos::prelude::*;
use shared::locale::Locale;

/// Nothing where there is no banner.
#[component]
pub fn Banners(banners: Vec<Banner>, locale: Locale) -> impl IntoView {
    let line = |banner: Banner| {
        let class = format!("banner notice notice--{}", tone(banner.tone).modifier());
        view! { <p class=class>{banner.text.get(locale).to_owned()}</p> }
    };
    (!banners.is_empty()).then(|| view! { <div role="status">{banners.into_iter().map(line).collect_view()}</div> })
}

pub const fn tone(tone: BannerTone) -> Tone {
    match tone {
        BannerTone::Plain => Tone::Plain,
        BannerTone::Good => Tone::Good,
        BannerTone::Warn => Tone::Warn,
        BannerTone::Bad => Tone::Bad,
    }
}
