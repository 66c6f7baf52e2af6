//! Pieces of pages. Styles stand in `style/components` under the same names.

pub mod admission_number;
pub mod banner;
pub mod error_summary;
pub mod example;
pub mod field;
pub mod findings;
pub mod notice;
pub mod photo_measures;
pub mod summary_list;
pub mod terms;
pub mod timeline;

pub use admission_number::AdmissionNumber;
pub use banner::Banners;
pub use error_summary::ErrorSummary;
pub use example::Example;
pub use field::{Choice, OptionGroup, SelectField, TextField, YesOrNo};
pub use findings::Findings;
pub use notice::{Notice, Tone};
pub use photo_measures::PhotoMeasures;
pub use summary_list::{SummaryList, SummaryRow};
pub use terms::Terms;
pub use timeline::{Timeline, TimelineStep};
