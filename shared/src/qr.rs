//! QR symbols as SVG: the same code draws them on the server and in the browser.

use fast_qr::{ECL, QRBuilder};

/// The text does not fit into a QR symbol.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the text is too long for a QR symbol")]
pub struct TooLong;

/// Quiet zone around the symbol in modules (ISO/IEC 18004 asks for 4).
const QUIET_MODULES: usize = 4;

/// An SVG of the QR symbol for `text` (error correction M), black on white, one unit a module, scalable.
/// `title` is read out by screen readers.
pub fn svg(text: &str, title: &str) -> Result<String, TooLong> {
    let code = QRBuilder::new(text).ecl(ECL::M).build().map_err(|_| TooLong)?;
    let side = code.size + 2 * QUIET_MODULES;
    let mut path = String::new();
    for y in 0..code.size {
        for x in 0..code.size {
            if code[y][x].value() {
                path.extend(["M", &(x + QUIET_MODULES).to_string(), ",", &(y + QUIET_MODULES).to_string(), "h1v1h-1z"]);
            }
        }
    }
    let title = title.replace('&', "&amp;").replace('<', "&lt;");
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" role=\"img\" shape-rendering=\"crispEdges\">\
         <title>{title}</title><path fill=\"#fff\" d=\"M0,0h{side}v{side}h-{side}z\"/><path d=\"{path}\"/></svg>"
    ))
}
