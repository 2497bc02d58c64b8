"""The permutation explorer: a scrambled digit to guess, the machine's answer, and the pixels on their way home."""
