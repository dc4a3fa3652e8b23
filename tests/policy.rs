//! The policy: the worked cases beside the law come out, the proof catches what is broken, and a change of law is data.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use jib::law::library::Library;
use jib::proof::coverage::{coverage, try_all};
use jib::proof::lint::{LintFault, lint};
use serde_json::Value;

use crate::support::{Schemas, jib, made, open, repository, run_of_sample_data, text};

const WEB: &str = "law/wet_educatie_en_beroepsonderwijs/2026-01-01.toml";
const AVG: &str = "law/algemene_verordening_gegevensbescherming/2020-07-01.toml";

fn library() -> Library {
    Library::load(&repository("schemas")).expect("the schemas of this repository")
}

#[test]
fn every_worked_case_comes_out_as_worked_out_by_hand() {
    let answers = try_all(&library()).expect("the cases");
    let wrong: Vec<String> = answers
        .iter()
        .filter(|answer| !answer.tried.differences.is_empty())
        .map(|answer| format!("{}: {}", answer.case.id, answer.tried.differences.join("; ")))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A key in the wrong form, such as an end of deliveries that its form does not know, would have no effect and look as if it had.
#[test]
fn a_rule_whose_keys_do_not_fit_its_form_is_refused() {
    const DUO: &str = "law/besluit_register_onderwijsdeelnemers/2026-01-01.toml";
    const LPW: &str = "law/leerplichtwet_1969/2026-01-01.toml";
    const WVO: &str = "law/wet_voortgezet_onderwijs_2020/2026-01-01.toml";
    let message = "vorm = \"melding\"\nbron = \"duo\"\nafgesloten_dagen = 31\n";
    let contact = "vorm = \"contact\"\nbinnen = [\"toezicht\", \"verzuim\"]\nafdelingen = [\"leerplicht\", \"doorstroompunt\"]\n";
    let handover = "vorm = \"overstap\"\nschool = \"ontvangend\"\nverwerker = true\n";
    let school = "school = \"overleg\"";
    let purpose = "doel = \"aan het register onderwijsdeelnemers laten weten";
    let with = |text: &str, more: &str| format!("{text}{more}\n");
    let in_force = |schemas: &Schemas| {
        let library = schemas.library();
        library.policy.on(crate::support::day("2026-11-23"), &library.schemas).map(|_| ())
    };
    let cases = [
        (DUO, purpose, "doel = \" \" # ".to_owned(), "zonder doel"),
        (
            DUO,
            "basis = [\"Besluit RO 14\", \"Besluit RO 21\", \"Besluit RO 45\", \"Besluit RO 46\", \"WRO 12\"]",
            "basis = []".to_owned(),
            "zonder artikel",
        ),
        (DUO, "[[article.rule.when]]\nwoonplaats = [\"gemeente\"]\n", String::new(), "zonder voorwaarde"),
        (DUO, message, "bron = \"duo\"\n".to_owned(), "`bron` hoort bij vorm melding"),
        (DUO, message, "afgesloten_dagen = 1\n".to_owned(), "`afgesloten_dagen` hoort bij vorm melding"),
        (DUO, "afgesloten_dagen = 31", "afgesloten_dagen = 367".to_owned(), "`afgesloten_dagen` is langer"),
        (DUO, message, with(message, "pauze_dagen = 1"), "horen bij vorm persoon"),
        (DUO, message, with(message, "eenmalig = true"), "horen bij vorm persoon"),
        (DUO, message, with(message, "eerder_in = [\"verzuim\"]"), "horen bij vorm persoon"),
        (DUO, message, "pauze_dagen = 367\n".to_owned(), "`pauze_dagen` is langer"),
        (DUO, message, with(message, "verwerker = true"), "`verwerker` hoort bij vorm overstap"),
        (DUO, message, with(message, "school = \"inschrijving\""), "`school` hoort bij een partij"),
        (DUO, message, with(message, "binnen = [\"verzuim\"]"), "`binnen` hoort bij vorm contact"),
        (DUO, message, with(message, "afdelingen = [\"leerplicht\"]"), "`afdelingen` hoort bij"),
        (
            DUO,
            "[\"meldingsnummer\", \"status\"]",
            "[\"meldingsnummer\", \"vak\"]".to_owned(),
            "kan `vak` niet vullen",
        ),
        (LPW, contact, contact.replace("binnen", "#binnen"), "`binnen` hoort bij vorm contact"),
        (LPW, contact, contact.replace("afdelingen", "#afdelingen"), "`afdelingen` hoort bij"),
        (LPW, contact, contact.replace("verzuim", "begeleiding"), "hangt aan leerplicht/begeleiding"),
        (WVO, handover, handover.replace("school", "#school"), "`school` hoort bij een partij"),
        (WVO, handover, handover.replace("ontvangend", "inschrijving"), "`school = ontvangend` hoort bij"),
        (WEB, school, with("vorm = \"melding\"\n", school), "gaat nooit naar een school"),
        (WEB, school, with("eenmalig = true\n", school), "niet met een per school"),
        (AVG, "[\"leerplicht\", \"doorstroompunt\"]\ndoel", "[]\ndoel".to_owned(), "`afdelingen` hoort bij"),
    ];
    for (file, from, to, said) in cases {
        let schemas = Schemas::copied();
        schemas.edit(file, from, &to);
        let fault = in_force(&schemas).expect_err(&to);
        // A message is wrapped for a terminal.
        let told = format!("{:?}", miette::Report::new(fault)).replace(['\n', '│', '×'], " ");
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains(said), "{to}: {told}");
    }
    let bound = Schemas::copied();
    bound.edit(DUO, "afgesloten_dagen = 31", "afgesloten_dagen = 366");
    in_force(&bound).expect("a year is no longer than a year");
}

#[test]
fn each_of_the_eight_questions_has_its_cases() {
    let answers = try_all(&library()).expect("the cases");
    for question in 1..=8 {
        let own: Vec<_> = answers.iter().filter(|answer| answer.case.question == Some(question)).collect();
        assert!(own.len() >= 2, "question {question} has {} cases", own.len());
    }
}

#[test]
fn every_rule_has_a_case_that_releases_and_one_that_refuses() {
    let library = library();
    let answers = try_all(&library).expect("the cases");
    let open: Vec<String> = coverage(&library.policy, &answers)
        .iter()
        .filter(|rule| !rule.is_covered())
        .map(|rule| format!("{} ({})", rule.rule, rule.alternative))
        .collect();
    assert!(open.is_empty(), "{}", open.join(", "));
}

#[test]
fn a_case_that_expects_something_else_fails() {
    let schemas = Schemas::copied();
    let cases = "law/participatiewet/cases.toml";
    schemas.edit(cases, "pakketten = [\"", "pakketten = [\"zorg/van-alles\", \"");
    let output = jib(&["policy", "test", "--schemas", &schemas.path().display().to_string()]);
    assert_eq!(output.status.code(), Some(3));
    assert!(text(&output.stdout).contains("zorg/van-alles: verwacht, maar niet geleverd"));
}

fn faults(schemas: &Schemas) -> Vec<LintFault> {
    lint(&schemas.library()).expect("a policy that can be read").faults
}

#[test]
fn the_policy_holds() {
    let proved = lint(&library()).expect("the policy can be read");
    assert!(proved.faults.is_empty(), "{:#?}", proved.faults);
    assert!(proved.profiles > 100_000, "the space of profiles is searched: {}", proved.profiles);
    assert!(proved.days.contains(&"2025-12-31".to_owned()) && proved.days.contains(&"2026-01-01".to_owned()));
}

/// What is broken, in which file and how, and what the proof must say: the kind, part of the message, and part of the
/// counterexample if a profile shows it.
struct Broken {
    name: &'static str,
    file: &'static str,
    from: &'static str,
    to: &'static str,
    soort: &'static str,
    says: &'static str,
    counterexample: Option<&'static str>,
}

/// Part of the rule for the region: its condition and its first column.
const OF_REGIO: &str = "contactgemeente = [\"ja\"]\ndoelgroep = [\"ja\"]\n\n[[article.rule.columns]]\nbasis = \"WEB 9.2.6\"\nvelden = [\"bsn\"]";

const BROKEN: [Broken; 18] = [
    Broken {
        name: "columns that rest on an article that the rule does not name",
        file: WEB,
        from: OF_REGIO,
        to: "contactgemeente = [\"ja\"]\ndoelgroep = [\"ja\"]\n\n[[article.rule.columns]]\nbasis = \"WEB 1.1.1\"\nvelden = [\"bsn\"]",
        soort: "regel",
        says: "niet in `basis` staat",
        counterexample: None,
    },
    Broken {
        name: "a parcel that itself gives what its party may not hold beside it",
        file: WEB,
        from: OF_REGIO,
        to: "contactgemeente = [\"ja\"]\ndoelgroep = [\"ja\"]\n\n[[article.rule.columns]]\nbasis = \"WEB 9.2.6\"\nvelden = [\"bsn\", \"soort_verzuim\"]",
        soort: "samen",
        says: "geeft zelf `soort_verzuim`",
        counterexample: Some("woonplaats = regio"),
    },
    Broken {
        name: "a column that stands there twice",
        file: WEB,
        from: OF_REGIO,
        to: "contactgemeente = [\"ja\"]\ndoelgroep = [\"ja\"]\n\n[[article.rule.columns]]\nbasis = \"WEB 9.2.6\"\nvelden = [\"bsn\", \"bsn\"]",
        soort: "regel",
        says: "`bsn` staat er twee keer in",
        counterexample: None,
    },
    Broken {
        name: "a rule that reaches who lives elsewhere",
        file: AVG,
        from: "[[article.rule.when]]\nwoonplaats = [\"gemeente\"]",
        to: "[[article.rule.when]]\nwoonplaats = [\"gemeente\", \"elders\"]",
        soort: "woonplaats",
        says: "van wie de gemeente geen gegevens mag hebben",
        counterexample: Some("woonplaats = elders"),
    },
    Broken {
        name: "a rule that reaches the region of another contactgemeente",
        file: AVG,
        from: "woonplaats = [\"regio\"]\ncontactgemeente = [\"ja\"]",
        to: "woonplaats = [\"regio\"]",
        soort: "woonplaats",
        says: "van wie de gemeente geen gegevens mag hebben",
        counterexample: Some("contactgemeente = nee"),
    },
    Broken {
        name: "a grant that no profile can meet",
        file: WEB,
        from: "doelgroep = [\"ja\"]\ndossier_pw7a",
        to: "doelgroep = [\"ja\"]\nleeftijdsgroep = [\"vanaf_27\"]\ndossier_pw7a",
        soort: "onvervulbaar",
        says: "niemand kan aan alternatief 1",
        counterexample: Some("leeftijdsgroep"),
    },
    Broken {
        name: "an unknown that is let in without a reason",
        file: WEB,
        from: "doelgroep = [\"ja\"]\ndossier_pw7a",
        to: "doelgroep = [\"ja\", \"onbekend\"]\ndossier_pw7a",
        soort: "onbekend",
        says: "`doelgroep` onbekend",
        counterexample: Some("doelgroep = onbekend"),
    },
    Broken {
        name: "two parcels that together give what may not be held",
        file: WEB,
        from: "woonplaats = [\"gemeente\"]\ndoelgroep = [\"ja\"]",
        to: "woonplaats = [\"gemeente\", \"regio\"]\ndoelgroep = [\"ja\"]",
        soort: "samen",
        says: "`regio` en `begeleiding`",
        counterexample: Some("woonplaats = regio"),
    },
    Broken {
        name: "a rule that cites an article that is not in force",
        file: WEB,
        from: "basis = [\"WEB 9.2.1\", \"WEB 9.2.5\", \"AVG 5\"]",
        to: "basis = [\"WEB 9.2.1\", \"WEB 8.3.2\", \"AVG 5\"]",
        soort: "regel",
        says: "artikel `WEB 8.3.2` is niet in werking",
        counterexample: None,
    },
    Broken {
        name: "a rule twice in force on one day",
        file: WEB,
        from: "id = \"WEB-9.2.5-overleg\"",
        to: "id = \"WEB-9.2.5-toeleiding\"",
        soort: "regel",
        says: "staat twee keer in werking",
        counterexample: None,
    },
    Broken {
        name: "a field that the party may never have",
        file: WEB,
        from: "\"brin\", \"niveau\", \"startkwalificatie\",\n]",
        to: "\"brin\", \"niveau\", \"startkwalificatie\", \"soort_verzuim\",\n]",
        soort: "regel",
        says: "mag `soort_verzuim` nooit hebben",
        counterexample: None,
    },
    Broken {
        name: "a field without a purpose",
        file: WEB,
        from: "doel = \"overleg met de school over de aangeboden loopbaanbegeleiding, voordat ondersteuning begint\"",
        to: "doel = \" \"",
        soort: "regel",
        says: "zonder doel",
        counterexample: None,
    },
    Broken {
        name: "a rule for a party that never gets a parcel",
        file: WEB,
        from: "partij = \"school\"\npakket = \"overleg\"\nschool = \"overleg\"",
        to: "partij = \"zorg\"\npakket = \"overleg\"",
        soort: "regel",
        says: "krijgt nooit een pakket",
        counterexample: None,
    },
    Broken {
        name: "a column that nothing uses",
        file: "extracts/dossier.json",
        from: "\"jib:feeds\": [\"dossier_pw7a\"]",
        to: "\"jib:feeds\": []",
        soort: "ongebruikt",
        says: "geen regel gebruikt hem",
        counterexample: None,
    },
    Broken {
        name: "a field that a party may have and nothing gives",
        file: "parties/gebiedsteam.toml",
        from: "\"telefoon\", \"email\",\n]\nbewaar",
        to: "\"telefoon\", \"email\", \"cijfer\",\n]\nbewaar",
        soort: "ongebruikt",
        says: "`cijfer` mag",
        counterexample: None,
    },
    Broken {
        name: "a law file that ends after its successor began",
        file: "law/participatiewet/2020-07-01.toml",
        from: "valid_to = \"2025-12-31\"",
        to: "valid_to = \"2026-06-30\"",
        soort: "periode",
        says: "een nieuwere versie",
        counterexample: None,
    },
    Broken {
        name: "a law that ends without a successor",
        file: "law/participatiewet/2026-01-01.toml",
        from: "valid_from = \"2026-01-01\"",
        to: "valid_from = \"2026-01-01\"\nvalid_to = \"2027-06-30\"",
        soort: "regel",
        says: "op 2027-07-01 is geen volledige regelset in werking",
        counterexample: None,
    },
    Broken {
        name: "a case that rests on no article",
        file: "law/participatiewet/cases.toml",
        from: "artikelen = [\"",
        to: "artikelen = [\"Pw 999\", \"",
        soort: "geval",
        says: "`Pw 999`",
        counterexample: None,
    },
];

#[test]
fn the_proof_catches_what_is_broken_and_shows_it() {
    for broken in BROKEN {
        let schemas = Schemas::copied();
        schemas.edit(broken.file, broken.from, broken.to);
        let found = faults(&schemas);
        let fault =
            found.iter().find(|fault| fault.kind == broken.soort && fault.message.contains(broken.says));
        assert!(fault.is_some(), "{}: {found:#?}", broken.name);
        let Some(fault) = fault else { continue };
        if let Some(part) = broken.counterexample {
            let shown = fault.counterexample.as_deref().unwrap_or_default();
            assert!(shown.contains(part), "{}: {shown}", broken.name);
        }
    }
}

#[test]
fn a_fault_of_the_policy_is_exit_code_three() {
    let schemas = Schemas::copied();
    schemas.edit(
        WEB,
        "doelgroep = [\"ja\"]\ndossier_pw7a",
        "doelgroep = [\"ja\", \"onbekend\"]\ndossier_pw7a",
    );
    let output =
        jib(&["policy", "lint", "--format", "json", "--schemas", &schemas.path().display().to_string()]);
    assert_eq!(output.status.code(), Some(3));
    let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(answer.pointer("/fouten/0/soort").and_then(Value::as_str), Some("onbekend"));
}

#[test]
fn what_a_run_writes_is_in_the_matrix() {
    let matrix = jib(&["policy", "matrix", "--date", "2026-11-23", "--format", "json"]);
    let matrix: Value = serde_json::from_slice(&matrix.stdout).expect("JSON");
    let word =
        |value: &Value, key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let cells = matrix.get("cellen").and_then(Value::as_array).expect("cells");
    let granted: BTreeSet<[String; 4]> = cells
        .iter()
        .map(|cell| [word(cell, "partij"), word(cell, "pakket"), word(cell, "veld"), word(cell, "basis")])
        .collect();
    let (_out, run) = run_of_sample_data();
    let mut columns = 0;
    for entry in fs::read_dir(run.join("uitvoer")).expect("parties").flatten() {
        for file in fs::read_dir(entry.path()).expect("parcels").flatten().map(|file| file.path()) {
            if !file.display().to_string().ends_with(".paspoort.json") {
                continue;
            }
            let passport: Value =
                serde_json::from_slice(&fs::read(&file).expect("a passport")).expect("JSON");
            let (partij, pakket) = (word(&passport, "jib:partij"), word(&passport, "jib:pakket"));
            let pakket = pakket.trim_end_matches("-geheim");
            let pakket = if pakket.starts_with("toestemming.") { "toestemming.<8 hex>" } else { pakket };
            let fields =
                passport.pointer("/resources/0/schema/fields").and_then(Value::as_array).expect("fields");
            for field in fields.iter().filter(|field| word(field, "name") != "kenmerk") {
                let cell =
                    [partij.clone(), pakket.to_owned(), word(field, "name"), word(field, "jib:grondslag")];
                assert!(granted.contains(&cell), "{cell:?} is not in the matrix");
                columns += 1;
            }
        }
    }
    assert!(columns > 100, "the town fills {columns} columns");
}

/// A future law that moves an age and gives a party one more field: files only.
fn with_a_fictitious_law() -> Schemas {
    let schemas = Schemas::copied();
    let text = schemas
        .read(WEB)
        .replace("valid_from = \"2026-01-01\"", "valid_from = \"2027-08-01\"")
        .replace("doelgroep_leeftijd_tot = 27", "doelgroep_leeftijd_tot = 30")
        .replace(
            "\"brin\", \"niveau\", \"startkwalificatie\",\n]",
            "\"brin\", \"niveau\", \"startkwalificatie\", \"hoogste_diploma\",\n]",
        );
    assert!(text.contains("tot = 30") && text.contains("\"hoogste_diploma\",\n]"));
    schemas.write("law/wet_educatie_en_beroepsonderwijs/2027-08-01.toml", &text);
    schemas.edit("parties/participatie.toml", "\"niveau\"", "\"niveau\", \"hoogste_diploma\"");
    schemas
}

#[test]
fn a_change_of_law_shows_in_the_diff() {
    let schemas = with_a_fictitious_law();
    let folder = schemas.path().display().to_string();
    let diff = jib(&["policy", "diff", "--from", "2027-07-31", "--to", "2027-08-01", "--schemas", &folder]);
    let shown = text(&diff.stdout);
    assert!(shown.contains("doelgroep_leeftijd_tot: 27 → 30  (WEB 9.2.1 → WEB 9.2.1)"), "{shown}");
    assert!(shown.contains("participatie/toeleiding\n    velden erbij: hoogste_diploma"), "{shown}");
    let other = jib(&["policy", "diff", "--other", &folder]);
    let shown = text(&other.stdout);
    assert!(shown.contains("participatie: mag ooit hebben, erbij: hoogste_diploma"), "{shown}");
    let proved = lint(&schemas.library()).expect("the policy can be read");
    assert!(proved.faults.is_empty(), "{:#?}", proved.faults);
}

/// A town on the eve of a change, run on a pair of days. Returns the lines of the opened parcel.
fn parcel(schemas: &Path, days: [&str; 2], parcel: &str) -> Vec<String> {
    let folder = crate::support::folder();
    let town = folder.path().join("stad");
    made::once("a town on the eve of a law", &town, |folder| {
        let size = ["--personen", "400", "--seed", "9", "--vuil", "0"];
        let out = folder.display().to_string();
        let made = jib(&[&["sample"], &size[..], &["--peildatum", "2027-07-31", "--out", &out]].concat());
        assert!(made.status.success(), "{}", text(&made.stderr));
    });
    let config = town.join("jib.toml");
    let [peildatum, verstrekdatum] = days;
    let output = jib(&[
        "run",
        "-c",
        &config.display().to_string(),
        "--peildatum",
        peildatum,
        "--verstrekdatum",
        verstrekdatum,
        "--out",
        &folder.path().join("runs").display().to_string(),
        "--schemas",
        &schemas.display().to_string(),
    ]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let run = PathBuf::from(text(&output.stdout).trim());
    let partij = parcel.split('/').next().unwrap_or_default();
    let identity = town.join(format!("sleutels/ontvangers/{partij}.txt"));
    let opened = open(&run.join(format!("uitvoer/{parcel}.csv.age")), &identity);
    text(&opened).lines().map(str::to_owned).collect()
}

#[test]
fn a_change_of_law_is_applied_on_its_day_and_not_before() {
    let schemas = with_a_fictitious_law();
    let (eve, first) = ("2027-07-31", "2027-08-01");
    // Twenty-seven and older, by the date of birth in the parcel.
    let older = |lines: &[String]| {
        let header: Vec<&str> = lines.first().map(|line| line.split(',').collect()).unwrap_or_default();
        let birth = header.iter().position(|name| *name == "geboortedatum").expect("a date of birth");
        let dates = lines.iter().skip(1).filter_map(|line| line.split(',').nth(birth));
        dates.filter(|date| *date <= "2000-07-31").count()
    };
    let target_group = "doorstroompunt/begeleiding";
    assert_eq!(older(&parcel(schemas.path(), [eve, eve], target_group)), 0);
    assert_eq!(older(&parcel(schemas.path(), [eve, first], target_group)), 0, "a rule must hold twice");
    assert!(older(&parcel(schemas.path(), [first, first], target_group)) > 0);
    let has_field =
        |lines: Vec<String>| lines.first().is_some_and(|header| header.contains("hoogste_diploma"));
    let path_to_work = "participatie/toeleiding";
    assert!(!has_field(parcel(schemas.path(), [eve, eve], path_to_work)));
    assert!(!has_field(parcel(schemas.path(), [eve, first], path_to_work)), "a column must be granted twice");
    assert!(has_field(parcel(schemas.path(), [first, first], path_to_work)));
}

#[test]
fn what_people_read_of_the_policy_reads_as_before() {
    let printed = |arguments: &[&str]| text(&jib(arguments).stdout);
    insta::assert_snapshot!("matrix", printed(&["policy", "matrix", "--date", "2026-11-01"]));
    insta::assert_snapshot!(
        "diff",
        printed(&["policy", "diff", "--from", "2025-12-31", "--to", "2026-01-01"])
    );
}

#[test]
fn the_matrix_to_print_holds_every_cell() {
    let page = text(&jib(&["policy", "matrix", "--date", "2026-11-01", "--html"]).stdout);
    let matrix = jib(&["policy", "matrix", "--date", "2026-11-01", "--format", "json"]);
    let matrix: Value = serde_json::from_slice(&matrix.stdout).expect("JSON");
    let cells = matrix.get("cellen").and_then(Value::as_array).expect("cells").len();
    assert_eq!(page.matches("<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"").count(), cells);
}
