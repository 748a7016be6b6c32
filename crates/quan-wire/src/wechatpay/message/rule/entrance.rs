//! Where a coupon in the card pack leads.

use super::changed;
use crate::wechatpay::message::read::{Fields, Form, Place, Text, block, chars, text, word};
use crate::wechatpay::message::refusal::Refusal;
use crate::wechatpay::message::value::message;
use crate::wechatpay::message::word::CodeDisplayMode;

message! {
    /// The entrances.
    #[derive(Default)]
    CustomEntrance {
        mini_programs_info: Option<MiniProgramsInfo>,
        appid: Option<String>,
        hall_id: Option<String>,
        store_id: Option<String>,
        code_display_mode: Option<CodeDisplayMode>,
    }

    /// A mini-program.
    MiniProgramsInfo {
        mini_programs_appid: String,
        mini_programs_path: String,
        entrance_words: String,
        guiding_words: Option<String>,
    }

    /// What of the entrances can be changed.
    EntranceChange {
        mini_programs_info: Option<MiniProgramsChange>,
        appid: Option<String>,
        hall_id: Option<String>,
        code_display_mode: Option<CodeDisplayMode>,
    }

    /// What of a mini-program can be changed.
    MiniProgramsChange {
        mini_programs_appid: Option<String>,
        mini_programs_path: Option<String>,
        entrance_words: Option<String>,
        guiding_words: Option<String>,
    }
}

/// A field: its name, its title, its limits.
type Field = (&'static str, &'static str, Text);

const MINI_PROGRAM: (&str, &str) = ("mini_programs_info", "小程序入口");
const PROGRAM_APPID: Field = ("mini_programs_appid", "商家小程序appid", text(1, 32));
const PROGRAM_PATH: Field = ("mini_programs_path", "商家小程序path", text(1, 128));
const WORDS: Field = ("entrance_words", "入口文案", chars(5));
const GUIDING: Field = ("guiding_words", "引导文案", chars(6));

impl Form for CustomEntrance {
    fn read(from: &Fields<'_>) -> Result<Self, Refusal> {
        let (name, title) = MINI_PROGRAM;
        Ok(CustomEntrance {
            mini_programs_info: from.may(name, title, block())?,
            appid: from.may("appid", "商户公众号appid", text(1, 32))?,
            hall_id: from.may("hall_id", "营销馆id", text(1, 64))?,
            store_id: from.may("store_id", "可用门店id", text(1, 64))?,
            code_display_mode: from.may("code_display_mode", "code展示模式", word())?,
        })
    }
}

impl Form for MiniProgramsInfo {
    fn read(from: &Fields<'_>) -> Result<Self, Refusal> {
        let need = |(name, title, text): Field| from.need(name, title, text);
        Ok(MiniProgramsInfo {
            mini_programs_appid: need(PROGRAM_APPID)?,
            mini_programs_path: need(PROGRAM_PATH)?,
            entrance_words: need(WORDS)?,
            guiding_words: from.may(GUIDING.0, GUIDING.1, GUIDING.2)?,
        })
    }
}

impl Form for EntranceChange {
    fn read(from: &Fields<'_>) -> Result<Self, Refusal> {
        let (name, title) = MINI_PROGRAM;
        Ok(EntranceChange {
            mini_programs_info: from.may(name, title, block())?,
            appid: from.may("appid", "商户公众号appid", text(1, 32))?,
            hall_id: from.may("hall_id", "营销馆id", text(1, 64))?,
            code_display_mode: from.may("code_display_mode", "code展示模式", word())?,
        })
    }
}

impl Form for MiniProgramsChange {
    fn read(from: &Fields<'_>) -> Result<Self, Refusal> {
        let may = |(name, title, text): Field| from.may(name, title, text);
        Ok(MiniProgramsChange {
            mini_programs_appid: may(PROGRAM_APPID)?,
            mini_programs_path: may(PROGRAM_PATH)?,
            entrance_words: may(WORDS)?,
            guiding_words: may(GUIDING)?,
        })
    }
}

impl EntranceChange {
    /// The entrances after this change, which came at this place.
    pub(crate) fn applied(
        &self,
        old: Option<&CustomEntrance>,
        place: &Place<'_>,
    ) -> Result<CustomEntrance, Refusal> {
        let old = old.cloned().unwrap_or_default();
        let place = place.member(MINI_PROGRAM.0, MINI_PROGRAM.1);
        let program = match &self.mini_programs_info {
            None => old.mini_programs_info,
            Some(change) => Some(change.applied(old.mini_programs_info.as_ref(), &place)?),
        };
        Ok(CustomEntrance {
            mini_programs_info: program,
            appid: changed(&self.appid, &old.appid),
            hall_id: changed(&self.hall_id, &old.hall_id),
            store_id: old.store_id,
            code_display_mode: changed(&self.code_display_mode, &old.code_display_mode),
        })
    }
}

impl MiniProgramsChange {
    /// The mini-program after this change; a new one must be told whole.
    fn applied(
        &self,
        old: Option<&MiniProgramsInfo>,
        place: &Place<'_>,
    ) -> Result<MiniProgramsInfo, Refusal> {
        let whole = |new: &Option<String>, old: Option<&String>, (name, title, _): Field| {
            let text = new.as_ref().or(old).cloned();
            text.ok_or_else(|| place.member(name, title).missing())
        };
        let appid = old.map(|old| &old.mini_programs_appid);
        let path = old.map(|old| &old.mini_programs_path);
        let words = old.map(|old| &old.entrance_words);
        let guiding = old.and_then(|old| old.guiding_words.clone());
        Ok(MiniProgramsInfo {
            mini_programs_appid: whole(&self.mini_programs_appid, appid, PROGRAM_APPID)?,
            mini_programs_path: whole(&self.mini_programs_path, path, PROGRAM_PATH)?,
            entrance_words: whole(&self.entrance_words, words, WORDS)?,
            guiding_words: changed(&self.guiding_words, &guiding),
        })
    }
}
