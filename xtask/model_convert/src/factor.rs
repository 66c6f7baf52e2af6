//! A wide layer as two thin ones, by truncated singular value decomposition.
//!
//! The last layer of the face mesh maps 288 numbers to 468 points with 404 352 weights, two thirds of the model; but
//! faces vary in few ways, and its singular values fall from 93 to below 1 within the first forty. Two layers of rank 64
//! compute the same points to a fraction of a pixel with a quarter of the weights.

/// A kernel `[outputs, inputs, height, width]`.
pub(crate) struct Factor {
    pub(crate) shape: [usize; 4],
    pub(crate) data: Vec<f32>,
}

/// Whether two layers of the rank hold at most half the numbers of the one.
pub(crate) fn pays(shape: [usize; 4], rank: usize) -> bool {
    let [outputs, columns] = [shape[0], shape[1] * shape[2] * shape[3]];
    rank < columns.min(outputs) && rank * (outputs + columns) * 2 <= outputs * columns
}

/// Splits a kernel: the first sees the input and has `rank` outputs, the second maps those to the outputs.
pub(crate) fn split(data: &[f32], shape: [usize; 4], rank: usize) -> (Factor, Factor) {
    let [outputs, inputs, height, width] = shape;
    let columns = inputs * height * width;
    let (values, vectors) = eigen(gram(data, columns), columns);
    let mut order: Vec<usize> = (0..columns).collect();
    order.sort_by(|&one, &other| values[other].total_cmp(&values[one]));
    order.truncate(rank);
    // W = U S V': the first layer takes sqrt(S) V', the second U sqrt(S) = W V / sqrt(S), so that both are of one size.
    let (mut narrow, mut wide) = (Vec::with_capacity(rank * columns), vec![0.0; outputs * rank]);
    for (place, &component) in order.iter().enumerate() {
        let root = values[component].max(f64::MIN_POSITIVE).sqrt().sqrt();
        let vector: Vec<f64> = (0..columns).map(|row| vectors[row * columns + component]).collect();
        narrow.extend(vector.iter().map(|part| (part * root) as f32));
        for (row, weights) in data.chunks(columns).enumerate() {
            let dot: f64 = weights.iter().zip(&vector).map(|(&weight, part)| f64::from(weight) * part).sum();
            wide[row * rank + place] = (dot / root) as f32;
        }
    }
    (Factor { shape: [rank, inputs, height, width], data: narrow }, Factor { shape: [outputs, rank, 1, 1], data: wide })
}

/// A matrix, given as rows of the vector's length, times the vector.
pub(crate) fn apply(matrix: &[f32], vector: &[f32]) -> Vec<f32> {
    matrix.chunks(vector.len()).map(|row| row.iter().zip(vector).map(|(weight, x)| weight * x).sum()).collect()
}

/// `W' W` of a matrix of rows of `columns`.
fn gram(data: &[f32], columns: usize) -> Vec<f64> {
    let mut gram = vec![0.0; columns * columns];
    for row in data.chunks(columns) {
        for (i, &left) in row.iter().enumerate() {
            for (sum, &right) in gram[i * columns..(i + 1) * columns].iter_mut().zip(row) {
                *sum += f64::from(left) * f64::from(right);
            }
        }
    }
    gram
}

/// Eigenvalues and (in columns) eigenvectors of a symmetrical matrix, by Jacobi's rotations: only sums, products and
/// square roots, so every machine finds the same bits.
fn eigen(mut matrix: Vec<f64>, n: usize) -> (Vec<f64>, Vec<f64>) {
    let mut vectors = vec![0.0; n * n];
    for i in 0..n {
        vectors[i * n + i] = 1.0;
    }
    let scale: f64 = (0..n).map(|i| matrix[i * n + i]).sum::<f64>() / n as f64;
    for _sweep in 0..30 {
        let mut largest = 0.0_f64;
        for p in 0..n {
            for q in p + 1..n {
                let off = matrix[p * n + q];
                largest = largest.max(off.abs());
                if off.abs() > scale * 1e-12 {
                    let turn = (matrix[q * n + q] - matrix[p * n + p]) / (2.0 * off);
                    let tangent = turn.signum() / (turn.abs() + (turn * turn + 1.0).sqrt());
                    let cosine = 1.0 / (tangent * tangent + 1.0).sqrt();
                    rotate(&mut matrix, &mut vectors, n, (p, q), (cosine, tangent * cosine));
                }
            }
        }
        if largest <= scale * 1e-10 {
            break;
        }
    }
    ((0..n).map(|i| matrix[i * n + i]).collect(), vectors)
}

fn rotate(matrix: &mut [f64], vectors: &mut [f64], n: usize, (p, q): (usize, usize), (cosine, sine): (f64, f64)) {
    for k in 0..n {
        let (one, other) = (matrix[k * n + p], matrix[k * n + q]);
        (matrix[k * n + p], matrix[k * n + q]) = (cosine * one - sine * other, sine * one + cosine * other);
        let (one, other) = (vectors[k * n + p], vectors[k * n + q]);
        (vectors[k * n + p], vectors[k * n + q]) = (cosine * one - sine * other, sine * one + cosine * other);
    }
    for k in 0..n {
        let (one, other) = (matrix[p * n + k], matrix[q * n + k]);
        (matrix[p * n + k], matrix[q * n + k]) = (cosine * one - sine * other, sine * one + cosine * other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A matrix of rank 2 with 12 outputs and 8 inputs comes back from two factors of rank 2.
    #[test]
    fn a_matrix_of_low_rank_is_kept() {
        let weight = |row: usize, column: usize| -> f32 {
            (row as f32).sin() * (column as f32).cos() * 3.0 + (row as f32 * 0.7).cos() * (column as f32 * 0.3).sin()
        };
        let data: Vec<f32> = (0..96).map(|place| weight(place / 8, place % 8)).collect();
        let (narrow, wide) = split(&data, [12, 2, 2, 2], 2);
        assert_eq!((narrow.shape, wide.shape), ([2, 2, 2, 2], [12, 2, 1, 1]));
        for row in 0..12 {
            for column in 0..8 {
                let back: f32 = (0..2).map(|k| wide.data[row * 2 + k] * narrow.data[k * 8 + column]).sum();
                assert!((back - weight(row, column)).abs() < 1e-4);
            }
        }
    }

    #[test]
    fn only_a_wide_layer_is_split() {
        assert!(pays([1404, 32, 3, 3], 64));
        assert!(!pays([128, 128, 1, 1], 64));
    }
}
