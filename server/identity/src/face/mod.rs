//! Comparing faces: alignment, embedding, similarity and what may be concluded from it.
