//! Takes PEM armour off, or reads bare base64.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::KeyError;

/// Reads base64 with and without padding, as keys are pasted.
pub(super) const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The DER bytes of a key and the PEM label it came under, if any.
pub(super) struct Bare {
    pub(super) label: Option<String>,
    pub(super) der: Vec<u8>,
}

/// Reads the first PEM block, or the whole text as base64.
pub(super) fn open(text: &str) -> Result<Bare, KeyError> {
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(KeyError::Empty);
    }
    let Some(begin) = text.find("-----BEGIN ") else {
        return Ok(Bare {
            label: None,
            der: decode(text)?,
        });
    };
    let after = &text[begin + "-----BEGIN ".len()..];
    let (label, rest) = after.split_once("-----").ok_or(KeyError::Unclosed)?;
    let (inside, _) = rest.split_once("-----END ").ok_or(KeyError::Unclosed)?;
    if label.contains("ENCRYPTED") || inside.contains("ENCRYPTED") {
        return Err(KeyError::Passphrase);
    }
    Ok(Bare {
        label: Some(label.trim().to_owned()),
        der: decode(inside)?,
    })
}

/// Puts PEM armour on, 64 characters a line.
pub(super) fn close(label: &str, der: &[u8]) -> String {
    let text = base64::engine::general_purpose::STANDARD.encode(der);
    let mut pem = format!("-----BEGIN {label}-----\n");
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (line, next) = rest.split_at(rest.len().min(64));
        pem.push_str(line);
        pem.push('\n');
        rest = next;
    }
    pem.push_str("-----END ");
    pem.push_str(label);
    pem.push_str("-----\n");
    pem
}

fn decode(text: &str) -> Result<Vec<u8>, KeyError> {
    let tight: String = text.split_whitespace().collect();
    let der = LENIENT.decode(tight).map_err(|_| KeyError::NotBase64)?;
    if der.is_empty() {
        Err(KeyError::Empty)
    } else {
        Ok(der)
    }
}
