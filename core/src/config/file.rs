//! The words of `jib.toml`, exactly as section 2 of the contract fixes them.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use serde::Deserialize;
use toml::Spanned;

use crate::model::day::Day;
use crate::model::encoding::Encoding;
use crate::schemas::schema::Soort;

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfigFile {
    /// The controller.
    pub gemeente: Gemeente,
    /// Keys and limits.
    pub beheer: Beheer,
    /// Dated choices that law or source leaves open.
    #[serde(default)]
    pub parameters: Parameters,
    /// The delivered files.
    #[serde(default)]
    pub levering: Vec<Spanned<Levering>>,
    /// Who receives, and who deliberately does not, as written.
    #[serde(default, rename = "ontvanger")]
    pub(super) ontvanger_entries: Vec<Spanned<OntvangerEntry>>,
    /// Who receives.
    #[serde(skip)]
    pub ontvanger: Vec<Spanned<Ontvanger>>,
    /// Parties that deliberately receive nothing. Nothing is reported about them and nothing asked.
    #[serde(skip)]
    pub niet_gewenst: Vec<NietGewenst>,
    /// The folder with the deliveries.
    pub inlees: Option<Inlees>,
    /// The services the municipality cooperates with.
    pub ambtsinstructie: Option<Spanned<Ambtsinstructie>>,
    /// Cooperations.
    #[serde(default)]
    pub samenwerking: Vec<Spanned<Samenwerking>>,
    /// Overlaps of purposes.
    #[serde(default)]
    pub doeloverlap: Vec<Spanned<Doeloverlap>>,
    /// Mandates.
    #[serde(default)]
    pub mandaat: Vec<Spanned<Mandaat>>,
    /// Processing for a school.
    #[serde(default)]
    pub verwerker: Vec<Spanned<Verwerker>>,
    /// Agreements on systematic delivery.
    #[serde(default)]
    pub overeenkomst: Vec<Spanned<Overeenkomst>>,
    /// The processing log.
    #[serde(default)]
    pub logboek: Logboek,
}

/// `Gemeente Rotterdam` is Rotterdam.
fn bare_name<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let written = String::deserialize(deserializer)?;
    let bare = written.trim().split_once(' ').filter(|(first, _)| first.eq_ignore_ascii_case("gemeente"));
    Ok(bare.map_or_else(|| written.clone(), |(_, name)| name.trim_start().to_owned()))
}

/// The controller.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gemeente {
    /// Four digits.
    pub code: Spanned<String>,
    /// Its name, without the word Gemeente that texts put before it.
    #[serde(deserialize_with = "bare_name", rename = "naam")]
    pub name: String,
    /// The municipalities of its Doorstroompunt region.
    #[serde(default)]
    pub regio: Vec<Spanned<String>>,
    /// Whether it is that region's contactgemeente.
    #[serde(default)]
    pub contactgemeente: bool,
    /// Whom a recipient can call. Written in the `LEESMIJ.txt` beside the parcels.
    pub contact: Option<Spanned<String>>,
}

/// Keys and limits.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Beheer {
    /// Recipient key for internal files.
    #[serde(rename = "sleutel")]
    pub recipient_key: Spanned<String>,
    /// Path of the minisign secret key.
    #[serde(rename = "ondertekening")]
    pub signing_key: Spanned<String>,
    /// Path of the pseudonym key.
    #[serde(rename = "pseudoniem")]
    pub pseudonym_key: Spanned<String>,
    /// The most rows set aside per thousand, per extract.
    #[serde(default)]
    pub max_quarantaine_promille: u64,
    /// Counts of persons that travel are rounded to a multiple of this; 0 or 1 leaves them exact.
    #[serde(default = "drempel", rename = "drempel_kleine_cellen")]
    pub small_cell_threshold: u64,
}

fn drempel() -> u64 {
    5
}

/// Dated amounts. There is no default: without an entry the amount is unknown.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Parameters {
    /// Income from work below which the list may name a person.
    pub jib_inkomensgrens_cent: Vec<Spanned<Bedrag>>,
    /// Income from work from which a person is economically independent.
    pub economisch_zelfstandig_cent: Vec<Spanned<Bedrag>>,
}

/// An amount that applies from a day on.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bedrag {
    /// First day.
    #[serde(rename = "vanaf")]
    pub from: Day,
    /// Euro cents.
    #[serde(rename = "waarde")]
    pub cents: i64,
}

impl Parameters {
    /// The amount in force on a day: that of the newest entry not after it.
    pub fn on(entries: &[Spanned<Bedrag>], day: Day) -> Option<i64> {
        entries
            .iter()
            .map(Spanned::get_ref)
            .filter(|entry| entry.from <= day)
            .max_by_key(|entry| entry.from)
            .map(|entry| entry.cents)
    }
}

/// How data travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kanaal {
    /// Secured.
    Beveiligd,
    /// Not secured.
    Onbeveiligd,
}

/// Which persons an income delivery covers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dekking {
    /// Everyone: a person without a row has no income.
    Gemeente,
    /// Only the persons asked about: nothing is known of a person without a row.
    #[default]
    Bevraging,
}

/// One delivered file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Levering {
    /// The extract it delivers.
    pub extract: String,
    /// Its path, relative to the folder with deliveries. A `{datum}` in it is filled in when the configuration is read for a day.
    #[serde(rename = "pad")]
    pub path: String,
    /// SNAPSHOT, DELTA or HERSTEL.
    #[serde(rename = "soort")]
    pub kind: Soort,
    /// The day of the data; [`Day::NONE`] while a `{datum}` is not filled in.
    #[serde(default = "no_day")]
    pub peildatum: Day,
    /// Whether its path has a `{datum}`: known once the configuration is read for a day.
    #[serde(skip)]
    pub is_dated: bool,
    /// The most days the data may be old.
    #[serde(rename = "max_leeftijd_dagen")]
    pub max_age_days: i32,
    /// How it reached us.
    #[serde(rename = "kanaal")]
    pub channel: Kanaal,
    /// Who delivered it.
    #[serde(rename = "bron")]
    pub source: String,
    /// For income only: whom the delivery covers.
    #[serde(rename = "dekking")]
    pub coverage: Option<Dekking>,
    /// The school that is the controller of this data.
    #[serde(rename = "verantwoordelijke")]
    pub controller: Option<String>,
    /// Its sha256, if announced.
    pub sha256: Option<String>,
    /// Its number of data rows, if announced.
    #[serde(rename = "regels")]
    pub lines: Option<u64>,
    /// Its encoding, if announced.
    #[serde(rename = "codering")]
    pub encoding: Option<Encoding>,
    /// The layout of its header.
    #[serde(rename = "profiel")]
    pub profile: Option<String>,
    /// Overrides the limit of `[beheer]`.
    pub max_quarantaine_promille: Option<u64>,
    /// This supplier's headers, each with the column of the extract it stands for.
    #[serde(default, rename = "kolommen")]
    pub columns: BTreeMap<String, String>,
    /// Words this supplier uses for an empty cell.
    #[serde(default, rename = "leeg")]
    pub empty_words: Vec<String>,
    /// The delivery is refused below this share of the previous run's rows, per thousand.
    #[serde(rename = "min_rijen_promille")]
    pub min_rows_promille: Option<u64>,
    /// For enrolments only: the delivery is refused below this share of residents of school age, per thousand.
    #[serde(rename = "min_dekking_promille")]
    pub min_coverage_promille: Option<u64>,
}

fn no_day() -> Day {
    Day::NONE
}

/// The folder with the deliveries.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inlees {
    /// A folder: absolute, or relative to the configuration.
    #[serde(rename = "map")]
    pub folder: Spanned<String>,
}

/// The form of a parcel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Formaat {
    /// Comma, no BOM.
    #[default]
    Csv,
    /// Semicolon, BOM, guarded against formulas.
    CsvExcel,
    /// A workbook of text cells.
    Xlsx,
}

impl Formaat {
    /// The extension of a parcel's file, before `.age`.
    pub fn extension(self) -> &'static str {
        match self {
            Formaat::Csv | Formaat::CsvExcel => "csv",
            Formaat::Xlsx => "xlsx",
        }
    }
}

/// An `[[ontvanger]]` as written: a recipient, or a party that deliberately receives nothing.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OntvangerEntry {
    #[serde(rename = "partij")]
    pub(super) party: String,
    pub(super) brin: Option<String>,
    #[serde(default, rename = "niet")]
    pub(super) is_unwanted: bool,
    #[serde(rename = "sleutel")]
    pub(super) key: Option<String>,
    #[serde(rename = "kanaal")]
    pub(super) channel: Option<Kanaal>,
    #[serde(rename = "formaat")]
    pub(super) format: Option<Formaat>,
}

/// A party, or one school of it, that deliberately receives nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NietGewenst {
    /// The party.
    pub party: String,
    /// The school; `None` means all schools.
    pub brin: Option<String>,
}

/// Who receives.
#[derive(Debug)]
pub struct Ontvanger {
    /// The party.
    pub party: String,
    /// The school, for a party with one parcel per school.
    pub brin: Option<String>,
    /// The recipient's age key.
    pub key: String,
    /// How parcels travel.
    pub channel: Kanaal,
    /// Their form.
    pub format: Formaat,
}

/// Which services the municipality cooperates with (LPW 16 lid 4 d). It selects, and never grants.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names of the contract")]
pub struct Ambtsinstructie {
    pub vastgesteld_op: Day,
    pub geldig_van: Day,
    #[serde(default)]
    pub geldig_tot: Option<Day>,
    pub partners: Vec<String>,
}

/// A cooperation: necessary for a consent or a rule, never sufficient.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names of the contract")]
pub struct Samenwerking {
    pub id: String,
    pub bron: String,
    pub ontvanger: String,
    pub doel: String,
    pub grondslag: String,
    pub velden: Vec<String>,
    pub geldig_van: Day,
    pub geldig_tot: Option<Day>,
}

/// An overlap of two purposes, with its reasons.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names of the contract")]
pub struct Doeloverlap {
    pub van_afdeling: String,
    pub van_doel: String,
    pub naar_partij: String,
    pub naar_doel: String,
    pub motivering: String,
    pub grondslag_van: String,
    pub grondslag_naar: String,
    pub vastgesteld_op: Day,
    pub geldig_tot: Option<Day>,
}

/// A mandate with its arrangement under AVG 26 or 28.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names of the contract")]
pub struct Mandaat {
    pub id: String,
    pub van: String,
    pub aan: String,
    pub taak: String,
    pub besluit: String,
    pub avg_regeling: String,
    pub geldig_van: Day,
    pub geldig_tot: Option<Day>,
}

/// Processing of a school's handovers on its behalf.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names of the contract")]
pub struct Verwerker {
    pub voor: String,
    pub overeenkomst: String,
    pub geldig_van: Day,
    pub geldig_tot: Option<Day>,
}

/// An agreement on systematic delivery (Besluit SUWI 5.11). Without one in force we ask nothing.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names of the contract")]
pub struct Overeenkomst {
    pub met: String,
    pub kenmerk: String,
    pub geldig_van: Day,
    pub geldig_tot: Option<Day>,
}

/// An arrangement of any kind: its subject, and the period in which it is in force.
#[derive(Clone, Debug)]
pub struct Afspraak<'c> {
    /// The section of the configuration.
    pub kind: &'static str,
    /// The name that people know it by.
    pub name: String,
    /// Its subject. A later arrangement on the same subject may follow it.
    pub about: Vec<&'c str>,
    /// The first day.
    pub van: Day,
    /// The last day, if there is one.
    pub tot: Option<Day>,
}

impl ConfigFile {
    /// Whether an entry says that nothing goes to this party or school. An entry without a school speaks for all of them.
    pub fn is_unwanted(&self, partij: &str, brin: Option<&str>) -> bool {
        let covers =
            |own: &NietGewenst| own.party == partij && (own.brin.is_none() || own.brin.as_deref() == brin);
        self.niet_gewenst.iter().any(covers)
    }

    /// The file with its recipients split into those who receive and those who deliberately do not. An entry that gives neither a
    /// key nor that nothing is wanted is left out; the checks of the configuration report it.
    #[must_use]
    pub fn settled(mut self) -> ConfigFile {
        for entry in &self.ontvanger_entries {
            let span = entry.span();
            let entry = entry.get_ref();
            if entry.is_unwanted {
                self.niet_gewenst.push(NietGewenst { party: entry.party.clone(), brin: entry.brin.clone() });
            } else if let (Some(sleutel), Some(kanaal)) = (&entry.key, entry.channel) {
                let ontvanger = Ontvanger {
                    party: entry.party.clone(),
                    brin: entry.brin.clone(),
                    key: sleutel.clone(),
                    channel: kanaal,
                    format: entry.format.unwrap_or_default(),
                };
                self.ontvanger.push(Spanned::new(span, ontvanger));
            }
        }
        self
    }

    /// The arrangements that end so many days from a day, unless another takes over the next day; the first to end first.
    pub fn ending(&self, on: Day, days: RangeInclusive<i32>) -> Vec<(Day, Afspraak<'_>)> {
        let all = self.arrangements();
        let is_followed = |own: &Afspraak<'_>, tot: Day| {
            let after = |other: &&Afspraak<'_>| {
                let is_same = (other.kind, &other.about) == (own.kind, &own.about);
                is_same && other.van <= tot.plus_days(1) && other.tot.is_none_or(|end| end > tot)
            };
            all.iter().any(|other| after(&other))
        };
        let mut ending: Vec<(Day, Afspraak<'_>)> = all
            .iter()
            .filter_map(|own| Some((own.tot?, own.clone())).filter(|_| own.van <= on))
            .filter(|(tot, _)| days.contains(&tot.days_since(on)))
            .filter(|(tot, own)| !is_followed(own, *tot))
            .collect();
        ending.sort_by_key(|(tot, own)| (*tot, own.kind, own.name.clone()));
        ending
    }

    /// Every arrangement, in fixed order, with the ambtsinstructie last.
    pub fn arrangements(&self) -> Vec<Afspraak<'_>> {
        let of =
            |kind, name: &str, about, (van, tot)| Afspraak { kind, name: name.to_owned(), about, van, tot };
        let mut all = Vec::new();
        all.extend(self.samenwerking.iter().map(Spanned::get_ref).map(|own| {
            let about: Vec<&str> = vec![&own.bron, &own.ontvanger, &own.doel];
            of("samenwerking", &own.id, about, (own.geldig_van, own.geldig_tot))
        }));
        all.extend(self.doeloverlap.iter().map(Spanned::get_ref).map(|own| {
            let about: Vec<&str> = vec![&own.van_afdeling, &own.van_doel, &own.naar_partij, &own.naar_doel];
            let name = format!("{} - {}", own.van_afdeling, own.naar_partij);
            of("doeloverlap", &name, about, (own.vastgesteld_op, own.geldig_tot))
        }));
        all.extend(self.mandaat.iter().map(Spanned::get_ref).map(|own| {
            let about: Vec<&str> = vec![&own.van, &own.aan, &own.taak];
            of("mandaat", &own.id, about, (own.geldig_van, own.geldig_tot))
        }));
        all.extend(self.verwerker.iter().map(Spanned::get_ref).map(|own| {
            of("verwerker", &own.voor, vec![own.voor.as_str()], (own.geldig_van, own.geldig_tot))
        }));
        all.extend(self.overeenkomst.iter().map(Spanned::get_ref).map(|own| {
            of("overeenkomst", &own.kenmerk, vec![own.met.as_str()], (own.geldig_van, own.geldig_tot))
        }));
        all.extend(self.ambtsinstructie.iter().map(Spanned::get_ref).map(|own| {
            of(AMBTSINSTRUCTIE, &own.vastgesteld_op.to_string(), Vec::new(), (own.geldig_van, own.geldig_tot))
        }));
        all
    }
}

/// The section of the ambtsinstructie.
pub const AMBTSINSTRUCTIE: &str = "ambtsinstructie";

/// The processing log.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Logboek {
    /// Whether it is kept.
    #[serde(rename = "aan")]
    pub is_kept: bool,
}

impl Default for Logboek {
    fn default() -> Self {
        Logboek { is_kept: true }
    }
}
