//! `alipay.marketing.activity.{app,goods,shop,merchant}.batchquery`: the scope of
//! an activity, a page at a time.

use super::check;
use super::field::Int;
use super::field::Text;
use super::violation::Violation;
use super::word::{GoodsUse, Page};

/// A page of an activity's scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopePage {
    /// The activity.
    pub activity_id: String,
    /// The merchant that it is asked for; `None` is the caller.
    pub merchant_id: Option<String>,
    /// Which page.
    pub page: Page,
    /// Goods of which side; `None` for both, and for all but goods.
    pub goods_use: Option<GoodsUse>,
}

/// Declares one of the four: they differ in the rows and in one parameter.
macro_rules! scope_query {
    (
        $(#[$about:meta])* $module:ident, $operation:ident,
        asks { $($ask:ident),* }, answers { $($list:ident: $row:ident { $($field:ident),* }),* },
        $goods_use:expr
    ) => {
        $(#[$about])*
        pub mod $module {
            use super::{Int, ScopePage, Text, Violation, check, scope_page};
            use crate::alipay::message::call::{Call, Operation};
            use crate::alipay::message::field::blocks;

            blocks! {
                /// Which activity, and which page.
                Request {
                    activity_id: Text,
                    merchant_id: Text,
                    page_num: Int,
                    page_size: Int,
                    $($ask: Text,)*
                    merchant_access_mode: Text,
                }

                /// A page.
                Answer {
                    activity_id: Text,
                    $($list: Vec<$row>,)*
                    page_num: Int,
                    page_size: Int,
                    total_size: Int,
                }

                $(
                    /// One entry.
                    $row { $($field: Text),* }
                )*
            }

            impl Call for Request {
                type Answer = Answer;
                const OPERATION: Operation = Operation::$operation;
            }

            impl Request {
                /// The page that is asked for, or the first rule that is broken.
                pub fn check(&self) -> Result<ScopePage, Violation> {
                    let mut page = scope_page(
                        &self.activity_id, &self.merchant_id, self.page_num, self.page_size,
                    )?;
                    let goods_use: fn(&Request) -> super::GoodsSide = $goods_use;
                    page.goods_use = goods_use(self)?;
                    check::access_mode(&self.merchant_access_mode)?;
                    Ok(page)
                }
            }
        }
    };
}

type GoodsSide = Result<Option<GoodsUse>, Violation>;

scope_query! {
    /// The mini-programs.
    app, AppBatchquery, asks {}, answers { app_infos: AppInfo { mini_app_id } }, |_| Ok(None)
}
scope_query! {
    /// The goods.
    goods, GoodsBatchquery, asks { goods_use_type, product_version },
    answers {
        goods_infos: GoodsInfo { goods_id, goods_use_type },
        app_item_infos: AppItemInfo { item_id, out_item_id, mini_app_id, item_use_type }
    },
    |request| {
        let rule = "V9.4 goods_use_type_known";
        let word = crate::alipay::message::word::GoodsUse::from_word;
        check::one_of(rule, "goods_use_type", &request.goods_use_type, word)
    }
}
scope_query! {
    /// The shops.
    shop, ShopBatchquery, asks { product_version },
    answers { shop_infos: ShopInfo { shop_id, shop_name, shop_type, latitude, longitude } },
    |_| Ok(None)
}
scope_query! {
    /// The merchants.
    merchant, MerchantBatchquery, asks {},
    answers { merchant_infos: MerchantInfo { merchant_id, merchant_id_type } }, |_| Ok(None)
}

fn scope_page(
    activity: &Text,
    merchant: &Text,
    num: Int,
    size: Int,
) -> Result<ScopePage, Violation> {
    Ok(ScopePage {
        activity_id: check::activity_id(activity)?,
        merchant_id: check::merchant_id(merchant)?,
        page: check::page(num, size)?,
        goods_use: None,
    })
}
