//! The classification report: counts only, small cells not shown. Figures first, then the same figures as JSON and as a
//! page.

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
