"""Stacks of layers: known ones, what may be given as one, and what their units read of the layers below.

A layer is ``[kind, filter_size, stride, padding]``, kind ``"conv"`` or ``"pool"``. Level 0 is the input, level l the
l-th layer. `recurrence.js` computes the same in the page.
"""

from lessonlib.nn.checks import whole_number
from lessonlib.nn.geometry import output_size

MOST = {"input_size": 1024, "filter_size": 512, "stride": 64, "padding": 64, "layers": 40}
OWN_SIZE = 32  # the input of a stack that is not a known one

_VGG_BLOCKS = (2, 2, 3, 3, 3)  # convolutions before each pooling

STACKS = {  # input size, layers
    "two 3×3": (11, [["conv", 3, 1, 0]] * 2),
    "three 3×3": (11, [["conv", 3, 1, 0]] * 3),
    "AlexNet": (
        227,
        [
            *[["conv", 11, 4, 0], ["pool", 3, 2, 0], ["conv", 5, 1, 2], ["pool", 3, 2, 0]],
            *[["conv", 3, 1, 1]] * 3,
            ["pool", 3, 2, 0],
        ],
    ),
    "VGG-16": (224, [layer for n in _VGG_BLOCKS for layer in [["conv", 3, 1, 1]] * n + [["pool", 2, 2, 0]]]),
    "ResNet-18's stem": (224, [["conv", 7, 2, 3], ["pool", 3, 2, 1]]),
}


def presets():
    """The known stacks as the page takes them: what to set for each; PyTorch's floor only where it is needed."""
    return {
        name: {"input_size": size, "layers": layers, "floor": needs_floor(size, layers)}
        for name, (size, layers) in STACKS.items()
    }


def check_stack(stack):
    """``stack``, a name or a list of layers, as (input size, layers), or a message that says what it is instead."""
    if isinstance(stack, str):
        name = stack.replace("3x3", "3×3")
        if name not in STACKS:
            raise ValueError(f"stack must be among {', '.join(map(repr, STACKS))}, or a list of layers; got {stack!r}")
        size, layers = STACKS[name]
        return size, [list(layer) for layer in layers]
    if not isinstance(stack, (list, tuple)) or not stack:
        raise TypeError(f"stack must be a name or a list of layers, at least one; got {stack!r}")
    if len(stack) > MOST["layers"]:
        raise ValueError(f"stack must have at most {MOST['layers']} layers; got {len(stack)}")
    return OWN_SIZE, [check_layer(number, layer) for number, layer in enumerate(stack)]


def check_layer(number, layer):
    """One layer of a stack as a list of four, or a message that says what it is instead."""
    name = f"stack[{number}]"
    if not isinstance(layer, (list, tuple)):
        raise TypeError(f"{name} must be (filter_size, stride), (filter_size, stride, padding) or such; got {layer!r}")
    kind, *numbers = layer if layer and isinstance(layer[0], str) else ("conv", *layer)
    if kind not in ("conv", "pool"):
        raise ValueError(f"{name} must be 'conv' or 'pool'; got {kind!r}")
    if len(numbers) not in (2, 3):
        raise ValueError(f"{name} must have a filter_size, a stride and perhaps a padding; got {layer!r}")
    numbers = [*numbers, 0][:3]
    needs = (("filter_size", 1), ("stride", 1), ("padding", 0))
    return [
        kind,
        *(check_most(f"{name} {part}", value, least) for (part, least), value in zip(needs, numbers, strict=True)),
    ]


def check_most(name, value, least):
    """``value`` as an int that a page can show."""
    value = whole_number(name, value, least)
    most = MOST[name.split(" ")[-1]]
    if value > most:
        raise ValueError(f"{name} must be at most {most}, to be shown; got {value}")
    return value


def stack_sizes(input_size, layers, floor):
    """The input's size and that of each layer; it ends before the first layer that does not fit."""
    sizes = [input_size]
    for kind, filter_size, stride, padding in layers:
        if kind == "pool" and padding > filter_size // 2:  # PyTorch's rule
            break
        try:
            sizes.append(output_size(sizes[-1], filter_size, stride, padding, "floor" if floor else "exact"))
        except ValueError:
            break
    return sizes


def needs_floor(input_size, layers):
    """Whether the whole stack fits only if sizes are rounded down."""
    exact, floored = (len(stack_sizes(input_size, layers, floor)) for floor in (False, True))
    return exact < floored


def growth(layers):
    """(step, start) of each level: pixels from unit to unit, and from pixel 0's middle to the first unit's."""
    levels = [(1, 0.0)]
    for _, filter_size, stride, padding in layers:
        step, start = levels[-1]
        levels.append((step * stride, start + ((filter_size - 1) / 2 - padding) * step))
    return levels


def trace(sizes, layers, level, unit):
    """What a unit depends on, for every level up to its own: (first, last, units).

    ``first`` and ``last`` are as the recurrence has them, in the padding too; ``units`` are those really read.
    """
    first = last = unit
    units = [unit]
    levels = [(first, last, units)]
    for below in range(level - 1, -1, -1):
        _, filter_size, stride, padding = layers[below]
        places = {place * stride - padding + i for place in units for i in range(filter_size)}
        units = sorted(place for place in places if 0 <= place < sizes[below])
        first, last = first * stride - padding, last * stride - padding + filter_size - 1
        levels.insert(0, (first, last, units))
    return levels
