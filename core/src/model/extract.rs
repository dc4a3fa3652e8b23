//! The extracts that the program knows by name, and what each is used for.
//!
//! What an extract looks like is data (`schemas/extracts/`): its columns, its codes, whether it comes once per school. An
//! extract with a schema but no row here, as a folder named with `--schemas` may have, is read and checked like any other, and feeds
//! nothing. The repository's own folder has none: a test holds it to this list.

use std::collections::BTreeSet;

use super::classification::Reden;
use super::code::codes;
use super::profile::Axis;

codes! {
    /// An extract that feeds the classification, a parcel or a protection. The word is its schema's name.
    Extract {
        /// persons
        Brp = "brp",
        /// links a person's two numbers
        Koppeling = "koppeling",
        /// enrolments
        Inschrijving = "duo_inschrijving",
        /// statements about a startkwalificatie, with the highest diploma
        Startkwalificatie = "duo_startkwalificatie",
        /// exemptions
        Vrijstelling = "vrijstelling",
        /// absence records
        Verzuim = "verzuim",
        /// income
        Inkomen = "inkomen",
        /// the Jongeren in Beeld list
        JibLijst = "jib_lijst",
        /// the Inlichtingenbureau's monthly report on dropouts
        IbVsv = "ib_vsv",
        /// objections, protections and court orders
        Uitsluiting = "uitsluiting",
        /// dossiers of leerplicht and Doorstroompunt
        Dossier = "dossier",
        /// contact details
        Contactgegevens = "contactgegevens",
        /// consents
        Toestemming = "toestemming",
        /// handovers to mbo, the school's own data
        Overstap = "overstap",
        /// the results that belong to handovers
        Leerresultaat = "leerresultaat",
    }
}

/// Reasons that make a conclusion from an extract unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// There is no delivery.
    pub absent: Reden,
    /// The delivery is too old.
    pub stale: Reden,
    /// The delivery holds changes only.
    pub delta: Reden,
}

/// What the program does with one extract.
struct ExtractRow {
    /// The axes that depend on who is in the extract and who is not. None for the BRP: a person who is not in it is not
    /// classified.
    decides: &'static [Axis],
    /// The reasons that make a conclusion from it unknown.
    unknown: Unknown,
    /// The run stops without it.
    is_required: bool,
    /// A delivery that is too old counts as none.
    must_be_fresh: bool,
}

/// An optional extract that decides nothing.
const OTHER: ExtractRow = ExtractRow {
    decides: &[],
    unknown: unknown(Reden::LeveringOntbreekt, Reden::LeveringVerouderd),
    is_required: false,
    must_be_fresh: false,
};

/// For an extract whose delivery of changes only says no more than an old delivery.
const fn unknown(absent: Reden, stale: Reden) -> Unknown {
    Unknown { absent, stale, delta: stale }
}

impl Extract {
    /// The extract with this name.
    pub fn from_word(word: &str) -> Option<Extract> {
        Extract::ALL.iter().copied().find(|extract| extract.word() == word)
    }

    /// Whether each of them is in a set of names, which may have others as well.
    pub fn are_all_in(names: &BTreeSet<String>) -> bool {
        Extract::ALL.iter().all(|extract| names.contains(extract.word()))
    }

    const fn row(self) -> ExtractRow {
        use Axis::{
            Doelgroep, DossierDoorstroompunt, DossierGeenContact, DossierPw7a, DossierPw7aNaOverleg,
            EconomischZelfstandig, Ingeschreven, InkomenBekend, Jib, OverlegSchool, Plicht, PlichtNaTeGaan,
            Startkwalificatie, Verzuim,
        };
        match self {
            Extract::Brp => ExtractRow { is_required: true, must_be_fresh: true, ..OTHER },
            Extract::Inschrijving => ExtractRow {
                decides: &[Ingeschreven, Plicht, PlichtNaTeGaan, Verzuim, Doelgroep, OverlegSchool, Jib],
                unknown: Unknown {
                    absent: Reden::InschrijvingOntbreekt,
                    stale: Reden::InschrijvingVerouderd,
                    delta: Reden::InschrijvingAlleenWijzigingen,
                },
                ..OTHER
            },
            Extract::Startkwalificatie => ExtractRow {
                decides: &[Startkwalificatie, Plicht, PlichtNaTeGaan, Verzuim, Doelgroep, OverlegSchool, Jib],
                unknown: unknown(Reden::StartkwalificatieOntbreekt, Reden::StartkwalificatieVerouderd),
                ..OTHER
            },
            Extract::Vrijstelling => ExtractRow {
                decides: &[Plicht, PlichtNaTeGaan, Verzuim, Doelgroep, OverlegSchool],
                unknown: unknown(Reden::VrijstellingOntbreekt, Reden::VrijstellingVerouderd),
                ..OTHER
            },
            Extract::Verzuim => ExtractRow {
                decides: &[Verzuim, PlichtNaTeGaan, Doelgroep, OverlegSchool],
                unknown: unknown(Reden::VerzuimOntbreekt, Reden::VerzuimVerouderd),
                ..OTHER
            },
            Extract::Inkomen => ExtractRow {
                decides: &[EconomischZelfstandig, InkomenBekend, Doelgroep, OverlegSchool, Jib],
                unknown: unknown(Reden::InkomenOntbreekt, Reden::InkomenVerouderd),
                ..OTHER
            },
            Extract::JibLijst => ExtractRow {
                decides: &[Jib],
                unknown: unknown(Reden::JibOntbreekt, Reden::JibVerouderd),
                ..OTHER
            },
            Extract::Dossier => ExtractRow {
                decides: &[
                    Plicht,
                    PlichtNaTeGaan,
                    Verzuim,
                    Doelgroep,
                    OverlegSchool,
                    DossierGeenContact,
                    DossierPw7a,
                    DossierPw7aNaOverleg,
                    DossierDoorstroompunt,
                ],
                ..OTHER
            },
            Extract::Uitsluiting => ExtractRow { must_be_fresh: true, ..OTHER },
            Extract::Koppeling
            | Extract::IbVsv
            | Extract::Contactgegevens
            | Extract::Toestemming
            | Extract::Overstap
            | Extract::Leerresultaat => OTHER,
        }
    }

    /// The extracts that decide an axis, besides the BRP.
    pub fn deciding(axis: Axis) -> impl Iterator<Item = Extract> {
        Extract::ALL.iter().copied().filter(move |extract| extract.row().decides.contains(&axis))
    }

    /// The reasons that make a conclusion from it unknown.
    pub fn unknown(self) -> Unknown {
        self.row().unknown
    }

    /// Whether some value is unknown without it. Otherwise nothing follows from its absence.
    pub fn makes_unknown(self) -> bool {
        self.is_required() || self.must_be_fresh() || self.unknown() != OTHER.unknown
    }

    /// Whether the run stops without it.
    pub fn is_required(self) -> bool {
        self.row().is_required
    }

    /// Whether every municipality has rows of it.
    pub fn always_has_rows(self) -> bool {
        matches!(self, Extract::Brp | Extract::Inschrijving | Extract::Startkwalificatie)
    }

    /// Whether a delivery that is too old counts as none.
    pub fn must_be_fresh(self) -> bool {
        self.row().must_be_fresh
    }
}

impl AsRef<str> for Extract {
    fn as_ref(&self) -> &str {
        self.word()
    }
}

/// A column whose codes have a meaning in law.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeColumn {
    /// The extract it is in.
    pub extract: Extract,
    /// Its name in the schema.
    pub name: &'static str,
}

impl CodeColumn {
    /// The sector of an enrolment.
    pub const SECTOR: CodeColumn = CodeColumn { extract: Extract::Inschrijving, name: "onderwijssector" };
    /// The level of an enrolment.
    pub const NIVEAU: CodeColumn = CodeColumn { extract: Extract::Inschrijving, name: "niveau" };
    /// The exit profile of an enrolment in special education.
    pub const UITSTROOMPROFIEL: CodeColumn =
        CodeColumn { extract: Extract::Inschrijving, name: "uitstroomprofiel" };
    /// The highest diploma.
    pub const HOOGSTE_DIPLOMA: CodeColumn =
        CodeColumn { extract: Extract::Startkwalificatie, name: "hoogste_diploma" };
    /// The Inlichtingenbureau's priority.
    pub const PRIORITEIT: CodeColumn = CodeColumn { extract: Extract::IbVsv, name: "prioriteit" };
    /// The kind of absence.
    pub const SOORT_VERZUIM: CodeColumn = CodeColumn { extract: Extract::Verzuim, name: "soort_verzuim" };
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As many names as there are extracts, of which one is of a schema folder of one's own: an extract that an earlier run read would
    /// count as never read, and whoever is no longer in it as somebody to recall.
    #[test]
    fn another_name_does_not_stand_for_an_extract() {
        let mut names: BTreeSet<String> = Extract::ALL.iter().map(|own| own.word().to_owned()).collect();
        assert!(Extract::are_all_in(&names));
        names.remove(Extract::Koppeling.word());
        names.insert("stage".to_owned());
        assert!(!Extract::are_all_in(&names));
    }
}
