//! Files with keys: a key is read whole or not at all, and no part of one ever shows.

use std::fs;

use jib::crypto::hashing::PseudonymKey;
use jib::crypto::keys::{Identity, Recipient, SigningKey};
use proptest::prelude::*;

use crate::support::damage::{Ground, damages, fuzz};
use crate::support::repository;

/// A damaged key is never read as another key.
#[test]
fn no_bytes_break_a_key() {
    let folder = crate::support::folder();
    let path = folder.path().join("sleutel");
    let keys = repository("sample-data/sleutels");
    let file = |name: &str| fs::read(keys.join(name)).expect("a key of the sample");
    let mut ground = Ground::of("keys");
    ground
        .files
        .extend(["identiteit.txt", "ondertekening.key", "ondertekening.pub", "pseudoniem.key"].map(file));
    let own = SigningKey::read(&keys.join("ondertekening.key")).expect("the key of the sample").fingerprint();
    let own_identity = Identity::all_in(&String::from_utf8_lossy(&file("identiteit.txt")));
    let public = own_identity.first().expect("an identity").recipient().to_string();
    fuzz("keys", 2_000, &damages(), |(file, damages)| {
        let bytes = ground.damaged(file, &damages);
        let text = String::from_utf8_lossy(&bytes);
        fs::write(&path, &bytes).expect("a file");
        if let Ok(key) = SigningKey::read(&path) {
            prop_assert_eq!(key.fingerprint(), own.clone(), "a damaged key is no other key");
        }
        for identity in Identity::all_in(&text) {
            prop_assert_eq!(identity.recipient().to_string(), public.clone());
        }
        for word in text.split_whitespace() {
            if let Some(recipient) = Recipient::parse(word) {
                let shown = format!("{recipient:?}");
                prop_assert!(!shown.contains(word), "a key does not show itself: {}", shown);
                prop_assert_eq!(recipient.to_string(), word.to_lowercase());
            }
        }
        if let Some(key) = PseudonymKey::from_bytes(&bytes) {
            prop_assert_eq!(bytes.len(), 32);
            prop_assert_eq!(format!("{key:?}"), "PseudonymKey(…)");
        }
        Ok(())
    });
}
