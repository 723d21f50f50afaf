//! Every flat format against what it must write, and against the programs that read it.

mod programs;
