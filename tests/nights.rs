//! Nights on which a harmless-looking file did damage: workbook cells with an uncertain meaning, texts that are not values, invisible
//! characters, encodings that only look right. Each bad row costs only itself, and everybody else comes out.

use std::fmt::Write as _;

use crate::support::desk::{BRP_HEADER, Checked, Desk};
use crate::support::packed::{liar, parts, zip};
use crate::support::{Town, open, text};
use jib::schemas::column::Kind;

/// Synthetic numbers that pass the eleven-test.
const NUMBERS: [&str; 4] = ["999990007", "999990019", "999990020", "999990032"];

/// The rest of a row that has nothing wrong with it.
const REST: &str = "Jan,,Jansen,20040412,0599,Straat,1,,,3011AA,Rotterdam,0,,,";

const VERZUIM: &str = "meldingsnummer,persoonsnummer,brin,begindatum,einddatum,soort_verzuim,uren,status";

const INSCHRIJVING: &str = "persoonsnummer,mutatie,brin,onderwijssector,opleidingscode,niveau,uitstroomprofiel,datum_inschrijving,\
     datum_uitschrijving";
const CONTACT: &str = "persoonsnummer,telefoon,email,afdeling,doel,datum";

fn person(number: &str) -> String {
    format!("{number},{REST}")
}

/// The three persons, one cell of the second changed.
fn with_cell(column: &str, value: &str) -> String {
    let at = BRP_HEADER.split(',').position(|name| name == column).expect("a column");
    let own = person(NUMBERS[1]);
    let mut cells: Vec<&str> = own.split(',').collect();
    cells[at] = value;
    format!("{BRP_HEADER}\n{}\n{}\n{}\n", person(NUMBERS[0]), cells.join(","), person(NUMBERS[2]))
}

fn check(extract: &str, bytes: &[u8], more: &str) -> Checked {
    let mut desk = Desk::new();
    if extract != "brp" {
        desk.with_persons(&NUMBERS.map(person).each_ref().map(String::as_str));
    }
    desk.deliver(extract, &format!("{extract}.bin"), bytes, more);
    desk.check()
}

/// The second row is set aside for this, and no other row for anything.
fn costs_its_row(extract: &str, bytes: &[u8], code: &str, column: &str, what: &str) {
    let checked = check(extract, bytes, "");
    let expected = [(code.to_owned(), Some(3), Some(column.to_owned()))];
    assert_eq!(checked.findings(), expected, "{what}: {}", checked.said);
    assert_eq!(checked.sums(extract), (3, 2, 1), "{what}");
}

/// Likewise, for its form or for its length.
fn is_no_value(extract: &str, text: &str, column: &str, value: &str) {
    let checked = check(extract, text.as_bytes(), "");
    let is_so = |(code, line, own): &(String, Option<u64>, Option<String>)| {
        ["R-VLD-003", "R-VLD-005"].contains(&code.as_str())
            && *line == Some(3)
            && own.as_deref() == Some(column)
    };
    assert!(checked.findings().iter().all(is_so), "{value}: {:?}", checked.findings());
    assert_eq!(checked.sums(extract), (3, 2, 1), "{value}");
}

fn goes_through(extract: &str, bytes: &[u8], what: &str) -> Checked {
    let checked = check(extract, bytes, "");
    assert_eq!(checked.findings(), [], "{what}: {}", checked.said);
    assert_eq!(checked.sums(extract), (3, 3, 0), "{what}");
    checked
}

/// A workbook made by hand: what no library for workbooks would write.
struct Handmade {
    rows: Vec<Vec<String>>,
    strings: String,
    formats: String,
    book: String,
    prefix: &'static str,
}

impl Handmade {
    /// Of the cells of a text, each as a text of its own.
    fn of(text: &str) -> Handmade {
        let cell = |cell: &str| format!("<c t=\"inlineStr\"><is><t>{cell}</t></is></c>");
        Handmade {
            rows: text.lines().map(|line| line.split(',').map(cell).collect()).collect(),
            strings: String::new(),
            formats: String::new(),
            book: String::new(),
            prefix: "",
        }
    }

    /// With another cell.
    fn with(mut self, row: usize, column: usize, cell: &str) -> Handmade {
        cell.clone_into(&mut self.rows[row][column]);
        self
    }

    fn bytes(&self) -> Vec<u8> {
        let mut sheet = String::from("<worksheet><sheetData>");
        for (row, cells) in (1..).zip(&self.rows) {
            let _ = write!(sheet, "<row r=\"{row}\">");
            for (column, cell) in (0u8..).zip(cells) {
                let place = format!("<c r=\"{}{row}\"", char::from(b'A' + column));
                sheet.push_str(&cell.replacen("<c", &place, 1));
            }
            sheet.push_str("</row>");
        }
        sheet.push_str("</sheetData></worksheet>");
        if !self.prefix.is_empty() {
            sheet = sheet.replace("</", "\u{1}").replace('<', &format!("<{}:", self.prefix));
            sheet = sheet.replace('\u{1}', &format!("</{}:", self.prefix));
        }
        let rel = |id: &str, kind: &str, target: &str| {
            let kind = format!("http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}");
            format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"/>")
        };
        let rels = [
            rel("a", "worksheet", "worksheets/sheet1.xml"),
            rel("b", "sharedStrings", "/xl/sharedStrings.xml"),
            rel("c", "styles", "styles.xml"),
        ];
        let part = |name: &str, text: String| (name.to_owned(), text.into_bytes());
        zip(&[
            part(
                "xl/workbook.xml",
                format!("<workbook>{}<sheets><sheet name=\"x\" r:id=\"a\"/></sheets></workbook>", self.book),
            ),
            part("xl/_rels/workbook.xml.rels", format!("<Relationships>{}</Relationships>", rels.concat())),
            part("xl/sharedStrings.xml", format!("<sst>{}</sst>", self.strings)),
            part("xl/styles.xml", format!("<styleSheet>{}</styleSheet>", self.formats)),
            part("xl/worksheets/sheet1.xml", sheet),
        ])
    }
}

fn brp_book() -> Handmade {
    Handmade::of(&with_cell("voornamen", "Jan"))
}

const SURNAME: usize = 3;
const REASON: usize = 13;

/// A formula without a computed value must not read as an empty date of death, which would release somebody who has died. The same goes
/// for every other cell whose meaning is uncertain.
#[test]
fn what_a_workbook_cannot_say_costs_its_row() {
    for (cell, code) in [
        ("<c><f>IF(1,\"O\",\"\")</f></c>", "R-VLD-016"),
        ("<c><f>IF(1,\"O\",\"\")</f><v></v></c>", "R-VLD-016"),
        ("<c><f t=\"shared\" si=\"0\"/></c>", "R-VLD-016"),
        ("<c t=\"b\"><v>1</v></c>", "R-VLD-017"),
        ("<c t=\"s\"><v>7</v></c>", "R-VLD-018"),
        ("<c s=\"9\"><v>7</v></c>", "R-VLD-018"),
        ("<c t=\"n\"><v>zeven</v></c>", "R-VLD-018"),
        ("<c t=\"x\"><v>7</v></c>", "R-VLD-018"),
        ("<c t=\"e\"><v>#GETTING_DATA</v></c>", "R-VLD-013"),
        ("<c t=\"e\"><v>#SPILL!</v></c>", "R-VLD-013"),
        ("<c t=\"e\"><v>?</v></c>", "R-VLD-013"),
        ("<c t=\"e\"><v></v></c>", "R-VLD-013"),
        ("<c t=\"e\"/>", "R-VLD-013"),
        ("<c t=\"s\"><v></v></c>", "R-VLD-018"),
        ("<c t=\"s\"><v/></c>", "R-VLD-018"),
        ("<c t=\"s\"/>", "R-VLD-018"),
        ("<c t=\"x\"></c>", "R-VLD-018"),
        ("<c t=\"x\"/>", "R-VLD-018"),
        ("<c t=\"b\"/>", "R-VLD-017"),
        ("<c t=\"d\"/>", "R-VLD-018"),
        ("<c t=\"inlineStr\"><is><t>#VERW!</t></is></c>", "R-VLD-013"),
        ("<c t=\"str\"><f>A1</f><v># leeg</v></c>", "R-VLD-013"),
        ("<c s=\"1\"><v>38089</v></c>", "R-VLD-019"),
        ("<c s=\"2\"><v>0.75</v></c>", "R-VLD-019"),
        ("<c t=\"d\"><v>2026-02-01T00:00:00</v></c>", "R-VLD-019"),
    ] {
        for (column, name) in [(SURNAME, "geslachtsnaam"), (REASON, "opschorting_reden")] {
            let mut book = brp_book().with(2, column, cell);
            book.formats = FORMATS.to_owned();
            costs_its_row("brp", &book.bytes(), code, name, cell);
        }
    }
    let mut not_worked_out = brp_book().with(2, REASON, "<c><f>A1</f><v>0</v></c>");
    not_worked_out.book = "<calcPr fullCalcOnLoad=\"1\"/>".to_owned();
    costs_its_row("brp", &not_worked_out.bytes(), "R-VLD-016", "opschorting_reden", "a place that was kept");
}

/// A name in two lines that leaves in a parcel, and breaks the line of whoever reads it: from a workbook by Alt+Enter, from a csv in
/// quotes. Around a name white space and line ends mean nothing.
#[test]
fn a_tab_or_line_end_within_a_name_costs_its_row() {
    for column in ["geslachtsnaam", "voornamen", "voorvoegsel", "straatnaam", "woonplaats"] {
        let at = BRP_HEADER.split(',').position(|name| name == column).expect("a column");
        for inner in ["\n", "_x000D_\n", "\u{2028}", "\t"] {
            let cell = format!("<c t=\"inlineStr\"><is><t>Jan{inner}sen</t></is></c>");
            costs_its_row("brp", &brp_book().with(2, at, &cell).bytes(), "R-RIJ-006", column, inner);
        }
        for inner in ["\t", "\n", "\r\n", "\r"] {
            let text = with_cell(column, &format!("\"Jan{inner}sen\""));
            costs_its_row("brp", text.as_bytes(), "R-RIJ-006", column, inner);
            let around = with_cell(column, &format!("\"{inner}Jansen {inner}\""));
            goes_through("brp", around.as_bytes(), inner);
        }
    }
    let shared = brp_book().with(2, SURNAME, "<c t=\"s\"><v>0</v></c>");
    let shared = Handmade { strings: "<si><t>Jan\nsen</t></si>".to_owned(), ..shared };
    costs_its_row("brp", &shared.bytes(), "R-RIJ-006", "geslachtsnaam", "a text that cells share");
}

/// A day, hours over a day, and hours of a day.
const FORMATS: &str = "<numFmts><numFmt numFmtId=\"164\" formatCode=\"[h]:mm\"/></numFmts>\
                       <cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/>\
                       <xf numFmtId=\"20\"/></cellXfs>";

/// A cell that is right in another way than most programs write it, and is refused or read as something else.
#[test]
fn what_a_workbook_does_say_is_read() {
    for cell in [
        "<c t=\"str\"><f>A1</f><v>Jansen</v></c>",
        "<c t=\"s\"><v>0</v></c>",
        "<c t=\"s\"><v>1</v></c>",
        "<c t=\"inlineStr\"><v>7</v><is><r><t>Jan</t></r><r><t>sen</t></r></is></c>",
        "<c t=\"inlineStr\"><is><t xml:space=\"preserve\">\n Jansen_x000D_\n\u{A0}</t></is></c>",
        "<c t=\"str\"><v>Jansen</v><extLst><ext/></extLst></c>",
        "<c><v>Jansen</v></c>",
    ] {
        let mut book = brp_book().with(2, SURNAME, cell);
        book.strings = "<si><t>Jansen</t></si><si><r><rPr><b/></rPr><t>Jan</t></r><r><t>sen</t></r>\
                        <rPh sb=\"0\" eb=\"1\"><t>x</t></rPh></si>"
            .to_owned();
        goes_through("brp", &book.bytes(), cell);
    }
    goes_through("brp", &Handmade { prefix: "x", ..brp_book() }.bytes(), "a prefix of its own");
    let empty = brp_book().with(2, REASON, "<c t=\"str\"><f>IF(1,\"\",\"O\")</f><v></v></c>");
    goes_through("brp", &empty.bytes(), "a formula of which the result is empty");
    for cell in [
        "<c/>",
        "<c s=\"0\"/>",
        "<c><v></v></c>",
        "<c t=\"n\"/>",
        "<c t=\"n\"><v/></c>",
        "<c t=\"str\"/>",
        "<c t=\"inlineStr\"/>",
        "<c t=\"inlineStr\"><is><t></t></is></c>",
        "<c t=\"s\"><v>0</v></c>",
    ] {
        let mut book = brp_book().with(2, REASON, cell);
        book.strings = "<si><t/></si>".to_owned();
        goes_through("brp", &book.bytes(), cell);
    }
    let mut of_1904 = brp_book().with(2, 4, "<c s=\"1\"><v>38089</v></c>");
    of_1904.formats = FORMATS.to_owned();
    assert_eq!(goes_through("brp", &of_1904.bytes(), "a day").value("leeftijd", NUMBERS[1]), "22");
    of_1904.book = "<workbookPr date1904=\"true\"/>".to_owned();
    assert_eq!(goes_through("brp", &of_1904.bytes(), "from 1904").value("leeftijd", NUMBERS[1]), "18");
}

/// Eighteen hours that are read as three quarters of one.
#[test]
fn a_length_of_time_is_hours() {
    let row = |at: usize, hours: &str| format!("M{at},{},20KD,2026-10-01,,OVERIG,{hours},OPEN", NUMBERS[at]);
    let text = format!("{VERZUIM}\n{}\n{}\n{}\n", row(0, "18"), row(1, "1"), row(2, "15"));
    for (cell, enough) in [
        ("<c s=\"2\"><v>0.75</v></c>", true),
        ("<c s=\"2\"><v>1.5</v></c>", true),
        ("<c s=\"3\"><v>0.6666666666666666</v></c>", true),
        ("<c s=\"2\"><v>0.6666</v></c>", false),
    ] {
        let mut book = Handmade::of(&text).with(2, 6, cell);
        book.formats = FORMATS.to_owned();
        let schools: Vec<String> =
            NUMBERS.iter().map(|number| format!("{number},20KD,VO,25,HAVO,,2025-08-01,\n")).collect();
        let schools = format!(
            "persoonsnummer,brin,onderwijssector,opleidingscode,niveau,uitstroomprofiel,datum_inschrijving,datum_uitschrijving\n{}",
            schools.concat()
        );
        let young = |number: &&str| person(number).replace("20040412", "20100412");
        let mut desk = Desk::new();
        desk.with_persons(
            &NUMBERS.iter().map(young).collect::<Vec<_>>().iter().map(String::as_str).collect::<Vec<_>>(),
        );
        desk.deliver("verzuim", "v.xlsx", &book.bytes(), "");
        desk.deliver("duo_inschrijving", "d.csv", schools.as_bytes(), "");
        desk.deliver("vrijstelling", "r.csv", b"persoonsnummer,soort,begindatum,einddatum\n", "");
        desk.deliver("duo_startkwalificatie", "s.csv", NUMBERS.iter().fold("persoonsnummer,startkwalificatie,datum_behaald,hoogste_diploma,datum_diploma,brin_diploma\n".to_owned(), |text, number| text + number + ",N,,,,\n").as_bytes(), "");
        let checked = desk.check();
        assert_eq!(checked.sums("verzuim"), (3, 3, 0), "{:?}", checked.findings());
        let expected = if enough { "relatief" } else { "relatief_onbevestigd" };
        assert_eq!(checked.value("verzuim", NUMBERS[1]), expected, "{cell}");
    }
    let mut over = Handmade::of(&text).with(2, 6, "<c s=\"3\"><v>1.25</v></c>");
    over.formats = FORMATS.to_owned();
    costs_its_row("verzuim", &over.bytes(), "R-VLD-018", "uren", "thirty hours that show as six");
}

/// A workbook of a hundred kilobytes that unpacks to a hundred megabytes.
#[test]
fn a_workbook_that_packs_too_well_is_refused() {
    let bomb = liar(&parts(&brp_book().bytes()), "xl/media/x.bin", 100 << 20);
    assert!(bomb.len() < 1 << 20, "it is small: {}", bomb.len());
    assert_eq!(check("brp", &bomb, "").codes(), [("R-LEV-018".to_owned(), 0)]);
}

/// A person of the official test set whose name is refused for a sign in it, or a name that hides another.
#[test]
fn names_keep_every_sign_but_those_that_nobody_sees() {
    let signs = [
        "@",
        "%",
        "<b>",
        "=1+1",
        "Jan 2e",
        "123",
        "-",
        ".",
        "Null",
        "Nan",
        "NULL-Jansen",
        "É",
        "李",
        "a\u{A0}b",
    ];
    for column in ["geslachtsnaam", "voornamen", "voorvoegsel", "straatnaam", "woonplaats"] {
        for sign in signs {
            goes_through("brp", with_cell(column, sign).as_bytes(), &format!("{column} {sign}"));
        }
    }
    for (letter, code) in [
        ('\u{200B}', "R-VLD-022"),
        ('\u{200D}', "R-VLD-022"),
        ('\u{2028}', "R-VLD-022"),
        ('\u{2029}', "R-VLD-022"),
        ('\u{2060}', "R-VLD-022"),
        ('\u{FE0F}', "R-VLD-022"),
        ('\u{E0041}', "R-VLD-022"),
        ('\u{200F}', "R-VLD-023"),
        ('\u{202E}', "R-VLD-023"),
        ('\u{2066}', "R-VLD-023"),
        ('\u{AD}', "R-VLD-024"),
        ('\u{FFFE}', "R-VLD-025"),
        ('\u{FDD0}', "R-VLD-025"),
        ('\u{E000}', "R-VLD-025"),
    ] {
        let name = format!("Jan{letter}sen");
        let what = format!("U+{:04X}", u32::from(letter));
        costs_its_row("brp", with_cell("geslachtsnaam", &name).as_bytes(), code, "geslachtsnaam", &what);
        costs_its_row("brp", with_cell("huisletter", &name).as_bytes(), code, "huisletter", &what);
    }
}

/// A cell that a program left empty and filled with a word; and the levering that says so.
#[test]
fn a_word_that_means_no_value_costs_its_row() {
    for word in [
        "NULL", "nan", "NaN", "<NA>", "(null)", "[NULL]", "<null>", "\\N", "N/A", "n/a", "n.v.t.", "nvt",
        "NVT", "NaT",
    ] {
        for column in ["geslachtsnaam", "voorvoegsel", "huisletter", "opschorting_reden", "datum_overlijden"]
        {
            costs_its_row("brp", with_cell(column, word).as_bytes(), "R-VLD-020", column, word);
        }
    }
    for word in ["None", "NA", "null"] {
        let column = "huisnummertoevoeging";
        costs_its_row("brp", with_cell(column, word).as_bytes(), "R-VLD-020", column, word);
        goes_through("brp", with_cell("geslachtsnaam", word).as_bytes(), "a name");
    }
    for (column, word) in [("opschorting_reden", "NULL"), ("huisletter", "onbekend"), ("voorvoegsel", "NULL")]
    {
        let checked = check("brp", with_cell(column, word).as_bytes(), "leeg = [\"NULL\", \"onbekend\"]");
        assert_eq!(checked.findings(), [], "{column} {word}: the levering says that it is empty");
        assert_eq!(checked.sums("brp"), (3, 3, 0), "{column} {word}");
    }
    let needed = check("brp", with_cell("geboortedatum", "NULL").as_bytes(), "leeg = [\"NULL\"]");
    assert_eq!(needed.codes(), [("R-VLD-001".to_owned(), 3)], "a column that must be filled");
}

/// A word that the levering calls empty, and that leaves in a parcel all the same.
#[test]
fn a_word_that_means_an_empty_cell_leaves_nobody() {
    let town = Town::new(120, 0);
    let emptied = |text: String| {
        let at =
            |name: &str| text.lines().next().and_then(|line| line.split(',').position(|own| own == name));
        let [prefix, letter] = ["voorvoegsel", "huisletter"].map(|name| at(name).expect("a column"));
        let row = |line: &str| {
            let mut cells: Vec<&str> = line.split(',').collect();
            (cells[prefix], cells[letter]) = ("NULL", "NULL");
            cells.join(",") + "\n"
        };
        let (header, rows) = text.split_once('\n').expect("a header");
        assert!(!text.contains('"'), "cells are cut at their separators");
        format!("{header}\n{}", rows.lines().map(row).collect::<String>())
    };
    town.edit("brp.csv", emptied);
    town.edit("jib.toml", |text| {
        text.replacen("extract = \"brp\"", "extract = \"brp\"\nleeg = [\"NULL\"]", 1)
    });
    let run = town.folder_of_run("runs", &[]);
    let parcel = run.join("uitvoer/leerplicht/toezicht.csv.age");
    let parcel = text(&open(&parcel, town.path("sleutels/ontvangers/leerplicht.txt")));
    assert!(parcel.lines().count() > 3 && !parcel.contains("NULL"));
}

/// A sentence in a column that leaves, and a value of real life that is refused.
#[test]
fn text_that_leaves_has_a_form() {
    for (column, value) in [
        ("huisnummer", "1 naast de kerk"),
        ("huisletter", "zit vast"),
        ("huisnummertoevoeging", "woont bij een vriend"),
        ("postcode", "onbekend"),
    ] {
        is_no_value("brp", &with_cell(column, value), column, value);
    }
    for (column, value) in [
        ("huisnummer", "12345"),
        ("huisletter", "A"),
        ("huisnummertoevoeging", "2 hoog"),
        ("huisnummertoevoeging", "BS"),
        ("huisnummertoevoeging", "1-2"),
        ("postcode", "3011 AA"),
    ] {
        goes_through("brp", with_cell(column, value).as_bytes(), value);
    }
    let contact = |phone: &str, mail: &str| {
        let row = |number: &str, phone: &str, mail: &str| {
            format!("{number},{phone},{mail},schuldhulp,schuldhulpverlening,2026-10-12\n")
        };
        let own = [row(NUMBERS[0], "", ""), row(NUMBERS[1], phone, mail), row(NUMBERS[2], "", "")];
        format!("{CONTACT}\n{}", own.concat())
    };
    for phone in ["0612345678", "+31 (0)6 12345678", "+49 1512 3456789", "0031-10-1234567", "(010) 123 45 67"]
    {
        goes_through("contactgegevens", contact(phone, "").as_bytes(), phone);
    }
    let long = "een.heel.lange.naam.met.veel.delen@een-heel-lang-domein.van-een-school.voorbeeld.invalid";
    goes_through("contactgegevens", contact("", long).as_bytes(), long);
    for phone in ["bel na vier uur", "06-12345678 (moeder)", "612345678", "06"] {
        is_no_value("contactgegevens", &contact(phone, ""), "telefoon", phone);
    }
    for mail in ["heeft er geen", "Jan <jan@voorbeeld.invalid>", "jan@voorbeeld.invalid of per post"] {
        is_no_value("contactgegevens", &contact("", mail), "email", mail);
    }
}

/// A bsn that leaves within another column.
#[test]
fn a_bsn_within_a_text_costs_its_row() {
    let named = with_cell("voornamen", &format!("Jan ({})", NUMBERS[2]));
    costs_its_row("brp", named.as_bytes(), "R-VLD-021", "voornamen", "the bsn of another");
    let own = with_cell("straatnaam", &format!("{}straat", NUMBERS[1]));
    costs_its_row("brp", own.as_bytes(), "R-VLD-021", "straatnaam", "their own");
    goes_through("brp", with_cell("voornamen", "Jan 999990044").as_bytes(), "nobody's");
    goes_through("brp", with_cell("voornamen", &format!("1{}", NUMBERS[2])).as_bytes(), "a longer number");
    let row =
        |number: &str, mail: &str| format!("{number},,{mail},schuldhulp,schuldhulpverlening,2026-10-12\n");
    let mail = format!("{}@voorbeeld.invalid", NUMBERS[3]);
    let rows = [row(NUMBERS[0], ""), row(NUMBERS[1], &mail), row(NUMBERS[2], "")].concat();
    let contact = format!("{CONTACT}\n{rows}");
    costs_its_row("contactgegevens", contact.as_bytes(), "R-VLD-021", "email", "in an address");
    let checked = check("contactgegevens", contact.as_bytes(), "");
    let aside = checked.opened("intern/quarantaine/contactgegevens.csv.age");
    assert!(aside.contains("3,R-VLD-021,") && aside.lines().count() == 2, "it can be mended");
    let absences = |melding: &str| {
        let row =
            |melding: &str, at: usize| format!("{melding},{},20KD,2026-10-01,,LUXE,,OPEN\n", NUMBERS[at]);
        format!("{VERZUIM}\n{}{}{}", row("M0", 0), row(melding, 1), row("M2", 2))
    };
    let named = absences(NUMBERS[1]);
    costs_its_row("verzuim", named.as_bytes(), "R-VLD-021", "meldingsnummer", "as a number of its own");
    goes_through("verzuim", absences("123456789").as_bytes(), "nobody's");
    // Of these the program needs no text afterwards: the row counts no less.
    let enrolments = |code: &str| {
        let row = |code: &str, at: usize| format!("{},,20KD,VO,{code},HAVO,,2020-08-01,\n", NUMBERS[at]);
        format!("{INSCHRIJVING}\n{}{}{}", row("0110", 0), row(code, 1), row("0110", 2))
    };
    let named = enrolments(&format!("0110 {}", NUMBERS[2]));
    costs_its_row("duo_inschrijving", named.as_bytes(), "R-VLD-021", "opleidingscode", "behind a code");
    goes_through("duo_inschrijving", enrolments("0110 999990044").as_bytes(), "nobody's");
}

/// A bsn in a column that no parcel shows: that it stays inside today is no reason to let it in.
#[test]
fn a_bsn_in_any_text_costs_its_row() {
    let library = crate::support::library();
    for (extract, row) in [
        ("contactgegevens", "@,0612345678,,schuldhulp,schuldhulpverlening,2026-10-12"),
        ("dossier", "D#,@,LEERPLICHT,ACTIEF,,2026-09-01,,,,,"),
        ("leerresultaat", "@,20KD,2025-2026,wiskunde,7"),
        ("overstap", "@,Jansen,,Jan,20100412,20KD,25PZ,AANGEMELD,HAVO,NT,4,,2026-07-01"),
        (
            "toestemming",
            "T#,@,gebiedsteam,begeleiding,telefoon,2026-01-01,SCHRIFTELIJK,,BETROKKENE,1,2027-01-01,,B1",
        ),
    ] {
        let schema = library.schemas.extract(extract).expect("a schema");
        let refused = |name: &str| schema.refused_headers.iter().any(|refused| refused == name);
        let columns: Vec<_> = schema.columns.iter().filter(|column| !refused(&column.name)).collect();
        let header: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        let more = if schema.per_school { "verantwoordelijke = \"20KD\"" } else { "" };
        let texts = columns.iter().enumerate().filter(|(_, column)| column.kind == Kind::Text);
        // Where a form leaves no room for nine digits, the form refuses them.
        for (at, column) in texts.filter(|(_, column)| column.pattern.is_none()) {
            let rows = (0..3).map(|person| {
                let own = row.replace('@', NUMBERS[person]).replace('#', &person.to_string());
                let mut cells: Vec<&str> = own.split(',').collect();
                assert_eq!(cells.len(), header.len(), "{extract}");
                if person == 1 {
                    cells[at] = NUMBERS[3];
                }
                cells.join(",") + "\n"
            });
            let text = format!("{}\n{}", header.join(","), rows.collect::<String>());
            let checked = check(extract, text.as_bytes(), more);
            let expected = ("R-VLD-021".to_owned(), Some(3), Some(column.name.clone()));
            let name = format!("{extract}.{}", column.name);
            assert!(
                checked.findings().contains(&expected),
                "{name}: {:?} {}",
                checked.findings(),
                checked.said
            );
            assert_eq!(checked.sums(extract).0, 3, "{name}");
        }
    }
}

/// Bytes of another encoding that come out as letters of nobody's name; and one of them that costs every accent without a word.
#[test]
fn an_encoding_is_never_guessed_from_letters_that_nobody_has() {
    let with = |letters: &[&[u8]]| {
        let row = |number: &str, name: &[u8]| {
            [number.as_bytes(), b",Jan,,", name, b",20040412,0599,Straat,1,,,3011AA,Rotterdam,0,,,\n"]
                .concat()
        };
        let rows: Vec<u8> =
            NUMBERS.iter().zip(letters).flat_map(|(number, name)| row(number, name)).collect();
        [BRP_HEADER.as_bytes(), b"\n", &rows].concat()
    };
    let at = |code: &str, line: u64| (code.to_owned(), line);
    let dos = check("brp", &with(&[b"Jansen", b"Hel\x8Ane", b"Andr\x82"]), "");
    assert_eq!(dos.codes(), [at("R-LEV-050", 3), at("R-RIJ-004", 3), at("R-RIJ-004", 4)]);
    assert_eq!(dos.sums("brp"), (3, 1, 2), "only whose letters they are");
    let one = with(&[b"Zo\xEB", b"Ren\xE9", b"J\x81n"]);
    let doubtful = check("brp", &one, "");
    assert!(doubtful.codes().contains(&at("R-LEV-050", 4)), "{:?}", doubtful.codes());
    let announced = check("brp", &one, "codering = \"windows-1252\"");
    assert_eq!(announced.codes(), [at("R-RIJ-004", 4)], "the levering says it: one row");
    for letters in [[&b"Ren\x8E"[..], b"Zo\xEB", b"Andr\x8E"], [b"Hel\x8Ane", b"Andr\x82", b"Jansen"]] {
        let announced = check("brp", &with(&letters), "codering = \"windows-1252\"");
        let aside: Vec<u64> = (2..)
            .zip(letters)
            .filter(|(_, own)| own.iter().any(|byte| (0x80..0xA0).contains(byte)))
            .map(|(line, _)| line)
            .collect();
        let mut expected = vec![at("R-LEV-050", aside[0])];
        expected.extend(aside.iter().map(|line| at("R-RIJ-004", *line)));
        assert_eq!(announced.codes(), expected, "of an old Mac or of DOS, whatever the levering says");
    }
    let western = check("brp", &with(&[b"Zo\xEB", b"D\x92Angelo", b"\x92t Veld"]), "");
    assert_eq!(western.codes(), [at("R-LEV-031", 0)]);
}

/// A footer that is a row of nobody, or a row that is taken for one.
#[test]
fn the_footers_of_query_tools_are_no_rows() {
    let whole = with_cell("voornamen", "Jan");
    for footer in [
        "(3 rows affected)",
        "(3 row(s) affected)",
        "(3 rows)",
        "3 rows selected.",
        "3 rijen geselecteerd.",
        "(3 rijen geselecteerd)",
        "(3 rijen beïnvloed)",
        "3 rijen",
        "Query OK, 3 rows affected (0.01 sec)",
        "3 rows in set (0.00 sec)",
        "\n(3 rows affected)\n\nCompletion time: 2026-11-01T04:00:00.0000000+01:00",
        "\n(3 rijen beïnvloed)\n\nVoltooiingstijd: 2026-11-01T04:00:00.0000000+01:00",
        "  3 record(s) selected.",
    ] {
        let checked = check("brp", format!("{whole}{footer}\n").as_bytes(), "");
        assert_eq!(checked.sums("brp"), (3, 3, 0), "{footer}: {:?}", checked.codes());
        assert!(
            checked.codes().iter().all(|(code, _)| code == "R-LEV-012"),
            "{footer}: {:?}",
            checked.codes()
        );
    }
    let counted = check("brp", format!("{whole}(9 rows affected)\n").as_bytes(), "");
    assert!(counted.codes().iter().any(|(code, _)| code == "R-LEV-041"), "it counts otherwise");
    let row = check("brp", format!("{whole}3 Rijksweg\n").as_bytes(), "");
    assert_eq!(row.sums("brp"), (4, 3, 1), "no footer: a row that costs itself");
}

/// A header of megabytes that is compared name by name.
#[test]
fn a_header_of_absurd_width_is_refused_at_once() {
    let one_name = format!("bsn,{}\n1,2\n", "x".repeat(1 << 20));
    assert_eq!(check("brp", one_name.as_bytes(), "").codes(), [("R-LEV-036".to_owned(), 0)]);
    let separators = format!("bsn{}\n1\n", ";".repeat(30 << 20));
    assert_eq!(check("brp", separators.as_bytes(), "").codes(), [("R-LEV-036".to_owned(), 0)]);
}

/// A mended row that comes back refused for a CR that nobody wrote.
#[test]
fn no_line_end_stands_in_a_cell_of_a_row_set_aside() {
    let rows = ["LUX", "LUXE", "LUXE"];
    let row = |at: usize| format!("M{at},{},20KD,2026-10-01,,{},,OPEN\r\n", NUMBERS[at], rows[at]);
    let text = format!("{VERZUIM}\r\n{}{}{}", row(0), row(1), row(2));
    let checked = check("verzuim", text.as_bytes(), "");
    assert_eq!(checked.sums("verzuim"), (3, 2, 1));
    let aside = checked.opened("intern/quarantaine/verzuim.csv.age");
    assert!(aside.contains(",OPEN,lev-") && !aside.contains('\r'), "{}", aside.replace('\r', "CR"));
    let quoted = text.replace("2026-10-01,,LUX,,OPEN", "2026-10-01,,LUX,,\"OP\r\nEN\"");
    let checked = check("verzuim", quoted.as_bytes(), "");
    let bytes = crate::support::open(
        &checked.folder().join("intern/quarantaine/herstel.xlsx.age"),
        checked.identity(),
    );
    for (name, bytes) in parts(&bytes) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let is_cells = name.contains("sharedStrings") || name.contains("worksheets");
        assert!(!is_cells || !text.contains("_x000D_") && !text.contains("&#13;"), "{name}");
    }
}
