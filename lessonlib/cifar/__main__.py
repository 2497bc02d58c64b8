"""Train on CIFAR-10 from a terminal: ``python -m lessonlib.cifar --epochs 40``.

The same command under ``torchrun --nproc-per-node 2 -m lessonlib.cifar`` trains with two processes. The last line
that is printed gives the seconds and the test accuracy.
"""

import argparse

from lessonlib.cifar import RECIPES, load
from lessonlib.cifar.training.distributed import team


def main(arguments=None):
    """Read the command line, train, and print what came of it."""
    parser = argparse.ArgumentParser(
        prog="python -m lessonlib.cifar", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--recipe", choices=RECIPES, default="minute", help="a model and its settings (%(default)s)")
    parser.add_argument("--epochs", type=float, help="passes through the training pictures (the recipe's own number)")
    parser.add_argument("--seed", type=int, default=0, help="of everything that is random (%(default)s)")
    parser.add_argument("--checkpoint", help="a file that keeps the run after each epoch; it goes on from there")
    parser.add_argument("--device", help="cpu or cuda (cuda where there is one)")
    parser.add_argument("--threads", type=int, help="processor cores to use (all that may be used)")
    chosen = parser.parse_args(arguments)
    changes = {"checkpoint": chosen.checkpoint, "device": chosen.device, "threads": chosen.threads}
    if chosen.epochs is not None:
        changes["epochs"] = chosen.epochs

    data = load()
    _, history = RECIPES[chosen.recipe].train(data, seed=chosen.seed, **changes)
    if team(chosen.device).rank == 0:
        print(f"{data.source}; {chosen.recipe}, {len(history.loss)} epochs, seed {chosen.seed}")
        print(f"{sum(history.seconds):.0f} s, test accuracy {history.test_accuracy[-1]:.1%}")


if __name__ == "__main__":
    main()
