//! How pictures of cards come out of phones: well, and in the ways in which they come out badly and still have to be read.

use card_maker::{Chance, Ground, Scene};

/// Pictures of one kind.
pub(crate) struct Family {
    pub(crate) name: &'static str,
    change: fn(&mut Scene, &mut Chance),
}

const fn family(name: &'static str, change: fn(&mut Scene, &mut Chance)) -> Family {
    Family { name, change }
}

/// As most people take them.
pub(crate) const CLEAN: &[Family] = &[family("clean", |_, _| ())];

pub(crate) const DEGRADED: &[Family] = &[
    family("perspective", |scene, chance| {
        scene.turn_deg = chance.between(8.0, 20.0) * chance.of(&[-1.0, 1.0]);
        scene.tilt_deg = [chance.between(-24.0, 24.0), chance.between(-24.0, 24.0)];
        scene.long = chance.between(0.62, 0.72);
    }),
    family("blur", |scene, chance| scene.blur = chance.between(1.6, 3.0)),
    family("moved", |scene, chance| {
        let length = chance.between(4.0, 8.0);
        scene.motion = chance.of(&[[length, 0.0], [0.0, length]]);
    }),
    family("glare", |scene, chance| {
        scene.glare = vec![[chance.between(0.1, 0.9), chance.between(0.1, 0.9), chance.between(0.02, 0.06)]];
    }),
    family("shadow", |scene, chance| scene.shadow = chance.between(0.4, 0.7)),
    family("low light", |scene, chance| {
        scene.gain = chance.between(0.4, 0.6);
        scene.grain = chance.between(8.0, 14.0);
    }),
    family("fingers", |scene, chance| {
        scene.fingers = chance.of(&[1, 2]);
        scene.long = chance.between(0.66, 0.74);
    }),
    family("JPEG 40-60", |scene, chance| scene.quality = chance.between(40.0, 60.0) as u8),
    family("photocopy", |scene, _| {
        scene.copied = true;
        scene.ground = Ground::White;
    }),
    family("screen", |scene, chance| {
        scene.screen = chance.between(0.1, 0.3);
        scene.ground = Ground::Dark;
    }),
    family("on its side", |scene, chance| {
        (scene.width, scene.height) = (1230, 1640);
        scene.turn_deg = chance.of(&[90.0, -90.0]) + chance.between(-6.0, 6.0);
        scene.long = chance.between(0.85, 1.05);
    }),
    family("upside down", |scene, chance| scene.turn_deg = 180.0 + chance.between(-6.0, 6.0)),
    family("no outline", |scene, chance| {
        scene.ground = Ground::Clutter;
        scene.fingers = 2;
        scene.turn_deg = chance.between(24.0, 32.0) * chance.of(&[-1.0, 1.0]);
        scene.long = chance.between(0.62, 0.7);
    }),
];

impl Family {
    pub(crate) fn scene(&self, chance: &mut Chance) -> Scene {
        let mut scene = Scene::new(chance);
        (self.change)(&mut scene, chance);
        scene
    }
}
