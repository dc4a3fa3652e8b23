//! Turns configured deliveries into checked extracts: reads each file, compares it with what its levering says, and checks every
//! row against its schema.
//!
//! Extracts are read in parallel, each on all cores. Files that are read again later (the BRP, contact details) stay in memory.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::sync::Arc;

use toml::Spanned;

use crate::config::Config;
use crate::config::file::{Kanaal, Levering};
use crate::config::paths::leads_elsewhere;
use crate::intake::check::account::{Account, Provisional, Shape, Sums};
use crate::intake::check::checked::{Checked, check_extract};
use crate::intake::check::row::{Cells, Context};
use crate::intake::mending::{self, Mended, Original, RepairSheet};
use crate::intake::quarantine::{self, QuarantineTable};
use crate::intake::read::fault::{OpenFault, ReadFault};
use crate::intake::read::layout::{Heading, Layout, Lookalike, REPAIR_COLUMNS, layout};
use crate::intake::read::raw::{DeliveredFile, Marks, Opened, Raw, TextForm};
use crate::intake::read::records::Record;
use crate::intake::typed_rows::TypesRow;
use crate::model::day::Day;
use crate::model::encoding::Encoding;
use crate::model::extract::{Extract, Unknown};
use crate::model::facts::{OfPerson, Reliance};
use crate::model::finding::{Code, Finding, FindingColumn, Particular, Particulars};
use crate::model::number::Persoonsnummer;
use crate::os_fault;
use crate::progress::{Progress, Stage};
use crate::schemas::extracts::Schemas;
use crate::schemas::schema::{Schema, Soort};

/// What we know of one delivery apart from its rows: for findings, the manifest and the report.
#[derive(Debug)]
pub struct Delivery {
    /// The extract's id.
    pub extract: String,
    /// The configured path.
    pub path: String,
    /// The keyed hash of the file; empty if it could not be read.
    pub hmac: String,
    /// The encoding, or that it was a workbook; empty if the file could not be read.
    pub encoding: &'static str,
    /// The separator, in words; empty for a workbook.
    pub separator: String,
    /// The day of the data.
    pub peildatum: Day,
    /// Who delivered it.
    pub source: String,
    /// How it reached us.
    pub channel: Kanaal,
    /// SNAPSHOT or DELTA.
    pub kind: Soort,
    /// The sums.
    pub sums: Sums,
    /// Rows set aside whose person cannot be read.
    pub set_aside_unreadable: u64,
    /// The number of persons in it; counted only for a delivery over an unsecured channel.
    pub persons: u64,
    /// The findings.
    pub findings: Vec<Finding>,
    /// What some of them say beyond their code.
    pub particulars: Vec<Particulars>,
    /// The frequent codes per column. The next delivery should have them as well.
    pub common_codes: BTreeMap<String, Vec<String>>,
    /// Every code that occurs, per column.
    pub codes: BTreeMap<String, Vec<String>>,
    /// Headers that are in no schema; the name only if it is safe to show.
    pub dropped: Vec<(usize, Option<String>)>,
    /// The school whose data it is.
    pub responsible: Option<String>,
    /// Whether its rows were read: it has a header that the schema knows.
    pub is_read: bool,
    /// What an earlier run read, if this delivery has far fewer rows. A person's absence from it then proves nothing.
    pub shrunken_from: Option<EarlierRows>,
    /// The least share of the rows of an earlier run, per thousand.
    pub min_rows_promille: u64,
    /// The least share of residents of school age with a row, per thousand.
    pub min_coverage_promille: u64,
    /// The rows of a repair sheet. Its [`Sums`] are zero, because each row is counted in the delivery that it mends.
    pub mended_rows: u64,
    /// The repair sheet that mends this delivery.
    pub sheet: Option<Box<Delivery>>,
    /// The rows set aside, for the sealed repair file.
    pub quarantine: QuarantineTable,
    /// The most rows set aside, per thousand.
    pub max_quarantaine_promille: u64,
    /// Whether its data is current.
    pub state: State,
}

/// How many rows a delivery had in an earlier run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct EarlierRows {
    /// Its rows (gelezen).
    #[serde(rename = "regels")]
    pub rows: u64,
    /// The verstrekdatum of that run.
    #[serde(rename = "verstrekdatum")]
    pub day: Day,
}

/// A code with at least this many rows is common. Far above any count small enough to point at a person, so it reveals nobody.
const COMMON_ROWS: u32 = 100;

/// Whether the data is current.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Not older than its levering allows.
    Fresh,
    /// Too old, or from after the peildatum.
    Stale,
}

/// A checked extract, with its delivery.
pub struct Taken<R> {
    /// The delivery.
    pub delivery: Delivery,
    /// Its rows; `None` if the file was refused.
    pub checked: Option<Checked<R>>,
    /// The file and its layout, if it must be read again.
    pub file: KeptFile,
}

impl<R> Taken<R> {
    /// Drops the file, when its rows are enough. Kept for now if a text holds a number that may be somebody's: then rows may
    /// still be set aside.
    #[must_use]
    pub fn without_text(self) -> Taken<R> {
        if self.checked.as_ref().is_some_and(|checked| checked.account().has_numbers_in_text()) {
            return self;
        }
        Taken { file: None, checked: self.checked.map(Checked::without_places), ..self }
    }
}

/// A file and its layout, if it must be read again.
pub type KeptFile = Option<(Arc<Raw>, Layout)>;

/// Reads the rows of an extract into their own type, and keeps them.
trait ReadsRows: Send {
    /// Reads them, replacing those it kept. `provisional` lists mended rows that may yet prove to be in the wrong place.
    fn read(&mut self, raw: &Raw, context: &Context<'_>, provisional: Vec<Provisional>) -> &Account;
}

/// Rows of one type, once they have been read.
struct RowsOf<R, M> {
    make: M,
    checked: Option<Checked<R>>,
}

impl<R: OfPerson, M: TypesRow<R>> ReadsRows for RowsOf<R, M> {
    fn read(&mut self, raw: &Raw, context: &Context<'_>, provisional: Vec<Provisional>) -> &Account {
        let make = |cells: &Cells, record: Record<'_>| (self.make)(context, cells, record);
        let checked = check_extract(raw, context, make).with_provisional(provisional);
        self.checked.insert(checked).account()
    }
}

/// Reads deliveries for one run.
pub struct Intake<'a> {
    /// The configuration.
    pub config: &'a Config,
    /// The schemas.
    pub schemas: &'a Schemas,
    /// The day on which facts are judged.
    pub peildatum: Day,
    /// Where files come from.
    pub files: Files<'a>,
    /// Receives the progress of the run.
    pub progress: &'a dyn Progress,
}

/// Where delivered files come from.
#[derive(Clone, Copy, Debug)]
pub enum Files<'a> {
    /// The folder of the configuration.
    Disk,
    /// Memory, by path: for worked cases.
    Memory(&'a std::collections::BTreeMap<String, Vec<u8>>),
}

impl Intake<'_> {
    fn read(&self, levering: &Levering) -> Result<DeliveredFile, ReadFault> {
        match self.files {
            Files::Disk => DeliveredFile::read(self.config.open_delivery(&levering.path)?),
            Files::Memory(files) => match files.get(&levering.path) {
                Some(bytes) => Ok(DeliveredFile::from_bytes(bytes.clone())),
                None => Err(ReadFault::Io(ErrorKind::NotFound.into())),
            },
        }
    }

    /// Announces how many bytes will be read.
    pub fn begin(&self) {
        self.progress.begin(Stage::Reading, self.all().map(|levering| self.bytes(levering)).sum());
    }

    /// The size of a delivery in bytes; zero if there is no such file.
    fn bytes(&self, levering: &Levering) -> u64 {
        match self.files {
            Files::Disk => self.config.delivery_bytes(&levering.path),
            Files::Memory(files) => {
                let length = files.get(&levering.path).map_or(0, Vec::len);
                u64::try_from(length).unwrap_or(u64::MAX)
            }
        }
    }

    /// The deliveries configured for an extract, as far as their file is there, without repair sheets.
    pub fn leveringen(&self, extract: &str) -> impl Iterator<Item = &Levering> {
        let own = self.all().filter(move |own| own.extract == extract && own.kind != Soort::Herstel);
        own.filter(|levering| self.is_there(levering))
    }

    /// The configured deliveries without a file: they count as absent.
    pub fn absent(&self) -> impl Iterator<Item = &Levering> {
        self.all().filter(|levering| !self.is_there(levering))
    }

    fn all(&self) -> impl Iterator<Item = &Levering> {
        self.config.file.levering.iter().map(Spanned::get_ref)
    }

    fn is_there(&self, levering: &Levering) -> bool {
        match self.files {
            Files::Disk => self.config.has_delivery(&levering.path),
            Files::Memory(files) => files.contains_key(&levering.path),
        }
    }

    /// The repair sheet configured for a delivery. Its mark tells whether it was made from that very file.
    fn sheet_of(&self, levering: &Levering) -> Option<&Levering> {
        let of = |own: &Levering| (own.extract.clone(), own.controller.clone());
        let mut sheets = self.all().filter(|own| own.kind == Soort::Herstel && self.is_there(own));
        sheets.find(|own| levering.kind == Soort::Snapshot && of(own) == of(levering))
    }

    /// Reads and checks the delivery of an extract that comes once, if configured.
    pub fn first<R, M>(&self, extract: Extract, maker: impl Fn(&Schema) -> M) -> Option<Taken<R>>
    where
        R: OfPerson,
        M: TypesRow<R>,
    {
        let (levering, schema) = self.leveringen(extract.word()).next().zip(self.schemas.extract(extract))?;
        Some(self.take(levering, schema, maker(schema)))
    }

    /// Reads and checks one delivery. `make` types a row.
    pub fn take<R>(&self, levering: &Levering, schema: &Schema, make: impl TypesRow<R>) -> Taken<R>
    where
        R: OfPerson,
    {
        let mut rows = RowsOf { make, checked: None };
        let (mut delivery, file) = self.taken(levering, schema, &mut rows);
        let checked = rows.checked;
        if let (Kanaal::Onbeveiligd, Some(checked)) = (levering.channel, &checked) {
            delivery.persons = checked.persons();
        }
        Taken { delivery, checked, file }
    }

    /// Reads and checks one delivery, and the repair sheet beside it.
    fn taken(&self, levering: &Levering, schema: &Schema, rows: &mut dyn ReadsRows) -> (Delivery, KeptFile) {
        let (mut delivery, file) = self.opened(levering, schema, rows);
        self.progress.advance(self.bytes(levering));
        if let Some(sheet) = self.sheet_of(levering) {
            self.progress.advance(self.bytes(sheet));
            // If the delivery was refused the sheet repairs nothing, but it is still reported.
            delivery.sheet.get_or_insert_with(|| Box::new(self.opened_sheet(sheet, schema).0));
        }
        (delivery, file)
    }

    fn opened(&self, levering: &Levering, schema: &Schema, rows: &mut dyn ReadsRows) -> (Delivery, KeptFile) {
        let delivery = self.described(levering, schema);
        let delivered = match self.read(levering) {
            Ok(delivered) => delivered,
            Err(ReadFault::TooLarge) => return (delivery.with(Code::BestandTeGroot), None),
            Err(ReadFault::Io(fault)) if leads_elsewhere(&fault) => {
                return (delivery.with(Code::PadElders), None);
            }
            Err(ReadFault::Io(fault)) => return (delivery.not_given(&fault), None),
        };
        let known = delivery.findings.len();
        let key = &self.config.keys.pseudonym;
        let mark = |bytes: &[u8]| Marks::of(bytes, key, levering.sha256.is_some());
        let Opened { text, marks } = delivered.open(levering.encoding, &schema.id, mark);
        let ((mut delivery, file), marks) = match text {
            Err(fault) => ((delivery.with(code_of(fault)), None), marks.unwrap_or_default()),
            Ok(raw) => {
                let raw = Arc::new(raw);
                let sheet = self.sheet_of(levering);
                // A repair sheet is compared with the hash of the file that it mends.
                let marks = marks.or_else(|| sheet.map(|_| mark(raw.bytes())));
                let beside = sheet.zip(marks.as_ref());
                let beside = beside.map(|(own, marks)| (own, mending::mark(key, &marks.hmac)));
                rayon::join(
                    || self.checked(delivery, levering, schema, &raw, rows, beside),
                    || marks.clone().unwrap_or_else(|| mark(raw.bytes())),
                )
            }
        };
        let found = marks.sha256.unwrap_or_default();
        if levering.sha256.as_ref().is_some_and(|said| !said.eq_ignore_ascii_case(&found)) {
            delivery.findings.insert(known, Finding::file(Code::Sha256Wijkt));
        }
        delivery.hmac = marks.hmac;
        (delivery, file)
    }

    /// Finds the layout of a delivery and checks its rows.
    fn checked(
        &self,
        mut delivery: Delivery,
        levering: &Levering,
        schema: &Schema,
        raw: &Arc<Raw>,
        rows: &mut dyn ReadsRows,
        beside: Option<(&Levering, String)>,
    ) -> (Delivery, KeptFile) {
        delivery.encoding = raw.form().word();
        let is_utf8 = matches!(raw.form(), TextForm::Text(Encoding::Utf8) | TextForm::Workbook);
        if levering.encoding.is_none() && !is_utf8 {
            delivery.findings.push(Finding::file(Code::CoderingHerkend));
        }
        let Some(written) = schema.under(levering.profile.as_deref()) else {
            return (delivery.with(Code::Onleesbaar), None);
        };
        let schema = &written.mapped(&levering.columns);
        let Heading { layout, findings, lookalikes, lower } = layout(raw, schema, levering.kind);
        delivery.findings.extend(findings);
        delivery.dropped =
            lookalikes.iter().map(|own| (usize::from(own.position), Some(own.header.clone()))).collect();
        delivery.say_of_headers(schema, &levering.columns, &lookalikes);
        if let Some(line) = lower {
            delivery.say(Finding::file(Code::KopregelOntbreekt), Particular::HeaderBelow { line });
        }
        let Some(layout) = layout else {
            if self.is_another_extract(raw, levering) {
                delivery.findings.push(Finding::file(Code::VerkeerdBestand));
            }
            return (delivery, None);
        };
        if raw.form() != TextForm::Workbook {
            delivery.separator = char::from(layout.delimiter).to_string();
        }
        let layout = layout.with_empty_words(&levering.empty_words);
        delivery.dropped.clone_from(&layout.dropped);
        let account = rows.read(raw, &self.context(schema, &layout, levering.kind), Vec::new());
        delivery.is_read = true;
        let (mut file, mut layout, mut account) = (Arc::clone(raw), layout, account);
        if let Some((sheet, mark)) = beside {
            let numbers_in_text = account.numbers_in_text();
            let set_aside = account.set_aside();
            let original = Original { raw, layout: &layout, schema, mark: &mark, set_aside, numbers_in_text };
            let (own, mended) = self.mended(sheet, levering, &original);
            delivery.sheet = Some(Box::new(own));
            if let Some(mended) = mended.filter(|mended| !mended.is_empty()) {
                let (with_rows, places) = mended.behind(raw);
                layout = layout.with_mended(places);
                let context = self.context(schema, &layout, levering.kind);
                account = rows.read(&with_rows, &context, mended.provisional);
                file = Arc::new(with_rows);
            }
        }
        delivery.sums = account.sums();
        delivery.set_aside_unreadable = account.set_aside_unreadable();
        for (column, code, count) in account.code_counts() {
            let Some(column) = schema.columns.get(column) else { continue };
            let Some(word) = column.codes.get(usize::from(code)) else { continue };
            delivery.codes.entry(column.name.clone()).or_default().push(word.clone());
            if count >= COMMON_ROWS {
                delivery.common_codes.entry(column.name.clone()).or_default().push(word.clone());
            }
        }
        delivery.findings.extend_from_slice(account.findings());
        delivery.say_of_columns(schema);
        if levering.lines.is_some_and(|said| said != delivery.sums.read) {
            delivery.findings.push(Finding::file(Code::AantalRegelsWijkt));
        }
        delivery.findings.extend(signs_of_loss(raw, &layout, account).map(Finding::file));
        let context = self.context(schema, &layout, levering.kind);
        delivery.quarantine = quarantine::table(&file, &context, account.set_aside());
        (delivery, Some((file, layout)))
    }

    /// Reads and opens a repair sheet.
    fn opened_sheet(&self, levering: &Levering, schema: &Schema) -> (Delivery, Option<Raw>) {
        let mut delivery = self.described(levering, schema);
        let mark = |bytes: &[u8]| Marks::of(bytes, &self.config.keys.pseudonym, levering.sha256.is_some());
        let opened = match self.read(levering) {
            Ok(delivered) => delivered.open(levering.encoding, &delivery.sheet_name(), mark),
            Err(ReadFault::TooLarge) => return (delivery.with(Code::BestandTeGroot), None),
            Err(ReadFault::Io(fault)) => return (delivery.not_given(&fault), None),
        };
        let marks = opened.marks.or_else(|| opened.text.as_ref().ok().map(|raw| mark(raw.bytes())));
        let marks = marks.unwrap_or_default();
        let found = marks.sha256.unwrap_or_default();
        if levering.sha256.as_ref().is_some_and(|said| !said.eq_ignore_ascii_case(&found)) {
            delivery.findings.push(Finding::file(Code::Sha256Wijkt));
        }
        delivery.hmac = marks.hmac;
        match opened.text {
            Ok(raw) => {
                delivery.encoding = raw.form().word();
                (delivery, Some(raw))
            }
            Err(fault) => (delivery.with(code_of(fault)), None),
        }
    }

    /// Checks a repair sheet against the delivery that it mends. Its cells use the words of that delivery's supplier.
    fn mended(
        &self,
        sheet: &Levering,
        levering: &Levering,
        original: &Original<'_>,
    ) -> (Delivery, Option<Mended>) {
        let (mut delivery, raw) = self.opened_sheet(sheet, original.schema);
        let profile = sheet.profile.as_deref().or(levering.profile.as_deref());
        let schema = self.schemas.extract(&sheet.extract).and_then(|schema| schema.under(profile));
        let (Some(raw), Some(schema)) = (raw, schema) else { return (delivery, None) };
        let Heading { layout, findings, .. } = layout(&raw, &schema.mapped(&sheet.columns), Soort::Herstel);
        delivery.findings.extend(findings);
        let Some(layout) = layout else { return (delivery, None) };
        if raw.form() != TextForm::Workbook {
            delivery.separator = char::from(layout.delimiter).to_string();
        }
        delivery.dropped.clone_from(&layout.dropped);
        let [line, .., mark] = REPAIR_COLUMNS;
        let own = [(layout.repair.line, line), (layout.repair.mark, mark)];
        delivery
            .dropped
            .extend(own.into_iter().filter_map(|(position, name)| Some((position?, Some(name.to_owned())))));
        let outcome = mending::mend(&RepairSheet { raw: &raw, layout: &layout }, original);
        delivery.findings.extend(outcome.findings);
        delivery.mended_rows = outcome.rows;
        if sheet.lines.is_some_and(|said| said != outcome.rows) {
            delivery.findings.push(Finding::file(Code::AantalRegelsWijkt));
        }
        (delivery, outcome.mended)
    }

    /// Sets aside the rows with somebody's bsn in a text. Possible only after the BRP extract, which says whose bsns exist.
    pub fn without_numbers_in_text<R: OfPerson>(
        &self,
        mut taken: Taken<R>,
        is_somebodys: &dyn Fn(Persoonsnummer) -> bool,
    ) -> Taken<R> {
        if let Taken { delivery, checked: Some(checked), file: Some((raw, layout)) } = &mut taken {
            let misplaced = checked.misplaced(is_somebodys);
            let found = checked.set_numbers_aside(is_somebodys);
            self.without_found(delivery, (raw, layout), checked.account(), misplaced, found);
        }
        taken
    }

    /// Records that rows of a delivery were set aside after it was read. `misplaced` are lines of its repair sheet.
    fn without_found(
        &self,
        delivery: &mut Delivery,
        (raw, layout): (&Raw, &Layout),
        account: &Account,
        misplaced: Vec<u64>,
        found: Vec<Finding>,
    ) {
        if let Some(sheet) = &mut delivery.sheet {
            let code = Code::HerstelVreemdeRegel;
            sheet.findings.extend(misplaced.into_iter().map(|line| Finding { code, line, column: None }));
        }
        if let (false, Some(schema)) = (found.is_empty(), self.schemas.extract(&delivery.extract)) {
            delivery.findings.extend(found);
            delivery.sums = account.sums();
            let context = self.context(schema, layout, delivery.kind);
            delivery.quarantine = quarantine::table(raw, &context, account.set_aside());
        }
    }

    /// Whether the header, refused for this extract, is complete for another one.
    fn is_another_extract(&self, raw: &Raw, levering: &Levering) -> bool {
        let others = self.schemas.extracts.iter().filter(|schema| schema.id != levering.extract);
        others.into_iter().any(|schema| {
            let names = schema.profile_names().filter_map(|name| schema.under(Some(name)));
            names.into_iter().any(|written| layout(raw, &written, levering.kind).layout.is_some())
        })
    }

    /// What the checks of rows need to know.
    pub fn context<'s>(&'s self, schema: &'s Schema, layout: &'s Layout, soort: Soort) -> Context<'s> {
        Context {
            schema,
            layout,
            soort,
            peildatum: self.peildatum,
            gemeente: self.config.gemeente(),
            municipalities: &self.schemas.municipalities,
        }
    }

    fn described(&self, levering: &Levering, schema: &Schema) -> Delivery {
        let state = state_of(levering, self.peildatum);
        let mut findings = Vec::new();
        if state == State::Stale {
            findings.push(Finding::file(Code::Verouderd));
        }
        if levering.channel == Kanaal::Onbeveiligd {
            findings.push(Finding::file(Code::OnbeveiligdOntvangen));
        }
        if levering.kind == Soort::Delta {
            findings.push(Finding::file(Code::AlleenWijzigingen));
        }
        Delivery {
            extract: levering.extract.clone(),
            path: levering.path.clone(),
            hmac: String::new(),
            encoding: "",
            separator: String::new(),
            peildatum: levering.peildatum,
            source: levering.source.clone(),
            channel: levering.channel,
            kind: levering.kind,
            sums: Sums { read: 0, accepted: 0, quarantaine: 0 },
            set_aside_unreadable: 0,
            persons: 0,
            common_codes: BTreeMap::new(),
            codes: BTreeMap::new(),
            findings,
            particulars: Vec::new(),
            dropped: Vec::new(),
            responsible: levering.controller.clone(),
            is_read: false,
            shrunken_from: None,
            min_rows_promille: levering.min_rows_promille.unwrap_or(schema.min_rows_promille),
            min_coverage_promille: levering.min_coverage_promille.unwrap_or(schema.min_coverage_promille),
            mended_rows: 0,
            sheet: None,
            quarantine: QuarantineTable::default(),
            max_quarantaine_promille: levering
                .max_quarantaine_promille
                .unwrap_or(self.config.file.beheer.max_quarantaine_promille),
            state,
        }
    }
}

impl Delivery {
    fn with(mut self, code: Code) -> Delivery {
        self.findings.push(Finding::file(code));
        self
    }

    /// The operating system refused the file, which says nothing about its content.
    fn not_given(mut self, fault: &std::io::Error) -> Delivery {
        let cause = os_fault::cause(fault);
        self.note(Finding::file(Code::BestandNietTeOpenen), Particular::Cause { cause });
        self
    }

    /// The delivery, followed by its repair sheet if it has one.
    pub fn and_sheet(mut self) -> impl Iterator<Item = Delivery> {
        let sheet = self.sheet.take();
        std::iter::once(self).chain(sheet.map(|sheet| *sheet))
    }

    /// The name of its sheet in the repair workbook: the extract's and, if each school delivers its own, the school's.
    pub fn sheet_name(&self) -> String {
        match &self.responsible {
            Some(brin) => format!("{}.{brin}", self.extract),
            None => self.extract.clone(),
        }
    }

    /// Whether this is a repair sheet, which counts with the delivery that it mends.
    pub fn is_sheet(&self) -> bool {
        self.kind == Soort::Herstel
    }

    /// Adds a finding, with what it says beyond its code.
    pub fn note(&mut self, finding: Finding, particular: Particular) {
        self.findings.push(finding);
        self.say(finding, particular);
    }

    fn say(&mut self, finding: Finding, particular: Particular) {
        self.particulars.push(Particulars { extract: self.extract.clone(), finding, particular });
    }

    /// For each column in which a code or a form was refused, says once what a cell may hold.
    fn say_of_columns(&mut self, schema: &Schema) {
        let mut refused: BTreeMap<(Code, u16), Finding> = BTreeMap::new();
        for finding in &self.findings {
            if let Some(FindingColumn::Schema(column)) = finding.column {
                refused.entry((finding.code, column)).or_insert(*finding);
            }
        }
        for ((code, column), finding) in refused {
            let Some(column) = schema.columns.get(usize::from(column)) else { continue };
            let name = column.name.clone();
            match code {
                Code::CodeOnbekend | Code::CodeAndersGeschreven | Code::IndicatorAnders
                    if !column.codes.is_empty() =>
                {
                    self.say(finding, Particular::Allowed { column: name, codes: column.words() });
                }
                Code::VormFout => {
                    let (kind, words) = (column.kind.word(), column.form_words.clone());
                    self.say(finding, Particular::Form { column: name, kind, words });
                }
                _ => {}
            }
        }
    }

    /// Adds to each finding in the header what may have been meant.
    fn say_of_headers(
        &mut self,
        schema: &Schema,
        columns: &BTreeMap<String, String>,
        lookalikes: &[Lookalike],
    ) {
        let name = |index: u16| schema.columns.get(usize::from(index)).map(|column| column.name.clone());
        let of_header: Vec<Finding> = self.findings.iter().filter(|found| found.line == 1).copied().collect();
        for finding in of_header {
            let particular = match finding.column {
                Some(FindingColumn::Schema(index)) if finding.code == Code::KopnaamNietGevonden => {
                    let Some(column) = name(index) else { continue };
                    let own = columns.iter().find(|(_, own)| **own == column);
                    own.map(|(header, _)| Particular::HeaderGone { header: header.clone() })
                }
                Some(FindingColumn::Schema(index)) => {
                    let own = lookalikes.iter().filter(|own| own.column == index);
                    let headers: Vec<String> = own.map(|own| own.header.clone()).collect();
                    let column = name(index).filter(|_| !headers.is_empty());
                    column.map(|column| Particular::PerhapsUnder { column, headers })
                }
                Some(FindingColumn::Positie(position)) => {
                    let own: Vec<&Lookalike> =
                        lookalikes.iter().filter(|own| own.position == position).collect();
                    let columns = own.iter().filter_map(|own| name(own.column)).collect();
                    let header = own.first().map(|own| own.header.clone());
                    header.map(|header| Particular::LooksLike { header, columns })
                }
                None => None,
            };
            if let Some(particular) = particular {
                self.say(finding, particular);
            }
        }
    }

    /// Raises the finding for a missing column that a parcel shows. `shown_by` gives the parcels that show a column.
    pub fn weigh_absent_columns(&mut self, schema: &Schema, shown_by: impl Fn(&str) -> Vec<String>) {
        let mut said = Vec::new();
        for finding in &mut self.findings {
            let (Code::OptioneleKolomOntbreekt, Some(FindingColumn::Schema(column))) =
                (finding.code, finding.column)
            else {
                continue;
            };
            let Some(column) = schema.columns.get(usize::from(column)).map(|column| &column.name) else {
                continue;
            };
            let parcels = shown_by(column);
            if !parcels.is_empty() {
                let before = *finding;
                finding.code = Code::GetoondeKolomOntbreekt;
                for own in self.particulars.iter_mut().filter(|own| own.finding == before) {
                    own.finding = *finding;
                }
                said.push((*finding, Particular::Shown { column: column.clone(), parcels }));
            }
        }
        for (finding, particular) in said {
            self.say(finding, particular);
        }
    }

    /// Adds a finding if the delivery is too old, for an extract where old data is as bad as none.
    pub fn note_if_stale(&mut self, extract: Extract) {
        if extract.must_be_fresh() && self.state == State::Stale {
            self.findings.push(Finding::file(Code::VerplichtVerouderd));
        }
    }

    /// Whether more rows were set aside than the limit allows.
    pub fn over_threshold(&self) -> bool {
        self.sums.quarantaine.saturating_mul(1000)
            > self.max_quarantaine_promille.saturating_mul(self.sums.read)
    }

    /// The header of a finding's column, as far as it is safe to show.
    pub fn column_name(&self, column: FindingColumn, schema: Option<&Schema>) -> String {
        match column {
            FindingColumn::Schema(index) => schema
                .and_then(|schema| schema.columns.get(usize::from(index)))
                .map(|column| column.name.clone())
                .unwrap_or_default(),
            FindingColumn::Positie(position) => self
                .dropped
                .iter()
                .find(|(at, _)| *at == usize::from(position))
                .and_then(|(_, name)| name.clone())
                .unwrap_or_else(|| format!("kolom {}", position + 1)),
        }
    }
}

/// Signs in the file itself that rows are missing: a footer with another count (whether or not it counts header and footer), or a
/// last row that breaks off.
fn signs_of_loss(raw: &Raw, layout: &Layout, account: &Account) -> impl Iterator<Item = Code> + use<> {
    let read = account.sums().read;
    let counts_otherwise = layout.footer_count.is_some_and(|count| !(read..=read + 2).contains(&count));
    let ends_open = layout.body_end == raw.bytes().len() && raw.bytes().last() != Some(&b'\n');
    let end = u64::try_from(layout.body_end).unwrap_or(u64::MAX);
    let last_is_broken = account.set_aside().last().is_some_and(|last| {
        last.shape == Shape::Broken && last.row.offset + u64::from(last.row.length) == end
    });
    let counted = counts_otherwise.then_some(Code::VoetregelTeltAnders);
    counted.into_iter().chain((ends_open && last_is_broken).then_some(Code::MogelijkAfgebroken))
}

/// The finding for a file without readable text.
fn code_of(fault: OpenFault) -> Code {
    match fault {
        OpenFault::Form => Code::Onleesbaar,
        OpenFault::Damaged => Code::BestandBeschadigd,
        OpenFault::TooLarge => Code::BestandTeGroot,
        OpenFault::Encoding => Code::CoderingWijkt,
        OpenFault::SeveralSheets => Code::MeerdereBladen,
    }
}

/// The extract and code of every finding: first of the deliveries, then of the run as a whole.
pub fn codes<'a>(
    deliveries: &'a [Delivery],
    overall: &'a [(String, Finding)],
) -> impl Iterator<Item = (&'a str, Code)> {
    let of_deliveries = deliveries.iter().flat_map(|delivery| {
        delivery.findings.iter().map(|finding| (delivery.extract.as_str(), finding.code))
    });
    of_deliveries.chain(overall.iter().map(|(extract, finding)| (extract.as_str(), finding.code)))
}

/// What the absence of rows may prove, given the state of the delivery.
pub fn reliance(delivery: Option<&Delivery>, unknown: Unknown) -> Reliance {
    match delivery {
        None => Reliance::Incomplete(unknown.absent),
        Some(delivery) if delivery.state == State::Stale => Reliance::Incomplete(unknown.stale),
        Some(delivery) if delivery.kind == Soort::Delta => Reliance::Incomplete(unknown.delta),
        Some(_) => Reliance::Complete,
    }
}

/// Whether a delivery is recent enough on the peildatum.
fn state_of(levering: &Levering, peildatum: Day) -> State {
    let age_days = peildatum.days_since(levering.peildatum);
    if (0..=levering.max_age_days).contains(&age_days) { State::Fresh } else { State::Stale }
}

/// What the absence of rows may prove in a delivery that is there, by its entry in `jib.toml` alone.
pub fn reliance_of(levering: &Levering, extract: Extract, peildatum: Day) -> Reliance {
    let unknown = extract.unknown();
    match (state_of(levering, peildatum), levering.kind) {
        (State::Stale, _) => Reliance::Incomplete(unknown.stale),
        (State::Fresh, Soort::Delta) => Reliance::Incomplete(unknown.delta),
        (State::Fresh, _) => Reliance::Complete,
    }
}
