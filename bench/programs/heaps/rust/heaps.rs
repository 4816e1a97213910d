// Collections and strings of std.
use std::collections::{BTreeMap, VecDeque};

struct Particle {
    at: [f32; 2],
    speed: [f32; 2],
}

struct Random(u32);

impl Random {
    fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(1103515245).wrapping_add(12345);
        self.0 >> 16 & 0x7fff
    }
}

fn sorted(random: &mut Random) -> Vec<u32> {
    let mut numbers: Vec<u32> = (0..100).map(|_| random.next()).collect();
    numbers.sort();
    numbers
}

fn counts(random: &mut Random) -> u32 {
    let mut counts = BTreeMap::new();
    for _ in 0..60 {
        *counts.entry(random.next() & 127).or_insert(0) += 1;
    }
    counts.iter().map(|(key, count)| key * count).sum()
}

fn text(numbers: &[u32]) -> u32 {
    let words: Vec<String> = numbers.iter().take(20).map(|n| n.to_string()).collect();
    let text = words.join(",");
    let parsed: u32 = text.split(',').filter_map(|word| word.parse::<u32>().ok()).sum();
    parsed + text.len() as u32
}

fn particles() -> u32 {
    let mut particles: Vec<Particle> = (0..16)
        .map(|i| Particle { at: [i as f32, 0.0], speed: [1.0, 2.0] })
        .collect();
    for _ in 0..4 {
        for particle in particles.iter_mut() {
            particle.at[0] += particle.speed[0];
            particle.at[1] += particle.speed[1];
        }
    }
    particles.iter().map(|particle| particle.at[0] + particle.at[1]).sum::<f32>() as u32
}

// Steps to the far corner of a labyrinth.
fn search(random: &mut Random) -> u32 {
    const SIZE: usize = 16;
    let walls: Vec<bool> = (0..SIZE * SIZE).map(|i| i != 0 && random.next() % 4 == 0).collect();
    let mut steps = vec![u32::MAX; SIZE * SIZE];
    let mut queue = VecDeque::from(vec![0usize]);
    steps[0] = 0;
    while let Some(at) = queue.pop_front() {
        let (x, y) = (at % SIZE, at / SIZE);
        let next = [
            (x > 0).then(|| at - 1),
            (x + 1 < SIZE).then(|| at + 1),
            (y > 0).then(|| at - SIZE),
            (y + 1 < SIZE).then(|| at + SIZE),
        ];
        for to in next.iter().flatten() {
            if !walls[*to] && steps[*to] == u32::MAX {
                steps[*to] = steps[at] + 1;
                queue.push_back(*to);
            }
        }
    }
    steps.iter().filter(|step| **step != u32::MAX).sum()
}

#[no_mangle]
pub extern "C" fn run(rounds: u32) -> u32 {
    let mut random = Random(1);
    let mut sum = 0u32;
    for _ in 0..rounds {
        let numbers = sorted(&mut random);
        sum = numbers.iter().fold(sum, |sum, n| sum.wrapping_mul(31).wrapping_add(*n));
        sum = sum
            .wrapping_add(counts(&mut random))
            .wrapping_add(text(&numbers))
            .wrapping_add(particles())
            .wrapping_add(search(&mut random));
    }
    sum
}
