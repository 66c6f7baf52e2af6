//! Speech: where somebody speaks, and which digits were said.
