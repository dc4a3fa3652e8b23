//! The receiving side: somebody who gets a folder, a key, and no explanation but the one in the folder.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use calamine::{Data, Reader, Xlsx};
use jib::model::day::Day;
use serde_json::Value;

use crate::support::{jib, jib_that_ends, jib_under, open, repository, run_of_sample_data, text};

/// The commands of a text: its indented lines.
fn commands(text: &str) -> Vec<Vec<String>> {
    let indented = text.lines().filter_map(|line| line.strip_prefix("    "));
    let commands = indented.filter(|line| line.starts_with("jib ") || line.starts_with("age "));
    commands.map(|line| line.split_whitespace().map(str::to_owned).collect()).collect()
}

fn has(program: &str) -> bool {
    let mut asked = Command::new(program);
    asked.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
    asked.status().is_ok_and(|status| status.success())
}

/// A recipient's folder and its identity, on a machine with nothing else.
fn received(run: &Path, party: &str, identity: &str) -> tempfile::TempDir {
    let machine = crate::support::folder();
    let folder = machine.path().join(party.rsplit('/').next().expect("a name"));
    fs::create_dir(&folder).expect("a folder");
    for entry in fs::read_dir(run.join("uitvoer").join(party)).expect("the party's folder").flatten() {
        fs::copy(entry.path(), folder.join(entry.file_name())).expect("a file");
    }
    let identity = repository("sample-data/sleutels/ontvangers").join(format!("{identity}.txt"));
    fs::copy(identity, machine.path().join("identiteit.txt")).expect("an identity");
    machine
}

#[test]
fn who_follows_leesmij_on_an_empty_machine_reads_the_parcels() {
    let (_kept, run) = run_of_sample_data();
    for (party, identity, expected) in [
        ("leerplicht", "leerplicht", "toezicht.csv"),
        ("doorstroompunt", "doorstroompunt", "begeleiding.csv"),
        ("contactgemeente", "contactgemeente", "rapportage.csv"),
        ("mbo/25LP", "mbo.25LP", "overstap.csv"),
    ] {
        let machine = received(&run, party, identity);
        let leesmij = fs::read_to_string(
            machine.path().join(party.rsplit('/').next().expect("a name")).join("LEESMIJ.txt"),
        )
        .expect("the text");
        let commands = commands(&leesmij);
        assert_eq!(commands.len(), 2, "one for jib and one for age: {leesmij}");
        for command in commands {
            if command[0] == "age" && !has("age") {
                eprintln!("skipped, since age is not here: {}", command.join(" "));
                continue;
            }
            let program = if command[0] == "jib" { env!("CARGO_BIN_EXE_jib") } else { "age" };
            let done = Command::new(program).args(&command[1..]).current_dir(machine.path()).output();
            let done = done.expect("the program starts");
            assert!(done.status.success(), "{}: {}", command.join(" "), text(&done.stderr));
        }
        let opened =
            fs::read_to_string(machine.path().join("geopend").join(expected)).expect("an opened parcel");
        assert!(opened.lines().count() > 1 && opened.contains(','), "{party} reads {expected}");
    }
}

#[test]
fn leesmij_says_what_it_is_on_which_article_until_when_and_whom_to_call() {
    let (_kept, run) = run_of_sample_data();
    let manifest: Value =
        serde_json::from_slice(&fs::read(run.join("manifest.json")).expect("a manifest")).expect("JSON");
    let listed: Vec<&str> = manifest["uitvoer"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|file| file["pad"].as_str())
        .collect();
    let mut parties = 0;
    // A party's own folder, or that of each of its schools.
    let inside =
        |folder: PathBuf| fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path());
    let of_parties = inside(run.join("uitvoer"));
    let recipients = of_parties.flat_map(|party| {
        parties += 1;
        if party.join("LEESMIJ.txt").exists() { vec![party] } else { inside(party).collect() }
    });
    for folder in recipients.collect::<Vec<PathBuf>>() {
        let party = folder.strip_prefix(run.join("uitvoer")).expect("inside").display().to_string();
        assert!(
            listed.contains(&format!("uitvoer/{party}/LEESMIJ.txt").as_str()),
            "{party} is in the manifest"
        );
        let leesmij = fs::read_to_string(folder.join("LEESMIJ.txt")).expect("the text");
        assert!(
            leesmij.lines().all(|line| line.chars().count() <= 78 || line.starts_with("    ")),
            "{leesmij}"
        );
        for passport in inside(folder.clone()) {
            if !passport.to_string_lossy().ends_with(".paspoort.json") {
                continue;
            }
            let passport: Value =
                serde_json::from_slice(&fs::read(passport).expect("a passport")).expect("JSON");
            let words = leesmij.split_whitespace().collect::<Vec<_>>().join(" ");
            let until = passport["jib:verwijderen_uiterlijk"].as_str().and_then(Day::parse_iso);
            assert!(words.contains(&until.expect("a day").in_dutch()), "{party} says until when");
            assert!(!words.contains("2026-11-"), "{party} reads days as people write them");
            assert!(
                words.contains(passport["jib:doel"].as_str().expect("a purpose")),
                "{party} says what for"
            );
            for basis in passport["jib:grondslagen"].as_array().expect("a list") {
                assert!(
                    words.contains(basis["artikel"].as_str().expect("an article")),
                    "{party} names {basis}"
                );
            }
        }
        assert!(leesmij.contains("WIE BELT U?"), "{party} says whom to call");
        assert!(leesmij.contains("https://github.com/FiloSottile/age"), "{party} says where a program is");
    }
    assert_eq!(parties, 9, "each party that receives something");
}

#[test]
fn the_contact_of_the_configuration_stands_where_the_recipient_looks() {
    let folder = crate::support::folder();
    let town = folder.path().join("stad").display().to_string();
    assert!(jib(&["sample", "--personen", "150", "--out", &town]).status.success());
    let path = format!("{town}/jib.toml");
    let before = fs::read_to_string(&path).expect("a configuration");
    let contact = "contactgemeente = true\ncontact = \"Applicatiebeheer, 14 010\"";
    let after = before.replacen("contactgemeente = true", contact, 1);
    assert_ne!(before, after);
    let after = after.replacen("formaat = \"csv\"", "formaat = \"xlsx\"", 1);
    fs::write(&path, &after).expect("a configuration");
    let out = folder.path().join("runs").display().to_string();
    let days = ["--peildatum", "2026-11-01", "--verstrekdatum", "2026-11-23"];
    let arguments = ["run", "-c", &path, "--accept-quarantine", "--out", &out];
    let output = jib(&[arguments.as_slice(), days.as_slice()].concat());
    let run = text(&output.stdout).trim().to_owned();
    let leesmij = fs::read_to_string(format!("{run}/uitvoer/leerplicht/LEESMIJ.txt")).expect("the text");
    assert!(leesmij.contains("Applicatiebeheer, 14 010"), "{leesmij}");

    let sealed = format!("{run}/uitvoer/leerplicht/toezicht.xlsx.age");
    let identity = format!("{town}/sleutels/ontvangers/leerplicht.txt");
    let workbook = open(Path::new(&sealed), &identity);
    let rows = part_of(&workbook, "xl/worksheets/sheet1.xml");
    assert!(rows.contains("state=\"frozen\"") && rows.contains("ySplit=\"1\""), "the header stays in sight");
    let widths =
        regex::Regex::new("<col min=\"(\\d+)\" max=\"(\\d+)\" [^>]*customWidth=\"1\"").expect("a pattern");
    let columns = widths.captures_iter(&rows).map(|found| {
        let number = |at: usize| found[at].parse::<usize>().expect("a number");
        number(2) + 1 - number(1)
    });
    let columns: usize = columns.sum();
    let sheets = sheets(workbook);
    let explanation = &sheets[1].1;
    let says = |name: &str| {
        let row = explanation.iter().find(|row| row[0] == name);
        row.map(|row| row[1].clone())
            .unwrap_or_else(|| panic!("the second sheet has `{name}`: {explanation:?}"))
    };
    assert!(says("Wat is dit").contains("toezicht"));
    assert!(says("Op grond van").contains("LPW 16") || says("Op grond van").contains("LPW"));
    assert!(says("Uiterlijk verwijderen").starts_with("2027-02-23"));
    assert_eq!(says("Wie belt u"), "Applicatiebeheer, 14 010");

    // The rows equal those of the text form, cell by cell: a bsn keeps its zeros, and a date stays as written.
    fs::write(&path, after.replacen("formaat = \"xlsx\"", "formaat = \"csv\"", 1)).expect("a configuration");
    let output = jib(&[arguments.as_slice(), days.as_slice()].concat());
    let run = text(&output.stdout).trim().to_owned();
    let table = text(&open(Path::new(&format!("{run}/uitvoer/leerplicht/toezicht.csv.age")), &identity));
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(Cursor::new(table));
    let rows: Vec<Vec<String>> =
        reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect();
    assert_eq!(sheets[0].0, "gegevens");
    assert_eq!(sheets[0].1, rows);
    assert_eq!(columns, rows[0].len(), "every column has a width that fits it");
    assert!(rows.len() > 5 && rows[0].contains(&"bsn".to_owned()));
}

/// The text of one part of a workbook, which is a zip.
fn part_of(workbook: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(workbook)).expect("a zip");
    std::io::read_to_string(archive.by_name(name).expect("a part")).expect("text")
}

/// Names and cells of a workbook's sheets. Fails on a cell that is not text, because Excel would turn it into a number.
fn sheets(workbook: Vec<u8>) -> Vec<(String, Vec<Vec<String>>)> {
    let mut workbook = Xlsx::new(Cursor::new(workbook)).expect("a workbook");
    let sheets = workbook.worksheets();
    let cell = |cell: &Data| match cell {
        Data::String(text) => text.clone(),
        Data::Empty => String::new(),
        other => panic!("a cell that is no text: {other:?}"),
    };
    let rows =
        |range: &calamine::Range<Data>| range.rows().map(|row| row.iter().map(cell).collect()).collect();
    sheets.iter().map(|(name, range)| (name.clone(), rows(range))).collect()
}

/// An empty parcel is named, so that nobody looks for a fault in it.
#[test]
fn leesmij_names_the_parcels_that_are_empty() {
    let (_kept, run) = run_of_sample_data();
    let (mut empty, mut filled) = (0, 0);
    for (party, identity) in [("leerplicht", "leerplicht"), ("doorstroompunt", "doorstroompunt")] {
        let folder = run.join("uitvoer").join(party);
        let leesmij = fs::read_to_string(folder.join("LEESMIJ.txt")).expect("the text");
        let words = leesmij.split_whitespace().collect::<Vec<_>>().join(" ");
        let named = words.split("er staat niemand in: ").nth(1).and_then(|rest| rest.split(". ").next());
        let named: Vec<&str> = named.unwrap_or_default().split(", ").collect();
        let identity = repository("sample-data/sleutels/ontvangers").join(format!("{identity}.txt"));
        for entry in fs::read_dir(&folder).expect("a folder").flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let Some(name) = name.strip_suffix(".age").filter(|name| !name.starts_with("intrekking")) else {
                continue;
            };
            let rows = open(&entry.path(), identity.display().to_string());
            let is_empty = text(&rows).lines().count() == 1;
            assert_eq!(named.contains(&name), is_empty, "{party}/{name}: {words}");
            if is_empty { empty += 1 } else { filled += 1 }
        }
    }
    assert!(empty > 0 && filled > 0, "{empty} empty, {filled} filled");
}

/// What stock tools for Data Packages read: `.ci/packages` runs one over the same files.
#[test]
fn opened_parcels_are_described_in_one_data_package() {
    let (_kept, run) = run_of_sample_data();
    let machine = received(&run, "leerplicht", "leerplicht");
    let at = |name: &str| machine.path().join(name).display().to_string();
    let output = jib(&["open", &at("leerplicht"), "-i", &at("identiteit.txt"), "--out", &at("geopend")]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let package = fs::read(machine.path().join("geopend/datapackage.json")).expect("a description");
    let package: Value = serde_json::from_slice(&package).expect("JSON");
    assert_eq!(package["created"], "2026-11-23T00:00:00Z");
    let resources = package["resources"].as_array().expect("resources");
    assert!(resources.len() > 4);
    for resource in resources {
        let path = resource["path"].as_str().expect("a path");
        let rows = fs::read_to_string(machine.path().join("geopend").join(path)).expect("as opened");
        let fields = resource["schema"]["fields"].as_array().expect("fields");
        let named: Vec<&str> = fields.iter().filter_map(|field| field["name"].as_str()).collect();
        assert_eq!(rows.lines().next(), Some(named.join(",").as_str()), "{path}");
        assert_eq!(resource["format"], "csv");
        assert_eq!(resource["schema"]["primaryKey"], serde_json::json!(["kenmerk"]), "{path}");
    }
    let field = |name: &str| {
        let fields = resources.iter().flat_map(|one| one["schema"]["fields"].as_array().expect("fields"));
        fields.into_iter().find(|field| field["name"] == name).expect("a field").clone()
    };
    assert_eq!(field("datum_inschrijving")["type"], "date");
    assert_eq!(field("bsn")["constraints"]["pattern"], "[0-9]{9}");
    assert_eq!(
        field("startkwalificatie")["constraints"]["enum"],
        serde_json::json!(["ja", "nee", "onbekend"])
    );
}

/// What stood there instead of a passport was waited for, with the first parcel open on the disk already.
#[cfg(unix)]
#[test]
fn no_parcel_is_opened_beside_a_passport_that_is_no_file() {
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    let (_kept, run) = run_of_sample_data();
    let machine = received(&run, "leerplicht", "leerplicht");
    let at = |name: &str| machine.path().join(name);
    let open = || {
        let [from, key, to] =
            ["leerplicht", "identiteit.txt", "geopend"].map(|name| at(name).display().to_string());
        let output =
            jib_that_ends(&["open", &from, "-i", &key, "--out", &to], "").expect("it waits for nothing");
        (output.status.code(), text(&output.stderr), at("geopend").exists())
    };
    let passports = fs::read_dir(at("leerplicht")).expect("a folder").flatten().map(|entry| entry.path());
    let last = passports.filter(|path| path.to_string_lossy().ends_with(".paspoort.json")).max();
    let passport = last.expect("a passport");
    let whole = fs::read(&passport).expect("a file");
    let refused = |what: &str| {
        let (code, said, is_open) = open();
        assert_eq!((code, is_open), (Some(2), false), "{what}: {said}");
        assert!(said.contains("paspoort.json"), "{what}: {said}");
        fs::remove_file(&passport).expect("it goes");
    };
    fs::remove_file(&passport).expect("it goes");
    mknodat(CWD, &passport, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).expect("a pipe");
    refused("a pipe");
    fs::write(at("elders.json"), &whole).expect("a file");
    std::os::unix::fs::symlink(at("elders.json"), &passport).expect("a link");
    refused("a link");
    let holes = fs::File::create(&passport).expect("a file");
    holes.set_len(1 << 40).expect("a length");
    refused("a file with holes");
    fs::write(&passport, &whole).expect("a file");
    assert_eq!(open().0, Some(0));
    let pipe = at("pijp.csv.age");
    mknodat(CWD, &pipe, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).expect("a pipe");
    let [pipe, key] = [pipe, at("identiteit.txt")].map(|path| path.display().to_string());
    let output = jib_that_ends(&["open", &pipe, "-i", &key], "").expect("it waits for nothing");
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
}

/// The system killed the program as it wrote past a limit, and what was open stayed under a name that starts with a point.
#[cfg(unix)]
#[test]
fn what_cannot_be_written_whole_leaves_nothing_open() {
    let (_kept, run) = run_of_sample_data();
    let machine = received(&run, "leerplicht", "leerplicht");
    let at = |name: &str| machine.path().join(name).display().to_string();
    let arguments = ["open", &at("leerplicht"), "-i", &at("identiteit.txt"), "--out", &at("geopend")];
    let left = || {
        let all = crate::support::files(&machine.path().join("geopend"));
        let begun = |path: &&PathBuf| path.to_string_lossy().contains("/.bezig-");
        all.iter().filter(begun).count()
    };
    let output = jib_under("ulimit -f 1", &arguments);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("ulimit -f"), "{}", text(&output.stderr));
    assert_eq!(left(), 0);
    // What a kill left goes also if an earlier file is there already.
    fs::remove_dir_all(at("geopend")).expect("it goes");
    assert!(jib(&arguments).status.success());
    let opened = crate::support::files(Path::new(&at("geopend"))).into_iter();
    let last = opened.filter(|path| !path.ends_with("datapackage.json")).max().expect("a parcel");
    let name = last.file_name().expect("a name").to_string_lossy().into_owned();
    fs::rename(&last, last.with_file_name(format!(".bezig-{name}"))).expect("a name");
    assert_eq!(left(), 1);
    assert_eq!(jib(&arguments).status.code(), Some(2));
    assert_eq!(left(), 0);
}
