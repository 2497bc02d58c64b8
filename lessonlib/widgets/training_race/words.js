// What the race says of a bet and of how it came out.

/** @typedef {keyof typeof NAMES} Name of a network */
/** @typedef {{ name: Name, accuracy: number }} Score accuracy: 0 to 1 */

export const NAMES = { linear: "linear model", MLP: "MLP", CNN: "CNN" };
/** Not 100% before all of them are right. @param {number} part */
export const shareOf = (part) => `${part < 1 ? Math.min(99, Math.round(100 * part)) : 100}%`;
const LEVEL = 0.015; // accuracies that differ by less are level

/** The networks that are ahead: one, or several that are level. @param {Score[]} models */
function leaders(models) {
  const best = Math.max(...models.map(({ accuracy }) => accuracy));
  return models.filter(({ accuracy }) => best - accuracy < LEVEL).map(({ name }) => name);
}

/** @param {Score[]} models */
export function sayStanding(models) {
  const sorted = [...models].sort((a, b) => b.accuracy - a.accuracy);
  return sorted.map(({ name, accuracy }) => `${name} ${shareOf(accuracy)}`).join(", ");
}

/** @param {Score[]} models @param {Name} bet @param {number} seen */
export function sayBet(models, bet, seen) {
  const ahead = leaders(models);
  const standing = `After ${seen.toLocaleString("en")} images: ${sayStanding(models)}.`;
  if (ahead.length === models.length) return `${standing} All three were level, so your bet is open.`;
  const first = ahead.map((name) => `the ${NAMES[name]}`).join(" and ");
  return ahead.includes(bet)
    ? `${standing} You bet on the ${NAMES[bet]}, and it was ahead.`
    : `${standing} You bet on the ${NAMES[bet]}, but ${first} ${ahead.length > 1 ? "were" : "was"} ahead.`;
}
