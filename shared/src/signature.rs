//! A signature as it is drawn: strokes of points on a grid, with times. What is too little to be a name is told apart here, for
//! the server; the script of the page keeps to the same limits.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// The grid that a pad is divided into, whatever its size on the screen.
pub const WIDTH: u16 = 1000;
pub const HEIGHT: u16 = 400;
/// More than anybody draws.
const STROKES_MAX: usize = 200;
const POINTS_MAX: usize = 2500;
/// Longest text that is looked at.
pub const TEXT_MAX: usize = 32 * 1024;
/// What the shortest name takes: so many points, so long a line, and so much room to both sides.
pub const POINTS_MIN: usize = 10;
pub const LENGTH_MIN: u32 = 300;
pub const WIDTH_MIN: u16 = 90;
pub const HEIGHT_MIN: u16 = 50;

/// How somebody signed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Drawn with finger, pen or mouse.
    Drawn,
    /// The name typed and confirmed.
    Typed,
}

impl Method {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Drawn => "drawn",
            Self::Typed => "typed",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Drawn, Self::Typed].into_iter().find(|method| method.as_str() == text)
    }
}

/// Place on the grid, and milliseconds since the first point of all.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Point(pub u16, pub u16, pub u32);

/// Drawn strokes in their order; each has a point at least. `Debug` hides them: they are how somebody writes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Strokes(Vec<Vec<Point>>);

/// Why what came is no signature.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotASignature {
    #[error("strokes are points of the grid in the order of time")]
    Unreadable,
    #[error("too little to be a name")]
    TooShort,
}

impl FromStr for Strokes {
    type Err = NotASignature;

    /// Strokes are separated by `;`, points by blanks, each `x,y,t`.
    fn from_str(text: &str) -> Result<Self, NotASignature> {
        if text.len() > TEXT_MAX {
            return Err(NotASignature::Unreadable);
        }
        let strokes = text.split(';').filter(|stroke| !stroke.trim().is_empty());
        let strokes: Vec<Vec<Point>> =
            strokes.map(|stroke| stroke.split_whitespace().map(point).collect()).collect::<Result<_, _>>()?;
        let points = || strokes.iter().flatten();
        let in_time = points().zip(points().skip(1)).all(|(one, next)| one.2 <= next.2);
        if strokes.len() > STROKES_MAX || points().count() > POINTS_MAX || !in_time {
            return Err(NotASignature::Unreadable);
        }
        let drawn = Self(strokes);
        if drawn.is_enough() { Ok(drawn) } else { Err(NotASignature::TooShort) }
    }
}

fn point(text: &str) -> Result<Point, NotASignature> {
    let mut parts = text.split(',');
    let mut next = || parts.next().and_then(|part| part.parse::<u32>().ok()).ok_or(NotASignature::Unreadable);
    let (x, y, at) = (next()?, next()?, next()?);
    if x > WIDTH.into() || y > HEIGHT.into() || parts.next().is_some() {
        return Err(NotASignature::Unreadable);
    }
    Ok(Point(x as u16, y as u16, at))
}

impl Strokes {
    pub fn strokes(&self) -> &[Vec<Point>] {
        &self.0
    }

    fn is_enough(&self) -> bool {
        let span = |of: fn(&Point) -> u16| {
            let values = || self.0.iter().flatten().map(of);
            values().max().unwrap_or_default() - values().min().unwrap_or_default()
        };
        self.0.iter().flatten().count() >= POINTS_MIN
            && self.length() >= LENGTH_MIN
            && span(|point| point.0) >= WIDTH_MIN
            && span(|point| point.1) >= HEIGHT_MIN
    }

    /// Length of the line over all strokes.
    fn length(&self) -> u32 {
        let step = |pair: &[Point]| {
            let (dx, dy) = (u32::from(pair[0].0.abs_diff(pair[1].0)), u32::from(pair[0].1.abs_diff(pair[1].1)));
            (dx * dx + dy * dy).isqrt()
        };
        self.0.iter().flat_map(|stroke| stroke.windows(2)).map(step).sum()
    }
}

impl fmt::Display for Strokes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, stroke) in self.0.iter().enumerate() {
            f.write_str(if n == 0 { "" } else { ";" })?;
            for (n, Point(x, y, at)) in stroke.iter().enumerate() {
                write!(f, "{}{x},{y},{at}", if n == 0 { "" } else { " " })?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Strokes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Strokes({})", self.0.len())
    }
}
