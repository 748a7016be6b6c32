//! The binary as its users have it: typed on a command line, ended by signals,
//! killed.

mod cli;
mod crash;
mod process;
mod world;
