//! The way back of a row that was set aside: out as a workbook, mended, and in again.

use std::fs;
use std::io::Cursor;

use crate::support::desk::{Checked, Desk};
use crate::support::{Town, open, text};
use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::Workbook;

/// A bsn keeps its zero on the way out, the sheet can be delivered again, and each row says what to do.
#[test]
fn a_row_set_aside_goes_out_as_a_workbook_and_comes_back_mended() {
    let town = Town::new(120, 0);
    town.edit("jib.toml", |text| {
        text.replace("max_quarantaine_promille = 50", "max_quarantaine_promille = 1000")
    });
    // A leading zero must be kept as text; a thirteenth month is a defect.
    town.edit("duo_startkwalificatie.csv", |text| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let number = lines.get(1).and_then(|line| line.split(',').next()).expect("a number").to_owned();
        *lines.get_mut(1).expect("a row") = format!("{number},J,2026-13-01,MBO2,,");
        lines.join("\n") + "\n"
    });
    let run = town.folder_of_run("runs", &[]);
    let sealed = run.join("intern/quarantaine/herstel.xlsx.age");
    let bytes = open(&sealed, town.path("sleutels/identiteit.txt"));
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    assert_eq!(workbook.sheet_names(), ["toelichting", "duo_startkwalificatie"]);
    let sheet = workbook.worksheet_range("duo_startkwalificatie").expect("the sheet");
    let rows: Vec<Vec<String>> = sheet.rows().map(|row| row.iter().map(Data::to_string).collect()).collect();
    let [header, row] = rows.as_slice() else { panic!("one row: {}", rows.len()) };
    assert_eq!(header.get(..4).expect("four columns"), ["regel", "kolom", "code", "advies"]);
    let cell = |name: &str| {
        let at = header.iter().position(|own| own == name).expect("a column");
        row.get(at).cloned().unwrap_or_default()
    };
    assert_eq!((cell("regel").as_str(), cell("kolom").as_str()), ("2", "datum_behaald"));
    assert!(cell("code").starts_with("R-DAT-") && cell("advies").len() > 20);
    assert_eq!(cell("persoonsnummer").len(), 9);
    assert!(sheet.rows().flatten().all(|cell| matches!(cell, Data::String(_) | Data::Empty)), "text only");

    let name = |column: &str| header.iter().any(|own| own == column);
    assert!(
        name("levering") && row.iter().any(|cell| cell.starts_with("lev-")),
        "the file that it came from"
    );
    let explained = workbook.worksheet_range("toelichting").expect("the explanation");
    let explained: String = explained.rows().flatten().map(Data::to_string).collect::<Vec<_>>().join("\n");
    assert!(explained.contains("soort = \"HERSTEL\"") && explained.contains("J of N"), "{explained}");

    // Mended, and delivered beside the file whose row it replaces.
    let mut mended = Workbook::new();
    mended
        .add_worksheet()
        .set_name("toelichting")
        .expect("a sheet")
        .write_string(0, 0, "hersteld")
        .expect("a cell");
    let sheet = mended.add_worksheet().set_name("duo_startkwalificatie").expect("a sheet");
    for (line, cells) in (0u32..).zip(&rows) {
        for (column, value) in (0u16..).zip(cells) {
            let value = if value == "2026-13-01" { "2026-10-01" } else { value };
            sheet.write_string(line, column, value).expect("a cell");
        }
    }
    fs::write(town.path("hersteld.xlsx"), mended.save_to_buffer().expect("a workbook")).expect("a file");
    town.edit("jib.toml", |text| {
        let own = "[[levering]]\nextract = \"duo_startkwalificatie\"";
        let begin = text.find(own).expect("the delivery");
        let end = text[begin + 1..].find("[[").map_or(text.len(), |at| begin + 1 + at);
        let sheet = text[begin..end].replace("SNAPSHOT", "HERSTEL");
        let sheet = sheet.replace("duo_startkwalificatie.csv", "hersteld.xlsx");
        let sheet: Vec<&str> = sheet
            .lines()
            .filter(|line| !line.starts_with("regels") && !line.starts_with("codering"))
            .collect();
        format!("{}{}\n{}", &text[..end], sheet.join("\n"), &text[end..])
    });
    let before = sums_of(&run, "duo_startkwalificatie");
    let again = town.run("opnieuw", &[]);
    assert_eq!(again.status.code(), Some(0), "{}", text(&again.stderr));
    let folder = std::path::PathBuf::from(text(&again.stdout).trim());
    let (read, accepted, aside) = sums_of(&folder, "duo_startkwalificatie");
    assert_eq!((read, accepted, aside), (before.0, before.0, 0), "one count, and nothing is aside");
    assert_eq!(before.2, 1);
    let input = crate::support::manifest(&folder)["invoer"].as_array().expect("input").clone();
    let paths: Vec<&str> = input.iter().filter_map(|own| own["pad"].as_str()).collect();
    assert!(paths.contains(&"hersteld.xlsx") && paths.contains(&"duo_startkwalificatie.csv"), "{paths:?}");
    assert!(!folder.join("intern/quarantaine/herstel.xlsx.age").exists(), "nothing to mend");
}

/// Four kilobytes that unpack to millions of bad rows took gigabytes, most of them for a workbook that nobody opens.
#[test]
fn more_rows_than_anybody_mends_are_in_the_csv_alone() {
    let mut desk = Desk::new();
    let header = "meldingsnummer,persoonsnummer,brin,begindatum,einddatum,soort_verzuim,uren,status";
    let rows = format!("{header}\n{}", "a\n".repeat(20_500));
    desk.deliver("verzuim", "v.csv", rows.as_bytes(), "");
    let checked = desk.check();
    assert_eq!(checked.sums("verzuim"), (20_500, 0, 20_500), "{}", checked.said);
    assert_eq!(checked.opened("intern/quarantaine/verzuim.csv.age").lines().count(), 20_501);
    let bytes = open(&checked.folder().join("intern/quarantaine/herstel.xlsx.age"), checked.identity());
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    assert_eq!(workbook.worksheet_range("verzuim").expect("the sheet").height(), 20_001);
    let explained = workbook.worksheet_range("toelichting").expect("the explanation");
    assert!(explained.rows().flatten().any(|cell| cell.to_string().contains("de eerste 20000 rijen")));
}

/// The sums of an extract: read, accepted, set aside.
fn sums_of(run: &std::path::Path, extract: &str) -> (u64, u64, u64) {
    let manifest = crate::support::manifest(run);
    let sums = manifest.pointer("/behoud/extracten").and_then(|own| own.as_array()).expect("sums").clone();
    let own = sums.iter().find(|own| own["extract"] == extract).expect("the extract");
    let count = |key: &str| own[key].as_u64().expect("a count");
    (count("gelezen"), count("aanvaard"), count("quarantaine"))
}

const PERSONS: [&str; 3] = [
    "999990007,Jan,,Voorbeeld,20050412,0599,Straat,1,,,3011AA,Rotterdam,0,,,",
    "999990019,Piet,,Voorbeeld,20050413,0599,Straat,1,,,3011AA,Rotterdam,0,,,",
    "999990020,Klaas,,Voorbeeld,20050414,0599,Straat,1,,,3011AA,Rotterdam,0,,,",
];

const DIPLOMAS: &str =
    "persoonsnummer,startkwalificatie,datum_behaald,hoogste_diploma,datum_diploma,brin_diploma
999990007,J,2024-13-01,MBO2,2024-07-01,20KD
999990019,N,,VMBO,2022-07-01,20KD
999990020,?,2024-07-01,MBO3,2024-07-01,20KD
";

/// Three persons, and their diplomas of which two rows are wrong: on lines 2 and 4.
fn desk(diplomas: &str) -> Desk {
    let mut desk = Desk::new();
    desk.with_persons(&PERSONS).deliver("duo_startkwalificatie", "duo.csv", diplomas.as_bytes(), "");
    desk
}

/// The rows set aside, as they come out.
fn aside(checked: &Checked) -> String {
    checked.opened("intern/quarantaine/duo_startkwalificatie.csv.age")
}

/// The same files, with this sheet beside them.
fn mended(diplomas: &str, sheet: &[u8]) -> Checked {
    let mut desk = desk(diplomas);
    desk.deliver("duo_startkwalificatie", "hersteld.csv", sheet, "soort = \"HERSTEL\"");
    desk.check()
}

fn codes_of(checked: &Checked, prefix: &str) -> Vec<String> {
    checked.codes().into_iter().map(|(code, _)| code).filter(|code| code.starts_with(prefix)).collect()
}

#[test]
fn a_mended_sheet_takes_the_place_of_the_rows_set_aside() {
    let first = desk(DIPLOMAS).check();
    assert_eq!(first.sums("duo_startkwalificatie"), (3, 1, 2), "{}", first.said);
    assert_eq!(first.value("startkwalificatie", "999990007"), "onbekend");
    let sheet = aside(&first);
    assert!(sheet.starts_with("regel,code,persoonsnummer,") && sheet.contains(",levering\n"), "{sheet}");
    let good = sheet.replace("2024-13-01", "2024-07-01").replace(",?,", ",J,");
    // As Excel and LibreOffice write it: semicolons, a mark, CRLF, dates with the day first.
    let excel = format!(
        "\u{FEFF}{}",
        good.replace(',', ";").replace("2024-07-01", "01-07-2024").replace('\n', "\r\n")
    );
    for (name, sheet) in [("as it came", good), ("from Excel", excel)] {
        let again = mended(DIPLOMAS, sheet.as_bytes());
        assert_eq!(again.code, Some(0), "{name}: {}", again.said);
        assert_eq!(again.sums("duo_startkwalificatie"), (3, 3, 0), "{name}");
        for (person, value) in [("999990007", "ja"), ("999990019", "nee"), ("999990020", "ja")] {
            assert_eq!(again.value("startkwalificatie", person), value, "{name}: {person}");
        }
        assert_eq!(again.codes(), Vec::new(), "{name}: its own columns are expected");
        let input = again.manifest()["invoer"].clone();
        let own: Vec<_> = input
            .as_array()
            .expect("input")
            .iter()
            .map(|own| (own["pad"].clone(), own["regels"].clone()))
            .collect();
        assert!(
            own.contains(&("duo.csv".into(), 3.into())) && own.contains(&("hersteld.csv".into(), 2.into())),
            "{own:?}"
        );
    }
}

/// A file with CRLF, and a row that nobody can cut into cells: an untouched row stays what it was.
#[test]
fn a_row_that_is_still_wrong_is_set_aside_again_on_its_own_line() {
    let crlf =
        DIPLOMAS.replace("999990020,?,2024-07-01,MBO3,2024-07-01,20KD", "999990020,J").replace('\n', "\r\n");
    let first = desk(&crlf).check();
    let sheet = aside(&first);
    assert!(!sheet.contains('\r'), "{sheet:?}");
    let again = mended(&crlf, sheet.replace("2024-13-01", "2024-07-01").as_bytes());
    assert_eq!(again.code, Some(0), "{}", again.said);
    assert_eq!(again.sums("duo_startkwalificatie"), (3, 2, 1));
    assert_eq!(codes_of(&again, "R-RIJ"), ["R-RIJ-001"], "untouched, so as it was");
    assert!(
        aside(&again).lines().nth(1).is_some_and(|row| row.starts_with("4,R-RIJ-001,")),
        "{}",
        aside(&again)
    );

    let still =
        mended(DIPLOMAS, aside(&desk(DIPLOMAS).check()).replace("2024-13-01", "2024-31-31").as_bytes());
    assert_eq!(still.sums("duo_startkwalificatie"), (3, 1, 2));
    let lines: Vec<String> = aside(&still)
        .lines()
        .skip(1)
        .map(|row| row.split(',').next().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(lines, ["2", "4"]);
}

/// A mended row and the rest are held against each other.
#[test]
fn a_mended_row_that_repeats_another_is_judged_with_it() {
    let sheet = aside(&desk(DIPLOMAS).check());
    let twice = sheet.replace("999990007,J,2024-13-01", "999990019,J,2024-07-01").replace(",?,", ",J,");
    let again = mended(DIPLOMAS, twice.as_bytes());
    assert_eq!(again.sums("duo_startkwalificatie"), (3, 1, 2), "{}", again.said);
    assert_eq!(codes_of(&again, "R-DUB"), ["R-DUB-002", "R-DUB-002"]);
}

#[test]
fn a_sheet_of_another_delivery_is_left_aside() {
    let sheet = aside(&desk(DIPLOMAS).check()).replace("2024-13-01", "2024-07-01");
    let other = DIPLOMAS.replace("2022-07-01", "2022-07-02");
    let again = mended(&other, sheet.as_bytes());
    assert_eq!(again.code, Some(0), "{}", again.said);
    assert_eq!(codes_of(&again, "R-HST"), ["R-HST-002"]);
    assert_eq!(again.sums("duo_startkwalificatie"), (3, 1, 2));
}

/// Each school has its own handovers, its own marks and its own sheets.
#[test]
fn the_sheet_of_a_school_mends_that_school() {
    let handovers = |brin: &str, to: &str| {
        format!(
            "persoonsnummer,geslachtsnaam,brin_latend,brin_ontvangend,fase\n\
             999990007,Voorbeeld,{brin},{to},AANGEMELD\n999990019,Voorbeeld,{brin},{to},KOMT\n"
        )
    };
    let marks = |brin: &str| {
        format!(
            "persoonsnummer,brin,schooljaar,vak,cijfer\n\
             999990007,{brin},2025,wiskunde,7\n999990018,{brin},2025,wiskunde,7\n"
        )
    };
    let schools = [("20KD", "25LP"), ("05AB", "27DV")];
    let desk = || {
        let mut desk = Desk::new();
        desk.with_persons(&PERSONS);
        for (brin, to) in schools {
            let of = format!("verantwoordelijke = \"{brin}\"");
            desk.deliver("overstap", &format!("o_{brin}.csv"), handovers(brin, to).as_bytes(), &of);
            desk.deliver("leerresultaat", &format!("l_{brin}.csv"), marks(brin).as_bytes(), &of);
        }
        desk
    };
    let first = desk().check();
    assert_eq!(
        (first.sums("overstap"), first.sums("leerresultaat")),
        ((4, 2, 2), (4, 2, 2)),
        "{}",
        first.said
    );
    let mut again = desk();
    for extract in ["overstap", "leerresultaat"] {
        let sheet = first.opened(&format!("intern/quarantaine/{extract}.csv.age"));
        let sheet = sheet.replace("KOMT", "INGESCHREVEN").replace("999990018", "999990019");
        let of = "soort = \"HERSTEL\"\nverantwoordelijke = \"20KD\"";
        again.deliver(extract, &format!("{extract}_hersteld.csv"), sheet.as_bytes(), of);
    }
    let again = again.check();
    assert_eq!(again.code, Some(0), "{}", again.said);
    assert_eq!((again.sums("overstap"), again.sums("leerresultaat")), ((4, 3, 1), (4, 3, 1)));
    assert_eq!(codes_of(&again, "R-HST"), Vec::<String>::new());
    // The sheet of one school beside the file of another.
    let mut other = desk();
    let sheet = first.opened("intern/quarantaine/overstap.csv.age").replace("KOMT", "INGESCHREVEN");
    other.deliver(
        "overstap",
        "hersteld.csv",
        sheet.as_bytes(),
        "soort = \"HERSTEL\"\nverantwoordelijke = \"05AB\"",
    );
    let other = other.check();
    assert_eq!((other.code, other.sums("overstap")), (Some(0), (4, 2, 2)), "{}", other.said);
    assert_eq!(codes_of(&other, "R-HST"), ["R-HST-002"]);
}

/// Files with their day in their name: a sheet that stays in the folder must not stop the night on which the next file comes.
#[test]
fn a_sheet_beside_dated_files_is_of_the_file_that_it_came_from() {
    let mut desk = Desk::new();
    desk.with_persons(&PERSONS).announce("duo_startkwalificatie", "duo_{datum}.csv", "");
    let put = |desk: &Desk, name: &str, text: &str| {
        fs::write(desk.path().join(name), text).expect("a delivery");
    };
    put(&desk, "duo_20261030.csv", DIPLOMAS);
    let first = desk.check();
    assert_eq!(first.sums("duo_startkwalificatie"), (3, 1, 2), "{}", first.said);
    desk.announce("duo_startkwalificatie", "hersteld_{datum}.csv", "soort = \"HERSTEL\"");
    let none = desk.check();
    assert_eq!(none.code, Some(0), "no sheet yet: {}", none.said);
    assert_eq!(codes_of(&none, "R-LEV-06"), ["R-LEV-061"]);
    let sheet = aside(&first).replace("2024-13-01", "2024-07-01").replace(",?,", ",J,");
    put(&desk, "hersteld_20261030.csv", &sheet);
    let again = desk.check();
    assert_eq!((again.code, again.sums("duo_startkwalificatie")), (Some(0), (3, 3, 0)), "{}", again.said);
    // The next delivery, with the sheet still there.
    put(&desk, "duo_20261101.csv", &DIPLOMAS.replace("2022-07-01", "2022-07-02"));
    let next = desk.check();
    assert_eq!((next.code, next.sums("duo_startkwalificatie")), (Some(0), (3, 1, 2)), "{}", next.said);
    assert_eq!(codes_of(&next, "R-HST"), ["R-HST-002"]);
    // And a night without a delivery.
    for name in ["duo_20261030.csv", "duo_20261101.csv"] {
        fs::remove_file(desk.path().join(name)).expect("a file");
    }
    let absent = desk.check();
    assert_eq!(absent.code, Some(0), "{}", absent.said);
    assert_eq!(codes_of(&absent, "R-LEV-06"), ["R-LEV-061"]);
}

/// Whatever would add, repeat or replace something else stops the run, and says where.
#[test]
fn a_sheet_that_is_not_what_it_must_be_is_refused() {
    let sheet = aside(&desk(DIPLOMAS).check());
    let without = |column: &str| {
        let at =
            sheet.lines().next().expect("a header").split(',').position(|own| own == column).expect("it");
        let cut = |row: &str| {
            row.split(',')
                .enumerate()
                .filter(|(own, _)| *own != at)
                .map(|(_, cell)| cell)
                .collect::<Vec<_>>()
                .join(",")
        };
        sheet.lines().map(cut).collect::<Vec<_>>().join("\n") + "\n"
    };
    let mark = sheet.lines().nth(1).expect("a row").rsplit(',').next().expect("a mark").to_owned();
    for (name, text, code) in [
        ("a line that was not set aside", sheet.replace("\n4,", "\n3,"), "R-HST-003"),
        ("no line", sheet.replace("\n4,", "\n,"), "R-HST-003"),
        ("a line twice", sheet.replace("\n4,", "\n2,"), "R-HST-004"),
        ("no column of lines", without("regel"), "R-HST-005"),
        ("no column with the delivery", without("levering"), "R-HST-005"),
        ("a column less", without("datum_diploma"), "R-HST-006"),
        ("two deliveries", sheet.replacen(&mark, "lev-0123", 1), "R-HST-008"),
        ("a row without its delivery", sheet.replacen(&mark, "", 1), "R-HST-009"),
    ] {
        let checked = mended(DIPLOMAS, text.as_bytes());
        assert_eq!(checked.code, Some(4), "{name}: {}", checked.said);
        assert_eq!(codes_of(&checked, "R-HST"), [code], "{name}");
        assert_eq!(checked.sums("duo_startkwalificatie"), (3, 1, 2), "{name}");
    }
    // A row that cannot be read takes no place, and is told.
    let short = mended(DIPLOMAS, sheet.replace("2024-13-01,MBO2,", "").as_bytes());
    assert_eq!(codes_of(&short, "R-HST"), ["R-HST-007"], "{}", short.said);
    assert_eq!(short.sums("duo_startkwalificatie"), (3, 1, 2));
}

/// As a whole delivery the sheet would take the place of everyone.
#[test]
fn a_sheet_delivered_as_the_extract_is_refused_by_name() {
    let sheet = aside(&desk(DIPLOMAS).check());
    let checked = desk(&sheet).check();
    assert_eq!(checked.code, Some(4), "{}", checked.said);
    assert_eq!(codes_of(&checked, "R-HST"), ["R-HST-001"]);
    assert!(checked.said.contains("HERSTEL"), "what to do: {}", checked.said);
}

/// A row that somebody's bsn in a text set aside is known only once the BRP has been read.
#[test]
fn a_row_set_aside_for_a_bsn_in_its_text_comes_back() {
    let contact = "persoonsnummer,telefoon,email,afdeling,doel,datum\n\
                   999990007,0612345678,999990019@voorbeeld.nl,leerplicht,begeleiding,2026-01-01\n\
                   999990020,0612345678,jan@voorbeeld.nl,leerplicht,begeleiding,2026-01-01\n";
    let with = |sheet: Option<&str>| {
        let mut desk = Desk::new();
        desk.with_persons(&PERSONS).deliver("contactgegevens", "contact.csv", contact.as_bytes(), "");
        if let Some(sheet) = sheet {
            desk.deliver("contactgegevens", "hersteld.csv", sheet.as_bytes(), "soort = \"HERSTEL\"");
        }
        desk.check()
    };
    let first = with(None);
    assert_eq!(first.sums("contactgegevens"), (2, 1, 1), "{}", first.said);
    let sheet = first.opened("intern/quarantaine/contactgegevens.csv.age");
    let again = with(Some(&sheet.replace("999990019@", "piet@")));
    assert_eq!((again.code, again.sums("contactgegevens")), (Some(0), (2, 2, 0)), "{}", again.said);
}

/// A cell too long for a workbook costs its row, never the run.
#[test]
fn a_cell_too_long_for_a_workbook_is_cut_there_and_whole_beside_it() {
    let town = Town::new(120, 0);
    town.edit("jib.toml", |text| {
        text.replace("max_quarantaine_promille = 50", "max_quarantaine_promille = 1000")
    });
    let long = "x".repeat(40_000);
    town.edit("brp.csv", |text| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let row = lines.get_mut(1).expect("a row");
        let cells: Vec<&str> = row.split(',').collect();
        let number = cells.first().expect("a number");
        *row = format!("{number},{long},{}", cells.get(2..).expect("more cells").join(","));
        lines.join("\n") + "\n"
    });
    let run = town.folder_of_run("runs", &[]);
    let identity = town.path("sleutels/identiteit.txt");
    let csv = open(&run.join("intern/quarantaine/brp.csv.age"), &identity);
    assert!(text(&csv).contains(&long), "nothing is lost");
    let bytes = open(&run.join("intern/quarantaine/herstel.xlsx.age"), &identity);
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let sheet = workbook.worksheet_range("brp").expect("the sheet");
    assert!(sheet.rows().flatten().any(|cell| cell.to_string().ends_with(" […]")), "cut, and it says so");
}
