"""The identity engines' networks in onnxruntime on one thread: milliseconds of every run, as one JSON object. `onnx_identity.py FOLDER SHAPES RUNS`"""

import json
import sys
import time
from pathlib import Path

import numpy
import onnxruntime

WARM_UP = 2


def runs(path: Path, shape: list[int], count: int) -> list[float]:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    given = {session.get_inputs()[0].name: numpy.full(shape, 0.5, dtype=numpy.float32)}
    times = []
    for _ in range(WARM_UP + count):
        started = time.perf_counter()
        session.run(None, given)
        times.append((time.perf_counter() - started) * 1000)
    return times[WARM_UP:]


folder, shapes, count = Path(sys.argv[1]), json.loads(sys.argv[2]), int(sys.argv[3])
networks = {name: runs(folder / f"{name}.onnx", shape, count) for name, shape in shapes.items()}
print(json.dumps({"onnxruntime": onnxruntime.__version__, "networks": networks}))
