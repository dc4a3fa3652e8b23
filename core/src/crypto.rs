//! Hashing, keys, sealing and signing. The only folder that names age, minisign, hmac and sha2.

pub mod hashing;
pub mod keys;
pub mod seal;
pub mod sign;
