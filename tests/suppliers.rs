//! Files as suppliers write them: encodings, separators, workbooks and layouts. Each must give the same persons.

use std::io::Write;

use crate::support::desk::{BRP_HEADER, Checked, Desk};
use crate::support::{Town, jib, open, text};

/// Two persons with names that need Unicode, as canonical rows.
const WORLDLY: [&str; 2] = [
    "999990007,Zoë,,Żywiałowska,20100412,0599,Straat,1,,,3011AA,Rotterdam,0,,,",
    "999990019,Hacı,,Tjon á Jon,20100413,0599,Straat,1,,,3011AA,Rotterdam,0,,,",
];

fn whole() -> String {
    format!("{BRP_HEADER}\n{}\n", WORLDLY.join("\n"))
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

fn workbook(text: &str) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, line) in (0..).zip(text.lines()) {
        for (column, cell) in (0..).zip(line.split(',')) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number),
                Err(_) => sheet.write_string(row, column, cell),
            }
            .expect("a cell");
        }
    }
    workbook.save_to_buffer().expect("a workbook")
}

fn check(bytes: &[u8], more: &str) -> Checked {
    let mut desk = Desk::new();
    desk.deliver("brp", "brp.csv", bytes, more);
    desk.check()
}

/// No encoding or separator loses a person or a letter, and each is reported as what it was.
#[test]
fn every_dialect_gives_the_same_persons_and_says_what_it_was() {
    let plain = whole();
    let with = |separator: &str| plain.replace(',', separator);
    let quoted =
        plain.lines().map(|line| format!("\"{}\"\r\n", line.replace(',', "\";\""))).collect::<String>();
    let mixed = plain.replacen('\n', "\r\n", 1).replacen('\n', "\r", 3);
    let cases: Vec<(&str, Vec<u8>, &str, &str)> = vec![
        ("plain", plain.clone().into_bytes(), "utf-8", ","),
        ("mark", [b"\xEF\xBB\xBF", plain.as_bytes()].concat(), "utf-8", ","),
        ("semicolon", with(";").into_bytes(), "utf-8", ";"),
        ("tab", with("\t").into_bytes(), "utf-8", "\t"),
        ("pipe", with("|").into_bytes(), "utf-8", "|"),
        ("quoted", quoted.into_bytes(), "utf-8", ";"),
        ("announced", format!("sep=;\r\n{}", with(";")).into_bytes(), "utf-8", ";"),
        ("announced tab", format!("sep=\t\n{}", with("\t")).into_bytes(), "utf-8", "\t"),
        ("resaved", format!("\"sep=;\";;;\n{}", with(";")).into_bytes(), "utf-8", ";"),
        ("line ends", mixed.into_bytes(), "utf-8", ","),
        ("blank above", format!("\n;;;\n{}", with(";")).into_bytes(), "utf-8", ";"),
        ("header over lines", plain.replacen("bsn,", "\"b\ns\nn\",", 1).into_bytes(), "utf-8", ","),
        ("ended", format!("{plain}\u{1A}").into_bytes(), "utf-8", ","),
        ("padded", format!("{}\0\0\0\0", plain.trim_end()).into_bytes(), "utf-8", ","),
        ("wide", [&[0xFF, 0xFE], utf16(&with("\t")).as_slice()].concat(), "utf-16le", "\t"),
        ("wide, unmarked", utf16(&plain), "utf-16le", ","),
        ("packed", gzip(plain.as_bytes()), "utf-8", ","),
        ("packed and wide", gzip(&utf16(&plain)), "utf-16le", ","),
        ("workbook", workbook(&plain), "xlsx", ""),
    ];
    let expected: Vec<String> =
        WORLDLY.iter().filter_map(|row| row.split(',').next()).map(str::to_owned).collect();
    for (name, bytes, codering, separator) in cases {
        let checked = check(&bytes, "");
        assert_eq!(checked.code, Some(0), "{name}: {}", checked.said);
        let persons: Vec<String> = checked.values("woonplaats").into_iter().map(|(bsn, _)| bsn).collect();
        assert_eq!(persons, expected, "{name}");
        assert_eq!(checked.sums("brp"), (2, 2, 0), "{name}");
        let input = checked.manifest()["invoer"][0].clone();
        assert_eq!(
            (&input["codering"], &input["scheidingsteken"]),
            (&codering.into(), &separator.into()),
            "{name}"
        );
    }
}

/// No letter is lost between a source and a parcel.
#[test]
fn names_leave_as_they_came() {
    let town = crate::support::folder();
    let folder = town.path().join("stad").display().to_string();
    let made = jib(&["sample", "--personen", "200", "--vuil", "0", "--seed", "1", "--out", &folder]);
    assert!(made.status.success());
    let brp = format!("{folder}/brp.csv");
    let rows = std::fs::read_to_string(&brp).expect("the extract");
    let renamed = rows.replace(",Voorbeeld-", ",Żywiałowska Hacı Tjon á Jon ŃĆ ĹāÑ ŤÙmön-");
    assert_ne!(rows, renamed, "the names of the sample begin with a word of its own");
    std::fs::write(&brp, utf16(&renamed)).expect("the extract");
    let config = format!("{folder}/jib.toml");
    let toml = std::fs::read_to_string(&config).expect("the configuration");
    std::fs::write(&config, toml.replacen("codering = \"utf-8\"", "codering = \"utf-16le\"", 1)).expect("it");
    let out = format!("{folder}/runs");
    let days = ["--peildatum", "2026-11-01", "--verstrekdatum", "2026-11-23"];
    let run = jib(&[&["run", "-c", &config, "--out", &out], days.as_slice()].concat());
    assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
    let parcel = format!("{}/uitvoer/leerplicht/verzuim.csv.age", text(&run.stdout).trim());
    let parcel = text(&open(parcel.as_ref(), format!("{folder}/sleutels/ontvangers/leerplicht.txt")));
    assert!(parcel.contains(",Żywiałowska Hacı Tjon á Jon ŃĆ ĹāÑ ŤÙmön-"));
}

/// An unannounced or wrongly announced encoding is reported, and so is a file of no known form.
#[test]
fn what_was_recognised_or_contradicted_is_said() {
    let western = whole().replace("Żywiałowska", "Müller").replace("Hacı", "Jan");
    let bytes: Vec<u8> = western.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin")).collect();
    let file = |code: &str| vec![(code.to_owned(), 0)];
    assert_eq!(check(&bytes, "").codes(), file("R-LEV-031"));
    assert_eq!(check(&bytes, "codering = \"windows-1252\"").codes(), []);
    let strict = check(&bytes, "codering = \"utf-8\"");
    let unreadable = [("R-RIJ-004".to_owned(), 2), ("R-RIJ-004".to_owned(), 3)];
    assert_eq!(strict.codes(), unreadable, "each row costs itself");
    assert_eq!(check(whole().as_bytes(), "codering = \"windows-1252\"").codes(), file("R-LEV-032"));
    assert_eq!(check(whole().as_bytes(), "codering = \"utf-16le\"").codes(), file("R-LEV-032"));
    let packed = gzip(whole().as_bytes());
    assert_eq!(check(&packed[..packed.len() - 12], "").codes(), file("R-LEV-033"));
    assert_eq!(check(b"\xD0\xCF\x11\xE0 an old workbook", "").codes(), file("R-LEV-004"));
}

/// A column under two of its names is not silently read from the first; a header that is complete for another extract is
/// reported.
#[test]
fn a_header_is_never_guessed() {
    let twice = whole().replacen("bsn,voornamen,", "bsn,Burgerservicenummer,", 1);
    assert_eq!(
        check(twice.as_bytes(), "").codes(),
        [("R-LEV-007".to_owned(), 1), ("R-LEV-060".to_owned(), 1)]
    );
    let free = whole().replacen("bsn,voornamen,", "B.S.N. ,VOOR NAMEN,", 1);
    assert_eq!(check(free.as_bytes(), "").codes(), [], "case, space and dots aside");
    let other = "persoonsnummer,soort,begindatum,einddatum\n999990007,VRIJGESTELD,20260101,\n";
    let codes: Vec<String> = check(other.as_bytes(), "").codes().into_iter().map(|(code, _)| code).collect();
    assert!(codes.contains(&"R-LEV-037".to_owned()), "{codes:?}");
    let open = whole().replacen("bsn,voornamen", "bsn,\"voornamen", 1).replacen("Zoë", "Zo\"ë", 1);
    assert_eq!(check(open.as_bytes(), "").code, Some(4), "refused, with its findings");
    assert!(
        check(open.as_bytes(), "").codes().iter().any(|(code, _)| code == "R-LEV-005" || code == "R-LEV-006")
    );
}

/// A column without which somebody could stand in a parcel who must not may be empty, and never absent.
#[test]
fn an_essential_column_has_a_header_and_one_that_a_parcel_shows_is_missed() {
    let absent = |name: &str| {
        let at = BRP_HEADER.split(',').position(|column| column == name).expect("a column");
        let without = |line: &str| {
            let cells = line.split(',').enumerate().filter(|(index, _)| *index != at);
            cells.map(|(_, cell)| cell).collect::<Vec<_>>().join(",")
        };
        whole().lines().map(|line| without(line) + "\n").collect::<String>()
    };
    for (column, code) in [
        ("geboortedatum", Some("R-LEV-006")),
        ("gemeente_inschrijving", Some("R-LEV-006")),
        ("opschorting_reden", Some("R-LEV-006")),
        ("geslachtsnaam", Some("R-LEV-060")),
        ("straatnaam", Some("R-LEV-060")),
        ("opschorting_datum", None),
        ("datum_overlijden", None),
    ] {
        let checked = check(absent(column).as_bytes(), "");
        let expected = code.map(|code| (code.to_owned(), Some(1), Some(column.to_owned())));
        assert_eq!(checked.findings(), Vec::from_iter(expected), "{column}");
        assert_eq!(checked.code, Some(if code == Some("R-LEV-006") { 4 } else { 0 }), "{column}");
    }
    let findings = check(absent("straatnaam").as_bytes(), "").unsealed();
    for parcel in ["leerplicht/toezicht", "participatie/toeleiding"] {
        assert!(findings.contains(parcel), "names {parcel}");
    }
    assert!(!findings.contains("straatnaam blijft leeg in: leerplicht/na-te-gaan"), "no address there");
}

/// The header of GBA-V as Excel leaves it: element numbers that became dates.
const GBA_V: &str = ";01.01.20;01.02.10;01.02.30;01.02.40;01.03.10;06.08.10;06.88.10;06.88.10;07.67.10;07.67.20;\
                     07.70.10;08.09.10;08.11.10;08.11.20;08.11.60;\n\
                     Lg1;999990007;Zoë;van;Żywiałowska;20100412;;;;;;0;0599;Straat;1;3011AA;\n\
                     ;;;;;;;;;;;;0518;Oude straat;2;2511AA;\n\
                     ;;;;;;;;;;;;0518;\"Nog, ouder\";3;2511AA;\n\
                     Lg2;999990019;Hacı;;Jon;20100400;;;;;;;;;;;\n\
                     Lg3;010008579;Pieter;;Jansen;19390315;;;;;;0;0599;;;;\n\
                     Lg4;999990020;Nul;;Nul;;;;;;;0;0599;;;;\n\
                     Lg5;999990032;Een;;Zelfde;20100101;;;;;;0;0599;;;;\n\
                     ;;;;;;;;;;;;0518;;;;\n\
                     Lg6;999990032;Twee;;Zelfde;20100101;;;;;;0;0599;;;;\n\
                     Lg7;999990044;Dood;;Jansen;20100101;20200101;;;20200101;O;0;0599;;;;\n";

/// A continuation row is not a person, an element is read from its own column, and an empty secrecy counts as secret.
#[test]
fn a_gba_v_file_goes_through_with_its_quirks() {
    let marked = [b"\xEF\xBB\xBF", GBA_V.as_bytes()].concat();
    let checked = check(&marked, "profiel = \"gba-v\"");
    assert_eq!(checked.sums("brp"), (7, 3, 4), "{:?}", checked.codes());
    let at = |code: &str, line: u64| (code.to_owned(), line);
    let mut codes = checked.codes();
    codes.sort();
    assert_eq!(
        codes,
        [
            at("R-BSN-001", 6),
            at("R-DUB-002", 8),
            at("R-DUB-002", 10),
            at("R-LEV-038", 0),
            at("R-LEV-060", 1),
            at("R-LEV-060", 1),
            at("R-LEV-060", 1),
            at("R-VLD-001", 7),
            at("R-VLD-008", 5),
        ]
    );
    assert_eq!(checked.value("woonplaats", "999990007"), "gemeente", "not that of an address of before");
    assert_eq!(checked.value("geheim", "999990019"), "ja", "empty is secret");
    assert_eq!(checked.value("leeftijd", "999990019"), "16", "a partial birth date");
    assert_eq!(checked.value("bijhouding", "999990044"), "overleden");
}

/// A header that Excel mangled is read where it can be, and never guessed when day and month may be swapped.
#[test]
fn element_numbers_that_became_dates_are_recognised() {
    let dates = GBA_V
        .replacen(
            "01.01.20;01.02.10;01.02.30;01.02.40;01.03.10",
            "1-1-2020;1-2-2010;1-2-1930;01-02-1940;1-3-2010",
            1,
        )
        .replacen("06.08.10", "6-8-2010", 1);
    let checked = check(dates.as_bytes(), "profiel = \"gba-v\"");
    assert_eq!(checked.sums("brp"), (7, 3, 4));
    assert!(checked.codes().contains(&("R-LEV-039".to_owned(), 1)));
    let slashes = GBA_V.replacen("01.01.20", "1/1/2020", 1);
    assert!(
        check(slashes.as_bytes(), "profiel = \"gba-v\"").codes().iter().any(|(code, _)| code == "R-LEV-006")
    );
}

/// A first row that continues nothing is not lost silently.
#[test]
fn a_continuation_without_a_person_above_is_set_aside() {
    let orphan = GBA_V.replacen("Lg1;999990007", "Lg1;", 1);
    let checked = check(orphan.as_bytes(), "profiel = \"gba-v\"");
    assert_eq!(checked.sums("brp"), (7, 2, 5));
    assert!(checked.codes().contains(&("R-VLD-001".to_owned(), 2)));
}

/// `2` is not read as yes, a date of zeros costs no row and never means "no end", and the sign is read.
#[test]
fn suwi_files_are_read_as_suwi_means_them() {
    let brp = "Burgerservicenr;Voornamen;Voorvoegsel;SignificantDeelVanDeAchternaam;Geboortedat;\
               CdGemeenteVanInschrijving;Straatnaam;Huisnr;Huisletter;Huisnrtoevoeging;Postcd;Woonplaatsnaam;\
               CdBrpGegevensGeheim;CdRedenOpschortingBijhoudingPl;DatOpschortingBijhoudingPl\n\
               999990007;Zoë;;Een;20040412;0599;Straat;1;;;3011AA;Rotterdam;0;;\n\
               999990019;Jan;;Twee;20040413;0599;Straat;1;;;3011AA;Rotterdam;7;;\n\
               999990020;Piet;;Drie;20040400;0599;Straat;1;;;3011AA;Rotterdam;0;E;20200000\n";
    let diplomas = "Burgerservicenr;IndStartkwalificatieDuo;datum_behaald;hoogste_diploma\n\
                    999990007;1;20240701;HAVO\n999990019;2;00000000;\n999990020;J;;HAVO\n";
    let schools = "Burgerservicenr;BrinNr;onderwijssector;opleidingscode;niveau;uitstroomprofiel;\
                   DatInschrijvingOpleiding;DatUitschrijvingOpleiding\n\
                   999990007;20KD;MBO;1;MBO2;;20240801;99991230\n999990019;20KD;MBO;1;MBO2;;20240801;20250731\n\
                   999990020;20KD;MBO;1;MBO2;;20240801;00000000\n";
    let income = "Burgerservicenr;periode;CdSrtIkv;WaardeBedr;CdPositiefNegatief\n\
                  999990007;202610;15;130000;+\n999990019;202610;43;90000;+\n999990020;202610;15;100;-\n\
                  999990020;202610;15;100;\n";
    let mut desk = Desk::new();
    desk.deliver("brp", "brp.csv", brp.as_bytes(), "profiel = \"suwi\"");
    desk.deliver("duo_startkwalificatie", "s.csv", diplomas.as_bytes(), "profiel = \"suwi\"");
    desk.deliver("duo_inschrijving", "i.csv", schools.as_bytes(), "profiel = \"suwi\"");
    desk.deliver("inkomen", "u.csv", income.as_bytes(), "profiel = \"suwi\"\ndekking = \"gemeente\"");
    let checked = desk.check();
    assert_eq!(checked.sums("brp"), (3, 3, 0), "{:?}", checked.codes());
    assert_eq!(checked.value("startkwalificatie", "999990007"), "ja");
    assert_eq!(checked.value("startkwalificatie", "999990019"), "nee", "2 is no");
    assert_eq!(checked.value("startkwalificatie", "999990020"), "onbekend", "J is no word of this layout");
    assert_eq!(checked.value("ingeschreven", "999990007"), "ja", "99991230 is no end");
    assert_eq!(checked.value("ingeschreven", "999990019"), "nee");
    assert_eq!(checked.value("ingeschreven", "999990020"), "onbekend", "an unknown end is not no end");
    assert_eq!(checked.value("geheim", "999990019"), "ja");
    assert_eq!(checked.value("bijhouding", "999990020"), "vertrokken");
    assert_eq!(checked.sums("inkomen"), (4, 2, 2), "a negative amount and an amount without its sign");
    let of_rows: Vec<_> = checked.codes().into_iter().filter(|(_, line)| *line > 1).collect();
    let at = |code: &str, line: u64| (code.to_owned(), line);
    assert_eq!(of_rows, [at("R-DAT-001", 4), at("R-VLD-012", 4), at("R-VLD-004", 4), at("R-VLD-001", 5)]);
}

/// Every code of SUWI for work is work, the Ziektewet (31) among them: who earns with it is as independent as with WERK.
#[test]
fn work_in_words_of_suwi_is_work() {
    let classified = |code: &str| {
        let town = Town::new(60, 0);
        town.edit("jib.toml", |text| {
            let own = "extract = \"inkomen\"\n";
            text.replace(own, &format!("{own}profiel = \"suwi\"\n"))
        });
        town.edit("inkomen.csv", |text| {
            let rows = text.lines().skip(1).filter(|row| !row.contains("LOON"));
            let rows = rows.map(|row| format!("{}\n", row.replace("WERK", code).replace(',', ";") + ";+"));
            let header = "Burgerservicenr;periode;CdSrtIkv;WaardeBedr;CdPositiefNegatief\n";
            header.to_owned() + &rows.collect::<String>()
        });
        let run = town.folder_of_run("runs", &[]);
        let sealed = run.join("intern/classificatie.csv.age");
        text(&open(&sealed, town.path("sleutels/identiteit.txt")))
    };
    let in_words = classified("WERK");
    assert!(in_words.contains(",ja"), "somebody is independent");
    for code in ["11", "17", "31"] {
        assert_eq!(classified(code), in_words, "{code}");
    }
    assert_ne!(classified("18"), in_words, "a benefit is none");
}

/// A layout that this extract does not have is not read as canonical.
#[test]
fn a_profile_that_an_extract_does_not_have_is_refused() {
    let mut desk = Desk::new();
    desk.with_persons(&WORLDLY);
    desk.deliver(
        "vrijstelling",
        "v.csv",
        b"persoonsnummer,soort,begindatum,einddatum\n",
        "profiel = \"gba-v\"",
    );
    let checked = desk.check();
    assert_eq!(checked.code, Some(2));
    assert!(checked.said.contains("gba-v") && checked.said.contains("canoniek"), "{}", checked.said);
}

/// The official test set, if present: no person's row is lost, and history is not taken for a person.
#[test]
fn the_official_test_set_goes_through_whole() {
    let Some(folder) = std::env::var_os("JIB_TESTDATA") else {
        println!("skipped: JIB_TESTDATA does not name a folder with the official test set");
        return;
    };
    let path = std::path::Path::new(&folder).join("testset-persoonslijsten-gba-v-20220502.csv");
    let checked = check(&std::fs::read(path).expect("the official test set"), "profiel = \"gba-v\"");
    let set_aside = |code: &str| checked.codes().iter().filter(|(found, _)| found == code).count();
    assert_eq!(set_aside("R-DUB-002"), 98, "rows that contradict another of the same bsn");
    assert_eq!(set_aside("R-BSN-001"), 1, "the bsn that fails the eleven-test");
    assert_eq!(set_aside("R-VLD-001"), 1, "the empty date of birth");
    assert_eq!(
        set_aside("R-DAT-001"),
        3,
        "a death in year 5, a day without its month, a month without its year"
    );
    assert_eq!(set_aside("R-VLD-008"), 54, "empty secrecy");
    assert_eq!(checked.sums("brp"), (739, 636, 103));
    assert_eq!(checked.values("bijhouding").len(), 635, "one identical repeat");
    let input = checked.manifest()["invoer"][0].clone();
    assert_eq!((&input["codering"], &input["scheidingsteken"]), (&"utf-8".into(), &";".into()));
}

/// A file that the operating system does not give: the cause is told, and nobody is sent to Excel for it.
#[test]
#[cfg(target_os = "linux")]
fn a_file_that_the_system_does_not_give_is_told_with_its_cause() {
    let mut desk = Desk::new();
    // A file that is there, and of which the first byte cannot be read.
    desk.announce("brp", "mem", "[inlees]\nmap = \"/proc/self\"");
    let checked = desk.check();
    assert_eq!(checked.code, Some(4), "{}", checked.said);
    assert_eq!(checked.codes(), [("R-LEV-072".to_owned(), 0)]);
    assert!(
        checked.said.contains("Oorzaak: de schijf of de netwerkmap geeft een leesfout"),
        "{}",
        checked.said
    );
    assert!(!checked.said.contains("Excel"), "{}", checked.said);
}

/// A file in a place where nobody can look is not known to be absent: taken for it, a night would go on without it.
#[test]
#[cfg(unix)]
fn a_file_where_nobody_can_look_is_not_absent() {
    let link = |target: &str, desk: &Desk, name: &str| {
        std::os::unix::fs::symlink(target, desk.path().join(name)).expect("a link");
    };
    let refused = |desk: &Desk, cause: &str| {
        let checked = desk.check();
        assert_eq!(checked.code, Some(4), "{}", checked.said);
        assert_eq!(checked.codes(), [("R-LEV-072".to_owned(), 0)]);
        assert!(checked.said.contains(cause), "{}", checked.said);
    };
    let person = ["999990007,Jan,,Voorbeeld,20100412,0599,Straat,1,,,3011AA,Rotterdam,0,,,"];
    let desk = |pad: &str, more: &str| {
        let mut desk = Desk::new();
        desk.with_persons(&person).announce("verzuim", pad, more);
        desk
    };
    refused(&desk(&"v".repeat(300), ""), "Oorzaak: de naam kan op deze schijf niet");
    let inlees = "[inlees]\nmap = \".\"";
    let circle = desk("in/verzuim.csv", inlees);
    link("in", &circle, "in");
    refused(&circle, "in een kring");
    let nowhere = desk("verzuim.csv", inlees);
    link("weg.csv", &nowhere, "verzuim.csv");
    refused(&nowhere, "Oorzaak: het bestaat niet");
    // Of the folder itself it is said as well.
    let mut folder = Desk::new();
    folder.with_persons(&person).announce(
        "verzuim",
        "v.csv",
        &format!("[inlees]\nmap = \"{}\"", "i".repeat(300)),
    );
    let checked = folder.check();
    assert_eq!(checked.code, Some(2), "{}", checked.said);
    assert!(checked.said.contains("de map van [inlees] is niet te bekijken"), "{}", checked.said);
    // Where it can be seen that nothing is there, it is absent.
    let below = desk("brp.csv/verzuim.csv", "");
    assert_eq!(below.check().codes(), [("R-LEV-061".to_owned(), 0)]);
}

/// A folder, or a link to nowhere, that has the newest date in its name: the file of the month before is not today's.
#[test]
#[cfg(unix)]
fn what_has_the_newest_date_counts_whatever_it_is() {
    let desk = |more: &str| {
        let mut desk = Desk::new();
        std::fs::write(desk.path().join("brp_20261001.csv"), format!("{BRP_HEADER}\n")).expect("a file");
        desk.announce("brp", "brp_{datum}.csv", more);
        desk
    };
    let refused = |desk: &Desk, code: i32, says: &str| {
        let checked = desk.check();
        assert_eq!(checked.code, Some(code), "{}", checked.said);
        assert!(checked.said.contains(says), "{}", checked.said);
    };
    let folder = desk("");
    std::fs::create_dir(folder.path().join("brp_20261101.csv")).expect("a folder");
    refused(&folder, 4, "op deze plek staat een map en geen bestand");
    let link = |desk: &Desk| {
        std::os::unix::fs::symlink("weg.csv", desk.path().join("brp_20261101.csv")).expect("a link");
    };
    let nowhere = desk("");
    link(&nowhere);
    refused(&nowhere, 2, "loopt over een snelkoppeling");
    let nowhere = desk("[inlees]\nmap = \".\"");
    link(&nowhere);
    refused(&nowhere, 4, "R-LEV-072");
}
