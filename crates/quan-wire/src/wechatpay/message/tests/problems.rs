//! The table of problems against what was published.

use std::collections::HashMap;

use serde_json::Value;

use super::super::{Problem, Refusal};
use super::sample;

/// The published status, code and message of each problem.
const PUBLISHED: &[(Problem, u16, &str, &str)] = &[
    (Problem::Parameter, 400, "PARAM_ERROR", "参数错误"),
    (
        Problem::Request,
        400,
        "INVALID_REQUEST",
        "HTTP 请求不符合微信支付 APIv3 接口规则",
    ),
    (Problem::CodeMode, 400, "INVALID_REQUEST", "发券模式不合法"),
    (
        Problem::CodesFull,
        400,
        "INVALID_REQUEST",
        "上传的自定义code已达上限",
    ),
    (
        Problem::AppNotBound,
        400,
        "APPID_MCHID_NOT_MATCH",
        "AppID与请求方商户无关联关系",
    ),
    (
        Problem::NoSuchMerchant,
        400,
        "MCH_NOT_EXISTS",
        "商户号不存在",
    ),
    (
        Problem::StockExists,
        400,
        "RESOURCE_ALREADY_EXISTS",
        "批次已存在",
    ),
    (
        Problem::UsedBefore,
        400,
        "RESOURCE_ALREADY_EXISTS",
        "券已被其他订单核销",
    ),
    (Problem::NotPermitted, 403, "NO_AUTH", "无权限"),
    (Problem::NotTheCreator, 403, "NO_AUTH", "商户无权限操作该券"),
    (Problem::NoProduct, 403, "NO_AUTH", "无权限使用此API"),
    (Problem::OutsideValidity, 403, "RULE_LIMIT", "券不在有效期"),
    (
        Problem::NotFound,
        404,
        "RESOURCE_NOT_EXISTS",
        "查询的资源不存在",
    ),
    (Problem::NoSuchUser, 404, "USER_NOT_EXISTS", "OpenID不正确"),
    (Problem::TooOften, 429, "FREQUENCY_LIMITED", "频率限制"),
    (
        Problem::Failure,
        500,
        "SYSTEM_ERROR",
        "系统异常，请稍后重试",
    ),
    (
        Problem::NoSuchCoupon,
        404,
        "RESOURCE_NOT_EXISTS",
        "券不存在",
    ),
    (
        Problem::CouponDeleted,
        404,
        "RESOURCE_NOT_EXISTS",
        "券已被删除",
    ),
    (
        Problem::NoSuchStock,
        404,
        "RESOURCE_NOT_EXISTS",
        "批次不存在",
    ),
    (Problem::NoCouponToLink, 400, "INVALID_REQUEST", "券不存在"),
    (Problem::NotUsable, 400, "INVALID_REQUEST", "券状态非可用态"),
    (
        Problem::NotTheirs,
        404,
        "RESOURCE_NOT_EXISTS",
        "查询不到该券，请确认批次号与coupon_code是否匹配",
    ),
    (
        Problem::BudgetChanged,
        400,
        "INVALID_REQUEST",
        "批次库存的当前值错误，请获取批次详情查看最新值",
    ),
    (
        Problem::NotLinked,
        404,
        "RESOURCE_NOT_EXISTS",
        "查询记录为空",
    ),
    (Problem::StockOver, 400, "INVALID_REQUEST", "批次已过期"),
    (
        Problem::NotUsed,
        400,
        "INVALID_REQUEST",
        "券未被核销，不能退券",
    ),
    (
        Problem::LinkedElsewhere,
        400,
        "INVALID_REQUEST",
        "券已关联其他订单",
    ),
    (
        Problem::CodeDispatched,
        400,
        "INVALID_REQUEST",
        "券code已发放",
    ),
    (
        Problem::RequestReused,
        400,
        "INVALID_REQUEST",
        "请求重入时，参数与首次请求时不一致",
    ),
    (
        Problem::NotRunning,
        400,
        "INVALID_REQUEST",
        "批次状态非运营中",
    ),
    (Problem::BudgetSpent, 403, "RULE_LIMIT", "批次预算不足"),
    (Problem::DaySpent, 403, "RULE_LIMIT", "已达到单天发放上限"),
    (Problem::UserLimit, 403, "RULE_LIMIT", "用户已达领取上限"),
    (Problem::PersonLimit, 403, "RULE_LIMIT", "自然人领取达上限"),
    (
        Problem::Suspicious,
        403,
        "RULE_LIMIT",
        "用户存在风险，已拦截",
    ),
    (
        Problem::CodeTaken,
        400,
        "RESOURCE_ALREADY_EXISTS",
        "券code已存在",
    ),
];

#[test]
fn problems_are_answered_as_published() {
    for (problem, status, code, message) in PUBLISHED {
        let answer = Refusal::from(*problem).answer();
        let told = (answer.status(), answer.code.as_str(), &*answer.message);
        assert_eq!(told, (*status, *code, *message));
    }
}

#[test]
fn bodies_are_those_of_the_samples() {
    let sample = sample("errors");
    let mut seen = 0;
    let problems: HashMap<_, Vec<_>> =
        Problem::ALL
            .iter()
            .fold(HashMap::new(), |mut problems, problem| {
                let of_rule: &mut Vec<_> = problems.entry(problem.rule()).or_default();
                of_rule.push(*problem);
                problems
            });
    for error in sample.as_array().unwrap() {
        let rule = error["rule"].as_str().unwrap();
        // Fields have tests of their own, and the transport its own refusals.
        if rule.starts_with("W-VAL") || rule.starts_with("W-AUTH") || rule.starts_with("W-HDR") {
            continue;
        }
        let problem = problems[rule][0];
        let answer = Refusal::from(problem).answer();
        let body: Value = serde_json::from_str(&answer.to_json()).unwrap();
        assert_eq!(body, error["body"], "{rule}");
        assert_eq!(
            u64::from(answer.status()),
            error["status"].as_u64().unwrap()
        );
        seen += 1;
    }
    assert_eq!(seen, 11);
}
