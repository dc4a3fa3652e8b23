//! Unpacks a gzip file up to a limit, so that a small file cannot fill the memory.

use std::io::Read;

use flate2::bufread::MultiGzDecoder;

use super::fault::OpenFault;
use super::limits::FILE_BYTES_MAX;

/// The text of extracts packs about ten to one. A file that packs better than this limit was made to fill the memory.
const RATIO_MAX: u64 = 100;

/// Up to this size the ratio does not matter, because it fits in any memory.
const SMALL_BYTES: u64 = 256 << 20;

/// Whether the bytes start with the gzip signature.
pub fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1F, 0x8B])
}

/// Unpacks every member of the file.
///
/// # Errors
/// The file is cut off or damaged, or unpacks to more than the limit.
pub fn gunzip(bytes: &[u8]) -> Result<Vec<u8>, OpenFault> {
    let packed = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let limit = packed.saturating_mul(RATIO_MAX).clamp(SMALL_BYTES, FILE_BYTES_MAX);
    let mut unpacked = Vec::new();
    let read = MultiGzDecoder::new(bytes).take(limit + 1).read_to_end(&mut unpacked);
    match read {
        Err(_) => Err(OpenFault::Damaged),
        Ok(length) if u64::try_from(length).unwrap_or(u64::MAX) > limit => Err(OpenFault::TooLarge),
        Ok(_) => Ok(unpacked),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).expect("memory");
        encoder.finish().expect("memory")
    }

    /// Every member is read, and a download that stopped halfway is not taken for a short file.
    #[test]
    fn all_members_come_out_and_a_cut_file_does_not() {
        let two = [gzip(b"a\n"), gzip(b"b\n")].concat();
        assert_eq!(gunzip(&two).expect("two members"), b"a\nb\n");
        let whole = gzip(&b"bsn,naam\n".repeat(100));
        let cut = whole.get(..whole.len() - 9).expect("longer");
        assert!(matches!(gunzip(cut), Err(OpenFault::Damaged)));
    }

    /// A file of zeros that would unpack to gigabytes is refused.
    #[test]
    fn what_unpacks_to_too_much_is_refused() {
        let zeros = vec![0; 1 << 20];
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        for _ in 0..300 {
            encoder.write_all(&zeros).expect("memory");
        }
        let bomb = encoder.finish().expect("memory");
        assert!(matches!(gunzip(&bomb), Err(OpenFault::TooLarge)));
    }
}
