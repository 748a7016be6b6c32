//! Codes that merchants bring in advance.

use std::collections::HashSet;

use quan_core::operation::DepositCodes;
use quan_core::{Action, ActivityId, Code, HomeId, MerchantId};

use crate::engine::{Engine, Numbered};
use crate::error::Error;

impl Engine {
    /// Takes codes in, each with a number drawn at random below 2⁶³, which is
    /// its place among the free ones. Answers for each whether it came in; one
    /// that the activity has already, or that is repeated, did not.
    pub async fn deposit_codes(
        &self,
        activity: ActivityId,
        caller: MerchantId,
        call: Numbered,
        codes: Vec<(Code, u64)>,
    ) -> Result<Vec<bool>, Error> {
        let names: Vec<Code> = codes.iter().map(|(code, _)| code.clone()).collect();
        let request = call.request(HomeId::Activity(activity), Action::DepositCodes);
        let operation = DepositCodes {
            activity,
            caller,
            codes: codes.into(),
        };
        let receipt = self.run(operation, Some(request)).await?;
        // Every code carries the number of its deposit, so that the answer can
        // be given again.
        let rows = self.codes(activity, names.clone()).await?;
        let mut seen = HashSet::new();
        Ok(names
            .into_iter()
            .map(|code| {
                let here = rows
                    .get(&code)
                    .is_some_and(|row| row.deposit == receipt.sequence());
                here && seen.insert(code)
            })
            .collect())
    }
}
