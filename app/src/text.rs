//! The words of the service, generated from `locales/` by `build.rs`: `t::register::TITLE.get(locale)`.

use shared::locale::Locale;

/// One text in both languages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Text {
    pub zh: &'static str,
    pub en: &'static str,
}

impl Text {
    pub const fn get(self, locale: Locale) -> &'static str {
        match locale {
            Locale::Chinese => self.zh,
            Locale::English => self.en,
        }
    }
}

/// The texts by page or component.
#[expect(
    clippy::too_many_arguments,
    clippy::match_same_arms,
    reason = "generated: texts have the holes that they have"
)]
pub mod t {
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}
