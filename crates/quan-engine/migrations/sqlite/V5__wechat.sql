-- What WeChat Pay's calls refer to: its merchants with their keys and apps, the
-- merchants that service providers act for, users' names within apps, cards, and
-- uploaded pictures by their digest.

create table wechat_merchant (
    mchid integer not null primary key,         -- the number that the platform gave the merchant
    name text not null,                         -- the full name
    apiv3_key text,                             -- the 32 characters that contents are sealed with; null: not set
    v2_key text,                                -- the 32 characters that pages and mini programs sign with; null: not set
    response_key text not null,                 -- which key signs what nobody asked a key for
    notify_url text,                            -- where messages are posted; null: nowhere
    notify_trusted integer not null,            -- 1: notify_url is the operator's own; 0: it is checked
    busifavor integer not null,                 -- 1: it may use merchant coupons
    constraint wechat_merchant_busifavor check (busifavor in (0, 1)),
    constraint wechat_merchant_response_key check (response_key in ('certificate', 'public_key')),
    constraint wechat_merchant_notify_trusted check (notify_trusted in (0, 1))
) strict;

create table wechat_certificate (
    mchid integer not null,                     -- wechat_merchant.mchid of the owner
    serial text not null,                       -- upper-case hex, filled up to 40 digits
    key_pem text not null,                      -- PEM of the public key that requests are verified with
    expires_at integer,                         -- milliseconds: its last instant; null: not known
    state text not null,                        -- what the platform says of it
    constraint wechat_certificate_key primary key (mchid, serial),
    constraint wechat_certificate_state check (state in ('valid', 'expired', 'revoked', 'replaced'))
) strict, without rowid;

create table wechat_appid (
    mchid integer not null,                     -- wechat_merchant.mchid
    appid text not null,                        -- an app that is bound to it
    constraint wechat_appid_key primary key (mchid, appid)
) strict, without rowid;

create table wechat_sub_merchant (
    partner integer not null,                   -- the number of a service provider
    sub_merchant integer not null,              -- the number of a merchant that it acts for
    constraint wechat_sub_merchant_key primary key (partner, sub_merchant)
) strict, without rowid;

create table wechat_card (
    id text not null primary key,               -- the card_id of a consumption card
    mchid integer not null,                     -- the merchant whose it is
    activity integer not null                   -- the activity whose vouchers are sent as the card
) strict, without rowid;

create table wechat_media (
    mchid integer not null,                     -- the merchant that uploaded
    sha256 blob not null,                       -- digest of the file
    image_id text not null,                     -- image.id
    constraint wechat_media_key primary key (mchid, sha256),
    constraint wechat_media_sha256 check (length(sha256) = 32)
) strict, without rowid;

create table user_openid (
    appid text not null,                        -- the app that knows the user under this name
    openid text not null,                       -- the user's name within the app
    user_id text not null,                      -- registered_user.id
    constraint user_openid_key primary key (appid, openid)
) strict, without rowid;

create index user_openid_user on user_openid (user_id);

alter table registered_user
    add column unionid text;                    -- the user's name over all apps of one owner; null: unknown

alter table registered_user
    add column suspicious integer not null default 0; -- 1: stocks that prevent abuse issue nothing to the account
