//! A network of the card reader: one input, one output, on the CPU.

use rten::{Model, NodeId};
use rten_tensor::{NdTensor, prelude::*};

/// The runtime refused; never because of what a picture shows.
#[derive(Debug)]
pub(super) struct Failed(pub(super) String);

pub(super) struct Network {
    model: Model,
    input: NodeId,
}

impl Network {
    pub(super) fn new(model: Model) -> Result<Self, Failed> {
        let input = *model.input_ids().first().ok_or_else(|| Failed("the model has no input".to_owned()))?;
        Ok(Self { model, input })
    }

    /// What the file says about itself.
    pub(super) fn note(&self, key: &str) -> Option<&str> {
        self.model.metadata().get(key)
    }

    /// One run; numbers of the first output and its shape.
    pub(super) fn run(&self, planes: Vec<f32>, shape: [usize; 4]) -> Result<(Vec<f32>, Vec<usize>), Failed> {
        let input = NdTensor::try_from_data(shape, planes).map_err(|error| Failed(format!("{error:?}")))?;
        let failed = |error: &dyn std::fmt::Display| Failed(error.to_string());
        let output = *self.model.output_ids().first().ok_or_else(|| Failed("the model has no output".to_owned()))?;
        let outputs =
            self.model.run(vec![(self.input, input.into())], &[output], None).map_err(|error| failed(&error))?;
        let value = outputs.into_iter().next().ok_or_else(|| Failed("the model gave nothing".to_owned()))?;
        let tensor = value.into_tensor::<f32>().ok_or_else(|| Failed("the output holds no floats".to_owned()))?;
        Ok((tensor.to_vec(), tensor.shape().to_vec()))
    }
}
