//! Takes places and other metadata out of a video without moving a byte: whoever chooses one from an album does not mean to say where
//! it was taken. What is dropped is overwritten by filling of the same size, so every offset stays right.

mod boxes;
mod elements;

use super::Container;

/// The same video without metadata. What cannot be read as its container is left as it is.
pub(super) fn without(container: Container, mut bytes: Vec<u8>) -> Vec<u8> {
    match container {
        Container::Mp4 | Container::QuickTime => boxes::blank(&mut bytes),
        Container::WebM => elements::blank(&mut bytes),
    }
    bytes
}
