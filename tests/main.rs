//! The command `arctic`, driven as a user drives it: the real binary, a clean environment, and its
//! whole output compared.

mod support;

mod cli;
mod data;
mod export;
mod robustness;
