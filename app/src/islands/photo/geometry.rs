//! Where the crop may be and how acts of the hand change it. Numbers only: no browser, no picture.

/// How far one key press or button moves the picture, in pixels of the finished picture.
pub(super) const STEP_PX: f32 = 4.0;
/// The same with Shift held.
pub(super) const FINE_STEP_PX: f32 = 1.0;
/// How much one key press or button enlarges.
pub(super) const ZOOM_STEP: f32 = 1.02;

/// Width and height, in pixels.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Size {
    pub(super) width: f32,
    pub(super) height: f32,
}

/// The finished picture.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Frame {
    pub(super) size: Size,
    /// How far one pixel of the source may be enlarged.
    pub(super) enlargement_max: f32,
}

/// The part of the upright source, in its pixels, that fills the frame (the finished picture). It always lies inside the
/// source and has the frame's aspect: a background is never invented and nobody is squeezed.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Crop {
    x: f32,
    y: f32,
    width: f32,
    source: Size,
    frame: Frame,
}

impl Crop {
    /// The nearest allowed crop to `[x, y, width, height]`; the height follows from the width.
    pub(super) fn new([x, y, width, _]: [f32; 4], source: Size, frame: Frame) -> Self {
        Self { x, y, width, source, frame }.clamped()
    }

    /// `[x, y, width, height]` in pixels of the source.
    pub(super) fn to_array(self) -> [f32; 4] {
        [self.x, self.y, self.width, self.height()]
    }

    /// Moves the picture under the frame, in pixels of the frame: to the right and down where positive.
    #[must_use]
    pub(super) fn with_picture_moved(self, dx: f32, dy: f32) -> Self {
        let scale = self.scale();
        Self { x: self.x - dx / scale, y: self.y - dy / scale, ..self }.clamped()
    }

    /// Enlarges the picture under the frame by `factor` (below 1: reduces it); the point `at` of the frame stays in place.
    #[must_use]
    pub(super) fn with_picture_enlarged(self, factor: f32, at: [f32; 2]) -> Self {
        let wanted = self.width / factor;
        let width = wanted.clamp(self.narrowest(), self.widest());
        let shift = (self.width - width) / self.frame.size.width;
        Self { x: self.x + at[0] * shift, y: self.y + at[1] * shift, width, ..self }.clamped()
    }

    /// The middle of the frame.
    pub(super) fn middle(self) -> [f32; 2] {
        [self.frame.size.width / 2.0, self.frame.size.height / 2.0]
    }

    /// Where a point of the source comes to lie in the frame.
    pub(super) fn in_frame(self, [x, y]: [f32; 2]) -> [f32; 2] {
        [(x - self.x) * self.scale(), (y - self.y) * self.scale()]
    }

    /// Left, top and width of the whole picture in percent of the frame, for CSS.
    pub(super) fn picture_percent(self) -> [f32; 3] {
        let share = 100.0 / self.width;
        [-self.x * share, -self.y * 100.0 / self.height(), self.source.width * share]
    }

    fn scale(self) -> f32 {
        self.frame.size.width / self.width
    }

    fn height(self) -> f32 {
        self.width * self.frame.size.height / self.frame.size.width
    }

    fn widest(self) -> f32 {
        self.source.width.min(self.source.height * self.frame.size.width / self.frame.size.height)
    }

    fn narrowest(self) -> f32 {
        (self.frame.size.width / self.frame.enlargement_max).min(self.widest())
    }

    fn clamped(self) -> Self {
        let width = self.width.clamp(self.narrowest(), self.widest());
        let sized = Self { width, ..self };
        let x = self.x.clamp(0.0, (self.source.width - width).max(0.0));
        let y = self.y.clamp(0.0, (self.source.height - sized.height()).max(0.0));
        Self { x, y, ..sized }
    }
}

/// What one key does to the crop; `None` for keys that mean nothing here. Arrows move the picture the way they point.
pub(super) fn after_key(crop: Crop, key: &str, fine: bool) -> Option<Crop> {
    let step = if fine { FINE_STEP_PX } else { STEP_PX };
    Some(match key {
        "ArrowLeft" => crop.with_picture_moved(-step, 0.0),
        "ArrowRight" => crop.with_picture_moved(step, 0.0),
        "ArrowUp" => crop.with_picture_moved(0.0, -step),
        "ArrowDown" => crop.with_picture_moved(0.0, step),
        "+" | "=" => crop.with_picture_enlarged(ZOOM_STEP, crop.middle()),
        "-" | "_" => crop.with_picture_enlarged(1.0 / ZOOM_STEP, crop.middle()),
        _ => return None,
    })
}

/// One finger or a mouse drags: `from` and `to` in pixels of the frame.
pub(super) fn after_drag(crop: Crop, from: [f32; 2], to: [f32; 2]) -> Crop {
    crop.with_picture_moved(to[0] - from[0], to[1] - from[1])
}

/// Two fingers pinch: the spread enlarges about their middle, and the middle drags.
pub(super) fn after_pinch(crop: Crop, from: [[f32; 2]; 2], to: [[f32; 2]; 2]) -> Crop {
    let middle = |[a, b]: [[f32; 2]; 2]| [f32::midpoint(a[0], b[0]), f32::midpoint(a[1], b[1])];
    let spread = |[a, b]: [[f32; 2]; 2]| (a[0] - b[0]).hypot(a[1] - b[1]).max(1.0);
    let enlarged = crop.with_picture_enlarged(spread(to) / spread(from), middle(from));
    after_drag(enlarged, middle(from), middle(to))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Frame = Frame { size: Size { width: 480.0, height: 640.0 }, enlargement_max: 2.0 };
    const SOURCE: Size = Size { width: 3000.0, height: 4000.0 };

    fn crop(at: [f32; 4]) -> Crop {
        Crop::new(at, SOURCE, FRAME)
    }

    fn close(a: [f32; 2], b: [f32; 2]) -> bool {
        (a[0] - b[0]).abs() < 0.1 && (a[1] - b[1]).abs() < 0.1
    }

    #[test]
    fn a_crop_outside_the_source_is_brought_inside_with_its_aspect() {
        assert_eq!(crop([-50.0, 3900.0, 960.0, 1.0]).to_array(), [0.0, 4000.0 - 1280.0, 960.0, 1280.0]);
        assert_eq!(crop([10.0, 10.0, 9000.0, 1.0]).to_array(), [0.0, 0.0, 3000.0, 4000.0]);
    }

    #[test]
    fn a_landscape_source_limits_the_crop_by_its_height() {
        let wide = Crop::new([0.0, 0.0, 4000.0, 0.0], Size { width: 4000.0, height: 3000.0 }, FRAME);
        assert_eq!(wide.to_array(), [0.0, 0.0, 2250.0, 3000.0]);
    }

    #[test]
    fn a_source_smaller_than_the_frame_is_taken_whole() {
        let tiny = Crop::new([0.0, 0.0, 5.0, 5.0], Size { width: 150.0, height: 200.0 }, FRAME);
        assert_eq!(tiny.to_array(), [0.0, 0.0, 150.0, 200.0]);
    }

    #[test]
    fn the_picture_cannot_be_enlarged_beyond_twice_its_pixels() {
        let close_up = crop([1000.0, 1000.0, 480.0, 0.0]).with_picture_enlarged(100.0, [240.0, 320.0]);
        assert_eq!(close_up.to_array()[2], 240.0);
    }

    #[test]
    fn enlarging_keeps_the_point_under_the_finger() {
        let before = crop([1000.0, 1000.0, 960.0, 0.0]);
        let finger = [100.0, 500.0];
        let under = [1000.0 + finger[0] * 2.0, 1000.0 + finger[1] * 2.0];
        assert!(close(before.in_frame(under), finger));
        assert!(close(before.with_picture_enlarged(1.3, finger).in_frame(under), finger));
    }

    #[test]
    fn dragging_moves_the_picture_with_the_hand() {
        let before = crop([1000.0, 1000.0, 960.0, 0.0]);
        let eye = [1500.0, 1600.0];
        let [x, y] = before.in_frame(eye);
        assert!(close(after_drag(before, [10.0, 10.0], [30.0, -5.0]).in_frame(eye), [x + 20.0, y - 15.0]));
    }

    #[test]
    fn pinching_brings_both_points_under_both_fingers() {
        let before = crop([1000.0, 1000.0, 960.0, 0.0]);
        let (from, to) = ([[100.0, 100.0], [300.0, 300.0]], [[90.0, 120.0], [330.0, 360.0]]);
        let points = from.map(|[x, y]| [1000.0 + x * 2.0, 1000.0 + y * 2.0]);
        let after = after_pinch(before, from, to);
        assert!(close(after.in_frame(points[0]), to[0]) && close(after.in_frame(points[1]), to[1]));
    }

    #[test]
    fn keys_move_by_four_pixels_and_by_one_with_shift() {
        let before = crop([1000.0, 1000.0, 960.0, 0.0]);
        let moved = |key, fine| after_key(before, key, fine).map(|after| after.to_array()[1] - 1000.0);
        assert_eq!(moved("ArrowUp", false), Some(8.0));
        assert_eq!(moved("ArrowDown", true), Some(-2.0));
        assert_eq!(moved("Tab", false), None);
    }

    #[test]
    fn plus_and_minus_undo_each_other() {
        let before = crop([1000.0, 1000.0, 960.0, 0.0]);
        let there = after_key(before, "+", false).and_then(|after| after_key(after, "-", false)).map(Crop::to_array);
        let back = there.map_or([0.0; 2], |crop| [crop[0], crop[2]]);
        assert!(close(back, [1000.0, 960.0]));
    }

    #[test]
    fn the_picture_is_placed_in_percent_of_the_frame() {
        let [left, top, width] = crop([750.0, 1000.0, 1500.0, 0.0]).picture_percent();
        assert!(close([left, top], [-50.0, -50.0]) && close([width, 0.0], [200.0, 0.0]));
    }
}
