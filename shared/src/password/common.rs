//! Whether a password is among the first that somebody would try: words and habits of the country, joined with runs of keys,
//! dates, repeats and a symbol to please a policy. Weighs the cheapest way to describe it, as zxcvbn does (Wheeler,
//! USENIX Security 2016).

mod words;

use words::{DIAGONALS, ROWS, WORDS};

/// Bits of guessing below which a password is common. One of the words and a date, or three of words and runs, are below.
const ENOUGH_BITS: f32 = 25.0;

const WORD_BITS: f32 = 8.0;
const RUN_BITS: f32 = 6.5;
const REPEAT_BITS: f32 = 5.5;
const YEAR_BITS: f32 = 6.0;
const DAY_BITS: f32 = 8.5;
const DATE_BITS: f32 = 13.5;
const DIGIT_BITS: f32 = 3.4;
const LETTER_BITS: f32 = 4.7;
/// Longer habits are told by their parts; keeps the work small where a policy allows long passwords.
const LONGEST_PIECE: usize = 16;
/// Writing a word with `@` for a, or a row of keys with shift, is a habit too.
const DISGUISE_BITS: f32 = 2.0;

pub(super) fn is_common(password: &str) -> bool {
    let lower = password.to_ascii_lowercase();
    let read_as = |reading: &dyn Fn(char) -> Option<char>| lower.chars().map(|c| reading(c).unwrap_or(c)).collect();
    let disguised: [String; 3] =
        [read_as(&leet), read_as(&|c| if c == '1' { Some('l') } else { leet(c) }), read_as(&unshifted)];
    bits(&lower) < ENOUGH_BITS || disguised.iter().any(|text| bits(text) + DISGUISE_BITS < ENOUGH_BITS)
}

fn bits(text: &str) -> f32 {
    let plain: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
    weigh(&plain) + symbol_bits(text)
}

/// One group of symbols at an end or between two parts is expected; more of them, or different ones, are choices.
fn symbol_bits(password: &str) -> f32 {
    let is_symbol = |c: &char| !c.is_ascii_alphanumeric();
    let chars: Vec<char> = password.chars().collect();
    let groups = chars.chunk_by(|a, b| is_symbol(a) == is_symbol(b)).filter(|group| is_symbol(&group[0]));
    let bits = groups.map(|group| 4.0 + 2.5 * group.windows(2).filter(|pair| pair[0] != pair[1]).count() as f32);
    (bits.sum::<f32>() - 4.0).max(0.0)
}

/// The letter that a symbol or digit is put for.
const fn leet(c: char) -> Option<char> {
    match c {
        '@' | '4' => Some('a'),
        '$' | '5' => Some('s'),
        '0' => Some('o'),
        '1' | '!' => Some('i'),
        '3' => Some('e'),
        '7' => Some('t'),
        _ => None,
    }
}

/// The key under a symbol of the row of digits.
fn unshifted(c: char) -> Option<char> {
    ")!@#$%^&*(".chars().position(|symbol| symbol == c).and_then(|digit| char::from_digit(digit as u32, 10))
}

/// Bits of the cheapest way to put `text` together; endless where less than half of it is anything but single characters, for
/// such a text is short, not common.
fn weigh(text: &str) -> f32 {
    let text = text.as_bytes();
    let (bits, known) = cheapest(text);
    if known > 0 && 2 * known >= text.len() { bits } else { f32::INFINITY }
}

/// Bits, and how many characters are in pieces.
fn cheapest(text: &[u8]) -> (f32, usize) {
    let mut best = vec![(f32::INFINITY, 0); text.len() + 1];
    best[0] = (0.0, 0);
    for start in 0..text.len() {
        let (before, known) = best[start];
        for end in start + 1..=text.len().min(start + LONGEST_PIECE) {
            let piece = &text[start..end];
            let (bits, known_here) = if piece.len() == 1 {
                (if piece[0].is_ascii_digit() { DIGIT_BITS } else { LETTER_BITS }, 0)
            } else {
                (piece_bits(piece), piece.len())
            };
            if before + bits < best[end].0 {
                best[end] = (before + bits, known + known_here);
            }
        }
    }
    best[text.len()]
}

/// Bits of a piece as a whole, endless where it is none.
fn piece_bits(piece: &[u8]) -> f32 {
    let mut bits = f32::INFINITY;
    let mut may_be = |holds: bool, cost: f32| {
        if holds && cost < bits {
            bits = cost;
        }
    };
    may_be(piece.iter().all(|b| *b == piece[0]), REPEAT_BITS);
    may_be(is_run(piece), RUN_BITS);
    may_be(WORDS.split_ascii_whitespace().any(|word| word.as_bytes() == piece), WORD_BITS);
    if piece.iter().all(u8::is_ascii_digit) {
        may_be(is_year(piece), YEAR_BITS);
        may_be(piece.len() == 4 && is_day(piece), DAY_BITS);
        may_be(piece.len() == 6 && is_day(&piece[2..]), DATE_BITS);
        may_be(piece.len() == 8 && is_year(&piece[..4]) && is_day(&piece[4..]), DATE_BITS);
    }
    for times in 2..=piece.len() / 2 {
        let block = &piece[..piece.len() / times];
        if piece.len().is_multiple_of(times) && piece.chunks(block.len()).all(|other| other == block) {
            may_be(true, cheapest(block).0 + DISGUISE_BITS);
        }
    }
    bits
}

/// Three or more neighbours in the alphabet, among the digits or on the keyboard, in either direction.
fn is_run(piece: &[u8]) -> bool {
    let reversed: Vec<u8> = piece.iter().rev().copied().collect();
    let lines = ROWS.iter().chain(DIAGONALS);
    piece.len() >= 3 && lines.map(|line| line.as_bytes()).any(|line| holds(line, piece) || holds(line, &reversed))
}

fn holds(line: &[u8], piece: &[u8]) -> bool {
    line.windows(piece.len()).any(|window| window == piece)
}

fn is_year(digits: &[u8]) -> bool {
    digits.len() == 4 && (digits.starts_with(b"19") || digits.starts_with(b"20"))
}

/// Month and day.
fn is_day(digits: &[u8]) -> bool {
    let number = |pair: &[u8]| 10 * (pair[0] - b'0') + pair[1] - b'0';
    (1..=12).contains(&number(&digits[..2])) && (1..=31).contains(&number(&digits[2..4]))
}
