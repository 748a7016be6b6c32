//! The limits of a stock's fields, each at its edge and one beyond.

use serde_json::json;

use super::super::{bytes, rules, signs};
use super::{
    create, discount, display, entrance, exchange, fixed, program, send_rule, time, use_rule, week,
};

rules! { create;
    w_create_2_stock_name_21_chars:
        { "/stock_name" = signs(22) }
        says "“商家券批次名称”字符串规则校验失败，字符数 22，大于最大值 21",
        but { "/stock_name" = signs(21) };
    w_create_2_stock_name_not_empty:
        { "/stock_name" = "" }
        says "字符数 0，小于最小值 1",
        but { "/stock_name" = "a" };
    w_create_2_belong_merchant_at_most_15:
        { "/belong_merchant" = bytes(16) }
        says "“批次归属商户号”字符串规则校验失败，字节数 16，大于最大值 15",
        but { "/belong_merchant" = bytes(15) };
    w_create_2_belong_merchant_at_least_8:
        { "/belong_merchant" = bytes(7) }
        says "字符数 7，小于最小值 8",
        but { "/belong_merchant" = bytes(8) };
    w_create_2_comment_20_chars:
        { "/comment" = signs(21) }
        says "“批次备注”字符串规则校验失败，字符数 21，大于最大值 20",
        but { "/comment" = signs(20) };
    w_create_2_goods_name_15_chars:
        { "/goods_name" = signs(16) }
        says "“适用商品范围”字符串规则校验失败，字符数 16，大于最大值 15",
        but { "/goods_name" = signs(15) };
    w_create_2_stock_type_known:
        { "/stock_type" = "CASH" }
        says "“批次类型”规则校验失败";
    w_create_2_coupon_code_mode_known:
        { "/coupon_code_mode" = "SOME_MODE" }
        says "发券模式不合法",
        but { "/coupon_code_mode" = "MERCHANT_API" },
        but { "/coupon_code_mode" = "MERCHANT_UPLOAD" };
    w_create_2_out_request_no_128:
        { "/out_request_no" = bytes(129) }
        says "“商户请求单号”字符串规则校验失败，字节数 129，大于最大值 128",
        but { "/out_request_no" = bytes(128) };
    w_create_2_notify_appid_32:
        { "/notify_config/notify_appid" = bytes(33) }
        says "“事件通知appid”字符串规则校验失败，字节数 33，大于最大值 32",
        but { "/notify_config/notify_appid" = bytes(32) };
}

rules! { time;
    w_create_2_days_after_receive_at_most_365:
        { "/available_day_after_receive" = 366 }
        says "“生效后N天内有效”规则校验失败，值高于最大值 365",
        but { "/available_day_after_receive" = 365 };
    w_create_2_days_after_receive_at_least_1:
        { "/available_day_after_receive" = 0 }
        says "值低于最小值 1",
        but { "/available_day_after_receive" = 1 };
    w_create_2_wait_days_at_most_30:
        { "/wait_days_after_receive" = 31 }
        says "“领取后N天开始生效”规则校验失败，值高于最大值 30",
        but { "/wait_days_after_receive" = 30 };
    w_create_2_wait_days_not_negative:
        { "/wait_days_after_receive" = -1 }
        says "值低于最小值 1";
}

rules! { week;
    w_create_2_week_day_at_most_6:
        { "/week_day" = [7] }
        says "“可用星期数”规则校验失败，值高于最大值 6",
        but { "/week_day" = [0, 6] };
    w_create_2_begin_second_at_most_86399:
        { "/available_day_time" = json!([{ "begin_time": 86400 }]) }
        says "“当天可用开始时间”规则校验失败，值高于最大值 86399",
        but { "/available_day_time" = json!([{ "begin_time": 0, "end_time": 86399 }]) };
    w_create_2_end_second_at_most_86399:
        { "/available_day_time" = json!([{ "end_time": 86400 }]) }
        says "“当天可用结束时间”规则校验失败，值高于最大值 86399";
    w_create_2_end_second_at_least_1:
        { "/available_day_time" = json!([{ "end_time": 0 }]) }
        says "值低于最小值 1",
        but { "/available_day_time" = json!([{ "end_time": 1 }]) };
}

rules! { fixed;
    w_create_2_discount_amount_at_least_1:
        { "/discount_amount" = 0 }
        says "“优惠金额”规则校验失败，值低于最小值 1",
        but { "/discount_amount" = 1 };
    w_create_2_discount_amount_at_most_100000_yuan:
        { "/discount_amount" = 10_000_001 }
        says "值高于最大值 10000000",
        but { "/discount_amount" = 10_000_000 };
    w_create_2_transaction_minimum_at_least_1:
        { "/transaction_minimum" = 0 }
        says "“消费门槛”规则校验失败，值低于最小值 1",
        but { "/transaction_minimum" = 1 };
    w_create_2_transaction_minimum_at_most_100000_yuan:
        { "/transaction_minimum" = 10_000_001 }
        says "值高于最大值 10000000",
        but { "/transaction_minimum" = 10_000_000 };
}

rules! { use_rule;
    w_create_2_use_method_known:
        { "/use_method" = "ONLINE" }
        says "“核销方式”规则校验失败",
        but { "/use_method" = "PAYMENT_CODE" };
    w_create_2_mini_programs_appid_32:
        { "/mini_programs_appid" = bytes(33) }
        says "“小程序appid”字符串规则校验失败，字节数 33，大于最大值 32",
        but { "/mini_programs_appid" = bytes(32) };
    w_create_2_mini_programs_path_128:
        { "/mini_programs_path" = bytes(129) }
        says "“小程序path”字符串规则校验失败，字节数 129，大于最大值 128",
        but { "/mini_programs_path" = bytes(128) };
}

rules! { send_rule;
    w_create_2_max_coupons_at_least_1:
        { "/max_coupons" = 0 }
        says "“批次最大发放个数”规则校验失败，值低于最小值 1",
        but { "/max_coupons" = 1 };
    w_create_2_max_coupons_at_most_1000000000:
        { "/max_coupons" = 1_000_000_001 }
        says "值高于最大值 1000000000",
        but { "/max_coupons" = 1_000_000_000 };
    w_create_2_max_coupons_per_user_at_least_1:
        { "/max_coupons_per_user" = 0 }
        says "“用户最大可领个数”规则校验失败，值低于最小值 1",
        but { "/max_coupons_per_user" = 1 };
    w_create_2_max_coupons_per_user_at_most_100:
        { "/max_coupons_per_user" = 101 }
        says "值高于最大值 100",
        but { "/max_coupons_per_user" = 100 };
    w_create_2_max_coupons_by_day_at_least_1:
        { "/max_coupons_by_day" = 0 }
        says "“单天发放上限个数”规则校验失败，值低于最小值 1",
        but { "/max_coupons_by_day" = 1 };
    w_create_2_max_coupons_by_day_at_most_1000000000:
        { "/max_coupons_by_day" = 1_000_000_001 }
        says "值高于最大值 1000000000",
        but { "/max_coupons_by_day" = 1_000_000_000 };
    w_create_2_max_amount_at_most_1000000000_yuan:
        { "/max_amount" = 100_000_000_001_u64 }
        says "“总预算金额”规则校验失败，值高于最大值 100000000000",
        but { "/max_amount" = 100_000_000_000_u64 };
    w_create_2_max_amount_by_day_at_most_100000000_yuan:
        { "/max_amount_by_day" = 10_000_000_001_u64 }
        says "“单天发放上限金额”规则校验失败，值高于最大值 10000000000",
        but { "/max_amount_by_day" = 10_000_000_000_u64 };
}

rules! { entrance;
    w_create_2_entrance_appid_32:
        { "/appid" = bytes(33) }
        says "“商户公众号appid”字符串规则校验失败，字节数 33，大于最大值 32",
        but { "/appid" = bytes(32) };
    w_create_2_hall_id_64:
        { "/hall_id" = bytes(65) }
        says "“营销馆id”字符串规则校验失败，字节数 65，大于最大值 64",
        but { "/hall_id" = bytes(64) };
    w_create_2_store_id_64:
        { "/store_id" = bytes(65) }
        says "“可用门店id”字符串规则校验失败，字节数 65，大于最大值 64",
        but { "/store_id" = bytes(64) };
    w_create_2_code_display_mode_known:
        { "/code_display_mode" = "TEXT" }
        says "“code展示模式”规则校验失败",
        but { "/code_display_mode" = "NOT_SHOW" };
}

rules! { program;
    w_create_2_program_appid_32:
        { "/mini_programs_appid" = bytes(33) }
        says "“商家小程序appid”字符串规则校验失败，字节数 33，大于最大值 32",
        but { "/mini_programs_appid" = bytes(32) };
    w_create_2_program_path_128:
        { "/mini_programs_path" = bytes(129) }
        says "“商家小程序path”字符串规则校验失败，字节数 129，大于最大值 128",
        but { "/mini_programs_path" = bytes(128) };
    w_create_2_entrance_words_5_chars:
        { "/entrance_words" = signs(6) }
        says "“入口文案”字符串规则校验失败，字符数 6，大于最大值 5",
        but { "/entrance_words" = signs(5) };
    w_create_2_guiding_words_6_chars:
        { "/guiding_words" = signs(7) }
        says "“引导文案”字符串规则校验失败，字符数 7，大于最大值 6",
        but { "/guiding_words" = signs(6) };
}

rules! { display;
    w_create_2_description_1000_chars:
        { "/description" = signs(1001) }
        says "“使用须知”字符串规则校验失败，字符数 1001，大于最大值 1000",
        but { "/description" = signs(1000) };
    w_create_2_merchant_logo_url_128:
        { "/merchant_logo_url" = format!("https://{}", bytes(121)) }
        says "“商户logo”字符串规则校验失败，字节数 129，大于最大值 128",
        but { "/merchant_logo_url" = format!("https://{}", bytes(120)) };
    w_create_2_merchant_name_16_chars:
        { "/merchant_name" = signs(17) }
        says "“商户名称”字符串规则校验失败，字符数 17，大于最大值 16",
        but { "/merchant_name" = signs(16) };
    w_create_2_coupon_image_url_128:
        { "/coupon_image_url" = format!("https://{}", bytes(121)) }
        says "“券详情图片”字符串规则校验失败，字节数 129，大于最大值 128",
        but { "/coupon_image_url" = format!("https://{}", bytes(120)) };
    w_create_2_finder_info_is_complete:
        { "/finder_info" = json!({ "finder_id": "1", "finder_video_id": "2" }) }
        says "“视频号封面图”必填性",
        but { "/finder_info" = json!({ "finder_id": "1", "finder_video_id": "2", "finder_video_cover_image_url": "https://a" }) };
}

rules! { discount;
    w_create_2_discount_percent_at_least_1:
        { "/coupon_use_rule/discount_coupon/discount_percent" = 0 } says "“折扣比例”规则校验失败，值低于最小值 1",
        but { "/coupon_use_rule/discount_coupon/discount_percent" = 1 };
    w_create_2_discount_percent_at_most_100:
        { "/coupon_use_rule/discount_coupon/discount_percent" = 101 } says "值高于最大值 100",
        but { "/coupon_use_rule/discount_coupon/discount_percent" = 100 };
    w_create_2_transaction_minimum_of_discounts:
        { "/coupon_use_rule/discount_coupon/transaction_minimum" = 0 } says "值低于最小值 1",
        but { "/coupon_use_rule/discount_coupon/transaction_minimum" = 10_000_000 };
}

rules! { exchange;
    w_create_2_exchange_price_not_negative:
        { "/coupon_use_rule/exchange_coupon/exchange_price" = -1 } says "“单品换购价”规则校验失败，值低于最小值 0",
        but { "/coupon_use_rule/exchange_coupon/exchange_price" = 0 };
    w_create_2_exchange_price_at_most_100000_yuan:
        { "/coupon_use_rule/exchange_coupon/exchange_price" = 10_000_001 } says "值高于最大值 10000000",
        but { "/coupon_use_rule/exchange_coupon/exchange_price" = 10_000_000 };
    w_create_2_transaction_minimum_of_exchanges:
        { "/coupon_use_rule/exchange_coupon/transaction_minimum" = 10_000_001 } says "值高于最大值 10000000",
        but { "/coupon_use_rule/exchange_coupon/transaction_minimum" = 1 };
}
