//! Builds an ONNX graph: values, constants and nodes, with the few attributes the conversion uses.

use crate::quantise::PerChannel;
use half::f16;
use rten_onnx::onnx::{
    AttributeProto, AttributeType, DataType, Dimension, GraphProto, ModelProto, NodeProto, OperatorSetIdProto,
    TensorProto, TensorShapeProto, TypeProto, TypeProtoTensor, ValueInfoProto,
};
use std::cell::RefCell;
use std::collections::BTreeSet;

const IR_VERSION: i64 = 8;
/// `Cast`'s number for 32-bit floats.
const FLOAT: i64 = 1;

pub(crate) struct Graph {
    proto: GraphProto,
    operators: BTreeSet<String>,
    operator_set: i64,
}

/// A side of an input or output: known, or named.
#[derive(Clone, Copy)]
pub(crate) enum Side<'n> {
    Fixed(usize),
    Free(&'n str),
}

/// What an input holds.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Float,
    Int,
}

/// An attribute of a node.
pub(crate) enum Attribute<'a> {
    Int(i64),
    Ints(&'a [usize]),
    Text(&'a str),
}

impl Graph {
    /// An empty graph, written for that operator set.
    pub(crate) fn of(operator_set: i64) -> Self {
        Self { proto: GraphProto::default(), operators: BTreeSet::new(), operator_set }
    }

    pub(crate) fn input(&mut self, name: &str, shape: &[usize]) {
        self.input_of(name, Kind::Float, &fixed(shape));
    }

    pub(crate) fn output(&mut self, name: &str, shape: &[usize]) {
        self.output_of(name, &fixed(shape));
    }

    pub(crate) fn input_of(&mut self, name: &str, kind: Kind, sides: &[Side]) {
        self.proto.input.push(value(name, kind, sides));
    }

    pub(crate) fn output_of(&mut self, name: &str, sides: &[Side]) {
        self.proto.output.push(value(name, Kind::Float, sides));
    }

    /// The operators used so far, in alphabetical order.
    pub(crate) fn operators(&self) -> Vec<String> {
        self.operators.iter().cloned().collect()
    }

    /// Adds a node; an empty input name means "left out".
    pub(crate) fn node(&mut self, operator: &str, inputs: &[&str], output: &str, attributes: &[(&str, Attribute)]) {
        self.operators.insert(operator.to_owned());
        self.proto.node.push(NodeProto {
            input: inputs.iter().map(|&name| name.to_owned()).collect(),
            output: vec![output.to_owned()],
            op_type: Some(operator.to_owned()),
            attribute: attributes.iter().map(|(name, attribute)| attribute.proto(name)).collect(),
            ..NodeProto::default()
        });
    }

    pub(crate) fn floats(&mut self, name: &str, shape: &[usize], data: &[f32]) {
        let bytes = data.iter().flat_map(|number| number.to_le_bytes()).collect();
        self.constant(name, shape, DataType::FLOAT, bytes);
    }

    /// A constant kept in half precision; rten widens it while loading.
    pub(crate) fn halves(&mut self, name: &str, shape: &[usize], data: &[f32]) {
        let bytes = data.iter().flat_map(|&number| f16::from_f32(number).to_le_bytes()).collect();
        let narrow = format!("{name}h");
        self.constant(&narrow, shape, DataType::FLOAT16, bytes);
        self.node("Cast", &[&narrow], name, &[("to", Attribute::Int(FLOAT))]);
    }

    pub(crate) fn ints(&mut self, name: &str, data: &[i64]) {
        let bytes = data.iter().flat_map(|number| number.to_le_bytes()).collect();
        self.constant(name, &[data.len()], DataType::INT64, bytes);
    }

    /// A constant kept in eight bits and widened by a `DequantizeLinear`, which rten evaluates while loading.
    pub(crate) fn quantised(&mut self, name: &str, shape: &[usize], axis: usize, weights: &PerChannel) {
        let (narrow, scale) = (format!("{name}q"), format!("{name}s"));
        let bytes = weights.values.iter().map(|value| value.cast_unsigned()).collect();
        self.constant(&narrow, shape, DataType::INT8, bytes);
        self.floats(&scale, &[weights.scales.len()], &weights.scales);
        let axis = [("axis", Attribute::Int(axis as i64))];
        self.node("DequantizeLinear", &[&narrow, &scale], name, &axis);
    }

    fn constant(&mut self, name: &str, shape: &[usize], data_type: DataType, bytes: Vec<u8>) {
        self.proto.initializer.push(TensorProto {
            dims: shape.iter().map(|&side| side as i64).collect(),
            data_type: Some(data_type),
            raw_data: Some(RefCell::new(bytes)),
            name: Some(name.to_owned()),
            ..TensorProto::default()
        });
    }

    pub(crate) fn into_model(self) -> ModelProto {
        ModelProto {
            ir_version: Some(IR_VERSION),
            graph: Some(self.proto),
            opset_import: vec![OperatorSetIdProto { domain: Some(String::new()), version: Some(self.operator_set) }],
            producer_name: Some("ruji model_convert".to_owned()),
            ..ModelProto::default()
        }
    }
}

impl Attribute<'_> {
    fn proto(&self, name: &str) -> AttributeProto {
        let mut proto = AttributeProto { name: Some(name.to_owned()), ..AttributeProto::default() };
        match self {
            Self::Int(number) => (proto.i, proto.r#type) = (Some(*number), Some(AttributeType::INT)),
            Self::Ints(numbers) => {
                proto.ints = numbers.iter().map(|&number| number as i64).collect();
                proto.r#type = Some(AttributeType::INTS);
            }
            Self::Text(text) => (proto.s, proto.r#type) = (Some((*text).to_owned()), Some(AttributeType::STRING)),
        }
        proto
    }
}

fn fixed(shape: &[usize]) -> Vec<Side<'static>> {
    shape.iter().map(|&side| Side::Fixed(side)).collect()
}

fn value(name: &str, kind: Kind, sides: &[Side]) -> ValueInfoProto {
    let dimension = |side: &Side| match *side {
        Side::Fixed(side) => Dimension { dim_value: Some(side as i64), dim_param: None },
        Side::Free(name) => Dimension { dim_value: None, dim_param: Some(name.to_owned()) },
    };
    let elem_type = match kind {
        Kind::Float => DataType::FLOAT,
        Kind::Int => DataType::INT64,
    };
    let dim = sides.iter().map(dimension).collect();
    let tensor = TypeProtoTensor { elem_type: Some(elem_type), shape: Some(TensorShapeProto { dim }) };
    ValueInfoProto {
        name: Some(name.to_owned()),
        r#type: Some(TypeProto { tensor_type: Some(tensor), ..TypeProto::default() }),
    }
}
