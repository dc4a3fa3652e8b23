//! One worked example.

use crate::sample::person::Person;

/// A worked person, and what the person shows, in Dutch.
pub struct Example {
    pub shows: &'static str,
    pub person: Person,
}

impl Example {
    pub(super) fn new(shows: &'static str, person: Person) -> Self {
        Self { shows, person }
    }
}
