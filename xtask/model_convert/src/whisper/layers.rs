//! The parts that a transformer is made of, as ONNX nodes.

use super::container::{Container, Weight};
use crate::Weights;
use crate::graph::{Attribute, Graph};
use crate::quantise;
use anyhow::Result;

/// Numbers of one head of attention, in every Whisper model.
pub(super) const HEAD: usize = 64;

/// A graph being written from a container's weights.
pub(super) struct Writer<'c> {
    pub(super) container: &'c Container,
    pub(super) graph: Graph,
    pub(super) weights: Weights,
    /// Heads of attention.
    pub(super) count: usize,
}

/// The three that attention is computed of, each as its heads.
pub(super) struct Heads {
    pub(super) queries: String,
    /// Turned: `[1, heads, HEAD, places]`.
    pub(super) keys: String,
    pub(super) values: String,
}

impl Writer<'_> {
    /// Adds a node and returns its output's name, which is the scope's.
    pub(super) fn node(
        &mut self,
        operator: &str,
        inputs: &[&str],
        output: &str,
        attributes: &[(&str, Attribute)],
    ) -> String {
        self.graph.node(operator, inputs, output, attributes);
        output.to_owned()
    }

    pub(super) fn vector(&mut self, name: &str, weight: &Weight) -> String {
        self.graph.floats(name, &weight.shape, &weight.data);
        name.to_owned()
    }

    /// A matrix `[outputs, inputs]`, stored the other way round, as `MatMul` wants it.
    fn matrix(&mut self, name: &str, weight: &Weight) {
        let [outputs, inputs] = [weight.shape[0], weight.shape[1]];
        let turned = |place: usize| place % outputs * inputs + place / outputs;
        let places = 0..outputs * inputs;
        match self.weights {
            Weights::Full => {
                let data: Vec<f32> = places.map(|place| weight.data[turned(place)]).collect();
                self.graph.floats(name, &[inputs, outputs], &data);
            }
            Weights::Half => {
                let data: Vec<f32> = places.map(|place| weight.data[turned(place)]).collect();
                self.graph.halves(name, &[inputs, outputs], &data);
            }
            Weights::Int8 => {
                let mut narrow = quantise::per_channel(&weight.data, inputs);
                narrow.values = places.map(|place| narrow.values[turned(place)]).collect();
                self.graph.quantised(name, &[inputs, outputs], 1, &narrow);
            }
        }
    }

    /// The table of words `[words, width]`, which is both looked up in and multiplied with.
    pub(super) fn words(&mut self, name: &str, weight: &Weight) {
        match self.weights {
            Weights::Full => self.graph.floats(name, &weight.shape, &weight.data),
            Weights::Half => self.graph.halves(name, &weight.shape, &weight.data),
            Weights::Int8 => {
                let narrow = quantise::per_channel(&weight.data, weight.shape[1]);
                self.graph.quantised(name, &weight.shape, 0, &narrow);
            }
        }
    }

    /// `input` times a matrix, plus a bias.
    pub(super) fn linear(&mut self, input: &str, weight: &Weight, bias: &Weight, output: &str) -> String {
        let (matrix, vector, product) = (format!("{output}.w"), format!("{output}.b"), format!("{output}.p"));
        self.matrix(&matrix, weight);
        self.vector(&vector, bias);
        self.node("MatMul", &[input, &matrix], &product, &[]);
        self.node("Add", &[&product, &vector], output, &[])
    }

    /// The linear layer called so in the container.
    pub(super) fn linear_of(&mut self, input: &str, name: &str) -> Result<String> {
        let container = self.container;
        let (weight, bias) = (container.weight(&format!("{name}/weight"))?, container.weight(&format!("{name}/bias"))?);
        Ok(self.linear(input, weight, bias, name))
    }

    /// One of the matrices that the container stacks in one (queries, keys, values); queries are scaled here already.
    pub(super) fn stacked(
        &mut self,
        input: &str,
        name: &str,
        place: usize,
        factor: f32,
        output: &str,
    ) -> Result<String> {
        let container = self.container;
        let (weight, bias) = (container.weight(&format!("{name}/weight"))?, container.weight(&format!("{name}/bias"))?);
        let width = weight.shape[1];
        let weight = weight.rows(place * width, width)?.times(factor);
        let bias = bias.rows(place * width, width)?.times(factor);
        Ok(self.linear(input, &weight, &bias, output))
    }

    pub(super) fn norm(&mut self, input: &str, name: &str) -> Result<String> {
        let container = self.container;
        let gain = self.vector(&format!("{name}/gamma"), container.weight(&format!("{name}/gamma"))?);
        let bias = self.vector(&format!("{name}/beta"), container.weight(&format!("{name}/beta"))?);
        Ok(self.node("LayerNormalization", &[input, &gain, &bias], name, &[]))
    }

    /// `[n, places, width]` as `[n, heads, places, HEAD]`, or with the last two exchanged for keys.
    pub(super) fn heads(&mut self, input: &str, joined: bool, keys: bool) -> String {
        let (split, shape) = (format!("{input}.s"), format!("{input}.d"));
        // Joined: every sequence's places in one row, since they all look at the same recording.
        let sides = if joined { [1, -1, self.count as i64, HEAD as i64] } else { [0, 0, -1, HEAD as i64] };
        self.graph.ints(&shape, &sides);
        self.node("Reshape", &[input, &shape], &split, &[]);
        let order: &[usize] = if keys { &[0, 2, 3, 1] } else { &[0, 2, 1, 3] };
        self.node("Transpose", &[&split], &format!("{input}.h"), &[("perm", Attribute::Ints(order))])
    }

    /// Attention over the heads; `mask` is added to the scores. `[n, places, heads, HEAD]` comes back.
    pub(super) fn attend(&mut self, heads: &Heads, mask: Option<&str>, name: &str) -> String {
        let mut scores = self.node("MatMul", &[&heads.queries, &heads.keys], &format!("{name}.scores"), &[]);
        if let Some(mask) = mask {
            scores = self.node("Add", &[&scores, mask], &format!("{name}.masked"), &[]);
        }
        let shares = self.node("Softmax", &[&scores], &format!("{name}.shares"), &[("axis", Attribute::Int(-1))]);
        let seen = self.node("MatMul", &[&shares, &heads.values], &format!("{name}.seen"), &[]);
        self.node("Transpose", &[&seen], &format!("{name}.turned"), &[("perm", Attribute::Ints(&[0, 2, 1, 3]))])
    }

    /// Self-attention with what leads into and out of it.
    pub(super) fn self_attention(&mut self, input: &str, name: &str, mask: Option<&str>) -> Result<String> {
        let normed = self.norm(input, &format!("{name}/layer_norm"))?;
        let stack = format!("{name}/linear_0");
        let queries = self.stacked(&normed, &stack, 0, scale(), &format!("{name}/queries"))?;
        let keys = self.stacked(&normed, &stack, 1, 1.0, &format!("{name}/keys"))?;
        let values = self.stacked(&normed, &stack, 2, 1.0, &format!("{name}/values"))?;
        let heads = Heads {
            queries: self.heads(&queries, false, false),
            keys: self.heads(&keys, false, true),
            values: self.heads(&values, false, false),
        };
        let turned = self.attend(&heads, mask, name);
        let shape = format!("{name}.d");
        self.graph.ints(&shape, &[0, 0, -1]);
        let joined = self.node("Reshape", &[&turned, &shape], &format!("{name}.joined"), &[]);
        let out = self.linear_of(&joined, &format!("{name}/linear_1"))?;
        Ok(self.node("Add", &[input, &out], name, &[]))
    }

    /// The two layers after attention.
    pub(super) fn feed_forward(&mut self, input: &str, name: &str) -> Result<String> {
        let normed = self.norm(input, &format!("{name}/layer_norm"))?;
        let wide = self.linear_of(&normed, &format!("{name}/linear_0"))?;
        let bent = self.node("Gelu", &[&wide], &format!("{name}.bent"), &[]);
        let out = self.linear_of(&bent, &format!("{name}/linear_1"))?;
        Ok(self.node("Add", &[input, &out], name, &[]))
    }

    /// The learnt or computed positions, as many as `places` (a one-number tensor) says.
    pub(super) fn positions(&mut self, part: &str, places: &str) -> Result<String> {
        let name = format!("{part}/position_encodings/encodings");
        let weight = self.container.weight(&name)?;
        self.vector(&name, weight);
        let (start, axis) = (format!("{part}.start"), format!("{part}.axis"));
        self.graph.ints(&start, &[0]);
        self.graph.ints(&axis, &[0]);
        Ok(self.node("Slice", &[&name, &start, places, &axis], &format!("{part}.positions"), &[]))
    }

    /// One side of a tensor, as a one-number tensor.
    pub(super) fn side(&mut self, tensor: &str, side: i64) -> String {
        let (from, to) = (format!("{tensor}.from"), format!("{tensor}.to"));
        self.graph.ints(&from, &[side]);
        self.graph.ints(&to, &[side + 1]);
        let shape = self.node("Shape", &[tensor], &format!("{tensor}.shape"), &[]);
        self.node("Slice", &[&shape, &from, &to], &format!("{tensor}.side"), &[])
    }
}

/// By which queries are divided: the root of the numbers of a head.
pub(super) fn scale() -> f32 {
    1.0 / (HEAD as f32).sqrt()
}
