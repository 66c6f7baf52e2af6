//! (being laid)

fn main() {}
