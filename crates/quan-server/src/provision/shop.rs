//! Shops, of either sort.

use quan_engine::registry::{Certification, Entry, Shop, ShopKind};

use super::check::{Place, Taken};
use super::{Mention, Mentioned, Provision, schema};

impl Provision {
    pub(super) fn take_real_shop(&mut self, place: Place, shop: schema::RealShop) -> Taken {
        let schema::RealShop {
            id,
            merchant,
            smid,
            store_id,
            name,
            city,
            latitude,
            longitude,
            info_status,
            open,
        } = shop;
        let shop = schema::Shop {
            id,
            merchant,
            smid,
            store_id,
            name,
            city,
            kind: schema::ShopKind::Real,
            latitude,
            longitude,
            info_status,
            open,
        };
        self.take_shop(place, shop)
    }

    pub(super) fn take_shop(&mut self, place: Place, shop: schema::Shop) -> Taken {
        let merchant = self.known_merchant(&place, &shop.merchant)?;
        self.filled(&place, "id", &shop.id)?;
        self.filled(&place, "name", &shop.name)?;
        if let Some(store_id) = &shop.store_id {
            self.filled(&place, "store_id", store_id)?;
        }
        if shop.city.len() != 6 || !shop.city.bytes().all(|byte| byte.is_ascii_digit()) {
            let what = "six digits of the national code are needed, such as 330100";
            return Err(self.wrong(&place, Some("city"), what));
        }
        let bounds = [
            ("latitude", &shop.latitude, 90),
            ("longitude", &shop.longitude, 180),
        ];
        for (key, degrees, most) in bounds {
            if degrees
                .as_deref()
                .is_some_and(|degrees| !are_degrees(degrees, most))
            {
                let what = format!("decimal degrees up to {most} with six decimals are needed");
                return Err(self.wrong(&place, Some(key), what));
            }
        }
        if let Some(smid) = &shop.smid {
            self.mentions.push(Mention {
                place,
                key: "smid",
                of: Mentioned::Smid(smid.clone(), merchant),
            });
        }
        let kind = match shop.kind {
            schema::ShopKind::Payment => ShopKind::Payment,
            schema::ShopKind::Real => ShopKind::Real,
        };
        let certification = match shop.info_status {
            schema::InfoStatus::Certified => Certification::Certified,
            schema::InfoStatus::Incomplete => Certification::Incomplete,
            schema::InfoStatus::InAudit => Certification::InAudit,
            schema::InfoStatus::Unknown => Certification::Unknown,
        };
        self.entries.push(Entry::Shop(Shop {
            id: shop.id,
            merchant,
            submerchant: shop.smid,
            kind,
            store_id: shop.store_id,
            name: shop.name,
            city: shop.city,
            address: None,
            latitude: shop.latitude,
            longitude: shop.longitude,
            certification,
            open: shop.open,
        }));
        Ok(())
    }
}

/// Whether a text is a decimal number between `-most` and `most` with at most
/// six decimals.
pub(crate) fn are_degrees(text: &str, most: u32) -> bool {
    let positive = text.strip_prefix('-').unwrap_or(text);
    let (whole, decimals) = positive.split_once('.').unwrap_or((positive, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(decimals) || decimals.len() > 6 {
        return false;
    }
    let all_zero = decimals.bytes().all(|byte| byte == b'0');
    whole
        .parse::<u32>()
        .is_ok_and(|whole| whole < most || (whole == most && all_zero))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_are_decimal_and_within_the_globe() {
        for text in ["30.25", "-90", "90.000", "0", "30.123456"] {
            assert!(are_degrees(text, 90), "{text}");
        }
        for text in [
            "",
            "90.1",
            "91",
            "1.",
            ".5",
            "1.1234567",
            "+1",
            "1e1",
            "--1",
        ] {
            assert!(!are_degrees(text, 90), "{text}");
        }
    }
}
