//! The limits of docs/beheer.md, each at the limit and one past it. What fits is used. What does not fit is refused or set aside
//! with the code in the table, and costs nobody else.

use std::fs;

use crate::support::desk::{BRP_HEADER, Desk};
use crate::support::packed::{gzip, parts, zip};
use crate::support::{Schemas, day, jib_reading};
use jib::intake::check::checked::check_extract;
use jib::intake::check::row::Context;
use jib::intake::read::fault::{OpenFault, ReadFault};
use jib::intake::read::layout::{Heading, layout};
use jib::intake::read::limits::FILE_BYTES_MAX;
use jib::intake::read::raw::{DeliveredFile, Marks};
use jib::law::library::Library;
use jib::model::facts::Vermelding;
use jib::model::number::Persoonsnummer;
use jib::model::outcome::ExitCode;
use jib::proof::cases;
use jib::run::fault::Fault;
use jib::schemas::files::SchemaFiles;
use jib::schemas::schema::{Schema, Soort};

/// The codes for a BRP file, and how many of its rows come out.
fn read(bytes: Vec<u8>) -> (Vec<&'static str>, usize) {
    let library = crate::support::library();
    let schema = library.schemas.extract("brp").expect("the extract");
    let raw = match DeliveredFile::from_bytes(bytes).open(None, "brp", |_| Marks::default()).text {
        Ok(raw) => raw,
        Err(OpenFault::TooLarge) => return (vec!["R-LEV-018"], 0),
        Err(other) => return (vec![if other == OpenFault::Damaged { "R-LEV-033" } else { "R-LEV-004" }], 0),
    };
    let Heading { layout, findings, .. } = layout(&raw, schema, Soort::Snapshot);
    let mut codes: Vec<&'static str> = findings.iter().map(|finding| finding.code.word()).collect();
    let Some(layout) = layout else { return (codes, 0) };
    let context = Context {
        schema,
        layout: &layout,
        soort: Soort::Snapshot,
        peildatum: day("2026-11-01"),
        gemeente: 599,
        municipalities: &library.schemas.municipalities,
    };
    let make = jib::intake::typed_rows::vermelding(schema);
    let checked =
        check_extract::<Vermelding, _>(&raw, &context, |cells, record| make(&context, cells, record));
    codes.extend(checked.account().findings().iter().map(|finding| finding.code.word()));
    (codes, checked.rows().len())
}

const REST: &str = "Jan,,Jansen,20040412,0599,Straat,1,,,3011AA,Rotterdam,0,,,";

/// Two good rows with another between them.
fn rows(rest: &str) -> Vec<u8> {
    format!("{BRP_HEADER}\n999990007,{REST}\n999990019,{rest}\n999990020,{REST}\n").into_bytes()
}

/// `fits` costs nothing; `past` costs its row, with this code.
fn costs_its_row(fits: &str, past: &str, code: &str) {
    assert_eq!(read(rows(fits)), (vec![], 3), "at the limit");
    assert_eq!(read(rows(past)), (vec![code], 2), "one past it");
}

#[test]
fn a_cell_that_is_too_long_costs_its_row() {
    let name = |length: usize| REST.replace("Jansen", &"n".repeat(length));
    costs_its_row(&name(200), &name(201), "R-VLD-005");
    // Below the limit of any cell, the finding names the limit of this column.
    assert_eq!(read(rows(&name(8 << 10))), (vec!["R-VLD-005"], 2));
    assert_eq!(read(rows(&name((8 << 10) + 1))), (vec!["R-RIJ-005"], 2));
    let quoted = |length: usize| REST.replace("Jansen", &format!("\"{}\"", "n".repeat(length)));
    assert_eq!(read(rows(&quoted((256 << 10) - 2))), (vec!["R-RIJ-005"], 2), "its quotes are found");
    assert_eq!(read(rows(&quoted((256 << 10) - 1))), (vec!["R-RIJ-003"], 2), "they are not searched for");
}

#[test]
fn a_header_that_is_too_wide_or_too_deep_is_refused() {
    let wide = |columns: usize| {
        let more: String = (0..columns - 16).map(|column| format!(",k{column}")).collect();
        let cells = ",".repeat(columns - 16);
        format!("{BRP_HEADER}{more}\n999990007,{REST}{cells}\n").into_bytes()
    };
    assert_eq!(read(wide(2_000)).1, 1);
    assert_eq!(read(wide(2_001)), (vec!["R-LEV-036"], 0));
    let deep = |lines: usize| {
        let header = BRP_HEADER.replacen("bsn", &format!("\"bsn{}\"", "\n".repeat(lines - 1)), 1);
        format!("{header}\n999990007,{REST}\n").into_bytes()
    };
    assert_eq!(read(deep(20)), (vec![], 1));
    assert!(read(deep(21)).0.iter().any(|code| ["R-LEV-005", "R-LEV-006"].contains(code)));
    let below = |blank: usize| format!("{}{BRP_HEADER}\n999990007,{REST}\n", "\n".repeat(blank)).into_bytes();
    assert_eq!(read(below(100)), (vec!["R-LEV-013"], 1));
    assert_eq!(read(below(101)), (vec!["R-LEV-005"], 0));
    let footers = |lines: usize| [rows(REST), "Totaal 3\n".repeat(lines).into_bytes()].concat();
    assert_eq!(read(footers(3)), (vec!["R-LEV-012"; 3], 3));
    assert_eq!(read(footers(4)).1, 3, "the one above them is a row that costs itself");
    assert!(read(footers(4)).0.contains(&"R-RIJ-001"));
}

#[test]
fn a_file_that_unpacks_to_too_much_is_refused() {
    let mut text = rows(REST);
    text.resize(256 << 20, b'\n');
    assert_eq!(read(gzip(&text)).1, 3);
    text.push(b'\n');
    assert_eq!(read(gzip(&text)), (vec!["R-LEV-018"], 0));
    let folder = crate::support::folder();
    let path = folder.path().join("brp.csv");
    // A sparse file: it has the size, and takes no disk space.
    fs::File::create(&path).and_then(|file| file.set_len(FILE_BYTES_MAX + 1)).expect("a file");
    assert!(matches!(DeliveredFile::read(fs::File::open(&path).expect("a file")), Err(ReadFault::TooLarge)));
}

#[test]
fn a_workbook_of_too_many_parts_or_columns_is_refused() {
    let of_columns = |columns: u16| {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let sheet = workbook.add_worksheet();
        let names = BRP_HEADER.split(',').map(str::to_owned).chain((16..).map(|column| format!("k{column}")));
        for (column, name) in (0..columns).zip(names) {
            sheet.write_string(0, column, name).expect("a cell");
        }
        for (column, cell) in (0..).zip(format!("999990007,{REST}").split(',')) {
            sheet.write_string(1, column, cell).expect("a cell");
        }
        workbook.save_to_buffer().expect("a workbook")
    };
    assert_eq!(read(of_columns(2_000)).1, 1);
    assert_eq!(read(of_columns(2_001)), (vec!["R-LEV-018"], 0));
    let usual = parts(&of_columns(16));
    let of_parts = |count: usize| {
        let more = (usual.len()..count).map(|part| (format!("xl/media/{part}.bin"), b"x".to_vec()));
        zip(&usual.iter().cloned().chain(more).collect::<Vec<_>>())
    };
    assert_eq!(read(of_parts(1_000)).1, 1);
    assert_eq!(read(of_parts(1_001)), (vec!["R-LEV-018"], 0));
}

/// A folder of schemas after a change.
fn library_with(change: impl FnOnce(&Schemas)) -> Result<Library, Fault> {
    let schemas = Schemas::copied();
    change(&schemas);
    SchemaFiles::read(schemas.path())
        .map_err(Fault::from)
        .and_then(|files| Library::of(files).map_err(Fault::from))
}

#[test]
fn a_policy_that_is_too_large_is_refused() {
    let parties = |wanted: usize| {
        library_with(|schemas| {
            let text = schemas.read("parties/zorg.toml");
            let there = fs::read_dir(schemas.path().join("parties")).expect("a folder").count();
            for party in there..wanted {
                let text = text.replace("id = \"zorg\"", &format!("id = \"p{party}\""));
                schemas.write(&format!("parties/p{party}.toml"), &text);
            }
        })
    };
    assert!(parties(32).is_ok());
    assert_eq!(parties(33).err().map(|fault| fault.exit_code()), Some(ExitCode::Policy));
    let sized = |bytes: usize| {
        library_with(|schemas| {
            let text = schemas.read("parties/zorg.toml");
            schemas.write("parties/zorg.toml", &format!("{text}{}", "#".repeat(bytes - text.len())));
        })
    };
    assert!(sized(4 << 20).is_ok());
    assert_eq!(sized((4 << 20) + 1).err().map(|fault| fault.exit_code()), Some(ExitCode::Usage));
    let files = |wanted: usize| {
        library_with(|schemas| {
            let there = crate::support::files(schemas.path());
            let ours = there.iter().filter(|path| path.extension().is_some_and(|end| end != "md")).count();
            fs::create_dir(schemas.path().join("meer")).expect("a folder");
            (ours..wanted).for_each(|file| schemas.write(&format!("meer/{file}.csv"), ""));
        })
    };
    assert!(files(2_000).is_ok());
    assert_eq!(files(2_001).err().map(|fault| fault.exit_code()), Some(ExitCode::Usage));
    let case = |count: usize| {
        let folder = crate::support::folder();
        fs::create_dir_all(folder.path().join("law/wet")).expect("a folder");
        let one = |case: usize| {
            format!("[[case]]\nid = \"{case}\"\ntoont = \"x\"\nartikelen = []\npakketten = []\n")
        };
        let text: String = (0..count).map(one).collect();
        fs::write(folder.path().join("law/wet/cases.toml"), text).expect("a file");
        cases::load(&SchemaFiles::read(folder.path()).expect("a folder")).map(|cases| cases.len())
    };
    assert_eq!(case(10_000).ok(), Some(10_000));
    assert!(case(10_001).is_err());
}

#[test]
fn a_schema_that_is_too_wide_is_refused() {
    let schema = |columns: usize, codes: usize| {
        let codes: Vec<String> = (0..codes).map(|code| format!("\"c{code}\"")).collect();
        let codes = codes.join(",");
        let field = |column: usize| {
            format!(
                "{{\"name\":\"k{column}\",\"title\":\"k\",\"jib:kind\":\"code\",\"constraints\":{{\"enum\":[{codes}]}}}}"
            )
        };
        let fields: Vec<String> = (0..columns).map(field).collect();
        Schema::parse(&format!(
            "{{\"name\":\"x\",\"title\":\"x\",\"jib:code\":\"XXX\",\"jib:deliveries\":[\"SNAPSHOT\"],\"fields\":[{}]}}",
            fields.join(",")
        ))
    };
    assert!(schema(64, 64).is_ok());
    assert!(schema(65, 1).is_err());
    assert!(schema(1, 65).is_err());
}

#[test]
fn a_configuration_that_is_too_long_is_refused() {
    let town = crate::support::Town::new(50, 0);
    let config = town.path("jib.toml");
    let whole = fs::read_to_string(&config).expect("a configuration");
    let school = |number: usize| {
        let letter = |at: usize| char::from(b'A' + u8::try_from(at % 26).expect("a letter"));
        format!("{:02}{}{}", number / 676, letter(number / 26), letter(number))
    };
    let levering = |number: usize| {
        format!(
            "[[levering]]\nextract = \"overstap\"\npad = \"overstap.csv\"\nsoort = \"SNAPSHOT\"\npeildatum = \
             \"2026-11-01\"\nmax_leeftijd_dagen = 31\nkanaal = \"beveiligd\"\nbron = \"x\"\nverantwoordelijke = \"{}\"\n",
            school(number)
        )
    };
    let there = whole.matches("[[levering]]").count();
    let library = crate::support::library();
    let loads = |text: &str| {
        fs::write(&config, text).expect("a configuration");
        jib::config::Config::load(config.as_ref(), &library.schemas, &library.policy.parties)
            .map_err(|fault| fault.to_string())
    };
    let with = |wanted: usize| format!("{whole}{}", (there..wanted).map(levering).collect::<String>());
    assert_eq!(loads(&with(1_000)).map(|config| config.file.levering.len()), Ok(1_000));
    assert_eq!(loads(&with(1_001)).map(drop), Err("meer dan 1000 leveringen".to_owned()));
    let calls = |length: usize| {
        whole.replacen("[gemeente]\n", &format!("[gemeente]\ncontact = \"{}\"\n", "b".repeat(length)), 1)
    };
    assert!(loads(&calls(200)).is_ok() && loads(&calls(201)).is_err());
    let long = |length: usize| {
        whole.replacen("pad = \"brp.csv\"", &format!("pad = \"{}brp.csv\"", "./".repeat((length - 7) / 2)), 1)
    };
    assert!(loads(&long(999)).is_ok(), "of one letter and seven the length is odd");
    assert!(loads(&long(1_001)).is_err());
}

#[test]
fn a_number_on_stdin_is_short() {
    let config = crate::support::repository("sample-data/jib.toml").display().to_string();
    let asked = |spaces: usize| {
        let days = ["--peildatum", "2026-11-01", "--verstrekdatum", "2026-11-23"];
        let input = format!("{}999990019", " ".repeat(spaces));
        jib_reading(&[&["explain", "-c", &config, "--bsn", "-"], &days[..]].concat(), &input).stderr
    };
    let refused = |spaces: usize| crate::support::text(&asked(spaces)).contains("geen geldig bsn");
    assert!(!refused(55) && refused(56));
}

/// Room was made for the length that a file claims. One with holes claims more than there is memory for, and the program was killed.
#[cfg(unix)]
#[test]
fn a_file_with_holes_costs_no_more_memory_than_it_holds() {
    let (town, first) = crate::support::Town::after_a_run(60, 0);
    let (config, run, runs) = (town.path("jib.toml"), first.display().to_string(), town.path("runs"));
    let states = fs::read_dir(town.path("runs/.staat")).expect("a folder").flatten().map(|one| one.path());
    let state = states.filter(|path| path.extension().is_some_and(|end| end == "staat")).max();
    let days = ["--peildatum", "2026-11-01", "--verstrekdatum", "2026-11-24"];
    let next = [&["run", "-c", &config, "--out", &runs], &days[..]].concat();
    let verify = ["verify", &run, "-c", &config];
    let delivery = std::path::PathBuf::from(town.path("inkomen.csv"));
    for (place, arguments, expected) in [
        (state.expect("a state"), &verify[..], [0, 0]),
        (first.join("bevindingen.ndjson"), &verify[..], [6, 6]),
        (first.join("manifest.json"), &verify[..], [6, 6]),
        (delivery, &next[..], [4, 2]),
    ] {
        let whole = fs::read(&place).expect("a file");
        fs::OpenOptions::new()
            .write(true)
            .open(&place)
            .and_then(|file| file.set_len(3 << 30))
            .expect("a length");
        let output = crate::support::jib_under("ulimit -v 2000000", arguments);
        fs::write(&place, whole).expect("a file");
        let code = output.status.code();
        let said = crate::support::text(&output.stderr);
        assert!(code.is_some_and(|code| expected.contains(&code)), "{}: {code:?} {said}", place.display());
    }
}

/// Between a look at a name and opening it, a pipe could take its place; and a file with holes claims what it does not hold.
#[cfg(unix)]
#[test]
fn a_file_that_is_named_is_judged_by_its_handle() {
    use std::io::ErrorKind;

    use jib::handle::{bytes_of, file_named};
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    let own = crate::support::folder();
    let at = |name: &str| own.path().join(name);
    mknodat(CWD, at("pipe"), FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).expect("a pipe");
    fs::write(at("file"), "abc").expect("a file");
    std::os::unix::fs::symlink(at("file"), at("link")).expect("a link");
    let kind = |name: &str| file_named(&at(name)).map(drop).map_err(|fault| fault.kind());
    assert_eq!(kind("pipe"), Err(ErrorKind::Unsupported));
    assert_eq!(kind(""), Err(ErrorKind::IsADirectory));
    assert_eq!(kind("none"), Err(ErrorKind::NotFound));
    let read = |name: &str, max| file_named(&at(name)).and_then(|file| bytes_of(file, max));
    assert_eq!(read("link", 3).expect("the user's own link"), b"abc");
    assert!(read("file", 2).is_err());
    fs::File::create(at("holes")).and_then(|file| file.set_len(1 << 40)).expect("a file");
    assert!(read("holes", 1 << 20).is_err());
}

/// Of a file with nothing but ends of lines, each line is broken: an answer that named them all was a hundred megabytes.
#[test]
fn of_many_broken_lookups_the_first_is_named_and_all_are_counted() {
    use jib::publish::lookups;
    let out = crate::support::folder();
    let folder = out.path().join(lookups::FOLDER);
    fs::create_dir(&folder).expect("a folder");
    fs::write(folder.join("raadplegingen.ndjson"), "\n".repeat(100_000)).expect("a file");
    let key = jib::crypto::hashing::PseudonymKey::from_bytes(&[7; 32]).expect("a key");
    let found = lookups::read(out.path(), &key).expect("the file is read");
    assert_eq!((found.broken, found.first_broken), (100_000, Some(1)));
}

/// A number of threads that the system does not give ended the program.
#[cfg(unix)]
#[test]
fn there_are_never_more_threads_than_help() {
    let town = crate::support::Town::new(50, 0);
    let (config, runs) = (town.path("jib.toml"), town.path("runs"));
    let check = ["check", "-c", &config, "--peildatum", "2026-11-01", "--out", &runs];
    for limits in
        ["export RAYON_NUM_THREADS=50000", "export RAYON_NUM_THREADS=3", "export RAYON_NUM_THREADS=veel"]
    {
        let output = crate::support::jib_under(&format!("ulimit -v 8000000; {limits}"), &check);
        assert_eq!(output.status.code(), Some(0), "{limits}: {}", crate::support::text(&output.stderr));
    }
}

/// A file of another municipality is refused, and a few persons who moved do not refuse a file.
#[test]
fn twenty_persons_of_elsewhere_are_another_municipality() {
    let numbers: Vec<String> = (999_900_000u32..)
        .map(|number| number.to_string())
        .filter(|text| Persoonsnummer::parse(text.as_bytes()).is_ok())
        .take(101)
        .collect();
    let said = |elsewhere: usize, ours: usize, code: &str| {
        let place = |at: usize| if at < ours { "0599" } else { code };
        let row = |(at, number): (usize, &String)| format!("{number},{}\n", REST.replace("0599", place(at)));
        let rows: String = numbers.iter().take(elsewhere + ours).enumerate().map(row).collect();
        let mut desk = Desk::new();
        desk.deliver("brp", "brp.csv", format!("{BRP_HEADER}\n{rows}").as_bytes(), "");
        let checked = desk.check();
        (checked.code, checked.codes().into_iter().map(|(code, _)| code).collect::<Vec<_>>())
    };
    assert_eq!(said(19, 0, "0344"), (Some(0), vec!["R-LEV-015".to_owned()]));
    assert_eq!(said(20, 0, "0344"), (Some(4), vec!["R-LEV-043".to_owned()]));
    assert_eq!(said(20, 1, "0344"), (Some(0), vec![]));
    assert_eq!(said(20, 0, ""), (Some(0), vec!["R-LEV-015".to_owned()]), "nobody says where they live");
}
