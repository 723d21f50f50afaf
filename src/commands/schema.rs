use clap::Args;

use crate::failure::Failure;
use crate::ui::Ui;
use crate::view;

use super::Alone;

#[derive(Args)]
#[command(after_help = "\
Examples:
  sb1 schema                 the names
  sb1 schema transactions    the schema of `sb1 transactions --json`")]
pub(crate) struct Schema {
    /// Name of the answer, as in `sb1.NAME/1`; without it the names are listed
    #[arg(value_name = "NAME")]
    name: Option<String>,
}

impl Alone for Schema {
    fn run(self, ui: &Ui) -> Result<(), Failure> {
        let Some(name) = self.name else {
            let names: String = view::schema::names()
                .map(|name| format!("{name}\n"))
                .collect();
            return ui.answer(&names);
        };
        let text = view::schema::of(&name).ok_or_else(|| {
            let names: Vec<_> = view::schema::names().collect();
            Failure::usage(format!("there is no schema called {name}"))
                .hint(format!("the names are: {}", names.join(", ")))
        })?;
        ui.answer(text)
    }
}
