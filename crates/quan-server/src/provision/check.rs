//! From what is written to what is meant: one function a table.

use std::fmt;
use std::io::Cursor;
use std::path::Path;

use aws_lc_rs::digest;
use image::{ImageFormat, ImageReader};
use quan_core::{AppId, Fen, MerchantId, NotAName, PersonId, Phone, UserId};
use quan_engine::registry::{
    AlipayApp, ApiToken, AppKey, AppKind, Authorization, Entry, Image, Merchant, RechargeMode,
    Role, Smid, User,
};
use quan_wire::alipay::certificate::Certificate;
use quan_wire::alipay::encrypt::AesKey;
use quan_wire::alipay::key::PublicKey;

use super::{Mention, Mentioned, Provision, ProvisionError, schema};

/// A table of the file, or one entry of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place(String);

impl Place {
    pub(super) fn table(table: &str) -> Place {
        Place(table.to_owned())
    }

    /// Which entry, by number and by name where it has one.
    pub(super) fn entry(table: &str, index: usize, value: &toml::Value) -> Place {
        let name = ["id", "code", "pid", "mchid", "app_id"]
            .iter()
            .find_map(|key| value.get(key)?.as_str());
        let number = index.saturating_add(1);
        match name {
            Some(name) => Place(format!("{table} number {number} ({name})")),
            None => Place(format!("{table} number {number}")),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The digest under which a bearer token is known.
pub fn token_digest(token: &str) -> [u8; 32] {
    let mut sha256 = [0; 32];
    sha256.copy_from_slice(digest::digest(&digest::SHA256, token.as_bytes()).as_ref());
    sha256
}

pub(super) type Taken = Result<(), ProvisionError>;

impl Provision {
    pub(super) fn take_token(&mut self, place: Place, token: schema::ApiToken) -> Taken {
        if token.token.len() < 8 {
            return Err(self.wrong(&place, Some("token"), "8 characters or more are needed"));
        }
        let role = match token.role {
            schema::Role::Admin => Role::Admin,
            schema::Role::Operator => Role::Operator,
            schema::Role::Viewer => Role::Viewer,
        };
        let merchant = token.merchant.as_deref();
        let merchant = merchant
            .map(|id| self.mentioned(&place, "merchant", id, Mentioned::AnyMerchant))
            .transpose()?;
        let sha256 = token_digest(&token.token);
        self.entries.push(Entry::Token(ApiToken {
            sha256,
            role,
            merchant,
        }));
        Ok(())
    }

    pub(super) fn take_merchant(&mut self, place: Place, merchant: schema::Merchant) -> Taken {
        let id = self.named(&place, "id", &merchant.id, MerchantId::parse)?;
        self.filled(&place, "name", &merchant.name)?;
        if let Some(balance) = &merchant.balance {
            let fen = Fen::from_yuan(balance).ok_or_else(|| {
                let what = format!(
                    "{balance:?} is no amount of yuan: write digits with at most two decimals"
                );
                self.wrong(&place, Some("balance"), what)
            })?;
            self.balances.push((id, fen));
        }
        let recharge = match merchant.recharge {
            schema::Recharge::Auto => RechargeMode::Auto,
            schema::Recharge::Manual => RechargeMode::Manual,
        };
        let schema::Merchant {
            name,
            alias,
            logo,
            logon_id,
            ..
        } = merchant;
        self.entries.push(Entry::Merchant(Merchant {
            id,
            name,
            alias,
            logo,
            logon_id,
            recharge,
        }));
        Ok(())
    }

    pub(super) fn take_app(&mut self, place: Place, app: schema::AlipayApp) -> Taken {
        let app_id = self.named(&place, "app_id", &app.app_id, AppId::parse)?;
        if app.app_id.len() > 32 {
            return Err(self.wrong(&place, Some("app_id"), "at most 32 characters are allowed"));
        }
        let merchant = self.known_merchant(&place, &app.merchant)?;
        let (key, public_key) = self.app_key(&place, &app)?;
        self.app_keys.push((place.clone(), public_key));
        if let Some(key) = &app.encrypt_key {
            AesKey::parse(key)
                .map_err(|error| self.wrong(&place, Some("encrypt_key"), error.to_string()))?;
        }
        for (key, address) in [("gateway_url", &app.gateway_url), ("spi_url", &app.spi_url)] {
            self.check_address(&place, key, address.as_deref())?;
        }
        let kind = match app.kind {
            schema::AppKind::MiniProgram => AppKind::MiniProgram,
            schema::AppKind::Web => AppKind::Web,
            schema::AppKind::Mobile => AppKind::Mobile,
        };
        let schema::AlipayApp {
            encrypt_key,
            gateway_url,
            spi_url,
            ..
        } = app;
        let app = AlipayApp {
            app_id,
            merchant,
            key,
            encrypt_key,
            gateway_url,
            spi_url,
            trusted: true,
            kind,
        };
        self.entries.push(Entry::App(app));
        Ok(())
    }

    /// Refuses what nothing can be posted to.
    pub(super) fn check_address(
        &self,
        place: &Place,
        key: &'static str,
        address: Option<&str>,
    ) -> Taken {
        let usable = |address: &&str| {
            url::Url::parse(address)
                .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
        };
        match address.filter(|address| !usable(address)) {
            None => Ok(()),
            Some(address) => {
                let what = format!("{address:?} is no http or https address");
                Err(self.wrong(place, Some(key), what))
            }
        }
    }

    fn app_key(
        &self,
        place: &Place,
        app: &schema::AlipayApp,
    ) -> Result<(AppKey, PublicKey), ProvisionError> {
        match (&app.public_key_file, &app.certificate_file) {
            (Some(path), None) => {
                let key = "public_key_file";
                let text = self.text_beside(place, key, path)?;
                let public_key = PublicKey::parse(&text)
                    .map_err(|error| self.wrong(place, Some(key), error.to_string()))?;
                Ok((AppKey::PublicKey(public_key.to_pem()), public_key))
            }
            (None, Some(path)) => {
                let key = "certificate_file";
                let text = self.text_beside(place, key, path)?;
                let leaf = Certificate::parse_leaf(text.as_bytes())
                    .map_err(|error| self.wrong(place, Some(key), error.to_string()))?;
                let public_key = leaf.public_key().cloned().ok_or_else(|| {
                    self.wrong(place, Some(key), "the certificate holds no RSA key")
                })?;
                Ok((AppKey::Certificate(text), public_key))
            }
            (None, None) | (Some(_), Some(_)) => {
                let what = "exactly one of public_key_file (key mode) and certificate_file \
                            (certificate mode) is needed";
                Err(self.wrong(place, None, what))
            }
        }
    }

    pub(super) fn text_beside(
        &self,
        place: &Place,
        key: &'static str,
        path: &Path,
    ) -> Result<String, ProvisionError> {
        String::from_utf8(self.read_beside(place, key, path)?)
            .map_err(|_| self.wrong(place, Some(key), "the file is not text"))
    }

    pub(super) fn take_authorization(
        &mut self,
        place: Place,
        leave: schema::Authorization,
    ) -> Taken {
        let app_id = self.known_app(&place, "app_id", &leave.app_id)?;
        let merchant = self.known_merchant(&place, &leave.merchant)?;
        let token = leave.app_auth_token;
        if token.is_empty() || token.chars().count() > 40 {
            return Err(self.wrong(
                &place,
                Some("app_auth_token"),
                "1 to 40 characters are needed",
            ));
        }
        let leave = Authorization {
            app_id,
            merchant,
            app_auth_token: token,
        };
        self.entries.push(Entry::Authorization(leave));
        Ok(())
    }

    pub(super) fn take_user(&mut self, place: Place, user: schema::User) -> Taken {
        let id = self.named(&place, "id", &user.id, UserId::parse)?;
        for (app_id, open_id) in &user.open_ids {
            self.known_app(&place, "open_ids", app_id)?;
            if open_id.is_empty() || open_id.chars().count() > 128 {
                let what = format!("the name in {app_id} needs 1 to 128 characters");
                return Err(self.wrong(&place, Some("open_ids"), what));
            }
        }
        self.check_openids(&place, &user)?;
        let person = user.person.as_deref();
        let person = person
            .map(|text| self.named(&place, "person", text, PersonId::parse))
            .transpose()?;
        let phone = user.phone.as_deref();
        let phone = phone
            .map(|text| self.named(&place, "phone", text, Phone::parse))
            .transpose()?;
        let schema::User {
            open_ids,
            openids,
            unionid,
            logon_id,
            real_name,
            suspicious,
            ..
        } = user;
        self.entries.push(Entry::User(User {
            id,
            open_ids,
            openids,
            unionid,
            logon_id,
            person,
            phone,
            real_name,
            suspicious,
        }));
        Ok(())
    }

    pub(super) fn take_image(&mut self, place: Place, image: schema::Image) -> Taken {
        let merchant = self.known_merchant(&place, &image.merchant)?;
        self.filled(&place, "id", &image.id)?;
        self.filled(&place, "file_key", &image.file_key)?;
        let content = self.read_beside(&place, "file", &image.file)?;
        let (media_type, width, height) = measure(&content)
            .ok_or_else(|| self.wrong(&place, Some("file"), "it is no PNG, JPEG or BMP image"))?;
        let byte_count = u64::try_from(content.len()).unwrap_or(u64::MAX);
        let schema::Image { id, file_key, .. } = image;
        let enhanced = false;
        let media_type = media_type.to_owned();
        let image = Image {
            id,
            merchant,
            file_key,
            media_type,
            width,
            height,
            byte_count,
            enhanced,
        };
        self.entries.push(Entry::Image(image, content));
        Ok(())
    }

    pub(super) fn take_smid(&mut self, place: Place, smid: schema::Smid) -> Taken {
        let merchant = self.known_merchant(&place, &smid.merchant)?;
        self.filled(&place, "id", &smid.id)?;
        self.entries.push(Entry::Smid(Smid {
            id: smid.id,
            merchant,
        }));
        Ok(())
    }

    pub(super) fn named<T>(
        &self,
        place: &Place,
        key: &'static str,
        text: &str,
        parse: fn(&str) -> Result<T, NotAName>,
    ) -> Result<T, ProvisionError> {
        parse(text).map_err(|error| self.wrong(place, Some(key), format!("{text:?} is {error}")))
    }

    pub(super) fn filled(&self, place: &Place, key: &'static str, text: &str) -> Taken {
        if text.trim().is_empty() {
            return Err(self.wrong(place, Some(key), "it must not be empty"));
        }
        Ok(())
    }

    pub(super) fn known_merchant(
        &mut self,
        place: &Place,
        id: &str,
    ) -> Result<MerchantId, ProvisionError> {
        self.mentioned(place, "merchant", id, Mentioned::Merchant)
    }

    /// Reads the number of a merchant that must be there.
    pub(super) fn mentioned(
        &mut self,
        place: &Place,
        key: &'static str,
        id: &str,
        of: fn(MerchantId) -> Mentioned,
    ) -> Result<MerchantId, ProvisionError> {
        let id = self.named(place, key, id, MerchantId::parse)?;
        self.mentions.push(Mention {
            place: place.clone(),
            key,
            of: of(id),
        });
        Ok(id)
    }

    pub(super) fn known_app(
        &mut self,
        place: &Place,
        key: &'static str,
        id: &str,
    ) -> Result<AppId, ProvisionError> {
        let id = self.named(place, key, id, AppId::parse)?;
        self.mentions.push(Mention {
            place: place.clone(),
            key,
            of: Mentioned::App(id.clone()),
        });
        Ok(id)
    }
}

/// The kind of an image and its measures in pixels.
fn measure(content: &[u8]) -> Option<(&'static str, u32, u32)> {
    let reader = ImageReader::new(Cursor::new(content))
        .with_guessed_format()
        .ok()?;
    let known = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Bmp];
    let format = reader.format().filter(|format| known.contains(format))?;
    let (width, height) = reader.into_dimensions().ok()?;
    Some((format.to_mime_type(), width, height))
}
