//! Changes inputs without a fuzzer: lines are taken, swapped and repeated, people exchanged, bytes and words replaced.

use vault_core::entropy::{Entropy, SeededEntropy};
use vault_server::http::ROUTES;

use super::world::World;

/// What a JSON value, a number in a path or a header may become.
const WORDS: [&str; 36] = [
    "null",
    "true",
    "-1",
    "0",
    "1",
    "256",
    "65536",
    "4294967296",
    "9007199254740993",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "1e400",
    "\"\"",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "[]",
    "{}",
    "[[[[[[]]]]]]",
    "%00",
    "%2e%2e%2f",
    "%ff",
    "..",
    "//",
    "?",
    "?from=18446744073709551615",
    "?after_seq=18446744073709551615&limit=0",
    "?limit=18446744073709551615",
    "?from=-1",
    "{\"a\":1,\"a\":2}",
    "content-length:0",
    "content-length:18446744073709551615",
    "content-type:text/plain",
    "coffre-request:AAAA",
    "00000000000000000000000000000000",
];
const PEOPLE: [&str; 8] = ["o", "p", "d", "r", "a", "-", "to", "tr"];

/// Reproducible: a seed names every change.
pub(crate) struct Changer(SeededEntropy);

impl Changer {
    /// The one that this number names.
    pub(crate) fn new(seed: Option<u64>) -> Self {
        Self(SeededEntropy::new(seed.unwrap_or(1)))
    }

    fn below(&mut self, bound: usize) -> usize {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        usize::try_from(u64::from_be_bytes(bytes) % bound.max(1) as u64).unwrap()
    }

    /// A new input out of the known ones.
    pub(crate) fn change(&mut self, known: &[Vec<u8>], world: &World) -> Vec<u8> {
        let chosen = &known[self.below(known.len())];
        let mut lines: Vec<Vec<u8>> = chosen.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
        for _ in 0..=self.below(3) {
            let at = self.below(lines.len());
            match self.below(8) {
                0 => {
                    let other = &known[self.below(known.len())];
                    let other: Vec<_> = other.split(|byte| *byte == b'\n').collect();
                    lines.insert(at, other[self.below(other.len())].to_vec());
                }
                1 => lines.insert(at, lines[at].clone()),
                2 => {
                    let (method, template) = ROUTES[self.below(ROUTES.len())];
                    lines.insert(at, self.asked(method, template, world).into_bytes());
                }
                3 => lines.insert(
                    at,
                    format!("+\t{}", [1_000, 3_600_000, 86_400_000, 2_592_000_000_u64][self.below(4)]).into(),
                ),
                4 => self.part(&mut lines[at], 0),
                5 => self.part(&mut lines[at], 2),
                _ => self.body(&mut lines[at], world),
            }
        }
        lines.join(&b'\n')
    }

    /// A call of this route, its ids true ones of any kind.
    fn asked(&mut self, method: &str, template: &str, world: &World) -> String {
        let path = template.split('/').map(|part| match part {
            "{*tile}" => "0/000.p/1".to_owned(),
            _ if part.starts_with('{') => world.names[self.below(world.names.len())].0.to_owned(),
            _ => part.to_owned(),
        });
        let path = path.collect::<Vec<_>>().join("/");
        format!("{}\t{}\t{path}\t\t{{}}", PEOPLE[self.below(PEOPLE.len())], method.to_uppercase())
    }

    /// Exchanges who calls, or puts a word into the path.
    fn part(&mut self, line: &mut Vec<u8>, part: usize) {
        let mut parts: Vec<Vec<u8>> = line.splitn(5, |byte| *byte == b'\t').map(<[u8]>::to_vec).collect();
        let Some(chosen) = parts.get_mut(part) else { return };
        if part == 0 {
            *chosen = PEOPLE[self.below(PEOPLE.len())].into();
        } else {
            let at = self.below(chosen.len() + 1);
            chosen.splice(at..at, WORDS[self.below(WORDS.len())].bytes());
        }
        *line = parts.join(&b'\t');
    }

    /// Changes a byte, a value or an id of the body.
    fn body(&mut self, line: &mut Vec<u8>, world: &World) {
        let Some(start) = line.iter().enumerate().filter(|(_, byte)| **byte == b'\t').nth(3).map(|(at, _)| at + 1)
        else {
            return;
        };
        if start >= line.len() {
            return;
        }
        match self.below(4) {
            0 => {
                let at = start + self.below(line.len() - start);
                line[at] ^= 1 << self.below(7);
            }
            1 => {
                // From a colon to the next comma or brace stands a value.
                let colons: Vec<usize> = (start..line.len()).filter(|at| line[*at] == b':').collect();
                let Some(colon) = colons.get(self.below(colons.len())) else { return };
                let end = (*colon..line.len()).find(|at| b",}]".contains(&line[*at])).unwrap_or(line.len());
                let spoken = WORDS[self.below(WORDS.len())];
                line.splice(colon + 1..end, spoken.bytes());
            }
            2 => {
                let quotes: Vec<usize> = (start..line.len()).filter(|at| line[*at] == b'"').collect();
                let Some([one, other]) = quotes.as_chunks().0.get(self.below(quotes.len() / 2)) else { return };
                let name = world.names[self.below(world.names.len())].0;
                line.splice(one + 1..*other, name.bytes());
            }
            _ => {
                let at = start + self.below(line.len() - start);
                line.truncate(at);
            }
        }
    }
}
