//! The classification report: counts only, with small cells suppressed. The figures come first. The JSON and the page show
//! the same figures.

pub mod assemble;
pub mod counts;
pub mod crosstab;
pub mod figures;
pub mod findings;
pub mod history;
pub mod material;
pub mod messages;
pub mod outcome;
pub mod overview;
pub mod parties;
pub mod profile_review;
pub mod suppress;
pub mod templates;
pub mod today;
pub mod verdict;
