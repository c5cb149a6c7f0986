//! `members`, `participants` and `observers`: who held a role.

use std::collections::BTreeSet;

use clap::Args;

use super::{Context, Exit, Failure, output};
use crate::Truth;
use crate::store::{Filter, PartyKind, Role};
use crate::wording::plural;

#[derive(Debug, Args)]
pub(crate) struct Roles {
    /// Day, month, year or range; a range lists those who held the role on any day of it
    #[arg(long, default_value = "today", value_name = "WHEN")]
    on: String,

    /// Only this kind of party
    #[arg(long)]
    kind: Option<PartyKind>,

    /// Only states that are not Arctic States
    #[arg(long)]
    non_arctic: bool,
}

impl Roles {
    pub(crate) fn run(self, context: &Context, role: Role) -> Result<Exit, Failure> {
        let when = context.when(&self.on)?;
        let registry = context.registry()?;
        let filter = Filter { kind: self.kind, non_arctic: self.non_arctic };
        let answer = registry.holders(role, &filter, &when)?;

        // A party that left and came back has several rows.
        let parties = |truth: Truth| -> BTreeSet<&str> {
            let rows = answer.rows.iter().filter(|row| row.certainty == truth);
            rows.map(|row| row.party.as_str()).collect()
        };
        let certain = parties(Truth::True);
        let (certain, uncertain) = (certain.len(), parties(Truth::Unknown).difference(&certain).count());
        let (adjective, noun) = (self.adjective(), plural(certain, role.noun()));
        let more = if uncertain == 0 { String::new() } else { format!(", plus {uncertain} uncertain") };
        let title = format!("{certain} {adjective}{noun} of the {} {}{more}", registry.meta().name, when.phrase());
        output::answer(context, &registry, title, &answer)
    }

    /// Returns the filter as an adjective, with a space after it.
    fn adjective(&self) -> &'static str {
        match self.kind {
            _ if self.non_arctic => "non-Arctic state ",
            None => "",
            Some(PartyKind::State) => "state ",
            Some(PartyKind::Indigenous) => "Indigenous ",
            Some(PartyKind::Igo) => "intergovernmental and inter-parliamentary ",
            Some(PartyKind::Ngo) => "non-governmental ",
        }
    }
}
