"""What others start with: the networks of two well-known tutorials with their settings, and a network without a filter.

Each brings the pictures to the range that its tutorial uses, whatever the loop of this book hands over.
"""

import torch
from torch import nn

from lessonlib.cifar.training.batches import MEAN, SPREAD


class Rescaled(nn.Module):
    """Pictures with numbers from 0 to 1, shifted and scaled as a tutorial does: ``(picture - shift) / scale``."""

    def __init__(self, shift, scale):
        super().__init__()
        self.shift, self.scale = shift, scale

    def forward(self, x):
        return (x * SPREAD + MEAN - self.shift) / self.scale


def mlp(seed=0):
    """One hidden layer of 512 units on all numbers of a picture."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return nn.Sequential(nn.Flatten(), nn.Linear(3 * 32 * 32, 512), nn.ReLU(), nn.Linear(512, 10))


def pytorch_tutorial(seed=0):
    """The network of PyTorch's tutorial "Training a Classifier": 62,006 parameters.

    Its source is <https://docs.pytorch.org/tutorials/beginner/blitz/cifar10_tutorial.html>.
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return nn.Sequential(
            Rescaled(0.5, 0.5),  # (N, 3, 32, 32), from -1 to 1
            nn.Conv2d(3, 6, 5),
            nn.ReLU(),
            nn.MaxPool2d(2),  # -> (N, 6, 14, 14)
            nn.Conv2d(6, 16, 5),
            nn.ReLU(),
            nn.MaxPool2d(2),  # -> (N, 16, 5, 5)
            nn.Flatten(),
            nn.Linear(400, 120),
            nn.ReLU(),
            nn.Linear(120, 84),
            nn.ReLU(),
            nn.Linear(84, 10),
        )


def tensorflow_tutorial(seed=0):
    """A network like that of TensorFlow's tutorial "Convolutional Neural Network (CNN)": 122,570 parameters.

    Its source is <https://www.tensorflow.org/tutorials/images/cnn>. Weights start as Keras starts them: Glorot's
    uniform numbers, biases at 0.
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = nn.Sequential(
            Rescaled(0, 1),  # (N, 3, 32, 32), from 0 to 1
            nn.Conv2d(3, 32, 3),
            nn.ReLU(),
            nn.MaxPool2d(2),  # -> (N, 32, 15, 15)
            nn.Conv2d(32, 64, 3),
            nn.ReLU(),
            nn.MaxPool2d(2),  # -> (N, 64, 6, 6)
            nn.Conv2d(64, 64, 3),
            nn.ReLU(),  # -> (N, 64, 4, 4)
            nn.Flatten(),
            nn.Linear(1024, 64),
            nn.ReLU(),
            nn.Linear(64, 10),
        )
        for layer in model:
            if isinstance(layer, nn.Conv2d | nn.Linear):
                nn.init.xavier_uniform_(layer.weight)
                nn.init.zeros_(layer.bias)
    return model


def adam(model):
    """Adam with a learning rate of 0.001, the usual one."""
    return torch.optim.Adam(model.parameters(), lr=0.001, eps=1e-7)  # Keras's eps
