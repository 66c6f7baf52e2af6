//! Four numbers at once. Compilers turn loops over small arrays into vector instructions for processors, but not reliably for
//! WebAssembly, where it makes the networks three times as quick; there the instructions are named. Each lane is computed as
//! a lone number would be, in the same order, so that every target has the same bits.

pub(crate) use kind::Four;

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod kind {
    use std::arch::wasm32::{f32x4, f32x4_add, f32x4_extract_lane, f32x4_mul, f32x4_splat, v128};

    #[derive(Clone, Copy, Debug)]
    pub(crate) struct Four(v128);

    impl Four {
        pub(crate) fn new([a, b, c, d]: [f32; 4]) -> Self {
            Self(f32x4(a, b, c, d))
        }

        pub(crate) fn all(value: f32) -> Self {
            Self(f32x4_splat(value))
        }

        pub(crate) fn plus(self, other: Self) -> Self {
            Self(f32x4_add(self.0, other.0))
        }

        pub(crate) fn times(self, other: Self) -> Self {
            Self(f32x4_mul(self.0, other.0))
        }

        pub(crate) fn values(self) -> [f32; 4] {
            let Self(lanes) = self;
            [
                f32x4_extract_lane::<0>(lanes),
                f32x4_extract_lane::<1>(lanes),
                f32x4_extract_lane::<2>(lanes),
                f32x4_extract_lane::<3>(lanes),
            ]
        }
    }
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod kind {
    use std::array::from_fn;

    #[derive(Clone, Copy, Debug)]
    pub(crate) struct Four([f32; 4]);

    impl Four {
        pub(crate) fn new(values: [f32; 4]) -> Self {
            Self(values)
        }

        pub(crate) fn all(value: f32) -> Self {
            Self([value; 4])
        }

        pub(crate) fn plus(self, other: Self) -> Self {
            Self(from_fn(|lane| self.0[lane] + other.0[lane]))
        }

        pub(crate) fn times(self, other: Self) -> Self {
            Self(from_fn(|lane| self.0[lane] * other.0[lane]))
        }

        pub(crate) fn values(self) -> [f32; 4] {
            self.0
        }
    }
}
