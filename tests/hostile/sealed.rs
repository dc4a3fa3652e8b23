//! A sealed file opens whole or not at all.

use jib::crypto::hashing::PseudonymKey;
use jib::crypto::keys::{Identity, Recipient, new_identity};
use jib::crypto::seal::{Sealer, open};
use proptest::prelude::*;

use crate::support::damage::{Ground, damages, fuzz};

/// Part of a sealed file is never taken for the whole, and nobody else's content is accepted.
#[test]
fn a_damaged_seal_gives_nothing() {
    let (identity, public) = new_identity();
    let recipient = Recipient::parse(&public).expect("a key");
    let key = PseudonymKey::from_bytes(&[7; 32]).expect("32 bytes");
    let seal = |content: &[u8]| {
        let mut sealer = Sealer::begin(&recipient, &key, Vec::new()).expect("memory");
        sealer.add(content).expect("memory");
        sealer.finish().expect("memory").0
    };
    // The last is longer than one chunk of the format, and splices move parts between files.
    let contents = [Vec::new(), b"kenmerk,bsn\nabc,999990019\n".to_vec(), vec![b'x'; 65_500]];
    let mut ground = Ground::of("age");
    ground.files = contents.iter().map(|content| seal(content)).collect();
    let long: Vec<u8> = vec![b'y'; (64 << 10) + 500];
    let sealed_long = seal(&long);
    let identities = Identity::all_in(&identity);
    for end in [(64 << 10) + 216, sealed_long.len() - 1, sealed_long.len() - 500, 216, 100] {
        assert!(open(&sealed_long[..end], &identities).is_err(), "cut off at {end}");
    }
    assert_eq!(open(&sealed_long, &identities).expect("whole"), long);
    fuzz("sealed", 2_000, &damages(), |(file, damages)| {
        let file = file % ground.files.len();
        let bytes = ground.damaged(file, &damages);
        if let Ok(content) = open(&bytes, &identities) {
            prop_assert!(contents.contains(&content), "another content than was sealed");
        } else {
            prop_assert!(bytes != ground.files[file], "a whole file opens");
        }
        Ok(())
    });
}
