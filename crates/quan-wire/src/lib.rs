//! The platforms' messages and signatures as pure data, words exactly as published.
