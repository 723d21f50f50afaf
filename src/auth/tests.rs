//! What the tests of this module share.

use std::path::Path;

use crate::config::{Config, Format, Places, StoreKind};
use crate::domain::origin::Origin;
use crate::domain::transfer::Limits;
use crate::ui::{Manner, Ui};

pub(crate) fn config_in(folder: &Path) -> Config {
    Config {
        profile: "default".into(),
        origin: Origin::parse("http://127.0.0.1:1").unwrap(),
        bank: None,
        format: Format::Table,
        store: StoreKind::File,
        read_only: false,
        limits: Limits::default(),
        tag: true,
        aliases: std::collections::BTreeMap::new(),
        client_id: None,
        client_secret: None,
        fixed_now: None,
        timeout: None,
        places: Places {
            config: folder.join("config"),
            data: folder.join("data"),
            cache: folder.join("cache"),
            state: folder.join("state"),
        },
    }
}

/// A terminal that asks nothing and reads nothing.
pub(crate) fn silent_ui() -> Ui {
    Ui::new(Manner {
        quiet: true,
        no_input: true,
        ..Manner::default()
    })
}
