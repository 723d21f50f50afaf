//! A store for tests: shared by its clones, and failing on demand.

use std::sync::{Arc, Mutex};

use crate::auth::credentials::Credentials;
use crate::failure::Failure;

use super::{Rehearsed, Store};

#[derive(Clone, Default)]
pub(crate) struct Memory(Arc<Mutex<State>>);

#[derive(Default)]
pub(crate) struct State {
    pub(crate) value: Option<Credentials>,
    pub(crate) saves: usize,
    pub(crate) fail_save: bool,
    pub(crate) fail_rehearsal: bool,
}

impl Memory {
    pub(crate) fn holding(credentials: Credentials) -> Self {
        let this = Self::default();
        this.change(|state| state.value = Some(credentials));
        this
    }

    pub(crate) fn change<T>(&self, edit: impl FnOnce(&mut State) -> T) -> T {
        edit(&mut self.0.lock().unwrap())
    }
}

impl Store for Memory {
    fn load(&self) -> Result<Option<Credentials>, Failure> {
        Ok(self.change(|state| state.value.clone()))
    }

    fn save(&self, credentials: &Credentials) -> Result<(), Failure> {
        self.change(|state| {
            if state.fail_save {
                return Err(Failure::storage("the disk is gone"));
            }
            state.value = Some(credentials.clone());
            state.saves += 1;
            Ok(())
        })
    }

    fn delete(&self) -> Result<(), Failure> {
        self.change(|state| state.value = None);
        Ok(())
    }

    fn rehearse(&self, _: &Credentials) -> Result<Box<dyn Rehearsed + '_>, Failure> {
        if self.change(|state| state.fail_rehearsal) {
            return Err(Failure::storage("the disk is full"));
        }
        Ok(Box::new(Ready(self)))
    }

    fn round_trip(&self) -> Result<(), Failure> {
        Ok(())
    }

    fn sweep(&self) -> Result<(), Failure> {
        Ok(())
    }

    fn place(&self) -> String {
        "memory".to_owned()
    }
}

struct Ready<'a>(&'a Memory);

impl Rehearsed for Ready<'_> {
    fn commit(self: Box<Self>, credentials: &Credentials) -> Result<(), Failure> {
        self.0.save(credentials)
    }
}
