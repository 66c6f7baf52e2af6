//! The certificate-photo engine: judges a finished file (`Engine::check`) and makes one from any phone picture
//! (`Engine::prepare`, or `open` and `finish` where a person moves the crop), and guides somebody before a
//! live camera (`Engine::watch`). Pictures of identity cards (`card`) need no models. One engine for the browser worker, the
//! server and the command line. No I/O, no clock, no threads; the models' bytes are handed in.

mod analysis;
mod bytes;
pub mod card;
mod check;
mod crop;
mod decode;
mod encode;
mod engine;
mod faces;
#[cfg(fuzzing)]
pub mod fuzzing;
mod guidance;
mod lanes;
#[cfg(feature = "mark")]
mod mark;
mod mask;
mod measure;
#[doc(hidden)]
pub mod measuring;
mod mesh;
mod net;
mod picture;
mod portable;
mod print;
mod resample;
#[cfg(feature = "faces")]
mod seen;
mod steadiness;
mod thumbnail;
mod watch;

pub use bytes::without_metadata;
pub use crop::Crop;
pub use engine::{Engine, Prepared, Source, check_file_only};
#[cfg(feature = "mark")]
pub use mark::mark;
pub use net::{ModelError, Models};
pub use print::print;
#[cfg(feature = "faces")]
pub use seen::{Pixels, Search, SeenFace, Square};
pub use thumbnail::thumbnail;
pub use watch::{Shot, Watch};
