//! The classification report: counts only, small cells not shown. Figures first, then the same figures as JSON and as a
//! page.

pub mod crosstab;
pub mod figures;
pub mod suppress;
