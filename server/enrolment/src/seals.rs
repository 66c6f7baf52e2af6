//! The server's seal (Ed25519) under what candidates sign: one key seals, older ones are kept for verifying what they sealed. A key is
//! named by the beginning of the hash of its public half.

use crate::crypto::{KEY_BYTES, hex, sha256};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use std::{collections::BTreeMap, fmt};

/// Bytes of a public key's hash that name it.
const NAME_BYTES: usize = 8;

/// Keys of seals. `Debug` shows their names.
#[derive(Clone)]
pub struct Seals {
    current: SigningKey,
    known: BTreeMap<String, VerifyingKey>,
}

/// What a seal says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SealState {
    Genuine,
    /// The text is not what was sealed.
    Broken,
    /// Sealed with a key that is not known here.
    UnknownKey,
}

impl Seals {
    /// One key, made of 32 random bytes.
    pub fn of(seed: &[u8; KEY_BYTES]) -> Self {
        let current = SigningKey::from_bytes(seed);
        let known = BTreeMap::from([(name(&current.verifying_key()), current.verifying_key())]);
        Self { current, known }
    }

    /// Another key seals from now on.
    #[must_use]
    pub fn renewed(mut self, seed: &[u8; KEY_BYTES]) -> Self {
        let newer = Self::of(seed);
        self.known.extend(newer.known);
        Self { current: newer.current, known: self.known }
    }

    /// A key that sealed once; `None` where the bytes are no public key.
    #[must_use]
    pub fn knowing(mut self, public: &[u8; KEY_BYTES]) -> Option<Self> {
        let key = VerifyingKey::from_bytes(public).ok()?;
        self.known.insert(name(&key), key);
        Some(self)
    }

    /// Name of the key that seals now.
    pub fn current(&self) -> String {
        name(&self.current.verifying_key())
    }

    /// How many keys are known.
    pub fn count(&self) -> usize {
        self.known.len()
    }

    pub fn seal(&self, text: &[u8]) -> Vec<u8> {
        self.current.sign(text).to_bytes().to_vec()
    }

    pub fn verify(&self, key: &str, text: &[u8], seal: &[u8]) -> SealState {
        let Some(key) = self.known.get(key) else { return SealState::UnknownKey };
        let genuine = Signature::from_slice(seal).is_ok_and(|seal| key.verify_strict(text, &seal).is_ok());
        if genuine { SealState::Genuine } else { SealState::Broken }
    }

    /// The public half of a key, for verifying elsewhere.
    pub fn public(&self, key: &str) -> Option<[u8; KEY_BYTES]> {
        self.known.get(key).map(VerifyingKey::to_bytes)
    }
}

/// The public half of the key that 32 bytes make.
pub fn public_half(seed: &[u8; KEY_BYTES]) -> [u8; KEY_BYTES] {
    SigningKey::from_bytes(seed).verifying_key().to_bytes()
}

fn name(key: &VerifyingKey) -> String {
    hex(&sha256(key.as_bytes())[..NAME_BYTES])
}

impl fmt::Debug for Seals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.known.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_is_of_one_text_and_one_key() {
        let seals = Seals::of(&[1; 32]);
        let seal = seals.seal(b"signed");
        assert_eq!(seals.verify(&seals.current(), b"signed", &seal), SealState::Genuine);
        assert_eq!(seals.verify(&seals.current(), b"signet", &seal), SealState::Broken);
        assert_eq!(seals.verify(&seals.current(), b"signed", &seal[1..]), SealState::Broken);
        let other = Seals::of(&[2; 32]);
        assert_eq!(other.verify(&seals.current(), b"signed", &seal), SealState::UnknownKey);
        assert_eq!(other.verify(&other.current(), b"signed", &seal), SealState::Broken);
    }

    #[test]
    fn what_an_older_key_sealed_can_be_verified() {
        let (old, seed) = (Seals::of(&[1; 32]), [2; 32]);
        let (key, seal) = (old.current(), old.seal(b"signed"));
        let renewed = old.clone().renewed(&seed);
        assert_ne!(renewed.current(), key);
        assert_eq!(renewed.verify(&key, b"signed", &seal), SealState::Genuine);
        let elsewhere = Seals::of(&seed).knowing(&public_half(&[1; 32])).unwrap();
        assert_eq!(elsewhere.verify(&key, b"signed", &seal), SealState::Genuine);
        assert!(!format!("{renewed:?}").contains("02020202"));
    }
}
