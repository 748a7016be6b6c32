//! Names of things: one type a kind, one way in.

use std::fmt;
use std::sync::Arc;

/// A text that is no name of its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAName {
    /// What was wanted, as a fragment: `a merchant number of 1 to 17 digits`.
    pub wanted: &'static str,
}

impl fmt::Display for NotAName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not {}", self.wanted)
    }
}

impl std::error::Error for NotAName {}

/// A merchant: the owner, the caller or the sponsor of an activity.
///
/// Both platforms number merchants in digits (`2088…`, `19…`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MerchantId(u64);

impl MerchantId {
    /// Reads 1 to 17 digits without a leading zero.
    pub fn parse(text: &str) -> Result<MerchantId, NotAName> {
        let digits = !text.is_empty()
            && text.len() <= 17
            && !text.starts_with('0')
            && text.bytes().all(|byte| byte.is_ascii_digit());
        let wanted = "a merchant number of 1 to 17 digits";
        if !digits {
            return Err(NotAName { wanted });
        }
        text.parse()
            .map(MerchantId)
            .map_err(|_| NotAName { wanted })
    }

    /// The number as such.
    pub const fn number(self) -> u64 {
        self.0
    }

    fn of_text(text: &str) -> Option<MerchantId> {
        MerchantId::parse(text).ok()
    }
}

impl fmt::Display for MerchantId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// An activity, by the number that the platform gave it. Dialects print it in
/// their own layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActivityId(u64);

impl ActivityId {
    /// The largest number, so that a voucher's number fits in twelve signs of
    /// base 36 together with its sequence.
    pub const MAX: u64 = 47_000_000_000;

    /// The activity of this number, from 1 to [`ActivityId::MAX`].
    pub const fn new(number: u64) -> Option<ActivityId> {
        if number == 0 || number > ActivityId::MAX {
            None
        } else {
            Some(ActivityId(number))
        }
    }

    /// The number as such.
    pub const fn number(self) -> u64 {
        self.0
    }

    fn of_text(text: &str) -> Option<ActivityId> {
        text.parse().ok().and_then(ActivityId::new)
    }
}

impl fmt::Display for ActivityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

macro_rules! numbered {
    ($(#[$doc:meta])* $name:ident, $home:ident: $type:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name {
            /// Whose it is: its home.
            pub $home: $type,
            /// Its number there, from 1.
            pub sequence: u32,
        }

        impl $name {
            /// The one of this number in its home.
            pub const fn new($home: $type, sequence: u32) -> Self {
                Self { $home, sequence }
            }
        }

        /// `home-sequence`, for logs and for Quan's own API.
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}-{}", self.$home, self.sequence)
            }
        }

        impl std::str::FromStr for $name {
            type Err = NotAName;

            fn from_str(text: &str) -> Result<Self, NotAName> {
                let not = NotAName { wanted: "two numbers joined by a dash" };
                let ($home, sequence) = text.split_once('-').ok_or(not.clone())?;
                let $home = $type::of_text($home).ok_or(not.clone())?;
                let id = Self::new($home, sequence.parse().map_err(|_| not.clone())?);
                if id.sequence > 0 && id.to_string() == text { Ok(id) } else { Err(not) }
            }
        }
    };
}

numbered! {
    /// A voucher: its activity and its place in the order of issue, so that
    /// finding one needs no index.
    VoucherId, activity: ActivityId
}
numbered! {
    /// A use of a voucher.
    RedemptionId, activity: ActivityId
}
numbered! {
    /// A payment that a prepaid budget waits for.
    RechargeId, activity: ActivityId
}
numbered! {
    /// A refund of an order that a voucher was used on, or a use taken back.
    ReturnId, activity: ActivityId
}
numbered! {
    /// An order by which a buyer buys a voucher.
    SaleId, activity: ActivityId
}
numbered! {
    /// A subsidy, in the home of the merchant that pays it.
    SubsidyId, payer: MerchantId
}
numbered! {
    /// A subsidy that goes back, in the home of the merchant that paid it.
    SubsidyReturnId, payer: MerchantId
}

macro_rules! text {
    ($(#[$doc:meta])* $name:ident, $max:literal, $wanted:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Reads a name that is not empty, has no control characters and
            /// fits the length.
            pub fn parse(text: &str) -> Result<$name, NotAName> {
                let fits = !text.is_empty()
                    && text.chars().count() <= $max
                    && !text.chars().any(char::is_control);
                if fits { Ok($name(text.into())) } else { Err(NotAName { wanted: $wanted }) }
            }

            /// The name as it was written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text! {
    /// A user of a platform, in the platform's own spelling.
    UserId, 128, "a user of 1 to 128 characters"
}
text! {
    /// A merchant's application, which calls and is told what happened.
    AppId, 64, "an application of 1 to 64 characters"
}
text! {
    /// What tells one request from another: see [`crate::Request`].
    RequestNo, 128, "a request number of 1 to 128 characters"
}
text! {
    /// The number that a merchant gave an order.
    OrderNo, 128, "an order number of 1 to 128 characters"
}
text! {
    /// A member of a scope: a shop, an application, a merchant, a kind of goods.
    Member, 128, "an id of 1 to 128 characters"
}
text! {
    /// A human being, however many accounts they hold.
    PersonId, 64, "a person of 1 to 64 characters"
}
text! {
    /// A telephone number.
    Phone, 32, "a telephone number of 1 to 32 characters"
}

/// What a merchant tells a voucher by: 1 to 64 of digits, letters, blanks and
/// `-_+=|/\`, both cases apart. One activity has a code once. The dialects
/// admit less, each in its own way.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(Arc<str>);

impl Code {
    /// Reads a code.
    pub fn parse(text: &str) -> Result<Code, NotAName> {
        let wanted = "a code of 1 to 64 digits, letters, blanks and -_+=|/\\";
        let fits = (1..=64).contains(&text.len())
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b" -_+=|/\\".contains(&byte));
        if fits {
            Ok(Code(text.into()))
        } else {
            Err(NotAName { wanted })
        }
    }

    /// The code as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A merchant's or an activity's place in the store: every row belongs to one
/// home, its number leads every key, and an operation writes one home.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HomeId {
    /// A merchant's rows: funds, and the requests that name no activity.
    Merchant(MerchantId),
    /// An activity's rows: itself, its vouchers, redemptions and requests.
    Activity(ActivityId),
}

impl HomeId {
    /// One number for both kinds: activities above zero, merchants below.
    pub fn number(self) -> i64 {
        match self {
            HomeId::Activity(activity) => i64::try_from(activity.number()).unwrap_or(i64::MAX),
            HomeId::Merchant(merchant) => i64::try_from(merchant.number())
                .unwrap_or(i64::MAX)
                .saturating_neg(),
        }
    }

    /// The home of this number; `None` where there is none.
    pub fn from_number(number: i64) -> Option<HomeId> {
        let size = number.unsigned_abs();
        if number > 0 {
            ActivityId::new(size).map(HomeId::Activity)
        } else {
            (size > 0).then_some(HomeId::Merchant(MerchantId(size)))
        }
    }
}

impl fmt::Display for HomeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HomeId::Merchant(id) => write!(f, "merchant {id}"),
            HomeId::Activity(id) => write!(f, "activity {id}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_merchant_is_digits_without_a_leading_zero() {
        assert!(MerchantId::parse("2088102111111111").is_ok());
        for text in ["", "0123", "2088x", "-1", "123456789012345678"] {
            assert!(MerchantId::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn homes_of_both_kinds_share_one_number_line() {
        let merchant = HomeId::Merchant(MerchantId::parse("2088102111111111").unwrap());
        let activity = HomeId::Activity(ActivityId::new(7).unwrap());
        for home in [merchant, activity] {
            assert_eq!(HomeId::from_number(home.number()), Some(home));
        }
        assert_eq!(HomeId::from_number(0), None);
    }

    #[test]
    fn a_code_is_1_to_64_of_the_signs_that_the_platform_names() {
        assert!(Code::parse("aZ 09-_+=|/\\").is_ok());
        assert!(Code::parse(&"x".repeat(64)).is_ok());
        for text in ["", "a,b", "券", "a.b", &"x".repeat(65)] {
            assert!(Code::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_id_has_one_spelling() {
        assert!("7-1".parse::<VoucherId>().is_ok());
        assert!("1900000001-1".parse::<SubsidyId>().is_ok());
        for text in ["7", "7-0", "07-1", "7-+1", "-1-1", "7-1-1"] {
            assert!(text.parse::<VoucherId>().is_err(), "{text}");
            assert!(text.parse::<SubsidyId>().is_err(), "{text}");
        }
    }
}
