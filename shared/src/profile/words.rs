//! `[words]`: what a province calls a few things that pages name all the time. What is left out keeps the service's own words.

use crate::locale::{Bilingual, Locale};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Longer words break buttons and labels on a phone.
pub const WORD_CHARS_MAX: usize = 60;

macro_rules! words {
    ($($(#[$doc:meta])* $variant:ident = $key:literal),* $(,)?) => {
        /// Something that a province may name. The keys are those of the file.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        pub enum Word {
            $($(#[$doc])* #[serde(rename = $key)] $variant),*
        }

        impl Word {
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $key),* }
            }
        }
    };
}

words! {
    /// The button and the menu entry that begin: 新生入籍, 马上注册.
    Enrol = "enrol",
    /// Heading of the first page.
    Home = "home",
    /// The sentence below it.
    Lead = "lead",
    /// Heading of the page where one registers.
    Register = "register",
    /// When it is open: 入籍时间.
    Window = "window",
    /// Said outside that time.
    Closed = "closed",
    /// Where somebody belongs: 入籍地区, 考区.
    Region = "region",
    /// What somebody enrols in: 入籍专业, 报考专业.
    Major = "major",
    /// The part of the form with place and major: 入籍信息.
    Choice = "choice",
    /// The item that consists of personal details and that choice.
    Details = "details",
    /// Heading of its page: to fill it in.
    FillIn = "fill_in",
    /// Heading of the receipt.
    Receipt = "receipt",
    /// What one does here, as a noun: 入籍, 考生注册.
    Act = "act",
    /// Heading where the time is over: 入籍时间已过.
    Over = "over",
}

/// The province's own words.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Words(pub(super) BTreeMap<Word, Bilingual>);

impl Words {
    /// What the province calls it, where it says so.
    pub fn get(&self, word: Word, locale: Locale) -> Option<&str> {
        self.0.get(&word).map(|own| own.get(locale))
    }
}
