//! Tencent Cloud's signature TC3-HMAC-SHA256, as pure functions: what is signed, and the header that says so.
//! Source: “Signature v3” in Tencent Cloud's API documentation.

use super::super::digest::{hmac_sha256, sha256_hex};
use enrolment::crypto::hex;
use secrecy::{ExposeSecret as _, SecretString};

const ALGORITHM: &str = "TC3-HMAC-SHA256";
const SIGNED_HEADERS: &str = "content-type;host;x-tc-action";
pub const CONTENT_TYPE: &str = "application/json; charset=utf-8";

/// One call before it is signed: POST to `/` without a query.
pub struct Call<'a> {
    /// As the header says it, with the port where it is not the scheme's own.
    pub host: &'a str,
    pub service: &'a str,
    pub action: &'a str,
    pub payload: &'a [u8],
    /// Seconds since 1970.
    pub timestamp: i64,
    /// The same instant's date in UTC, like `2019-02-25`.
    pub date: &'a str,
}

/// A signature and what it was made of.
pub struct Signed {
    pub request_sha256: String,
    pub scope: String,
    pub signature: String,
}

pub fn sign(call: &Call<'_>, secret: &SecretString) -> Signed {
    let Call { host, service, timestamp, date, .. } = call;
    let (action, payload_sha256) = (call.action.to_ascii_lowercase(), sha256_hex(call.payload));
    let headers = format!("content-type:{CONTENT_TYPE}\nhost:{host}\nx-tc-action:{action}\n");
    let request = format!("POST\n/\n\n{headers}\n{SIGNED_HEADERS}\n{payload_sha256}");
    let request_sha256 = sha256_hex(request.as_bytes());
    let scope = format!("{date}/{service}/tc3_request");
    let to_sign = format!("{ALGORITHM}\n{timestamp}\n{scope}\n{request_sha256}");
    let key = format!("TC3{}", secret.expose_secret());
    let key = hmac_sha256(key.as_bytes(), date.as_bytes());
    let key = hmac_sha256(&key, service.as_bytes());
    let key = hmac_sha256(&key, b"tc3_request");
    Signed { signature: hex(&hmac_sha256(&key, to_sign.as_bytes())), request_sha256, scope }
}

/// The header `Authorization`.
pub fn authorization(secret_id: &str, signed: &Signed) -> String {
    let Signed { scope, signature, .. } = signed;
    format!("{ALGORITHM} Credential={secret_id}/{scope}, SignedHeaders={SIGNED_HEADERS}, Signature={signature}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_example_has_the_published_signature() {
        let payload = br#"{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}"#;
        let call = Call {
            host: "cvm.tencentcloudapi.com",
            service: "cvm",
            action: "DescribeInstances",
            payload,
            timestamp: 1_551_113_065,
            date: "2019-02-25",
        };
        let signed = sign(&call, &SecretString::from("*".repeat(32)));
        assert_eq!(signed.request_sha256, "7019a55be8395899b900fb5564e4200d984910f34794a27cb3fb7d10ff6a1e84");
        assert_eq!(signed.signature, "10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f");
        let header = authorization("AKID", &signed);
        assert!(header.starts_with("TC3-HMAC-SHA256 Credential=AKID/2019-02-25/cvm/tc3_request, SignedHeaders="));
    }
}
