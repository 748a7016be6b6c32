//! The table of operations: where they live and what they may answer.

use crate::alipay::message::{Code, Operation, Verb};

#[test]
fn order_vouchers_live_where_they_are_published() {
    let place = "/v3/alipay/marketing/ordervoucher/activity";
    for (operation, verb, path) in [
        (Operation::OrderVoucherCreate, Verb::Post, String::new()),
        (
            Operation::OrderVoucherModify,
            Verb::Patch,
            "/{activity_id}".to_owned(),
        ),
        (
            Operation::OrderVoucherAppend,
            Verb::Patch,
            "/{activity_id}/append".to_owned(),
        ),
        (
            Operation::OrderVoucherStop,
            Verb::Patch,
            "/{activity_id}/stop".to_owned(),
        ),
        (
            Operation::OrderVoucherUse,
            Verb::Post,
            "/{activity_id}/voucher/{voucher_code}/use".to_owned(),
        ),
        (
            Operation::OrderVoucherCodecount,
            Verb::Get,
            "/{activity_id}/voucher/codecount".to_owned(),
        ),
    ] {
        let route = operation.route().unwrap();
        assert_eq!(
            (route.verb, route.path),
            (verb, format!("{place}{path}").as_str())
        );
    }
    assert_eq!(Verb::Patch.as_str(), "PATCH");
}

#[test]
fn what_has_no_binding_has_a_path_beside_associate_or_none() {
    for (operation, word) in [
        (Operation::OrderVoucherSend, "send"),
        (Operation::OrderVoucherBatchsend, "batchsend"),
        (Operation::OrderVoucherReceive, "receive"),
        (Operation::OrderVoucherInvalid, "invalid"),
        (Operation::OrderVoucherSettle, "settle"),
        (Operation::OrderVoucherAssociate, "associate"),
        (Operation::OrderVoucherDisassociate, "disassociate"),
    ] {
        let route = operation.route().unwrap();
        let path = format!("/v3/alipay/marketing/activity/ordervoucher/{word}");
        assert_eq!((route.verb, route.path), (Verb::Post, path.as_str()));
    }
    for operation in [
        Operation::SettleQuery,
        Operation::OrderCreate,
        Operation::OrderRefund,
        Operation::OrderRefundconfirmcommit,
        Operation::PayeeinfoCreate,
        Operation::RelationShopCreate,
        Operation::FunctionCreate,
    ] {
        assert_eq!(operation.route(), None, "{operation:?}");
    }
}

#[test]
fn codes_of_order_vouchers_are_closed_per_operation() {
    use Code::{ActivityNotPermission, BizError, InvalidParameter, SystemError};
    let plain = [SystemError, InvalidParameter];
    for (operation, codes) in [
        (Operation::OrderVoucherQuery, &plain[..]),
        (Operation::OrderVoucherCodedeposit, &plain),
        (Operation::OrderVoucherCodecount, &plain),
        (
            Operation::OrderVoucherRefund,
            &[SystemError, InvalidParameter, BizError],
        ),
        (
            Operation::OrderVoucherUse,
            &[
                SystemError,
                InvalidParameter,
                BizError,
                ActivityNotPermission,
            ],
        ),
    ] {
        assert_eq!(operation.codes(), codes, "{operation:?}");
    }
    let associate = Operation::OrderVoucherAssociate.codes();
    assert!(associate.contains(&Code::ActivityNotExist) && !associate.contains(&BizError));
    let disassociate = Operation::OrderVoucherDisassociate.codes();
    assert!(disassociate.contains(&Code::VoucherAssociateTradeNoError));
    assert!(!disassociate.contains(&Code::VoucherAssociateOtherTradeNo));
    for operation in Operation::ALL {
        let codes = operation.codes();
        let distinct = codes.iter().enumerate();
        let distinct = distinct.filter(|(at, code)| !codes[..*at].contains(code));
        assert_eq!(distinct.count(), codes.len(), "{operation:?}");
    }
}
