//! The product of a matrix of weights and a matrix of values, in which nearly all the time goes. Several rows and columns are
//! computed side by side; every target adds in the same order, so that all of them compute the same bits.

use crate::lanes::Four;

/// Rows computed side by side.
const ROWS: usize = 4;
/// Columns computed side by side.
const COLUMNS: usize = 8;

/// Weights `[rows, depth]` with a bias for each row, in the order the product reads them.
#[derive(Clone, Debug)]
pub(super) struct Weights {
    rows: usize,
    depth: usize,
    /// `[rows / ROWS, depth, ROWS]`, filled up with zeros.
    packed: Vec<f32>,
    bias: Vec<f32>,
}

impl Weights {
    /// `None` where the numbers do not match, or there are none.
    pub(super) fn new(rows: usize, depth: usize, weights: &[f32], bias: Option<&[f32]>) -> Option<Self> {
        if rows == 0 || depth == 0 || weights.len() != rows * depth {
            return None;
        }
        let mut padded_bias = vec![0.0; rows.next_multiple_of(ROWS)];
        if let Some(bias) = bias {
            padded_bias.get_mut(..rows).filter(|place| place.len() == bias.len())?.copy_from_slice(bias);
        }
        let mut packed = vec![0.0; rows.next_multiple_of(ROWS) * depth];
        for (row, weights) in weights.chunks_exact(depth).enumerate() {
            let block = &mut packed[row / ROWS * ROWS * depth..];
            for (place, &weight) in block.iter_mut().skip(row % ROWS).step_by(ROWS).zip(weights) {
                *place = weight;
            }
        }
        Some(Self { rows, depth, packed, bias: padded_bias })
    }

    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    /// `[rows, columns]` from values `[depth, columns]`.
    pub(super) fn multiply(&self, values: &[f32], columns: usize) -> Vec<f32> {
        debug_assert_eq!(values.len(), self.depth * columns);
        let mut product = vec![0.0; self.rows * columns];
        let mut panel = vec![[Four::all(0.0); 2]; self.depth];
        for start in (0..columns).step_by(COLUMNS) {
            let width = COLUMNS.min(columns - start);
            for (packed, line) in panel.iter_mut().zip(values.chunks_exact(columns)) {
                *packed = read(&line[start..start + width]);
            }
            for (block, weights) in self.packed.chunks_exact(ROWS * self.depth).enumerate() {
                let sums = dot(weights, &panel);
                let rows = ROWS.min(self.rows - block * ROWS);
                for (row, sums) in sums.into_iter().enumerate().take(rows) {
                    let row = block * ROWS + row;
                    let bias = Four::all(self.bias[row]);
                    write(sums.map(|sums| sums.plus(bias)), &mut product[row * columns + start..][..width]);
                }
            }
        }
        product
    }
}

/// Up to eight values, filled up with zeros.
fn read(values: &[f32]) -> [Four; 2] {
    // Where all eight are there, the length is known and nothing is called to copy them.
    let eight = <[f32; COLUMNS]>::try_from(values).unwrap_or_else(|_| {
        let mut padded = [0.0; COLUMNS];
        padded.iter_mut().zip(values).for_each(|(place, &value)| *place = value);
        padded
    });
    let [a, b, c, d, e, f, g, h] = eight;
    [Four::new([a, b, c, d]), Four::new([e, f, g, h])]
}

/// As many of the eight as there is room for.
fn write(eight: [Four; 2], place: &mut [f32]) {
    let [[a, b, c, d], [e, f, g, h]] = eight.map(Four::values);
    let eight = [a, b, c, d, e, f, g, h];
    if let Ok(place) = <&mut [f32; COLUMNS]>::try_from(&mut *place) {
        *place = eight;
    } else {
        place.iter_mut().zip(eight).for_each(|(place, value)| *place = value);
    }
}

fn dot(weights: &[f32], panel: &[[Four; 2]]) -> [[Four; 2]; ROWS] {
    let mut sums = [[Four::all(0.0); 2]; ROWS];
    for (weights, values) in weights.as_chunks::<ROWS>().0.iter().zip(panel) {
        for (sums, &weight) in sums.iter_mut().zip(weights) {
            let weight = Four::all(weight);
            for (sum, &value) in sums.iter_mut().zip(values) {
                *sum = sum.plus(weight.times(value));
            }
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_of_any_size_are_right() {
        for (rows, depth, columns) in [(1, 1, 1), (3, 5, 7), (4, 8, 8), (9, 2, 17), (6, 16, 100)] {
            let number = |at: usize, step: usize| ((at * step) % 13) as f32 - 6.0;
            let weights: Vec<f32> = (0..rows * depth).map(|at| number(at, 5)).collect();
            let values: Vec<f32> = (0..depth * columns).map(|at| number(at, 7)).collect();
            let bias: Vec<f32> = (0..rows).map(|at| number(at, 3)).collect();
            let product = Weights::new(rows, depth, &weights, Some(&bias)).unwrap().multiply(&values, columns);
            for row in 0..rows {
                for column in 0..columns {
                    let sum: f32 = (0..depth).map(|k| weights[row * depth + k] * values[k * columns + column]).sum();
                    assert_eq!(product[row * columns + column], sum + bias[row], "{rows}×{depth}×{columns}");
                }
            }
        }
    }

    #[test]
    fn weights_that_do_not_fit_are_refused() {
        assert!(Weights::new(2, 2, &[1.0; 3], None).is_none());
        assert!(Weights::new(2, 2, &[1.0; 4], Some(&[1.0])).is_none());
        assert!(Weights::new(0, 2, &[], None).is_none());
    }
}
