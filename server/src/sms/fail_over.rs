//! Several vendors behind one port: the next one is tried where one fails, and no vendor takes a message twice.

use super::{
    Ceiling, Failure, Vendor,
    circuit::Circuit,
    counters,
    memory::{Begin, Claim, Key, Memory, Open},
};
use async_trait::async_trait;
use enrolment::{
    clock::{Clock, Randomness},
    crypto::hex,
    ports::{SmsError, SmsGateway, SmsReceipt},
    sms::{Message, TemplateName},
};
use shared::time::Span;
use std::sync::Arc;

/// How long a vendor that knows repeats is asked again with the same nonce; it forgets nonces after fifteen minutes.
const REPEATABLE: Span = Span::minutes(10);

/// When a vendor is left alone, and for how long.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    pub failures: u32,
    pub pause: Span,
}

/// The gateway of the service: an ordered list of vendors.
pub struct FailOver {
    vendors: Vec<(Box<dyn Vendor>, Circuit)>,
    memory: Arc<Memory>,
    ceiling: Ceiling,
    clock: Arc<dyn Clock>,
    randomness: Arc<dyn Randomness>,
}

/// What the vendors tried so far said.
#[derive(Default)]
struct Said(Vec<(&'static str, Failure)>);

impl FailOver {
    pub fn new(
        vendors: Vec<Box<dyn Vendor>>,
        patience: Patience,
        ceiling: Ceiling,
        clock: Arc<dyn Clock>,
        randomness: Arc<dyn Randomness>,
    ) -> Self {
        let circuit = || Circuit::new(patience.failures, patience.pause);
        let vendors = vendors.into_iter().map(|vendor| (vendor, circuit())).collect();
        Self { vendors, memory: Arc::default(), ceiling, clock, randomness }
    }

    /// One call and its bookkeeping. While it runs, and after an answer that was lost, its outcome is open.
    async fn call(
        &self,
        at: usize,
        nonce: String,
        message: &Message,
        claim: &mut Claim,
    ) -> Result<SmsReceipt, Failure> {
        let (vendor, circuit) = (&*self.vendors[at].0, &self.vendors[at].1);
        let repeated = claim.open.as_ref().filter(|open| open.nonce == nonce).map(|open| open.since);
        let since = repeated.unwrap_or_else(|| self.clock.now());
        let earlier = claim.open.replace(Open { vendor: at, nonce: nonce.clone(), since });
        let failure = match vendor.call(message, &nonce).await {
            Ok(gateway_id) => return Ok(self.taken(at, message, gateway_id)),
            Err(Failure::Repeated) if repeated.is_some() => return Ok(self.taken(at, message, String::new())),
            // Somebody else's nonce: with 128 random bits a fault of the machine. The next call has another.
            Err(Failure::Repeated) => Failure::NotTaken("nonce_used"),
            Err(failure) => failure,
        };
        counters::failed(vendor, failure);
        self.watch(vendor, circuit, failure);
        claim.open = match (failure, earlier) {
            // Of two calls without an answer, the one that can be asked about again is kept in mind.
            (Failure::Unknown(_), Some(earlier)) if !vendor.knows_repeats() => Some(earlier),
            (Failure::Unknown(_), _) => claim.open.take(),
            // Overloaded now says nothing about a call before.
            (Failure::NotTaken(_), earlier) => earlier,
            // Whoever judges a nonce that was used would have said so.
            (_, earlier) => earlier.filter(|earlier| earlier.vendor != at),
        };
        Err(failure)
    }

    fn taken(&self, at: usize, message: &Message, gateway_id: String) -> SmsReceipt {
        let (vendor, circuit) = (&*self.vendors[at].0, &self.vendors[at].1);
        circuit.answered();
        counters::sent(vendor, message.template.name());
        counters::circuit(vendor, false);
        self.ceiling.count(self.clock.now(), vendor.price_fen());
        SmsReceipt { gateway: vendor.name(), gateway_id }
    }

    fn watch(&self, vendor: &dyn Vendor, circuit: &Circuit, failure: Failure) {
        let (gateway, reason) = (vendor.name(), failure.reason());
        if !failure.is_outage() {
            circuit.answered();
            counters::circuit(vendor, false);
            if matches!(failure, Failure::Setup(_)) {
                tracing::error!(sms.gateway = gateway, reason, "an SMS gateway is not set up as its vendor wants it");
            }
        } else if circuit.failed(self.clock.now()) {
            counters::circuit(vendor, true);
            tracing::error!(sms.gateway = gateway, reason, "an SMS gateway fails and is left alone for a while");
        }
    }

    /// Asks again, with the same nonce, the vendor whose answer was lost.
    async fn settle(&self, message: &Message, claim: &mut Claim, open: Open) -> Option<Result<SmsReceipt, SmsError>> {
        let (vendor, _) = &self.vendors[open.vendor];
        let is_code = message.template.name() == TemplateName::OneTimeCode;
        if !vendor.knows_repeats() || self.clock.now() - open.since > REPEATABLE {
            let outcome_unknown = || Err(SmsError::GiveUp(format!("{}: outcome_unknown", vendor.name())));
            return (!is_code).then(outcome_unknown);
        }
        match self.call(open.vendor, open.nonce, message, claim).await {
            Ok(receipt) => Some(Ok(receipt)),
            Err(failure @ (Failure::Unknown(_) | Failure::NotTaken(_))) if !is_code => {
                Some(Err(SmsError::Retry(format!("{}: {}", vendor.name(), failure.reason()))))
            }
            Err(Failure::Refused(reason)) => Some(Err(SmsError::GiveUp(format!("{}: {reason}", vendor.name())))),
            Err(_) => None,
        }
    }

    async fn try_each(&self, message: &Message, claim: &mut Claim) -> Result<SmsReceipt, SmsError> {
        let is_code = message.template.name() == TemplateName::OneTimeCode;
        let mut said = Said::default();
        for (at, (vendor, circuit)) in self.vendors.iter().enumerate() {
            if claim.open.as_ref().is_some_and(|open| open.vendor == at) {
                said.0.push((vendor.name(), Failure::Unknown("outcome_unknown")));
                continue;
            }
            if !circuit.lets_through(self.clock.now()) {
                said.0.push((vendor.name(), Failure::NotTaken("left_alone")));
                continue;
            }
            let failure = match self.call(at, self.nonce(), message, claim).await {
                Ok(receipt) => return Ok(receipt),
                Err(failure) => failure,
            };
            said.0.push((vendor.name(), failure));
            let last = match failure {
                Failure::Refused(_) => true,
                // A second copy of a code is the same code and costs five fen; one that comes too late costs the candidate
                // the try. Any other message waits until it is known whether the first copy went out.
                Failure::Unknown(_) => !is_code,
                _ => false,
            };
            if last {
                break;
            }
        }
        let unknowable = claim.open.as_ref().is_some_and(|open| !self.vendors[open.vendor].0.knows_repeats());
        Err(said.verdict(is_code, unknowable))
    }

    fn nonce(&self) -> String {
        let mut bytes = [0; 16];
        self.randomness.fill(&mut bytes);
        hex(&bytes)
    }
}

impl Said {
    fn verdict(&self, is_code: bool, unknowable: bool) -> SmsError {
        let reasons: Vec<_> = self.0.iter().map(|(name, failure)| format!("{name}: {}", failure.reason())).collect();
        let reasons = reasons.join("; ");
        let any = |wanted: fn(&Failure) -> bool| self.0.iter().any(|(_, failure)| wanted(failure));
        if any(|failure| matches!(failure, Failure::Refused(_))) {
            return SmsError::GiveUp(reasons);
        }
        if unknowable && !is_code {
            return SmsError::GiveUp(format!("{reasons}; outcome_unknown"));
        }
        if any(|failure| failure.is_outage()) {
            return SmsError::Retry(reasons);
        }
        // A quota frees in a minute at the soonest, more often in an hour or a day: a code is dead by then, and its owner
        // has asked for another. What is not in a hurry waits.
        if any(|failure| matches!(failure, Failure::Quota(_))) && !is_code {
            return SmsError::Retry(reasons);
        }
        SmsError::GiveUp(reasons)
    }
}

#[async_trait]
impl SmsGateway for FailOver {
    async fn send(&self, message: &Message) -> Result<SmsReceipt, SmsError> {
        let mut claim = match self.memory.begin(Key::of(message)) {
            Begin::Already(receipt) => return Ok(receipt),
            Begin::Busy => return Err(SmsError::Retry("being sent at this moment".to_owned())),
            Begin::Go(claim) => claim,
        };
        let settled = match claim.open.clone() {
            Some(open) => self.settle(message, &mut claim, open).await,
            None => None,
        };
        let sent = match settled {
            Some(sent) => sent,
            None if !self.ceiling.lets_through(self.clock.now()) => Err(SmsError::Retry("daily_limit".to_owned())),
            None => self.try_each(message, &mut claim).await,
        };
        if let Ok(receipt) = &sent {
            claim.taken(receipt);
        }
        sent
    }
}
