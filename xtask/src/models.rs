//! (being laid)

/// Placeholder until the models are written.
pub(crate) fn ensure(_root: &std::path::Path) -> anyhow::Result<()> {
    Ok(())
}
