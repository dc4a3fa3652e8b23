//! Hashing, keys, sealing and signing. The only folder that names age, minisign, ed25519-dalek, blake2, hmac, sha2 and siphasher.

pub mod hashing;
pub mod keys;
pub mod seal;
pub mod sign;
