//! A photograph of an identity card that no State has issued: an invented place, an invented person, SPECIMEN across it.

use jpeg_encoder::{ColorType, Encoder};

use super::canvas::{Area, Canvas, Colour, Ink, Pose, ellipse, level, rounded};
use super::lettering::{Pen, length, write};
use super::random::Numbers;

const PICTURE: (u16, u16) = (1240, 860);
const CARD: Area = Area(0.0, 0.0, 1000.0, 630.0);
const PORTRAIT: Area = Area(52.0, 150.0, 332.0, 510.0);

const PAPER: Colour = [238, 241, 232];
const TEAL: Colour = [24, 96, 104];
const DARK: Colour = [38, 44, 52];
const GREY: Colour = [104, 116, 120];
const RED: Colour = [196, 40, 48];

/// The photograph as a JPEG file; the seed decides the card's number and the grain of the picture.
pub(super) fn draw(seed: u64) -> Vec<u8> {
    let mut numbers = Numbers::new(seed);
    let mut canvas = Canvas::new(PICTURE.0, PICTURE.1);
    let card = Pose::new(138.0, 96.0, 2.1);
    table(&mut canvas);
    body(&mut canvas, card);
    portrait(&mut canvas, card);
    fields(&mut canvas, card, numbers.below(10_000));
    specimen(&mut canvas, card);
    grain(&mut canvas, &mut numbers);
    encode(&canvas)
}

fn table(canvas: &mut Canvas) {
    canvas.shade(|x, y, _| {
        let vein = (y * 0.045 + (x * 0.006).sin() * 2.6).sin() * 7.0 + (y * 0.31 + x * 0.004).sin() * 2.5;
        [level(148.0 + vein), level(112.0 + vein * 0.9), level(80.0 + vein * 0.7)]
    });
}

fn body(canvas: &mut Canvas, card: Pose) {
    let shadow = Area(6.0, 14.0, 1008.0, 646.0);
    canvas.fill(card, Area(-60.0, -60.0, 1080.0, 710.0), Ink::shadow([30, 20, 12], 0.55, 44.0), rounded(shadow, 34.0));
    canvas.fill(card, CARD, Ink::solid(PAPER), rounded(CARD, 32.0));
    let outline = rounded(CARD, 32.0);
    for wave in 0..22u8 {
        let base = 140.0 + f32::from(wave) * 22.0;
        let line = |x: f32, y: f32| {
            let middle = base + (x * 0.013 + f32::from(wave) * 0.35).sin() * 15.0;
            ((y - middle).abs() - 0.7).max(outline(x, y))
        };
        canvas.fill(card, Area(0.0, base - 18.0, 1000.0, base + 18.0), Ink::pale([122, 170, 160], 0.4), line);
    }
    let header = |x: f32, y: f32| rounded(CARD, 32.0)(x, y).max(y - 104.0);
    canvas.fill(card, CARD, Ink::solid(TEAL), header);
    let title = Pen { size: 34.0, width: 5.4, ink: Ink::solid([255, 255, 255]) };
    write(canvas, card, (52.0, 70.0), title, "CARTE D'IDENTITÉ");
    let place = Pen { size: 19.0, width: 2.8, ink: Ink::solid([205, 228, 226]) };
    let text = "TERRITOIRE IMAGINAIRE";
    write(canvas, card, (948.0 - length(place.size, text), 68.0), place, text);
}

fn portrait(canvas: &mut Canvas, card: Pose) {
    let frame = rounded(PORTRAIT, 10.0);
    let mut layer = |colour: Colour, shape: &dyn Fn(f32, f32) -> f32| {
        canvas.fill(card, PORTRAIT, Ink::solid(colour), |x, y| shape(x, y).max(frame(x, y)));
    };
    layer([200, 212, 220], &rounded(PORTRAIT, 10.0));
    layer([214, 224, 230], &ellipse(192.0, 300.0, 130.0, 170.0));
    layer([44, 62, 92], &ellipse(192.0, 540.0, 136.0, 118.0));
    layer([232, 234, 236], &|x, y| ellipse(192.0, 424.0, 46.0, 44.0)(x, y).max(420.0 - y));
    layer([96, 64, 48], &rounded(Area(162.0, 366.0, 222.0, 440.0), 26.0));
    layer([34, 26, 24], &ellipse(192.0, 276.0, 80.0, 90.0));
    layer([112, 76, 56], &ellipse(192.0, 306.0, 68.0, 90.0));
    layer([34, 26, 24], &|x, y| ellipse(192.0, 276.0, 80.0, 90.0)(x, y).max(y - 258.0 + ((x - 192.0) * 0.05).powi(2)));
}

fn fields(canvas: &mut Canvas, card: Pose, number: u16) {
    let label = Pen { size: 13.0, width: 2.0, ink: Ink::solid(GREY) };
    let value = Pen { size: 25.0, width: 3.6, ink: Ink::solid(DARK) };
    let number = format!("SPEC {number:04} 0000");
    let lines: [(f32, f32, &str, &str); 6] = [
        (380.0, 160.0, "NOM", "DIARRA"),
        (380.0, 240.0, "PRÉNOM", "AMADOU"),
        (380.0, 320.0, "NÉ LE", "12.03.1984"),
        (650.0, 320.0, "À", "PORT-LUMIÈRE"),
        (380.0, 400.0, "N°", &number),
        (380.0, 480.0, "VALABLE JUSQU'AU", "11.09.2031"),
    ];
    for (x, y, name, text) in lines {
        write(canvas, card, (x, y + 13.0), label, name);
        write(canvas, card, (x, y + 52.0), value, text);
    }
    let strip = Area(0.0, 548.0, 1000.0, 630.0);
    canvas.fill(card, strip, Ink::pale([255, 255, 255], 0.75), |x, y| rounded(CARD, 32.0)(x, y).max(548.0 - y));
    let machine = Pen { size: 20.0, width: 3.0, ink: Ink::solid(DARK) };
    write(canvas, card, (52.0, 600.0), machine, "SPECIMEN<<DIARRA<AMADOU<<SANS<VALEUR<<<<");
}

fn specimen(canvas: &mut Canvas, card: Pose) {
    let pen = Pen { size: 112.0, width: 20.0, ink: Ink::pale(RED, 0.42) };
    let half = length(pen.size, "SPECIMEN") / 2.0;
    let across = Pose::new(510.0, 335.0, -25.0).within(card);
    write(canvas, across, (-half, pen.size / 2.0), pen, "SPECIMEN");
}

/// What a telephone adds: darker corners and noise.
fn grain(canvas: &mut Canvas, numbers: &mut Numbers) {
    let (width, height) = (f32::from(canvas.width), f32::from(canvas.height));
    canvas.shade(|x, y, pixel| {
        let corner = ((x / width - 0.46).powi(2) + (y / height - 0.42).powi(2)) * 0.55;
        let noise = f32::from(numbers.below(13)) - 6.0;
        pixel.map(|channel| level(f32::from(channel) * (1.04 - corner) + noise))
    });
}

#[expect(clippy::expect_used, reason = "a picture of a fixed, small size, written into memory")]
fn encode(canvas: &Canvas) -> Vec<u8> {
    let mut file = Vec::new();
    Encoder::new(&mut file, 82)
        .encode(&canvas.pixels, canvas.width, canvas.height, ColorType::Rgb)
        .expect("the pixels fill the picture exactly");
    file
}
