//! Walks the markers of a JPEG file without decoding it (ITU-T T.81 annex B, JFIF 1.02).

use super::{be16, exif, quality};

/// Pixel density with its unit.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Density {
    /// JFIF unit 0: only an aspect ratio.
    None,
    Dpi(f32, f32),
}

/// What the markers of a JPEG state.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct JpegFacts {
    pub(crate) width: u16,
    pub(crate) height: u16,
    pub(crate) components: u8,
    /// Bits per component.
    pub(crate) precision: u8,
    pub(crate) progressive: bool,
    /// Of the JFIF header; `None` without one.
    pub(crate) jfif: Option<Density>,
    pub(crate) exif: Option<exif::Exif>,
    /// Standard quality, 1 to 100; `None` without a luminance table.
    pub(crate) quality: Option<u8>,
    /// The file reaches its end-of-image marker after at least one scan.
    pub(crate) complete: bool,
    /// Scans seen; a progressive bomb has thousands.
    pub(crate) scans: u32,
}

impl JpegFacts {
    /// Density stated by EXIF, converted to dots per inch.
    pub(crate) fn exif_density(&self) -> Option<Density> {
        let exif = self.exif?;
        let (x, y) = (exif.x_resolution?, exif.y_resolution?);
        let per_inch = if exif.unit == Some(3) { 2.54 } else { 1.0 };
        Some(Density::Dpi(x * per_inch, y * per_inch))
    }

    /// 1 to 8; 1 where nothing is stated.
    pub(crate) fn orientation(&self) -> u16 {
        self.exif.and_then(|exif| exif.orientation).unwrap_or(1)
    }
}

/// Reads the markers; `None` where no frame header with a size can be found.
pub(crate) fn jpeg_facts(bytes: &[u8]) -> Option<JpegFacts> {
    let mut facts = JpegFacts {
        width: 0,
        height: 0,
        components: 0,
        precision: 0,
        progressive: false,
        jfif: None,
        exif: None,
        quality: None,
        complete: false,
        scans: 0,
    };
    let mut tables = Tables::default();
    let mut at = 2;
    while let Some(marker) = next_marker(bytes, &mut at) {
        match marker {
            0xD9 => {
                facts.complete = facts.scans > 0;
                break;
            }
            0x01 | 0xD0..=0xD8 => continue,
            _ => {}
        }
        let Some(length) = be16(bytes, at).filter(|&length| length >= 2) else { break };
        let end = at + usize::from(length);
        let Some(body) = bytes.get(at + 2..end) else { break };
        read_segment(marker, body, &mut facts, &mut tables);
        at = end;
        if marker == 0xDA {
            facts.scans += 1;
            at = end_of_scan(bytes, end);
        }
    }
    facts.quality = tables.quality();
    (facts.width > 0 && facts.height > 0).then_some(facts)
}

fn read_segment(marker: u8, body: &[u8], facts: &mut JpegFacts, tables: &mut Tables) {
    match (marker, body) {
        (0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF, &[precision, h1, h0, w1, w0, components, ..])
            if facts.width == 0 =>
        {
            facts.precision = precision;
            facts.height = u16::from_be_bytes([h1, h0]);
            facts.width = u16::from_be_bytes([w1, w0]);
            facts.components = components;
            facts.progressive = matches!(marker, 0xC2 | 0xC6 | 0xCA | 0xCE);
            tables.luminance = body.get(8).copied();
        }
        (0xDB, body) => tables.read(body),
        (0xE0, [b'J', b'F', b'I', b'F', 0, _, _, unit, density @ ..]) if facts.jfif.is_none() => {
            let (x, y) = (be16(density, 0).unwrap_or(0), be16(density, 2).unwrap_or(0));
            facts.jfif = Some(match unit {
                1 => Density::Dpi(f32::from(x), f32::from(y)),
                2 => Density::Dpi(f32::from(x) * 2.54, f32::from(y) * 2.54),
                _ => Density::None,
            });
        }
        (0xE1, [b'E', b'x', b'i', b'f', 0, 0, tiff @ ..]) if facts.exif.is_none() => facts.exif = exif::parse(tiff),
        _ => {}
    }
}

/// Moves `at` behind the next marker and returns its code.
pub(super) fn next_marker(bytes: &[u8], at: &mut usize) -> Option<u8> {
    loop {
        while *bytes.get(*at)? != 0xFF {
            *at += 1;
        }
        while *bytes.get(*at)? == 0xFF {
            *at += 1;
        }
        let code = *bytes.get(*at)?;
        *at += 1;
        if code != 0 {
            return Some(code);
        }
    }
}

/// Skips entropy-coded data: stuffed bytes and restart markers belong to it.
pub(super) fn end_of_scan(bytes: &[u8], mut at: usize) -> usize {
    while let Some(&byte) = bytes.get(at) {
        if byte == 0xFF {
            match bytes.get(at + 1) {
                Some(0 | 0xD0..=0xD7) => at += 2,
                Some(0xFF) => at += 1,
                _ => return at,
            }
        } else {
            at += 1;
        }
    }
    at
}

/// Quantisation tables by destination, and which one the first component uses.
#[derive(Default)]
struct Tables {
    slots: [Option<[u16; 64]>; 4],
    luminance: Option<u8>,
}

impl Tables {
    fn read(&mut self, mut body: &[u8]) {
        while let [head, rest @ ..] = body {
            let wide = head >> 4 != 0;
            let size = if wide { 128 } else { 64 };
            let Some(values) = rest.get(..size) else { return };
            let slot = &mut self.slots[usize::from(head & 3)];
            *slot = Some(std::array::from_fn(|index| {
                if wide { be16(values, index * 2).unwrap_or(1) } else { u16::from(values[index]) }
            }));
            body = &rest[size..];
        }
    }

    fn quality(&self) -> Option<u8> {
        let slot = usize::from(self.luminance.unwrap_or(0) & 3);
        self.slots[slot].as_ref().map(quality::estimate)
    }
}
