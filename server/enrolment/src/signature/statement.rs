//! The statement that the server seals: who holds it learns when and how something was signed, and can tell whether it still is
//! what was signed, but not what it is: every part is hashed with a salt that stays sealed.

use super::parts::{Part, Parts};
use crate::crypto::{KEY_BYTES, hex};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::Sha256;
use shared::{
    id::{Province, SignatureId},
    signature::Method,
    time::Timestamp,
};
use std::collections::BTreeMap;

/// How statements are made; another way of making them has another name.
const FORMAT: &str = "ruji-signature-1";

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Statement {
    pub(super) format: String,
    pub(super) id: SignatureId,
    /// Name of the key of the seal.
    pub(super) key: String,
    pub(super) method: Method,
    /// Salted hash of every part.
    pub(super) parts: BTreeMap<Part, String>,
    pub(super) province: Province,
    pub(super) signed_at: Timestamp,
}

/// The random salt of one signature.
pub(super) struct Salt(pub(super) [u8; KEY_BYTES]);

impl Salt {
    /// HMAC-SHA-256 under the salt, over the part's name and its canonical JSON.
    pub(super) fn hash(&self, part: Part, value: &Value) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        mac.update(part.as_str().as_bytes());
        mac.update(&[0]);
        mac.update(canonical(value).as_bytes());
        hex(&mac.finalize().into_bytes())
    }

    pub(super) fn hash_all(&self, parts: &Parts) -> BTreeMap<Part, String> {
        parts.iter().map(|(part, value)| (*part, self.hash(*part, value))).collect()
    }
}

impl Statement {
    pub(super) fn new(
        (id, province): (SignatureId, &Province),
        (method, signed_at): (Method, Timestamp),
        (key, parts): (String, BTreeMap<Part, String>),
    ) -> Self {
        Self { format: FORMAT.to_owned(), id, key, method, parts, province: province.clone(), signed_at }
    }

    /// The text that is sealed.
    pub(super) fn text(&self) -> serde_json::Result<String> {
        Ok(canonical(&serde_json::to_value(self)?))
    }
}

/// JSON without blanks, its keys in the order of their bytes: the same for the same value, whatever made it.
fn canonical(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let sorted: BTreeMap<_, _> = fields.iter().collect();
            let field = |(key, value): (&String, &Value)| format!("{}:{}", Value::from(key.as_str()), canonical(value));
            format!("{{{}}}", sorted.into_iter().map(field).collect::<Vec<_>>().join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_same_value_has_one_text() {
        let value = json!({ "b": [1, "\"二\"", null], "a": { "d": true, "c": "" } });
        assert_eq!(canonical(&value), r#"{"a":{"c":"","d":true},"b":[1,"\"二\"",null]}"#);
    }

    #[test]
    fn hashes_differ_by_salt_part_and_value() {
        let (one, other) = (Salt([1; 32]), Salt([2; 32]));
        let value = json!({ "number": "11010519491231002X" });
        let hash = one.hash(Part::Document, &value);
        assert_eq!(hash, one.hash(Part::Document, &value));
        assert_ne!(hash, other.hash(Part::Document, &value), "without the salt nobody can try numbers");
        assert_ne!(hash, one.hash(Part::Region, &value));
        assert_ne!(hash, one.hash(Part::Document, &json!({ "number": "440524188001010014" })));
    }
}
