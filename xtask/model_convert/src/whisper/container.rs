//! Reads the weights out of a `CTranslate2` file (version 6): names, shapes, numbers of half precision.

use anyhow::{Context, Result, ensure};
use half::f16;
use std::collections::HashMap;

const VERSION: u32 = 6;
const SPECIFICATION: &str = "WhisperSpec";
/// The container's number for half precision.
const HALF: u8 = 4;

/// More than any size of Whisper has.
const LAYERS_MAX: usize = 64;

/// Numbers in rows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Weight {
    pub(crate) shape: Vec<usize>,
    pub(crate) data: Vec<f32>,
}

/// The weights by name. What is stored in another type (flags of the format) is left out.
pub(crate) struct Container {
    weights: HashMap<String, Weight>,
}

impl Container {
    pub(crate) fn read(bytes: &[u8]) -> Result<Self> {
        let mut rest = Rest { bytes };
        let version = rest.number()?;
        ensure!(version == VERSION, "a CTranslate2 file of version {version}, not {VERSION}");
        let specification = rest.name()?;
        ensure!(specification == SPECIFICATION, "the file holds a {specification}, not a {SPECIFICATION}");
        rest.number()?; // the specification's revision
        let mut weights = HashMap::new();
        for _ in 0..rest.number()? {
            let name = rest.name()?;
            let sides = rest.take(1)?[0];
            let shape = (0..sides).map(|_| rest.number().map(|side| side as usize)).collect::<Result<Vec<_>>>()?;
            let kind = rest.take(1)?[0];
            let length = rest.number()? as usize;
            let data = rest.take(length).with_context(|| name.clone())?;
            if kind == HALF {
                let data: Vec<f32> =
                    data.as_chunks::<2>().0.iter().map(|two| f16::from_le_bytes(*two).to_f32()).collect();
                ensure!(data.len() == shape.iter().product::<usize>(), "{name} has {} numbers", data.len());
                weights.insert(name, Weight { shape, data });
            }
        }
        Ok(Self { weights })
    }

    pub(crate) fn weight(&self, name: &str) -> Result<&Weight> {
        self.weights.get(name).with_context(|| format!("the file holds no {name}"))
    }

    /// How many layers a half of the model has.
    pub(crate) fn layers(&self, part: &str) -> usize {
        let has = |layer: &usize| self.weights.contains_key(&format!("{part}/layer_{layer}/ffn/linear_0/weight"));
        (0..LAYERS_MAX).take_while(has).count()
    }
}

impl Weight {
    /// Some rows of a matrix, or numbers of a vector.
    pub(crate) fn rows(&self, from: usize, count: usize) -> Result<Self> {
        let width: usize = self.shape[1..].iter().product();
        let data = self.data.get(from * width..(from + count) * width).context("rows beyond the matrix")?;
        let mut shape = self.shape.clone();
        shape[0] = count;
        Ok(Self { shape, data: data.to_vec() })
    }

    pub(crate) fn times(mut self, factor: f32) -> Self {
        self.data.iter_mut().for_each(|number| *number *= factor);
        self
    }
}

struct Rest<'b> {
    bytes: &'b [u8],
}

impl<'b> Rest<'b> {
    fn take(&mut self, length: usize) -> Result<&'b [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(length).context("the file ends too early")?;
        self.bytes = rest;
        Ok(taken)
    }

    fn number(&mut self) -> Result<u32> {
        Ok(u32::from_le_bytes(self.take(4)?.try_into().context("four bytes")?))
    }

    /// Two bytes of length, then text that a zero ends.
    fn name(&mut self) -> Result<String> {
        let length = u16::from_le_bytes(self.take(2)?.try_into().context("two bytes")?);
        let text = self.take(length.into())?;
        Ok(String::from_utf8_lossy(text.strip_suffix(b"\0").unwrap_or(text)).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Vec<u8> {
        [&(text.len() as u16 + 1).to_le_bytes(), text.as_bytes(), b"\0"].concat()
    }

    fn file() -> Vec<u8> {
        let numbers: Vec<u8> = [1.0, -2.0, 0.5, 4.0].map(|number| f16::from_f32(number).to_le_bytes()).concat();
        let mut file = [&VERSION.to_le_bytes()[..], &name(SPECIFICATION), &3_u32.to_le_bytes()].concat();
        file.extend(2_u32.to_le_bytes());
        file.extend([name("encoder/flag"), vec![0, 1], 1_u32.to_le_bytes().to_vec(), vec![7]].concat());
        file.extend([name("encoder/w"), vec![2]].concat());
        file.extend([2_u32, 2].map(u32::to_le_bytes).concat());
        file.extend([vec![HALF], 8_u32.to_le_bytes().to_vec(), numbers].concat());
        file
    }

    #[test]
    fn weights_are_read_and_cut() {
        let container = Container::read(&file()).unwrap();
        let weight = container.weight("encoder/w").unwrap();
        assert_eq!(weight, &Weight { shape: vec![2, 2], data: vec![1.0, -2.0, 0.5, 4.0] });
        assert_eq!(weight.rows(1, 1).unwrap().times(2.0).data, [1.0, 8.0]);
        assert!(weight.rows(1, 2).is_err() && container.weight("encoder/flag").is_err());
    }

    #[test]
    fn a_file_cut_short_is_refused() {
        let whole = file();
        for length in 0..whole.len() {
            assert!(Container::read(&whole[..length]).is_err(), "cut after {length} bytes");
        }
    }
}
