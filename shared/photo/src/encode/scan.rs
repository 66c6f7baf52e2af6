//! Entropy coding of one baseline scan (ITU-T T.81, F.1.2): blocks to tokens, tokens to bits.

use super::{blocks::Blocks, huffman::Code};

/// A Huffman symbol with the bits that follow it.
pub(super) struct Token {
    /// Which of the four codes: DC and AC of luma, DC and AC of chroma.
    class: u8,
    symbol: u8,
    bits: u16,
    length: u8,
}

/// Quantises every block and turns it into tokens.
pub(super) fn tokens(blocks: &Blocks, tables: &[[u16; 64]; 2]) -> Vec<Token> {
    let inverse = tables.map(|table| table.map(|value| 1.0 / f32::from(value)));
    let mut tokens = Vec::with_capacity(blocks.list.len() * 8);
    let mut previous = [0_i32; 3];
    for (component, coefficients) in &blocks.list {
        let chroma = usize::from(*component > 0);
        let quantised: [i32; 64] =
            std::array::from_fn(|at| (coefficients[at] * inverse[chroma][at]).round_ties_even() as i32);
        let class = (chroma * 2) as u8;
        let last = &mut previous[usize::from(*component)];
        let (bits, length) = magnitude(quantised[0] - *last);
        *last = quantised[0];
        tokens.push(Token { class, symbol: length, bits, length });
        alternating(&quantised, class + 1, &mut tokens);
    }
    tokens
}

/// Run-length coding of the 63 AC coefficients.
fn alternating(quantised: &[i32; 64], class: u8, tokens: &mut Vec<Token>) {
    let mut run = 0_u8;
    for &value in &quantised[1..] {
        if value == 0 {
            run += 1;
            continue;
        }
        while run > 15 {
            tokens.push(Token { class, symbol: 0xF0, bits: 0, length: 0 });
            run -= 16;
        }
        let (bits, length) = magnitude(value);
        tokens.push(Token { class, symbol: run << 4 | length, bits, length });
        run = 0;
    }
    if run > 0 {
        tokens.push(Token { class, symbol: 0, bits: 0, length: 0 });
    }
}

/// Extra bits of a value and how many (table F.1).
fn magnitude(value: i32) -> (u16, u8) {
    let length = (32 - value.unsigned_abs().leading_zeros()) as u8;
    let bits = if value < 0 { value - 1 + (1 << length) } else { value };
    (bits as u16, length)
}

/// The best code for each class.
pub(super) fn codes(tokens: &[Token]) -> [Code; 4] {
    let mut frequencies = [[0_u32; 256]; 4];
    for token in tokens {
        frequencies[usize::from(token.class)][usize::from(token.symbol)] += 1;
    }
    frequencies.map(|frequencies| Code::new(&frequencies))
}

/// Writes the entropy-coded data, padded with ones to a whole byte.
pub(super) fn write(file: &mut Vec<u8>, tokens: &[Token], codes: &[Code; 4]) {
    let (mut pending, mut count) = (0_u64, 0_u32);
    for token in tokens {
        let (word, length) = codes[usize::from(token.class)].word(token.symbol);
        for (bits, length) in [(word, length), (token.bits, token.length)] {
            pending = pending << length | u64::from(bits);
            count += u32::from(length);
        }
        while count >= 8 {
            count -= 8;
            put(file, (pending >> count) as u8);
        }
    }
    if count > 0 {
        put(file, (pending << (8 - count)) as u8 | 0xFF >> count);
    }
}

/// A byte of all ones is followed by a zero, lest it looks like a marker.
fn put(file: &mut Vec<u8>, byte: u8) {
    file.push(byte);
    if byte == 0xFF {
        file.push(0);
    }
}
