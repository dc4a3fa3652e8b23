//! Short texts that recur in many rows (a department, a purpose, a list of fields): each is stored once, and rows hold a
//! number.

use std::sync::{Arc, RwLock};

use rustc_hash::FxHashMap;

/// The number of a text. The order of numbers means nothing: several cores read rows at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Label(u32);

/// All texts of one extract.
#[derive(Clone, Default)]
pub struct Labels {
    inner: Arc<RwLock<Inner>>,
}

#[derive(Default)]
struct Inner {
    numbers: FxHashMap<Arc<str>, u32>,
    texts: Vec<Arc<str>>,
}

impl Labels {
    /// The number of a text: equal texts get equal numbers.
    pub fn label(&self, text: &[u8]) -> Option<Label> {
        let text = std::str::from_utf8(text).ok()?;
        if let Some(number) = self.inner.read().ok()?.numbers.get(text) {
            return Some(Label(*number));
        }
        let mut inner = self.inner.write().ok()?;
        if let Some(number) = inner.numbers.get(text) {
            return Some(Label(*number));
        }
        let number = u32::try_from(inner.texts.len()).ok()?;
        let text: Arc<str> = Arc::from(text);
        inner.texts.push(Arc::clone(&text));
        inner.numbers.insert(text, number);
        Some(Label(number))
    }

    /// A snapshot of the texts, for readers that add none.
    pub fn texts(&self) -> Texts {
        Texts(self.inner.read().map(|inner| inner.texts.clone()).unwrap_or_default())
    }
}

/// The texts behind labels.
pub struct Texts(Vec<Arc<str>>);

impl Texts {
    /// The text behind a number.
    pub fn text(&self, label: Label) -> &str {
        self.0.get(label.0 as usize).map_or("", AsRef::as_ref)
    }
}
