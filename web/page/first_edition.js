// Answers that a browser kept of the first edition: there a question went by a name such as "03-mirrored", a choice by
// its words. Now it is "mirrored", and the choice's place. Each old name is read once, and then removed.
import { forget, keep, kept } from "./storage.js";

// The choices of each question in their places, by a hash of their words.
const CLAIM = [24914, 44872, 30680];
/** @type {Record<string, number[]>} */
const CHOICES = {
  "01-moved-three": [19997, 58788, 47895, 54975],
  "02-shuffle": [11006, 10095, 40426],
  "03-mirrored": [46582, 46579, 54333],
  "03-reach": [62055, 16599, 8730, 4728],
  "03-photo": [49722, 8609, 7463],
  "04-maps": [46580, 62831, 42891],
  "05-zeros": [12737, 25661, 5180],
  "05-order": [46580, 46581, 46582, 2357],
  "05-filters": [5050, 63121, 47448],
  "06-moved": [43406, 53194, 13890],
  "06-work": [15841, 14519, 64748],
  "06-turn": [2001, 36797, 63812],
  "07-loss-0": [52, 41906, 13085],
  "08-layers-to-see-224": [46584, 30408, 14033],
  "08-two-3x3": [21874, 35487, 42465],
  "10-multiplications": [29430, 5640, 37985],
  "10b-buys-most": [39375, 45494, 45951, 21746],
  "11-click": [11690, 45085, 53618],
  "11-bet": [40115, 22235, 40724, 4661],
};
const NAME = /^lesson:(\d\d[a-z]?)-(.+)$/;

/** @param {string} words */
const hash = (words) =>
  [...words].reduce(
    (value, character) => (value * 33 + /** @type {number} */ (character.codePointAt(0))) % 65521,
    5381,
  );

/** @param {string} chapter @param {string} rest */
function nameNow(chapter, rest) {
  return chapter === "09" ? `claim-${rest}` : rest;
}

/**
 * An answer as it is kept now; undefined if the question has no such choice.
 * @param {string} question
 * @param {unknown} answer
 */
function answerNow(question, answer) {
  if (typeof answer !== "string") return answer;
  const place = (CHOICES[question] ?? CLAIM).indexOf(hash(answer));
  return place < 0 ? undefined : place;
}

export function takeOverAnswers() {
  for (const [, chapter, rest] of oldNames()) {
    const old = `${chapter}-${rest}`;
    try {
      const { attempts, revealed } = JSON.parse(/** @type {string} */ (kept(old)));
      const now = attempts.map((/** @type {unknown} */ answer) => answerNow(old, answer));
      const name = nameNow(chapter, rest);
      if (now.length && !now.includes(undefined) && kept(name) === null) {
        keep(name, JSON.stringify({ attempts: now, revealed: revealed === true }));
      }
    } catch {
      // not an answer, or one that a reader's hand has changed
    }
    forget(old);
  }
}

function oldNames() {
  try {
    return Object.keys(localStorage)
      .map((key) => key.match(NAME))
      .filter((found) => found !== null);
  } catch {
    return [];
  }
}
