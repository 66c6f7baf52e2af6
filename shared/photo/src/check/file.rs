//! `file.*`: what the bytes state (Hunan annex 2, part 4, no. 1).

use super::{Detail, measured, stated};
use crate::{
    bytes::{Density, Format, JpegFacts, jpeg_facts, sniff},
    decode::{Unreadable, sound_jpeg},
};
use shared::photo::{Finding, PhotoSpec, Region, Rule, Unit, spec::FileSpec, verdict::Limit};

/// Density may be off by the rounding of dots per centimetre.
const DPI_TOLERANCE: f32 = 0.5;

/// All file rules that need no pixels. `file.readable` is present only where it already fails.
pub(crate) fn findings(bytes: &[u8], file_name: Option<&str>, spec: &PhotoSpec) -> Vec<Finding> {
    let format = sniff(bytes);
    let facts = if format == Format::Jpeg { jpeg_facts(bytes) } else { None };
    let mut out = Vec::new();
    let unsound = match format {
        Format::Jpeg => sound_jpeg(facts.as_ref()).err(),
        Format::Png | Format::WebP => None,
        other => Some(Unreadable::Format(other)),
    };
    if let Some(reason) = unsound {
        out.push(unreadable(reason));
    }
    let whole = format == Format::Jpeg && !matches!(unsound, Some(Unreadable::Truncated | Unreadable::Corrupt));
    let word = if format == Format::Jpeg { unsound.map_or("corrupt", Unreadable::hint) } else { format.hint() };
    out.push(stated(Rule::FileFormat, whole).hint(word));
    out.extend(file_name.map(extension));
    if let Some(facts) = &facts {
        out.push(dimensions(u32::from(facts.width), u32::from(facts.height), &spec.file));
        out.push(density(facts, &spec.file));
        out.push(colour_depth(facts));
        out.extend(facts.quality.map(|quality| {
            let limit = Limit::at_least(f32::from(spec.file.quality_min));
            measured(Rule::FileQuality, f32::from(quality), limit, Unit::Quality).hint("quality_low")
        }));
    }
    out.push(size(bytes.len(), &spec.file));
    out
}

/// The finding for a file that cannot be decoded.
pub(crate) fn unreadable(reason: Unreadable) -> Finding {
    let finding = stated(Rule::FileReadable, false).hint(reason.hint());
    match reason {
        Unreadable::Size(width, height) => finding.region(picture_area(width, height)),
        _ => finding,
    }
}

fn extension(name: &str) -> Finding {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let word = if extension.eq_ignore_ascii_case("jpeg") { "jpeg_extension" } else { "extension" };
    stated(Rule::FileExtension, extension.eq_ignore_ascii_case("jpg")).hint(word)
}

/// Width and height in pixels as stored; `measured` is the side that is off.
pub(crate) fn dimensions(width: u32, height: u32, spec: &FileSpec) -> Finding {
    let exactly = |pixels: u32| Limit::between(pixels as f32, pixels as f32);
    let (value, limit) = if width == spec.width_px { (height, spec.height_px) } else { (width, spec.width_px) };
    let turned = width == spec.height_px && height == spec.width_px;
    let finding = measured(Rule::FileDimensions, value as f32, exactly(limit), Unit::Px);
    let finding = if turned { finding.hint("turned") } else { finding.hint_by_side("pixels_few", "pixels_many") };
    finding.region(picture_area(width, height))
}

fn picture_area(width: u32, height: u32) -> Region {
    Region { x: 0.0, y: 0.0, width: width as f32, height: height as f32 }
}

/// JFIF must state the density; EXIF, where it states one, must agree.
fn density(facts: &JpegFacts, spec: &FileSpec) -> Finding {
    let wanted = f32::from(spec.dpi);
    let limit = Limit::between(wanted - DPI_TOLERANCE, wanted + DPI_TOLERANCE);
    let stated_densities = [facts.jfif, facts.exif_density()];
    let off = stated_densities.into_iter().flatten().find_map(|density| match density {
        Density::Dpi(x, y) => [x, y].into_iter().find(|&value| !limit.holds(value)),
        Density::None => Some(0.0),
    });
    match (facts.jfif, off) {
        (None | Some(Density::None), _) => stated(Rule::FileDpi, false).hint("no_density").with_limit(limit),
        (_, off) => measured(Rule::FileDpi, off.unwrap_or(wanted), limit, Unit::Dpi).hint("density"),
    }
}

/// 24-bit true colour: three components of eight bits.
fn colour_depth(facts: &JpegFacts) -> Finding {
    let bits = f32::from(facts.components) * f32::from(facts.precision);
    let word = match facts.components {
        1 => "grey",
        4 => "cmyk",
        _ => "bits",
    };
    let limit = Limit::between(24.0, 24.0);
    let mut finding = measured(Rule::FileColourDepth, bits, limit, Unit::Count);
    if facts.components != 3 || facts.precision != 8 {
        finding.outcome = shared::photo::Outcome::Fail;
    }
    finding.hint(word)
}

fn size(bytes: usize, spec: &FileSpec) -> Finding {
    let [min, max] = spec.size_bytes;
    let limit = Limit::between(min as f32, max as f32);
    measured(Rule::FileSize, bytes as f32, limit, Unit::Bytes).hint_by_side("file_small", "file_large")
}

trait WithLimit {
    fn with_limit(self, limit: Limit) -> Self;
}

impl WithLimit for Finding {
    fn with_limit(mut self, limit: Limit) -> Self {
        self.limit = Some(limit);
        self.unit = Some(Unit::Dpi);
        self
    }
}
