//! TensorFlow Lite in, ONNX out: the operators that the models of `models.toml` use.
//!
//! Pictures become channels-first (`[batch, channels, height, width]`), which is what the engine computes in; the inputs and
//! the outputs with four sides are declared so, and no transposition is left in the graph but before a `Reshape` that
//! reads channels last. The result is plain ONNX of operator set 14, read by any runtime.
//!
//! Why ONNX: the engine's own interpreter reads it through a small protobuf reader, every general runtime reads it too, and
//! `rten-onnx` can write the messages.

mod factor;
mod graph;
mod layout;
mod operators;
mod quantise;
mod source;
mod tflite;
mod whisper;

pub use operators::Weights;

use anyhow::{Context, Result, ensure};
use graph::Graph;
use operators::Conversion;

/// What the converted model shall look like.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Names for the inputs and outputs, in the source's order.
    pub inputs: Vec<String>,
    pub outputs: Vec<String>,
    pub weights: Weights,
    /// Convolutions kept in full all the same, by the number of the tensor they compute (the nodes are named after it).
    pub exact: Vec<usize>,
    /// A convolution that sees its whole input at once is split into two thin ones of this rank, where that at least
    /// halves its weights.
    pub rank: Option<usize>,
    /// Pictures taken at once, where the source fixes another number.
    pub batch: Option<usize>,
    /// The half of a Whisper model in a `CTranslate2` file; absent for `TensorFlow` Lite.
    pub part: Option<String>,
    /// The mean input of the layer that is split, in the order channel, row, column.
    pub mean: Option<Vec<f32>>,
}

/// A converted model.
pub struct Converted {
    pub onnx: Vec<u8>,
    /// The operators it uses, in alphabetical order.
    pub operators: Vec<String>,
    /// Its inputs and then its outputs, with their shapes.
    pub values: Vec<(String, Vec<usize>)>,
}

/// Converts the bytes of a TensorFlow Lite file, or of Whisper's weights.
pub fn convert(bytes: &[u8], options: &Options) -> Result<Converted> {
    if options.part.is_some() {
        return whisper::convert(bytes, options);
    }
    let mut source = tflite::read(bytes)?;
    if let Some(batch) = options.batch {
        source.take(batch);
    }
    let ends = [(&source.inputs, &options.inputs, "input"), (&source.outputs, &options.outputs, "output")];
    let mut values = Vec::new();
    for (tensors, names, what) in ends {
        ensure!(tensors.len() == names.len(), "the model has {} {what}s, {} are named", tensors.len(), names.len());
        values.extend(tensors.iter().zip(names).map(|(&tensor, name)| (tensor, name.clone())));
    }
    let mut conversion = Conversion::new(&source, options, values.iter().cloned().collect());
    for step in &source.steps {
        conversion.step(step).with_context(|| format!("converting {:?}", step.operator))?;
    }
    let mut graph: Graph = conversion.into_graph();
    let values: Vec<_> =
        values.into_iter().map(|(tensor, name)| (name, layout::shape(&source.tensors[tensor].shape))).collect();
    for (place, (name, shape)) in values.iter().enumerate() {
        if place < source.inputs.len() { graph.input(name, shape) } else { graph.output(name, shape) }
    }
    let operators = graph.operators();
    let onnx = graph.into_model().write_buf().context("writing the ONNX messages")?;
    Ok(Converted { onnx, operators, values })
}
