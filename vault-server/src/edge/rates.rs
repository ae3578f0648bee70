//! How often one remote address may call this server: GCRA (the `governor` crate), in bounded memory. Logins are counted in the
//! database, by all servers together (`store/sessions.rs`).

use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::header::AUTHORIZATION;
use axum::middleware::Next;
use axum::response::Response;
use governor::clock::{Clock, DefaultClock};
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use vault_core::api::{Problem, ProblemCode};

use super::{Address, Edge, Remote, respond};
use crate::config::RateSettings;

/// Addresses that have been quiet are forgotten once in so many calls. Each call remembers one address at most, so
/// this also bounds how many quiet ones there are.
const SWEEP_EVERY: u32 = 4096;

/// Refuses calls that come too often, before anything is read or looked up.
pub(super) async fn limit(State(edge): State<Arc<Edge>>, request: Request, next: Next) -> Response {
    let remote = request.extensions().get::<Remote>().map(|Remote(remote)| *remote);
    match edge.rates.check(Address::of(remote), Call::of(&request)) {
        Ok(()) => next.run(request).await,
        Err(wait) => {
            let retry_after_s = Some(wait.as_secs() + 1);
            respond(&Problem { retry_after_s, ..Problem::new(ProblemCode::TooManyRequests) })
        }
    }
}

/// What is asked, as far as rates go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Call {
    /// Names a session; whether it lives is looked up later, at little cost.
    WithSession,
    WithoutSession,
}

impl Call {
    fn of(request: &Request) -> Self {
        if request.headers().contains_key(AUTHORIZATION) { Self::WithSession } else { Self::WithoutSession }
    }
}

type Limiter<C> =
    RateLimiter<Address, DashMapStateStore<Address>, C, governor::middleware::NoOpMiddleware<<C as Clock>::Instant>>;

/// What every address has left.
#[derive(Debug)]
pub(super) struct Rates<C: Clock = DefaultClock> {
    clock: C,
    calls: Limiter<C>,
    without_session: Limiter<C>,
    until_sweep: AtomicU32,
}

impl Rates {
    pub(super) fn new(settings: RateSettings) -> Self {
        Self::with_clock(settings, DefaultClock::default())
    }
}

impl<C: Clock + Clone> Rates<C> {
    fn with_clock(settings: RateSettings, clock: C) -> Self {
        let limiter = |per_minute| {
            let quota = Quota::per_minute(NonZeroU32::new(per_minute).unwrap_or(NonZeroU32::MIN));
            RateLimiter::new(quota, DashMapStateStore::default(), clock.clone())
        };
        Self {
            calls: limiter(settings.calls),
            without_session: limiter(settings.unauthenticated),
            until_sweep: AtomicU32::new(0),
            clock,
        }
    }

    /// Counts a call, or tells how long to wait.
    fn check(&self, address: Address, call: Call) -> Result<(), Duration> {
        if self.until_sweep.fetch_add(1, Ordering::Relaxed) % SWEEP_EVERY == SWEEP_EVERY - 1 {
            self.forget_quiet();
        }
        let without_session = (call == Call::WithoutSession).then_some(&self.without_session);
        for limiter in [Some(&self.calls), without_session].into_iter().flatten() {
            limiter.check_key(&address).map_err(|later| later.wait_time_from(self.clock.now()))?;
        }
        Ok(())
    }

    fn forget_quiet(&self) {
        for limiter in [&self.calls, &self.without_session] {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

#[cfg(test)]
mod tests {
    use governor::clock::FakeRelativeClock;

    use super::*;

    const SETTINGS: RateSettings = RateSettings { calls: 60, unauthenticated: 6 };

    fn rates() -> (FakeRelativeClock, Rates<FakeRelativeClock>) {
        let clock = FakeRelativeClock::default();
        (clock.clone(), Rates::with_clock(SETTINGS, clock))
    }

    fn address(text: &str) -> Address {
        Address::of(Some(text.parse().unwrap()))
    }

    fn allowed(rates: &Rates<FakeRelativeClock>, from: &str, call: Call) -> usize {
        (0..1000).take_while(|_| rates.check(address(from), call).is_ok()).count()
    }

    #[test]
    fn each_sort_of_call_has_its_own_allowance() {
        let (_, rates) = rates();
        assert_eq!(allowed(&rates, "192.0.2.2", Call::WithoutSession), 6);
        assert_eq!(allowed(&rates, "192.0.2.3", Call::WithSession), 60);
    }

    #[test]
    fn the_allowance_comes_back_with_time_and_the_wait_is_told() {
        let (clock, rates) = rates();
        allowed(&rates, "192.0.2.1", Call::WithoutSession);
        let wait = rates.check(address("192.0.2.1"), Call::WithoutSession).unwrap_err();
        assert!(wait > Duration::from_secs(5) && wait <= Duration::from_secs(10), "{wait:?}");
        clock.advance(wait);
        assert_eq!(allowed(&rates, "192.0.2.1", Call::WithoutSession), 1);
    }

    #[test]
    fn addresses_of_one_network_count_together_and_others_apart() {
        let (_, rates) = rates();
        assert_eq!(allowed(&rates, "2001:db8:1:1::1", Call::WithoutSession), 6);
        assert_eq!(allowed(&rates, "2001:db8:1:1:ffff::2", Call::WithoutSession), 0);
        assert_eq!(allowed(&rates, "2001:db8:1:2::1", Call::WithoutSession), 6);
        assert_eq!(allowed(&rates, "192.0.2.1", Call::WithoutSession), 6);
        assert_eq!(allowed(&rates, "::ffff:192.0.2.1", Call::WithoutSession), 0);
    }

    #[test]
    fn quiet_addresses_are_forgotten() {
        let (clock, rates) = rates();
        for i in 0..SWEEP_EVERY - 1 {
            let address = Address::V4(i.to_be_bytes());
            assert_eq!(rates.check(address, Call::WithSession), Ok(()));
        }
        assert_eq!(rates.calls.len(), SWEEP_EVERY as usize - 1);
        clock.advance(Duration::from_mins(2));
        assert_eq!(rates.check(Address::Inside, Call::WithSession), Ok(()));
        assert_eq!(rates.calls.len(), 1);
    }
}
