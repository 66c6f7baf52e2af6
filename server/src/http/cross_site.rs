//! Refuses forms that another site's page sends (CSRF), by `Sec-Fetch-Site` and `Origin`. Cookies are `SameSite=Lax` besides.

use super::{Site, problem::Refusal};
use axum::response::{IntoResponse as _, Response};
use shared::problem::ProblemCode;
use tower_http::csrf::{CsrfLayer, ProtectionError};

type Refuse = fn(ProtectionError) -> Response;

/// The public URL is trusted by name, in case a proxy rewrites `Host`.
pub(super) fn layer(site: &Site) -> CsrfLayer<Refuse> {
    let layer = CsrfLayer::new().add_trusted_origin(&site.settings.service.public_url);
    layer.unwrap_or_default().with_rejection_response(refuse as Refuse)
}

fn refuse(_: ProtectionError) -> Response {
    Refusal::from(ProblemCode::CrossSite).into_response()
}
