//! The kinds of files that other CSV readers are tested with: corner cases of RFC 4180, ragged and torn rows, encodings, packed
//! files and workbooks of every kind. Each bad row costs only itself and is named by its physical line. Everybody else comes out,
//! the sums balance, and a refused file says what to do.

use crate::support::desk::{BRP_HEADER, Checked, Desk};
use crate::support::packed::{gzip, parts, utf16, zip};

/// Synthetic numbers that pass the eleven-test.
const NUMBERS: [&str; 4] = ["999990007", "999990019", "999990020", "999990032"];

/// The rest of a row without faults.
const REST: &str = "Jan,,Jansen,20040412,0599,Straat,1,,,3011AA,Rotterdam,0,,,";

/// A file, and its expected result.
struct Case {
    name: &'static str,
    bytes: Vec<u8>,
    more: &'static str,
    becomes: Becomes,
}

enum Becomes {
    /// Read: the number of rows, those set aside by line and code, and the warnings. The other rows come out.
    Read { rows: u64, aside: Vec<(&'static str, u64)>, said: Vec<(&'static str, u64)> },
    /// Refused, with this code.
    Refused(&'static str),
}

fn check(bytes: &[u8], more: &str) -> Checked {
    let mut desk = Desk::new();
    desk.deliver("brp", "brp.csv", bytes, more);
    desk.check()
}

fn row(number: usize) -> String {
    format!("{},{REST}", NUMBERS.get(number).expect("a number"))
}

/// A file of these lines.
fn file(lines: &[&str]) -> Vec<u8> {
    let lines: Vec<String> = lines.iter().map(|line| format!("{line}\n")).collect();
    format!("{BRP_HEADER}\n{}", lines.concat()).into_bytes()
}

/// A good row, the row under test with a number of its own, and a good row.
fn between(rest: &str) -> Vec<u8> {
    file(&[&row(0), &format!("{},{rest}", NUMBERS[1]), &row(2)])
}

fn whole() -> Vec<u8> {
    file(&[&row(0), &row(1), &row(2)])
}

fn good(name: &'static str, bytes: impl Into<Vec<u8>>) -> Case {
    with(name, bytes, 3, &[], &[])
}

fn with(
    name: &'static str,
    bytes: impl Into<Vec<u8>>,
    rows: u64,
    aside: &[(&'static str, u64)],
    said: &[(&'static str, u64)],
) -> Case {
    let becomes = Becomes::Read { rows, aside: aside.to_vec(), said: said.to_vec() };
    Case { name, bytes: bytes.into(), more: "", becomes }
}

/// One row that is set aside, between two good ones.
fn aside(name: &'static str, code: &'static str, rest: &str) -> Case {
    with(name, between(rest), 3, &[(code, 3)], &[])
}

fn refused(name: &'static str, code: &'static str, bytes: impl Into<Vec<u8>>) -> Case {
    Case { name, bytes: bytes.into(), more: "", becomes: Becomes::Refused(code) }
}

fn holds(case: &Case) {
    let name = case.name;
    let checked = check(&case.bytes, case.more);
    let codes = checked.codes();
    match &case.becomes {
        Becomes::Refused(code) => {
            assert_eq!(checked.code, Some(4), "{name}: {codes:?} {}", checked.said);
            assert!(codes.iter().any(|(found, _)| found == code), "{name}: {codes:?}");
            let page = crate::support::jib(&["explain", code]);
            assert!(crate::support::text(&page.stdout).contains("wat te doen"), "{name}: it says what to do");
        }
        Becomes::Read { rows, aside, said } => {
            assert_eq!(checked.code, Some(0), "{name}: {codes:?} {}", checked.said);
            let set_aside = aside.len() as u64;
            assert_eq!(checked.sums("brp"), (*rows, rows - set_aside, set_aside), "{name}: {codes:?}");
            let mut expected: Vec<(String, u64)> =
                aside.iter().chain(said).map(|(code, line)| ((*code).to_owned(), *line)).collect();
            expected.sort();
            let mut codes = codes;
            codes.sort();
            assert_eq!(codes, expected, "{name}");
            let repeats = said.iter().filter(|(code, _)| *code == "R-DUB-001").count() as u64;
            let persons = checked.values("woonplaats").len() as u64;
            assert_eq!(persons, rows - set_aside - repeats, "{name}: everybody else comes out");
        }
    }
}

fn hold(cases: &[Case]) {
    cases.iter().for_each(holds);
}

fn replaced(from: &str, to: &str) -> Vec<u8> {
    let text = String::from_utf8(whole()).expect("text");
    let changed = text.replace(from, to);
    assert_ne!(text, changed, "{from} occurs");
    changed.into_bytes()
}

/// A quote, separator or line end inside a cell does not end the cell or the row.
#[test]
fn what_the_rfc_allows_is_read() {
    let quoted = format!(
        "\"{}\"\r\n",
        String::from_utf8(whole()).expect("text").trim_end().replace(',', "\",\"").replace('\n', "\"\r\n\"")
    );
    let unended = String::from_utf8(whole()).expect("text");
    hold(&[
        good("line feeds", whole()),
        good("carriage returns", replaced("\n", "\r\n")),
        good("old carriage returns", replaced("\n", "\r")),
        good("no end of the last line", unended.trim_end()),
        good("every cell quoted", quoted),
        good("a separator in a cell", between(&REST.replace("Jansen", "\"Jansen, erven\""))),
        good("doubled quotes", between(&REST.replace("Jansen", "\"Jan \"\"de\"\" Jong\""))),
        good("only doubled quotes", between(&REST.replace("Jansen", "\"\"\"\""))),
        good("a line end around a cell", between(&REST.replace("Jansen", "\"\nJansen\r\n\""))),
        good("empty quoted cells", between(&REST.replace("Jan,,", "\"\",\"\","))),
        good(
            "structured text in a cell",
            between(&REST.replace("Jansen", "\"{\"\"type\"\": \"\"Point\"\"}\"")),
        ),
        good("space around cells", replaced(",0599,", ", 0599 ,")),
        good("no-break space around cells", replaced(",0599,", ",\u{A0}0599\u{A0},")),
        good("other alphabets", between(&REST.replace("Jansen", "Żółć-Ñandú-Ђорђе-李"))),
        good("a tab around a cell", between(&REST.replace("Jansen", "\tJansen\t"))),
    ]);
}

/// A torn row is named, and takes no other row with it.
#[test]
fn a_torn_row_costs_itself() {
    let long = "x".repeat(1 << 20);
    let lines = "x\n".repeat(40);
    let plain = [row(0), row(1), row(2)];
    hold(&[
        aside("a quote in the middle", "R-RIJ-003", &REST.replace("Jansen", "Jan\"sen")),
        aside("text after a closing quote", "R-RIJ-003", &REST.replace("Jansen", "\"Jan\"sen")),
        aside("space before a quote", "R-RIJ-003", &REST.replace("Jansen", " \"Jansen\"")),
        aside("space after a quote", "R-RIJ-003", &REST.replace("Jansen", "\"Jansen\" ")),
        aside("a backslash before a quote", "R-RIJ-003", &REST.replace("Jansen", "\"Jan\\\"sen\"")),
        aside("an open quote", "R-RIJ-003", &REST.replace("Jansen", "\"Jansen")),
        aside("three quotes", "R-RIJ-003", &REST.replace("Jansen", "\"\"\"")),
        aside("an open quote in the last cell", "R-RIJ-003", &format!("{}\"", REST)),
        with(
            "an open quote in the last row",
            file(&[&plain[0], &plain[1], &plain[2].replace("Jansen", "\"Jansen")]),
            3,
            &[("R-RIJ-003", 4)],
            &[],
        ),
        with(
            "a row of one quote",
            file(&[&plain[0], "\"", &plain[1], &plain[2]]),
            4,
            &[("R-RIJ-003", 3)],
            &[],
        ),
        aside("too few cells", "R-RIJ-001", "Jan"),
        aside("too many cells", "R-RIJ-002", &format!("{REST},x")),
        aside("a cell over the limit", "R-RIJ-005", &REST.replace("Jansen", &long)),
        aside("a quoted cell over the limit", "R-RIJ-003", &REST.replace("Jansen", &format!("\"{long}\""))),
        aside(
            "a quoted cell of many lines",
            "R-RIJ-005",
            &REST.replace("Jansen", &format!("\"{}\"", lines.repeat(200))),
        ),
        aside("a control character", "R-RIJ-006", &REST.replace("Jansen", "Jan\u{B}sen")),
        aside("a tab in a name", "R-RIJ-006", &REST.replace("Jansen", "Jan\tsen")),
        aside("a line end in a name", "R-RIJ-006", &REST.replace("Jansen", "\"Jan\nsen\"")),
        aside("a carriage return in a name", "R-RIJ-006", &REST.replace("Jansen", "\"Jan\r\nsen\"")),
        aside("an old carriage return in a name", "R-RIJ-006", &REST.replace("Jansen", "\"Jan\rsen\"")),
        aside("a line end in a street", "R-RIJ-006", &REST.replace("Straat", "\"Lange\nstraat\"")),
        aside("a NUL", "R-RIJ-006", &REST.replace("Jansen", "Jan\0sen")),
        aside("a line end of old terminals", "R-RIJ-006", &REST.replace("Jansen", "Jan\u{85}sen")),
        with(
            "bytes that are no text",
            [
                between("@").split(|byte| *byte == b'@').next().expect("a part"),
                b"J\xFFn,,Jansen,20040412,0599,Straat,1,,,3011AA,Rotterdam,0,,,\n",
                row(2).as_bytes(),
                b"\n",
            ]
            .concat(),
            3,
            &[("R-RIJ-004", 3)],
            &[],
        ),
        aside("no date", "R-DAT-001", &REST.replace("20040412", "20041341")),
        aside("digits of another script", "R-DAT-001", &REST.replace("20040412", "２００４０４１２")),
    ]);
}

/// A name that leaves as `M?ller` without a word. It is told and used as it is: people have signs in their names.
#[test]
fn a_letter_that_was_lost_before_is_told() {
    let lost = ["M?ller", "?elik", "Ren?e", "M&uuml;ller", "Ren&#233;", "Ren&#xE9;", "Zo\u{FFFD}", "MÃ¼ller"];
    let told =
        |name: &'static str| with(name, between(&REST.replace("Jansen", name)), 3, &[], &[("R-VLD-014", 3)]);
    hold(&lost.map(told));
    let whole = ["?", "Wie?", "Van & Zn", "R&D", "A&B; C", "%", "@", "<b>", "Jan 2e", "onbekend"];
    hold(&whole.map(|name| good(name, between(&REST.replace("Jansen", name)))));
}

/// A header, blank line or tail is not taken for a row, nor a row for one of these.
#[test]
fn the_edges_of_a_file_are_no_rows() {
    let wide: String = (0..100_000).map(|column| format!("k{column},")).collect();
    let text = String::from_utf8(whole()).expect("text");
    let title = format!("Uitdraai BRP 2026\n{text}");
    hold(&[
        with("a header only", format!("{BRP_HEADER}\n"), 0, &[], &[("R-LEV-068", 0)]),
        with("a header without its line end", BRP_HEADER, 0, &[], &[("R-LEV-068", 0)]),
        refused("nothing", "R-LEV-005", ""),
        refused("only a byte order mark", "R-LEV-005", "\u{FEFF}"),
        refused("only blank lines", "R-LEV-005", "\n\r\n  \n;;;\n"),
        refused("one column", "R-LEV-006", "bsn\n999990007\n"),
        refused(
            "no header",
            "R-LEV-005",
            format!("{}\n{}\n", row(0), row(1)).replace("Straat", "Dorpsstraat"),
        ),
        refused("a title above the header", "R-LEV-005", title),
        refused("another separator announced than there is", "R-LEV-005", format!("sep=;\n{text}")),
        refused("a separator of no known kind", "R-LEV-005", text.replace(',', "~")),
        refused(
            "an answer that no permission was given",
            "R-LEV-005",
            "ORA-00942: table or view does not exist\n",
        ),
        refused("a sealed message", "R-LEV-005", "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n"),
        refused("another header and other rows", "R-LEV-005", "kolom1;kolom2\n1;2\n"),
        refused("a mail", "R-LEV-005", "From: bron@voorbeeld.nl\nSubject: levering\n\nzie bijlage\n"),
        refused("a header twice in itself", "R-LEV-007", replaced("bsn,voornamen", "bsn,bsn")),
        refused("a hundred thousand columns", "R-LEV-036", format!("{wide}\n1\n")),
        refused("a NUL in the header", "R-LEV-004", replaced("bsn,", "bs\0n,")),
        with("a header with a separator too many, as its rows have", replaced("\n", ",\n"), 3, &[], &[]),
        with(
            "a header with a separator too many, as its rows have not",
            replaced("datum_overlijden\n", "datum_overlijden,\n"),
            3,
            &[("R-RIJ-001", 2), ("R-RIJ-001", 3), ("R-RIJ-001", 4)],
            &[],
        ),
        with(
            "rows with a separator too many",
            replaced(",0,,,\n", ",0,,,,\n"),
            3,
            &[("R-RIJ-002", 2), ("R-RIJ-002", 3), ("R-RIJ-002", 4)],
            &[],
        ),
        with("a mark in front", format!("\u{FEFF}{text}"), 3, &[], &[]),
        with("blank lines between", replaced(",0,,,\n", ",0,,,\n\n"), 3, &[], &[("R-LEV-013", 0)]),
        with("blank lines behind", format!("{text}\n\n\r\n ,,,,,\n"), 3, &[], &[]),
        with(
            "another separator in a row",
            format!("{text}{}\n", row(3).replace(',', ";")),
            4,
            &[("R-RIJ-001", 5)],
            &[],
        ),
        with(
            "a byte order mark on a line of its own",
            format!("{BRP_HEADER}\n\u{FEFF}\n{}\n\n\u{FEFF}\n{}\n{}\n", row(0), row(1), row(2)),
            3,
            &[],
            &[("R-LEV-013", 0)],
        ),
        with(
            "two files, one behind the other",
            format!("{text}\u{FEFF}{BRP_HEADER}\n{}\n", row(3)),
            5,
            &[("R-RIJ-006", 5)],
            &[],
        ),
    ]);
}

/// What query tools and people write under the rows is no row; what may be the rest of one is told.
#[test]
fn a_footer_is_no_row_and_a_torn_end_is() {
    let text = String::from_utf8(whole()).expect("text");
    let footers = [
        "(3 rows affected)",
        "(3 row(s) affected)",
        "3 rows selected.",
        "(3 rijen)",
        "(3 rij(en) beïnvloed)",
        "Query executed successfully",
        "Query OK, 3 rows in set (0.01 sec)",
        "Commands completed successfully.",
        "Completion time: 2026-11-23T07:00:00+01:00",
        "Warning: Null value is eliminated by an aggregate",
        "Elapsed: 00:00:01.23",
        "SQL> spool off",
        "Disconnected from Oracle Database",
        "-- einde --",
        "Einde bestand",
        "EOF",
        "Totaal: 3",
        "Totaal;3;;",
        "Aantal records: 3",
        "Gegenereerd op 23-11-2026 07:00",
        "Pagina 1 van 1",
        "=====",
        "* * *",
    ];
    let under = |footer| with(footer, format!("{text}{footer}\n"), 3, &[], &[("R-LEV-012", 5)]);
    let footers = footers.map(under);
    hold(&footers);
    let torn = ["Vertrouwelijk", "99999", "999990032", "3", "999990032,Jan"];
    let torn = torn.map(|end| with("a torn end", format!("{text}{end}\n"), 4, &[("R-RIJ-001", 5)], &[]));
    hold(&torn);
}

/// A line with the names below a title is named, and a folder in the place of a file is called what it is.
#[test]
fn a_refusal_says_what_was_found() {
    let text = String::from_utf8(whole()).expect("text");
    let said = |bytes: &str| check(bytes.as_bytes(), "").said;
    assert!(said(&format!("Uitdraai BRP\n\n{text}")).contains("Regel 3 lijkt de kopregel te zijn"));
    assert!(!said("Uitdraai BRP\nzonder gegevens\n").contains("lijkt de kopregel"));
    assert!(said("").contains("Is het leeg"));
    let mut desk = Desk::new();
    std::fs::create_dir(desk.path().join("brp.csv")).expect("a folder");
    desk.announce("brp", "brp.csv", "");
    let checked = desk.check();
    assert_eq!((checked.code, checked.codes()), (Some(4), vec![("R-LEV-072".to_owned(), 0)]));
    assert!(checked.said.contains("een map en geen bestand"), "{}", checked.said);
}

/// An encoding is never guessed, and half a character never passes silently.
#[test]
fn encodings_are_read_or_refused() {
    let text = String::from_utf8(whole()).expect("text");
    let wide = utf16(&text);
    let middle = text.find("Jansen").expect("a name") * 2;
    let mut lone = wide.clone();
    lone.splice(middle..middle + 2, 0xD800u16.to_le_bytes());
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let long =
        |bytes: fn(u32) -> [u8; 4]| text.chars().flat_map(|c| bytes(u32::from(c))).collect::<Vec<u8>>();
    let open = [wide.as_slice(), b"9"].concat();
    let unannounced = ("R-LEV-031", 0);
    hold(&[
        with("a lone surrogate", lone, 3, &[("R-RIJ-004", 2)], &[unannounced]),
        with("an odd number of bytes", open, 4, &[("R-RIJ-004", 5)], &[unannounced, ("R-LEV-042", 0)]),
        refused("big endian, with its mark", "R-LEV-032", [&[0xFE, 0xFF], big.as_slice()].concat()),
        refused("big endian, without", "R-LEV-032", big),
        refused(
            "four bytes a letter, with its mark",
            "R-LEV-032",
            [&[0xFF, 0xFE, 0, 0], long(u32::to_le_bytes).as_slice()].concat(),
        ),
        refused("four bytes a letter", "R-LEV-032", long(u32::to_le_bytes)),
        refused("four bytes a letter, big endian", "R-LEV-032", long(u32::to_be_bytes)),
    ]);
}

/// A packed file is read whole or refused, and cannot fill the memory.
#[test]
fn packed_files_are_read_whole_or_refused() {
    let packed = gzip(&whole());
    let half = whole();
    let (first, second) = half.split_at(half.len() / 2);
    let bomb = gzip(&vec![b'x'; 300 << 20]);
    assert!(bomb.len() < 4 << 20, "it is small: {}", bomb.len());
    hold(&[
        good("packed", packed.clone()),
        good("packed in two members", [gzip(first), gzip(second)].concat()),
        good("packed, with an empty member", [gzip(b""), packed.clone()].concat()),
        refused("cut off", "R-LEV-033", packed.get(..packed.len() - 9).expect("longer")),
        refused("cut off in its head", "R-LEV-033", packed.get(..5).expect("longer")),
        refused("with something behind", "R-LEV-033", [packed.as_slice(), b"garbage"].concat()),
        refused("packed twice", "R-LEV-004", gzip(&packed)),
        refused("packed very well", "R-LEV-018", bomb),
        refused("another zip file", "R-LEV-004", zip(&[("brp.csv".to_owned(), whole())])),
        refused("an empty zip file", "R-LEV-004", zip(&[])),
    ]);
}

/// Another program's file under a name that ends in `.csv`.
#[test]
fn other_documents_are_refused() {
    let named =
        |first: &str, name: &str| zip(&[(first.to_owned(), b"x".to_vec()), (name.to_owned(), b"x".to_vec())]);
    hold(&[
        refused(
            "an old workbook, or one with a password",
            "R-LEV-004",
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".repeat(64),
        ),
        refused("a page", "R-LEV-004", "<html><table><tr><td>bsn</td></tr></table></html>"),
        refused("a page with a mark and space", "R-LEV-004", "\u{FEFF}\n <!DOCTYPE html><table>"),
        refused("a workbook as one text", "R-LEV-004", "<?xml version=\"1.0\"?><Workbook/>"),
        refused("a page in UTF-16", "R-LEV-004", utf16("<html><body>bsn</body></html>")),
        refused("a document to read", "R-LEV-004", "%PDF-1.7\n"),
        refused("a document to write", "R-LEV-004", "{\\rtf1 bsn}"),
        refused("structured text", "R-LEV-005", "{\"bsn\": \"999990007\", \"voornamen\": \"Jan\"}\n"),
        refused("a binary workbook", "R-LEV-004", named("[Content_Types].xml", "xl/workbook.bin")),
        refused("an open document", "R-LEV-004", named("mimetype", "content.xml")),
        refused("a text document", "R-LEV-004", named("[Content_Types].xml", "word/document.xml")),
    ]);
}

/// A workbook with two persons, whose cells are of this kind.
fn workbook(write: impl Fn(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    fill(sheet);
    write(sheet);
    workbook.save_to_buffer().expect("a workbook")
}

fn fill(sheet: &mut rust_xlsxwriter::Worksheet) {
    for (column, name) in (0..).zip(BRP_HEADER.split(',')) {
        sheet.write_string(0, column, name).expect("a cell");
    }
    for (row, number) in (1..).zip(NUMBERS.iter().take(3)) {
        sheet.write_string(row, 0, *number).expect("a cell");
        for (column, cell) in (1..).zip(REST.split(',')) {
            sheet.write_string(row, column, cell).expect("a cell");
        }
    }
}

/// A workbook's cells are read as what they are, and a workbook cannot exhaust the memory.
#[test]
fn workbooks_are_read_as_they_are_seen_or_refused() {
    let as_date = rust_xlsxwriter::Format::new().set_num_format("dd-mm-yyyy");
    let plain = rust_xlsxwriter::Format::new();
    let two = |first: &str, second: &str, hidden: bool| {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        fill(workbook.add_worksheet().set_name(first).expect("a name"));
        let other = workbook.add_worksheet().set_name(second).expect("a name");
        other.write_string(0, 0, "codes").expect("a cell");
        other.set_hidden(hidden);
        workbook.save_to_buffer().expect("a workbook")
    };
    let usual = workbook(|_| {});
    let edited = |part: &str, from: &str, to: &str| {
        let mut parts = parts(&usual);
        let (_, bytes) = parts.iter_mut().find(|(name, _)| name == part).expect("the part");
        let text = String::from_utf8(bytes.clone()).expect("text");
        let changed = text.replacen(from, to, 1);
        assert_ne!(text, changed, "{from} occurs in {part}");
        *bytes = changed.into_bytes();
        zip(&parts)
    };
    let many = edited("xl/sharedStrings.xml", "uniqueCount=\"", "uniqueCount=\"99999999999");
    let far = edited("xl/worksheets/sheet1.xml", "r=\"A2\"", "r=\"A99999999999\"");
    let bomb = crate::support::packed::liar(&parts(&usual), "xl/media/x.bin", 3 << 30);
    assert!(bomb.len() < 8 << 20, "it is small: {}", bomb.len());
    hold(&[
        good("a workbook", usual.clone()),
        good("packed again", zip(&parts(&usual))),
        good(
            "numbers as numbers",
            workbook(|sheet| {
                sheet.write_number(1, 0, 999_990_007.0).expect("a cell");
                sheet.write_number(1, 4, 20_040_412.0).expect("a cell");
            }),
        ),
        good(
            "a date",
            workbook(|sheet| {
                sheet.write_number_with_format(1, 4, 38_089.0, &as_date).expect("a cell");
            }),
        ),
        with(
            "a date without its form",
            workbook(|sheet| {
                sheet.write_number(1, 4, 38_089.0).expect("a cell");
            }),
            3,
            &[("R-DAT-004", 2)],
            &[],
        ),
        good(
            "a formula with its value",
            workbook(|sheet| {
                let formula = rust_xlsxwriter::Formula::new("=\"999990\"&\"007\"").set_result("999990007");
                sheet.write_formula(1, 0, formula).expect("a cell");
            }),
        ),
        with(
            "a formula with a fault",
            workbook(|sheet| {
                let formula = rust_xlsxwriter::Formula::new("=VLOOKUP(A1,B:B,2)").set_result("#N/A");
                sheet.write_formula(1, 3, formula).expect("a cell");
            }),
            3,
            &[("R-VLD-013", 2)],
            &[],
        ),
        with(
            "merged cells",
            workbook(|sheet| {
                sheet.merge_range(1, 0, 2, 0, NUMBERS[0], &plain).expect("a range");
            }),
            3,
            &[("R-VLD-001", 3)],
            &[],
        ),
        with(
            "a hidden row",
            workbook(|sheet| {
                sheet.set_row_hidden(2).expect("a row");
            }),
            3,
            &[],
            &[],
        ),
        good("the sheet of the extract and another", two("brp", "codes", false)),
        good("the sheet of the extract and a hidden one", two("BRP", "codes", true)),
        refused("two sheets", "R-LEV-034", two("Blad1", "codes", false)),
        refused("a sheet and a hidden one", "R-LEV-034", two("Blad1", "codes", true)),
        refused("cut off", "R-LEV-033", usual.get(..usual.len() / 2).expect("longer")),
        refused("more strings than it holds", "R-LEV-033", many),
        refused("a cell beyond every sheet", "R-LEV-033", far),
        refused("three gigabytes that say they are none", "R-LEV-018", bomb),
    ]);
}
