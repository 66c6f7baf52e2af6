//! The three networks: reading the converted models and running them. An interpreter of our own for the fourteen operations
//! that they use, because it is a tenth of what a general runtime costs on a phone's line, and because every target then
//! computes the same bits (docs/adr/0014). Its results are compared with two general runtimes' in the tests.

mod conv;
mod gemm;
mod layers;
mod onnx;
mod plan;
mod protobuf;
mod tensor;

pub(crate) use layers::sigmoid;
use plan::{Obstacle, Plan};
use tensor::Tensor;

/// Bytes of the converted models (see `models.toml`): BlazeFace, Face Mesh, Selfie Segmentation.
#[derive(Clone, Debug)]
pub struct Models {
    pub face_box: Vec<u8>,
    pub face_mesh: Vec<u8>,
    pub person_mask: Vec<u8>,
}

/// A model's bytes could not be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// Not a model, or one that needs operations this engine does not carry.
    #[error("the model {name} could not be loaded: {reason}")]
    Unreadable { name: &'static str, reason: &'static str },
    /// An input or output this engine feeds or reads is missing.
    #[error("the model {name} has no value called {value}")]
    Unsuitable { name: &'static str, value: &'static str },
}

/// A loaded model with one picture as input.
pub(crate) struct Network {
    plan: Plan,
    /// Width and height of the input.
    side: usize,
}

impl Network {
    pub(crate) fn load(
        name: &'static str,
        bytes: &[u8],
        side: usize,
        outputs: &[&'static str],
    ) -> Result<Self, ModelError> {
        let graph = onnx::read(bytes).map_err(|reason| ModelError::Unreadable { name, reason })?;
        let plan = Plan::new(&graph, "picture", outputs).map_err(|obstacle| match obstacle {
            Obstacle::Unsupported(reason) => ModelError::Unreadable { name, reason },
            Obstacle::Missing(value) => ModelError::Unsuitable { name, value },
        })?;
        Ok(Self { plan, side })
    }

    /// Side of the square input in pixels.
    pub(crate) fn side(&self) -> usize {
        self.side
    }

    /// Runs on planes R, G, B; the outputs are flat, in the order given at loading. `None` where a replaced model's
    /// layers do not fit together.
    pub(crate) fn run(&self, planes: Vec<f32>) -> Option<Vec<Vec<f32>>> {
        let values = self.plan.run(Tensor::planes(3, self.side, self.side, planes))?;
        Some(values.into_iter().map(|tensor| tensor.values).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rten_tensor::prelude::AsView;

    fn model(name: &str) -> Vec<u8> {
        let folder = std::env::var_os("RUJI_MODELS_DIR").map_or_else(
            || std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models"),
            std::path::PathBuf::from,
        );
        std::fs::read(folder.join(name).with_extension("onnx")).expect("the models are there: run `cargo xtask models`")
    }

    /// Soft shapes of all sizes, `-1..1`.
    fn drawn(side: usize) -> Vec<f32> {
        let value = |at: usize| {
            let (channel, x, y) = (at / side / side, at % side, at / side % side);
            let [x, y] = [x, y].map(|at| at as f32 / side as f32);
            (x * 9.0 + channel as f32).sin() * (y * 7.0).cos() * 0.6 + (x * y * 40.0).sin() * 0.4
        };
        (0..3 * side * side).map(value).collect()
    }

    #[test]
    fn the_networks_compute_what_a_general_runtime_computes() {
        for (name, side, outputs) in [
            ("face_box", 128, &["boxes", "scores"][..]),
            ("face_mesh", 192, &["points", "face"]),
            ("person_mask", 256, &["person"]),
        ] {
            let bytes = model(name);
            let ours = Network::load(name, &bytes, side, outputs).unwrap().run(drawn(side)).unwrap();
            let runtime = rten::Model::load(bytes).unwrap();
            let input = rten_tensor::Tensor::from_data(&[1, 3, side, side], drawn(side));
            let ids: Vec<_> = outputs.iter().map(|output| runtime.node_id(output).unwrap()).collect();
            let theirs = runtime.run(vec![(runtime.node_id("picture").unwrap(), input.into())], &ids, None).unwrap();
            for ((ours, theirs), output) in ours.iter().zip(theirs).zip(outputs) {
                let theirs: rten_tensor::Tensor<f32> = theirs.into_tensor().unwrap();
                let theirs = theirs.to_vec();
                assert_eq!(ours.len(), theirs.len(), "{name} {output}");
                let size = theirs.iter().fold(1.0_f32, |size, value| size.max(value.abs()));
                let off = ours.iter().zip(&theirs).fold(0.0_f32, |off, (a, b)| off.max((a - b).abs()));
                assert!(off < 2e-4 * size, "{name} {output}: off by {off} of {size}");
            }
        }
    }

    #[test]
    fn what_is_no_model_is_refused() {
        let load = |bytes: &[u8]| Network::load("face_box", bytes, 128, &["boxes", "scores"]);
        assert!(load(b"").is_err() && load(b"<html>not found</html>").is_err());
        let whole = model("face_box");
        for cut in [100, 5_000, whole.len() - 1] {
            assert!(load(&whole[..cut]).is_err(), "cut after {cut} bytes");
        }
        let other = Network::load("face_box", &model("face_mesh"), 128, &["boxes"]);
        assert!(matches!(other, Err(ModelError::Unsuitable { value: "boxes", .. })));
    }

    #[test]
    fn a_model_for_another_size_gives_no_answer() {
        let smaller = Network::load("face_box", &model("face_box"), 96, &["boxes", "scores"]).unwrap();
        assert!(smaller.run(drawn(96)).is_none());
    }
}
