-- Where a token and an application's addresses came from, and how it went when
-- applications were told of plans and shops.

alter table api_token
    add column provisioned integer not null default 1   -- 1: by a provisioning file, with which it comes and goes
        constraint api_token_provisioned check (provisioned in (0, 1));

alter table alipay_app
    add column trusted integer not null default 1       -- 1: its addresses are the operator's own; 0: they are checked
        constraint alipay_app_trusted check (trusted in (0, 1));

create table registry_attempt (
    notice integer not null,                    -- registry_notice.number
    nth integer not null,                       -- from 1
    at integer not null,                        -- milliseconds
    delivered integer not null,                 -- 1 where the receiver took it
    detail text not null,                       -- what it answered, or what went wrong
    constraint registry_attempt_key primary key (notice, nth),
    constraint registry_attempt_delivered check (delivered in (0, 1))
) strict, without rowid;

-- Of the tries so far only the last one's answer was kept, and not its time.
insert into registry_attempt (notice, nth, at, delivered, detail)
    select number, attempts, happened_at, next_at is null and detail = '200 "success"', detail
      from registry_notice
     where attempts > 0 and detail is not null;

-- Each try has its answer now.
alter table registry_notice drop column detail;
