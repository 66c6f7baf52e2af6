//! Sines, roots and powers that are the same to the last bit on every target. The standard library's come from the system, and
//! a difference in the last place moves a sample to the next pixel and a measure in its third digit.

pub(crate) trait Portable {
    fn portable_sin(self) -> Self;
    fn portable_cos(self) -> Self;
    /// Sine and cosine.
    fn portable_sin_cos(self) -> (Self, Self)
    where
        Self: Sized;
    fn portable_atan2(self, other: Self) -> Self;
    fn portable_hypot(self, other: Self) -> Self;
    fn portable_powf(self, power: Self) -> Self;
    fn portable_cbrt(self) -> Self;
    fn portable_exp(self) -> Self;
}

impl Portable for f32 {
    fn portable_sin(self) -> Self {
        libm::sinf(self)
    }

    fn portable_cos(self) -> Self {
        libm::cosf(self)
    }

    fn portable_sin_cos(self) -> (Self, Self) {
        libm::sincosf(self)
    }

    fn portable_atan2(self, other: Self) -> Self {
        libm::atan2f(self, other)
    }

    fn portable_hypot(self, other: Self) -> Self {
        libm::hypotf(self, other)
    }

    fn portable_powf(self, power: Self) -> Self {
        libm::powf(self, power)
    }

    fn portable_cbrt(self) -> Self {
        libm::cbrtf(self)
    }

    fn portable_exp(self) -> Self {
        libm::expf(self)
    }
}
