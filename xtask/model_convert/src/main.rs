//! `model_convert IN.tflite OUT.onnx --inputs a,b --outputs c,d [--weights full|int8] [--exact 1,2] [--batch N]
//! [--rank N] [--mean FILE]`; says on standard error what came out. Called by `cargo xtask models`.

use anyhow::{Context, Result, bail};
use model_convert::{Options, Weights, convert};
use std::io::Write;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (Some(from), Some(to)) = (arguments.next(), arguments.next()) else {
        bail!("usage: model_convert IN.tflite OUT.onnx --inputs a,b --outputs c,d [options]")
    };
    let options = read_options(arguments)?;
    let bytes = std::fs::read(&from).with_context(|| format!("reading {from}"))?;
    let converted = convert(&bytes, &options).with_context(|| format!("converting {from}"))?;
    std::fs::write(&to, &converted.onnx).with_context(|| format!("writing {to}"))?;
    let mut report = std::io::stderr().lock();
    for (name, shape) in &converted.values {
        writeln!(report, "  {name} {shape:?}")?;
    }
    writeln!(report, "  {} bytes; operators {}", converted.onnx.len(), converted.operators.join(" "))?;
    Ok(())
}

fn read_options(mut arguments: impl Iterator<Item = String>) -> Result<Options> {
    let mut options = Options::default();
    while let Some(option) = arguments.next() {
        let value = arguments.next().with_context(|| format!("{option} wants a value"))?;
        let names = || value.split(',').map(str::to_owned).collect();
        match option.as_str() {
            "--inputs" => options.inputs = names(),
            "--outputs" => options.outputs = names(),
            "--weights" if value == "int8" => options.weights = Weights::Int8,
            "--weights" if value == "half" => options.weights = Weights::Half,
            "--weights" if value == "full" => options.weights = Weights::Full,
            "--exact" => {
                options.exact = value.split(',').map(str::parse).collect::<Result<_, _>>().context("--exact")?;
            }
            "--mean" => options.mean = Some(read_numbers(&value)?),
            "--part" => options.part = Some(value),
            "--batch" => options.batch = Some(value.parse().context("--batch wants a number")?),
            "--rank" => options.rank = Some(value.parse().context("--rank wants a number")?),
            _ => bail!("unknown option {option} {value}"),
        }
    }
    Ok(options)
}

/// Numbers separated by white space; a line that starts with `#` is a remark.
fn read_numbers(path: &str) -> Result<Vec<f32>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("reading {path}"))?;
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let numbers = lines.flat_map(str::split_whitespace).map(str::parse);
    numbers.collect::<Result<_, _>>().with_context(|| format!("{path} holds something that is no number"))
}
