-- Subsidies: what one merchant pays another for a voucher that was used there.
-- They lie in the home of the merchant that pays.

-- An account that received money from others holds more than was paid in.
create table account_with_subsidies (
  merchant        integer primary key,   -- whose
  paid_in         integer not null,      -- everything ever paid in
  provisioned     integer not null,      -- the part that a provisioning file asked for
  balance         integer not null,      -- what can be spent
  received        integer not null,      -- what others gave, without what went back
  given           integer not null,      -- what others were given, without what came back
  letters         integer not null,      -- numbers given to letters
  subsidies       integer not null,      -- … to subsidies
  subsidy_returns integer not null,      -- … to their returns
  constraint account_is_covered check (0 <= balance and balance <= paid_in + received),
  constraint account_gifts_hold check (received >= 0 and 0 <= given and given <= paid_in + received)
);
insert into account_with_subsidies
  select merchant, paid_in, provisioned, balance, 0, 0, letters, 0, 0 from account;
drop table account;
alter table account_with_subsidies rename to account;

create table subsidy (
  payer       integer not null,          -- who pays
  sequence    integer not null,          -- its number there
  activity    integer not null,          -- for a voucher of which activity
  voucher     integer not null,          -- which
  payee       integer not null,          -- who is paid
  amount      integer not null,          -- how much
  document    text    not null,          -- what the dialect keeps with it
  request     text    not null,          -- the number of the request
  accepted_at integer not null,          -- when the money left
  state       integer not null,          -- 0 on its way, 1 arrived, 2 back again
  settled_at  integer,                   -- when that was known
  asked_back  integer not null,          -- what is on its way back
  returned    integer not null,          -- what is back
  primary key (payer, sequence),
  constraint subsidy_return_holds check (0 <= asked_back and 0 <= returned and asked_back + returned <= amount)
) without rowid;
-- Serves the receipts of a voucher and the limit for it.
create index subsidy_of_voucher on subsidy (activity, voucher, payer, sequence);

create table subsidy_return (
  payer       integer not null,          -- who paid the subsidy
  sequence    integer not null,          -- its number there
  subsidy     integer not null,          -- the subsidy's number
  amount      integer not null,          -- how much is to go back
  document    text    not null,          -- what the dialect keeps with it
  request     text    not null,          -- the number of the request
  accepted_at integer not null,          -- when it was accepted
  state       integer not null,          -- 0 asked, 1 back, 2 the payee has not enough
  settled_at  integer,                   -- when that was known
  primary key (payer, sequence)
) without rowid;
-- Serves the sums of a subsidy's returns.
create index subsidy_return_of on subsidy_return (payer, subsidy);
