//! A door for `examples/bench.rs`: one network by itself. Not part of the public face.

use crate::{ModelError, net::Network};

/// A network of `models.toml`.
pub struct Alone(Network);

impl Alone {
    /// `side`: width and height of its input in pixels.
    pub fn load(name: &'static str, bytes: &[u8], side: usize, outputs: &[&'static str]) -> Result<Self, ModelError> {
        Network::load(name, bytes, side, outputs).map(Self)
    }

    /// One run on planes R, G, B.
    pub fn run(&self, planes: Vec<f32>) -> Option<Vec<Vec<f32>>> {
        self.0.run(planes)
    }
}
