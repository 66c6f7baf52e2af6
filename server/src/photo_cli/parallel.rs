//! Runs one function over many inputs on every core, and hands on the results in the order of the inputs.

use std::{
    collections::BTreeMap,
    num::NonZero,
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
};

/// `each` sees every result as soon as those before it are there.
pub(super) fn in_order<I: Sync, O: Send>(inputs: &[I], work: impl Fn(&I) -> O + Sync, mut each: impl FnMut(O)) {
    let next = AtomicUsize::new(0);
    let workers = thread::available_parallelism().map_or(1, NonZero::get).min(inputs.len());
    thread::scope(|scope| {
        let (send, receive) = mpsc::channel();
        for _ in 0..workers {
            let (send, next, work) = (send.clone(), &next, &work);
            scope.spawn(move || {
                while let Some((at, input)) = take(inputs, next) {
                    if send.send((at, work(input))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(send);
        let (mut waiting, mut due) = (BTreeMap::new(), 0);
        for (at, output) in receive {
            waiting.insert(at, output);
            while let Some(output) = waiting.remove(&due) {
                each(output);
                due += 1;
            }
        }
    });
}

fn take<'a, I>(inputs: &'a [I], next: &AtomicUsize) -> Option<(usize, &'a I)> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    inputs.get(at).map(|input| (at, input))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn results_come_in_the_order_of_the_inputs() {
        let inputs: Vec<u64> = (0..40).collect();
        let mut outputs = Vec::new();
        let slow_first = |input: &u64| {
            thread::sleep(Duration::from_millis(if *input == 0 { 30 } else { 0 }));
            input * 2
        };
        in_order(&inputs, slow_first, |output| outputs.push(output));
        assert_eq!(outputs, inputs.iter().map(|input| input * 2).collect::<Vec<_>>());
        in_order(&[] as &[u64], slow_first, |_| panic!("there is nothing to hand on"));
    }
}
