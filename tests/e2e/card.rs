//! The printed card: what a phone's camera reads on it is the link that logs in, and nothing more.

use std::fs;

use crate::harness::{Cast, Person};

/// Pixels for one module of the code.
const SCALE: usize = 4;
/// Light modules around it (ISO/IEC 18004).
const QUIET: usize = 4;

#[test]
fn the_code_on_the_printed_card_is_the_link_of_the_credential() {
    let cast = Cast::gather();
    let pdf = fs::read(cast.beneficiary.path("card.pdf")).unwrap();
    let link = decode(&squares(&pdf));
    let credential = fs::read_to_string(cast.beneficiary.path("credential")).unwrap();
    assert!(credential.lines().any(|line| line == link), "the card holds another link than the credential");
    assert!(link.starts_with(&format!("{}/#", cast.server.url())), "what follows # is never sent");

    // The link, copied by hand into a file, is a credential.
    let by_hand = Person::new(&cast.server, "by-hand");
    by_hand.write_pin("credential", &link);
    fs::copy(cast.beneficiary.path("pin"), by_hand.path("pin")).unwrap();
    by_hand.log_in().done();
}

/// The lower left corners of the dark modules, in modules, as the PDF draws them: `x y side side re`.
fn squares(pdf: &[u8]) -> Vec<(usize, usize)> {
    let text = String::from_utf8_lossy(pdf);
    let drawn: Vec<[f64; 4]> = text
        .lines()
        .filter_map(|line| line.strip_suffix(" re"))
        .filter_map(|line| {
            let numbers: Vec<f64> = line.split(' ').filter_map(|number| number.parse().ok()).collect();
            numbers.try_into().ok()
        })
        .filter(|[_, _, width, height]: &[f64; 4]| (width - height).abs() < 1e-6)
        .collect();
    let side = drawn.first().expect("a code is drawn")[2];
    let least = |axis: usize| drawn.iter().map(|square| square[axis]).fold(f64::INFINITY, f64::min);
    let (left, bottom) = (least(0), least(1));
    let module = |place: f64, from: f64| {
        let at = |n: &u8| ((place - from) / side - f64::from(*n)).abs() < 0.5;
        usize::from((0..=u8::MAX).find(at).expect("a code has fewer modules than that"))
    };
    drawn.iter().map(|[x, y, _, _]| (module(*x, left), module(*y, bottom))).collect()
}

fn decode(squares: &[(usize, usize)]) -> String {
    let modules = squares.iter().map(|(x, y)| x.max(y) + 1).max().expect("a code");
    let side = (modules + 2 * QUIET) * SCALE;
    let mut pixels = vec![255_u8; side * side];
    for (x, y) in squares {
        // A PDF counts from the bottom, a picture from the top.
        let (left, top) = ((x + QUIET) * SCALE, (modules - 1 - y + QUIET) * SCALE);
        for row in top..top + SCALE {
            pixels[row * side + left..][..SCALE].fill(0);
        }
    }
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| pixels[y * side + x]);
    let codes = picture.detect_grids();
    assert_eq!(codes.len(), 1, "one code on the card");
    codes[0].decode().expect("the code is legible").1
}
