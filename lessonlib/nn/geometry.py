"""How big things are: output sizes, the settings that work, parameter counts, receptive fields.

Whole numbers only, so every result is exact; the standard library only, so it runs anywhere. The letters of the
formulas are the lesson's: input size W, filter size F, stride S, padding P.
"""

from math import isqrt

from lessonlib.nn.checks import whole_number

_LEAST = {"input_size": 1, "filter_size": 1, "stride": 1, "padding": 0}


def output_size(input_size, filter_size, stride=1, padding=0, rounding="exact"):
    """Count the places a filter can stand along one side: ``(W - F + 2P)/S + 1``.

    Parameters
    ----------
    input_size : int
        W, pixels along one side of the input.
    filter_size : int
        F, weights along the same side of the filter.
    stride : int
        S, pixels from one place to the next.
    padding : int
        P, zeros added at each end.
    rounding : {"exact", "floor"}
        ``"exact"`` is the lesson's rule: a size that is not whole is an error. ``"floor"`` is what PyTorch does
        (``torch.nn.Conv2d``): it rounds down and never reads the last few pixels.

    Returns
    -------
    int
        The output size, 1 or more.

    Raises
    ------
    ValueError
        If a setting makes no sense, if the filter is larger than the padded input, or if the size is not whole. The
        message gives the formula with its numbers and the nearest settings that work.
    TypeError
        If a setting is not a whole number.

    Notes
    -----
    The formula and its validity rule are those of CS231n, https://cs231n.github.io/convolutional-networks/.

    Examples
    --------
    >>> output_size(7, 3), output_size(7, 3, stride=2), output_size(227, 11, stride=4)
    (5, 3, 55)
    >>> output_size(7, 3, stride=3, rounding="floor")
    2
    """
    if not isinstance(rounding, str) or rounding not in ("exact", "floor"):
        raise ValueError(f'rounding must be "exact" or "floor"; got {rounding!r}')
    setting = _setting(input_size, filter_size, stride, padding)
    problem = _problem(*setting)
    if problem and (rounding == "exact" or _span(*setting) < 0):
        raise ValueError(f"{problem} {_advice(*setting)}")
    return _span(*setting) // setting[2] + 1


def nearest_settings(input_size, filter_size, stride=1, padding=0):
    """List the valid settings nearest to this one, changing one argument at a time.

    Parameters
    ----------
    input_size, filter_size, stride, padding : int
        As in `output_size`; the setting may be valid or not.

    Returns
    -------
    list of (str, int, int)
        The argument's name, its new value, and the output size that gives. For each of ``input_size``,
        ``filter_size``, ``stride`` and ``padding``, in this order: the nearest smaller value that works, then the
        nearest larger one, where there is one.

    Raises
    ------
    ValueError, TypeError
        If a setting makes no sense by itself (stride 0, say).

    Examples
    --------
    >>> nearest_settings(7, 3, stride=3)[-3:]
    [('stride', 2, 3), ('stride', 4, 2), ('padding', 1, 3)]
    >>> [argument for argument, value, output in nearest_settings(224, 11, stride=4) if argument == "padding"]
    []
    """
    setting = dict(zip(_LEAST, _setting(input_size, filter_size, stride, padding), strict=True))
    changes = [(name, value) for name in setting for value in _nearest_values(name, **setting)]
    return [(name, value, output_size(**{**setting, name: value})) for name, value in changes]


def conv_parameters(filter_size, in_channels, filters):
    """Count the parameters of a convolutional layer; the size of the picture plays no part.

    Parameters
    ----------
    filter_size : int or (int, int)
        F, or the filter's height and width.
    in_channels : int
        The depth of the input, which is the depth of every filter.
    filters : int
        K, the number of filters.

    Returns
    -------
    (int, int)
        Weights ``F * F * in_channels * K`` and biases ``K``.

    Raises
    ------
    ValueError, TypeError
        If an argument is not a whole number of at least 1.

    Examples
    --------
    AlexNet's first layer:

    >>> conv_parameters(11, in_channels=3, filters=96)
    (34848, 96)
    """
    is_pair = isinstance(filter_size, (tuple, list)) and len(filter_size) == 2
    height, width = filter_size if is_pair else (filter_size, filter_size)
    area = whole_number("filter_size", height, 1) * whole_number("filter_size", width, 1)
    filters = whole_number("filters", filters, 1)
    return area * whole_number("in_channels", in_channels, 1) * filters, filters


def linear_parameters(inputs, outputs):
    """Count the parameters of a fully-connected layer.

    Parameters
    ----------
    inputs, outputs : int
        Numbers going in, and units.

    Returns
    -------
    (int, int)
        Weights ``inputs * outputs`` and biases ``outputs``.

    Raises
    ------
    ValueError, TypeError
        If an argument is not a whole number of at least 1.

    Examples
    --------
    >>> linear_parameters(224 * 224 * 3, 100)
    (15052800, 100)
    """
    outputs = whole_number("outputs", outputs, 1)
    return whole_number("inputs", inputs, 1) * outputs, outputs


def receptive_field(layers):
    """Count the input pixels, along one side, from the first to the last that can change one unit of the last layer.

    Where a stride is larger than its filter, some in between cannot. Each layer adds ``F - 1`` steps, and a step is as
    long as all the strides before it multiplied together.

    Parameters
    ----------
    layers : iterable of (int, int)
        ``(filter_size, stride)`` of each convolution or pooling layer, first layer first.

    Returns
    -------
    int
        The receptive field in pixels; 1 for no layers.

    Raises
    ------
    ValueError, TypeError
        If a layer is not a pair of whole numbers of at least 1.

    Notes
    -----
    The recurrence is from Araujo, Norris and Sim, "Computing Receptive Fields of Convolutional Neural Networks",
    Distill, 2019, https://doi.org/10.23915/distill.00021.

    Examples
    --------
    To see 224 pixels takes 112 layers of 3x3 filters at stride 1, or 7 at stride 2:

    >>> receptive_field([(3, 1)] * 111), receptive_field([(3, 1)] * 112)
    (223, 225)
    >>> receptive_field([(3, 2)] * 6), receptive_field([(3, 2)] * 7)
    (127, 255)
    """
    field = jump = 1
    for number, layer in enumerate(layers):
        if not isinstance(layer, (tuple, list)) or len(layer) != 2:
            raise TypeError(f"layers[{number}] must be a pair (filter_size, stride); got {layer!r}")
        field += (whole_number(f"layers[{number}] filter_size", layer[0], 1) - 1) * jump
        jump *= whole_number(f"layers[{number}] stride", layer[1], 1)
    return field


def _setting(*values):
    """The four settings as checked integers."""
    return [whole_number(name, value, least) for (name, least), value in zip(_LEAST.items(), values, strict=True)]


def _span(input_size, filter_size, stride, padding):
    """How far the filter can travel: W - F + 2P."""
    return input_size - filter_size + 2 * padding


def _problem(input_size, filter_size, stride, padding):
    """Why there is no output size, as a sentence; empty if there is one."""
    span = _span(input_size, filter_size, stride, padding)
    if span < 0:
        padded = input_size + 2 * padding
        return (
            f"filter_size must be at most the padded input, {input_size} + {2 * padding} = {padded}; "
            f"got {filter_size}: the filter does not fit even once."
        )
    if span % stride:
        return (
            f"The output size must be whole: ({input_size} - {filter_size} + {2 * padding})/{stride} + 1 "
            f"= {_decimal(span + stride, stride)}, which is {span}/{stride} + 1, and {stride} does not divide {span}."
        )
    return ""


def _decimal(numerator, denominator):
    """A positive fraction as a decimal: in full if four places are enough, else cut after two with dots."""
    whole, rest = divmod(numerator, denominator)
    places, left = divmod(rest * 10_000, denominator)
    if left:
        return f"{whole}.{places // 100:02d}..."
    return f"{whole}.{places:04d}".rstrip("0").rstrip(".")


def _advice(input_size, filter_size, stride, padding):
    """The nearest settings that work, as sentences."""
    near = nearest_settings(input_size, filter_size, stride, padding)
    values = {name: [str(value) for argument, value, _ in near if argument == name] for name in _LEAST}
    works = "; ".join(f"{name} {' or '.join(found)}" for name, found in values.items() if found)
    advice = [f"What works, changing one thing: {works}."]
    if not values["stride"]:
        advice.append("No stride helps.")
    if not values["padding"]:
        advice.append(
            f"No equal padding on both sides helps: it adds an even number to {input_size} - {filter_size}, "
            f"which is odd, and stride {stride} needs an even sum."
        )
    return " ".join(advice)


def _nearest_values(name, input_size, filter_size, stride, padding):
    """The valid values of one argument just below and just above its present one."""
    padded = input_size + 2 * padding
    if name == "input_size":
        need = filter_size - 2 * padding
        return _nearest_congruent(input_size, need, stride, low=max(1, need))
    if name == "filter_size":
        return _nearest_congruent(filter_size, padded, stride, low=1, high=padded)
    if name == "padding":
        short = filter_size - input_size  # 2P must equal this, give or take strides
        if stride % 2:
            half, period = short * (stride + 1) // 2, stride  # (S + 1)/2 is the inverse of 2 modulo an odd S
        elif short % 2 == 0:
            half, period = short // 2, stride // 2
        else:
            return []
        return _nearest_congruent(padding, half, period, low=max(0, -(-short // 2)))
    return _nearest_divisors(stride, padded - filter_size)


def _nearest_congruent(value, residue, period, low, high=None):
    """The nearest numbers below and above ``value`` in ``residue + k * period``, from ``low`` to ``high``."""
    below = value - 1 if high is None else min(value - 1, high)
    below -= (below - residue) % period
    above = max(value + 1, low)
    above += (residue - above) % period
    return [n for n in (below, above) if n >= low and (high is None or n <= high)]


def _nearest_divisors(value, number):
    """The nearest numbers below and above ``value`` that divide ``number``."""
    if number < 0:
        return []
    if number == 0:  # everything divides it
        return [n for n in (value - 1, value + 1) if n > 0]
    small = [n for n in range(1, isqrt(number) + 1) if number % n == 0]
    divisors = small + [number // n for n in reversed(small)]
    below = [n for n in divisors if n < value][-1:]
    return below + [n for n in divisors if n > value][:1]
