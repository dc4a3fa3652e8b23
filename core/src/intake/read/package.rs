//! The parts of a workbook, which is a zip file of XML. Everything is decompressed once before any of it is kept, because the sizes that a
//! zip file states may be false.

use std::io::{BufReader, Cursor, Read, copy, sink};

use flate2::CrcReader;
use flate2::read::DeflateDecoder;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::{CompressionMethod, ZipArchive};

use super::fault::OpenFault;

/// The most bytes that the parts of a workbook may unpack to together, however large it is packed.
const UNPACKED_BYTES_MAX: u64 = 2 << 30;

/// Sheets pack ten to thirty to one; a workbook that packs better than this was made to fill the memory.
const RATIO_MAX: u64 = 100;

/// Up to here the ratio does not matter, since it fits in any memory.
const SMALL_BYTES: u64 = 64 << 20;

/// The most parts of a workbook: a sheet or two, styles and strings.
const PARTS_MAX: usize = 1_000;

/// The part that every workbook of this form has, in lower case.
const WORKBOOK: &str = "workbook.xml";

/// A reader of one part.
pub(super) type Xml<'p> = Reader<BufReader<Box<dyn Read + 'p>>>;

/// A workbook, of which every part is whole and all parts together are small enough.
pub(super) struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Paths of the parts as they are compared: in lower case, with plain slashes.
    paths: Vec<String>,
    /// The most bytes that its parts may unpack to, and that the text made from them may take.
    pub room: usize,
}

impl<'a> Package<'a> {
    /// Looks through the parts of a workbook, and keeps none.
    ///
    /// # Errors
    /// It is no workbook, is damaged, or unpacks to too much.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Package<'a>, OpenFault> {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| OpenFault::Damaged)?;
        if zip.len() > PARTS_MAX {
            return Err(OpenFault::TooLarge);
        }
        let packed = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let most = packed.saturating_mul(RATIO_MAX).clamp(SMALL_BYTES, UNPACKED_BYTES_MAX);
        let mut room = most;
        let mut paths = Vec::with_capacity(zip.len());
        for index in 0..zip.len() {
            let part = zip.by_index_raw(index).map_err(|_| OpenFault::Damaged)?;
            paths.push(compared(&part.name().map_err(|_| OpenFault::Damaged)?));
            let sum = part.crc32();
            let mut part = CrcReader::new(unpacked(part.compression(), part)?);
            let length =
                copy(&mut part.by_ref().take(room + 1), &mut sink()).map_err(|_| OpenFault::Damaged)?;
            room = room.checked_sub(length).ok_or(OpenFault::TooLarge)?;
            if part.crc().sum() != sum {
                return Err(OpenFault::Damaged);
            }
        }
        Ok(Package { zip, paths, room: usize::try_from(most).unwrap_or(usize::MAX) })
    }

    /// The path of the part that says which sheets there are.
    pub(super) fn workbook(&self) -> Result<String, OpenFault> {
        self.paths.iter().find(|path| path.ends_with(WORKBOOK)).cloned().ok_or(OpenFault::Form)
    }

    /// Reads a part; nothing if it is not there.
    pub(super) fn part(&mut self, path: &str) -> Result<Option<Xml<'_>>, OpenFault> {
        let path = compared(path);
        let Some(index) = self.paths.iter().position(|own| *own == path) else { return Ok(None) };
        let part = self.zip.by_index_raw(index).map_err(|_| OpenFault::Damaged)?;
        let mut xml = Reader::from_reader(BufReader::new(unpacked(part.compression(), part)?));
        xml.config_mut().expand_empty_elements = true;
        Ok(Some(xml))
    }
}

/// A path as it is compared: some programs write it with other slashes or capitals than they refer to it.
fn compared(path: &str) -> String {
    path.replace('\\', "/").trim_start_matches('/').to_ascii_lowercase()
}

fn unpacked<'p>(packing: CompressionMethod, part: impl Read + 'p) -> Result<Box<dyn Read + 'p>, OpenFault> {
    match packing {
        CompressionMethod::Stored => Ok(Box::new(part)),
        CompressionMethod::Deflated => Ok(Box::new(DeflateDecoder::new(part))),
        _ => Err(OpenFault::Form),
    }
}

/// Calls `on` for each element that begins, with the elements around it, up to the end of the part.
pub(super) fn for_each_element(
    mut xml: Xml<'_>,
    mut on: impl FnMut(&[String], &BytesStart<'_>),
) -> Result<(), OpenFault> {
    let mut around: Vec<String> = Vec::new();
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(|_| OpenFault::Damaged)? {
            Event::Start(element) => {
                on(&around, &element);
                around.push(element.local_name().as_ref().to_owned());
            }
            Event::End(_) => _ = around.pop(),
            Event::Eof if around.is_empty() => return Ok(()),
            Event::Eof => return Err(OpenFault::Damaged),
            _ => {}
        }
    }
}

/// An attribute of an element, whatever its namespace is called.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    let own = attributes.with_checks(false).flatten().find(|own| own.key.local_name().as_ref() == name)?;
    Some(quick_xml::escape::unescape(&own.value).ok()?.into_owned())
}

/// Adds the text of the element that has just begun, up to its end.
pub(super) fn add_text(xml: &mut Xml<'_>, buffer: &mut Vec<u8>, text: &mut String) -> Result<(), OpenFault> {
    loop {
        buffer.clear();
        match xml.read_event_into(buffer).map_err(|_| OpenFault::Damaged)? {
            Event::Text(own) => text.push_str(&own.xml10_content()),
            Event::CData(own) => text.push_str(&own.xml10_content()),
            Event::GeneralRef(own) => {
                let letter = own.resolve_char_ref().map_err(|_| OpenFault::Damaged)?;
                match letter {
                    Some(letter) => text.push(letter),
                    None => {
                        let word = quick_xml::escape::resolve_xml_entity(&own);
                        text.push_str(word.ok_or(OpenFault::Damaged)?);
                    }
                }
            }
            Event::End(_) => return Ok(()),
            Event::Comment(_) | Event::PI(_) => {}
            _ => return Err(OpenFault::Damaged),
        }
    }
}

/// Passes over the element that has just begun.
pub(super) fn pass_over(xml: &mut Xml<'_>, buffer: &mut Vec<u8>) -> Result<(), OpenFault> {
    let mut depth = 1usize;
    while depth > 0 {
        buffer.clear();
        match xml.read_event_into(buffer).map_err(|_| OpenFault::Damaged)? {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            Event::Eof => return Err(OpenFault::Damaged),
            _ => {}
        }
    }
    Ok(())
}
