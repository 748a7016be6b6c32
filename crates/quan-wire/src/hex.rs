//! Bytes as hexadecimal digits.

/// With small letters.
pub(crate) fn lower(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        for nibble in [byte >> 4, byte & 0xf] {
            text.extend(char::from_digit(u32::from(nibble), 16));
        }
    }
    text
}

/// With capitals.
pub(crate) fn upper(bytes: &[u8]) -> String {
    lower(bytes).to_ascii_uppercase()
}
