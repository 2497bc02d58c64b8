"""Images as matplotlib draws them: grey and colour from 0 to 1, signed numbers in blue and orange."""

import numpy as np

from lessonlib.figures import palette


def checked_images(images, signed):
    """Turn pictures into what matplotlib draws: (N, H, W) from 0 to 1, or (N, H, W, 3 or 4)."""
    images = np.asarray(images)
    if images.dtype.kind not in "biuf":
        raise TypeError(f"images must be real numbers; got dtype {images.dtype}")
    colour = images.ndim == 4 and images.shape[1] == 3 and not signed
    if images.size == 0 or not (images.ndim == 3 or colour):
        needed = "(N, H, W)" if signed else "(N, H, W) or (N, 3, H, W)"
        raise ValueError(f"images must be {needed} and not empty; got shape {images.shape}")
    if signed:
        return signed_colours(images.astype(float))
    if images.dtype == np.uint8:
        images = images / 255
    elif np.nanmin(images) < 0 or np.nanmax(images) > 1:
        found = f"{np.nanmin(images):.3g} to {np.nanmax(images):.3g}"
        raise ValueError(f"images must lie between 0 and 1 unless uint8 or signed=True; got {found}")
    return images.transpose(0, 2, 3, 1) if colour else images  # (N, 3, H, W) -> (N, H, W, 3)


def signed_colours(values):
    """Colour numbers by their sign and size: (N, H, W) -> (N, H, W, 4), red, green, blue and opacity, 0 to 1."""
    from matplotlib.colors import to_rgb

    strength = np.round(np.abs(values) / (np.nanmax(np.abs(values)) or 1.0), 2)  # few colours make a small picture
    full = np.where((values < 0)[..., None], to_rgb(palette.FIGURE["negative"]), to_rgb(palette.FIGURE["positive"]))
    faint = 0.12  # opacity of zero, so that a picture of zeros still has an outline
    opacity = np.nan_to_num(faint + (1 - faint) * strength)
    tint = np.minimum(1, strength / opacity.clip(faint))[..., None]  # share of the colour in the paint
    paint = tint * full + (1 - tint) * np.array(to_rgb(palette.FIGURE["ink"]))
    return np.concatenate([np.nan_to_num(paint), opacity[..., None]], axis=-1)
