//! Rounds of jobs, each done again after every failure, while things go wrong.

use super::evidence::{Answer, Round, Told, Verdict};
use super::faults::{Trouble, of_a_read};
use super::figures::Figures;
use super::jobs::Job;
use super::runner::{Ended, Fate, Reader};
use super::stage::Stage;
use super::weather::{arm, disarm, draw};

/// The most processes at once.
const CROWD: usize = 8;
/// How often somebody does a job again before giving up.
const TRIES: usize = 4;

/// Who does the jobs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// Does a failed job again, and that is all.
    Naive,
    /// Throws the journal away first.
    Careless,
}

/// What came of a world.
pub(super) struct Outcome {
    pub(super) verdict: Verdict,
    pub(super) figures: Figures,
    /// What happened, for whoever looks for a fault.
    pub(super) log: Vec<String>,
}

/// Plays in a world of its own until that many processes of `sb1 transfer` have ended.
pub(super) fn play(seed: u64, processes: u32, owner: Owner) -> Outcome {
    let mut play = Play {
        stage: Stage::set(seed),
        owner,
        jobs: Vec::new(),
    };
    while play.stage.figures.transfers < processes {
        play.round();
    }
    let mut stage = play.stage;
    stage.end();
    let mut verdict = stage.evidence.judge();
    verdict.others.append(&mut stage.wrong);
    let rounds = stage.evidence.rounds.iter().enumerate();
    let told = |(number, round): (usize, &Round)| {
        let lines = round.log.iter();
        let lines: Vec<_> = lines.map(|it| format!("{number}: {it}")).collect();
        lines
    };
    Outcome {
        verdict,
        log: rounds.flat_map(told).collect(),
        figures: stage.figures,
    }
}

struct Play {
    stage: Stage,
    owner: Owner,
    /// All jobs so far.
    jobs: Vec<Job>,
}

/// Somebody with a job.
struct Actor {
    job: usize,
    done: bool,
}

impl Play {
    fn round(&mut self) {
        let (jobs, mut actors) = self.cast();
        let first = &self.stage.evidence;
        let (ledger, sent) = (first.ledger.len(), first.sent.len());
        let known: Vec<String> = first.rows.iter().map(|row| row.id.clone()).collect();
        let mut round = Round {
            jobs,
            told: Vec::new(),
            ledger: ledger..ledger,
            sent: sent..sent,
            begun: Vec::new(),
            log: Vec::new(),
        };
        for attempt in 0..TRIES {
            if attempt > 0 {
                self.between(&mut round, &actors);
            }
            self.wave(&mut round, &mut actors);
            if actors.iter().all(|it| it.done) {
                break;
            }
        }
        self.stage.look();
        let seen = &self.stage.evidence;
        round.ledger.end = seen.ledger.len();
        round.sent.end = seen.sent.len();
        let ids = seen.rows.iter().map(|row| row.id.clone());
        round.begun = ids.filter(|id| !known.contains(id)).collect();
        self.stage.evidence.rounds.push(round);
        self.after();
    }

    /// Whose turn it is: mostly one, sometimes several, sometimes with the same job.
    fn cast(&mut self) -> (Vec<Job>, Vec<Actor>) {
        let chance = &mut self.stage.chance;
        let (jobs, copies) = match chance.below(20) {
            0..12 => (1, 1),
            12..15 => (2 + chance.below(3), 1),
            15..18 => (1, 2 + chance.below(3)),
            18 => (2, 4),
            _ => (CROWD, 1),
        };
        let mut cast: Vec<Job> = Vec::new();
        while cast.len() < jobs {
            let job = self.job();
            if !cast.iter().any(|it| it.is_like(&job)) {
                cast.push(job);
            }
        }
        let actors = (0..jobs * copies).map(|at| Actor {
            job: at % jobs,
            done: false,
        });
        self.stage.figures.jobs += u32::try_from(jobs).unwrap();
        (cast, actors.collect())
    }

    /// A new job, or an old one when its quarter of an hour has passed.
    fn job(&mut self) -> Job {
        let chance = &mut self.stage.chance;
        if chance.once_in(10) && !self.jobs.is_empty() {
            let old = chance.pick(&self.jobs).clone();
            if self.stage.advance() {
                return old;
            }
        }
        let stage = &mut self.stage;
        let job = Job::draw(&mut stage.chance, &stage.household, self.jobs.len());
        self.jobs.push(job.clone());
        job
    }

    /// What an owner does before doing it again.
    fn between(&mut self, round: &mut Round, actors: &[Actor]) {
        if self.owner == Owner::Careless {
            for file in self.stage.world.files() {
                if file.to_string_lossy().ends_with(".transfers.jsonl") {
                    std::fs::remove_file(file).unwrap();
                }
            }
            return;
        }
        if self.stage.chance.once_in(4) {
            self.check(round);
        }
        // What was shown may be sent again a quarter of an hour later, by whoever did not see it.
        let open = |job: usize| actors.iter().any(|it| it.job == job && !it.done);
        let may_be_shown = |job| {
            let done = actors.iter().any(|it| it.job == job && it.done);
            let unheard = |it: &Told| it.job == job && !it.heard;
            done || round.told.iter().any(unheard)
        };
        let safe = (0..round.jobs.len()).all(|job| !open(job) || !may_be_shown(job));
        if safe && self.stage.chance.once_in(4) && self.stage.advance() {
            round.log.push("a quarter of an hour later".to_owned());
        }
    }

    fn check(&mut self, round: &mut Round) {
        let stage = &mut self.stage;
        let trouble = stage
            .chance
            .once_in(3)
            .then(|| of_a_read(&mut stage.chance));
        let troubles: Vec<Trouble> = trouble.into_iter().collect();
        arm(stage, &troubles, round);
        let fate = Fate::draw(&mut stage.chance);
        let ended = stage.run("transfers check --json", &fate);
        stage.figures.others += 1;
        disarm(stage, &troubles, false);
        round.log.push(format!("check: {:?}", ended.code));
        let may = match ended.code {
            Some(9) => true,
            None | Some(130) => fate.doom.is_some(),
            Some(5) if fate.reader != Reader::Full => false,
            // Nothing is open, whether that could be said or not.
            Some(0 | 5) => {
                stage.look();
                !stage.evidence.rows.iter().any(|it| it.state == "unknown")
            }
            Some(_) => false,
        };
        if !may {
            stage.wrong.push(format!("check: {fate:?} {ended:?}"));
        }
    }

    /// All who are not done do their job once, at the same time.
    fn wave(&mut self, round: &mut Round, actors: &mut [Actor]) {
        let mut waiting: Vec<&mut Actor> = actors.iter_mut().filter(|it| !it.done).collect();
        let stage = &mut self.stage;
        let fates: Vec<Fate> = waiting
            .iter()
            .map(|_| Fate::draw(&mut stage.chance))
            .collect();
        let troubles = draw(stage, &fates);
        arm(stage, &troubles, round);
        let ended = at_once(stage, &round.jobs, &waiting, &fates);
        stage.relay.settle();
        let mut refused = false;
        for ((actor, fate), ended) in waiting.iter_mut().zip(&fates).zip(ended) {
            let told = told(actor.job, &ended);
            count(&mut stage.figures, fate, &told);
            let state = told.answer.as_ref().map(|it| it.state.as_str());
            refused |= state == Some("not_sent");
            actor.done = told.code == Some(0) || state == Some("accepted");
            let words = round.jobs[actor.job].words().join(" ");
            round.log.push(format!("{words}: {fate:?}, {ended:?}"));
            round.told.push(told);
        }
        disarm(stage, &troubles, refused);
    }

    /// What happens between two rounds.
    fn after(&mut self) {
        if self.owner == Owner::Careless {
            return;
        }
        let stage = &mut self.stage;
        if stage.chance.once_in(6) && stage.advance() {
            stage.resolve_one();
            stage.look();
        }
    }
}

/// Runs a process for each, and waits for them all.
fn at_once(stage: &Stage, jobs: &[Job], waiting: &[&mut Actor], fates: &[Fate]) -> Vec<Ended> {
    let first = stage.relay.posts().len();
    std::thread::scope(|scope| {
        let run = |(actor, fate): (&&mut Actor, _)| {
            let job = &jobs[actor.job];
            scope.spawn(move || stage.transfer(job, fate, first))
        };
        let runs: Vec<_> = waiting.iter().zip(fates).map(run).collect();
        runs.into_iter().map(|it| it.join().unwrap()).collect()
    })
}

fn told(job: usize, ended: &Ended) -> Told {
    Told {
        job,
        code: ended.code,
        heard: ended.out.is_some(),
        answer: ended.out.as_deref().and_then(Answer::of),
    }
}

fn count(figures: &mut Figures, fate: &Fate, told: &Told) {
    let state = told.answer.as_ref().map_or("", |it| it.state.as_str());
    figures.ended(told.code, state);
    match fate.reader {
        Reader::Listens => {}
        Reader::Gone => figures.befell("nobody reads the answer"),
        Reader::Full => figures.befell("no room for the answer"),
    }
    if let Some(doom) = fate.doom {
        let came = told.code.is_none() || told.code == Some(130) || state == "unknown";
        if came {
            figures.befell(&doom.name());
        }
    }
}
