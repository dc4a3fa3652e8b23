//! The terms of a day, gathered from the law files in force: each must be set exactly once.

use super::fault::PolicyFault;
use super::file::{ArticleParameters, LawFile};
use crate::model::code::CodeSet;
use crate::model::day::Day;
use crate::model::terms::{Codes, Terms, Zomerovergang};
use crate::schemas::extracts::Schemas;

/// Collects the terms from the files in force: each must be set exactly once.
pub(super) struct TermsBuilder<'a> {
    pub day: Day,
    pub date: Day,
    pub files: &'a [&'a (String, LawFile)],
    pub schemas: &'a Schemas,
}

impl TermsBuilder<'_> {
    fn one<T: Clone>(
        &self,
        name: &str,
        get: impl Fn(&ArticleParameters) -> &Option<T>,
    ) -> Result<T, PolicyFault> {
        let mut found = self
            .files
            .iter()
            .flat_map(|(path, file)| file.articles.iter().map(move |article| (path, article)))
            .filter_map(|(path, article)| get(&article.parameters).clone().map(|value| (path, value)));
        let Some((path, value)) = found.next() else {
            let reason = format!("geen artikel zet de term `{name}`");
            return Err(PolicyFault::NothingInForce { day: self.day, reason });
        };
        if found.next().is_some() {
            let message = format!("de term `{name}` wordt meer dan eens gezet");
            return Err(PolicyFault::Invalid { path: path.clone(), message });
        }
        Ok(value)
    }

    fn code(&self, extract: &str, column: &str, code: &str) -> Result<u8, PolicyFault> {
        let index = self.schemas.extract(extract).and_then(|schema| schema.code_index(column, code));
        index.ok_or_else(|| PolicyFault::Invalid {
            path: format!("extracts/{extract}.json"),
            message: format!("de wet noemt `{code}`, maar kolom `{column}` kent die code niet"),
        })
    }

    fn set(&self, extract: &str, column: &str, codes: &[String]) -> Result<CodeSet, PolicyFault> {
        let indices: Vec<u8> =
            codes.iter().map(|code| self.code(extract, column, code)).collect::<Result<_, _>>()?;
        Ok(CodeSet::of(indices))
    }

    fn diplomas(&self, codes: &[String]) -> Result<CodeSet, PolicyFault> {
        self.set("duo_startkwalificatie", "hoogste_diploma", codes)
    }

    fn absences(&self, codes: &[String]) -> Result<CodeSet, PolicyFault> {
        self.set("verzuim", "soort_verzuim", codes)
    }

    /// The terms.
    pub fn build(&self) -> Result<Terms, PolicyFault> {
        let twijfel = self.one("kwalificatieplicht_twijfel", |p| &p.kwalificatieplicht_twijfel)?;
        let zomer = self.one("zomerovergang", |p| &p.zomerovergang)?;
        let overleg = self.one("overleg_school_termijn_jaren", |p| &p.overleg_school_termijn_jaren)?;
        let profielen = self.one("kwalificatieplicht_uitzondering_uitstroomprofielen", |p| {
            &p.kwalificatieplicht_uitzondering_uitstroomprofielen
        })?;
        Ok(Terms {
            regelset: self.date,
            leerplicht_begin_leeftijd: self
                .one("leerplicht_begin_leeftijd", |p| &p.leerplicht_begin_leeftijd)?,
            leerplicht_eind_leeftijd: self
                .one("leerplicht_eind_leeftijd", |p| &p.leerplicht_eind_leeftijd)?,
            schooljaar_einde: self.one("schooljaar_einde", |p| &p.schooljaar_einde)?,
            kwalificatieplicht_eind_leeftijd: self
                .one("kwalificatieplicht_eind_leeftijd", |p| &p.kwalificatieplicht_eind_leeftijd)?,
            kwalificatieplicht_uitzondering_diplomas: self.diplomas(
                &self.one("kwalificatieplicht_uitzondering_diplomas", |p| {
                    &p.kwalificatieplicht_uitzondering_diplomas
                })?,
            )?,
            kwalificatieplicht_uitzondering_uitstroomprofielen: self.set(
                "duo_inschrijving",
                "uitstroomprofiel",
                &profielen,
            )?,
            twijfel_diplomas: self.diplomas(&[twijfel.diploma])?,
            twijfel_niveaus: self.set("duo_inschrijving", "niveau", &[twijfel.niveau])?,
            diplomas_zonder_startkwalificatie: self.diplomas(
                &self.one("diplomas_zonder_startkwalificatie", |p| &p.diplomas_zonder_startkwalificatie)?,
            )?,
            relatief_verzuim_soorten: self
                .absences(&self.one("relatief_verzuim_soorten", |p| &p.relatief_verzuim_soorten)?)?,
            relatief_verzuim_soorten_vanaf_uren: self
                .absences(&self.one("relatief_verzuim_soorten_vanaf_uren", |p| {
                    &p.relatief_verzuim_soorten_vanaf_uren
                })?)?,
            relatief_verzuim_uren: self.one("relatief_verzuim_uren", |p| &p.relatief_verzuim_uren)?,
            absoluut_verzuim_soorten: self
                .absences(&self.one("absoluut_verzuim_soorten", |p| &p.absoluut_verzuim_soorten)?)?,
            langdurig_verzuim_soorten: self
                .absences(&self.one("langdurig_verzuim_soorten", |p| &p.langdurig_verzuim_soorten)?)?,
            langdurig_verzuim_dagen: self.one("langdurig_verzuim_dagen", |p| &p.langdurig_verzuim_dagen)?,
            doelgroep_leeftijd_tot: self.one("doelgroep_leeftijd_tot", |p| &p.doelgroep_leeftijd_tot)?,
            doelgroep_uitzondering_diplomas_met_werk: self.diplomas(
                &self.one("doelgroep_uitzondering_diplomas_met_werk", |p| {
                    &p.doelgroep_uitzondering_diplomas_met_werk
                })?,
            )?,
            overleg_school_termijn_jaren: overleg
                .into_iter()
                .map(|(diploma, years)| Ok((self.diplomas(&[diploma])?, years)))
                .collect::<Result<_, PolicyFault>>()?,
            jib_leeftijd_van: self.one("jib_leeftijd_van", |p| &p.jib_leeftijd_van)?,
            jib_leeftijd_tot: self.one("jib_leeftijd_tot", |p| &p.jib_leeftijd_tot)?,
            bevraging_leeftijd_vanaf: self
                .one("bevraging_leeftijd_vanaf", |p| &p.bevraging_leeftijd_vanaf)?,
            toestemming_leeftijd_vanaf: self
                .one("toestemming_leeftijd_vanaf", |p| &p.toestemming_leeftijd_vanaf)?,
            zomerovergang: Zomerovergang {
                uitschrijving_van: zomer.uitschrijving_van,
                uitschrijving_tot: zomer.uitschrijving_tot,
                tot: zomer.tot,
            },
            codes: Codes {
                geen_diploma: self.code("duo_startkwalificatie", "hoogste_diploma", "GEEN")?,
                sector_niet_bekostigd: self.code("duo_inschrijving", "onderwijssector", "NIETBEK")?,
                sector_vso: self.code("duo_inschrijving", "onderwijssector", "VSO")?,
            },
        })
    }
}
