//! Exactness on ordinary pictures: eyes, chin, hair top and cheeks against the annotated points, and the count of faces.

use serde::Serialize;

use super::labels::Original;
use super::verdicts::{Face, Verdicts};

/// Errors of one picture, each as a share (0.01 = 1 %).
#[derive(Debug, Serialize)]
pub(super) struct Errors {
    pub(super) file: String,
    frontal: bool,
    /// Mean distance of the two eye centres from the annotated ones, over the eye distance.
    pub(super) eyes: Option<f64>,
    /// Vertical distance of the chin, over the head height (hair top to chin); over 3 eye distances where no top is given.
    pub(super) chin: Option<f64>,
    /// Vertical distance of the hair top, over the head height.
    pub(super) hair_top: Option<f64>,
    /// Mean horizontal distance of the two cheeks, over the face width.
    pub(super) cheeks: Option<f64>,
    /// Difference of the face widths, over the face width.
    pub(super) face_width: Option<f64>,
}

/// One line of the table.
#[derive(Debug, Serialize)]
pub(super) struct Summary {
    pub(super) what: &'static str,
    /// Where PHOTO §5 sets one.
    pub(super) aim: Option<f64>,
    pub(super) pictures: usize,
    pub(super) mean: f64,
    pub(super) median: f64,
    pub(super) worst: f64,
    pub(super) worst_file: String,
}

#[derive(Debug, Default, Serialize)]
pub(super) struct Exactness {
    pub(super) summaries: Vec<Summary>,
    pub(super) frontal_summaries: Vec<Summary>,
    pub(super) pictures: Vec<Errors>,
    /// Annotated pictures in which the engine found no face.
    pub(super) faceless: Vec<String>,
    pub(super) counted: usize,
    pub(super) counted_right: usize,
    /// `file: seen, not n`.
    pub(super) miscounted: Vec<String>,
}

type Pick = fn(&Errors) -> Option<f64>;

/// What is summed up, with its aim on average.
const MEASURES: [(&str, Option<f64>, Pick); 5] = [
    ("eye centres / eye distance", Some(0.04), |errors| errors.eyes),
    ("chin / head height", None, |errors| errors.chin),
    ("hair top / head height", Some(0.03), |errors| errors.hair_top),
    ("each cheek / face width", None, |errors| errors.cheeks),
    ("face width / face width", Some(0.04), |errors| errors.face_width),
];

pub(super) fn score(labels: &[Original], verdicts: &Verdicts) -> Exactness {
    let mut exactness = Exactness::default();
    for label in labels {
        let Some(verdict) = verdicts.get(&label.file) else {
            exactness.miscounted.push(format!("{}: no verdict", label.file));
            exactness.counted += 1;
            continue;
        };
        exactness.counted += 1;
        if verdict.faces() == label.n_faces {
            exactness.counted_right += 1;
        } else {
            exactness.miscounted.push(format!("{}: {}, not {}", label.file, verdict.faces(), label.n_faces));
        }
        match &verdict.face {
            Some(face) if label.has_points() => exactness.pictures.push(errors(label, face)),
            None if label.has_points() => exactness.faceless.push(label.file.clone()),
            _ => {}
        }
    }
    exactness.summaries = summarise(exactness.pictures.iter());
    exactness.frontal_summaries = summarise(exactness.pictures.iter().filter(|errors| errors.frontal));
    exactness
}

fn errors(label: &Original, face: &Face) -> Errors {
    let eyes = label.eyes();
    let eye_distance = eyes.map(|[left, right]| distance(left, right));
    let head = label.chin_y.zip(label.head_top_y).map(|(chin, top)| chin - top);
    let width = label.jaw_r_x.zip(label.jaw_l_x).map(|(right, left)| right - left);
    let eye_error =
        |[left, right]: [[f64; 2]; 2]| f64::midpoint(distance(left, face.left_eye), distance(right, face.right_eye));
    Errors {
        file: label.file.clone(),
        frontal: label.is_frontal(),
        eyes: over(eyes.map(eye_error), eye_distance),
        chin: over(label.chin_y.map(|chin| (chin - face.chin[1]).abs()), head.or(eye_distance.map(|ied| 3.0 * ied))),
        hair_top: over(label.head_top_y.zip(face.head_top_y).map(|(wanted, got)| (wanted - got).abs()), head),
        cheeks: over(
            label.jaw_l_x.zip(label.jaw_r_x).map(|(left, right)| {
                f64::midpoint((left - face.cheek_left_x).abs(), (right - face.cheek_right_x).abs())
            }),
            width,
        ),
        face_width: over(width.map(|width| (width - (face.cheek_right_x - face.cheek_left_x)).abs()), width),
    }
}

fn over(error: Option<f64>, unit: Option<f64>) -> Option<f64> {
    error.zip(unit).filter(|(_, unit)| *unit > 0.0).map(|(error, unit)| error / unit)
}

fn distance(a: [f64; 2], b: [f64; 2]) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

fn summarise<'a>(pictures: impl Iterator<Item = &'a Errors> + Clone) -> Vec<Summary> {
    MEASURES.iter().filter_map(|(what, aim, pick)| summarise_one(what, *aim, *pick, pictures.clone())).collect()
}

fn summarise_one<'a>(
    what: &'static str,
    aim: Option<f64>,
    pick: Pick,
    pictures: impl Iterator<Item = &'a Errors>,
) -> Option<Summary> {
    let mut values: Vec<(f64, &str)> =
        pictures.filter_map(|errors| Some((pick(errors)?, errors.file.as_str()))).collect();
    values.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (worst, worst_file) = *values.last()?;
    Some(Summary {
        what,
        aim,
        pictures: values.len(),
        mean: values.iter().map(|(value, _)| value).sum::<f64>() / values.len() as f64,
        median: values[values.len() / 2].0,
        worst,
        worst_file: worst_file.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::verdicts::parse_for_tests;
    use super::{Original, score};

    #[test]
    fn errors_are_shares_of_eye_distance_head_and_face() {
        let table = "file,n_faces,ref,eye_l_x,eye_l_y,eye_r_x,eye_r_y,chin_y,jaw_l_x,jaw_r_x,head_top_y,yaw\n\
                     a,1,hand,100,100,200,100,250,50,250,50,\nb,2,,,,,,,,,,\n";
        let labels: Vec<Original> =
            csv::Reader::from_reader(table.as_bytes()).deserialize().map(|row| row.expect("a row")).collect();
        let json = r#"{"file":"a","outcome":"pass","face":{"left_eye":[104,100],"right_eye":[200,102],"chin":[150,260],
            "head_top_y":46,"cheek_left_x":48,"cheek_right_x":244,"yaw_deg":0,"pitch_deg":0,"roll_deg":0}}"#;
        let verdicts = [("a".to_owned(), parse_for_tests(json).remove(0))].into_iter().collect();
        let exactness = score(&labels, &verdicts);
        let errors = &exactness.pictures[0];
        let close = |got: Option<f64>, wanted: f64| got.is_some_and(|got| (got - wanted).abs() < 1e-9);
        assert!(close(errors.eyes, 0.03), "mean of 4 and 2 px over 100: {errors:?}");
        assert!(close(errors.chin, 0.05) && close(errors.hair_top, 0.02), "10 and 4 px over 200: {errors:?}");
        assert!(close(errors.cheeks, 0.02) && close(errors.face_width, 0.02), "{errors:?}");
        assert_eq!((exactness.counted, exactness.counted_right), (2, 1));
    }
}
