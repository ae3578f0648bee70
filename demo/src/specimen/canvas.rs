//! A small raster. Shapes are given as distances, so that edges are smooth and a drawing can lie askew, as on a photograph.

/// Red, green, blue.
pub(super) type Colour = [u8; 3];

/// A rectangle in the drawing's own units: left, top, right, bottom.
#[derive(Debug, Clone, Copy)]
pub(super) struct Area(pub(super) f32, pub(super) f32, pub(super) f32, pub(super) f32);

/// Where a drawing lies on the picture, and how it is turned.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pose {
    x: f32,
    y: f32,
    sin: f32,
    cos: f32,
}

impl Pose {
    /// The drawing's origin at (`x`, `y`) of the outer drawing, turned clockwise by `degrees`.
    pub(super) fn new(x: f32, y: f32, degrees: f32) -> Self {
        let (sin, cos) = degrees.to_radians().sin_cos();
        Self { x, y, sin, cos }
    }

    /// A drawing that lies on another one: this pose, seen from the outside of `outer`.
    pub(super) fn within(self, outer: Pose) -> Self {
        let (x, y) = outer.outward(self.x, self.y);
        let sin = outer.sin * self.cos + outer.cos * self.sin;
        let cos = outer.cos * self.cos - outer.sin * self.sin;
        Self { x, y, sin, cos }
    }

    fn outward(self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.cos - y * self.sin, self.y + x * self.sin + y * self.cos)
    }

    fn inward(self, x: f32, y: f32) -> (f32, f32) {
        let (x, y) = (x - self.x, y - self.y);
        (x * self.cos + y * self.sin, y * self.cos - x * self.sin)
    }
}

/// What a shape is painted with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ink {
    colour: Colour,
    opacity: f32,
    /// Width of the edge in pixels: 1 for a crisp one, more for a shadow.
    edge: f32,
}

impl Ink {
    pub(super) fn solid(colour: Colour) -> Self {
        Self { colour, opacity: 1.0, edge: 1.0 }
    }

    pub(super) fn pale(colour: Colour, opacity: f32) -> Self {
        Self { colour, opacity, edge: 1.0 }
    }

    pub(super) fn shadow(colour: Colour, opacity: f32, edge: f32) -> Self {
        Self { colour, opacity, edge }
    }
}

/// A picture of `width` × `height` pixels, rows from the top.
#[derive(Debug)]
pub(super) struct Canvas {
    pub(super) width: u16,
    pub(super) height: u16,
    pub(super) pixels: Vec<u8>,
}

impl Canvas {
    pub(super) fn new(width: u16, height: u16) -> Self {
        Self { width, height, pixels: vec![255; usize::from(width) * usize::from(height) * 3] }
    }

    /// Gives each pixel a new colour from its place and its present colour.
    pub(super) fn shade(&mut self, mut colour: impl FnMut(f32, f32, Colour) -> Colour) {
        let places = (0..self.height).flat_map(|y| (0..self.width).map(move |x| (x, y)));
        for (pixel, (x, y)) in self.pixels.as_chunks_mut::<3>().0.iter_mut().zip(places) {
            *pixel = colour(f32::from(x), f32::from(y), *pixel);
        }
    }

    /// Paints the points within `area` (in the drawing's units) where `distance` is negative.
    pub(super) fn fill(&mut self, pose: Pose, area: Area, ink: Ink, distance: impl Fn(f32, f32) -> f32) {
        let (left, right, top, bottom) = self.touched(pose, area, ink.edge);
        for y in top..bottom {
            for x in left..right {
                let (u, v) = pose.inward(f32::from(x) + 0.5, f32::from(y) + 0.5);
                let cover = (0.5 - distance(u, v) / ink.edge).clamp(0.0, 1.0) * ink.opacity;
                if cover > 0.0 {
                    let place = (usize::from(y) * usize::from(self.width) + usize::from(x)) * 3;
                    for (channel, new) in self.pixels[place..place + 3].iter_mut().zip(ink.colour) {
                        *channel = level(f32::from(*channel) + (f32::from(new) - f32::from(*channel)) * cover);
                    }
                }
            }
        }
    }

    /// The pixels that a posed area can touch: left, right, top, bottom, the second of each pair excluded.
    fn touched(&self, pose: Pose, area: Area, margin: f32) -> (u16, u16, u16, u16) {
        let Area(x0, y0, x1, y1) = area;
        let corners = [pose.outward(x0, y0), pose.outward(x1, y0), pose.outward(x0, y1), pose.outward(x1, y1)];
        let least = |pick: fn(&(f32, f32)) -> f32| corners.iter().map(pick).fold(f32::MAX, f32::min);
        let most = |pick: fn(&(f32, f32)) -> f32| corners.iter().map(pick).fold(f32::MIN, f32::max);
        (
            whole(least(|c| c.0) - margin, self.width),
            whole(most(|c| c.0) + margin + 1.0, self.width),
            whole(least(|c| c.1) - margin, self.height),
            whole(most(|c| c.1) + margin + 1.0, self.height),
        )
    }
}

/// The nearest of the 256 levels of a channel.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the levels that exist")]
pub(super) fn level(value: f32) -> u8 {
    value.round().clamp(0.0, 255.0) as u8
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the picture")]
fn whole(value: f32, limit: u16) -> u16 {
    value.floor().clamp(0.0, f32::from(limit)) as u16
}

/// Distance to a rectangle with round corners.
pub(super) fn rounded(area: Area, radius: f32) -> impl Fn(f32, f32) -> f32 {
    let Area(x0, y0, x1, y1) = area;
    move |x, y| {
        let across = (x - x0.midpoint(x1)).abs() - (x1 - x0) / 2.0 + radius;
        let down = (y - y0.midpoint(y1)).abs() - (y1 - y0) / 2.0 + radius;
        across.max(0.0).hypot(down.max(0.0)) + across.max(down).min(0.0) - radius
    }
}

/// Distance to an ellipse, near enough for drawing.
pub(super) fn ellipse(cx: f32, cy: f32, rx: f32, ry: f32) -> impl Fn(f32, f32) -> f32 {
    move |x, y| (((x - cx) / rx).hypot((y - cy) / ry) - 1.0) * rx.min(ry)
}

/// Distance from a point to the segment between two others.
pub(super) fn segment(from: (f32, f32), to: (f32, f32), x: f32, y: f32) -> f32 {
    let (run, rise) = (to.0 - from.0, to.1 - from.1);
    let squared = run * run + rise * rise;
    let along = if squared > 0.0 { ((x - from.0) * run + (y - from.1) * rise) / squared } else { 0.0 };
    let along = along.clamp(0.0, 1.0);
    (x - from.0 - along * run).hypot(y - from.1 - along * rise)
}
