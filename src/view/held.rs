//! Rendered rows that wait for their place.

use std::cmp::Reverse;

use crate::domain::date::Day;

use super::sums::Worth;

const CHUNK: usize = 256 * 1024;

/// Where a row belongs, newest first. A row without a date stands where the row before it stands,
/// so `None` is only what comes before the first date, and that is at the top.
pub(crate) type Place = Option<Reverse<Day>>;

/// Rows as bytes, in chunks that are never moved to grow.
#[derive(Default)]
pub(crate) struct Held {
    chunks: Vec<Vec<u8>>,
    rows: Vec<Row>,
    bytes: usize,
    unsorted: bool,
}

#[derive(Clone, Copy)]
struct Row {
    place: Place,
    worth: Worth,
    chunk: usize,
    start: usize,
    length: usize,
}

impl Held {
    pub(crate) fn push(&mut self, place: Place, worth: Worth, bytes: &[u8]) {
        self.unsorted |= self.last().is_some_and(|last| place < last);
        let fits = |chunk: &Vec<u8>| chunk.capacity().saturating_sub(chunk.len()) >= bytes.len();
        if !self.chunks.last().is_some_and(fits) {
            self.chunks.push(Vec::with_capacity(CHUNK.max(bytes.len())));
        }
        let chunk = self.chunks.len().saturating_sub(1);
        let Some(last) = self.chunks.last_mut() else { return };
        self.rows.push(Row { place, worth, chunk, start: last.len(), length: bytes.len() });
        last.extend_from_slice(bytes);
        self.bytes = self.bytes.saturating_add(bytes.len()).saturating_add(size_of::<Row>());
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// How much memory the rows take.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// The place of the last row.
    pub(crate) fn last(&self) -> Option<Place> {
        self.rows.last().map(|row| row.place)
    }

    /// Newest first; rows of one day stay as they came.
    pub(crate) fn sort(&mut self) {
        if self.unsorted {
            self.rows.sort_by_key(|row| row.place);
            self.unsorted = false;
        }
    }

    /// Whether the rows stand newest first.
    pub(crate) fn is_sorted(&self) -> bool {
        !self.unsorted
    }

    pub(crate) fn reverse(&mut self) {
        self.rows.reverse();
    }

    /// Forgets all but the first `count` rows. Their bytes stay.
    pub(crate) fn truncate(&mut self, count: usize) {
        self.rows.truncate(count);
    }

    /// Forgets all but the first `count` rows, and their bytes too.
    pub(crate) fn shrink(&mut self, count: usize) {
        let mut kept = Self::default();
        for (place, worth, bytes) in self.iter().take(count) {
            kept.push(place, worth, bytes);
        }
        *self = kept;
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (Place, Worth, &[u8])> {
        self.rows.iter().map(|row| {
            let end = row.start.saturating_add(row.length);
            let bytes = self.chunks.get(row.chunk).and_then(|chunk| chunk.get(row.start..end));
            (row.place, row.worth, bytes.unwrap_or_default())
        })
    }
}
