//! Packs and unpacks files: gzip, zip and UTF-16.

#![allow(dead_code, clippy::allow_attributes, reason = "each test uses a part")]

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// The parts of a zip file: name and content.
pub type Parts = Vec<(String, Vec<u8>)>;

/// UTF-16 as Excel writes "Unicode text", without a byte order mark.
pub fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// A gzip file with one member.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

/// A zip file of these parts, not compressed.
pub fn zip(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in parts {
        writer.start_file(name.as_str(), stored).expect("memory");
        writer.write_all(bytes).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

/// The parts of a zip file, unpacked.
pub fn parts(bytes: &[u8]) -> Parts {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a zip file");
    (0..archive.len())
        .map(|index| {
            let mut part = archive.by_index_raw(index).expect("a part");
            let name = part.name().expect("a name").into_owned();
            let is_stored = part.compression() == CompressionMethod::Stored;
            let mut bytes = Vec::new();
            let read = if is_stored {
                part.read_to_end(&mut bytes)
            } else {
                flate2::read::DeflateDecoder::new(part).read_to_end(&mut bytes)
            };
            read.expect("a part");
            (name, bytes)
        })
        .collect()
}

/// A zip file with one more part, which claims to be empty and unpacks to this many zeros.
pub fn liar(parts: &[(String, Vec<u8>)], name: &str, unpacks_to: u64) -> Vec<u8> {
    let mut deflated = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::copy(&mut std::io::repeat(0).take(unpacks_to), &mut deflated).expect("memory");
    let deflated = deflated.finish().expect("memory");
    let marker = deflated.len();
    let mut all = parts.to_vec();
    all.push((name.to_owned(), deflated));
    let mut bytes = zip(&all);
    // The last part is stored uncompressed. Both its headers are patched to say that it is deflated and empty.
    let named = |bytes: &[u8], from: usize| {
        let rest = bytes.get(from..).expect("bytes");
        from + memchr::memmem::find(rest, name.as_bytes()).expect("the name")
    };
    let local = named(&bytes, 0) - 30;
    let central = named(&bytes, local + 30 + name.len() + marker) - 46;
    for (method, size) in [(local + 8, local + 22), (central + 10, central + 24)] {
        bytes.splice(method..method + 2, 8u16.to_le_bytes());
        bytes.splice(size..size + 4, 0u32.to_le_bytes());
    }
    bytes
}
