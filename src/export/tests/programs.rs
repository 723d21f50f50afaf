//! Programs of the system that tests hand files to.
