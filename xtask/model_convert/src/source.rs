//! What a conversion needs of a TensorFlow Lite model, as plain Rust data.

/// A model with one input-to-output graph; tensors are named by their place in `tensors`.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) tensors: Vec<Tensor>,
    pub(crate) steps: Vec<Step>,
    pub(crate) inputs: Vec<usize>,
    pub(crate) outputs: Vec<usize>,
}

impl Source {
    /// Makes every computed tensor hold `batch` pictures.
    pub(crate) fn take(&mut self, batch: usize) {
        let computed = self.tensors.iter_mut().filter(|tensor| tensor.constant.is_none());
        computed.filter_map(|tensor| tensor.shape.first_mut()).for_each(|pictures| *pictures = batch);
    }
}

#[derive(Debug)]
pub(crate) struct Tensor {
    /// As the source has it: `[batch, height, width, channels]` where there are four.
    pub(crate) shape: Vec<usize>,
    pub(crate) constant: Option<Constant>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Constant {
    Float(Vec<f32>),
    Int(Vec<i64>),
}

/// One operator applied; an input the source leaves out (a convolution without bias) is `None`.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) operator: Operator,
    pub(crate) inputs: Vec<Option<usize>>,
    pub(crate) output: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Operator {
    Absolute,
    Add(Activation),
    AveragePool(Window, Activation),
    Concatenation { axis: i32 },
    Convolution(Window, Activation),
    Depthwise(Window, Activation),
    HardSwish,
    Logistic,
    MaxPool(Window, Activation),
    Multiply(Activation),
    Pad,
    PRelu,
    Relu,
    Reshape,
    Subtract(Activation),
    ResizeBilinear { align_corners: bool, half_pixel_centres: bool },
    TransposedConvolution(Window),
}

/// How a kernel moves over the picture. `kernel` is known only to pooling; a convolution's stands in its weights.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Window {
    pub(crate) same_padding: bool,
    pub(crate) stride: [usize; 2],
    pub(crate) dilation: [usize; 2],
    pub(crate) kernel: [usize; 2],
}

/// The activation an operator carries within itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Activation {
    None,
    Relu,
    Relu6,
}
