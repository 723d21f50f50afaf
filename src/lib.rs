mod domain;
pub mod sandbox;

mod clock;
mod config;
mod domain;
mod failure;
mod files;
mod ui;
