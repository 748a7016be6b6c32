-- The registry: who may call, and what calls refer to. Read by key; written by
-- provisioning, by /api and by uploads. Nothing here belongs to a home.

create table merchant (
    id integer not null primary key,            -- the number that the platform gave the merchant (PID)
    name text not null,                         -- the full name, as it stands in contracts
    alias text,                                 -- the short name that buyers see; null: the name
    logo_image_id text,                         -- image.id of the logo; null: none
    logon_id text,                              -- the name of the merchant's account; null: unknown
    recharge text not null,                     -- how prepaid budgets are paid: at once, or by a person
    constraint merchant_recharge check (recharge in ('auto', 'manual'))
) strict;

create index merchant_logon_id on merchant (logon_id) where logon_id is not null;

create table alipay_app (
    app_id text not null primary key,           -- the number that the platform gave the application
    merchant_id integer not null,               -- merchant.id of the owner
    key_mode text not null,                     -- what key_pem holds: a bare key, or a certificate
    key_pem text not null,                      -- PEM of the key that the app's requests are verified with
    encrypt_key text,                           -- base64 of the AES key that contents are encrypted with; null: never
    gateway_url text,                           -- where messages to the app are posted; null: nowhere
    kind text not null,                         -- what sort of application it is
    constraint alipay_app_key_mode check (key_mode in ('public_key', 'certificate')),
    constraint alipay_app_kind check (kind in ('mini_program', 'web', 'mobile'))
) strict;

create table alipay_authorization (
    app_id text not null,                       -- the application that may act
    merchant_id integer not null,               -- merchant.id of the one it may act for
    app_auth_token text not null,               -- what the application shows to act for the merchant
    primary key (app_id, merchant_id),
    constraint alipay_authorization_token unique (app_auth_token)
) strict, without rowid;

create table registered_user (
    id text not null primary key,               -- the number that the platform gave the user
    logon_id text,                              -- what the user signs in with; null: unknown
    person text,                                -- the human being behind the account; null: unknown
    phone text,                                 -- the telephone number bound to the account; null: unknown
    real_name integer not null,                 -- 1 once the name was verified
    constraint registered_user_real_name check (real_name in (0, 1))
) strict, without rowid;

create index registered_user_logon_id on registered_user (logon_id) where logon_id is not null;

create table user_open_id (
    app_id text not null,                       -- the application that knows the user under this name
    open_id text not null,                      -- the user's name within the application
    user_id text not null,                      -- registered_user.id
    primary key (app_id, open_id)
) strict, without rowid;

create index user_open_id_user on user_open_id (user_id);

create table shop (
    id text not null primary key,               -- the number that the platform gave the shop
    merchant_id integer not null,               -- merchant.id of the owner
    kind text not null,                         -- whether it takes payments, or is a place on the map
    name text not null,                         -- what buyers read above the door
    city text not null,                         -- six digits of the national code
    latitude text,                              -- decimal degrees as written; null: unknown
    longitude text,                             -- decimal degrees as written; null: unknown
    constraint shop_kind check (kind in ('payment', 'real'))
) strict, without rowid;

create index shop_merchant on shop (merchant_id, id);

create table image (
    id text not null primary key,               -- the name that an upload was answered with
    merchant_id integer not null,               -- merchant.id of the one it was uploaded for
    file_key text not null,                     -- what it is to be used for, in the platform's words
    media_type text not null,                   -- image/png, image/jpeg, …
    width integer not null,                     -- pixels
    height integer not null,                    -- pixels
    byte_count integer not null,                -- size of the content
    enhanced integer not null,                  -- 1 where it was resized on arrival to the wanted measures
    constraint image_enhanced check (enhanced in (0, 1))
) strict, without rowid;

create table image_content (
    image_id text not null primary key,         -- image.id
    content blob not null                       -- the file
) strict;

create table smid (
    id text not null primary key,               -- the number of the indirect merchant
    merchant_id integer not null                -- merchant.id of the one that it is bound to
) strict, without rowid;

create table api_token (
    sha256 blob not null primary key,           -- digest of the bearer token; the token itself is not kept
    role text not null,                         -- what its holder may do
    merchant_id integer,                        -- merchant.id that its holder is confined to; null: none
    constraint api_token_role check (role in ('admin', 'operator', 'viewer')),
    constraint api_token_sha256 check (length(sha256) = 32)
) strict, without rowid;

create table registry_policy (
    one integer not null primary key,           -- always 1: the table has one row
    users_open integer not null,                -- 1 where users need not be registered to be known
    constraint registry_policy_one check (one = 1),
    constraint registry_policy_users_open check (users_open in (0, 1))
) strict;

insert into registry_policy (one, users_open) values (1, 1);
