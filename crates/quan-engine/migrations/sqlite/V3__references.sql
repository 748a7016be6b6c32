-- What activities refer to besides what the registry knew before: more about
-- shops, and service codes, payees, voucher packages and promotion plans; and
-- what the platform's staff decides about merchants and activities.

alter table alipay_app add column spi_url text;    -- where the app answers the platform's questions; null: nowhere

alter table shop add column smid text;             -- the indirect merchant whose it is; null: merchant_id's own
alter table shop add column store_id text;         -- the owner's own number for it; null: none
alter table shop add column address text;          -- where it is, as one text that can be compared; null: unknown
alter table shop add column certification text not null default 'certified' -- what became of checking what is known of it
    constraint shop_certification check (certification in ('certified', 'incomplete', 'in_audit', 'unknown'));
alter table shop add column open integer not null default 1 -- 0 once it closed
    constraint shop_open check (open in (0, 1));

create unique index shop_store_id on shop (kind, coalesce(smid, merchant_id), store_id) where store_id is not null;
create index shop_address on shop (name, address) where address is not null;

create table shop_details (
    shop_id text not null primary key,          -- shop.id
    app_id text,                                -- alipay_app.app_id of the app that is told what becomes of it; null: none
    details text not null                       -- what it was registered with and nothing here reads: a JSON object
) strict;

create table registry_sequence (
    series text not null primary key,           -- what is numbered
    last integer not null,                      -- the last number given
    constraint registry_sequence_last check (last >= 0)
) strict, without rowid;

create table service_code (
    code text not null primary key,             -- names a service of a mini-program
    app_id text not null,                       -- alipay_app.app_id of the mini-program
    name text not null,                         -- what users read
    details text not null                       -- what it was registered with and nothing here reads: a JSON object
) strict, without rowid;

create index service_code_app on service_code (app_id, code);

create table payee (
    pid integer not null primary key,           -- the account that receives the money of redemptions
    settle_mode text not null,                  -- whether money is settled now and then, or when asked
    status text not null,                       -- whether it may receive already
    constraint payee_settle_mode check (settle_mode in ('periodic', 'on_request')),
    constraint payee_status check (status in ('registered', 'applied'))
) strict;

create table voucher_package (
    id text not null primary key,               -- names it
    merchant_id integer not null,               -- merchant.id of the one who sells it
    name text not null,                         -- what users read
    status text not null,                       -- whether it is on sale; its window decides, too
    opens_at integer not null,                  -- milliseconds: the first instant of the sale
    closes_at integer not null,                 -- milliseconds: the last instant of the sale
    price integer not null,                     -- fen
    budget integer not null,                    -- how many can be sold; may be lowered below what was sold
    sold integer not null default 0,            -- how many were
    limit_period text,                          -- the span in which a user may buy limit_count; null: no limit
    limit_count integer,                        -- how many a user may buy in that span; null: no limit
    pay_channel text,                           -- how it must be paid, in the platform's words; null: as one likes
    purchase_url text,                          -- where it is sold; null: unknown
    use_rule text,                              -- what users read about its use; null: nothing
    constraint voucher_package_status check (status in ('created', 'enabled', 'paused', 'disabled')),
    constraint voucher_package_window check (opens_at <= closes_at),
    constraint voucher_package_price check (price >= 0),
    constraint voucher_package_sold check (sold >= 0),
    constraint voucher_package_limit check ((limit_period is null) = (limit_count is null)),
    constraint voucher_package_limit_period check (limit_period in ('day', 'week', 'month', 'lifetime'))
) strict, without rowid;

create index voucher_package_merchant on voucher_package (merchant_id, id);

create table voucher_package_activity (
    package_id text not null,                   -- voucher_package.id
    activity_id integer not null,               -- activity.id of a member
    primary key (package_id, activity_id)
) strict, without rowid;

create table voucher_package_purchase (
    package_id text not null,                   -- voucher_package.id
    request_no text not null,                   -- tells one purchase from another
    user_id text not null,                      -- who bought
    bought_at integer not null,                 -- milliseconds
    primary key (package_id, request_no)
) strict, without rowid;

create index voucher_package_purchase_user on voucher_package_purchase (package_id, user_id, bought_at);

create table delivery (
    id text not null primary key,               -- names the plan
    merchant_id integer not null,               -- merchant.id of the one whose it is
    operator_id integer not null,               -- merchant.id of the one who made it
    app_id text not null,                       -- alipay_app.app_id of the app that is told what becomes of it
    request_no text not null,                   -- the request that made it
    status text not null,                       -- whether it is shown
    fault text,                                 -- why it is not; null: nothing to say
    document text not null,                     -- what it says, in the platform's words: a JSON object
    created_at integer not null,                -- milliseconds
    constraint delivery_status check (status in ('active', 'inactive', 'auditing', 'rejected'))
) strict, without rowid;

create index delivery_merchant on delivery (merchant_id, id);

create table delivery_request (
    home text not null,                         -- what the number belongs to: who makes plans, or the plan that is stopped
    request_no text not null,                   -- the caller's number
    fingerprint blob not null,                  -- digest of what the request said
    answer text not null,                       -- what it was answered, in the platform's words: a JSON object
    primary key (home, request_no),
    constraint delivery_request_fingerprint check (length(fingerprint) = 16)
) strict, without rowid;

create table registry_notice (
    number integer not null primary key,        -- in the order in which things happened
    subject text not null,                      -- what it is about: delivery.id or shop.id
    app_id text not null,                       -- alipay_app.app_id of the app that is told
    event text not null,                        -- what became of the subject
    request_no text,                            -- the request that made the plan; null: it is about a shop
    fault text,                                 -- why the plan is not shown; null: nothing to say
    happened_at integer not null,               -- milliseconds
    attempts integer not null default 0,        -- how often it was tried
    next_at integer,                            -- milliseconds, when it is tried next; null: it was taken, or given up
    detail text,                                -- what the last try was answered; null: it was not tried
    constraint registry_notice_event check (event in (
        'delivery_active', 'delivery_inactive', 'delivery_auditing', 'delivery_rejected',
        'shop_passed', 'shop_rejected'))
) strict;

create index registry_notice_due on registry_notice (next_at) where next_at is not null;
create index registry_notice_waiting on registry_notice (subject, number) where next_at is not null;

create table venue_activity (
    activity_id integer not null primary key    -- activity.id of one that is enrolled in a central venue
) strict;

create table merchant_switch (
    merchant_id integer not null primary key,   -- merchant.id
    small_discount integer not null,            -- 1: new activities are refused, their discount being too small
    risk integer not null,                      -- 1: new activities are refused by risk control
    expired_is_error integer not null,          -- 1: a new end for an activity that is over is refused, not ignored
    uncertified_shops integer not null,         -- 1: new shops are not certified
    constraint merchant_switch_flags check (
        small_discount in (0, 1) and risk in (0, 1)
        and expired_is_error in (0, 1) and uncertified_shops in (0, 1))
) strict;
