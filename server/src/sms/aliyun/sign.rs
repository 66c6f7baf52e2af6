//! Aliyun's signature ACS3-HMAC-SHA256 (V3), as pure functions: what is signed, and the header that says so.
//! Source: “V3 request structure and signature” in Aliyun's documentation.

use super::super::digest::{hmac_sha256, sha256_hex};
use enrolment::crypto::hex;
use secrecy::{ExposeSecret as _, SecretString};

const ALGORITHM: &str = "ACS3-HMAC-SHA256";
const SIGNED_HEADERS: &str = "host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version";

/// One call before it is signed: POST to `/`.
pub struct Call<'a> {
    /// As the header says it, with the port where it is not the scheme's own.
    pub host: &'a str,
    pub action: &'a str,
    pub version: &'a str,
    /// From [`canonical_query`].
    pub query: &'a str,
    pub body: &'a [u8],
    /// UTC, like `2023-10-26T10:22:32Z`.
    pub date: &'a str,
    pub nonce: &'a str,
}

/// A signature and what it was made of.
pub struct Signed {
    pub content_sha256: String,
    pub request_sha256: String,
    pub signature: String,
}

/// Parameters sorted by name and encoded after RFC 3986, as they are signed and as they stand in the URL.
pub fn canonical_query(parameters: &[(&str, &str)]) -> String {
    let mut pairs: Vec<_> = parameters.iter().map(|(name, value)| (encoded(name), encoded(value))).collect();
    pairs.sort();
    pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

pub fn sign(call: &Call<'_>, secret: &SecretString) -> Signed {
    let Call { host, action, version, query, date, nonce, .. } = call;
    let content_sha256 = sha256_hex(call.body);
    let headers = format!(
        "host:{host}\nx-acs-action:{action}\nx-acs-content-sha256:{content_sha256}\nx-acs-date:{date}\n\
         x-acs-signature-nonce:{nonce}\nx-acs-version:{version}\n"
    );
    let request = format!("POST\n/\n{query}\n{headers}\n{SIGNED_HEADERS}\n{content_sha256}");
    let request_sha256 = sha256_hex(request.as_bytes());
    let to_sign = format!("{ALGORITHM}\n{request_sha256}");
    let signature = hex(&hmac_sha256(secret.expose_secret().as_bytes(), to_sign.as_bytes()));
    Signed { content_sha256, request_sha256, signature }
}

/// The header `Authorization`.
pub fn authorization(access_key_id: &str, signed: &Signed) -> String {
    format!("{ALGORITHM} Credential={access_key_id},SignedHeaders={SIGNED_HEADERS},Signature={}", signed.signature)
}

/// Everything but the unreserved characters of RFC 3986 as `%XX`.
fn encoded(text: &str) -> String {
    let one = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_example_has_the_published_signature() {
        let image = "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd";
        let query = canonical_query(&[("RegionId", "cn-shanghai"), ("ImageId", image)]);
        let call = Call {
            host: "ecs.cn-shanghai.aliyuncs.com",
            action: "RunInstances",
            version: "2014-05-26",
            query: &query,
            body: b"",
            date: "2023-10-26T10:22:32Z",
            nonce: "3156853299f313e23d1673dc12e1703d",
        };
        let signed = sign(&call, &SecretString::from("YourAccessKeySecret"));
        assert_eq!(signed.request_sha256, "7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259");
        assert_eq!(signed.signature, "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0");
        assert_eq!(
            authorization("YourAccessKeyId", &signed),
            "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;\
             x-acs-signature-nonce;x-acs-version,Signature=\
             06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
        );
    }

    #[test]
    fn what_is_not_unreserved_is_encoded_and_names_are_sorted() {
        assert_eq!(
            canonical_query(&[("b", "a b+c*~/"), ("a", "{\"码\"}")]),
            "a=%7B%22%E7%A0%81%22%7D&b=a%20b%2Bc%2A~%2F"
        );
    }
}
