//! Identity documents that belong to nobody, drawn and photographed as phones do: what the tests and measurements of `photo`
//! and `identity` read. The same numbers make the same bytes on every machine.

mod chance;
mod face;
mod fonts;
mod holder;
mod scene;
mod written;

pub use chance::{Chance, noise};
pub use face::{Face, Side};
pub use fonts::{Fonts, MissingFont};
pub use holder::{Document, Holder};
pub use scene::{Ground, Scene};
pub use written::{Print, emblem_side, portrait_side, travel_permit};
