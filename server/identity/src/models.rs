//! The model files of these engines: where they lie, and that they are what `models.toml` says.
