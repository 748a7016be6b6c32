//! The engine seen from outside: stories that every store must tell alike, and
//! properties that hold whatever happens.

mod make;
mod properties;
mod stories;
mod world;
