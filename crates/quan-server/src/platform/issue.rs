//! Makes the platform's key and the certificates of certificate mode.
//!
//! A root issues an intermediate, the intermediate the platform's certificate:
//! the layout that the SDKs meet in production. Names are plain ASCII, because
//! the SDKs disagree on how other characters enter a serial number.

use jiff::civil::Date;
use quan_core::{Timestamp, time};
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DistinguishedName, DnType, IsCa, Issuer,
    KeyPair, KeyUsagePurpose, PKCS_RSA_SHA256, RsaKeySize,
};

use super::PlatformError;

/// How long the certificates last, in days.
const LIFE: u32 = 20 * 365;

/// The certificates of certificate mode, in PEM.
pub(super) struct Chain {
    pub(super) root: String,
    pub(super) leaf_and_issuer: String,
}

/// A new RSA-2048 key, as PEM of PKCS#8.
pub(super) fn private_key() -> Result<String, PlatformError> {
    Ok(new_key()?.serialize_pem())
}

/// Certificates for a private key, valid from the day before `now`.
pub(super) fn chain(private_key: &str, now: Timestamp) -> Result<Chain, PlatformError> {
    let key = read_key(private_key)?;
    let root_key = new_key()?;
    let root_params = authority("Quan Root Authority R1", now)?;
    let root = root_params.self_signed(&root_key).map_err(failed)?;
    let root_issuer = Issuer::new(root_params, root_key);

    let middle_key = new_key()?;
    let middle_params = authority("Quan Class 2 R1", now)?;
    let middle = middle_params
        .signed_by(&middle_key, &root_issuer)
        .map_err(failed)?;
    let middle_issuer = Issuer::new(middle_params, middle_key);

    let mut params = named("Quan Platform", now)?;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.use_authority_key_identifier_extension = true;
    let leaf = params.signed_by(&key, &middle_issuer).map_err(failed)?;
    Ok(Chain {
        root: pem(&root),
        leaf_and_issuer: pem(&leaf) + &pem(&middle),
    })
}

fn failed(error: rcgen::Error) -> PlatformError {
    PlatformError::Issue(error.to_string())
}

fn new_key() -> Result<KeyPair, PlatformError> {
    KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048).map_err(failed)
}

/// Reads PEM, or bare base64 of either form.
fn read_key(text: &str) -> Result<KeyPair, PlatformError> {
    let text = text.trim();
    let forms = if text.contains("-----BEGIN ") {
        vec![text.to_owned()]
    } else {
        ["PRIVATE KEY", "RSA PRIVATE KEY"]
            .map(|label| format!("-----BEGIN {label}-----\n{text}\n-----END {label}-----\n"))
            .to_vec()
    };
    forms
        .iter()
        .find_map(|pem| KeyPair::from_pem_and_sign_algo(pem, &PKCS_RSA_SHA256).ok())
        .ok_or(PlatformError::TooShort)
}

fn authority(name: &str, now: Timestamp) -> Result<CertificateParams, PlatformError> {
    let mut params = named(name, now)?;
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    Ok(params)
}

fn named(name: &str, now: Timestamp) -> Result<CertificateParams, PlatformError> {
    let beyond = || PlatformError::Issue("the wall clock is beyond the calendar".to_owned());
    let today = time::day_of(now);
    let mut params = CertificateParams::default();
    let (year, month, day) = parts(today.yesterday().map_err(|_| beyond())?);
    params.not_before = rcgen::date_time_ymd(year, month, day);
    let (year, month, day) = parts(time::days_after(today, LIFE).ok_or_else(beyond)?);
    params.not_after = rcgen::date_time_ymd(year, month, day);
    let mut names = DistinguishedName::new();
    names.push(DnType::CountryName, "CN");
    names.push(DnType::OrganizationName, "Quan");
    names.push(DnType::OrganizationalUnitName, "Certification Authority");
    names.push(DnType::CommonName, name);
    params.distinguished_name = names;
    Ok(params)
}

fn parts(day: Date) -> (i32, u8, u8) {
    (
        day.year().into(),
        day.month().unsigned_abs(),
        day.day().unsigned_abs(),
    )
}

/// PEM with the line ends of every other file here.
fn pem(certificate: &Certificate) -> String {
    certificate.pem().replace("\r\n", "\n")
}
