//! Keys and what is done with them: subkeys of the master key, per-candidate data keys, sealing (AES-256-GCM), keyed blind
//! indexes and one-way hashes. No rows and no files here.

use crate::{clock::Randomness, error::Cause, seals::Seals};
use aes_gcm::{
    Aes256Gcm, Nonce,
    aead::{Aead, KeyInit, Payload},
};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use std::{fmt, fmt::Write as _};
use uuid::Uuid;

/// Length of a key, a hash and a blind index in bytes.
pub const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 12;
/// First byte of everything sealed, so that the construction can be changed later.
const SEAL_VERSION: u8 = 1;

/// A 256-bit key that seals and opens. `Debug` hides it.
#[derive(Clone)]
pub struct DataKey([u8; KEY_BYTES]);

/// What a sealed text belongs to: it opens nowhere else.
#[derive(Clone, Copy)]
pub struct Belongs {
    /// Table and column, or the kind of file.
    pub purpose: &'static str,
    pub id: Uuid,
}

impl Belongs {
    pub const fn to(purpose: &'static str, id: Uuid) -> Self {
        Self { purpose, id }
    }

    fn bytes(self) -> Vec<u8> {
        [self.purpose.as_bytes(), &[0], self.id.as_bytes()].concat()
    }
}

impl DataKey {
    pub fn generate(randomness: &dyn Randomness) -> Self {
        let mut key = [0; KEY_BYTES];
        randomness.fill(&mut key);
        Self(key)
    }

    /// Version, nonce, ciphertext and tag.
    pub fn seal(&self, randomness: &dyn Randomness, belongs: Belongs, plain: &[u8]) -> Vec<u8> {
        let mut nonce = [0; NONCE_BYTES];
        randomness.fill(&mut nonce);
        let payload = Payload { msg: plain, aad: &belongs.bytes() };
        let sealed = self.cipher().encrypt(&Nonce::from(nonce), payload).expect("AES-GCM takes up to 64 GB");
        [&[SEAL_VERSION], &nonce[..], &sealed].concat()
    }

    pub fn open(&self, belongs: Belongs, sealed: &[u8]) -> Result<Vec<u8>, Cause> {
        let fail = || Cause::Decrypt(belongs.purpose);
        let (version, rest) = sealed.split_first().ok_or_else(fail)?;
        let (nonce, sealed) = rest.split_first_chunk::<NONCE_BYTES>().ok_or_else(fail)?;
        if *version != SEAL_VERSION {
            return Err(fail());
        }
        let payload = Payload { msg: sealed, aad: &belongs.bytes() };
        self.cipher().decrypt(&Nonce::from(*nonce), payload).map_err(|_| fail())
    }

    /// Opens what must be UTF-8.
    pub fn open_text(&self, belongs: Belongs, sealed: &[u8]) -> Result<String, Cause> {
        String::from_utf8(self.open(belongs, sealed)?).map_err(|_| Cause::Decrypt(belongs.purpose))
    }

    fn cipher(&self) -> Aes256Gcm {
        Aes256Gcm::new_from_slice(&self.0).expect("the key has 32 bytes")
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey(***)")
    }
}

/// Purposes of keyed hashes; each has a key of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hashed {
    /// Blind index of phone numbers.
    Phone,
    /// Blind index of e-mail addresses.
    Email,
    /// Blind index of document numbers.
    Document,
    /// Blind index of admission numbers.
    Number,
    /// One-time codes.
    Code,
    /// Network addresses in limits.
    Address,
    /// Staff logins in sign-in attempts.
    Login,
    /// Links of the audit chain.
    Audit,
    /// Who the register of education was asked about.
    EducationSubject,
    /// Content of files on their way in.
    Upload,
    /// What candidates are found by who may be the same person.
    Trace,
    /// Content of files that are kept.
    Content,
    /// Recovery codes of staff.
    RecoveryCode,
    /// Staff accounts whose codes are tried.
    SecondFactor,
    /// Records and files of existing candidates, what they are asked for by, and the codes.
    Existing,
    /// What an officer compared at the desk.
    Seen,
}

impl Hashed {
    /// In the order of their numbers.
    const ALL: [Self; 16] = [
        Self::Phone,
        Self::Email,
        Self::Document,
        Self::Number,
        Self::Code,
        Self::Address,
        Self::Login,
        Self::Audit,
        Self::EducationSubject,
        Self::Upload,
        Self::Trace,
        Self::Content,
        Self::RecoveryCode,
        Self::SecondFactor,
        Self::Existing,
        Self::Seen,
    ];
}

/// Every key of the service, derived from the master key. `Debug` hides them.
#[derive(Clone)]
pub struct Keys {
    wrapping: DataKey,
    drafts: DataKey,
    codes: DataKey,
    staff: DataKey,
    exports: DataKey,
    /// One for each purpose, with its key taken in.
    hashing: [Hmac<Sha256>; Hashed::ALL.len()],
    seals: Seals,
    mark: [u8; KEY_BYTES],
}

impl Keys {
    /// Subkeys of the 32-byte master key, by HKDF-SHA-256 (RFC 5869).
    pub fn from_master(master: &[u8; KEY_BYTES]) -> Self {
        Self {
            wrapping: DataKey(subkey(master, "wrap data keys")),
            drafts: DataKey(subkey(master, "drafts")),
            codes: DataKey(subkey(master, "phones of codes")),
            staff: DataKey(subkey(master, "second factors of staff")),
            exports: DataKey(subkey(master, "exports")),
            hashing: hashing(&subkey(master, "keyed hashes")),
            seals: Seals::of(&subkey(master, "seals of signatures")),
            mark: subkey(master, "mark of databases"),
        }
    }

    /// What tells a master key from others, and nothing about it.
    pub const fn mark(&self) -> [u8; KEY_BYTES] {
        self.mark
    }

    /// The same with other keys of seals; that of the master key is kept, for what it sealed.
    #[must_use]
    pub fn with_seals(self, change: impl FnOnce(Seals) -> Seals) -> Self {
        Self { seals: change(self.seals), ..self }
    }

    /// What signatures are sealed with.
    pub const fn seals(&self) -> &Seals {
        &self.seals
    }

    /// Seals a candidate's data key; deleting the result makes everything under it unreadable.
    pub fn wrap(&self, randomness: &dyn Randomness, candidate: Uuid, key: &DataKey) -> Vec<u8> {
        self.wrapping.seal(randomness, Belongs::to("candidate.data_key", candidate), &key.0)
    }

    pub fn unwrap_key(&self, candidate: Uuid, wrapped: &[u8]) -> Result<DataKey, Cause> {
        let key = self.wrapping.open(Belongs::to("candidate.data_key", candidate), wrapped)?;
        key.try_into().map(DataKey).map_err(|_| Cause::Decrypt("candidate.data_key"))
    }

    /// Seals what guests typed, who have no data key yet.
    pub const fn drafts(&self) -> &DataKey {
        &self.drafts
    }

    /// Seals phone numbers that a code is on its way to.
    pub const fn codes(&self) -> &DataKey {
        &self.codes
    }

    /// Seals second factors of staff.
    pub const fn staff(&self) -> &DataKey {
        &self.staff
    }

    /// Seals exported data while they are kept.
    pub const fn exports(&self) -> &DataKey {
        &self.exports
    }

    /// HMAC-SHA-256 under the purpose's own key; `parts` are length-prefixed, so that they cannot run into each other.
    pub fn hash(&self, purpose: Hashed, parts: &[&[u8]]) -> Vec<u8> {
        let mut mac = self.hashing[purpose as usize].clone();
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().to_vec()
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(***)")
    }
}

const fn purpose_label(purpose: Hashed) -> &'static str {
    match purpose {
        Hashed::Phone => "blind index: phone",
        Hashed::Email => "blind index: e-mail address",
        Hashed::Document => "blind index: document",
        Hashed::Number => "blind index: admission number",
        Hashed::Code => "one-time code",
        Hashed::Address => "network address",
        Hashed::Login => "staff login",
        Hashed::Audit => "audit chain",
        Hashed::EducationSubject => "education check: subject",
        Hashed::Upload => "upload content",
        Hashed::Trace => "traces of candidates",
        Hashed::Content => "content of files",
        Hashed::RecoveryCode => "staff recovery code",
        Hashed::SecondFactor => "staff second factor",
        Hashed::Existing => "existing candidates",
        Hashed::Seen => "seen at the desk",
    }
}

/// What keyed hashes begin with: deriving their keys anew takes longer than hashing.
fn hashing(key: &[u8; KEY_BYTES]) -> [Hmac<Sha256>; Hashed::ALL.len()] {
    Hashed::ALL.map(|purpose| {
        let key = subkey(key, purpose_label(purpose));
        <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(&key).expect("HMAC takes keys of any length")
    })
}

fn subkey(key: &[u8; KEY_BYTES], label: &str) -> [u8; KEY_BYTES] {
    let mut out = [0; KEY_BYTES];
    Hkdf::<Sha256>::new(None, key).expand(label.as_bytes(), &mut out).expect("HKDF gives up to 8160 bytes");
    out
}

/// SHA-256, for tokens that are random already.
pub fn sha256(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

/// Equality that takes the same time whatever the difference.
pub fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
}

/// Lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a String succeeds");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SeededRandomness;

    const ROW: Belongs = Belongs::to("candidate.phone", Uuid::from_u128(1));

    #[test]
    fn what_is_sealed_opens_only_where_it_belongs() {
        let randomness = SeededRandomness::new(1);
        let key = DataKey::generate(&randomness);
        let sealed = key.seal(&randomness, ROW, b"13800138000");
        assert_eq!(key.open(ROW, &sealed).unwrap(), b"13800138000");
        assert!(key.open(Belongs::to("candidate.phone", Uuid::from_u128(2)), &sealed).is_err());
        assert!(key.open(Belongs::to("candidate.document", Uuid::from_u128(1)), &sealed).is_err());
        assert!(DataKey::generate(&randomness).open(ROW, &sealed).is_err());
        for at in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[at] ^= 1;
            assert!(key.open(ROW, &altered).is_err(), "byte {at} may be altered");
        }
        assert!(key.open(ROW, &[]).is_err());
    }

    #[test]
    fn every_purpose_hashes_with_a_key_of_its_own() {
        let (keys, master) = (Keys::from_master(&[7; KEY_BYTES]), subkey(&[7; KEY_BYTES], "keyed hashes"));
        for purpose in Hashed::ALL {
            let key = subkey(&master, purpose_label(purpose));
            let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(&key).unwrap();
            mac.update(&[&1_u64.to_be_bytes()[..], b"x"].concat());
            assert_eq!(keys.hash(purpose, &[b"x"]), mac.finalize().into_bytes().to_vec(), "{purpose:?}");
        }
    }

    #[test]
    fn the_same_text_is_sealed_differently_each_time() {
        let randomness = SeededRandomness::new(1);
        let key = DataKey::generate(&randomness);
        assert_ne!(key.seal(&randomness, ROW, b"same"), key.seal(&randomness, ROW, b"same"));
    }

    #[test]
    fn a_wrapped_key_opens_for_its_candidate_and_master_only() {
        let randomness = SeededRandomness::new(1);
        let keys = Keys::from_master(&[7; KEY_BYTES]);
        let (key, anna, bao) = (DataKey::generate(&randomness), Uuid::from_u128(1), Uuid::from_u128(2));
        let wrapped = keys.wrap(&randomness, anna, &key);
        assert_eq!(keys.unwrap_key(anna, &wrapped).unwrap().0, key.0);
        assert!(keys.unwrap_key(bao, &wrapped).is_err());
        assert!(Keys::from_master(&[8; KEY_BYTES]).unwrap_key(anna, &wrapped).is_err());
    }

    #[test]
    fn hashes_differ_by_purpose_key_and_boundaries() {
        let keys = Keys::from_master(&[7; KEY_BYTES]);
        let hash = keys.hash(Hashed::Phone, &[b"hunan", b"13800138000"]);
        assert_eq!(hash, keys.hash(Hashed::Phone, &[b"hunan", b"13800138000"]));
        assert_ne!(hash, keys.hash(Hashed::Document, &[b"hunan", b"13800138000"]));
        assert_ne!(hash, keys.hash(Hashed::Phone, &[b"hunan1", b"3800138000"]));
        assert_ne!(hash, Keys::from_master(&[8; KEY_BYTES]).hash(Hashed::Phone, &[b"hunan", b"13800138000"]));
    }

    #[test]
    fn secrets_do_not_print() {
        let keys = Keys::from_master(&[7; KEY_BYTES]);
        assert_eq!(format!("{keys:?} {:?}", keys.drafts()), "Keys(***) DataKey(***)");
    }
}
