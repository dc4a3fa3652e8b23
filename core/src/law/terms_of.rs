//! The terms of a day, collected from the law files in force. Each term must be set exactly once.

use super::fault::PolicyFault;
use super::file::{ArticleParameters, LawFile};
use crate::model::code::CodeSet;
use crate::model::day::Day;
use crate::model::extract::CodeColumn;
use crate::model::terms::{Codes, Terms, Vertrek, Zomerovergang};
use crate::schemas::extracts::Schemas;

/// Collects the terms from the files in force.
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

    fn code(&self, column: CodeColumn, code: &str) -> Result<u8, PolicyFault> {
        self.schemas.code(column, code).ok_or_else(|| PolicyFault::Invalid {
            path: format!("extracts/{}.json", column.extract),
            message: format!("de wet noemt `{code}`, maar kolom `{}` kent die code niet", column.name),
        })
    }

    fn set(&self, column: CodeColumn, codes: &[String]) -> Result<CodeSet, PolicyFault> {
        let indices: Vec<u8> = codes.iter().map(|code| self.code(column, code)).collect::<Result<_, _>>()?;
        Ok(CodeSet::of(indices))
    }

    fn diplomas(&self, codes: &[String]) -> Result<CodeSet, PolicyFault> {
        self.set(CodeColumn::HOOGSTE_DIPLOMA, codes)
    }

    fn absences(&self, codes: &[String]) -> Result<CodeSet, PolicyFault> {
        self.set(CodeColumn::SOORT_VERZUIM, codes)
    }

    /// The terms.
    ///
    /// # Errors
    /// A term that no file in force sets, or that two set, or a code that its column does not have.
    pub fn build(&self) -> Result<Terms, PolicyFault> {
        let verklaring =
            self.one("kwalificatieplicht_verklaring_niveaus", |p| &p.kwalificatieplicht_verklaring_niveaus)?;
        let vertrek = self.one("overleg_school_na_vertrek", |p| &p.overleg_school_na_vertrek)?;
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
            kwalificatieplicht_uitzondering_uitstroomprofielen: self
                .set(CodeColumn::UITSTROOMPROFIEL, &profielen)?,
            verklaring_niveaus: self.set(CodeColumn::NIVEAU, &verklaring)?,
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
            overleg_school_na_vertrek: vertrek
                .into_iter()
                .map(|row| {
                    Ok(Vertrek {
                        niveaus: self.set(CodeColumn::NIVEAU, &row.niveaus)?,
                        uitstroomprofielen: self
                            .set(CodeColumn::UITSTROOMPROFIEL, &row.uitstroomprofielen)?,
                        jaren: row.jaren,
                    })
                })
                .collect::<Result<_, PolicyFault>>()?,
            jib_leeftijd_van: self.one("jib_leeftijd_van", |p| &p.jib_leeftijd_van)?,
            jib_leeftijd_tot: self.one("jib_leeftijd_tot", |p| &p.jib_leeftijd_tot)?,
            bevraging_leeftijd_vanaf: self
                .one("bevraging_leeftijd_vanaf", |p| &p.bevraging_leeftijd_vanaf)?,
            toestemming_leeftijd_vanaf: self
                .one("toestemming_leeftijd_vanaf", |p| &p.toestemming_leeftijd_vanaf)?,
            toestemming_schriftelijk_velden: self
                .one("toestemming_schriftelijk_velden", |p| &p.toestemming_schriftelijk_velden)?,
            zomerovergang: Zomerovergang {
                uitschrijving_van: zomer.uitschrijving_van,
                uitschrijving_tot: zomer.uitschrijving_tot,
                tot: zomer.tot,
            },
            codes: Codes {
                geen_diploma: self.code(CodeColumn::HOOGSTE_DIPLOMA, "GEEN")?,
                sector_niet_bekostigd: self.code(CodeColumn::SECTOR, "NIETBEK")?,
                sector_vso: self.code(CodeColumn::SECTOR, "VSO")?,
            },
        })
    }
}
