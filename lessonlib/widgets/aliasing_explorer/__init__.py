"""The aliasing explorer: a picture to nudge, its map at stride 2, and the same map blurred before the stride."""
