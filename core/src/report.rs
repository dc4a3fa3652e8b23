//! The classification report: counts only. The figures come first: rounded for the report that travels,
//! exact for the sealed one. The JSON and the page show the same figures.

pub mod assemble;
pub mod counts;
pub mod crosstab;
pub mod figures;
pub mod findings;
pub mod history;
pub mod material;
pub mod outcome;
pub mod overview;
pub mod parties;
pub mod profile_review;
pub mod templates;
pub mod today;
pub mod verdict;
