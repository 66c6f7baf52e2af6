//! Builds an ONNX graph: values, constants and nodes, with the few attributes the conversion uses.

use crate::quantise::PerChannel;
use rten_onnx::onnx::{
    AttributeProto, AttributeType, DataType, Dimension, GraphProto, ModelProto, NodeProto, OperatorSetIdProto,
    TensorProto, TensorShapeProto, TypeProto, TypeProtoTensor, ValueInfoProto,
};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// The operator set the graph is written for: 14 is the first with `HardSwish`.
const OPERATOR_SET: i64 = 14;
const IR_VERSION: i64 = 8;

#[derive(Default)]
pub(crate) struct Graph {
    proto: GraphProto,
    operators: BTreeSet<String>,
}

/// An attribute of a node.
pub(crate) enum Attribute<'a> {
    Int(i64),
    Ints(&'a [usize]),
    Text(&'a str),
}

impl Graph {
    pub(crate) fn input(&mut self, name: &str, shape: &[usize]) {
        self.proto.input.push(value(name, shape));
    }

    pub(crate) fn output(&mut self, name: &str, shape: &[usize]) {
        self.proto.output.push(value(name, shape));
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
            opset_import: vec![OperatorSetIdProto { domain: Some(String::new()), version: Some(OPERATOR_SET) }],
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

fn value(name: &str, shape: &[usize]) -> ValueInfoProto {
    let dim = shape.iter().map(|&side| Dimension { dim_value: Some(side as i64), dim_param: None }).collect();
    let tensor = TypeProtoTensor { elem_type: Some(DataType::FLOAT), shape: Some(TensorShapeProto { dim }) };
    ValueInfoProto {
        name: Some(name.to_owned()),
        r#type: Some(TypeProto { tensor_type: Some(tensor), ..TypeProto::default() }),
    }
}
