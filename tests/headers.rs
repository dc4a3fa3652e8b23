//! Headers as people write them: read where they mean one column, proposed where they look like one, never guessed.

use crate::support::desk::{BRP_HEADER, Checked, Desk};

const ROW: &str = "999990007,Jan,de,Voorbeeld,20100412,0599,Dorpsstraat,1,,,3011AA,Rotterdam,0,,,";

/// Checks a BRP extract with some headers written otherwise.
fn brp(renamed: &[(&str, &str)], more: &str) -> Checked {
    let header: Vec<&str> = BRP_HEADER
        .split(',')
        .map(|name| renamed.iter().find(|(own, _)| *own == name.trim()).map_or(name, |(_, other)| *other))
        .collect();
    let mut desk = Desk::new();
    desk.deliver("brp", "brp.csv", format!("{}\n{ROW}\n", header.join(",")).as_bytes(), more);
    desk.check()
}

/// The findings of a code, each with its column and advice.
fn advice(checked: &Checked, code: &str) -> Vec<(String, String)> {
    let text = std::fs::read_to_string(checked.folder().join("bevindingen.ndjson")).expect("findings");
    let all = text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
    all.filter(|finding| finding["code"] == code)
        .map(|finding| {
            let word = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
            (word("kolom"), word("advies"))
        })
        .collect()
}

#[test]
fn a_file_with_everyday_headers_is_read_whole() {
    let everyday = [
        ("bsn", "Burgerservicenummer"),
        ("voornamen", "Voornaam"),
        ("voorvoegsel", "Tussenvoegsel"),
        ("geslachtsnaam", "Achternaam"),
        ("geboortedatum", "Geb. datum"),
        ("gemeente_inschrijving", "Gemeentecode"),
        ("straatnaam", "Straat"),
        ("huisnummer", "Huisnr."),
        ("huisnummertoevoeging", "Toev."),
        ("woonplaats", "Plaats"),
        ("datum_overlijden", "Overlijdensdatum"),
    ];
    let checked = brp(&everyday, "");
    assert_eq!(checked.code, Some(0), "{}", checked.said);
    assert_eq!(checked.codes(), Vec::new());
    assert_eq!(checked.value("woonplaats", "999990007"), "gemeente");
}

/// A header that nobody knows is proposed by name, with the line to write, and its values are not read.
#[test]
fn a_near_miss_is_proposed_and_never_read() {
    let checked = brp(&[("geslachtsnaam", "Geslagtsnaam")], "");
    assert_eq!(checked.code, Some(0), "{}", checked.said);
    let [(header, said)] = &advice(&checked, "R-LEV-070")[..] else { panic!("{:?}", checked.codes()) };
    assert_eq!(header, "Geslagtsnaam");
    assert!(said.contains("Bedoelt u `geslachtsnaam`?"), "{said}");
    assert!(said.contains(r#"kolommen = { "Geslagtsnaam" = "geslachtsnaam" }"#), "{said}");
    assert_eq!(advice(&checked, "R-LEV-008"), Vec::new(), "the surname is no column to do without");

    // As written, so done: the column is read.
    let mended =
        brp(&[("geslachtsnaam", "Geslagtsnaam")], r#"kolommen = { "Geslagtsnaam" = "geslachtsnaam" }"#);
    assert_eq!(mended.codes(), Vec::new());
}

/// What is said beside a name may be what matters: it is proposed, and not read.
#[test]
fn a_name_with_more_beside_it_is_proposed() {
    for (column, header) in
        [("bsn", "BSN (9 cijfers)"), ("bsn", "persoon.bsn"), ("geboortedatum", "Geboortedatum (jjjjmmdd)")]
    {
        let checked = brp(&[(column, header)], "");
        assert_eq!(checked.code, Some(4), "{header}: {}", checked.said);
        assert!(checked.said.contains(&format!("Bedoelt u `{header}`?")), "{header}: {}", checked.said);
    }
}

/// Where a required column has no header, what looks like it is named.
#[test]
fn a_missing_column_names_the_headers_that_look_like_it() {
    let checked = brp(&[("geboortedatum", "Geb.dtm")], "");
    assert_eq!(checked.code, Some(4), "{}", checked.said);
    let [(column, said)] = &advice(&checked, "R-LEV-006")[..] else { panic!("{:?}", checked.codes()) };
    assert_eq!(column, "geboortedatum");
    assert!(said.contains("Bedoelt u `Geb.dtm`?"), "{said}");
    assert!(checked.unsealed().contains("Geb.dtm"), "also in the report");
}

/// Without a header the first row holds values: none of them is proposed or shown.
#[test]
fn the_values_of_a_file_without_a_header_are_never_shown() {
    let mut desk = Desk::new();
    let row = ROW.replace("Dorpsstraat", "Straatnaamlaan").replace("Voorbeeld", "Geslachtsnaams");
    desk.deliver("brp", "brp.csv", format!("{row}\n{row}\n").as_bytes(), "");
    let checked = desk.check();
    assert_eq!(checked.code, Some(4), "{}", checked.said);
    let shown = checked.unsealed();
    assert!(!shown.contains("Straatnaamlaan") && !shown.contains("Geslachtsnaams"), "{shown}");
}

/// `kolommen` decides between two headers for one column, and a header that it names and that is not there is told.
#[test]
fn the_mapping_of_a_levering_decides() {
    let twice = brp(&[("geslachtsnaam", "Achternaam"), ("huisletter", "Geslachtsnaam")], "");
    assert_eq!(twice.code, Some(4));
    assert!(
        advice(&twice, "R-LEV-007")
            .iter()
            .any(|(column, said)| column == "geslachtsnaam" && said.contains("kolommen"))
    );
    let chosen = brp(
        &[("geslachtsnaam", "Achternaam"), ("huisletter", "Geslachtsnaam")],
        r#"kolommen = { "achternaam" = "geslachtsnaam" }"#,
    );
    assert_eq!(chosen.code, Some(0), "{}", chosen.said);
    assert_eq!(advice(&chosen, "R-LEV-007"), Vec::new());

    let gone = brp(&[], "[levering.kolommen]\n\"Familienaam nu\" = \"geslachtsnaam\"");
    assert_eq!(gone.code, Some(0), "{}", gone.said);
    let [(column, said)] = &advice(&gone, "R-LEV-071")[..] else { panic!("{:?}", gone.codes()) };
    assert_eq!(column, "geslachtsnaam");
    assert!(said.contains("De kopnaam `Familienaam nu` staat niet in het bestand."), "{said}");
}

/// A header that is mapped belongs to no other column, whatever it is called.
#[test]
fn a_mapped_header_means_what_the_levering_says() {
    let checked = brp(
        &[("geslachtsnaam", "Voornaam"), ("voornamen", "Roepnamen")],
        r#"kolommen = { "Voornaam" = "geslachtsnaam", "Roepnamen" = "voornamen" }"#,
    );
    assert_eq!(checked.code, Some(0), "{}", checked.said);
    assert_eq!(checked.codes(), Vec::new());
}

/// A column that the extract does not have, and one that is named twice, stop the run with the line to mend.
#[test]
fn a_mapping_that_cannot_be_is_an_error_of_the_configuration() {
    for (more, said) in [
        (r#"kolommen = { "Achternaam" = "achternaam" }"#, "geen kolom `achternaam`"),
        (r#"kolommen = { "A" = "voornamen", "B" = "voornamen" }"#, "twee kopnamen naar `voornamen`"),
        (
            r#"kolommen = { "Achternaam" = "voornamen", "ACHTER-NAAM" = "geslachtsnaam" }"#,
            "een kopnaam twee keer",
        ),
    ] {
        let mut desk = Desk::new();
        desk.deliver("brp", "brp.csv", format!("{BRP_HEADER}\n{ROW}\n").as_bytes(), more);
        let checked = desk.check();
        assert_eq!(checked.code, Some(2), "{more}: {}", checked.said);
        assert!(
            checked.said.contains(said) && checked.said.contains("jib.toml:"),
            "{more}: {}",
            checked.said
        );
    }
}

/// A column with what no parcel may hold that is let in under the name of one that leaves.
#[test]
fn no_mapping_opens_the_list_of_refused_headers() {
    let library = crate::support::library();
    for schema in &library.schemas.extracts {
        assert!(!schema.refused_headers.is_empty(), "{}", schema.id);
        let column = &schema.columns.first().expect("a column").name;
        let more = if schema.per_school { "verantwoordelijke = \"20KD\"\n" } else { "" };
        // Each in another line of the configuration: all of them are told at once.
        let mut desk = Desk::new();
        for header in &schema.refused_headers {
            let written = header.replace('_', " ").to_uppercase();
            let mapped = format!("{more}[levering.kolommen]\n\"{written}\" = \"{column}\"");
            desk.announce(&schema.id, &format!("{header}.csv"), &mapped);
        }
        let checked = desk.check();
        assert_eq!(checked.code, Some(2), "{}: {}", schema.id, checked.said);
        let said: String = checked.said.split_whitespace().filter(|word| *word != "│").collect();
        for header in &schema.refused_headers {
            let says = format!("`{}`neemtgeenkolom`{header}`aan,ooknietals`{column}`", schema.id);
            assert!(said.contains(&says), "{} {header}: {}", schema.id, checked.said);
        }
        assert!(
            said.contains("jib.toml:") && said.contains("haaldezekopnaamuit`kolommen`"),
            "{}",
            checked.said
        );
    }
}

/// Element numbers are known as headers; that such a file needs a layout is told before its rows go aside one by one.
#[test]
fn element_numbers_ask_for_their_layout() {
    let header = "01.01.20;01.02.10;01.02.30;01.02.40;01.03.10;08.09.10;08.11.10;08.11.20;08.11.30;08.11.40;08.11.60;08.11.70;\
                  07.70.10;07.67.20;07.67.10;06.08.10";
    let file = format!("{header}\n{}\n", ROW.replace(',', ";"));
    let codes = |more: &str| {
        let mut desk = Desk::new();
        desk.deliver("brp", "brp.csv", file.as_bytes(), more);
        let checked = desk.check();
        assert_eq!(checked.sums("brp"), (1, 1, 0), "{}", checked.said);
        checked.codes()
    };
    assert_eq!(codes(""), [("R-LEV-073".to_owned(), 1)]);
    assert_eq!(codes("profiel = \"gba-v\""), Vec::new());
}
