//! The variant with SM2, SM3 and SM4, for merchants that the platform enabled.

mod key;
mod sm4;

pub use key::{PrivateKey, PublicKey, SmKeyError};
pub(super) use sm4::Sm4Key;
