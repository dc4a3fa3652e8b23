//! Findings: what is wrong with a delivery, where, and how serious it is. A finding never holds a value.

use super::code::codes;
use super::day::Day;

codes! {
    /// How serious a finding is.
    Ernst {
        /// The whole extract is refused; nothing is released.
        Blokkerend = "BLOKKEREND",
        /// The row is set aside for repair at the source.
        Quarantaine = "QUARANTAINE",
        /// The row is used, but someone should look at it.
        Waarschuwing = "WAARSCHUWING",
        /// For information only.
        Info = "INFO",
    }
}

codes! {
    /// Everything that can be found. The word is the stable code; severity, meaning and advice are in
    /// `schemas/vocabulary/bevindingen.toml`.
    Code {
        /// sha256 differs from the configuration
        Sha256Wijkt = "R-LEV-001",
        /// number of rows differs from the configuration
        AantalRegelsWijkt = "R-LEV-002",
        /// delivery too old, or dated after the peildatum
        Verouderd = "R-LEV-003",
        /// the file cannot be read as text
        Onleesbaar = "R-LEV-004",
        /// no header
        KopregelOntbreekt = "R-LEV-005",
        /// an essential column is not in the header
        KolomOntbreekt = "R-LEV-006",
        /// a column appears twice in the header
        KolomDubbel = "R-LEV-007",
        /// a column that is not needed; its values were not read
        OnnodigVeld = "R-LEV-008",
        /// rows with `mutatie` in a delivery announced as SNAPSHOT
        MutatieInSnapshot = "R-LEV-009",
        /// the list is about another municipality
        AndereGemeente = "R-LEV-010",
        /// arrived over an unsecured channel
        OnbeveiligdOntvangen = "R-LEV-011",
        /// a footer was recognised and skipped
        Voetregel = "R-LEV-012",
        /// blank lines were skipped
        LegeRegels = "R-LEV-013",
        /// an extract is not configured
        ExtractOntbreekt = "R-LEV-014",
        /// nobody in the file lives in our municipality or region
        NiemandUitGemeente = "R-LEV-015",
        /// an optional column is not in the header
        OptioneleKolomOntbreekt = "R-LEV-016",
        /// a delivery holds changes only
        AlleenWijzigingen = "R-LEV-017",
        /// the file is larger than the limit
        BestandTeGroot = "R-LEV-018",
        /// a required extract is not configured
        VerplichtOntbreekt = "R-LEV-019",
        /// a delivery that must be fresh is too old
        VerplichtVerouderd = "R-LEV-020",
        /// too few fields
        RijTeKort = "R-RIJ-001",
        /// too many fields
        RijTeLang = "R-RIJ-002",
        /// a quote that is not closed, or in a place where none is allowed
        AanhalingstekenFout = "R-RIJ-003",
        /// not valid UTF-8
        TekenFout = "R-RIJ-004",
        /// longer than a field may be
        VeldTeLang = "R-RIJ-005",
        /// a NUL or another control character
        Stuurteken = "R-RIJ-006",
        /// the header repeated between the rows
        KopregelTussenRijen = "R-RIJ-007",
        /// a required cell is empty
        VerplichtLeeg = "R-VLD-001",
        /// not in the code list
        CodeOnbekend = "R-VLD-002",
        /// not in the form that the column requires
        VormFout = "R-VLD-003",
        /// outside the allowed range of values
        BuitenBereik = "R-VLD-004",
        /// longer than the column allows
        TekstTeLang = "R-VLD-005",
        /// a municipality that is not in the national table
        GemeenteOnbekend = "R-VLD-006",
        /// unusual form, used as it is
        VormOngewoon = "R-VLD-007",
        /// empty secrecy indication, treated as secret
        GeheimLeeg = "R-VLD-008",
        /// a municipality that was abolished before the peildatum
        GemeenteOpgeheven = "R-VLD-009",
        /// an amount with separators, decimals or a currency
        BedragVorm = "R-VLD-010",
        /// a listed code in different capitals
        CodeAndersGeschreven = "R-VLD-011",
        /// yes or no in another supplier's coding
        IndicatorAnders = "R-VLD-012",
        /// an Excel error value
        ExcelFoutwaarde = "R-VLD-013",
        /// accents lost before delivery
        TekstBeschadigd = "R-VLD-014",
        /// three digits: the leading zero of a municipality code was restored
        GemeenteVoorloopnul = "R-VLD-015",
        /// a workbook formula without a computed value
        FormuleZonderWaarde = "R-VLD-016",
        /// true or false in a workbook, where a word belongs
        LogischeWaarde = "R-VLD-017",
        /// a cell of a workbook that refers to what is not there
        CelOnbepaald = "R-VLD-018",
        /// a day or a time in a workbook, in a column where neither belongs
        DatumInTekst = "R-VLD-019",
        /// a word of databases and programs that means "no value"
        NulWoord = "R-VLD-020",
        /// the bsn of somebody in tonight's BRP extract, within a text
        BsnInTekst = "R-VLD-021",
        /// a character without width
        TekenZonderBreedte = "R-VLD-022",
        /// a character that changes the reading direction
        TekenRichting = "R-VLD-023",
        /// a soft hyphen
        TekenZachtStreepje = "R-VLD-024",
        /// a character that is none, or that means something in one program only
        TekenZonderBetekenis = "R-VLD-025",
        /// fails the eleven-test
        ElfproefFout = "R-BSN-001",
        /// eight digits: the leading zero was restored
        VoorloopnulHersteld = "R-BSN-002",
        /// `000000000`
        NummerNul = "R-BSN-003",
        /// not eight or nine digits
        NummerVorm = "R-BSN-004",
        /// an onderwijsnummer where a bsn is required
        OnderwijsnummerInBsn = "R-BSN-005",
        /// a number that Excel wrote as a power of ten
        NummerMacht = "R-BSN-006",
        /// a number with decimals
        NummerDecimalen = "R-BSN-007",
        /// a number with dots, spaces or hyphens
        NummerLeestekens = "R-BSN-008",
        /// seven digits or fewer
        NummerTeKort = "R-BSN-009",
        /// the same digit nine times
        NummerInvulwaarde = "R-BSN-010",
        /// a bsn where an onderwijsnummer is required
        BsnInOnderwijsnummer = "R-BSN-011",
        /// a date that does not exist
        DatumFout = "R-DAT-001",
        /// a date after the peildatum
        DatumNaPeildatum = "R-DAT-002",
        /// an end before its start
        EindeVoorBegin = "R-DAT-003",
        /// a date as Excel's day number
        DatumExcelgetal = "R-DAT-004",
        /// a two-digit year, a month as a word, or a day without its leading zero
        DatumVerkort = "R-DAT-005",
        /// slashes: day and month cannot be told apart
        DatumSchuineStreep = "R-DAT-006",
        /// 1900-01-01 and similar placeholder dates
        DatumInvulwaarde = "R-DAT-007",
        /// the same row again
        HerhalingGelijk = "R-DUB-001",
        /// the same key with different contents
        HerhalingStrijdig = "R-DUB-002",
        /// the number is not in the BRP extract
        NietInBrp = "R-KPL-001",
        /// an onderwijsnummer that no `koppeling` links to a bsn
        OnderwijsnummerLos = "R-KPL-002",
        /// one onderwijsnummer linked to two bsns
        OnderwijsnummerBetwist = "R-KPL-003",
        /// enrolled after death
        OverledenIngeschreven = "R-KPL-004",
        /// a startkwalificatie that the highest diploma contradicts
        StartkwalificatieStrijdig = "R-KPL-005",
        /// on the list and enrolled
        LijstIngeschreven = "R-KPL-006",
        /// on the list with a startkwalificatie
        LijstStartkwalificatie = "R-KPL-007",
        /// an onderwijsnummer of someone who looks like a person with a bsn
        LijktOpIemand = "R-KPL-008",
        /// support needs or a dossier in a handover: dropped, with the reason
        OndersteuningNietInBestand = "R-LEV-021",
        /// not in UTF-8; the encoding was recognised
        CoderingHerkend = "R-LEV-031",
        /// not in the announced encoding
        CoderingWijkt = "R-LEV-032",
        /// a compressed file or workbook that is cut off or damaged
        BestandBeschadigd = "R-LEV-033",
        /// a workbook with several sheets
        MeerdereBladen = "R-LEV-034",
        /// more columns than are read
        TeVeelKolommen = "R-LEV-036",
        /// the header of another extract
        VerkeerdBestand = "R-LEV-037",
        /// rows that continue the row above
        Vervolgregels = "R-LEV-038",
        /// Excel turned element numbers in the header into dates
        KopregelDoorExcel = "R-LEV-039",
        /// the same file in two deliveries
        ZelfdeBestand = "R-LEV-040",
        /// a footer states a different number of rows
        VoetregelTeltAnders = "R-LEV-041",
        /// the last row is cut off
        MogelijkAfgebroken = "R-LEV-042",
        /// A BRP file of many persons, none of whom lives in our municipality or region.
        BestandAndereGemeente = "R-LEV-043",
        /// a header in no schema that looks like a column that the header lacks
        KopnaamLijktOp = "R-LEV-070",
        /// a header that `kolommen` names is not in the file
        KopnaamNietGevonden = "R-LEV-071",
        /// the operating system refused the file
        BestandNietTeOpenen = "R-LEV-072",
        /// headers that are element numbers, without the layout that has such headers
        ProfielNodig = "R-LEV-073",
        /// letters with accents in an encoding that nobody can tell for certain
        CoderingOnzeker = "R-LEV-050",
        /// the path of a file leads outside the folder of deliveries, or over a link
        PadElders = "R-LEV-080",
        /// a column that some parcel shows is not in the header
        GetoondeKolomOntbreekt = "R-LEV-060",
        /// the file of a configured delivery is not there
        BestandOntbreekt = "R-LEV-061",
        /// the same, of an extract without which nothing may be released
        OnmisbaarBestandOntbreekt = "R-LEV-062",
        /// exclusions are no longer configured, and the run before had them
        UitsluitingNietMeer = "R-LEV-063",
        /// exclusions are not configured
        UitsluitingNietIngericht = "R-LEV-064",
        /// far fewer rows than in the newest run that read the extract
        LeveringIngestort = "R-LEV-065",
        /// far fewer residents of school age with an enrolment than there must be
        DekkingTeLaag = "R-LEV-066",
        /// the first run of a chain
        EersteRun = "R-LEV-067",
        /// no rows at all, where a municipality always has some
        LeveringZonderRijen = "R-LEV-068",
        /// an extract that the run before read is no longer configured
        ExtractNietMeer = "R-LEV-074",
        /// the links between numbers are not there, and an exclusion is under a number that is not in the BRP
        KoppelingBijUitsluiting = "R-LEV-075",
        /// no exclusions at all, and the run that read them last had some
        UitsluitingenLeeg = "R-LEV-076",
        /// a repair sheet that was delivered as if it were the extract
        HerstelAlsMomentopname = "R-HST-001",
        /// a repair sheet of another delivery than the one beside it
        HerstelAndereLevering = "R-HST-002",
        /// a mended row for a line at which no row was set aside
        HerstelVreemdeRegel = "R-HST-003",
        /// two mended rows for one line
        HerstelRegelTweeKeer = "R-HST-004",
        /// no repair sheet: its own columns are not there
        HerstelGeenBlad = "R-HST-005",
        /// a repair sheet without a column that its delivery has
        HerstelKolomOntbreekt = "R-HST-006",
        /// a row of a repair sheet whose cells cannot be told apart
        HerstelRijOnleesbaar = "R-HST-007",
        /// a repair sheet with rows of several deliveries
        HerstelGemengd = "R-HST-008",
        /// a row of a repair sheet that does not say of which delivery it is
        HerstelZonderKenmerk = "R-HST-009",
        /// a consent names a recipient that may receive nothing by consent
        ToestemmingOntvanger = "R-TST-001",
        /// no samenwerking on consent in force names this recipient and purpose
        ToestemmingSamenwerking = "R-TST-002",
        /// a consent given after the verstrekdatum, or no longer valid
        ToestemmingGeldigheid = "R-TST-003",
        /// a consent that was withdrawn
        ToestemmingIngetrokken = "R-TST-004",
        /// an oral consent that was not confirmed
        ToestemmingOnbevestigd = "R-TST-005",
        /// a consent given by someone who could not give it at that age
        ToestemmingLeeftijd = "R-TST-006",
        /// a consent with no field left to give
        ToestemmingVelden = "R-TST-007",
        /// a consent that names more fields than may be given
        ToestemmingVeldenMinder = "R-TST-008",
        /// two purposes or sets of fields whose parcels would have the same name
        ToestemmingNaam = "R-TST-009",
        /// an oral consent for something that the law asks in writing
        ToestemmingMondeling = "R-TST-010",
        /// a handover row under another school's responsibility
        OverstapNietEigen = "R-OVS-001",
        /// handovers of a school without a processor agreement in force
        OverstapGeenVerwerker = "R-OVS-002",
        /// there is no ambtsinstructie
        InstructieOntbreekt = "R-CFG-001",
        /// the ambtsinstructie is not in force on the verstrekdatum
        InstructieNietInWerking = "R-CFG-002",
        /// a recipient over an unsecured channel
        OntvangerOnbeveiligd = "R-CFG-003",
        /// an arrangement that is not in force on the verstrekdatum
        AfspraakNietInWerking = "R-CFG-004",
        /// an arrangement for a party or parcel on which it has no effect
        AfspraakZonderWerking = "R-CFG-005",
        /// a cooperation names fields that the recipient may not have
        SamenwerkingVelden = "R-CFG-006",
        /// small counts are not rounded
        DrempelUit = "R-CFG-060",
        /// a private key that others than its owner and group can read
        SleutelLeesbaar = "R-CFG-061",
        /// the law comes from another folder than the one built in
        WetVanElders = "R-WET-070",
        /// files of the law differ from those of the run before
        WetGewijzigd = "R-WET-071",
        /// the previous run's state is missing or was changed
        StaatVerloren = "R-STA-001",
        /// the state was made with another pseudonym key
        StaatAndereSleutel = "R-STA-002",
        /// a recall for a party that cannot be reached
        IntrekkingNietGeleverd = "R-STA-003",
        /// far fewer rows than in the previous run
        LeveringGekrompen = "R-STA-004",
        /// a code that many rows had in the previous run no longer occurs
        CodeVerdwenen = "R-STA-005",
        /// the last run of the chain does not carry our own signature
        RunNietGeloofd = "R-STA-060",
        /// the last run is not the one that was last: runs were removed, or old ones put back
        RunWeg = "R-STA-061",
        /// a run before the last one is gone or was changed
        KetenGebroken = "R-STA-062",
        /// lines about who looked up a person were changed or taken out
        RaadplegingenGewijzigd = "R-RPT-060",
        /// the processing log is off
        LogboekUit = "R-LOG-001",
    }
}

/// One finding in one extract. Kept small, since a dirty file has millions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong.
    pub code: Code,
    /// The physical line of the row's first character (header = 1); 0 for the whole file.
    pub line: u64,
    /// The column at fault, if there is one.
    pub column: Option<FindingColumn>,
}

/// The column of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindingColumn {
    /// By its index in the extract's schema.
    Schema(u16),
    /// By its position in the delivered header (0 = first), for a column that is in no schema.
    Positie(u16),
}

impl Finding {
    /// A finding about the whole file.
    pub fn file(code: Code) -> Finding {
        Finding { code, line: 0, column: None }
    }
}

/// What was expected and what came, where the code of a finding does not say so by itself. It holds names of columns, parcels and
/// files, and counts of rows of files; never a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Particular {
    /// Where the file was expected: its path, as configured.
    File(String),
    /// Rows of a file, and what the newest run before that read it had.
    Fewer {
        /// The supplier.
        source: String,
        /// Rows that came.
        now: u64,
        /// Rows in that run.
        before: u64,
        /// The verstrekdatum of that run.
        day: Day,
        /// The share of them that was expected at least, per thousand.
        promille: u64,
    },
    /// Residents of school age with an enrolment.
    Covered {
        /// Those who have one.
        covered: u64,
        /// All of them.
        residents: u64,
        /// The share that was expected at least, per thousand.
        promille: u64,
    },
    /// A column that the file lacks, and the parcels that show it.
    Shown {
        /// Its canonical name.
        column: String,
        /// `party/parcel`.
        parcels: Vec<String>,
    },
    /// A header that looks like columns that the file lacks.
    LooksLike {
        /// The header, as it was delivered.
        header: String,
        /// Their canonical names, the nearest first.
        columns: Vec<String>,
    },
    /// A column that the file lacks, and the headers that look like it.
    PerhapsUnder {
        /// Its canonical name.
        column: String,
        /// As they were delivered, the nearest first.
        headers: Vec<String>,
    },
    /// Why the operating system does not give the file.
    Cause {
        /// In Dutch, as [`crate::os_fault::cause`] says it.
        cause: String,
    },
    /// A header that the levering gives for a column, and that the file lacks.
    HeaderGone {
        /// As `jib.toml` writes it.
        header: String,
    },
    /// A column in which a code was refused, and the codes that may stand there.
    Allowed {
        /// Its canonical name.
        column: String,
        /// As the layout of the delivery writes them.
        codes: Vec<String>,
    },
    /// A column in which the form of a cell was refused, and the form that it must have.
    Form {
        /// Its canonical name.
        column: String,
        /// The word for how its cells are read.
        kind: &'static str,
        /// The form, if the schema asks one beyond that.
        words: Option<String>,
    },
    /// What seems to be the header, below other lines.
    HeaderBelow {
        /// Its line.
        line: u64,
    },
    /// The folder that the law comes from.
    Folder(String),
    /// Files that were added, removed or changed.
    Files(Vec<String>),
}

/// A particular with the finding that it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Particulars {
    /// The extract, or what stands in for one.
    pub extract: String,
    /// The finding.
    pub finding: Finding,
    /// What there is to say.
    pub particular: Particular,
}

impl Particulars {
    /// Whether this detail belongs to that finding of the extract. For the codes or the form that a column allows the line is ignored:
    /// they are the same on every line.
    pub fn is_of(&self, extract: &str, finding: &Finding) -> bool {
        let of_column = matches!(self.particular, Particular::Allowed { .. } | Particular::Form { .. });
        let is_same = |own: &Finding| (own.code, own.column) == (finding.code, finding.column);
        self.extract == extract && (self.finding == *finding || of_column && is_same(&self.finding))
    }
}
