//! The dirt of real deliveries. Each bad row costs only itself and is named by its line and its fault, and everybody else still
//! comes out.

use crate::support::desk::{BRP_HEADER, Checked, Desk};

/// A BRP row without faults.
fn person(bsn: &str) -> String {
    format!("{bsn},Jan,,Jansen,20040412,0599,Straat,1,,,3011AA,Rotterdam,0,,,")
}

/// Synthetic numbers that pass the eleven-test.
const NUMBERS: [&str; 6] = ["999990007", "999990019", "999990020", "999990032", "999990044", "999990056"];

fn brp(rows: &[String]) -> Vec<u8> {
    format!("{BRP_HEADER}\n{}\n", rows.join("\n")).into_bytes()
}

fn check(bytes: &[u8], more: &str) -> Checked {
    let mut desk = Desk::new();
    desk.deliver("brp", "brp.csv", bytes, more);
    desk.check()
}

/// One family of dirt: a row, and the finding that names it.
struct Dirt {
    row: &'static str,
    code: &'static str,
    column: Option<&'static str>,
    costs_its_row: bool,
}

const fn aside(code: &'static str, column: &'static str, row: &'static str) -> Dirt {
    Dirt { row, code, column: Some(column), costs_its_row: true }
}

const fn whole(code: &'static str, row: &'static str) -> Dirt {
    Dirt { row, code, column: None, costs_its_row: true }
}

const fn warned(code: &'static str, column: &'static str, row: &'static str) -> Dirt {
    Dirt { row, code, column: Some(column), costs_its_row: false }
}

/// Each row is placed between good rows; `@` is a good number that no other row has.
const FAMILIES: [Dirt; 37] = [
    aside("R-BSN-006", "bsn", "\"9,99994E+08\",Jan,,J,20040412,0599,,,,,,,0,,,"),
    aside("R-BSN-007", "bsn", "\"999990019,0\",Jan,,J,20040412,0599,,,,,,,0,,,"),
    aside("R-BSN-008", "bsn", "9999.90.019,Jan,,J,20040412,0599,,,,,,,0,,,"),
    aside("R-BSN-009", "bsn", "1000857,Jan,,J,20040412,0599,,,,,,,0,,,"),
    aside("R-BSN-003", "bsn", "000000000,Jan,,J,20040412,0599,,,,,,,0,,,"),
    aside("R-BSN-010", "bsn", "111111111,Jan,,J,20040412,0599,,,,,,,0,,,"),
    aside("R-BSN-010", "bsn", "999999999,Jan,,J,20040412,0599,,,,,,,0,,,"),
    aside("R-BSN-001", "bsn", "010008579,Jan,,J,20040412,0599,,,,,,,0,,,"),
    aside("R-BSN-004", "bsn", "onbekend,Jan,,J,20040412,0599,,,,,,,0,,,"),
    aside("R-VLD-001", "bsn", ",Jan,,J,20040412,0599,,,,,,,0,,,"),
    aside("R-DAT-004", "geboortedatum", "@,Jan,,J,38089,0599,,,,,,,0,,,"),
    aside("R-DAT-005", "geboortedatum", "@,Jan,,J,12-apr-04,0599,,,,,,,0,,,"),
    aside("R-DAT-005", "geboortedatum", "@,Jan,,J,12-4-2004,0599,,,,,,,0,,,"),
    aside("R-DAT-006", "geboortedatum", "@,Jan,,J,04/12/2004,0599,,,,,,,0,,,"),
    aside("R-DAT-001", "geboortedatum", "@,Jan,,J,00000412,0599,,,,,,,0,,,"),
    aside("R-DAT-001", "geboortedatum", "@,Jan,,J,20050229,0599,,,,,,,0,,,"),
    aside("R-DAT-002", "geboortedatum", "@,Jan,,J,20270101,0599,,,,,,,0,,,"),
    aside("R-DAT-003", "datum_overlijden", "@,Jan,,J,20040412,0599,,,,,,,0,,,20000101"),
    aside("R-VLD-013", "geslachtsnaam", "@,Jan,,#VERW!,20040412,0599,,,,,,,0,,,"),
    aside("R-VLD-013", "geboortedatum", "@,Jan,,J,#N/B,0599,,,,,,,0,,,"),
    aside("R-VLD-002", "indicatie_geheim", "@,Jan,,J,20040412,0599,,,,,,,9,,,"),
    aside("R-VLD-011", "opschorting_reden", "@,Jan,,J,20040412,0599,,,,,,,0,e,,"),
    aside("R-VLD-003", "gemeente_inschrijving", "@,Jan,,J,20040412,59,,,,,,,0,,,"),
    whole("R-RIJ-001", "@,Jan,,J,20040412"),
    whole("R-RIJ-002", "@,Jan,,J,20040412,0599,,,,,,,0,,,,,extra"),
    whole("R-RIJ-003", "@,\"Jan,,J,20040412,0599,,,,,,,0,,,"),
    whole("R-RIJ-003", "@,Ja\"n,,J,20040412,0599,,,,,,,0,,,"),
    whole("R-RIJ-006", "@,Ja\0n,,J,20040412,0599,,,,,,,0,,,"),
    whole("R-RIJ-006", "@,Ja\u{1A}n,,J,20040412,0599,,,,,,,0,,,"),
    whole("R-RIJ-006", "@,Ja\u{9D}n,,J,20040412,0599,,,,,,,0,,,"),
    warned("R-DAT-007", "geboortedatum", "@,Jan,,J,19000101,0599,,,,,,,0,,,"),
    warned("R-VLD-014", "geslachtsnaam", "@,Jan,,MÃ¼ller,20040412,0599,,,,,,,0,,,"),
    warned("R-VLD-015", "gemeente_inschrijving", "@,Jan,,J,20040412,599,,,,,,,0,,,"),
    warned("R-VLD-006", "gemeente_inschrijving", "@,Jan,,J,20040412,9998,,,,,,,0,,,"),
    warned("R-VLD-009", "gemeente_inschrijving", "@,Jan,,J,20040412,0501,,,,,,,0,,,"),
    warned("R-VLD-007", "postcode", "@,Jan,,J,20040412,0599,,,,,1234 ab,,0,,,"),
    warned("R-VLD-008", "indicatie_geheim", "@,Jan,,J,20040412,0599,,,,,,,,,,"),
];

/// Each family is named for what it is, costs no neighbour, and never costs a usable row.
#[test]
fn every_family_is_named_and_costs_no_more_than_its_row() {
    for Dirt { row, code, column, costs_its_row } in FAMILIES {
        let rows = [person(NUMBERS[0]), row.replace('@', NUMBERS[1]), person(NUMBERS[2])];
        let checked = check(&brp(&rows), "");
        let found = checked.findings();
        assert_eq!(found, [(code.to_owned(), Some(3), column.map(str::to_owned))], "{row}");
        let aside = u64::from(costs_its_row);
        assert_eq!(checked.sums("brp"), (3, 3 - aside, aside), "{row}");
        let persons: Vec<String> = checked.values("woonplaats").into_iter().map(|(bsn, _)| bsn).collect();
        assert!(
            persons.contains(&NUMBERS[0].to_owned()) && persons.contains(&NUMBERS[2].to_owned()),
            "{row}"
        );
        assert_eq!(persons.len(), 3 - usize::from(costs_its_row), "{row}");
    }
}

/// No finding, message, report, manifest or file name holds a value of a bad row, where it would most likely leak.
#[test]
fn no_family_betrays_a_value() {
    let rows: Vec<String> = FAMILIES.iter().map(|dirt| dirt.row.replace('@', NUMBERS[1])).collect();
    let checked = check(&brp(&[vec![person(NUMBERS[0])], rows.clone()].concat()), "");
    let unsealed = checked.unsealed();
    // Nine zeros are nobody's number, and stand in times of a whole second.
    let telling = |cell: &&str| {
        *cell != "000000000"
            && cell.len() >= 6
            && cell.contains(|c: char| c.is_ascii_digit() || c == 'Ã' || c == '#')
    };
    let mut canaries: Vec<&str> = vec!["Jansen", "Straat"];
    canaries.extend(
        rows.iter().flat_map(|row| row.split(',')).map(|cell| cell.trim_matches('"')).filter(telling),
    );
    assert!(canaries.len() > 60, "{}", canaries.len());
    for canary in canaries {
        assert!(!unsealed.contains(canary), "a value of a person is not sealed");
    }
}

/// Each code of a family has a page that says what it means and what to do.
#[test]
fn every_family_has_a_page() {
    for Dirt { code, .. } in FAMILIES {
        let page = crate::support::jib(&["explain", code]);
        assert!(page.status.success(), "{code}");
        let said = crate::support::text(&page.stdout);
        assert!(said.contains(code) && said.len() > 100, "{code}: {said}");
    }
}

/// A footer is not read as a person. A footer with another row count and a file that stops halfway through a row are reported.
#[test]
fn the_end_of_a_file_is_looked_at() {
    let rows = [person(NUMBERS[0]), person(NUMBERS[1])];
    let codes = |tail: &str| {
        let bytes = [brp(&rows), tail.as_bytes().to_vec()].concat();
        let checked = check(&bytes, "");
        (checked.sums("brp").0, checked.codes().into_iter().map(|(code, _)| code).collect::<Vec<_>>())
    };
    let said = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>();
    assert_eq!(codes("Totaal aantal regels: 2\n"), (2, said(&["R-LEV-012"])));
    assert_eq!(codes("Totaal;3\n\n\n"), (2, said(&["R-LEV-012"])), "the header counted along");
    assert_eq!(codes("EINDE\r\n\u{1A}"), (2, said(&["R-LEV-012"])));
    assert_eq!(codes("Totaal aantal regels: 1234\n"), (2, said(&["R-LEV-012", "R-LEV-041"])));
    assert_eq!(codes(",,,,,,,,,,,,,,,\n\n"), (2, said(&[])), "blank tail lines");
    assert_eq!(codes(&format!("{},Jan,,J,2004", NUMBERS[3])), (3, said(&["R-RIJ-001", "R-LEV-042"])));
}

/// In two concatenated files, the second header is not taken for a person.
#[test]
fn a_header_between_the_rows_is_named() {
    let glued = [brp(&[person(NUMBERS[0])]), brp(&[person(NUMBERS[1]), person(NUMBERS[0])])].concat();
    let checked = check(&glued, "");
    assert_eq!(checked.sums("brp"), (4, 3, 1));
    assert_eq!(checked.codes(), [("R-RIJ-007".to_owned(), 3), ("R-DUB-001".to_owned(), 5)]);
}

/// The same file under two deliveries, when the right file never arrived.
#[test]
fn the_same_file_twice_is_refused() {
    let mut desk = Desk::new();
    desk.with_persons(&[&person(NUMBERS[0])]);
    let marks = format!("persoonsnummer,brin,schooljaar,vak,cijfer\n{},20KD,2025,wiskunde,7\n", NUMBERS[0]);
    desk.deliver("leerresultaat", "a.csv", marks.as_bytes(), "verantwoordelijke = \"20KD\"");
    desk.deliver("leerresultaat", "b.csv", marks.as_bytes(), "verantwoordelijke = \"01AA\"");
    let codes = desk.check().codes();
    assert_eq!(codes.iter().filter(|(code, _)| code == "R-LEV-040").count(), 2, "{codes:?}");
}

/// Sources that contradict each other are reported.
#[test]
fn contradictions_between_sources_are_named_by_their_line() {
    let mut desk = Desk::new();
    let died = person(NUMBERS[0]).replace("0,,,", "0,O,20260101,20260101");
    desk.with_persons(&[&died, &person(NUMBERS[1]), &person(NUMBERS[2]), &person(NUMBERS[3])]);
    let schools = "persoonsnummer,brin,onderwijssector,opleidingscode,niveau,uitstroomprofiel,\
                   datum_inschrijving,datum_uitschrijving\n\
                   999990007,20KD,MBO,1,MBO2,,20240801,\n999990019,20KD,MBO,1,MBO2,,20240801,\n\
                   999990020,20KD,MBO,1,MBO2,,20240801,20250731\n999990081,20KD,MBO,1,MBO2,,20240801,\n";
    let diplomas = "persoonsnummer,startkwalificatie,hoogste_diploma\n999990019,J,VMBO\n999990020,J,HAVO\n\
                    999990032,N,MBO4\n";
    let list = "bsn,rapportmaand,gemeentecode\n999990019,202610,0599\n999990020,202610,0599\n999990032,202610,0599\n";
    desk.deliver("duo_inschrijving", "i.csv", schools.as_bytes(), "");
    desk.deliver("duo_startkwalificatie", "s.csv", diplomas.as_bytes(), "");
    desk.deliver("jib_lijst", "j.csv", list.as_bytes(), "");
    let checked = desk.check();
    let mut codes = checked.codes();
    codes.sort();
    let at = |code: &str, line: u64| (code.to_owned(), line);
    assert_eq!(
        codes,
        [
            at("R-KPL-001", 5),
            at("R-KPL-004", 2),
            at("R-KPL-005", 2),
            at("R-KPL-005", 4),
            at("R-KPL-006", 2),
            at("R-KPL-007", 3),
        ]
    );
    assert_eq!(checked.value("startkwalificatie", "999990019"), "onbekend");
}

/// Rows under a bsn and an onderwijsnummer that may be one person are reported.
#[test]
fn who_looks_alike_under_two_numbers_is_counted() {
    let header =
        "persoonsnummer,geslachtsnaam,voorvoegsel,voornamen,geboortedatum,brin_latend,brin_ontvangend,fase\n";
    let onderwijsnummer = (100_000_000u32..)
        .map(|number| number.to_string())
        .find(|text| {
            let found = jib::model::number::Persoonsnummer::parse(text.as_bytes());
            found.is_ok_and(|(_, kind, _)| kind == jib::model::number::NumberKind::Onderwijsnummer)
        })
        .expect("one in eleven");
    let row =
        |number: &str, name: &str, born: &str| format!("{number},{name},,JAN,{born},20KD,25LP,AANGEMELD\n");
    let rows = format!("{header}{}", row(&onderwijsnummer, "jansen", "12-04-2004"));
    let run = |rows: &str, coupled: bool| {
        let mut desk = Desk::new();
        desk.with_persons(&[&person(NUMBERS[0]), &person(NUMBERS[1])]);
        desk.deliver("overstap", "o.csv", rows.as_bytes(), "verantwoordelijke = \"20KD\"");
        if coupled {
            let text = format!("bsn,onderwijsnummer\n{},{onderwijsnummer}\n", NUMBERS[0]);
            desk.deliver("koppeling", "k.csv", text.as_bytes(), "");
        }
        desk.check().codes().into_iter().filter(|(code, _)| code == "R-KPL-008").collect::<Vec<_>>()
    };
    assert_eq!(run(&rows, false), [("R-KPL-008".to_owned(), 2)]);
    assert_eq!(run(&rows, true), [], "joined by its koppeling");
    assert_eq!(run(&rows.replace("12-04-2004", "13-04-2004"), false), [], "born on another day");
    assert_eq!(run(&rows.replace("jansen", "pietersen"), false), [], "another name");
}

/// A configuration cannot read what it should not, or put a number in the manifest by way of a file name.
#[test]
fn hostile_paths_are_refused_without_repeating_them() {
    for (name, kept_silent) in
        [("../brp.csv", ""), ("/etc/passwd", ""), ("999990019.csv", "999990019"), ("in/../../brp.csv", "")]
    {
        let mut desk = Desk::new();
        desk.announce("brp", name, "");
        let checked = desk.check();
        assert_eq!(checked.code, Some(2), "{name}: {}", checked.said);
        assert!(kept_silent.is_empty() || !checked.said.contains(kept_silent), "{name}: {}", checked.said);
    }
}

/// An onderwijsnummer that a koppeling can give to the first person.
const ONDERWIJSNUMMER: &str = "100000004";

/// A second number that is a bsn is reported, because two persons may be taken for one.
#[test]
fn a_koppeling_of_two_bsns_is_set_aside() {
    let mut desk = Desk::new();
    desk.with_persons(&[&person(NUMBERS[0]), &person(NUMBERS[1])]);
    let text = format!("bsn,onderwijsnummer\n{},{}\n", NUMBERS[0], NUMBERS[1]);
    desk.deliver("koppeling", "k.csv", text.as_bytes(), "");
    let checked = desk.check();
    assert_eq!(checked.sums("koppeling"), (1, 0, 1));
    assert_eq!(checked.findings(), [("R-BSN-011".to_owned(), Some(2), Some("onderwijsnummer".to_owned()))]);
}

/// Two spellings of one value are no contradiction; otherwise the person would be lost.
#[test]
fn repeats_are_compared_by_what_they_say() {
    let composed = person(NUMBERS[0]).replace("Jan,", "Zo\u{EB},");
    let apart = person(NUMBERS[0]).replace("Jan,", "Zoe\u{308},").replace("3011AA", "3011 AA");
    let checked = check(&brp(&[composed.clone(), apart]), "");
    assert_eq!(checked.codes(), [("R-DUB-001".to_owned(), 3)]);
    assert_eq!(checked.sums("brp"), (2, 2, 0));
    let other = composed.replace("Zo\u{EB}", "Zoe");
    let checked = check(&brp(&[composed, other]), "");
    assert_eq!(checked.sums("brp"), (2, 0, 2), "another letter is another name");
    // The same goes for a key: one subject in two spellings is one line of a pupil's results.
    let mut desk = Desk::new();
    desk.with_persons(&[&person(NUMBERS[0])]);
    let marks = format!(
        "persoonsnummer,brin,schooljaar,vak,cijfer\n{0},20KD,2025,cre\u{EB}ren,7\n{0},20KD,2025,cree\u{308}ren,8\n",
        NUMBERS[0]
    );
    desk.deliver("leerresultaat", "l.csv", marks.as_bytes(), "verantwoordelijke = \"20KD\"");
    assert_eq!(
        desk.check().sums("leerresultaat"),
        (2, 0, 2),
        "two marks for one subject contradict each other"
    );
}

/// A column that nobody reads costs no person.
#[test]
fn a_control_character_in_a_dropped_column_costs_nothing() {
    let rows = [person(NUMBERS[0]) + ",a\u{B}b", person(NUMBERS[1]).replace("Jan,", "J\u{B}n,") + ",a"];
    let text = String::from_utf8(brp(&rows)).expect("text").replacen(
        BRP_HEADER,
        &format!("{BRP_HEADER},notitie_x"),
        1,
    );
    let checked = check(text.as_bytes(), "");
    assert_eq!(checked.codes(), [("R-RIJ-006".to_owned(), 3)]);
    assert_eq!(checked.sums("brp"), (2, 1, 1));
    let set_aside = checked.opened("intern/quarantaine/brp.csv.age");
    assert!(!set_aside.contains("notitie_x") && !set_aside.contains(",a\n"), "its values are never read");
}

/// Rows with more or fewer fields than the header, where a strict reader stops.
#[test]
fn rows_set_aside_are_as_wide_as_their_header() {
    let rows =
        [person(NUMBERS[0]), format!("{},Jan", NUMBERS[1]), person(NUMBERS[2]).replace("20040412", "x")];
    for dropped in ["", ",opmerking"] {
        let text = String::from_utf8(brp(&rows)).expect("text");
        let text = text.replacen(BRP_HEADER, &format!("{BRP_HEADER}{dropped}"), 1);
        let text = if dropped.is_empty() { text } else { text.replace(",0,,,\n", ",0,,,,\n") };
        let set_aside = check(text.as_bytes(), "").opened("intern/quarantaine/brp.csv.age");
        let mut reader = csv::Reader::from_reader(set_aside.as_bytes());
        let rows: Vec<csv::StringRecord> =
            reader.records().collect::<Result<_, _>>().expect("a strict reader reads it");
        assert_eq!(rows.len(), 2);
        assert!(rows.iter().all(|row| row.len() == 19));
    }
}

/// A handover about somebody who is not in the BRP is reported.
#[test]
fn a_handover_of_a_stranger_is_named_and_counts() {
    let mut desk = Desk::new();
    desk.with_persons(&[&person(NUMBERS[0])]);
    let handover = format!(
        "persoonsnummer,geslachtsnaam,brin_latend,brin_ontvangend,fase\n{},J,20KD,25LP,AANGEMELD\n{},J,20KD,25LP,AANGEMELD\n",
        NUMBERS[1], NUMBERS[0]
    );
    let marks = format!("persoonsnummer,brin,schooljaar,vak,cijfer\n{},20KD,2025,wiskunde,7\n", NUMBERS[1]);
    desk.deliver("overstap", "o.csv", handover.as_bytes(), "verantwoordelijke = \"20KD\"");
    desk.deliver("leerresultaat", "l.csv", marks.as_bytes(), "verantwoordelijke = \"20KD\"");
    let checked = desk.check();
    let strangers = checked.codes().into_iter().filter(|(code, _)| code == "R-KPL-001");
    assert_eq!(strangers.map(|(_, line)| line).collect::<Vec<_>>(), [2, 2]);
    assert_eq!((checked.sums("overstap"), checked.sums("leerresultaat")), ((2, 2, 0), (1, 1, 0)));
}

/// A row set aside under a person's other number: to say that this person has no income would be a guess.
#[test]
fn a_row_set_aside_under_a_coupled_number_makes_the_person_unknown() {
    let mut desk = Desk::new();
    desk.with_persons(&[&person(NUMBERS[0]), &person(NUMBERS[1]), &person(NUMBERS[2])]);
    let coupling = format!("bsn,onderwijsnummer\n{},{ONDERWIJSNUMMER}\n", NUMBERS[0]);
    desk.deliver("koppeling", "k.csv", coupling.as_bytes(), "");
    let income = format!(
        "bsn,periode,categorie,bedrag_cent\n{ONDERWIJSNUMMER},202610,WERK,5\n{},202610,WERK,5\n",
        NUMBERS[1]
    );
    desk.deliver("inkomen", "i.csv", income.as_bytes(), "dekking = \"gemeente\"");
    let checked = desk.check();
    assert_eq!(checked.sums("inkomen"), (2, 1, 1));
    let unknown = |bsn: &str| checked.value("redenen", bsn).contains("RIJ_IN_QUARANTAINE");
    assert_eq!(NUMBERS.iter().take(3).map(|bsn| unknown(bsn)).collect::<Vec<_>>(), [true, false, false]);
}
