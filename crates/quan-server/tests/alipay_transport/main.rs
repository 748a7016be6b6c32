//! Alipay's transport through the whole server: what is refused, in which
//! words, and how answers are framed and signed.

#[cfg(test)]
mod body;
#[cfg(test)]
mod captures;
#[cfg(test)]
mod certificate;
#[cfg(test)]
mod encryption;
#[cfg(test)]
mod gateway;
#[cfg(test)]
mod order;
#[cfg(test)]
mod rest;
#[cfg(test)]
mod socket;
#[cfg(test)]
mod world;
