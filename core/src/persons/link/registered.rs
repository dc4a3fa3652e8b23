//! The persons in the BRP extract and their second numbers: what every other extract is linked to.

use rustc_hash::FxHashSet;

use super::people::People;
use crate::config::Config;
use crate::intake::check::checked::Checked;
use crate::intake::delivery::{Delivery, Intake, KeptFile, Taken};
use crate::intake::read::records::RowRef;
use crate::intake::typed_rows::{self, BrpRow};
use crate::model::extract::Extract;
use crate::model::finding::{Code, Finding};
use crate::model::number::Persoonsnummer;

/// From this many persons with a municipality, a BRP file without anyone from our municipality or region must belong to another
/// municipality. A smaller number may all have moved.
const PLACED_ROWS_MIN: usize = 20;

/// The persons in the BRP extract, with their second numbers.
pub(super) struct Registered {
    pub persons: Vec<BrpRow>,
    pub refs: Vec<RowRef>,
    pub file: KeptFile,
    /// Numbers whose row was set aside.
    pub set_aside: Vec<Persoonsnummer>,
    pub people: People,
    pub deliveries: Vec<Delivery>,
}

impl Registered {
    /// Reads the BRP and `koppeling` extracts.
    pub(super) fn of(intake: &Intake<'_>, config: &Config) -> Registered {
        let mut deliveries = Vec::new();
        let brp = intake.first(Extract::Brp, typed_rows::brp);
        let (checked, file) = match brp.map(|taken| without_numbers_of_itself(intake, taken)) {
            None => (None, None),
            Some(Taken { mut delivery, checked, file }) => {
                delivery.note_if_stale(Extract::Brp);
                let nobody = checked.as_ref().and_then(|checked| nobody_of_ours(checked.rows(), config));
                delivery.findings.extend(nobody.map(Finding::file));
                deliveries.push(delivery);
                (checked, file)
            }
        };
        let set_aside =
            checked.as_ref().map(|own| own.account().persons_set_aside().to_vec()).unwrap_or_default();
        let (persons, refs) = checked.map(Checked::into_rows).unwrap_or_default();
        let mut people = People::of(&persons);
        if let Some(Taken { mut delivery, checked, .. }) =
            intake.first(Extract::Koppeling, typed_rows::koppeling)
        {
            if let Some(checked) = checked {
                people.find(&persons, checked.typed(), checked.account(), &mut delivery);
                // Must happen before any lookup by number.
                for row in people.couple(checked.rows(), checked.account().persons_set_aside()) {
                    let line = checked.account().line(row);
                    delivery.findings.push(Finding {
                        code: Code::OnderwijsnummerBetwist,
                        line,
                        column: None,
                    });
                }
            }
            deliveries.push(delivery);
        }
        Registered { persons, refs, file, set_aside, people, deliveries }
    }
}

/// Sets aside BRP rows with a text that holds the bsn of someone in that file.
fn without_numbers_of_itself(intake: &Intake<'_>, taken: Taken<BrpRow>) -> Taken<BrpRow> {
    let Some(checked) = taken.checked.as_ref().filter(|checked| checked.account().has_numbers_in_text())
    else {
        return taken;
    };
    let own = checked.rows().iter().map(|row| row.persoon);
    let own: FxHashSet<Persoonsnummer> =
        own.chain(checked.account().persons_set_aside().iter().copied()).collect();
    intake.without_numbers_in_text(taken, &|number| own.contains(&number))
}

/// The finding for a BRP file without anyone from our municipality or region.
fn nobody_of_ours(rows: &[BrpRow], config: &Config) -> Option<Code> {
    let (gemeente, regio) = (config.gemeente(), config.regio());
    let ours =
        |row: &BrpRow| row.registratie.gemeente.is_some_and(|code| code == gemeente || regio.contains(&code));
    if rows.is_empty() || rows.iter().any(ours) {
        return None;
    }
    let placed = rows.iter().filter(|row| row.registratie.gemeente.is_some()).count();
    let is_another = placed >= PLACED_ROWS_MIN;
    Some(if is_another { Code::BestandAndereGemeente } else { Code::NiemandUitGemeente })
}
