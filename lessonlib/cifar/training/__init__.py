"""The loop that trains on CIFAR-10, and each technique that it knows."""
