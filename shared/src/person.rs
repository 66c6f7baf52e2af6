//! A candidate's particulars as the national code tables know them: one enum a table, with the code of the standard and a
//! name in both languages. Which of them a province's form offers is the form's.

pub mod education;
pub mod ethnicity;
pub mod household;
pub mod name;
pub mod number;
pub mod occupation;
#[cfg(feature = "pinyin")]
pub mod pinyin;
pub mod political;
pub mod romanised;
pub mod sex;

pub use education::Education;
pub use ethnicity::Ethnicity;
pub use household::Household;
pub use name::{BadName, PersonName};
pub use number::Mismatch;
pub use occupation::Occupation;
pub use political::PoliticalStatus;
pub use romanised::{BadRomanisedName, RomanisedName};
pub use sex::Sex;

use crate::locale::{Bilingual, Locale};

/// A name of a code in both languages, fixed by the program; [`Bilingual`] is its counterpart in profiles.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Words {
    pub zh: &'static str,
    pub en: &'static str,
}

impl Words {
    pub const fn get(self, locale: Locale) -> &'static str {
        match locale {
            Locale::Chinese => self.zh,
            Locale::English => self.en,
        }
    }
}

impl From<Words> for Bilingual {
    fn from(words: Words) -> Self {
        Self { zh: words.zh.to_owned(), en: words.en.to_owned() }
    }
}

/// An enum whose values stand in a code table. Serialised as the code; codes are never renamed or reused.
pub trait CodeTable: Copy + PartialEq + 'static {
    /// In the order in which a form offers them.
    const ALL: &'static [Self];

    fn code(self) -> &'static str;

    fn words(self) -> Words;

    /// Other names under which it is written on cards and forms.
    fn aliases(self) -> &'static [&'static str];

    /// Reads a code.
    fn parse(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|entry| entry.code() == code)
    }

    /// Reads a whole name in either language or an alias, as it stands on a card or in an imported table.
    fn named(text: &str) -> Option<Self> {
        let text = text.trim();
        Self::ALL.iter().copied().find(|entry| entry.names().any(|name| name.eq_ignore_ascii_case(text)))
    }

    /// Those whose code is `query` or with a name that contains it, names that begin with it first; all for a blank query.
    fn search(query: &str) -> Vec<Self> {
        let query = query.trim().to_lowercase();
        let begins = |entry: &Self| entry.names().any(|name| name.to_lowercase().starts_with(&query));
        let contains = |entry: &Self| entry.names().any(|name| name.to_lowercase().contains(&query));
        let (mut found, others): (Vec<Self>, Vec<Self>) =
            Self::ALL.iter().partition(|entry| entry.code() == query || begins(entry));
        found.extend(others.into_iter().filter(contains));
        found
    }

    fn names(self) -> impl Iterator<Item = &'static str> {
        [self.words().zh, self.words().en].into_iter().chain(self.aliases().iter().copied())
    }
}

/// `Variant = code, Chinese, English, aliases…;`
macro_rules! code_table {
    (
        $(#[$doc:meta])*
        pub enum $table:ident {
            $($(#[$entry_doc:meta])* $entry:ident = $code:literal, $zh:literal, $en:literal $(, $alias:literal)*;)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, serde::Serialize, serde::Deserialize)]
        pub enum $table {
            $($(#[$entry_doc])* #[serde(rename = $code)] $entry),*
        }

        impl $crate::person::CodeTable for $table {
            const ALL: &'static [Self] = &[$(Self::$entry),*];

            fn code(self) -> &'static str {
                match self { $(Self::$entry => $code),* }
            }

            fn words(self) -> $crate::person::Words {
                match self { $(Self::$entry => $crate::person::Words { zh: $zh, en: $en }),* }
            }

            fn aliases(self) -> &'static [&'static str] {
                match self { $(Self::$entry => &[$($alias),*]),* }
            }
        }
    };
}
use code_table;
