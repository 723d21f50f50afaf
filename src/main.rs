//! `sb1`: the command line for SpareBank 1.

use std::process::ExitCode;

fn main() -> ExitCode {
    sb1::run(std::env::args_os())
}
