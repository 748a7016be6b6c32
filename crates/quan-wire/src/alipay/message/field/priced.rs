//! Blocks whose amounts of money may also come as JSON numbers.
//!
//! The blocks themselves are shared with calls that take amounts as text only,
//! so the difference is made on the way in: a number that stands where an
//! amount is expected is read as the text that it was written with.

use std::fmt;
use std::ops::Deref;

use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess,
    Visitor,
};
use serde::{Serialize, Serializer, forward_to_deserialize_any};

use super::{Numeral, Word, block};

/// A block in which amounts may be text or numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Priced<T>(pub T);

impl<T> Deref for Priced<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> From<T> for Priced<T> {
    fn from(block: T) -> Self {
        Priced(block)
    }
}

impl<T: Serialize> Serialize for Priced<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(to)
    }
}

impl<T: DeserializeOwned> Word for Priced<T> {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
        Ok(block(Loose(from))?.map(Priced))
    }
}

/// Members that hold amounts, and one whose values are digits.
const AMOUNTS: &[&str] = &[
    "amount",
    "floor_amount",
    "ceiling_amount",
    "special_amount",
    "origin_amount",
    "sale_amount",
    "discount",
    "settle_type",
];

/// A reader, a visitor or a seed that watches for amounts further in.
struct Loose<X>(X);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Loose<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(Loose(visitor))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_ignored_any(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        option unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Loose<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.0.visit_unit()
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<V::Value, E> {
        self.0.visit_bool(truth)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<V::Value, E> {
        self.0.visit_i64(number)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<V::Value, E> {
        self.0.visit_u64(number)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<V::Value, E> {
        self.0.visit_str(text)
    }

    fn visit_string<E: Error>(self, text: String) -> Result<V::Value, E> {
        self.0.visit_string(text)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<V::Value, A::Error> {
        self.0.visit_seq(seq)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(Members { map, amount: false })
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Loose<S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<S::Value, D::Error> {
        self.0.deserialize(Loose(from))
    }
}

/// The members of a block, and whether the present one is an amount.
struct Members<A> {
    map: A,
    amount: bool,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Members<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        let Some(name) = self.map.next_key::<String>()? else {
            return Ok(None);
        };
        self.amount = AMOUNTS.contains(&name.as_str());
        seed.deserialize(name.into_deserializer()).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        if self.amount {
            return self.map.next_value_seed(Amount(seed));
        }
        self.map.next_value_seed(Loose(seed))
    }
}

/// A seed that gets a number as the text that it was written with.
struct Amount<S>(S);

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Amount<S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<S::Value, D::Error> {
        match Numeral::read(from)? {
            Some(Numeral(text)) => self.0.deserialize(text.into_deserializer()),
            None => self.0.deserialize(().into_deserializer()),
        }
    }
}
