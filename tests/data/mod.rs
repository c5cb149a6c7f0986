//! The data: what the schema allows, the bundled data, and a second council.

mod audit;
mod codebook;
mod constraints;
mod laws;
mod other_council;
mod round_trip;
mod spellings;
mod upgrade;
mod verify;
