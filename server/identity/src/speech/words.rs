//! How the digits are said, as Whisper's words. The numbers are those of its multilingual vocabulary.

/// A word of the vocabulary.
pub(super) type Word = i32;

/// Start, Chinese, as it was said, without times.
pub(super) const PROMPT: [Word; 4] = [50_258, 50_260, 50_359, 50_363];

/// The ways to say each digit, each as the words it takes.
pub(super) const WAYS: [&[&[Word]]; 10] = [
    &[&[6306, 114], &[756, 229], &[15]], // 零 〇 0
    &[&[2257], &[3509, 118], &[16]],     // 一 幺 1
    &[&[11_217], &[36_257], &[17]],      // 二 两 2
    &[&[10_960], &[18]],                 // 三 3
    &[&[19_425], &[19]],                 // 四 4
    &[&[21_001], &[20]],                 // 五 5
    &[&[30_566], &[21]],                 // 六 6
    &[&[29_920], &[22]],                 // 七 7
    &[&[33_453], &[23]],                 // 八 8
    &[&[43_145], &[24]],                 // 九 9
];
