//! The blocks of a plan, as both sides send them.

use crate::alipay::message::field::{Flag, Price, Text, blocks};

blocks! {
    /// What a plan is called, when it runs, and its pictures.
    DeliveryBaseInfo {
        delivery_name: Text,
        delivery_begin_time: Text,
        delivery_end_time: Text,
        delivery_material: Option<DeliveryMaterial>,
    }

    /// The pictures of a plan.
    DeliveryMaterial {
        delivery_single_material: Option<DeliverySingleMaterial>,
        material_id_list: Vec<String>,
    }

    /// The one picture of a plan.
    DeliverySingleMaterial { delivery_image: Text }

    /// What users get, and for what: one of the two.
    DeliveryPlayConfig {
        delivery_single_send_config: Option<DeliverySingleSendConfig>,
        delivery_full_send_config: Option<DeliveryFullSendConfig>,
    }

    /// For nothing.
    DeliverySingleSendConfig {
        delivery_content_info: Option<DeliveryContentInfo>,
        delivery_content_config: Option<DeliveryContentConfig>,
    }

    /// For a payment of so much.
    DeliveryFullSendConfig {
        delivery_floor_amount: Price,
        delivery_content_info: Option<DeliveryContentInfo>,
    }

    /// How users are led.
    DeliveryContentConfig { delivery_send_guide: Option<DeliverySendGuide> }

    /// Where they are led to.
    DeliverySendGuide { delivery_guide_url: Text }

    /// What users get.
    DeliveryContentInfo {
        delivery_content_type: Text,
        delivery_activity_content: Option<DeliveryActivityContentInfo>,
        delivery_app_content: Option<DeliveryMiniAppContentInfo>,
        delivery_item_content: Option<DeliveryItemContentInfo>,
        delivery_display_info: Option<DeliveryDisplayInfo>,
    }

    /// Vouchers of an activity.
    DeliveryActivityContentInfo { activity_id: Text }

    /// A service of a mini-program.
    DeliveryMiniAppContentInfo {
        mini_app_id: Text,
        service_code_list: Vec<String>,
        mini_app_delivery_type: Text,
    }

    /// An item of a mini-program.
    DeliveryItemContentInfo { item_id: Text, item_type: Text }

    /// The words that users see.
    DeliveryDisplayInfo { main_title: Text, sub_title: Text }

    /// Whom the plan is for.
    DeliveryTargetRule {
        delivery_recall_mode: Text,
        delivery_available_scope: Option<DeliveryAvailableScope>,
        delivery_city_code_rule: Option<DeliveryCityCodes>,
        delivery_merchant_mode: Text,
        delivery_merchant_infos: Vec<DeliveryMerchantInfo>,
        delivery_merchant_rule: Option<DeliveryMerchantRule>,
        delivery_promo_tags: Text,
        brand_id_list: Vec<String>,
        delivery_crowd_rule: Option<DeliveryCrowdRule>,
        delivery_search_box_rule: Option<DeliverySearchBoxRule>,
        delivery_template_rule: Option<DeliveryTemplateRule>,
        delivery_type: Text,
    }

    /// Where the plan is shown.
    DeliveryAvailableScope {
        delivery_available_scope_type: Text,
        delivery_available_city_code: Option<DeliveryCityCodes>,
    }

    /// All cities, or some by code.
    DeliveryCityCodes { all_city: Flag, city_codes: Vec<String> }

    /// A merchant with whom the plan is shown.
    DeliveryMerchantInfo { merchant_id: Text, merchant_id_type: Text }

    /// The merchants with whom the plan is shown.
    DeliveryMerchantRule {
        delivery_merchant_mode: Text,
        delivery_merchant_infos: Vec<DeliveryMerchantInfo>,
        brand_id_list: Vec<String>,
    }

    /// A crowd of users.
    DeliveryCrowdRule { crowd_id: Text }

    /// A search box.
    DeliverySearchBoxRule { box_id: Text }

    /// A template.
    DeliveryTemplateRule { template_id: Text }

    /// The older form: an activity in a channel of a booth.
    DeliveryConfig { activity_id: Text, booth_code: Text, channel: Text }

    /// What of the older form came about.
    SuccessDeliveryConfig { delivery_config: Option<DeliveryConfig> }

    /// What of the older form did not.
    ErrorDeliveryConfig {
        delivery_config: Option<DeliveryConfig>,
        error_code: Text,
        error_msg: Text,
    }

    /// How far a plan of the older form is.
    PromoDeliveryInfo {
        activity_id: Text,
        booth_code: Text,
        channel: Text,
        channel_name: Text,
        delivery_status: Text,
    }
}
