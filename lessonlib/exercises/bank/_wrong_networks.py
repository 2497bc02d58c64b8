"""Networks that miss what is asked for, each in one way; no exercise."""


def mlp():
    """Two linear layers under the budget."""
    from torch import nn

    return nn.Sequential(nn.Flatten(), nn.Linear(3072, 9), nn.ReLU(), nn.Linear(9, 10))


def ends_with_softmax():
    """The chapter's kind of network, with shares at its end in place of scores."""
    from torch import nn

    import lessonlib as ll

    return nn.Sequential(*ll.cifar.plain_cnn(filters=(16, 32, 48)), nn.Softmax(dim=1))


def without_relu():
    """The chapter's kind of network, its ReLUs left out."""
    from torch import nn

    import lessonlib as ll

    layers = ll.cifar.plain_cnn(filters=(16, 32, 48))
    return nn.Sequential(*(layer for layer in layers if not isinstance(layer, nn.ReLU)))


def all_filters():
    """Four convolutions over the budget, and hardly anything behind them."""
    from torch import nn

    layers = []
    for into, out in ((3, 16), (16, 32), (32, 32), (32, 64)):
        layers += [nn.Conv2d(into, out, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(64 * 2 * 2, 10))
