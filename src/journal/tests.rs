//! The journal, on a real disk and with every event that there can be.

mod disk;
mod form;
mod made;
mod together;

use super::*;

impl Journal {
    fn at(path: PathBuf) -> Self {
        Self {
            path,
            patience: PATIENCE,
        }
    }
}

/// A journal in a folder of its own, which goes when the test ends.
fn fresh() -> (tempfile::TempDir, Journal) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data/default@http_x.transfers.jsonl");
    (folder, Journal::at(path))
}

fn bytes_of(events: &[Event]) -> Vec<u8> {
    let lines = events.iter().map(|it| lines::write(it).unwrap());
    lines.collect::<Vec<_>>().concat()
}
