//! The three EXIF fields that matter: orientation, resolution and its unit. Everything else is left unread.

/// Values of IFD0, absent where the file does not state them.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(crate) struct Exif {
    /// 1 to 8, EXIF tag 0x0112.
    pub(crate) orientation: Option<u16>,
    /// Tags 0x011A and 0x011B, in pixels per `unit`.
    pub(crate) x_resolution: Option<f32>,
    pub(crate) y_resolution: Option<f32>,
    /// Tag 0x0128: 2 inch, 3 centimetre.
    pub(crate) unit: Option<u16>,
}

/// Reads IFD0 of a TIFF structure (the APP1 payload after `Exif\0\0`).
pub(crate) fn parse(tiff: &[u8]) -> Option<Exif> {
    let order = match tiff.get(..4)? {
        [b'I', b'I', 42, 0] => Order::Little,
        [b'M', b'M', 0, 42] => Order::Big,
        _ => return None,
    };
    let ifd = order.u32(tiff, 4)? as usize;
    let count = usize::from(order.u16(tiff, ifd)?);
    let mut exif = Exif::default();
    for index in 0..count {
        let entry = ifd.checked_add(2 + index * 12)?;
        let Some(tag) = order.u16(tiff, entry) else { break };
        match tag {
            0x0112 => exif.orientation = order.u16(tiff, entry + 8).filter(|value| (1..=8).contains(value)),
            0x011A => exif.x_resolution = order.rational(tiff, entry + 8),
            0x011B => exif.y_resolution = order.rational(tiff, entry + 8),
            0x0128 => exif.unit = order.u16(tiff, entry + 8),
            _ => {}
        }
    }
    Some(exif)
}

/// 1 to 8 as a TIFF structure states it, with or without `Exif\0\0` before it; 1 where it says nothing.
pub(crate) fn orientation_of_exif(bytes: &[u8]) -> u16 {
    let tiff = bytes.strip_prefix(b"Exif\0\0").unwrap_or(bytes);
    parse(tiff).and_then(|exif| exif.orientation).unwrap_or(1)
}

#[derive(Clone, Copy)]
enum Order {
    Little,
    Big,
}

impl Order {
    fn u16(self, bytes: &[u8], at: usize) -> Option<u16> {
        let pair = bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(match self {
            Self::Little => u16::from_le_bytes(pair),
            Self::Big => u16::from_be_bytes(pair),
        })
    }

    fn u32(self, bytes: &[u8], at: usize) -> Option<u32> {
        let four = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(match self {
            Self::Little => u32::from_le_bytes(four),
            Self::Big => u32::from_be_bytes(four),
        })
    }

    /// A rational whose offset stands at `at`; `None` with a zero denominator.
    fn rational(self, bytes: &[u8], at: usize) -> Option<f32> {
        let offset = self.u32(bytes, at)? as usize;
        let (over, under) = (self.u32(bytes, offset)?, self.u32(bytes, offset.checked_add(4)?)?);
        (under != 0).then(|| over as f32 / under as f32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_byte_orders_are_read() {
        let little = b"II\x2a\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
        let big = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        assert_eq!(parse(little).unwrap().orientation, Some(6));
        assert_eq!(parse(big).unwrap().orientation, Some(6));
    }

    #[test]
    fn nonsense_is_no_exif() {
        assert_eq!(parse(b"II\x2a\0\xff\xff\xff\xff"), None);
        assert_eq!(parse(b"XX"), None);
    }
}
