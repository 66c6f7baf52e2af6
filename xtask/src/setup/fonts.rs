//! Typefaces with which the tests draw cards (`card_maker` names the same files).

use std::path::Path;

/// Debian's packages, each with a file by which it is known to be there.
const PACKAGES: [(&str, &str); 8] = [
    ("fonts-dejavu-core", "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf"),
    ("fonts-noto-cjk", "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    ("fonts-wqy-zenhei", "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"),
    ("fonts-wqy-microhei", "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"),
    ("fonts-arphic-uming", "/usr/share/fonts/truetype/arphic/uming.ttc"),
    ("fonts-arphic-ukai", "/usr/share/fonts/truetype/arphic/ukai.ttc"),
    ("fonts-lxgw-wenkai", "/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf"),
    ("fonts-ocr-b", "/usr/share/fonts/opentype/ocr-b/OCRB.otf"),
];

pub(crate) fn missing_packages() -> Vec<&'static str> {
    PACKAGES.into_iter().filter(|(_, file)| !Path::new(file).is_file()).map(|(package, _)| package).collect()
}
