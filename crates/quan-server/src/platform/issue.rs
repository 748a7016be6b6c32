//! Makes the platform's keys and certificates.
//!
//! For Alipay a root issues an intermediate, the intermediate the platform's certificate:
//! the layout that the SDKs meet in production. Names are plain ASCII, because
//! the SDKs disagree on how other characters enter a serial number. For `WeChat` Pay
//! the certificate signs itself: no SDK of its asks who issued it.

use std::time::Duration;

use aws_lc_rs::digest;
use jiff::civil::Date;
use quan_core::{Timestamp, time};
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DistinguishedName, DnType, IsCa, Issuer,
    KeyPair, KeyUsagePurpose, PKCS_RSA_SHA256, PublicKeyData as _, RsaKeySize, SerialNumber,
};

use super::PlatformError;

/// How long the certificates last, in days.
const LIFE: u32 = 20 * 365;

/// How long a certificate of `WeChat` Pay's platform lasts, in seconds.
const WECHAT_LIFE: u64 = 5 * 365 * 86_400;

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

/// A certificate for a private key, valid from an instant, that signs itself.
pub(super) fn self_signed(private_key: &str, since: Timestamp) -> Result<String, PlatformError> {
    let beyond = || PlatformError::Issue("the wall clock is beyond the calendar".to_owned());
    let key = read_key(private_key)?;
    let since = u64::try_from(since.as_second()).map_err(|_| beyond())?;
    let mut params = CertificateParams::default();
    let epoch = rcgen::date_time_ymd(1970, 1, 1);
    params.not_before = epoch + Duration::from_secs(since);
    params.not_after = params.not_before + Duration::from_secs(WECHAT_LIFE);
    params.serial_number = Some(serial_of(&key.subject_public_key_info(), since));
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    let mut names = DistinguishedName::new();
    names.push(DnType::CountryName, "CN");
    names.push(DnType::OrganizationName, "Quan");
    names.push(DnType::CommonName, "Quan WeChat Pay Platform");
    params.distinguished_name = names;
    Ok(pem(&params.self_signed(&key).map_err(failed)?))
}

/// A number that no other certificate has: twenty bytes of which the first is neither
/// negative nor small, so that all spellings have forty digits.
fn serial_of(public_key: &[u8], since: u64) -> SerialNumber {
    let mut context = digest::Context::new(&digest::SHA256);
    context.update(public_key);
    context.update(&since.to_be_bytes());
    let mut bytes: Vec<u8> = context.finish().as_ref().iter().copied().take(20).collect();
    if let Some(first) = bytes.first_mut() {
        *first = (*first & 0x7f) | 0x10;
    }
    SerialNumber::from_slice(&bytes)
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
