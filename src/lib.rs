mod domain;
pub mod sandbox;
