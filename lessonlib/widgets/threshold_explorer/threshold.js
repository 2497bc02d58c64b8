// What a bias and ReLU leave of a map, as lessonlib computes it.

/**
 * Each number plus the bias, 0 where that is negative; and how many are still above 0.
 * @param {ArrayLike<number>} values
 * @param {number} bias
 */
export function threshold(values, bias) {
  let kept = 0;
  const left = Float64Array.from(values, (value) => {
    const moved = value + bias;
    if (moved <= 0) return 0;
    kept += 1;
    return moved;
  });
  return { values: left, kept };
}
