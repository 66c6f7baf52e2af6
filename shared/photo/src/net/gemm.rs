//! The product of a matrix of weights and a matrix of values, in which nearly all the time goes. Plain loops over small
//! fixed arrays, which the compiler turns into vector instructions where the target has them; every target adds in the same
//! order, so that all of them compute the same bits.

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
        let mut panel = vec![[0.0; COLUMNS]; self.depth];
        for start in (0..columns).step_by(COLUMNS) {
            let width = COLUMNS.min(columns - start);
            for (packed, line) in panel.iter_mut().zip(values.chunks_exact(columns)) {
                packed[..width].copy_from_slice(&line[start..start + width]);
            }
            for (block, weights) in self.packed.chunks_exact(ROWS * self.depth).enumerate() {
                let sums = dot(weights, &panel);
                let rows = ROWS.min(self.rows - block * ROWS);
                for (row, sums) in sums.iter().enumerate().take(rows) {
                    let row = block * ROWS + row;
                    let bias = self.bias[row];
                    let place = &mut product[row * columns + start..][..width];
                    for (place, sum) in place.iter_mut().zip(sums) {
                        *place = sum + bias;
                    }
                }
            }
        }
        product
    }
}

fn dot(weights: &[f32], panel: &[[f32; COLUMNS]]) -> [[f32; COLUMNS]; ROWS] {
    let mut sums = [[0.0_f32; COLUMNS]; ROWS];
    for (weights, values) in weights.as_chunks::<ROWS>().0.iter().zip(panel) {
        for (sums, &weight) in sums.iter_mut().zip(weights) {
            for (sum, &value) in sums.iter_mut().zip(values) {
                *sum += weight * value;
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
