-- What the engine keeps. Every row belongs to one home: an activity, whose
-- number leads the key, or a merchant, whose number is written below zero where
-- both kinds share a column. Instants are milliseconds since 1970, money is fen.

create table setting (
  name  text primary key,                -- what is set
  value text not null                    -- to what
) without rowid;

create table activity (
  id             integer primary key,    -- the activity's number
  product        integer not null,       -- which platform's product
  owner          integer not null,       -- whose vouchers these are
  operator       integer not null,       -- who made it
  receiver       text    not null,       -- the application that is told
  created_at     integer not null,       -- when it was made
  version        integer not null,       -- the terms in force
  state          integer not null,       -- 0 created, 1 active, 2 paused, 3 stopped
  stopped_at     integer,                -- since when it is stopped
  change         integer,                -- accepted: 0 publish, 1 modify, 2 append, 3 stop
  change_value   integer,                -- version of the terms, or new quantity
  change_request text,                   -- the request that asked for it
  accepted_at    integer,                -- when it was accepted
  due            integer,                -- it waits for: 0 an instant, 1 a word, 2 a payment
  due_at         integer,                -- that instant, or when the payment lapses
  due_recharge   integer,                -- the payment's number
  quantity       integer not null,       -- how many vouchers there can be
  issued         integer not null,       -- how many were issued
  redeemed       integer not null,       -- how many are used up
  expired        integer not null,       -- how many passed their end unused
  revoked        integer not null,       -- how many were taken back unused
  reserved       integer not null,       -- how many are set aside for orders
  codes          integer not null,       -- how many codes its merchant brought
  uses           integer not null,       -- uses that were not returned
  swept          integer not null,       -- vouchers up to here passed their end
  next_expiry_at integer,                -- when the next one does
  today          text    not null,       -- the last day on which any was issued
  today_issued   integer not null,       -- how many were issued on it
  held           integer not null,       -- prepaid money that is set aside
  spent          integer not null,       -- prepaid money that went into deductions
  released       integer not null,       -- vouchers that never will be issued
  redemptions    integer not null,       -- numbers given to redemptions
  returns        integer not null,       -- … to returns
  recharges      integer not null,       -- … to recharges
  letters        integer not null,       -- … to letters
  notices        integer not null,       -- … to notices
  versions       integer not null,       -- … to terms
  deposits       integer not null,       -- … to deposits of codes
  sales          integer not null,       -- … to orders for vouchers
  closes_at      integer not null,       -- the last instant of issue, from the terms
  valid_until    integer,                -- the last instant of every voucher, with absolute validity
  wake_at        integer,                -- when the scheduler must look
  constraint activity_budget_holds   check (0 <= issued and 0 <= reserved and issued + reserved <= quantity),
  constraint activity_counts_hold    check (redeemed >= 0 and expired >= 0 and revoked >= 0 and redeemed + expired + revoked <= issued),
  constraint activity_sweep_holds    check (0 <= swept and swept <= issued),
  constraint activity_funds_hold     check (held >= 0 and spent >= 0)
);
create index activity_wakes on activity (wake_at) where wake_at is not null;
create index activity_of_owner on activity (owner, id);
create index activity_of_operator on activity (operator, id);

create table terms (
  activity integer not null,             -- of which activity
  version  integer not null,             -- from 1
  body     text    not null,             -- what the engine obeys, JSON
  document text    not null,             -- what the dialect shows
  primary key (activity, version)
);

create table scope_member (
  activity integer not null,             -- whose scope
  kind     integer not null,             -- what kind of thing
  member   text    not null,             -- which
  since    integer not null,             -- the first generation that it belongs to
  until    integer,                      -- the first one that it no longer does
  primary key (activity, kind, member, since)
) without rowid;

create table voucher (
  activity    integer not null,          -- of which activity
  sequence    integer not null,          -- its place in the order of issue
  user        text    not null,          -- whose
  issued_at   integer not null,          -- when
  opens_at    integer,                   -- usable from, where counted from receipt
  closes_at   integer,                   -- usable to, where counted from receipt
  uses        integer not null,          -- uses that were not returned
  deducted    integer not null,          -- what it took off
  redeemed_at integer,                   -- when it was used up
  revoked_at  integer,                   -- when it was taken back unused
  code        text,                      -- what its merchant tells it by
  trade       text,                      -- the trade that it is linked to
  linked_at   integer,                   -- since when
  hidden      integer not null,          -- whether its user threw it away
  note        text,                      -- what the dialect keeps with it
  issuer      integer,                   -- who issued it, where not the activity's maker
  last_use    integer,                   -- the number of its last use, returned or not
  primary key (activity, sequence)
) without rowid;
-- Serves a user's list and the count against a user's cap.
create index voucher_of_user on voucher (user, activity, sequence);

create table code (
  activity integer not null,             -- of which activity
  code     text    not null,             -- the code
  deposit  integer not null,             -- the deposit that it came with; 0: named at issue
  rank     integer,                      -- its place among the free ones, drawn at random
  sequence integer,                      -- the voucher that has it; null: it is free
  primary key (activity, code)
) without rowid;
-- Serves lists of codes in the order of their deposit.
create index code_of_deposit on code (activity, deposit) where deposit > 0;
-- The lowest rank is any of the free codes.
create index code_free on code (activity, rank) where sequence is null;

create table deposit (
  activity integer not null,             -- of which activity
  sequence integer not null,             -- its number
  at       integer not null,             -- when
  known    text    not null,             -- codes that the activity had, as JSON
  surplus  text    not null,             -- codes that there was no room for, as JSON
  primary key (activity, sequence)
) without rowid;

create table sale (
  activity        integer not null,      -- whose voucher is bought
  sequence        integer not null,      -- the order's number
  number          text    not null,      -- the merchant's number for it
  buyer           text    not null,      -- who buys
  person          text,                  -- the human being behind the account
  phone           text,                  -- their telephone
  real_name       integer not null,      -- whether their name was verified
  price           integer not null,      -- what it costs
  ordered_at      integer not null,      -- when it was placed
  state           integer not null,      -- 0 ordered, 1 paid, 2 delivered, 3 refunding, 4 refunded, 5 closed
  paid_at         integer,               -- when it was paid
  voucher         integer,               -- the voucher that was delivered
  cause           integer,               -- of the refund: 0 the buyer, 1 expiry, 2 nothing was delivered
  refund_request  text,                  -- the request that asked for it
  refund_asked_at integer,               -- when
  refunded_at     integer,               -- when the money went back
  settled_at      integer,               -- when the payee asked for the money
  primary key (activity, sequence)
) without rowid;
-- Serve the counts against caps.
create index sale_reserved on sale (activity, buyer) where state in (0, 1);
create index sale_reserved_person on sale (activity, person) where state in (0, 1) and person is not null;
create index sale_reserved_phone on sale (activity, phone) where state in (0, 1) and phone is not null;

create table tally (
  activity integer not null,             -- of which activity
  kind     integer not null,             -- 0 a person, 1 a telephone number
  subject  text    not null,             -- who
  period   integer not null,             -- 0 day, 1 week, 2 month, 3 the whole life
  start_ms integer not null,             -- when the period began; 0 for the whole life
  received integer not null,             -- how many
  primary key (activity, kind, subject, period, start_ms)
) without rowid;

create table redemption (
  activity    integer not null,          -- of which activity
  sequence    integer not null,          -- its number
  voucher     integer not null,          -- which voucher
  user        text    not null,          -- whose
  order_no    text    not null,          -- the merchant's order
  total       integer not null,          -- the order's sum
  deduction   integer not null,          -- what came off
  redeemed_at integer not null,          -- when
  refunded    integer not null,          -- of the order's sum
  returned_at integer,                   -- when the use was returned
  times       integer not null,          -- how many of the voucher's uses it took
  undone      integer not null,          -- how many of these were taken back
  left_over   integer not null,          -- how many the voucher had left after it
  request     text,                      -- the number of the report, where a merchant reported it
  last_return integer,                   -- the number of the last return of it
  note        text,                      -- what the dialect keeps with it
  primary key (activity, sequence),
  constraint redemption_refund_holds check (0 <= refunded and refunded <= total and deduction <= total)
) without rowid;
create index redemption_of_user on redemption (activity, user, redeemed_at) where returned_at is null;

create table order_return (
  activity     integer not null,         -- of which activity
  sequence     integer not null,         -- its number
  redemption   integer not null,         -- of which use
  amount       integer not null,         -- of the order's sum
  to_buyer     integer not null,         -- the buyer's part
  voucher_back integer not null,         -- whether the use was returned
  returned_at  integer not null,         -- when
  left_over    integer not null,         -- how many uses the voucher has left after it
  request      text,                     -- the number of the report, where a merchant reported it
  primary key (activity, sequence)
) without rowid;

create table recharge (
  activity   integer not null,           -- of which activity
  sequence   integer not null,           -- its number
  sponsor    integer not null,           -- who is to pay
  amount     integer not null,           -- how much
  opened_at  integer not null,           -- since when
  lapses_at  integer not null,           -- until when
  state      integer not null,           -- 0 open, 1 paid, 2 lapsed
  settled_at integer,                    -- when it was paid, or found lapsed
  primary key (activity, sequence)
) without rowid;

create table account (
  merchant    integer primary key,       -- whose
  paid_in     integer not null,          -- everything ever paid in
  provisioned integer not null,          -- the part that a provisioning file asked for
  balance     integer not null,          -- what can be spent
  letters     integer not null,          -- numbers given to letters
  constraint account_is_covered check (0 <= balance and balance <= paid_in)
);

create table request (
  home        integer not null,          -- where the number is kept
  action      integer not null,          -- what it asked for
  number      text    not null,          -- the caller's number
  fingerprint blob    not null,          -- of everything that it said
  made        integer not null,          -- the number of what it made
  at          integer not null,          -- when it was answered
  primary key (home, action, number)
) without rowid;

create table letter (
  home     integer not null,             -- who wrote it
  sequence integer not null,             -- its number there
  to_home  integer not null,             -- who is to carry it out
  body     text    not null,             -- what it says, JSON
  primary key (home, sequence)
) without rowid;

create table notice (
  activity    integer not null,          -- whose news
  sequence    integer not null,          -- its number
  receiver    text    not null,          -- the application that is told
  event       integer not null,          -- 0 published, 1 modified, 2 appended, 3 stopped, 4 received, 5 redeemed, 6 expired,
                                         -- 7 code wanted, 8 refund wanted, 9 sale delivered, 10 sale refunded
  subject     integer,                   -- the voucher, or the order
  user        text,                      -- its user
  redemption  integer,                   -- the use
  request     text,                      -- the request that asked for it
  happened_at integer not null,          -- when it happened
  state       integer not null,          -- 0 waiting, 1 delivered, 2 given up
  due_at      integer not null,          -- when it is to be told
  attempts    integer not null,          -- how often that was tried
  primary key (activity, sequence)
) without rowid;
create index notice_due on notice (due_at) where state = 0;

create table attempt (
  activity  integer not null,            -- of which notice
  notice    integer not null,            -- its number
  number    integer not null,            -- from 1
  at        integer not null,            -- when
  delivered integer not null,            -- whether the receiver took it
  detail    text    not null,            -- what it answered
  primary key (activity, notice, number)
) without rowid;

create table pass (
  activity integer not null,             -- of which activity
  kind     integer not null,             -- 4 received, 6 expired
  through  integer not null,             -- vouchers up to here were told of
  primary key (activity, kind)
) without rowid;
