//! What runs in the browser as WASM. Each island enhances a form or a picture that works without it; texts come as props.

pub mod countdown;
pub mod photo;
pub mod qr_symbol;
