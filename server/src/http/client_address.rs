//! Whose request it is, by network address: the peer, or what a trusted proxy says of it.

use super::Site;
use axum::{
    extract::{ConnectInfo, Request, State},
    http::HeaderMap,
    middleware::Next,
    response::Response,
};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

pub(super) const FORWARDED_FOR: &str = "x-forwarded-for";

/// Resolved once, by the layer below.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct ClientAddress(pub(super) IpAddr);

pub(super) async fn resolve(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_canonical());
    let peer = peer.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
    let address = client(peer, request.headers(), &site.settings.http.trusted_proxies);
    request.extensions_mut().insert(ClientAddress(address));
    next.run(request).await
}

/// From the nearest hop outwards, the first address that is no trusted proxy. Hops beyond it could be invented.
fn client(peer: IpAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
    let lines = headers.get_all(FORWARDED_FOR).into_iter().filter_map(|line| line.to_str().ok());
    let hops: Vec<_> = lines.flat_map(|line| line.split(',')).map(|hop| hop.trim().parse::<IpAddr>().ok()).collect();
    let mut nearest = peer;
    for hop in hops.into_iter().rev() {
        match hop {
            Some(hop) if trusted.contains(&nearest) => nearest = hop.to_canonical(),
            _ => break,
        }
    }
    nearest
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn through(peer: &str, forwarded: &'static str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert(FORWARDED_FOR, HeaderValue::from_static(forwarded));
        let trusted = ["10.0.0.1".parse().expect("address"), "10.0.0.2".parse().expect("address")];
        client(peer.parse().expect("address"), &headers, &trusted).to_string()
    }

    #[test]
    fn a_stranger_cannot_invent_an_address() {
        assert_eq!(through("203.0.113.9", "198.51.100.1"), "203.0.113.9");
    }

    #[test]
    fn trusted_proxies_are_believed_up_to_the_first_stranger() {
        assert_eq!(through("10.0.0.1", "198.51.100.1"), "198.51.100.1");
        assert_eq!(through("10.0.0.1", "192.0.2.7, 198.51.100.1, 10.0.0.2"), "198.51.100.1");
        assert_eq!(through("10.0.0.1", "192.0.2.7, nonsense"), "10.0.0.1");
        assert_eq!(through("10.0.0.1", ""), "10.0.0.1");
    }
}
