//! The rule of the house: a module imports only modules of a lower floor.

use std::fs;
use std::path::{Path, PathBuf};

/// Floors from the ground up; the sandbox stands aside and imports nothing of the rest.
const FLOORS: &[&[&str]] = &[
    // `installed` is for tests alone.
    &["domain", "failure", "installed"],
    &["config", "ui", "files", "clock", "interrupt", "browser"],
    &["api", "view", "page", "journal", "archive"],
    &["auth", "directory", "inquiry", "sync", "export"],
    &["app"],
    &["commands"],
    &["cli"],
    &["lib", "main"],
];

/// Who may call the pretend bank: the two commands that serve it.
const SANDBOX_GUESTS: &[&str] = &["src/commands/sandbox.rs", "src/commands/demo.rs"];

#[test]
fn a_module_imports_only_lower_floors() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut wrong = Vec::new();
    let mut read = 0;
    for file in rust_files(&root.join("src")) {
        let shown = file.strip_prefix(root).unwrap().display().to_string();
        let shown = shown.replace('\\', "/");
        let module = module_of(&shown);
        for (line, imported) in imports(&fs::read_to_string(&file).unwrap()) {
            read += 1;
            if !may_import(&shown, &module, &imported) {
                wrong.push(format!("{shown}:{line} ({module}) imports {imported}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(
        read > 100,
        "the test read only {read} imports; does it still see them?"
    );
}

fn may_import(file: &str, module: &str, imported: &str) -> bool {
    if module == imported || module == "lib" {
        return true;
    }
    if imported == "sandbox" {
        return SANDBOX_GUESTS.contains(&file);
    }
    let (Some(mine), Some(theirs)) = (floor(module), floor(imported)) else {
        return false;
    };
    theirs < mine
}

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

/// `src/api/wire.rs` and `src/api/mod.rs` are `api`.
fn module_of(file: &str) -> String {
    let rest = file.strip_prefix("src/").unwrap();
    rest.split(['/', '.']).next().unwrap().to_owned()
}

/// Every `crate::NAME` outside test modules (a file's tests stand at its end), with its line.
fn imports(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.trim() == "#[cfg(test)]" {
            break;
        }
        let code = line.split("//").next().unwrap();
        for (at, _) in code.match_indices("crate::") {
            let after = &code[at + "crate::".len()..];
            let name = after
                .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .next()
                .unwrap();
            assert!(
                !name.is_empty(),
                "line {}: write one `use crate::module` a line",
                number + 1
            );
            found.push((number + 1, name.to_owned()));
        }
    }
    found
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|it| it == "rs") {
            files.push(path);
        }
    }
    files
}
