//! The way back of a row that was set aside: out as a workbook, mended, and in again.

use std::fs;
use std::io::Cursor;

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

    // Mended, and delivered as it is: the sheet's own columns are ignored.
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
    town.edit("jib.toml", |text| text.replace("\"duo_startkwalificatie.csv\"", "\"hersteld.xlsx\""));
    let again = town.run("opnieuw", &["--accept-quarantine"]);
    assert_eq!(again.status.code(), Some(0), "{}", text(&again.stderr));
    let folder = std::path::PathBuf::from(text(&again.stdout).trim());
    let manifest = crate::support::manifest(&folder);
    let sums = manifest.pointer("/behoud/extracten").and_then(|own| own.as_array()).expect("sums");
    let own = sums.iter().find(|own| own.get("extract").is_some_and(|name| name == "duo_startkwalificatie"));
    let own = own.expect("the extract");
    assert_eq!((own.get("gelezen"), own.get("aanvaard")), (Some(&1.into()), Some(&1.into())));
    assert!(!folder.join("intern/quarantaine/herstel.xlsx.age").exists(), "nothing to mend");
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
