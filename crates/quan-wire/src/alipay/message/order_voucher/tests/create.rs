//! The rules of creation.
