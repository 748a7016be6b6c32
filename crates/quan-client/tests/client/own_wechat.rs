//! What `WeChat` Pay's API does not give: certificates' states, addresses, and cards.

use quan_client::api::{CertificateState, PutWechatCard, SetCertificateState, SetNotifyUrl};

use crate::own_api::quan;

const NONE: &str = r#"{"items":[]}"#;
const MERCHANT: &str = r#"{"mchid":"1900000001","name":"x",
    "certificates":[{"serial_no":"5157F0","state":"revoked"}],"has_apiv3_key":true,
    "has_v2_key":false,"response_key":"public_key","appids":["wx1"],"sub_merchants":[],
    "trusted":false}"#;
const CARD: &str = r#"{"card_id":"c 1","merchant":"1900000001","stock":"1000000000000007"}"#;

#[tokio::test]
async fn merchants_are_looked_at_and_spoken_of() {
    let answers = [
        (200, NONE),
        (200, MERCHANT),
        (200, MERCHANT),
        (200, MERCHANT),
    ];
    let (client, inner, _) = quan(answers).await;
    let list = client.wechat_merchants(Some("19"), Some(5)).await.unwrap();
    assert!(list.items.is_empty());
    let merchant = client.wechat_merchant("1900000001").await.unwrap();
    assert!(merchant.has_apiv3_key && merchant.notify_url.is_none());
    let asked = SetCertificateState {
        serial_no: "5157f0".into(),
        state: CertificateState::Revoked,
    };
    let merchant = client.set_certificate_state("1900000001", &asked).await;
    let certificates = merchant.unwrap().certificates;
    assert_eq!(certificates[0].state, CertificateState::Revoked);
    let nowhere = SetNotifyUrl::default();
    client.set_notify_url("1900000001", &nowhere).await.unwrap();
    assert_eq!(
        inner.targets(),
        [
            "GET /api/wechat-merchants?after=19&limit=5",
            "GET /api/wechat-merchants/1900000001",
            "PUT /api/wechat-merchants/1900000001/certificate-state",
            "PUT /api/wechat-merchants/1900000001/notify-url",
        ]
    );
    let bodies = inner.bodies();
    assert_eq!(bodies[2], r#"{"serial_no":"5157f0","state":"revoked"}"#);
    assert_eq!(bodies[3], "{}");
}

#[tokio::test]
async fn cards_are_listed_looked_at_and_registered() {
    let (client, inner, _) = quan([(200, NONE), (200, CARD), (200, CARD)]).await;
    assert!(
        client
            .wechat_cards(None, None)
            .await
            .unwrap()
            .items
            .is_empty()
    );
    let card = client.wechat_card("c 1").await.unwrap();
    let asked = PutWechatCard {
        merchant: card.merchant.clone(),
        stock: card.stock.clone(),
    };
    assert_eq!(client.put_wechat_card("c 1", &asked).await.unwrap(), card);
    assert_eq!(
        inner.targets(),
        [
            "GET /api/wechat-cards",
            "GET /api/wechat-cards/c%201",
            "PUT /api/wechat-cards/c%201",
        ]
    );
}
