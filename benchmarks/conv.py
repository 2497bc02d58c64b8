"""Time lessonlib's convolution and its backward pass against torch, side by side.

    python benchmarks/conv.py

Both take turns within each round, on the same number of threads, so that a busy machine slows both alike; what is
reported is the median of the rounds' ratios. Prints tables and writes benchmarks/results/conv.json. OpenBLAS, which
numpy's wheels bring, may choose slower kernels than the processor could run: OPENBLAS_CORETYPE overrides its choice.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path
from statistics import geometric_mean, median

HERE = Path(__file__).resolve()
RESULTS = HERE.parent / "results" / "conv.json"

# name: images (N, C, H, W), filters (K, C, FH, FW), stride, padding
LAYERS = {
    "AlexNet layer one": ((1, 3, 227, 227), (96, 3, 11, 11), 4, 0),
    "CIFAR layer": ((64, 16, 32, 32), (32, 16, 3, 3), 1, 1),
    "middle layer": ((64, 64, 16, 16), (64, 64, 3, 3), 1, 1),
}
ROUNDS = 30
TOY_CALLS = 200


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, help=argparse.SUPPRESS)  # set in the child processes
    threads = parser.parse_args().threads
    if threads:
        json.dump(measure(threads), sys.stdout)
        return
    result = {"machine": machine(), "threads": {str(count): in_a_process(count) for count in (1, 2)}}
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(report(result))


def in_a_process(threads):
    """Measure in a process of its own: BLAS reads its number of threads when it is loaded."""
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
    command = [sys.executable, str(HERE), "--threads", str(threads)]
    child = subprocess.run(
        command, env=os.environ | dict.fromkeys(names, str(threads)), stdout=subprocess.PIPE, check=True
    )
    return json.loads(child.stdout)


def measure(threads):
    import numpy as np
    import torch

    torch.set_num_threads(threads)
    random = np.random.default_rng(0)
    square = random.normal(size=(1024, 1024)).astype(np.float32)
    tensor = torch.tensor(square)
    products = take_turns({"numpy": lambda: square @ square, "torch": lambda: tensor @ tensor})
    return {
        "sgemm_gflops": {name: round(2 * 1024**3 / min(times) / 1e9, 1) for name, times in products.items()},
        "layers": {name: measure_layer(*layer, random) for name, layer in LAYERS.items()},
        "toy_microseconds": measure_toy(),
    }


def measure_layer(image_shape, filter_shape, stride, padding, random):
    """Forward and backward of one layer: times, ratio to torch, arithmetic speed, and peak memory.

    Memory is a multiple of what goes in and comes out, then of that and one block of patches.
    """
    import numpy as np
    import torch

    from lessonlib import conv2d, conv2d_backward

    images, filters = (random.normal(size=shape).astype(np.float32) for shape in (image_shape, filter_shape))
    output = conv2d(images, filters, None, stride, padding)
    grad = random.normal(size=output.shape).astype(np.float32)
    x, w, g = map(torch.tensor, (images, filters, grad))
    pairs, needs = ([stride] * 2, [padding] * 2, [1, 1], False, [0, 0], 1), [True, True, True]

    def torch_backward():
        return torch.ops.aten.convolution_backward(g, x, w, [len(filters)], *pairs, needs)

    passes = {
        "forward": (
            lambda: conv2d(images, filters, None, stride, padding),
            lambda: torch.nn.functional.conv2d(x, w, None, stride, padding),
        ),
        "backward": (lambda: conv2d_backward(grad, images, filters, stride, padding), torch_backward),
    }
    given = {"forward": images.nbytes, "backward": images.nbytes + grad.nbytes}
    returned = {"forward": output.nbytes, "backward": images.nbytes}
    one_product = 2 * output.size * filters[0].size
    operations = {"forward": one_product, "backward": 2 * one_product}
    found = {}
    for name, (ours, theirs) in passes.items():
        times = take_turns({"lessonlib": ours, "torch": theirs})
        held = given[name] + returned[name]
        peak = given[name] + traced_peak(ours)
        found[name] = {
            "milliseconds": {who: round(1e3 * min(spent), 3) for who, spent in times.items()},
            "ratio": round(median(a / b for a, b in zip(times["lessonlib"], times["torch"], strict=True)), 3),
            "gflops": round(operations[name] / min(times["lessonlib"]) / 1e9, 1),
            "memory": round(peak / held, 2),
            "memory_with_block": round(peak / (held + block_bytes(images, filters, output)), 2),
        }
    return found


def block_bytes(images, filters, output):
    """The size of one block's patches."""
    from lessonlib.nn import conv

    one_row = filters[0].size * output.shape[3] * images.itemsize
    rows = len(images) * output.shape[2]
    return one_row * max(1, min(conv._BLOCK_BYTES // one_row, rows))


def traced_peak(call):
    """The most memory that was allocated at one time during a call, in bytes."""
    tracemalloc.start()
    call()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def measure_toy():
    """The worked example, 5 x 5 and one 3 x 3 filter: microseconds a call."""
    import torch

    from lessonlib import conv2d, conv2d_loops
    from lessonlib.pictures import filters, samples

    picture, weights = samples.edge()[None, None].astype("f"), filters.vertical_edge()[None, None].astype("f")
    x, w = torch.tensor(picture), torch.tensor(weights)
    calls = {
        "conv2d": lambda: conv2d(picture, weights),
        "conv2d_loops": lambda: conv2d_loops(picture, weights),
        "torch": lambda: torch.nn.functional.conv2d(x, w),
    }
    times = take_turns({name: lambda call=call: [call() for _ in range(TOY_CALLS)] for name, call in calls.items()})
    return {name: round(1e6 * min(spent) / TOY_CALLS, 1) for name, spent in times.items()}


def take_turns(calls):
    """Seconds of each call in each round, one call after the other; a first round is not counted."""
    times = {name: [] for name in calls}
    for _ in range(ROUNDS + 1):
        for name, call in calls.items():
            start = time.perf_counter()
            call()
            times[name].append(time.perf_counter() - start)
    return {name: spent[1:] for name, spent in times.items()}


def machine():
    """Where and on what this was measured; nothing that names the computer."""
    import numpy as np
    import torch

    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        model = next(
            (
                line.split(":")[1].strip()
                for line in cpuinfo.read_text(encoding="utf-8").splitlines()
                if "model name" in line
            ),
            model,
        )
    git = ["git", "-C", str(HERE.parent)]
    commit = subprocess.run(
        [*git, "rev-parse", "HEAD"], capture_output=True, text=True, encoding="utf-8"
    ).stdout.strip()
    measured = [f"../lessonlib/nn/{module}.py" for module in ("arrays", "checks", "conv", "geometry", "im2col")]
    changed = subprocess.run(
        [*git, "status", "--porcelain", *measured], capture_output=True, text=True, encoding="utf-8"
    ).stdout
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "commit": commit + (" and changes" if changed else ""),
        "cpu": f"{model}, {os.cpu_count()} cores",
        "load_at_start": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "torch": torch.__version__,
        "openblas_coretype": os.environ.get("OPENBLAS_CORETYPE", "as detected"),
    }


def report(result):
    lines = [", ".join(f"{name} {value}" for name, value in result["machine"].items())]
    for threads, found in result["threads"].items():
        gemm = found["sgemm_gflops"]
        lines += [
            f"\n{threads} thread(s); a 1024 x 1024 product: numpy {gemm['numpy']}, torch {gemm['torch']} GFLOP/s",
            f"{'':28}{'x torch':>9}{'ms':>9}{'torch ms':>10}{'GFLOP/s':>9}{'of numpy':>9}{'memory':>8}{'+ block':>9}",
        ]
        for direction in ("forward", "backward"):
            for name, layer in found["layers"].items():
                one, ms = layer[direction], layer[direction]["milliseconds"]
                numbers = f"{one['ratio']:9.2f}{ms['lessonlib']:9.2f}{ms['torch']:10.2f}{one['gflops']:9.1f}"
                shares = f"{one['gflops'] / gemm['numpy']:9.0%}{one['memory']:8.2f}{one['memory_with_block']:9.2f}"
                lines.append(f"{name + ', ' + direction:28}{numbers}{shares}")
            mean = geometric_mean(layer[direction]["ratio"] for layer in found["layers"].values())
            lines.append(f"{'geometric mean, ' + direction:28}{mean:9.2f}")
        toy = found["toy_microseconds"]
        lines.append("5 x 5 toy: " + ", ".join(f"{name} {value} us" for name, value in toy.items()))
    return "\n".join(lines)


if __name__ == "__main__":
    main()
