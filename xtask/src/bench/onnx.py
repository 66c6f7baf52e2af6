"""The same three models in onnxruntime on one thread: milliseconds of a run, [median, least], as one JSON object. `onnx.py MODELS`"""

import json
import sys
import time
from pathlib import Path

import numpy
import onnxruntime

RUNS, WARM_UP = 60, 5


def median_and_least(path: Path, side: int) -> list[float]:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    picture = numpy.full((1, 3, side, side), 0.5, dtype=numpy.float32)
    times = []
    for _ in range(WARM_UP + RUNS):
        started = time.perf_counter()
        session.run(None, {"picture": picture})
        times.append((time.perf_counter() - started) * 1000)
    times = sorted(times[WARM_UP:])
    return [times[RUNS // 2], times[0]]


models = Path(sys.argv[1])
sides = {"face_box": 128, "face_mesh": 192, "person_mask": 256}
result = {name: median_and_least(models / f"{name}.onnx", side) for name, side in sides.items()}
print(json.dumps({"onnxruntime": onnxruntime.__version__, "inference": result}))
