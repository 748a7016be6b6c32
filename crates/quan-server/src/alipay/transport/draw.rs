//! What the transport draws at random: nonces, trace ids, initial vectors.

use std::sync::{Mutex, PoisonError};

use rand::RngCore as _;
use rand::rngs::StdRng;

const HEX: &[u8; 16] = b"0123456789abcdef";

/// A random source that many requests share.
pub(super) struct Draws(Mutex<StdRng>);

impl Draws {
    pub(super) fn new(rng: StdRng) -> Draws {
        Draws(Mutex::new(rng))
    }

    /// 32 hexadecimal digits.
    pub(super) fn name(&self) -> String {
        let bytes = self.bytes();
        let mut name = String::with_capacity(32);
        for byte in bytes {
            for half in [byte >> 4, byte & 15] {
                name.push(char::from(HEX[usize::from(half)]));
            }
        }
        name
    }

    /// 16 bytes, such as an initial vector.
    pub(super) fn bytes(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .fill_bytes(&mut bytes);
        bytes
    }
}
