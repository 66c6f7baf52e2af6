//! The little of protocol buffers that ONNX needs: a message as a sequence of numbered fields.

/// One field's content; the reader knows by its number what it means.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Content<'a> {
    Number(u64),
    Bytes(&'a [u8]),
    /// Four or eight bytes of fixed width, least significant first.
    Fixed(&'a [u8]),
}

impl<'a> Content<'a> {
    /// Bytes of a string, a message or packed numbers; empty for anything else.
    pub(super) fn bytes(self) -> &'a [u8] {
        if let Self::Bytes(bytes) | Self::Fixed(bytes) = self { bytes } else { &[] }
    }

    /// The numbers of a repeated integer field, packed or not.
    pub(super) fn numbers(self) -> Vec<i64> {
        match self {
            Self::Number(value) => vec![value as i64],
            Self::Bytes(mut bytes) => std::iter::from_fn(|| varint(&mut bytes)).map(|value| value as i64).collect(),
            Self::Fixed(_) => Vec::new(),
        }
    }
}

/// The fields of a message in their order; ends early where the bytes are no message.
#[derive(Clone)]
pub(super) struct Fields<'a> {
    rest: &'a [u8],
    /// The bytes ended in the middle of a field, or hold something else than fields.
    pub(super) broken: bool,
}

impl<'a> Fields<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, broken: false }
    }

    fn read(&mut self) -> Option<(u64, Content<'a>)> {
        let key = varint(&mut self.rest)?;
        let content = match key & 7 {
            0 => Content::Number(varint(&mut self.rest)?),
            1 => Content::Fixed(self.rest.split_off(..8)?),
            2 => {
                let length = usize::try_from(varint(&mut self.rest)?).ok()?;
                Content::Bytes(self.rest.split_off(..length)?)
            }
            5 => Content::Fixed(self.rest.split_off(..4)?),
            _ => return None,
        };
        Some((key >> 3, content))
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = (u64, Content<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let field = self.read();
        if field.is_none() {
            self.rest = &[];
            self.broken = true;
        }
        field
    }
}

/// Takes a number of base 128 off the front, least significant group first.
fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let byte = *bytes.split_off_first()?;
        value |= u64::from(byte & 0x7F) << shift;
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_in_their_order() {
        // Field 1 = 300, field 2 = "ab", field 3 = 1.0 in four bytes.
        let message = [0x08, 0xAC, 0x02, 0x12, 2, b'a', b'b', 0x1D, 0, 0, 0x80, 0x3F];
        let fields: Vec<_> = Fields::new(&message).collect();
        assert_eq!(
            fields,
            [(1, Content::Number(300)), (2, Content::Bytes(b"ab")), (3, Content::Fixed(&[0, 0, 0x80, 0x3F]))]
        );
        assert_eq!(Content::Bytes(&[1, 0xAC, 0x02]).numbers(), [1, 300]);
        assert_eq!(Content::Number(u64::MAX).numbers(), [-1]);
    }

    #[test]
    fn a_cut_message_is_broken() {
        for cut in [&[0x08][..], &[0x12, 200, 1, 2], &[0x0B], &[0xFF; 20]] {
            let mut fields = Fields::new(cut);
            assert_eq!(fields.by_ref().count(), 0);
            assert!(fields.broken);
        }
    }
}
