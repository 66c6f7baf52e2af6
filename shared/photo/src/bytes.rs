//! What the bytes of a file say before any pixel is decoded: format, size, density, quality, completeness.
//! No memory is spent on pixels here.

pub(crate) mod exif;
mod jpeg;
mod metadata;
mod quality;
mod sniff;

pub(crate) use exif::orientation_of_exif;
pub(crate) use jpeg::{Density, JpegFacts, jpeg_facts};
pub use metadata::without_metadata;
pub(crate) use quality::quality_table;
pub(crate) use sniff::{Format, sniff};

/// Big-endian number at `at`, or `None` past the end.
fn be16(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

/// Big-endian number at `at`, or `None` past the end.
fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}
