//! What the transports draw at random: nonces, trace ids, initial vectors.

use std::sync::{Mutex, PoisonError};

use rand::RngCore as _;
use rand::rngs::StdRng;

const HEX: &[u8; 16] = b"0123456789abcdef";

/// A random source that many requests share.
pub(crate) struct Draws(Mutex<StdRng>);

impl Draws {
    pub(crate) fn new(rng: StdRng) -> Draws {
        Draws(Mutex::new(rng))
    }

    /// 32 hexadecimal digits.
    pub(crate) fn name(&self) -> String {
        let bytes = self.bytes();
        let mut name = String::with_capacity(32);
        for byte in bytes {
            for half in [byte >> 4, byte & 15] {
                name.push(char::from(HEX[usize::from(half)]));
            }
        }
        name
    }

    /// Twelve hexadecimal digits, such as the nonce of a sealed text.
    pub(crate) fn short_name(&self) -> String {
        let mut name = self.name();
        name.truncate(12);
        name
    }

    /// 16 bytes, such as an initial vector.
    pub(crate) fn bytes(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .fill_bytes(&mut bytes);
        bytes
    }
}
