//! Work on many inputs by several threads, with the results in the order of the inputs.

use std::collections::{HashMap, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::Failure;

/// How many inputs are worked on ahead of the one whose results are taken.
const AHEAD: usize = 64;
/// How many results of an input may wait to be taken.
const WAITING: usize = 4;

/// A result for an input: more of them follow, or it is the last one.
pub(super) enum Part<T> {
    More(T),
    Last(T),
}

/// Passes on a result for an input; false if nobody wants it any more.
pub(super) type Give<'a, T> = &'a dyn Fn(usize, Part<T>) -> bool;

struct State<T> {
    /// The first input that no worker has taken.
    next: usize,
    /// The input whose results are being taken.
    current: usize,
    results: HashMap<usize, VecDeque<Part<T>>>,
    stopped: bool,
}

struct Queue<T> {
    count: usize,
    state: Mutex<State<T>>,
    changed: Condvar,
}

impl<T> Queue<T> {
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until `ready`, changes the state, and tells the others.
    fn when<R>(&self, ready: impl Fn(&State<T>) -> bool, change: impl FnOnce(&mut State<T>) -> R) -> R {
        let mut state = self.lock();
        while !ready(&state) {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        let result = change(&mut state);
        drop(state);
        self.changed.notify_all();
        result
    }

    fn take(&self) -> Option<usize> {
        let ready = |state: &State<T>| state.stopped || state.next >= self.count || state.next < state.current + AHEAD;
        self.when(ready, |state| {
            let at = (!state.stopped && state.next < self.count).then_some(state.next)?;
            state.next += 1;
            Some(at)
        })
    }

    fn give(&self, at: usize, part: Part<T>) -> bool {
        let ready = |state: &State<T>| state.stopped || state.results.get(&at).is_none_or(|all| all.len() < WAITING);
        self.when(ready, |state| {
            if !state.stopped {
                state.results.entry(at).or_default().push_back(part);
            }
            !state.stopped
        })
    }
}

/// Runs `work` in a thread for each of `tools`, and passes each result to `taken` with its input, in the order of the
/// `count` inputs. Where threads cannot be had, works in this one.
pub(super) fn run<S: Send, T: Send>(
    count: usize,
    tools: Vec<S>,
    work: impl Fn(S, &dyn Fn() -> Option<usize>, Give<T>) + Sync,
    mut taken: impl FnMut(usize, T) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let state = State { next: 0, current: 0, results: HashMap::new(), stopped: false };
    let queue = &Queue { count, state: Mutex::new(state), changed: Condvar::new() };
    let work = &work;
    std::thread::scope(|scope| {
        let mut started = 0;
        let mut spare = None;
        for tool in tools {
            let cell = std::sync::Arc::new(Mutex::new(Some(tool)));
            let own = cell.clone();
            let run = move || {
                if let Some(tool) = own.lock().unwrap_or_else(PoisonError::into_inner).take() {
                    work(tool, &|| queue.take(), &|at, part| queue.give(at, part));
                }
            };
            match std::thread::Builder::new().spawn_scoped(scope, run) {
                Ok(_) => started += 1,
                Err(_) => spare = cell.lock().unwrap_or_else(PoisonError::into_inner).take(),
            }
        }
        if started == 0
            && let Some(tool) = spare
        {
            return alone(count, tool, work, taken);
        }
        for at in 0..count {
            loop {
                let ready = |state: &State<T>| state.results.get(&at).is_some_and(|all| !all.is_empty());
                let part = queue.when(ready, |state| state.results.get_mut(&at).and_then(VecDeque::pop_front));
                let (result, last) = match part {
                    Some(Part::More(result)) => (result, false),
                    Some(Part::Last(result)) => (result, true),
                    None => continue,
                };
                if let Err(failure) = taken(at, result) {
                    queue.when(|_| true, |state| state.stopped = true);
                    return Err(failure);
                }
                if last {
                    break;
                }
            }
            queue.when(
                |_| true,
                |state| {
                    state.results.remove(&at);
                    state.current = at + 1;
                },
            );
        }
        Ok(())
    })
}

/// Works on every input in this thread.
fn alone<S, T>(
    count: usize,
    tool: S,
    work: &impl Fn(S, &dyn Fn() -> Option<usize>, Give<T>),
    taken: impl FnMut(usize, T) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let next = std::cell::Cell::new(0);
    let taken = std::cell::RefCell::new(taken);
    let failed = std::cell::RefCell::new(None);
    let take = || {
        let at = next.get();
        next.set(at + 1);
        (at < count && failed.borrow().is_none()).then_some(at)
    };
    let give = |at: usize, part: Part<T>| {
        let (Part::More(result) | Part::Last(result)) = part;
        if failed.borrow().is_none()
            && let Err(failure) = (taken.borrow_mut())(at, result)
        {
            *failed.borrow_mut() = Some(failure);
        }
        failed.borrow().is_none()
    };
    work(tool, &take, &give);
    failed.into_inner().map_or(Ok(()), Err)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn squares(tools: Vec<()>, count: usize) -> Vec<(usize, usize)> {
        let mut all = Vec::new();
        let work = |(), take: &dyn Fn() -> Option<usize>, give: Give<usize>| {
            while let Some(at) = take() {
                for part in 0..at % 9 {
                    give(at, Part::More(part));
                }
                give(at, Part::Last(at * at));
            }
        };
        run(count, tools, work, |at, result| {
            all.push((at, result));
            Ok(())
        })
        .unwrap();
        all
    }

    #[test]
    fn results_come_in_the_order_of_the_inputs() {
        let all = squares(vec![(), (), ()], 500);
        assert!(all.is_sorted_by_key(|(at, _)| *at));
        assert!(all.iter().filter(|(at, result)| *result == at * at).count() >= 500);
        let mut alone_all = Vec::new();
        let work = |(), take: &dyn Fn() -> Option<usize>, give: Give<usize>| {
            while let Some(at) = take() {
                give(at, Part::Last(at * at));
            }
        };
        alone(20, (), &work, |at, result| {
            alone_all.push((at, result));
            Ok(())
        })
        .unwrap();
        assert_eq!(alone_all.len(), 20);
    }

    #[test]
    fn a_failure_ends_the_work() {
        let work = |(), take: &dyn Fn() -> Option<usize>, give: Give<usize>| {
            while let Some(at) = take() {
                if !give(at, Part::Last(at)) {
                    return;
                }
            }
        };
        let fail = |at: usize, _| if at == 7 { super::super::usage("enough") } else { Ok(()) };
        assert!(run(100_000, vec![(), ()], work, fail).is_err());
        assert!(alone(100_000, (), &work, fail).is_err());
    }
}
