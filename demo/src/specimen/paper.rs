//! Two letters of offices that do not exist, to a person who does not exist, as a scanner would send them.

use super::random::Numbers;
use super::sheet::{Colour, Font, Sheet, WIDTH};

const LEFT: f32 = 56.0;
const RIGHT: f32 = WIDTH - 56.0;
const INK: Colour = [0.13, 0.15, 0.19];
const GREY: Colour = [0.42, 0.45, 0.5];
const LINE: Colour = [0.78, 0.8, 0.84];
const RED: Colour = [0.78, 0.12, 0.15];

/// What a letter says; its layout is the same for all.
pub(super) struct Paper {
    pub(super) title: &'static str,
    issuer: &'static str,
    about_issuer: &'static str,
    place_and_date: &'static str,
    opening: &'static [&'static str],
    table: (&'static str, &'static str),
    rows: &'static [(&'static str, &'static str)],
    total: (&'static str, &'static str),
    closing: &'static [&'static str],
    stamp: [&'static str; 2],
    accent: Colour,
}

/// A certificate of benefits.
pub(super) const BENEFITS: Paper = Paper {
    title: "Attestation de droits",
    issuer: "Caisse familiale de Valcourt",
    about_issuer: "organisme imaginaire – 1, quai des Exemples, 00000 Valcourt",
    place_and_date: "Valcourt, le 3 septembre 2026",
    opening: &[
        "Nous attestons que la personne nommée ci-dessus, numéro d’allocataire SPEC-000-DIARRA,",
        "a reçu ou doit recevoir, pour le mois d’août 2026, les prestations suivantes :",
    ],
    table: ("Prestation", "Montant"),
    rows: &[
        ("Revenu de solidarité active (RSA)", "559,42 €"),
        ("Aide au logement, versée au foyer « Les Tilleuls »", "271,00 €"),
        ("Retenue pour un trop-perçu de mars 2026", "– 48,00 €"),
    ],
    total: ("Total payé le 5 septembre 2026", "782,42 €"),
    closing: &[
        "Quotient familial du mois d’août 2026 : 415 €.",
        "",
        "Cette attestation est remise pour servir et valoir ce que de droit. Elle ne vaut que pour la période",
        "indiquée. Tout changement de situation doit être signalé dans le mois.",
        "",
        "Le directeur imaginaire de la caisse",
    ],
    stamp: ["CAISSE", "VALCOURT"],
    accent: [0.12, 0.42, 0.45],
};

/// A notice of income tax.
pub(super) const TAX: Paper = Paper {
    title: "Avis de situation déclarative – revenus de 2025",
    issuer: "Trésor de Valcourt",
    about_issuer: "service imaginaire – 12, place du Modèle, 00000 Valcourt",
    place_and_date: "Valcourt, le 28 juillet 2026",
    opening: &[
        "Voici la situation que vous avez déclarée pour vos revenus de l’année 2025. Conservez cet avis :",
        "il vous sera demandé pour un logement, une aide ou la complémentaire santé.",
    ],
    table: ("Revenus et charges du foyer", "Montant"),
    rows: &[
        ("Salaires : ateliers d’insertion « Le Pont »", "6 214 €"),
        ("Déduction pour frais professionnels", "– 621 €"),
        ("Pensions reçues", "0 €"),
        ("Pensions versées", "0 €"),
        ("Nombre de parts", "1"),
    ],
    total: ("Revenu fiscal de référence", "5 593 €"),
    closing: &[
        "Vous n’avez rien à payer : votre impôt est de 0 €.",
        "",
        "Si une ligne est fausse, écrivez au service avant le 31 décembre 2026, ou demandez de l’aide",
        "à l’accueil social de votre commune.",
        "",
        "Le service imaginaire des impôts",
    ],
    stamp: ["TRÉSOR", "VALCOURT"],
    accent: [0.36, 0.24, 0.5],
};

/// The letter as a PDF file; the seed decides its reference number.
pub(super) fn draw(paper: &Paper, seed: u64) -> Vec<u8> {
    let mut sheet = Sheet::new();
    heading(&mut sheet, paper, Numbers::new(seed).below(10_000));
    let y = lines(&mut sheet, 306.0, paper.opening);
    let y = table(&mut sheet, paper, y + 14.0);
    let y = lines(&mut sheet, y + 34.0, paper.closing);
    stamp(&mut sheet, paper, y + 44.0);
    sheet.rule((LEFT, 792.0), RIGHT - LEFT, LINE);
    let footer = "SPECIMEN – personne, organisme et montants imaginaires – document sans aucune valeur – page 1 sur 1";
    sheet.text((LEFT, 806.0), Font::Plain, 8.0, GREY, footer);
    sheet.specimen(RED);
    sheet.finish(&format!("SPECIMEN – {}", paper.title))
}

fn heading(sheet: &mut Sheet, paper: &Paper, number: u16) {
    sheet.band((0.0, 0.0), WIDTH, 8.0, paper.accent);
    sheet.band((LEFT, 42.0), 30.0, 30.0, paper.accent);
    sheet.circle((LEFT + 15.0, 57.0), 8.5, [1.0, 1.0, 1.0]);
    sheet.text((LEFT + 42.0, 55.0), Font::Bold, 15.0, paper.accent, paper.issuer);
    sheet.text((LEFT + 42.0, 70.0), Font::Plain, 8.5, GREY, paper.about_issuer);

    let addressee = ["Amadou DIARRA", "chez CCAS de Valcourt (domiciliation)", "3, rue du Marché", "00000 VALCOURT"];
    for (line, y) in addressee.iter().zip([128.0, 143.0, 158.0, 173.0]) {
        sheet.text((330.0, y), Font::Plain, 10.5, INK, line);
    }
    sheet.text((LEFT, 128.0), Font::Plain, 9.0, GREY, "Référence à rappeler");
    sheet.text((LEFT, 142.0), Font::Bold, 10.5, INK, &format!("SPEC-2026-{number:04}"));
    sheet.text((LEFT, 164.0), Font::Plain, 9.0, GREY, "Né le 12 mars 1984 à Port-Lumière");
    sheet.text((330.0, 212.0), Font::Plain, 10.0, INK, paper.place_and_date);

    sheet.text((LEFT, 262.0), Font::Bold, 18.0, INK, paper.title);
    sheet.band((LEFT, 272.0), 54.0, 2.4, paper.accent);
}

/// Lines of prose; an empty one makes a paragraph. Yields where the next thing may begin.
fn lines(sheet: &mut Sheet, mut y: f32, lines: &[&str]) -> f32 {
    for line in lines {
        sheet.text((LEFT, y), Font::Plain, 10.5, INK, line);
        y += if line.is_empty() { 9.0 } else { 16.0 };
    }
    y
}

fn table(sheet: &mut Sheet, paper: &Paper, top: f32) -> f32 {
    let (indented, end) = (LEFT + 10.0, RIGHT - 10.0);
    sheet.band((LEFT, top), RIGHT - LEFT, 24.0, paper.accent);
    sheet.text((indented, top + 16.0), Font::Bold, 10.0, [1.0; 3], paper.table.0);
    sheet.text((end - 40.0, top + 16.0), Font::Bold, 10.0, [1.0; 3], paper.table.1);
    let mut y = top + 24.0;
    for (name, amount) in paper.rows {
        sheet.text((indented, y + 17.0), Font::Plain, 10.5, INK, name);
        sheet.amount((end, y + 17.0), Font::Plain, 10.5, INK, amount);
        y += 26.0;
        sheet.rule((LEFT, y), RIGHT - LEFT, LINE);
    }
    sheet.band((LEFT, y), RIGHT - LEFT, 28.0, [0.94, 0.95, 0.96]);
    sheet.text((indented, y + 18.0), Font::Bold, 11.0, INK, paper.total.0);
    sheet.amount((end, y + 18.0), Font::Bold, 11.0, INK, paper.total.1);
    y + 28.0
}

fn stamp(sheet: &mut Sheet, paper: &Paper, y: f32) {
    let centre = (RIGHT - 70.0, y);
    sheet.circle(centre, 40.0, paper.accent);
    sheet.circle(centre, 35.0, paper.accent);
    let [above, below] = paper.stamp;
    sheet.text((centre.0 - 21.0, y - 8.0), Font::Bold, 9.0, paper.accent, above);
    sheet.text((centre.0 - 26.0, y + 5.0), Font::Bold, 9.0, paper.accent, below);
    sheet.text((centre.0 - 20.0, y + 17.0), Font::Plain, 7.5, paper.accent, "(imaginaire)");
}
