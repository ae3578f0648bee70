//! Capital letters and figures as pen strokes, for writing on a picture without a font file.

use super::canvas::{Area, Canvas, Ink, Pose, segment};

/// Height of a capital, in the strokes' own units.
const CAPITAL: f32 = 6.0;
/// Space between two letters, in the same units.
const GAP: f32 = 1.7;

/// A way to write.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pen {
    /// Height of a capital, in the drawing's units.
    pub(super) size: f32,
    /// Width of a stroke, in the drawing's units.
    pub(super) width: f32,
    pub(super) ink: Ink,
}

/// Writes one line with its base line at `y`, beginning at `x`.
pub(super) fn write(canvas: &mut Canvas, pose: Pose, (x, y): (f32, f32), pen: Pen, text: &str) {
    let unit = pen.size / CAPITAL;
    let mut at = x;
    for strokes in text.chars().map(strokes) {
        let place = |(u, v): (f32, f32)| (at + u * unit, y - v * unit);
        let lines: Vec<_> = lines(strokes).map(|(from, to)| (place(from), place(to))).collect();
        let (width, margin) = (width(strokes) * unit, pen.width);
        let area = Area(at - margin, y - 8.0 * unit - margin, at + width + margin, y + margin);
        canvas.fill(pose, area, pen.ink, |u, v| {
            let nearest = lines.iter().map(|&(from, to)| segment(from, to, u, v)).fold(f32::MAX, f32::min);
            nearest - pen.width / 2.0
        });
        at += width + GAP * unit;
    }
}

/// Length of a written line, in the drawing's units.
pub(super) fn length(size: f32, text: &str) -> f32 {
    let units: f32 = text.chars().map(|letter| width(strokes(letter)) + GAP).sum();
    (units - GAP) * size / CAPITAL
}

fn width(strokes: &str) -> f32 {
    if strokes.is_empty() { 2.0 } else { points(strokes).map(|point| point.0).fold(0.0, f32::max) }
}

fn points(strokes: &str) -> impl Iterator<Item = (f32, f32)> {
    strokes.split(' ').flat_map(stroke)
}

fn stroke(digits: &str) -> impl Iterator<Item = (f32, f32)> {
    digits.as_bytes().as_chunks::<2>().0.iter().map(|pair| (f32::from(pair[0] - b'0'), f32::from(pair[1] - b'0')))
}

fn lines(strokes: &str) -> impl Iterator<Item = ((f32, f32), (f32, f32))> {
    strokes.split(' ').flat_map(|digits| stroke(digits).zip(stroke(digits).skip(1)))
}

/// The strokes of a letter: points as two digits, across and up from the base line; a space lifts the pen.
fn strokes(letter: char) -> &'static str {
    match letter {
        'A' => "002640 1232",
        'À' => "002640 1232 1837",
        'B' => "0006 063645443303 3342413000",
        'C' => "4536160501103041",
        'D' => "00062644422000",
        'E' => "46060040 0333",
        'È' => "46060040 0333 1837",
        'É' => "46060040 0333 1738",
        'F' => "460600 0333",
        'G' => "45361605011030414323",
        'H' => "0006 4046 0343",
        'I' => "0006",
        'J' => "0110304146",
        'K' => "0006 4602 1340",
        'L' => "060040",
        'M' => "0006234640",
        'N' => "00064046",
        'O' | '0' => "160501103041453616",
        'P' => "00063645443303",
        'Q' => "160501103041453616 2240",
        'R' => "00063645443303 2340",
        'S' => "453616050413334241301001",
        'T' => "0646 2620",
        'U' => "060110304146",
        'V' => "062046",
        'W' => "0610233046",
        'X' => "0640 0046",
        'Y' => "062346 2320",
        'Z' => "06460040",
        '1' => "051610",
        '2' => "05163645440040",
        '3' => "05163645443313 334241301001",
        '4' => "30360242",
        '5' => "460603334241301001",
        '6' => "4536160501103041423303",
        '7' => "064610",
        '8' => "133344453616050413 1302011030414233",
        '9' => "0110304145361605041343",
        '.' => "0000",
        '-' => "0323",
        '\'' => "0605",
        '°' => "0514251605",
        '<' => "350331",
        _ => "",
    }
}
