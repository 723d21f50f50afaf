//! How the variables of the environment are read.

use std::env;

use crate::domain::text::Foreign;
use crate::failure::Failure;

/// An empty variable counts as unset, as shells leave them.
pub(super) fn variable(name: &str) -> Result<Option<String>, Failure> {
    match env::var(name) {
        Ok(value) if value.is_empty() => Ok(None),
        Ok(value) => Ok(Some(value)),
        Err(env::VarError::NotPresent) => Ok(None),
        Err(env::VarError::NotUnicode(_)) => Err(Failure::usage(format!(
            "the variable {name} is not valid UTF-8"
        ))),
    }
}

pub(super) fn choice<T: clap::ValueEnum>(name: &str) -> Result<Option<T>, Failure> {
    let Some(value) = variable(name)? else {
        return Ok(None);
    };
    let choice = T::from_str(&value, true).map_err(|_| {
        let accepted: Vec<_> = T::value_variants()
            .iter()
            .filter_map(|it| {
                it.to_possible_value()
                    .map(|value| value.get_name().to_owned())
            })
            .collect();
        Failure::usage(format!(
            "{name}={} is not known",
            Foreign::new(value.as_str())
        ))
        .hint(format!("set it to one of: {}", accepted.join(", ")))
    })?;
    Ok(Some(choice))
}

/// Whether a switch that keeps the user safe is on. It errs towards on: only the words for off
/// turn it off.
pub(super) fn switch(name: &str) -> Result<Option<bool>, Failure> {
    Ok(variable(name)?.map(|value| is_on(&value)))
}

fn is_on(value: &str) -> bool {
    let says = |word: &&str| value.eq_ignore_ascii_case(word);
    !["0", "false", "no", "off"].iter().any(says)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_word_for_off_turns_a_safety_switch_off() {
        for off in ["0", "false", "no", "off", "FALSE", "Off"] {
            assert!(!is_on(off), "{off}");
        }
        for on in ["1", "true", "yes", "on", "nei", " 0", "00", "0 ", "flase"] {
            assert!(is_on(on), "{on}");
        }
    }
}
