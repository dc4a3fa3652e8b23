//! Turns checked cells into typed rows: one function per extract that feeds a fact. Here each fact is read from a source column by
//! its name. Other code names source columns for what is no typed row: the text that fills a parcel, names that are compared for a
//! finding, what an explanation shows, the words of codes, and the queries of `relation/`.

use crate::intake::check::cell::Cell;
use crate::intake::check::row::{Cells, Context};
use crate::intake::read::records::Record;
use crate::model::birth::PartialDate;
use crate::model::code::NO_CODE;
use crate::model::day::Day;
use crate::model::facts::{
    Brin, Contactrij, Decimal, Dossier, Dossierstatus, IbPrioriteit, Inkomenscategorie, Inkomensrij,
    Inschrijving, JibVermelding, Koppeling, Leerresultaat, Maand, OfPerson, Overstap, PartySet, Registratie,
    Startkwalificatierij, Toestemming, Uitsluiting, Verklaring, Vermelding, Verzuimmelding, Vorm,
    Vrijstelling,
};
use crate::model::labels::Labels;
use crate::model::number::Persoonsnummer;
use crate::schemas::schema::Schema;

/// A person's row in the BRP extract. Names and address stay in the file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct BrpRow {
    /// The bsn.
    pub persoon: Persoonsnummer,
    /// Date of birth.
    pub geboortedatum: PartialDate,
    /// Suspension, death, municipality.
    pub registratie: Registratie,
    /// Whether the address is secret. An empty indication counts as secret.
    pub geheim: bool,
}

impl OfPerson for BrpRow {
    fn persoon(&self) -> Persoonsnummer {
        self.persoon
    }
}

impl std::fmt::Debug for BrpRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BrpRow(…)")
    }
}

/// Types an accepted row of an extract.
pub trait TypesRow<R>: Fn(&Context<'_>, &Cells, Record<'_>) -> Option<R> + Send + Sync {}
impl<R, F: Fn(&Context<'_>, &Cells, Record<'_>) -> Option<R> + Send + Sync> TypesRow<R> for F {}

/// Looks up columns of a row by name. The positions are found once per extract.
struct Columns<'a> {
    schema: &'a Schema,
}

impl Columns<'_> {
    fn at(&self, name: &str) -> usize {
        self.schema.column(name).unwrap_or(usize::MAX)
    }
}

fn get(cells: &Cells, column: usize) -> Cell {
    cells.get(column).copied().unwrap_or(Cell::Empty)
}

/// Makes the function that types a row of `brp`.
pub fn brp(schema: &Schema) -> impl TypesRow<BrpRow> + use<> {
    let columns = Columns { schema };
    let [bsn, geboren, gemeente, geheim, reden, datum, overlijden] = [
        "bsn",
        "geboortedatum",
        "gemeente_inschrijving",
        "indicatie_geheim",
        "opschorting_reden",
        "opschorting_datum",
        "datum_overlijden",
    ]
    .map(|name| columns.at(name));
    let letters: Vec<Option<u8>> = schema
        .columns
        .get(reden)
        .map(|column| column.codes.iter().map(|code| code.bytes().next()).collect())
        .unwrap_or_default();
    let not_secret = schema.code_index("indicatie_geheim", "0");
    move |_, cells, _| {
        let letter = letters.get(usize::from(get(cells, reden).code())).copied().flatten();
        Some(BrpRow {
            persoon: get(cells, bsn).number()?,
            geboortedatum: get(cells, geboren).partial()?,
            registratie: Registratie {
                opschorting_reden: letter,
                opschorting_datum: get(cells, datum).partial(),
                datum_overlijden: get(cells, overlijden).partial(),
                gemeente: match get(cells, gemeente) {
                    Cell::Municipality(code) => Some(code),
                    _ => None,
                },
            },
            geheim: Some(get(cells, geheim).code()) != not_secret,
        })
    }
}

/// Makes the function that types a row of `duo_inschrijving`.
pub fn inschrijving(schema: &Schema) -> impl TypesRow<Inschrijving> + use<> {
    let columns = Columns { schema };
    let [nummer, brin, sector, niveau, profiel, begin, eind] = [
        "persoonsnummer",
        "brin",
        "onderwijssector",
        "niveau",
        "uitstroomprofiel",
        "datum_inschrijving",
        "datum_uitschrijving",
    ]
    .map(|name| columns.at(name));
    move |context, cells, record| {
        Some(Inschrijving {
            persoon: get(cells, nummer).number()?,
            brin: Brin::from_bytes(context.cell(record, brin)),
            sector: get(cells, sector).code(),
            niveau: get(cells, niveau).code(),
            uitstroomprofiel: get(cells, profiel).code(),
            begin: get(cells, begin).day().known()?,
            eind: get(cells, eind).end(),
        })
    }
}

/// Makes the function that types a row of `duo_startkwalificatie`.
pub fn startkwalificatie(schema: &Schema) -> impl TypesRow<Startkwalificatierij> + use<> {
    let columns = Columns { schema };
    let [nummer, verklaard, behaald, diploma, datum, brin] = [
        "persoonsnummer",
        "startkwalificatie",
        "datum_behaald",
        "hoogste_diploma",
        "datum_diploma",
        "brin_diploma",
    ]
    .map(|name| columns.at(name));
    let ja = schema.code_index("startkwalificatie", "J");
    move |context, cells, record| {
        Some(Startkwalificatierij {
            persoon: get(cells, nummer).number()?,
            verklaard: Some(get(cells, verklaard).code()) == ja,
            behaald: get(cells, behaald).day(),
            hoogste_diploma: get(cells, diploma).code(),
            datum_diploma: get(cells, datum).day(),
            brin_diploma: Brin::from_bytes(context.cell(record, brin)),
        })
    }
}

/// Makes the function that types a row of `vrijstelling`.
pub fn vrijstelling(schema: &Schema) -> impl TypesRow<Vrijstelling> + use<> {
    let columns = Columns { schema };
    let [nummer, soort, begin, eind] =
        ["persoonsnummer", "soort", "begindatum", "einddatum"].map(|name| columns.at(name));
    let vrijgesteld = schema.code_index("soort", "VRIJGESTELD");
    move |_, cells, _| {
        Some(Vrijstelling {
            persoon: get(cells, nummer).number()?,
            vrijgesteld: Some(get(cells, soort).code()) == vrijgesteld,
            begin: get(cells, begin).day().known()?,
            eind: get(cells, eind).end(),
        })
    }
}

/// Makes the function that types a row of `verzuim`.
pub fn verzuim(schema: &Schema) -> impl TypesRow<Verzuimmelding> + use<> {
    let columns = Columns { schema };
    let [nummer, brin, begin, eind, soort, uren, status] =
        ["persoonsnummer", "brin", "begindatum", "einddatum", "soort_verzuim", "uren", "status"]
            .map(|name| columns.at(name));
    let afgesloten = schema.code_index("status", "AFGESLOTEN");
    move |context, cells, record| {
        Some(Verzuimmelding {
            persoon: get(cells, nummer).number()?,
            brin: Brin::from_bytes(context.cell(record, brin)),
            soort: get(cells, soort).code(),
            status: get(cells, status).code(),
            afgesloten: Some(get(cells, status).code()) == afgesloten,
            begin: get(cells, begin).day().known()?,
            eind: get(cells, eind).end(),
            uren: match get(cells, uren) {
                Cell::Decimal(uren) => uren,
                _ => Decimal::default(),
            },
        })
    }
}

/// Makes the function that types a row of `inkomen`.
pub fn inkomen(schema: &Schema) -> impl TypesRow<Inkomensrij> + use<> {
    let columns = Columns { schema };
    let [bsn, periode, categorie, bedrag] =
        ["bsn", "periode", "categorie", "bedrag_cent"].map(|name| columns.at(name));
    let categories = by_code(schema, categorie, Inkomenscategorie::ALL, Inkomenscategorie::word);
    move |_, cells, _| {
        let (Cell::Month(periode), Cell::Integer(bedrag_cent)) = (get(cells, periode), get(cells, bedrag))
        else {
            return None;
        };
        Some(Inkomensrij {
            persoon: get(cells, bsn).number()?,
            periode,
            categorie: categories.get(usize::from(get(cells, categorie).code())).copied().flatten()?,
            bedrag_cent: bedrag_cent.into(),
        })
    }
}

/// Makes the function that types a row of `jib_lijst`.
pub fn jib_lijst(schema: &Schema) -> impl TypesRow<JibVermelding> + use<> {
    let columns = Columns { schema };
    let [bsn, maand] = ["bsn", "rapportmaand"].map(|name| columns.at(name));
    move |_, cells, _| {
        let Cell::Month(rapportmaand) = get(cells, maand) else { return None };
        Some(JibVermelding { persoon: get(cells, bsn).number()?, rapportmaand })
    }
}

/// Makes the function that types a row of `ib_vsv`.
pub fn ib_vsv(schema: &Schema) -> impl TypesRow<IbPrioriteit> + use<> {
    let columns = Columns { schema };
    let [bsn, maand, prioriteit] = ["bsn", "rapportmaand", "prioriteit"].map(|name| columns.at(name));
    move |_, cells, _| {
        let Cell::Month(rapportmaand) = get(cells, maand) else { return None };
        Some(IbPrioriteit {
            persoon: get(cells, bsn).number()?,
            rapportmaand,
            prioriteit: get(cells, prioriteit).code(),
        })
    }
}

/// Makes the function that types a row of `uitsluiting`. `position` gives a party's place in the loaded list. A party unknown to
/// the policy counts as all parties. An objection does not reach the parties in `by_duty`, which act on a legal duty.
pub fn uitsluiting<P: Fn(&str) -> Option<u8>>(
    schema: &Schema,
    position: P,
    by_duty: PartySet,
) -> impl TypesRow<Uitsluiting> + use<P> {
    let columns = Columns { schema };
    let [nummer, partij, van, tot, grond] =
        ["persoonsnummer", "partij", "geldig_van", "geldig_tot", "grond"].map(|name| columns.at(name));
    let bezwaar = schema.code_index("grond", "BEZWAAR");
    let sets: Vec<PartySet> = schema
        .columns
        .get(partij)
        .map(|column| {
            column.codes.iter().map(|code| position(code).map_or(PartySet::ALL, PartySet::only)).collect()
        })
        .unwrap_or_default();
    move |_, cells, _| {
        let code = get(cells, partij).code();
        let partijen = if code == NO_CODE { None } else { sets.get(usize::from(code)).copied() };
        let named = partijen.unwrap_or(PartySet::ALL);
        let objects = bezwaar.is_some() && Some(get(cells, grond).code()) == bezwaar;
        Some(Uitsluiting {
            persoon: get(cells, nummer).number()?,
            partijen: if objects { named.without(by_duty) } else { named },
            van: get(cells, van).day().known()?,
            tot: get(cells, tot).end(),
        })
    }
}

/// Makes the function that types a row of `koppeling`.
pub fn koppeling(schema: &Schema) -> impl TypesRow<Koppeling> + use<> {
    let columns = Columns { schema };
    let [bsn, onderwijsnummer] = ["bsn", "onderwijsnummer"].map(|name| columns.at(name));
    move |_, cells, _| {
        let (persoon, onderwijsnummer) = (get(cells, bsn).number()?, get(cells, onderwijsnummer).number()?);
        Some(Koppeling { persoon, onderwijsnummer })
    }
}

/// The values of a closed list, in the order of a column's codes.
fn by_code<T: Copy>(
    schema: &Schema,
    column: usize,
    all: &[T],
    word: impl Fn(T) -> &'static str,
) -> Vec<Option<T>> {
    let known = |code: &String| all.iter().copied().find(|value| word(*value) == code);
    schema.columns.get(column).map(|column| column.codes.iter().map(known).collect()).unwrap_or_default()
}

/// Makes the function that types a row of `dossier`.
pub fn dossier(schema: &Schema) -> impl TypesRow<Dossier> + use<> {
    let columns = Columns { schema };
    let [nummer, team, status, pad, begin, eind, overleg, afwijking, verklaring, verklaring_op] = [
        "persoonsnummer",
        "team",
        "status",
        "pad",
        "datum_start",
        "datum_einde",
        "overleg_gevoerd_op",
        "afwijking_overleg_op",
        "verklaring",
        "verklaring_op",
    ]
    .map(|name| columns.at(name));
    let doorstroompunt = schema.code_index("team", "DOORSTROOMPUNT");
    let pw7a = schema.code_index("pad", "PW7A");
    let statuses = by_code(schema, status, Dossierstatus::ALL, Dossierstatus::word);
    let answers = by_code(schema, verklaring, Verklaring::ALL, Verklaring::word);
    move |_, cells, _| {
        Some(Dossier {
            persoon: get(cells, nummer).number()?,
            van_doorstroompunt: Some(get(cells, team).code()) == doorstroompunt,
            status: statuses.get(usize::from(get(cells, status).code())).copied().flatten()?,
            pad_pw7a: pw7a.is_some() && Some(get(cells, pad).code()) == pw7a,
            begin: get(cells, begin).day().known()?,
            eind: get(cells, eind).end(),
            overleg_gevoerd_op: get(cells, overleg).day(),
            afwijking_overleg_op: get(cells, afwijking).day(),
            verklaring: answers.get(usize::from(get(cells, verklaring).code())).copied().flatten(),
            verklaring_op: get(cells, verklaring_op).day(),
        })
    }
}

/// Makes the function that types a row of `contactgegevens`.
pub fn contactgegevens(schema: &Schema, labels: Labels) -> impl TypesRow<Contactrij> + use<> {
    let columns = Columns { schema };
    let [nummer, datum, afdeling, doel] =
        ["persoonsnummer", "datum", "afdeling", "doel"].map(|name| columns.at(name));
    move |context, cells, record| {
        Some(Contactrij {
            persoon: get(cells, nummer).number()?,
            datum: get(cells, datum).day().known()?,
            afdeling: labels.label(context.cell(record, afdeling))?,
            doel: labels.label(context.cell(record, doel))?,
        })
    }
}

/// Makes the function that types a row of `toestemming`.
pub fn toestemming(schema: &Schema, labels: Labels) -> impl TypesRow<Toestemming> + use<> {
    let columns = Columns { schema };
    let [nummer, ontvanger, doel, velden, verkregen, vorm, bevestigd, door, tot, ingetrokken] = [
        "persoonsnummer",
        "ontvanger",
        "doel",
        "velden",
        "verkregen_op",
        "vorm",
        "bevestigd_op",
        "gegeven_door",
        "geldig_tot",
        "ingetrokken_op",
    ]
    .map(|name| columns.at(name));
    let vormen = by_code(schema, vorm, Vorm::ALL, Vorm::word);
    let betrokkene = schema.code_index("gegeven_door", "BETROKKENE");
    move |context, cells, record| {
        let label = |column| labels.label(context.cell(record, column));
        Some(Toestemming {
            persoon: get(cells, nummer).number()?,
            ontvanger: label(ontvanger)?,
            doel: label(doel)?,
            velden: label(velden)?,
            verkregen_op: get(cells, verkregen).day().known()?,
            vorm: vormen.get(usize::from(get(cells, vorm).code())).copied().flatten()?,
            bevestigd_op: get(cells, bevestigd).day(),
            door_betrokkene: Some(get(cells, door).code()) == betrokkene,
            geldig_tot: get(cells, tot).end(),
            ingetrokken_op: get(cells, ingetrokken).day(),
        })
    }
}

/// Makes the function that types a row of `overstap`.
pub fn overstap(schema: &Schema) -> impl TypesRow<Overstap> + use<> {
    let columns = Columns { schema };
    let [nummer, latend, ontvangend] =
        ["persoonsnummer", "brin_latend", "brin_ontvangend"].map(|name| columns.at(name));
    move |context, cells, record| {
        Some(Overstap {
            persoon: get(cells, nummer).number()?,
            latend: Brin::from_bytes(context.cell(record, latend)),
            ontvangend: Brin::from_bytes(context.cell(record, ontvangend)),
        })
    }
}

/// Makes the function that types a row of `leerresultaat`.
pub fn leerresultaat(schema: &Schema, labels: Labels) -> impl TypesRow<Leerresultaat> + use<> {
    let columns = Columns { schema };
    let [nummer, brin, schooljaar] = ["persoonsnummer", "brin", "schooljaar"].map(|name| columns.at(name));
    move |context, cells, record| {
        Some(Leerresultaat {
            persoon: get(cells, nummer).number()?,
            brin: Brin::from_bytes(context.cell(record, brin)),
            schooljaar: labels.label(context.cell(record, schooljaar))?,
        })
    }
}

/// Makes the function that keeps only the person's number, for an extract that feeds nothing.
pub fn vermelding(schema: &Schema) -> impl TypesRow<Vermelding> + use<> {
    let person = schema.person.unwrap_or(usize::MAX);
    move |_, cells, _| Some(Vermelding { persoon: get(cells, person).number()? })
}

/// The latest period of the income rows that is not after the peildatum's month.
pub fn latest_period(rows: &[Inkomensrij], peildatum: Day) -> Option<Maand> {
    let this_month = Maand::of(peildatum);
    rows.iter().map(|row| row.periode).filter(|periode| *periode <= this_month).max()
}

/// The month of the latest report on dropouts that is not after the peildatum's month.
pub fn latest_priorities(rows: &[IbPrioriteit], peildatum: Day) -> Option<Maand> {
    let this_month = Maand::of(peildatum);
    rows.iter().map(|row| row.rapportmaand).filter(|month| *month <= this_month).max()
}

/// The month of the latest list.
pub fn latest_report(rows: &[JibVermelding]) -> Option<Maand> {
    rows.iter().map(|row| row.rapportmaand).max()
}
