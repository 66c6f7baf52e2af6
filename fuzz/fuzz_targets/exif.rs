//! Any bytes as the TIFF structure of an EXIF segment, and as the EXIF segment of a JPEG.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| photo::fuzzing::exif(bytes));
