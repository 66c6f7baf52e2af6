//! The three converted models: loading them with only the operators they need, and running them.

use rten::{Model, ModelOptions, NodeId, Value, op_registry};
use rten_tensor::Tensor;

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
    /// Not a model, or one that needs operators this engine does not carry.
    #[error("the model {name} could not be loaded: {reason}")]
    Unreadable { name: &'static str, reason: String },
    /// An input or output this engine feeds or reads is missing.
    #[error("the model {name} has no value called {value}")]
    Unsuitable { name: &'static str, value: &'static str },
}

/// A loaded model with one picture as input.
pub(crate) struct Network {
    model: Model,
    input: NodeId,
    outputs: Vec<NodeId>,
    /// Width and height of the input.
    side: usize,
}

impl Network {
    pub(crate) fn load(
        name: &'static str,
        bytes: Vec<u8>,
        side: usize,
        outputs: &[&'static str],
    ) -> Result<Self, ModelError> {
        let registry = op_registry!(
            Add,
            Concat,
            Conv,
            ConvTranspose,
            DequantizeLinear,
            GlobalAveragePool,
            HardSwish,
            MaxPool,
            Mul,
            PRelu,
            Pad,
            Relu,
            Reshape,
            Resize,
            Sigmoid,
            Transpose
        );
        let model = ModelOptions::with_ops(registry)
            .prepack_weights(true)
            .load(bytes)
            .map_err(|error| ModelError::Unreadable { name, reason: error.to_string() })?;
        let find = |value| model.node_id(value).map_err(|_| ModelError::Unsuitable { name, value });
        let input = find("picture")?;
        let outputs = outputs.iter().map(|&value| find(value)).collect::<Result<_, _>>()?;
        Ok(Self { model, input, outputs, side })
    }

    /// Side of the square input in pixels.
    pub(crate) fn side(&self) -> usize {
        self.side
    }

    /// Runs on planes R, G, B; the outputs are flat, in the order given at loading. `None` where a replaced model
    /// fails or answers in an unexpected type.
    pub(crate) fn run(&self, planes: Vec<f32>) -> Option<Vec<Vec<f32>>> {
        let input = Tensor::from_data(&[1, 3, self.side, self.side], planes);
        let values = self.model.run(vec![(self.input, input.into())], &self.outputs, None).ok()?;
        values.into_iter().map(flat).collect()
    }
}

fn flat(value: Value) -> Option<Vec<f32>> {
    let tensor: Tensor<f32> = value.into_tensor()?;
    Some(tensor.into_data())
}
