//! Bodies that are made or read piece by piece, while they are on their way.

use axum::body::{Body, Bytes};
use futures_util::{StreamExt as _, TryStream, TryStreamExt as _};

/// A body of `pieces`, which is never asked for more after its end: the layer that compresses answers does ask, and most streams answer
/// that with a panic, which takes the connection down with whatever of the answer was not yet sent.
#[expect(clippy::disallowed_methods, reason = "the one place that ends a stream for good")]
pub(super) fn body<S>(pieces: S) -> Body
where
    S: TryStream<Ok: Into<Bytes>, Error: Into<axum::BoxError>> + Send + 'static,
{
    Body::from_stream(pieces.into_stream().fuse())
}
