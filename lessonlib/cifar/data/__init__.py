"""CIFAR-10 on disk: found, downloaded, checked, and kept as plain arrays."""
