//! Every extract's schema, and the national table of municipalities.

use super::files::{SchemaFiles, SchemasFault};
use super::municipalities::Municipalities;
use super::schema::Schema;
use crate::model::extract::CodeColumn;

/// The national table of municipalities.
const MUNICIPALITIES: &str = "vocabulary/gemeenten.csv";

/// The schemas of the extracts and the vocabulary.
#[derive(Clone, Debug)]
pub struct Schemas {
    /// Every extract.
    pub extracts: Vec<Schema>,
    /// The national table of municipalities.
    pub municipalities: Municipalities,
}

impl Schemas {
    /// Reads the extracts and the vocabulary.
    ///
    /// # Errors
    /// A schema is invalid, or the table of municipalities is missing or malformed.
    pub fn load(files: &SchemaFiles) -> Result<Schemas, SchemasFault> {
        let extracts = files
            .under("extracts")
            .map(|(path, text)| {
                Schema::parse(text).map_err(|fault| SchemasFault::Schema { path: path.to_owned(), fault })
            })
            .collect::<Result<_, _>>()?;
        let municipalities = Municipalities::parse(files.text(MUNICIPALITIES)?)
            .map_err(|line| SchemasFault::Row { path: MUNICIPALITIES, line })?;
        Ok(Schemas { extracts, municipalities })
    }

    /// The schema of an extract.
    pub fn extract(&self, id: impl AsRef<str>) -> Option<&Schema> {
        self.extracts.iter().find(|schema| schema.id == id.as_ref())
    }

    /// The codes of a column, in the order of their indices.
    pub fn codes(&self, column: CodeColumn) -> &[String] {
        let schema = self.extract(column.extract);
        let own = schema.and_then(|schema| schema.columns.get(schema.column(column.name)?));
        own.map(|own| own.codes.as_slice()).unwrap_or_default()
    }

    /// The index of a code of a column.
    pub fn code(&self, column: CodeColumn, code: &str) -> Option<u8> {
        self.extract(column.extract)?.code_index(column.name, code)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;
    use crate::model::extract::Extract;
    use crate::model::profile::Axis;

    /// The schemas of this repository.
    fn schemas() -> Schemas {
        let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../schemas"));
        let files = SchemaFiles::read(folder).expect("the schemas of this repository");
        Schemas::load(&files).expect("schemas that hold")
    }

    /// Every schema feeds an extract that the program knows, and every such extract has a schema.
    #[test]
    fn each_extract_has_a_schema_and_each_schema_an_extract() {
        let schemas = schemas();
        let of_files: BTreeSet<&str> = schemas.extracts.iter().map(|schema| schema.id.as_str()).collect();
        let known: BTreeSet<&str> = Extract::ALL.iter().map(|extract| extract.word()).collect();
        assert_eq!(of_files, known);
        assert!(known.iter().all(|word| Extract::from_word(word).is_some_and(|own| own.word() == *word)));
    }

    /// A header that means two columns would be read as one of them, or refuse a file that is right.
    #[test]
    fn each_header_means_one_column_in_every_layout() {
        use crate::schemas::header::header_key;
        for schema in schemas().extracts {
            for profile in schema.profile_names() {
                let written = schema.under(Some(profile)).expect("a layout of its own");
                for column in &written.columns {
                    for other in written.columns.iter().filter(|other| other.name != column.name) {
                        let shared = column.aliases.iter().find(|alias| other.aliases.contains(alias));
                        assert_eq!(shared, None, "{} {profile}: {} {}", schema.id, column.name, other.name);
                        let named = column.aliases.contains(&header_key(&other.name));
                        assert!(!named, "{} {profile}: {} {}", schema.id, column.name, other.name);
                    }
                    let refused = column.aliases.iter().find(|alias| written.refuse.contains(alias));
                    assert_eq!(refused, None, "{}: {}", schema.id, column.name);
                }
            }
        }
    }

    /// A column that has one name only is missed in every file that was not made for this program.
    #[test]
    fn each_column_has_another_name_that_people_write() {
        for schema in schemas().extracts {
            for column in &schema.columns {
                assert!(column.aliases.len() > 1, "{} {}", schema.id, column.name);
            }
        }
    }

    /// Headers that people write and that are read today must be read tomorrow.
    #[test]
    fn headers_as_people_write_them_are_known() {
        use crate::schemas::header::header_key;
        let schemas = schemas();
        for (extract, column, headers) in [
            ("brp", "bsn", vec!["BSN", "Burgerservicenummer", "BSN-nummer", "01.01.20", "010120"]),
            ("brp", "voornamen", vec!["Voornaam", "Voornamen", "01.02.10"]),
            ("brp", "voorvoegsel", vec!["Tussenvoegsel", "Tussenvoegsels", "Voorvoegsels", "tussen-voegsel"]),
            ("brp", "geslachtsnaam", vec!["Achternaam", "Geslachtsnaam", "SignificantDeelVanDeAchternaam"]),
            (
                "brp",
                "geboortedatum",
                vec!["Geb. datum", "Geboortedatum", "Geb.dat.", "GEBDATUM", "Geboortedat"],
            ),
            ("brp", "gemeente_inschrijving", vec!["Gemeentecode", "Gemeente van inschrijving", "Gem. code"]),
            ("brp", "straatnaam", vec!["Straat", "STRAATNAAM", "08.11.10"]),
            ("brp", "huisnummer", vec!["Huisnr", "Huisnr.", "huis nr", "Huisnummer"]),
            (
                "brp",
                "huisnummertoevoeging",
                vec!["Toevoeging", "Toev.", "Huisnr toevoeging", "Huisnummertoev."],
            ),
            ("brp", "woonplaats", vec!["Plaats", "Woonplaats", "Plaatsnaam"]),
            ("brp", "indicatie_geheim", vec!["Geheimhouding", "Ind. geheim", "Geheim"]),
            ("brp", "opschorting_reden", vec!["Reden opschorting", "Reden opschorting bijhouding"]),
            ("brp", "datum_overlijden", vec!["Overlijdensdatum", "Datum overlijden", "06.08.10"]),
            (
                "duo_inschrijving",
                "datum_uitschrijving",
                vec!["Uitschrijfdatum", "Datum uitschr.", "Uitschrijvingsdatum"],
            ),
            (
                "duo_inschrijving",
                "datum_inschrijving",
                vec!["Inschrijfdatum", "Datum inschr.", "Inschr.datum"],
            ),
            ("duo_inschrijving", "brin", vec!["BRIN-nummer", "Brinnr", "BrinNr"]),
            ("contactgegevens", "telefoon", vec!["Telefoonnummer", "Tel.", "Tel.nr.", "Telnr"]),
            ("contactgegevens", "email", vec!["E-mailadres", "E-mail", "Email adres", "Mailadres"]),
            ("verzuim", "soort_verzuim", vec!["Verzuimsoort", "Soort verzuim"]),
            ("dossier", "datum_start", vec!["Startdatum", "Begindatum"]),
            (
                "dossier",
                "overleg_gevoerd_op",
                vec!["Overleg gevoerd op", "Datum overleg school", "Overlegdatum"],
            ),
            ("dossier", "afwijking_overleg_op", vec!["Datum afwijking overleg", "Afgeweken op"]),
            ("dossier", "verklaring", vec!["Verklaring school", "Soort verklaring"]),
            ("dossier", "verklaring_op", vec!["Datum verklaring", "Verklaringsdatum"]),
            ("uitsluiting", "grond", vec!["Grond uitsluiting", "Uitsluitingsgrond", "Soort uitsluiting"]),
            ("ib_vsv", "bsn", vec!["Burgerservicenummer", "BSN-nummer"]),
            ("ib_vsv", "rapportmaand", vec!["Rapportagemaand", "Maand"]),
            ("ib_vsv", "prioriteit", vec!["Prio", "Prioriteitscode"]),
        ] {
            let schema = schemas.extract(extract).expect("an extract");
            let own = schema.columns.iter().find(|own| own.name == column).expect("a column");
            for header in headers {
                assert!(own.aliases.contains(&header_key(header)), "{extract} {column}: {header}");
            }
        }
    }

    /// A column may only feed an axis that checks whether its extract can be relied on.
    #[test]
    fn what_columns_feed_follows_from_their_extract() {
        for schema in schemas().extracts.iter().filter(|schema| schema.id != Extract::Brp.word()) {
            let fed = schema.columns.iter().flat_map(|column| &column.feeds);
            for axis in fed.filter_map(|word| Axis::from_word(word)) {
                let mut deciding = Extract::deciding(axis);
                assert!(deciding.any(|own| own.word() == schema.id), "{} feeds {axis}", schema.id);
            }
        }
    }

    /// A column renamed in its schema and not here would make every code of the law unknown.
    #[test]
    fn columns_of_codes_have_codes() {
        let schemas = schemas();
        let columns = [
            CodeColumn::SECTOR,
            CodeColumn::NIVEAU,
            CodeColumn::UITSTROOMPROFIEL,
            CodeColumn::HOOGSTE_DIPLOMA,
            CodeColumn::SOORT_VERZUIM,
            CodeColumn::PRIORITEIT,
        ];
        for column in columns {
            assert!(!schemas.codes(column).is_empty(), "{}.{}", column.extract, column.name);
        }
    }
}
