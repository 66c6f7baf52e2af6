//! One portrait in its frame: head and shoulders, put together from parts. A rule's drawing changes the parts that it is
//! about and takes the rest from [`BASE`].

use super::parts;

/// Parts are SVG in units of the frame, 120 wide and 160 high; a place is the value of a `transform`.
#[derive(Clone, Copy)]
pub(super) struct Portrait {
    /// Colour of the background.
    pub(super) ground: &'static str,
    /// Between background and person.
    pub(super) behind: &'static str,
    /// The whole person's place.
    pub(super) place: &'static str,
    /// Place of the shoulders alone, and of the head alone.
    pub(super) shoulders: &'static str,
    pub(super) head: &'static str,
    pub(super) body: &'static str,
    pub(super) ears: &'static str,
    /// Place of eyes, nose and mouth within the face.
    pub(super) features: &'static str,
    pub(super) eyes: &'static str,
    pub(super) nose: &'static str,
    pub(super) mouth: &'static str,
    pub(super) hair: &'static str,
    /// On the head: glasses, a hat, light.
    pub(super) worn: &'static str,
    /// Name of a filter of [`parts::DEFINITIONS`] over the picture.
    pub(super) filter: &'static str,
    /// Over the picture, in the place of the person: what is measured on it.
    pub(super) measured: &'static str,
    /// Over everything.
    pub(super) over: &'static str,
}

/// A portrait that keeps every rule.
pub(super) const BASE: Portrait = Portrait {
    ground: parts::GROUND,
    behind: "",
    place: "",
    shoulders: "",
    head: "",
    body: parts::BODY,
    ears: parts::EARS,
    features: "",
    eyes: parts::EYES,
    nose: parts::NOSE,
    mouth: parts::MOUTH,
    hair: parts::HAIR,
    worn: "",
    filter: "",
    measured: "",
    over: "",
};

impl Portrait {
    /// The picture, without a frame.
    pub(super) fn draw(&self) -> String {
        let Self { ground, behind, measured, over, .. } = self;
        let person = at(self.place, &(self.person() + measured));
        let picture = format!(r#"<path fill="{ground}" stroke="none" d="M0 0h120v160H0z"/>{behind}{person}{over}"#);
        if self.filter.is_empty() {
            return picture;
        }
        format!(r#"<g filter="url(#{})">{picture}</g>"#, self.filter)
    }

    fn person(&self) -> String {
        let face = at(self.features, &[parts::BROWS, self.eyes, self.nose, self.mouth].concat());
        let head = [self.ears, parts::FACE, &face, self.hair, self.worn].concat();
        at(self.shoulders, &[parts::NECK, self.body].concat()) + &at(self.head, &head)
    }
}

/// Puts parts into their place.
fn at(place: &str, parts: &str) -> String {
    if place.is_empty() { parts.to_owned() } else { format!(r#"<g transform="{place}">{parts}</g>"#) }
}
