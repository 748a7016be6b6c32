//! Quan's own API (`/api/…`): what is asked and what is answered.
//!
//! Money is a text in yuan with two decimals (`"20.00"`), an instant a text
//! with its offset (`"2026-11-25T10:00:00+08:00"`). Activities and vouchers go
//! by the ids that merchants know from Alipay; redemptions, returns, recharges
//! and notices by two numbers joined by a dash. Fields without a value are
//! left out. Requests with unknown fields are refused, so that a misspelt
//! condition is not silently dropped.

mod account;
mod activity;
mod app;
mod audit;
mod clock;
mod delivery;
mod notice;
mod package;
mod payee;
mod problem;
mod recharge;
mod redemption;
mod service;
mod shop;
mod switches;
mod trade;
mod user;
mod value;
mod voucher;
mod wechat;

pub use account::{Account, Deposit, Deposited};
pub use activity::{
    Activity, ActivityState, Budget, Change, Counters, Due, Funding, Pending, Prepaid, Span,
};
pub use app::{App, SetAddresses};
pub use audit::{Audit, Finding};
pub use clock::{Clock, SetClock};
pub use delivery::{Delivery, DeliveryStatus, SetDeliveryStatus};
pub use notice::{Attempt, Event, Notice, NoticeState, Replayed};
pub use package::{
    BuyPackage, NewPackage, Package, PackageStatus, Purchase, PurchaseLimit, PurchasePeriod,
    SetPackageStatus,
};
pub use payee::{Payee, PayeeStatus, PutPayee, SettleMode};
pub use problem::Problem;
pub use recharge::{Recharge, RechargeState};
pub use redemption::{
    FundBill, FundChannel, FundingSplit, GoodsLine, RedeemVoucher, Redeemed, Redemption,
    ReturnRedemption, Returned, Seller,
};
pub use service::{PutServiceCode, ServiceCode};
pub use shop::{InfoStatus, SetShop, Shop, ShopKind};
pub use switches::{CentralVenue, Switches};
pub use trade::{Trade, TradeState};
pub use user::{PutUsers, User, UserList, UsersPut};
pub use value::{Listed, Moment, NotAMoment, NotYuan, Stretch, Yuan};
pub use voucher::{Voucher, VoucherStatus};
pub use wechat::{
    CertificateState, PutWechatCard, ResponseKey, SetCertificateState, SetNotifyUrl, WechatCard,
    WechatCertificate, WechatMerchant,
};
