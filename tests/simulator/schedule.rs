//! What becomes of a machine, and when.

use std::fmt;
use std::time::Duration;

use super::clock::Moment;

/// An instance state of EC2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Being made.
    Pending,
    /// Up.
    Running,
    /// Being terminated.
    ShuttingDown,
    /// Gone, but still listed for a while.
    Terminated,
    /// Being stopped.
    Stopping,
    /// Off.
    Stopped,
}

impl Phase {
    /// EC2's number for it.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Pending => 0,
            Self::Running => 16,
            Self::ShuttingDown => 32,
            Self::Terminated => 48,
            Self::Stopping => 64,
            Self::Stopped => 80,
        }
    }

    /// Whether the machine exists, or will.
    pub(crate) fn is_live(self) -> bool {
        !matches!(self, Self::ShuttingDown | Self::Terminated)
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Pending => "pending",
            Self::Running => "running",
            Self::ShuttingDown => "shutting-down",
            Self::Terminated => "terminated",
            Self::Stopping => "stopping",
            Self::Stopped => "stopped",
        })
    }
}

/// The phases of a machine and when each begins, past and to come; those of EC2 unless it says others.
#[derive(Debug, Clone)]
pub(crate) struct Schedule<P = Phase>(Vec<(Moment, P)>);

impl<P: Copy + PartialEq> Schedule<P> {
    /// Begins with a phase.
    pub(crate) fn new(now: Moment, phase: P) -> Self {
        Self(vec![(now, phase)])
    }

    /// Gives up what was to come: from now on it is one phase, and after a while another.
    pub(crate) fn change(&mut self, now: Moment, phase: P, after: Duration, next: P) {
        self.settle(now, phase);
        self.then(after, next);
    }

    /// Gives up what was to come: from now on it is one phase, for good.
    pub(crate) fn settle(&mut self, now: Moment, phase: P) {
        self.0.retain(|(begins, _)| *begins <= now);
        self.0.push((now, phase));
    }

    /// Adds a phase that comes so long after the last began; says when.
    pub(crate) fn then(&mut self, after: Duration, phase: P) -> Moment {
        let begins = self.last().0 + after;
        self.0.push((begins, phase));
        begins
    }

    /// The phase at a moment.
    pub(crate) fn phase(&self, now: Moment) -> P {
        self.current(now).1
    }

    /// The last phase that is known, and when it begins.
    pub(crate) fn last(&self) -> (Moment, P) {
        *self.0.last().expect("a schedule begins with a phase")
    }

    /// When the phase of a moment began.
    pub(crate) fn since(&self, now: Moment) -> Moment {
        let (mut since, phase) = self.current(now);
        let earlier = self.0.iter().rev().skip_while(|(begins, _)| *begins > now);
        for (begins, _) in earlier.take_while(|(_, other)| *other == phase) {
            since = *begins;
        }
        since
    }

    fn current(&self, now: Moment) -> (Moment, P) {
        let past = self.0.iter().rev().find(|(begins, _)| *begins <= now);
        // A machine asked about before its launch is as it will be at its launch.
        let current = past.or(self.0.first());
        *current.expect("a schedule begins with a phase")
    }
}

impl Schedule {
    /// When it began to end, if it has.
    pub(crate) fn ended(&self, now: Moment) -> Option<Moment> {
        let mut past = self.0.iter().filter(|(begins, _)| *begins <= now);
        past.find(|(_, phase)| !phase.is_live())
            .map(|(begins, _)| *begins)
    }
}

#[cfg(test)]
mod tests {
    use super::super::clock::START;
    use super::*;

    #[test]
    fn a_life() {
        let second = Duration::from_secs(1);
        let mut schedule = Schedule::new(START, Phase::Pending);
        schedule.change(START, Phase::Pending, second * 10, Phase::Running);
        assert_eq!(schedule.phase(START + second * 9), Phase::Pending);
        assert_eq!(schedule.phase(START + second * 10), Phase::Running);
        assert_eq!(schedule.since(START + second * 15), START + second * 10);

        let end = START + second * 20;
        schedule.change(end, Phase::ShuttingDown, second * 5, Phase::Terminated);
        assert_eq!(schedule.phase(end), Phase::ShuttingDown);
        assert_eq!(schedule.phase(end + second * 5), Phase::Terminated);
        assert_eq!(schedule.ended(end + second * 9), Some(end));
        assert_eq!(schedule.ended(START + second * 15), None);
    }

    #[test]
    fn a_machine_terminated_while_pending_never_runs() {
        let second = Duration::from_secs(1);
        let mut schedule = Schedule::new(START, Phase::Pending);
        schedule.change(START, Phase::Pending, second * 10, Phase::Running);
        let end = START + second * 3;
        schedule.change(end, Phase::ShuttingDown, second * 60, Phase::Terminated);
        assert_eq!(schedule.phase(START + second * 30), Phase::ShuttingDown);
    }
}
