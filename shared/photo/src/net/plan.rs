//! A graph of ONNX as steps that can be run: every name a place, every weight in the order its product reads it.

use super::{
    conv::{Window, by_channel, enlarging, full},
    gemm::Weights,
    layers::{self, Activation},
    onnx::{Constant, Graph, Node},
    tensor::Tensor,
};
use std::collections::HashMap;

/// What a step computes, with its constants.
#[derive(Debug)]
enum Operation {
    Full(Weights, Window),
    ByChannel { weights: Vec<f32>, bias: Option<Vec<f32>>, window: Window },
    Enlarging(Weights, [usize; 2]),
    Activation(Activation),
    PRelu(Vec<f32>),
    Add,
    Multiply,
    MaxPool(usize),
    Mean,
    PadChannels(usize, usize),
    Resize(usize, usize),
    ChannelsLast,
    Reshape(Vec<usize>),
    Concat,
}

#[derive(Debug)]
struct Step {
    operation: Operation,
    inputs: Vec<usize>,
    /// For each input: nothing later reads it.
    last: Vec<bool>,
    output: usize,
}

/// Steps in an order in which each finds what it reads.
#[derive(Debug)]
pub(super) struct Plan {
    steps: Vec<Step>,
    values: usize,
    input: usize,
    outputs: Vec<usize>,
}

/// Names to places.
#[derive(Default)]
struct Places<'a>(HashMap<&'a [u8], usize>);

impl<'a> Places<'a> {
    fn of(&mut self, name: &'a [u8]) -> usize {
        let next = self.0.len();
        *self.0.entry(name).or_insert(next)
    }
}

/// Why there is no plan.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Obstacle {
    /// What is wrong with the graph.
    Unsupported(&'static str),
    /// The named value is not in the graph.
    Missing(&'static str),
}

impl Plan {
    /// The plan that computes `outputs` from `input`.
    pub(super) fn new(graph: &Graph, input: &'static str, outputs: &[&'static str]) -> Result<Self, Obstacle> {
        let unsupported = || Obstacle::Unsupported("it needs an operation that is not supported");
        let mut places = Places::default();
        let mut steps = Vec::with_capacity(graph.nodes.len());
        for node in &graph.nodes {
            let operation = operation(node, &graph.constants).ok_or_else(unsupported)?;
            let variable = |name: &&[u8]| !name.is_empty() && !graph.constants.contains_key(name);
            let inputs: Vec<usize> = node.inputs.iter().copied().filter(variable).map(|name| places.of(name)).collect();
            let &[output] = node.outputs.as_slice() else { return Err(unsupported()) };
            steps.push(Step { operation, last: vec![false; inputs.len()], inputs, output: places.of(output) });
        }
        let find = |name: &'static str| places.0.get(name.as_bytes()).copied().ok_or(Obstacle::Missing(name));
        let input = find(input)?;
        let outputs = outputs.iter().map(|&name| find(name)).collect::<Result<Vec<_>, _>>()?;
        let mut plan = Self { steps, values: places.0.len(), input, outputs };
        plan.mark_last();
        Ok(plan)
    }

    fn mark_last(&mut self) {
        let mut read_later = vec![false; self.values];
        for &output in &self.outputs {
            read_later[output] = true;
        }
        for step in self.steps.iter_mut().rev() {
            for (last, &input) in step.last.iter_mut().zip(&step.inputs).rev() {
                *last = !read_later[input];
                read_later[input] = true;
            }
        }
    }

    /// The outputs in the order asked for; `None` where a step cannot take what it is given.
    pub(super) fn run(&self, picture: Tensor) -> Option<Vec<Tensor>> {
        let mut values: Vec<Option<Tensor>> = vec![None; self.values];
        values[self.input] = Some(picture);
        for step in &self.steps {
            let result = step.run(&mut values)?;
            values[step.output] = Some(result);
        }
        self.outputs.iter().map(|&output| values[output].take()).collect()
    }
}

impl Step {
    fn run(&self, values: &mut [Option<Tensor>]) -> Option<Tensor> {
        let &first = self.inputs.first()?;
        // Taken, not copied, where nothing else needs it: many operations then work in place.
        let mut owned = || if self.last[0] { values[first].take() } else { values[first].clone() };
        match &self.operation {
            Operation::Activation(activation) => return Some(activation.apply(owned()?)),
            Operation::PRelu(slopes) => return layers::prelu(owned()?, slopes),
            Operation::Reshape(shape) => {
                let tensor = owned()?;
                let fits = shape.iter().product::<usize>() == tensor.values.len();
                return fits.then(|| Tensor { shape: shape.clone(), ..tensor });
            }
            Operation::Add | Operation::Multiply => {
                let one = owned()?;
                let &second = self.inputs.get(1)?;
                let copy;
                let two = if second == first {
                    copy = one.clone();
                    &copy
                } else {
                    values[second].as_ref()?
                };
                return if matches!(self.operation, Operation::Add) {
                    layers::combine(one, two, |a, b| a + b)
                } else {
                    layers::combine(one, two, |a, b| a * b)
                };
            }
            _ => {}
        }
        let result = self.anew(values);
        for (&input, _) in self.inputs.iter().zip(&self.last).filter(|(_, last)| **last) {
            values[input] = None;
        }
        result
    }

    /// Operations whose result is another tensor in any case.
    fn anew(&self, values: &[Option<Tensor>]) -> Option<Tensor> {
        let tensors = self.inputs.iter().map(|&input| values[input].as_ref()).collect::<Option<Vec<_>>>()?;
        let &source = tensors.first()?;
        match &self.operation {
            Operation::Full(weights, window) => full(source, weights, window),
            Operation::ByChannel { weights, bias, window } => by_channel(source, weights, bias.as_deref(), window),
            Operation::Enlarging(weights, kernel) => enlarging(source, weights, *kernel),
            Operation::MaxPool(side) => layers::max_pool(source, *side),
            Operation::Mean => layers::mean(source),
            Operation::PadChannels(before, after) => layers::pad_channels(source, *before, *after),
            Operation::Resize(height, width) => layers::resize(source, *height, *width),
            Operation::ChannelsLast => layers::channels_last(source),
            Operation::Concat => layers::concat(&tensors),
            _ => None,
        }
    }
}

/// `None` for what the models of `models.toml` do not use.
fn operation(node: &Node, constants: &HashMap<&[u8], Constant>) -> Option<Operation> {
    let constant = |at: usize| node.inputs.get(at).and_then(|name| constants.get(name));
    let whole = |at: usize| constant(at).and_then(Constant::whole);
    Some(match node.operator {
        b"Conv" => convolution(node, constant(1)?, constant(2))?,
        b"ConvTranspose" => enlarging_convolution(node, constant(1)?, constant(2))?,
        b"Relu" => Operation::Activation(Activation::Relu),
        b"HardSwish" => Operation::Activation(Activation::HardSwish),
        b"Sigmoid" => Operation::Activation(Activation::Sigmoid),
        b"PRelu" => Operation::PRelu(constant(1)?.floats()?.to_vec()),
        b"Add" => Operation::Add,
        b"Mul" => Operation::Multiply,
        b"MaxPool" => Operation::MaxPool(square(node)?),
        b"GlobalAveragePool" => Operation::Mean,
        b"Pad" => match *whole(1)? {
            [0, before, 0, 0, 0, after, 0, 0] => {
                Operation::PadChannels(usize::try_from(before).ok()?, usize::try_from(after).ok()?)
            }
            _ => return None,
        },
        b"Resize" => resizing(node, whole(3)?)?,
        b"Transpose" => (node.numbers("perm", [0; 4])? == [0, 2, 3, 1]).then_some(Operation::ChannelsLast)?,
        b"Reshape" => {
            Operation::Reshape(whole(1)?.iter().map(|&side| usize::try_from(side)).collect::<Result<_, _>>().ok()?)
        }
        b"Concat" => (node.numbers("axis", [0])? == [1]).then_some(Operation::Concat)?,
        _ => return None,
    })
}

fn sizes<const N: usize>(numbers: [i64; N]) -> Option<[usize; N]> {
    let mut sizes = [0; N];
    for (size, number) in sizes.iter_mut().zip(numbers) {
        // Nothing in these models is as wide as a thousand pixels; an absurd number would only waste memory.
        *size = usize::try_from(number).ok().filter(|&size| size <= 1024)?;
    }
    Some(sizes)
}

fn convolution(node: &Node, weights: &Constant, bias: Option<&Constant>) -> Option<Operation> {
    let (&[to, from, rows, columns], kernels) = (weights.shape.as_slice(), weights.floats()?) else { return None };
    let usual = node.numbers("dilations", [1, 1])? == [1, 1] && !node.words.contains_key(&b"auto_pad"[..]);
    let window = Window {
        kernel: [rows, columns],
        stride: sizes(node.numbers("strides", [1, 1])?)?,
        padding: sizes(node.numbers("pads", [0; 4])?)?,
    };
    let bias = match bias {
        Some(bias) => Some(bias.floats()?),
        None => None,
    };
    match node.numbers("group", [1])? {
        _ if !usual => None,
        [1] => Some(Operation::Full(Weights::new(to, from * rows * columns, kernels, bias)?, window)),
        [groups] if groups as usize == to && from == 1 => {
            Some(Operation::ByChannel { weights: kernels.to_vec(), bias: bias.map(<[f32]>::to_vec), window })
        }
        _ => None,
    }
}

/// Only where stride and kernel are the same, so that no two pixels meet.
fn enlarging_convolution(node: &Node, weights: &Constant, bias: Option<&Constant>) -> Option<Operation> {
    let (&[from, to, rows, columns], kernels) = (weights.shape.as_slice(), weights.floats()?) else { return None };
    let plain = node.numbers("pads", [0; 4])? == [0; 4]
        && node.numbers("dilations", [1, 1])? == [1, 1]
        && sizes(node.numbers("strides", [1, 1])?)? == [rows, columns];
    let part = to * rows * columns;
    let mut turned = vec![0.0; kernels.len()];
    for (row, kernel) in turned.chunks_exact_mut(from).enumerate() {
        for (channel, weight) in kernel.iter_mut().enumerate() {
            *weight = *kernels.get(channel * part + row)?;
        }
    }
    let spread = |bias: &[f32]| -> Vec<f32> { bias.iter().flat_map(|&bias| vec![bias; rows * columns]).collect() };
    let bias = match bias {
        Some(bias) => Some(spread(bias.floats()?)),
        None => None,
    };
    let weights = Weights::new(part, from, &turned, bias.as_deref())?;
    plain.then_some(Operation::Enlarging(weights, [rows, columns]))
}

/// The side of a pool that moves by its own size.
fn square(node: &Node) -> Option<usize> {
    let [side, other] = sizes(node.numbers("kernel_shape", [0, 0])?)?;
    let plain = side == other
        && side > 0
        && sizes(node.numbers("strides", [1, 1])?)? == [side, side]
        && node.numbers("pads", [0; 4])? == [0; 4];
    plain.then_some(side)
}

fn resizing(node: &Node, shape: &[i64]) -> Option<Operation> {
    let &[1, _, height, width] = shape else { return None };
    let word = |name: &str| node.words.get(name.as_bytes()).copied();
    let bilinear = word("mode") == Some(b"linear")
        && word("coordinate_transformation_mode").is_none_or(|mode| mode == b"half_pixel");
    let [height, width] = sizes([height, width])?;
    bilinear.then_some(Operation::Resize(height, width))
}
