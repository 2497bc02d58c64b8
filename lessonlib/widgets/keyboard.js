// Moving in a grid of cells by keyboard, as the ARIA grid pattern has it.

// Where the key leads from {row, column}: a new {row, column}, or null for a key that is none of ours.
export function moveInGrid({ key, ctrlKey = false, metaKey = false, altKey = false }, { row, column }, rows, columns) {
  if (altKey) return null;
  const far = ctrlKey || metaKey;
  const moves = {
    ArrowUp: [row - 1, column],
    ArrowDown: [row + 1, column],
    ArrowLeft: [row, column - 1],
    ArrowRight: [row, column + 1],
    Home: [far ? 0 : row, 0],
    End: [far ? rows - 1 : row, columns - 1],
  };
  if (!Object.hasOwn(moves, key) || (far && key.startsWith("Arrow"))) return null;
  const [toRow, toColumn] = moves[key];
  return { row: clamp(toRow, rows), column: clamp(toColumn, columns) };
}

export function clamp(place, count) {
  return Math.max(0, Math.min(count - 1, place));
}
