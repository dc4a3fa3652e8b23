//! The most a delivered file may hold.

/// The largest file we read, packed or unpacked: twice what all young people in the Netherlands need in one file.
pub const FILE_BYTES_MAX: u64 = 8 << 30;

/// The most columns in a file: several times the widest layout, that of GBA-V.
pub const COLUMNS_MAX: usize = 2_000;
