//! The mapping of each TensorFlow Lite operator to ONNX nodes.

use crate::graph::{Attribute, Graph};
use crate::source::{Activation, Constant, Operator, Source, Step, Window};
use crate::{Options, factor, layout, quantise};
use anyhow::{Context, Result, bail, ensure};
use std::collections::HashMap;

/// How the kernels are stored. Everything else (bias, slopes) is small and stays as it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Weights {
    #[default]
    Full,
    /// Sixteen bits, of the large matrices of Whisper only.
    Half,
    /// Eight bits with one scale per output channel.
    Int8,
}

/// The operator set the graph is written for: 14 is the first with `HardSwish`.
const OPERATOR_SET: i64 = 14;
/// Kernels with fewer numbers stay as they are: they weigh little, and first, last and depthwise layers are touchy.
const SMALLEST_QUANTISED: usize = 1000;

pub(crate) struct Conversion<'s> {
    source: &'s Source,
    options: &'s Options,
    names: HashMap<usize, String>,
    graph: Graph,
}

/// A kernel in ONNX order: `[outputs, inputs of a group, height, width]`.
struct Kernel {
    shape: [usize; 4],
    data: Vec<f32>,
    groups: usize,
}

impl<'s> Conversion<'s> {
    /// `names` are those of inputs and outputs; every other tensor is named by its number.
    pub(crate) fn new(source: &'s Source, options: &'s Options, names: HashMap<usize, String>) -> Self {
        Self { source, options, names, graph: Graph::of(OPERATOR_SET) }
    }

    pub(crate) fn into_graph(self) -> Graph {
        self.graph
    }

    /// Adds the nodes of one operator.
    pub(crate) fn step(&mut self, step: &Step) -> Result<()> {
        match &step.operator {
            Operator::Add(activation) => self.binary("Add", step, *activation),
            Operator::Multiply(activation) => self.binary("Mul", step, *activation),
            Operator::Subtract(activation) => self.binary("Sub", step, *activation),
            Operator::Absolute => self.unary("Abs", step),
            Operator::AveragePool(window, activation) => self.pool("AveragePool", step, window, *activation),
            Operator::MaxPool(window, activation) => self.pool("MaxPool", step, window, *activation),
            Operator::Concatenation { axis } => self.concatenate(step, *axis),
            Operator::Convolution(window, activation) => self.convolve(step, window, *activation, false),
            Operator::Depthwise(window, activation) => self.convolve(step, window, *activation, true),
            Operator::HardSwish => self.unary("HardSwish", step),
            Operator::Logistic => self.unary("Sigmoid", step),
            Operator::Relu => self.unary("Relu", step),
            Operator::PRelu => self.binary("PRelu", step, Activation::None),
            Operator::Pad => self.pad(step),
            Operator::Reshape => self.reshape(step),
            Operator::ResizeBilinear { align_corners, half_pixel_centres } => {
                self.resize(step, *align_corners, *half_pixel_centres)
            }
            Operator::TransposedConvolution(window) => self.transposed(step, window),
        }
    }

    fn unary(&mut self, operator: &str, step: &Step) -> Result<()> {
        let (input, output) = (self.input(step, 0)?, self.name(step.output));
        self.graph.node(operator, &[&input], &output, &[]);
        Ok(())
    }

    fn binary(&mut self, operator: &str, step: &Step, activation: Activation) -> Result<()> {
        let (one, other) = (self.operand(step, 0)?, self.operand(step, 1)?);
        let output = self.before(step.output, activation);
        self.graph.node(operator, &[&one, &other], &output, &[]);
        self.activate(step.output, activation);
        Ok(())
    }

    fn pool(&mut self, operator: &str, step: &Step, window: &Window, activation: Activation) -> Result<()> {
        let input = self.input(step, 0)?;
        let size = self.size(step, 0)?;
        let output = self.before(step.output, activation);
        if operator == "AveragePool" && window.kernel == size {
            self.graph.node("GlobalAveragePool", &[&input], &output, &[]);
        } else {
            let pads = layout::padding(window, window.kernel, size);
            let attributes = [
                ("kernel_shape", Attribute::Ints(&window.kernel)),
                ("strides", Attribute::Ints(&window.stride)),
                ("pads", Attribute::Ints(&pads)),
            ];
            self.graph.node(operator, &[&input], &output, &attributes);
        }
        self.activate(step.output, activation);
        Ok(())
    }

    fn concatenate(&mut self, step: &Step, axis: i32) -> Result<()> {
        let inputs: Vec<String> = (0..step.inputs.len()).map(|place| self.input(step, place)).collect::<Result<_>>()?;
        let inputs: Vec<&str> = inputs.iter().map(String::as_str).collect();
        let sides = self.source.tensors[step.output].shape.len();
        let axis = if axis < 0 { axis + sides as i32 } else { axis } as usize;
        ensure!(axis < sides, "axis {axis} of {sides}");
        let axis = if sides == 4 { layout::axis(axis) } else { axis };
        let output = self.name(step.output);
        self.graph.node("Concat", &inputs, &output, &[("axis", Attribute::Int(axis as i64))]);
        Ok(())
    }

    fn pad(&mut self, step: &Step) -> Result<()> {
        let Some(Constant::Int(source)) = self.constant(step, 1) else { bail!("computed padding") };
        ensure!(source.len() == 8, "padding of a tensor that is no picture");
        let mut pads = vec![0; 8];
        for (side, pair) in source.chunks(2).enumerate() {
            let side = [0, 2, 3, 1][side];
            (pads[side], pads[side + 4]) = (pair[0], pair[1]);
        }
        let (input, output) = (self.input(step, 0)?, self.name(step.output));
        let name = format!("{output}p");
        self.graph.ints(&name, &pads);
        self.graph.node("Pad", &[&input, &name], &output, &[]);
        Ok(())
    }

    /// The source reads its numbers channels last, so a picture is turned back before it is laid out anew.
    fn reshape(&mut self, step: &Step) -> Result<()> {
        let (mut input, output) = (self.input(step, 0)?, self.name(step.output));
        let from = step.inputs[0].map(|tensor| &self.source.tensors[tensor].shape).context("no input")?;
        let to = &self.source.tensors[step.output].shape;
        ensure!(to.len() != 4, "a Reshape to a picture");
        if from.len() == 4 {
            let turned = format!("{output}t");
            self.graph.node("Transpose", &[&input], &turned, &[("perm", Attribute::Ints(&[0, 2, 3, 1]))]);
            input = turned;
        }
        let name = format!("{output}d");
        self.graph.ints(&name, &to.iter().map(|&side| side as i64).collect::<Vec<_>>());
        self.graph.node("Reshape", &[&input, &name], &output, &[]);
        Ok(())
    }

    fn resize(&mut self, step: &Step, align_corners: bool, half_pixel_centres: bool) -> Result<()> {
        let (input, output) = (self.input(step, 0)?, self.name(step.output));
        let sizes: Vec<i64> =
            layout::shape(&self.source.tensors[step.output].shape).iter().map(|&side| side as i64).collect();
        let name = format!("{output}d");
        self.graph.ints(&name, &sizes);
        let places = match (align_corners, half_pixel_centres) {
            (true, _) => "align_corners",
            (false, true) => "half_pixel",
            (false, false) => "asymmetric",
        };
        let attributes =
            [("mode", Attribute::Text("linear")), ("coordinate_transformation_mode", Attribute::Text(places))];
        self.graph.node("Resize", &[&input, "", "", &name], &output, &attributes);
        Ok(())
    }

    fn convolve(&mut self, step: &Step, window: &Window, activation: Activation, depthwise: bool) -> Result<()> {
        let kernel = self.kernel(step, depthwise)?;
        let sides = [kernel.shape[2], kernel.shape[3]];
        let size = self.size(step, 0)?;
        let pads = layout::padding(window, sides, size);
        let attributes = [
            ("strides", Attribute::Ints(&window.stride)),
            ("pads", Attribute::Ints(&pads)),
            ("dilations", Attribute::Ints(&window.dilation)),
            ("group", Attribute::Int(kernel.groups as i64)),
        ];
        let (input, output) = (self.input(step, 0)?, self.before(step.output, activation));
        match self.options.rank {
            Some(rank) if kernel.groups == 1 && sides == size && factor::pays(kernel.shape, rank) => {
                self.convolve_thinly(step, &kernel, rank, (&input, &output))?;
            }
            _ => {
                let bias = self.bias(step)?;
                let (weights, _) = self.store(&output, step.output, kernel.shape, &kernel.data);
                self.graph.node("Conv", &[&input, &weights, &bias], &output, &attributes);
            }
        }
        self.activate(step.output, activation);
        Ok(())
    }

    /// A convolution whose kernel is as large as the picture, as two of the rank; what is lost on the mean input is
    /// given back in the bias.
    fn convolve_thinly(&mut self, step: &Step, kernel: &Kernel, rank: usize, ends: (&str, &str)) -> Result<()> {
        let (input, output) = ends;
        let (narrow, wide) = factor::split(&kernel.data, kernel.shape, rank);
        let middle = format!("{output}m");
        let (first, narrow_kept) = self.store(&middle, step.output, narrow.shape, &narrow.data);
        let (second, wide_kept) = self.store(output, step.output, wide.shape, &wide.data);
        let mut bias = match self.constant(step, 2) {
            Some(Constant::Float(bias)) => bias.clone(),
            Some(Constant::Int(_)) => bail!("a bias of whole numbers"),
            None => vec![0.0; kernel.shape[0]],
        };
        if let Some(mean) = &self.options.mean {
            let columns = kernel.data.len() / kernel.shape[0];
            ensure!(mean.len() == columns, "{} mean inputs where the layer has {columns}", mean.len());
            let kept = factor::apply(&wide_kept, &factor::apply(&narrow_kept, mean));
            let whole = factor::apply(&kernel.data, mean);
            for (place, number) in bias.iter_mut().enumerate() {
                *number += whole[place] - kept[place];
            }
        }
        let name = format!("{output}b");
        self.graph.floats(&name, &[bias.len()], &bias);
        // rten wants these, though ONNX lets one leave them out.
        let attributes = [
            ("strides", Attribute::Ints(&[1; 2])),
            ("pads", Attribute::Ints(&[0; 4])),
            ("dilations", Attribute::Ints(&[1; 2])),
        ];
        self.graph.node("Conv", &[input, &first], &middle, &attributes);
        self.graph.node("Conv", &[&middle, &second, &name], output, &attributes);
        Ok(())
    }

    fn transposed(&mut self, step: &Step, window: &Window) -> Result<()> {
        let kernel = self.kernel(step, false)?;
        let [outputs, inputs, height, width] = kernel.shape;
        let size = self.size(step, 0)?;
        let &[_, tall, wide, _] = self.source.tensors[step.output].shape.as_slice() else { bail!("no picture") };
        let pads = layout::cut(window, [height, width], size, [tall, wide]);
        // ONNX wants the inputs first here: [o, i, h*w] becomes [i, o, h*w].
        let places = height * width;
        let mut data = Vec::with_capacity(kernel.data.len());
        for i in 0..inputs {
            for o in 0..outputs {
                data.extend_from_slice(&kernel.data[(o * inputs + i) * places..][..places]);
            }
        }
        let (input, output, bias) = (self.input(step, 0)?, self.name(step.output), self.bias(step)?);
        let name = format!("{output}w");
        self.graph.floats(&name, &[inputs, outputs, height, width], &data);
        let attributes = [
            ("strides", Attribute::Ints(&window.stride)),
            ("pads", Attribute::Ints(&pads)),
            ("dilations", Attribute::Ints(&window.dilation)),
        ];
        self.graph.node("ConvTranspose", &[&input, &name, &bias], &output, &attributes);
        Ok(())
    }

    /// The kernel of a convolution as `[outputs, inputs, height, width]`.
    fn kernel(&self, step: &Step, depthwise: bool) -> Result<Kernel> {
        let tensor = step.inputs.get(1).copied().flatten().context("no kernel")?;
        let tensor = &self.source.tensors[tensor];
        let (Some(Constant::Float(data)), &[outer, height, width, channels]) =
            (&tensor.constant, tensor.shape.as_slice())
        else {
            bail!("a kernel that is computed or has not four sides")
        };
        let moved = layout::channels_first(data, [outer, height, width, channels]);
        // A depthwise kernel is [1, h, w, outputs] in the source, and one group per input channel in ONNX.
        let inputs = step.inputs[0].and_then(|tensor| self.source.tensors[tensor].shape.last()).context("no input")?;
        let (shape, groups) = if depthwise {
            ([channels, outer, height, width], *inputs)
        } else {
            ([outer, channels, height, width], inputs / channels)
        };
        Ok(Kernel { shape, data: moved, groups })
    }

    /// Stores a kernel whose outputs come first, as the options say; returns its name and the weights that come back.
    fn store(&mut self, owner: &str, tensor: usize, shape: [usize; 4], data: &[f32]) -> (String, Vec<f32>) {
        let name = format!("{owner}w");
        let exact = data.len() < SMALLEST_QUANTISED || self.options.exact.contains(&tensor);
        if self.options.weights != Weights::Int8 || exact {
            self.graph.floats(&name, &shape, data);
            return (name, data.to_vec());
        }
        let weights = quantise::per_channel(data, data.len() / shape[0]);
        self.graph.quantised(&name, &shape, 0, &weights);
        (name, weights.widen())
    }

    /// The name of the bias, which is empty where there is none.
    fn bias(&mut self, step: &Step) -> Result<String> {
        if step.inputs.get(2).copied().flatten().is_none() { Ok(String::new()) } else { self.input(step, 2) }
    }

    /// The name of an input; a constant one is stored first.
    fn input(&mut self, step: &Step, place: usize) -> Result<String> {
        let tensor = step.inputs.get(place).copied().flatten().with_context(|| format!("input {place} is missing"))?;
        let name = self.name(tensor);
        match &self.source.tensors[tensor].constant {
            Some(Constant::Float(data)) => {
                let (shape, moved) = match *self.source.tensors[tensor].shape.as_slice() {
                    [n, h, w, c] => (vec![n, c, h, w], layout::channels_first(data, [n, h, w, c])),
                    // The slopes of a PRELU.
                    [h, w, c] => (vec![c, h, w], layout::channels_first(data, [1, h, w, c])),
                    ref other => (other.to_vec(), data.clone()),
                };
                let name = format!("{name}u{}", step.output);
                self.graph.floats(&name, &shape, &moved);
                Ok(name)
            }
            Some(Constant::Int(_)) => bail!("whole numbers where fractions belong"),
            None => Ok(name),
        }
    }

    /// An input that is spread over the other one: one number a channel belongs to the channels.
    fn operand(&mut self, step: &Step, place: usize) -> Result<String> {
        let tensor = step.inputs.get(place).copied().flatten().with_context(|| format!("input {place} is missing"))?;
        match (&self.source.tensors[tensor].constant, self.source.tensors[tensor].shape.as_slice()) {
            (Some(Constant::Float(data)), &[channels]) if self.source.tensors[step.output].shape.len() == 4 => {
                let name = format!("{}u{}", self.name(tensor), step.output);
                self.graph.floats(&name, &[channels, 1, 1], data);
                Ok(name)
            }
            _ => self.input(step, place),
        }
    }

    fn constant(&self, step: &Step, place: usize) -> Option<&'s Constant> {
        let tensor = step.inputs.get(place).copied().flatten()?;
        self.source.tensors[tensor].constant.as_ref()
    }

    /// Height and width of an input picture.
    fn size(&self, step: &Step, place: usize) -> Result<[usize; 2]> {
        let tensor = step.inputs.get(place).copied().flatten().context("no input")?;
        match *self.source.tensors[tensor].shape.as_slice() {
            [_, height, width, _] => Ok([height, width]),
            _ => bail!("the input is no picture"),
        }
    }

    fn name(&self, tensor: usize) -> String {
        self.names.get(&tensor).cloned().unwrap_or_else(|| format!("t{tensor}"))
    }

    /// The name under which a value is computed before its activation.
    fn before(&self, tensor: usize, activation: Activation) -> String {
        let name = self.name(tensor);
        if activation == Activation::None { name } else { format!("{name}a") }
    }

    fn activate(&mut self, tensor: usize, activation: Activation) {
        let (input, output) = (self.before(tensor, activation), self.name(tensor));
        match activation {
            Activation::None => {}
            Activation::Relu => self.graph.node("Relu", &[&input], &output, &[]),
            Activation::Relu6 => {
                let (least, most) = (format!("{output}l"), format!("{output}h"));
                self.graph.floats(&least, &[], &[0.0]);
                self.graph.floats(&most, &[], &[6.0]);
                self.graph.node("Clip", &[&input, &least, &most], &output, &[]);
            }
        }
    }
}
