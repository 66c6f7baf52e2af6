//! How the digits are said, as Whisper's words. The numbers are those of its multilingual vocabulary.

/// A word of the vocabulary.
pub(super) type Word = i32;

/// What Whisper is told before it listens: that all ten digits, four at a time and in characters, were said just before (三七零九。五一八二。
/// 六四九三。); then start, Chinese, as it was said, without times. Without an example it hears a syllable that stands alone as any word.
pub(super) const PROMPT: [Word; 21] = [
    50_361, 10_960, 29_920, 6306, 114, 43_145, 1543, 21_001, 2257, 33_453, 11_217, 1543, 30_566, 19_425, 43_145,
    10_960, 1543, 50_258, 50_260, 50_359, 50_363,
];
/// What follows the last digit: the end, or a full stop.
pub(super) const ENDS: [Word; 2] = [50_257, 1543];
/// What may stand between two: 、 and both commas.
pub(super) const BREAKS: [&[Word]; 3] = [&[1231], &[11], &[171, 120, 234]];

/// One digit or two, and the words that stand for them.
pub(super) struct Piece {
    pub(super) digits: Vec<u8>,
    pub(super) words: &'static [Word],
}

/// Chinese characters: 零 〇, 一 幺, 二 两, and so on.
const CHARACTERS: [&[&[Word]]; 10] = [
    &[&[6306, 114], &[756, 229]],
    &[&[2257], &[3509, 118]],
    &[&[11_217], &[36_257]],
    &[&[10_960]],
    &[&[19_425]],
    &[&[21_001]],
    &[&[30_566]],
    &[&[29_920]],
    &[&[33_453]],
    &[&[43_145]],
];

/// `0` to `9`.
const FIGURES: [Word; 10] = [15, 16, 17, 18, 19, 20, 21, 22, 23, 24];

/// The same after a space.
const SPACED: [Word; 10] = [1958, 502, 568, 805, 1017, 1025, 1386, 1614, 1649, 1722];

/// `00` to `99`, each a word of its own.
const PAIRS: [Word; 100] = [
    628, 10_607, 12_756, 11_592, 14_565, 13_328, 12_791, 16_231, 16_133, 13_811, 3279, 5348, 4762, 7668, 7271, 5211,
    6866, 7773, 6494, 3405, 2009, 4436, 7490, 9356, 7911, 6074, 10_880, 10_076, 11_205, 11_871, 3446, 12_967, 11_440,
    10_191, 12_249, 8794, 11_309, 12_851, 12_625, 12_493, 5254, 17_344, 15_628, 17_201, 13_912, 8465, 16_169, 14_060,
    13_318, 14_938, 2803, 18_682, 17_602, 19_584, 19_563, 13_622, 18_317, 19_004, 20_419, 19_600, 4550, 31_537, 28_052,
    29_491, 19_395, 16_824, 15_237, 22_452, 27_102, 30_908, 5867, 29_985, 28_890, 33_396, 34_026, 11_901, 25_026,
    17_512, 30_693, 32_042, 4702, 32_875, 32_848, 31_849, 25_494, 19_287, 22_193, 23_853, 16_919, 21_115, 7771, 29_925,
    21_821, 26_372, 27_032, 15_718, 22_962, 23_247, 22_516, 8494,
];

/// Every way to write down one or two digits.
pub(super) fn pieces() -> Vec<Piece> {
    let one = |digit: u8, words| Piece { digits: vec![digit], words };
    let mut pieces = Vec::new();
    for digit in 0..10_u8 {
        let place = usize::from(digit);
        pieces.extend(CHARACTERS[place].iter().map(|words| one(digit, *words)));
        pieces.push(one(digit, &FIGURES[place..=place]));
        pieces.push(one(digit, &SPACED[place..=place]));
    }
    let pair = |pair: u8| Piece { digits: vec![pair / 10, pair % 10], words: &PAIRS[pair.into()..=pair.into()] };
    pieces.extend((0..100).map(pair));
    pieces
}
