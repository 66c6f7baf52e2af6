//! Optimal Huffman codes of at most sixteen bits (ITU-T T.81, K.2).

/// A code as the file describes it, and as the writer uses it.
pub(super) struct Code {
    /// Number of codes of each length, 1 to 16.
    pub(super) counts: [u8; 16],
    /// Symbols by growing length.
    pub(super) symbols: Vec<u8>,
    /// Bits and length of each symbol.
    words: [(u16, u8); 256],
}

impl Code {
    /// The best code for symbols that occur as often as `frequencies` says.
    pub(super) fn new(frequencies: &[u32; 256]) -> Self {
        let lengths = lengths(frequencies);
        let mut counts = [0_u8; 16];
        let mut symbols: Vec<u8> = (0..=255).filter(|&symbol| lengths[usize::from(symbol)] > 0).collect();
        symbols.sort_by_key(|&symbol| (lengths[usize::from(symbol)], symbol));
        let mut words = [(0, 0); 256];
        let (mut word, mut last) = (0_u16, 0_u8);
        for &symbol in &symbols {
            let length = lengths[usize::from(symbol)];
            word <<= length - last.max(1).min(length);
            last = length;
            counts[usize::from(length) - 1] += 1;
            words[usize::from(symbol)] = (word, length);
            word = word.wrapping_add(1);
        }
        Self { counts, symbols, words }
    }

    pub(super) fn word(&self, symbol: u8) -> (u16, u8) {
        self.words[usize::from(symbol)]
    }
}

/// Code lengths, 0 for symbols that do not occur. One more symbol takes part so that no code is all ones.
fn lengths(frequencies: &[u32; 256]) -> [u8; 256] {
    const LAST: usize = 256;
    let mut left = [0_u64; 257];
    for (left, &frequency) in left.iter_mut().zip(frequencies) {
        *left = u64::from(frequency);
    }
    left[LAST] = 1;
    let mut depth = [0_usize; 257];
    let mut next: [Option<usize>; 257] = [None; 257];
    while let Some((one, two)) = rarest(&left, None).and_then(|one| Some((one, rarest(&left, Some(one))?))) {
        left[one] += left[two];
        left[two] = 0;
        let end = deepen(one, &mut depth, &next);
        next[end] = Some(two);
        deepen(two, &mut depth, &next);
    }
    limited(&depth)
}

/// Least frequent symbol that occurs; of equals the last.
fn rarest(left: &[u64; 257], except: Option<usize>) -> Option<usize> {
    (0..left.len()).rev().filter(|&at| left[at] > 0 && Some(at) != except).min_by_key(|&at| left[at])
}

/// Adds one bit to every symbol of the chain from `at`; returns its end.
fn deepen(mut at: usize, depth: &mut [usize; 257], next: &[Option<usize>; 257]) -> usize {
    loop {
        depth[at] += 1;
        match next[at] {
            Some(following) => at = following,
            None => return at,
        }
    }
}

/// Shortens codes to sixteen bits (figure K.3), drops the extra symbol and deals the lengths out by depth.
fn limited(depth: &[usize; 257]) -> [u8; 256] {
    let deepest = depth.iter().copied().max().unwrap_or(0).max(16);
    let mut counts = vec![0_usize; deepest + 1];
    for &bits in depth.iter().filter(|&&bits| bits > 0) {
        counts[bits] += 1;
    }
    for long in (17..=deepest).rev() {
        while counts[long] > 0 {
            let Some(short) = (1..long - 1).rev().find(|&bits| counts[bits] > 0) else { break };
            counts[long] -= 2;
            counts[long - 1] += 1;
            counts[short + 1] += 2;
            counts[short] -= 1;
        }
    }
    if let Some(longest) = (1..=16).rev().find(|&bits| counts[bits] > 0) {
        counts[longest] -= 1;
    }
    let mut symbols: Vec<usize> = (0..256).filter(|&symbol| depth[symbol] > 0).collect();
    symbols.sort_by_key(|&symbol| (depth[symbol], symbol));
    let mut lengths = [0_u8; 256];
    let dealt = (1..=16_u8).flat_map(|bits| std::iter::repeat_n(bits, counts[usize::from(bits)]));
    for (symbol, bits) in symbols.into_iter().zip(dealt) {
        lengths[symbol] = bits;
    }
    lengths
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(frequencies: &[u32; 256]) -> Code {
        let code = Code::new(frequencies);
        let kraft: f64 = code.counts.iter().zip(1..).map(|(&count, bits)| f64::from(count) * 0.5_f64.powi(bits)).sum();
        assert!(kraft < 1.0, "room is left for the code that is all ones: {kraft}");
        for (symbol, &frequency) in (0..=255_u8).zip(frequencies) {
            assert_eq!(code.word(symbol).1 > 0, frequency > 0, "symbol {symbol}");
        }
        let mut words: Vec<u32> = code
            .symbols
            .iter()
            .map(|&symbol| code.word(symbol))
            .map(|(word, length)| u32::from(word) << (16 - length))
            .collect();
        assert!(words.is_sorted());
        words.dedup();
        assert_eq!(words.len(), code.symbols.len());
        code
    }

    #[test]
    fn frequent_symbols_are_short() {
        let mut frequencies = [0; 256];
        (frequencies[7], frequencies[8], frequencies[9]) = (100, 10, 1);
        let code = check(&frequencies);
        assert!(code.word(7).1 < code.word(9).1);
    }

    #[test]
    fn no_code_is_longer_than_sixteen_bits() {
        let mut frequencies = [0; 256];
        for (at, frequency) in frequencies.iter_mut().take(30).enumerate() {
            *frequency = 1 << at;
        }
        check(&frequencies);
        check(&std::array::from_fn(|at| at as u32 + 1));
    }

    #[test]
    fn a_single_symbol_has_a_code() {
        let mut frequencies = [0; 256];
        frequencies[0] = 5;
        assert_eq!(check(&frequencies).word(0), (0, 1));
    }
}
