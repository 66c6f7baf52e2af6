//! Reads a TensorFlow Lite file into [`Source`], with half-precision weights already widened.

use crate::source::{Activation, Constant, Operator, Source, Step, Tensor, Window};
use anyhow::{Context, Result, anyhow, bail, ensure};
use half::f16;
use tract_tflite::tflite::{
    self, ActivationFunctionType, BuiltinOperator, Model, Padding, SubGraph, TensorType, root_as_model,
};

/// Reads the first graph of the file.
pub(crate) fn read(bytes: &[u8]) -> Result<Source> {
    let model = root_as_model(bytes).map_err(|error| anyhow!("not a TensorFlow Lite file: {error}"))?;
    let graph = model.subgraphs().context("the file holds no graph")?.get(0);
    let mut tensors = read_tensors(&model, &graph)?;
    let mut steps = Vec::new();
    for operator in graph.operators().context("the graph has no operators")? {
        let (code, custom) = operator_code(&model, operator.opcode_index() as usize)?;
        let inputs = indices(operator.inputs());
        let output = *indices(operator.outputs()).first().context("an operator without output")?;
        let output = output.context("an operator without output")?;
        if code == BuiltinOperator::DEQUANTIZE {
            let from = inputs.first().copied().flatten().context("DEQUANTIZE without input")?;
            let constant = tensors[from].constant.clone();
            tensors[output].constant = Some(constant.context("DEQUANTIZE of a computed value")?);
            continue;
        }
        let operator = read_operator(&operator, code, custom)?;
        steps.push(Step { operator, inputs, output });
    }
    let ends = |ends| indices(ends).into_iter().flatten().collect();
    Ok(Source { tensors, steps, inputs: ends(graph.inputs()), outputs: ends(graph.outputs()) })
}

fn indices<'a>(list: Option<impl IntoIterator<Item = i32> + 'a>) -> Vec<Option<usize>> {
    list.into_iter().flatten().map(|index| usize::try_from(index).ok()).collect()
}

/// The operator's number and, where it is the application's own, its name.
fn operator_code<'m>(model: &Model<'m>, index: usize) -> Result<(BuiltinOperator, Option<&'m str>)> {
    let codes = model.operator_codes().context("the file lists no operator codes")?;
    ensure!(index < codes.len(), "operator code {index} is not listed");
    let code = codes.get(index);
    // Files older than version 3a of the schema have the number in the deprecated, narrow field only.
    let number = code.builtin_code().0.max(i32::from(code.deprecated_builtin_code()));
    Ok((BuiltinOperator(number), code.custom_code()))
}

fn read_tensors(model: &Model, graph: &SubGraph) -> Result<Vec<Tensor>> {
    let buffers = model.buffers().context("the file holds no buffers")?;
    let tensors = graph.tensors().context("the graph has no tensors")?;
    tensors
        .iter()
        .map(|tensor| {
            let shape = tensor.shape().map(|shape| shape.iter().map(|side| side.max(0) as usize).collect());
            let index = tensor.buffer() as usize;
            ensure!(index < buffers.len(), "buffer {index} is not in the file");
            let data = buffers.get(index).data().map(|data| data.bytes()).filter(|data| !data.is_empty());
            let constant = data.map(|data| read_constant(tensor.type_(), data)).transpose()?;
            Ok(Tensor { shape: shape.unwrap_or_default(), constant })
        })
        .collect()
}

fn read_constant(kind: TensorType, data: &[u8]) -> Result<Constant> {
    Ok(match kind {
        TensorType::FLOAT32 => Constant::Float(chunks(data).map(f32::from_le_bytes).collect()),
        TensorType::FLOAT16 => Constant::Float(chunks(data).map(|two| f16::from_le_bytes(two).to_f32()).collect()),
        TensorType::INT32 => Constant::Int(chunks(data).map(|four| i64::from(i32::from_le_bytes(four))).collect()),
        TensorType::INT64 => Constant::Int(chunks(data).map(i64::from_le_bytes).collect()),
        other => bail!("constants of type {other:?} are not supported"),
    })
}

fn chunks<const N: usize>(data: &[u8]) -> impl Iterator<Item = [u8; N]> {
    data.as_chunks::<N>().0.iter().copied()
}

fn read_operator(step: &tflite::Operator, code: BuiltinOperator, custom: Option<&str>) -> Result<Operator> {
    let missing = || format!("{code:?} without its options");
    Ok(match code {
        BuiltinOperator::ADD => {
            let options = step.builtin_options_as_add_options().with_context(missing)?;
            Operator::Add(activation(options.fused_activation_function())?)
        }
        BuiltinOperator::MUL => {
            let options = step.builtin_options_as_mul_options().with_context(missing)?;
            Operator::Multiply(activation(options.fused_activation_function())?)
        }
        BuiltinOperator::SUB => {
            let options = step.builtin_options_as_sub_options().with_context(missing)?;
            Operator::Subtract(activation(options.fused_activation_function())?)
        }
        BuiltinOperator::ABS => Operator::Absolute,
        BuiltinOperator::CONCATENATION => {
            let options = step.builtin_options_as_concatenation_options().with_context(missing)?;
            ensure!(activation(options.fused_activation_function())? == Activation::None, "CONCATENATION activates");
            Operator::Concatenation { axis: options.axis() }
        }
        BuiltinOperator::RESIZE_BILINEAR => {
            let options = step.builtin_options_as_resize_bilinear_options().with_context(missing)?;
            let (align_corners, half_pixel_centres) = (options.align_corners(), options.half_pixel_centers());
            Operator::ResizeBilinear { align_corners, half_pixel_centres }
        }
        BuiltinOperator::CONV_2D
        | BuiltinOperator::DEPTHWISE_CONV_2D
        | BuiltinOperator::MAX_POOL_2D
        | BuiltinOperator::AVERAGE_POOL_2D => read_window(step, code)?,
        BuiltinOperator::HARD_SWISH => Operator::HardSwish,
        BuiltinOperator::LOGISTIC => Operator::Logistic,
        BuiltinOperator::PAD => Operator::Pad,
        BuiltinOperator::PRELU => Operator::PRelu,
        BuiltinOperator::RELU => Operator::Relu,
        BuiltinOperator::RESHAPE => Operator::Reshape,
        BuiltinOperator::CUSTOM if custom == Some("Convolution2DTransposeBias") => {
            Operator::TransposedConvolution(transposed_window(step)?)
        }
        other => bail!("operator {other:?} {} is not supported", custom.unwrap_or_default()),
    })
}

/// The operators that slide a kernel over the picture.
fn read_window(step: &tflite::Operator, code: BuiltinOperator) -> Result<Operator> {
    let missing = || format!("{code:?} without its options");
    let size =
        |height: i32, width: i32| -> Result<[usize; 2]> { Ok([usize::try_from(height)?, usize::try_from(width)?]) };
    Ok(match code {
        BuiltinOperator::CONV_2D => {
            let options = step.builtin_options_as_conv_2_doptions().with_context(missing)?;
            let stride = size(options.stride_h(), options.stride_w())?;
            let dilation = size(options.dilation_h_factor(), options.dilation_w_factor())?;
            let same_padding = options.padding() == Padding::SAME;
            let window = Window { same_padding, stride, dilation, kernel: [0; 2] };
            Operator::Convolution(window, activation(options.fused_activation_function())?)
        }
        BuiltinOperator::DEPTHWISE_CONV_2D => {
            let options = step.builtin_options_as_depthwise_conv_2_doptions().with_context(missing)?;
            let stride = size(options.stride_h(), options.stride_w())?;
            let dilation = size(options.dilation_h_factor(), options.dilation_w_factor())?;
            let same_padding = options.padding() == Padding::SAME;
            let window = Window { same_padding, stride, dilation, kernel: [0; 2] };
            Operator::Depthwise(window, activation(options.fused_activation_function())?)
        }
        pooling => {
            let options = step.builtin_options_as_pool_2_doptions().with_context(missing)?;
            let stride = size(options.stride_h(), options.stride_w())?;
            let kernel = size(options.filter_height(), options.filter_width())?;
            let same_padding = options.padding() == Padding::SAME;
            let window = Window { same_padding, stride, dilation: [1; 2], kernel };
            let activation = activation(options.fused_activation_function())?;
            if pooling == BuiltinOperator::MAX_POOL_2D {
                Operator::MaxPool(window, activation)
            } else {
                Operator::AveragePool(window, activation)
            }
        }
    })
}

/// MediaPipe's own operator stores the C structure {padding, stride width, stride height} as its options; padding 1 is
/// "same".
fn transposed_window(step: &tflite::Operator) -> Result<Window> {
    let options = step.custom_options().context("Convolution2DTransposeBias without its options")?;
    let numbers: Vec<i32> = chunks(options.bytes()).map(i32::from_le_bytes).collect();
    let &[padding, width, height] = numbers.as_slice() else {
        bail!("Convolution2DTransposeBias with {} options instead of 3", numbers.len());
    };
    let stride = [usize::try_from(height)?, usize::try_from(width)?];
    Ok(Window { same_padding: padding == 1, stride, dilation: [1; 2], kernel: [0; 2] })
}

fn activation(kind: ActivationFunctionType) -> Result<Activation> {
    Ok(match kind {
        ActivationFunctionType::NONE => Activation::None,
        ActivationFunctionType::RELU => Activation::Relu,
        ActivationFunctionType::RELU6 => Activation::Relu6,
        other => bail!("activation {other:?} is not supported"),
    })
}
