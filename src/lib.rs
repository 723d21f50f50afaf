pub mod sandbox;

mod api;
mod clock;
mod config;
mod domain;
mod failure;
mod files;
mod ui;
