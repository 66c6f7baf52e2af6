//! Reads ONNX: the nodes and the constants, with eight-bit weights already multiplied by their scales.

use super::protobuf::Fields;
use std::collections::HashMap;

/// A constant's shape and values.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Constant {
    pub(super) shape: Vec<usize>,
    pub(super) values: Values,
}

#[derive(Clone, PartialEq, Debug)]
pub(super) enum Values {
    Floats(Vec<f32>),
    /// Shapes and paddings.
    Whole(Vec<i64>),
    /// Weights before their scale.
    Bytes(Vec<i8>),
}

impl Constant {
    pub(super) fn floats(&self) -> Option<&[f32]> {
        if let Values::Floats(values) = &self.values { Some(values) } else { None }
    }

    pub(super) fn whole(&self) -> Option<&[i64]> {
        if let Values::Whole(values) = &self.values { Some(values) } else { None }
    }
}

/// One operation as the file has it.
#[derive(Default, Debug)]
pub(super) struct Node<'a> {
    pub(super) operator: &'a [u8],
    pub(super) inputs: Vec<&'a [u8]>,
    pub(super) outputs: Vec<&'a [u8]>,
    /// Integers, one or several, by the attribute's name.
    pub(super) numbers: HashMap<&'a [u8], Vec<i64>>,
    /// Strings by the attribute's name.
    pub(super) words: HashMap<&'a [u8], &'a [u8]>,
}

impl Node<'_> {
    /// The integers of an attribute; `usual` where the node does not state it.
    pub(super) fn numbers<const N: usize>(&self, name: &str, usual: [i64; N]) -> Option<[i64; N]> {
        self.numbers.get(name.as_bytes()).map_or(Some(usual), |stated| stated.as_slice().try_into().ok())
    }
}

/// What a file holds, `DequantizeLinear` of constants worked out.
#[derive(Default, Debug)]
pub(super) struct Graph<'a> {
    pub(super) nodes: Vec<Node<'a>>,
    pub(super) constants: HashMap<&'a [u8], Constant>,
}

/// Fields of `ModelProto`, `GraphProto`, `NodeProto`, `AttributeProto` and `TensorProto` (onnx.proto3).
mod field {
    pub(super) const MODEL_GRAPH: u64 = 7;
    pub(super) const GRAPH_NODE: u64 = 1;
    pub(super) const GRAPH_CONSTANT: u64 = 5;
    pub(super) const NODE_INPUT: u64 = 1;
    pub(super) const NODE_OUTPUT: u64 = 2;
    pub(super) const NODE_OPERATOR: u64 = 4;
    pub(super) const NODE_ATTRIBUTE: u64 = 5;
    pub(super) const ATTRIBUTE_NAME: u64 = 1;
    pub(super) const ATTRIBUTE_NUMBER: u64 = 3;
    pub(super) const ATTRIBUTE_WORD: u64 = 4;
    pub(super) const ATTRIBUTE_NUMBERS: u64 = 8;
    pub(super) const TENSOR_SHAPE: u64 = 1;
    pub(super) const TENSOR_KIND: u64 = 2;
    pub(super) const TENSOR_NAME: u64 = 8;
    pub(super) const TENSOR_BYTES: u64 = 9;
}

/// Reads a model. The error says what is wrong with it.
pub(super) fn read(model: &[u8]) -> Result<Graph<'_>, &'static str> {
    let mut outer = Fields::new(model);
    let bytes = outer.find(|&(number, _)| number == field::MODEL_GRAPH).ok_or("it is not ONNX")?.1.bytes();
    outer.by_ref().for_each(drop);
    let mut graph = Graph::default();
    let mut fields = Fields::new(bytes);
    for (number, content) in fields.by_ref() {
        match number {
            field::GRAPH_NODE => graph.nodes.push(node(content.bytes())),
            field::GRAPH_CONSTANT => {
                let (name, constant) = constant(content.bytes())?;
                graph.constants.insert(name, constant);
            }
            _ => {}
        }
    }
    if outer.broken || fields.broken || graph.nodes.is_empty() {
        return Err("it is damaged");
    }
    graph.scale_weights()?;
    Ok(graph)
}

fn node(bytes: &[u8]) -> Node<'_> {
    let mut node = Node::default();
    for (number, content) in Fields::new(bytes) {
        match number {
            field::NODE_INPUT => node.inputs.push(content.bytes()),
            field::NODE_OUTPUT => node.outputs.push(content.bytes()),
            field::NODE_OPERATOR => node.operator = content.bytes(),
            field::NODE_ATTRIBUTE => attribute(&mut node, content.bytes()),
            _ => {}
        }
    }
    node
}

fn attribute<'a>(node: &mut Node<'a>, bytes: &'a [u8]) {
    let (mut name, mut numbers, mut word): (&[u8], _, _) = (&[], Vec::new(), None);
    for (number, content) in Fields::new(bytes) {
        match number {
            field::ATTRIBUTE_NAME => name = content.bytes(),
            field::ATTRIBUTE_NUMBER | field::ATTRIBUTE_NUMBERS => numbers.extend(content.numbers()),
            field::ATTRIBUTE_WORD => word = Some(content.bytes()),
            _ => {}
        }
    }
    if !numbers.is_empty() {
        node.numbers.insert(name, numbers);
    }
    node.words.extend(word.map(|word| (name, word)));
}

fn constant(bytes: &[u8]) -> Result<(&[u8], Constant), &'static str> {
    const FLOAT: u64 = 1;
    const INT8: u64 = 3;
    const INT64: u64 = 7;
    let (mut name, mut kind, mut raw, mut shape): (&[u8], _, &[u8], _) = (&[], 0, &[], Vec::new());
    for (number, content) in Fields::new(bytes) {
        match number {
            field::TENSOR_SHAPE => shape.extend(content.numbers()),
            field::TENSOR_KIND => kind = content.numbers().first().map_or(0, |&kind| kind as u64),
            field::TENSOR_NAME => name = content.bytes(),
            field::TENSOR_BYTES => raw = content.bytes(),
            _ => {}
        }
    }
    let values = match kind {
        FLOAT => Values::Floats(raw.as_chunks().0.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect()),
        INT8 => Values::Bytes(raw.iter().map(|&byte| byte as i8).collect()),
        INT64 => Values::Whole(raw.as_chunks().0.iter().map(|&bytes| i64::from_le_bytes(bytes)).collect()),
        _ => return Err("a constant is of a type that is not supported"),
    };
    let count = match &values {
        Values::Floats(values) => values.len(),
        Values::Bytes(values) => values.len(),
        Values::Whole(values) => values.len(),
    };
    let shape: Vec<usize> = shape.iter().map(|&side| usize::try_from(side).unwrap_or(0)).collect();
    let stated = shape.iter().try_fold(1_usize, |product, &side| product.checked_mul(side));
    if stated != Some(count) {
        return Err("a constant is not as large as its shape");
    }
    Ok((name, Constant { shape, values }))
}

impl Graph<'_> {
    /// Works out `DequantizeLinear`: eight-bit weights times one scale for each of the first axis.
    fn scale_weights(&mut self) -> Result<(), &'static str> {
        let mut rest = Vec::with_capacity(self.nodes.len());
        for node in std::mem::take(&mut self.nodes) {
            if node.operator != b"DequantizeLinear" {
                rest.push(node);
                continue;
            }
            let scaled = match (node.inputs.as_slice(), node.numbers("axis", [1])) {
                (&[weights, scales], Some([0])) => self.scaled(weights, scales),
                _ => None,
            };
            let (Some(scaled), &[output]) = (scaled, node.outputs.as_slice()) else {
                return Err("its weights are packed in a way that is not supported");
            };
            self.constants.insert(output, scaled);
        }
        self.nodes = rest;
        Ok(())
    }

    fn scaled(&mut self, weights: &[u8], scales: &[u8]) -> Option<Constant> {
        let Constant { shape, values: Values::Bytes(weights) } = self.constants.remove(weights)? else { return None };
        let scales = self.constants.remove(scales)?;
        let scales = scales.floats()?;
        let each = weights.len() / scales.len().max(1);
        if each == 0 || each * scales.len() != weights.len() {
            return None;
        }
        let scaled = |(&scale, weights): (&f32, &[i8])| -> Vec<f32> {
            weights.iter().map(|&weight| f32::from(weight) * scale).collect()
        };
        let values = scales.iter().zip(weights.chunks_exact(each)).flat_map(scaled).collect();
        Some(Constant { shape, values: Values::Floats(values) })
    }
}
