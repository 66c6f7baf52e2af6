//! Whisper out of a `CTranslate2` file, as two ONNX models: what hears, and what says which words that may be.
//!
//! The listener's outputs are not its own but what the speaker's layers make of them, which they would otherwise make again for
//! every word. The speaker has no memory between calls: four digits are few, and so it stays a pure function.

mod container;
mod layers;

use crate::graph::{Attribute, Graph, Kind, Side};
use crate::{Converted, Options};
use anyhow::{Context, Result, bail};
use container::Container;
use layers::{Heads, Writer, scale};

/// Operator set 20 is the first with `Gelu`.
const OPERATOR_SET: i64 = 20;

/// Converts the half that `options.part` names: `encoder` or `decoder`.
pub(crate) fn convert(bytes: &[u8], options: &Options) -> Result<Converted> {
    let container = Container::read(bytes)?;
    let graph = Graph::of(OPERATOR_SET);
    let count = container.weight("encoder/layer_norm/gamma")?.data.len() / layers::HEAD;
    let mut writer = Writer { container: &container, graph, weights: options.weights, count };
    match options.part.as_deref() {
        Some("encoder") => encoder(&mut writer)?,
        Some("decoder") => decoder(&mut writer)?,
        part => bail!("part {part:?} of a Whisper model, which has an encoder and a decoder"),
    }
    let operators = writer.graph.operators();
    let onnx = writer.graph.into_model().write_buf().context("writing the ONNX messages")?;
    Ok(Converted { onnx, operators, values: Vec::new() })
}

/// `sound` [1, bands, frames] to `keys0`, `values0` and so on, one pair for each of the speaker's layers.
fn encoder(writer: &mut Writer) -> Result<()> {
    let bands = writer.container.weight("encoder/conv1/weight")?.shape[1];
    writer.graph.input_of("sound", Kind::Float, &[Side::Fixed(1), Side::Fixed(bands), Side::Free("frames")]);
    let narrow = convolve(writer, "sound", "encoder/conv1", 1)?;
    let halved = convolve(writer, &narrow, "encoder/conv2", 2)?;
    let order = [("perm", Attribute::Ints(&[0, 2, 1]))];
    let turned = writer.node("Transpose", &[&halved], "encoder.turned", &order);
    let places = writer.side(&turned, 1);
    let positions = writer.positions("encoder", &places)?;
    let mut heard = writer.node("Add", &[&turned, &positions], "encoder.placed", &[]);
    for layer in 0..writer.container.layers("encoder") {
        let name = format!("encoder/layer_{layer}");
        heard = writer.self_attention(&heard, &format!("{name}/self_attention"), None)?;
        heard = writer.feed_forward(&heard, &format!("{name}/ffn"))?;
    }
    let heard = writer.norm(&heard, "encoder/layer_norm")?;
    for layer in 0..writer.container.layers("decoder") {
        let stack = format!("decoder/layer_{layer}/attention/linear_1");
        let keys = writer.stacked(&heard, &stack, 0, 1.0, &format!("{stack}/keys"))?;
        let values = writer.stacked(&heard, &stack, 1, 1.0, &format!("{stack}/values"))?;
        let keys = writer.heads(&keys, false, true);
        let values = writer.heads(&values, false, false);
        for (inner, outer) in [(keys, format!("keys{layer}")), (values, format!("values{layer}"))] {
            writer.node("Identity", &[&inner], &outer, &[]);
            writer.graph.output_of(&outer, &[Side::Fixed(1), Side::Free("heads"), Side::Free("a"), Side::Free("b")]);
        }
    }
    Ok(())
}

fn convolve(writer: &mut Writer, input: &str, name: &str, stride: usize) -> Result<String> {
    let container = writer.container;
    let weight = writer.vector(&format!("{name}/weight"), container.weight(&format!("{name}/weight"))?);
    let bias = writer.vector(&format!("{name}/bias"), container.weight(&format!("{name}/bias"))?);
    let attributes = [
        ("kernel_shape", Attribute::Ints(&[3])),
        ("strides", Attribute::Ints(&[stride])),
        ("pads", Attribute::Ints(&[1, 1])),
        ("dilations", Attribute::Ints(&[1])),
        ("group", Attribute::Int(1)),
    ];
    let sum = writer.node("Conv", &[input, &weight, &bias], &format!("{name}.sum"), &attributes);
    Ok(writer.node("Gelu", &[&sum], name, &[]))
}

/// `tokens` [sequences, places], `mask` [places, places], `at` (places of the flattened tokens), `choices` (tokens) and what the
/// listener gave, to `chances` [at, choices]: the logarithms of the probability, among all words, that a choice comes next.
fn decoder(writer: &mut Writer) -> Result<()> {
    let free = |name| Side::Free(name);
    writer.graph.input_of("tokens", Kind::Int, &[free("sequences"), free("places")]);
    writer.graph.input_of("mask", Kind::Float, &[free("places"), free("places")]);
    writer.graph.input_of("at", Kind::Int, &[free("asked")]);
    writer.graph.input_of("choices", Kind::Int, &[free("choices")]);
    let name = "decoder/embeddings/weight";
    let words = writer.container.weight(name)?;
    writer.words(name, words);
    let spoken = writer.node("Gather", &[name, "tokens"], "decoder.spoken", &[("axis", Attribute::Int(0))]);
    let places = writer.side("tokens", 1);
    let positions = writer.positions("decoder", &places)?;
    let mut said = writer.node("Add", &[&spoken, &positions], "decoder.placed", &[]);
    for layer in 0..writer.container.layers("decoder") {
        let name = format!("decoder/layer_{layer}");
        said = writer.self_attention(&said, &format!("{name}/self_attention"), Some("mask"))?;
        said = listen(writer, &said, layer)?;
        said = writer.feed_forward(&said, &format!("{name}/ffn"))?;
    }
    let said = writer.norm(&said, "decoder/layer_norm")?;
    let width = *words.shape.last().context("words have a width")?;
    writer.graph.ints("decoder.flat", &[-1, width as i64]);
    let flat = writer.node("Reshape", &[&said, "decoder.flat"], "decoder.rows", &[]);
    let asked = writer.node("Gather", &[&flat, "at"], "decoder.asked", &[("axis", Attribute::Int(0))]);
    let logits = writer.node("Gemm", &[&asked, name], "decoder.logits", &[("transB", Attribute::Int(1))]);
    let all = writer.node("LogSoftmax", &[&logits], "decoder.all", &[("axis", Attribute::Int(-1))]);
    writer.node("Gather", &[&all, "choices"], "chances", &[("axis", Attribute::Int(1))]);
    writer.graph.output_of("chances", &[free("asked"), free("choices")]);
    Ok(())
}

/// Attention to the recording.
fn listen(writer: &mut Writer, input: &str, layer: usize) -> Result<String> {
    let name = format!("decoder/layer_{layer}/attention");
    let (keys, values) = (format!("keys{layer}"), format!("values{layer}"));
    for given in [&keys, &values] {
        let sides = [Side::Fixed(1), Side::Free("heads"), Side::Free("a"), Side::Free("b")];
        writer.graph.input_of(given, Kind::Float, &sides);
    }
    let normed = writer.norm(input, &format!("{name}/layer_norm"))?;
    let queries = writer.stacked(&normed, &format!("{name}/linear_0"), 0, scale(), &format!("{name}/queries"))?;
    let queries = writer.heads(&queries, true, false);
    let turned = writer.attend(&Heads { queries, keys, values }, None, &name);
    let shape = writer.node("Shape", &[input], &format!("{name}.d"), &[]);
    let joined = writer.node("Reshape", &[&turned, &shape], &format!("{name}.joined"), &[]);
    let out = writer.linear_of(&joined, &format!("{name}/linear_2"))?;
    Ok(writer.node("Add", &[input, &out], &name, &[]))
}
