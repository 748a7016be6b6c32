//! The command line of Quan.
fn main() {}
