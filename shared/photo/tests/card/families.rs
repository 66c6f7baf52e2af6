//! Families of pictures: good ones, and each way in which they go wrong.

use card_maker::{Chance, Ground, Scene};
use photo::card::CardRule;

/// Pictures of one kind.
pub(crate) struct Family {
    pub(crate) name: &'static str,
    pub(crate) count: usize,
    /// The rule that should refuse them, none for good ones.
    pub(crate) broken: Option<CardRule>,
    pub(crate) change: fn(&mut Scene, &mut Chance),
}

const fn good(name: &'static str, count: usize, change: fn(&mut Scene, &mut Chance)) -> Family {
    Family { name, count, broken: None, change }
}

const fn broken(name: &'static str, count: usize, rule: CardRule, change: fn(&mut Scene, &mut Chance)) -> Family {
    Family { name, count, broken: Some(rule), change }
}

pub(crate) const FAMILIES: &[Family] = &[
    good("good: as most are", 40, |_, _| ()),
    good("good: turned, tilted", 20, |scene, chance| {
        scene.turn_deg = chance.between(10.0, 20.0) * chance.of(&[-1.0, 1.0]);
        scene.tilt_deg = [chance.between(-22.0, 22.0), chance.between(-22.0, 22.0)];
        scene.long = chance.between(0.66, 0.72);
    }),
    good("good: coarse JPEG", 12, |scene, chance| scene.quality = chance.between(40.0, 60.0) as u8),
    good("good: fingers", 18, |scene, chance| {
        scene.fingers = chance.of(&[1, 2]);
        scene.long = chance.between(0.66, 0.74);
    }),
    good("good: white on white", 18, |scene, _| scene.ground = Ground::White),
    good("good: dim, noisy", 15, |scene, chance| {
        scene.gain = chance.between(0.5, 0.7);
        scene.grain = chance.between(6.0, 12.0);
    }),
    good("good: upright picture", 10, |scene, chance| {
        (scene.width, scene.height) = (1230, 1640);
        scene.long = chance.between(0.78, 0.88);
        scene.turn_deg = chance.between(-3.0, 3.0);
    }),
    good("good: card on its side", 8, |scene, chance| {
        (scene.width, scene.height) = (1230, 1640);
        scene.turn_deg = 90.0 + chance.between(-6.0, 6.0);
        scene.long = chance.between(0.85, 1.05);
    }),
    good("good: tight", 10, |scene, chance| {
        scene.long = chance.between(0.86, 0.92);
        (scene.turn_deg, scene.tilt_deg) = (chance.between(-1.0, 1.0), [chance.between(-5.0, 5.0); 2]);
        scene.centre = [0.5, 0.5];
    }),
    good("good: far, many pixels", 4, |scene, chance| {
        (scene.width, scene.height) = (3280, 2460);
        scene.long = chance.between(0.3, 0.42);
    }),
    broken("blurred", 15, CardRule::Sharp, |scene, chance| scene.blur = chance.between(4.5, 9.0)),
    broken("moved", 15, CardRule::Sharp, |scene, chance| {
        let length = chance.between(14.0, 28.0);
        scene.motion = chance.of(&[[length, 0.0], [0.0, length]]);
    }),
    broken("glare", 20, CardRule::Glare, |scene, chance| {
        scene.glare = vec![[chance.between(0.25, 0.75), chance.between(0.3, 0.7), chance.between(0.13, 0.22)]];
    }),
    broken("dark", 15, CardRule::Light, |scene, chance| {
        scene.gain = chance.between(0.06, 0.22);
        scene.ground = chance.of(&[Ground::Wood, Ground::Grey, Ground::Cloth]);
    }),
    broken("fog", 10, CardRule::Light, |scene, chance| scene.fog = chance.between(0.86, 0.95)),
    broken("cut at a side", 30, CardRule::Whole, |scene, chance| {
        let part = chance.between(0.12, 0.35);
        let (half, high) = (scene.long / 2.0, scene.long_px() / 1.586 / scene.height as f32);
        (scene.turn_deg, scene.tilt_deg) = (chance.between(-5.0, 5.0), [chance.between(-8.0, 8.0); 2]);
        scene.centre = match (chance.share() * 4.0) as u8 {
            0 => [half - 2.0 * half * part, 0.5],
            1 => [1.0 - half + 2.0 * half * part, 0.5],
            2 => [0.5, high / 2.0 - high * part],
            _ => [0.5, 1.0 - high / 2.0 + high * part],
        };
    }),
    broken("cut at a corner", 20, CardRule::Whole, |scene, chance| {
        scene.turn_deg = chance.between(10.0, 18.0) * chance.of(&[-1.0, 1.0]);
        let way = scene.turn_deg.signum();
        scene.long = chance.between(0.7, 0.8);
        scene.centre = [0.5 - 0.1 * chance.between(0.9, 1.2), 0.5 - way * 0.17 * chance.between(0.9, 1.2)];
    }),
    broken("small", 12, CardRule::Size, |scene, chance| scene.long = chance.between(0.26, 0.44)),
    broken("no card", 20, CardRule::Whole, |scene, chance| {
        scene.card = false;
        scene.ground = chance.of(&[Ground::Wood, Ground::Dark, Ground::Grey, Ground::White, Ground::Cloth]);
    }),
];
