//! The two languages of the service. Words live in `app/locales`, not here.

use serde::{Deserialize, Serialize};

/// A language that every page is complete in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub enum Locale {
    /// Simplified Chinese, the first language of the service.
    #[default]
    #[serde(rename = "zh-CN")]
    Chinese,
    #[serde(rename = "en")]
    English,
}

impl Locale {
    /// BCP 47 tag, as in `<html lang>` and the language cookie.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }

    /// Reads a tag or an `Accept-Language` item; anything but English is Chinese.
    pub fn from_tag(tag: &str) -> Self {
        if tag.trim().get(..2).is_some_and(|start| start.eq_ignore_ascii_case("en")) {
            Self::English
        } else {
            Self::Chinese
        }
    }
}

/// One text in both languages, as profiles hold them.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    pub zh: String,
    pub en: String,
}

impl Bilingual {
    pub fn get(&self, locale: Locale) -> &str {
        match locale {
            Locale::Chinese => &self.zh,
            Locale::English => &self.en,
        }
    }
}
