//! HTTP: verification, dialects, courier, Quan's own API.
