"""The training race: a bet, then three networks trained in the page on the same pictures."""
