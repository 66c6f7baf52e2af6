//! Just enough of Rust's grammar to tell comments, string literals and the rest apart, line by line.

/// What a character of a source file belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Code,
    LineComment,
    /// Nesting depth.
    BlockComment(u32),
    /// Number of `#` of a raw string; `None`: escapes count.
    Text(Option<usize>),
}

/// A piece of a file that is not comment.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// From 1.
    pub(super) line: usize,
    pub(super) is_literal: bool,
    pub(super) text: String,
}

/// Code and string literals of a file up to its own `#[cfg(test)]`, in order; a literal comes whole, with the line it
/// starts on; code comes by line.
pub(super) fn pieces(source: &str) -> Vec<Piece> {
    let source = source.find("\n#[cfg(test)]").map_or(source, |end| &source[..end]);
    let mut scan = Scan { chars: source.chars().collect(), at: 0, line: 1, found: Vec::new() };
    scan.run();
    scan.found
}

struct Scan {
    chars: Vec<char>,
    at: usize,
    line: usize,
    found: Vec<Piece>,
}

impl Scan {
    fn run(&mut self) {
        let mut state = State::Code;
        while self.at < self.chars.len() {
            state = match state {
                State::Code => self.code(),
                State::LineComment => self.line_comment(),
                State::BlockComment(depth) => self.block_comment(depth),
                State::Text(hashes) => self.text(hashes),
            };
        }
    }

    /// One character of code, or the opening of something else.
    fn code(&mut self) -> State {
        if self.sees("//") {
            return State::LineComment;
        }
        if self.sees("/*") {
            self.at += 2;
            return State::BlockComment(1);
        }
        let hashes = self.hashes_after_r();
        match self.chars[self.at] {
            '"' => {
                self.at += 1;
                self.open(true);
                State::Text(None)
            }
            'r' if hashes.is_some() => {
                self.at += 2 + hashes.unwrap_or(0);
                self.open(true);
                State::Text(hashes)
            }
            '\'' => self.quote(),
            other => {
                self.keep(other, false);
                self.step(other)
            }
        }
    }

    /// A character literal is skipped whole; a lifetime is code.
    fn quote(&mut self) -> State {
        let escaped = self.chars.get(self.at + 1) == Some(&'\\');
        let end =
            if escaped { self.chars[self.at + 3..].iter().position(|c| *c == '\'').map(|n| n + 3) } else { Some(2) };
        let closing = end.map(|end| self.at + end).filter(|end| self.chars.get(*end) == Some(&'\''));
        if let Some(end) = closing {
            let literal: String = self.chars[self.at..end].iter().collect();
            self.found.push(Piece { line: self.line, is_literal: true, text: literal });
            self.at = end + 1;
        } else {
            self.at += 1;
        }
        State::Code
    }

    fn line_comment(&mut self) -> State {
        let here = self.chars[self.at];
        self.step(here);
        if here == '\n' { State::Code } else { State::LineComment }
    }

    fn block_comment(&mut self, depth: u32) -> State {
        if self.sees("/*") {
            self.at += 2;
            return State::BlockComment(depth + 1);
        }
        if self.sees("*/") {
            self.at += 2;
            return if depth == 1 { State::Code } else { State::BlockComment(depth - 1) };
        }
        self.step(self.chars[self.at]);
        State::BlockComment(depth)
    }

    fn text(&mut self, hashes: Option<usize>) -> State {
        let here = self.chars[self.at];
        if here == '\\' && hashes.is_none() {
            self.keep(here, true);
            self.at += 1;
            if let Some(next) = self.chars.get(self.at).copied() {
                self.step(next);
            }
            return State::Text(hashes);
        }
        let fence: String = std::iter::once('"').chain(std::iter::repeat_n('#', hashes.unwrap_or(0))).collect();
        if here == '"' && self.sees(&fence) {
            self.at += fence.len();
            return State::Code;
        }
        self.keep(here, true);
        self.step(here);
        State::Text(hashes)
    }

    fn step(&mut self, passed: char) -> State {
        self.at += 1;
        if passed == '\n' {
            self.line += 1;
        }
        State::Code
    }

    fn open(&mut self, is_literal: bool) {
        self.found.push(Piece { line: self.line, is_literal, text: String::new() });
    }

    fn keep(&mut self, kept: char, is_literal: bool) {
        let fits = |last: &Piece| last.is_literal == is_literal && (is_literal || last.line == self.line);
        if !self.found.last().is_some_and(fits) {
            self.open(is_literal);
        }
        if let Some(last) = self.found.last_mut() {
            last.text.push(kept);
        }
    }

    fn sees(&self, what: &str) -> bool {
        what.chars().enumerate().all(|(offset, wanted)| self.chars.get(self.at + offset) == Some(&wanted))
    }

    /// At the `r` of a raw string: how many `#` follow. An identifier that ends in r is none.
    fn hashes_after_r(&self) -> Option<usize> {
        let before = self.at.checked_sub(1).map(|before| self.chars[before]);
        if self.chars[self.at] != 'r' || before.is_some_and(|c| (c.is_alphanumeric() && c != 'b') || c == '_') {
            return None;
        }
        let rest = &self.chars[self.at + 1..];
        let hashes = rest.iter().take_while(|c| **c == '#').count();
        (rest.get(hashes) == Some(&'"')).then_some(hashes)
    }
}

#[cfg(test)]
mod tests {
    use super::pieces;

    fn literals(source: &str) -> Vec<(usize, String)> {
        pieces(source).into_iter().filter(|piece| piece.is_literal).map(|piece| (piece.line, piece.text)).collect()
    }

    #[test]
    fn finds_literals_and_leaves_comments() {
        let source =
            "// \"no\"\nlet a = \"yes\\\"\"; /* \"no\" /* */ */ let b = r#\"a \" b\"#;\nlet c = \"two\nlines\";";
        let expected = [(2, "yes\\".to_owned()), (2, "a \" b".to_owned()), (3, "two\nlines".to_owned())];
        assert_eq!(literals(source), expected);
    }

    #[test]
    fn a_lifetime_opens_no_literal() {
        assert_eq!(literals("fn f<'a>(x: &'a str) { g('\"', '\\'', \"s\") }").last(), Some(&(1, "s".to_owned())));
    }

    #[test]
    fn tests_at_the_end_are_not_looked_at() {
        assert!(literals("fn f() {}\n#[cfg(test)]\nmod tests { const A: &str = \"x\"; }").is_empty());
    }
}
