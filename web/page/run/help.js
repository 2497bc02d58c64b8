// Hints and the solution of an exercise, as buttons. Their words stand in the page (web/extension/chapters/
// exercise_help.py), so that they need no Python. Hints and attempts are counted where Jupyter counts them.
import { bringIn, CHANGED, recordOf, records } from "../records.js";
import { about, button, headingOf, make } from "./cells.js";

/** @param {HTMLTemplateElement} template @param {string} name */
const parts = (template, name) => [...template.content.querySelectorAll(`[data-${name}]`)];

/** The two buttons, and the place where their words go. @param {HTMLElement} cell of an exercise */
export function makeHelp(cell) {
  const template = /** @type {HTMLTemplateElement} */ (cell.querySelector("template.lesson-help"));
  const { id } = /** @type {{ id: string }} */ (about(cell));
  const hints = parts(template, "hint");
  const [solution] = parts(template, "solution");
  const early = parts(template, "early");
  const shownHints = make("div");
  const shownSolution = make("div");
  for (const place of [shownHints, shownSolution]) place.setAttribute("role", "status");
  const place = make("div", { className: "lesson-run-help" }, shownHints, shownSolution);
  const hint = button("", nextHint);
  const solve = button("Solution", () => toggleSolution());
  solve.setAttribute("aria-expanded", "false");
  solve.setAttribute("aria-label", `Solution: ${headingOf(cell)}`);

  /** @param {number} seen hints */
  function label(seen) {
    const isLast = shownHints.childElementCount === hints.length;
    hint.textContent = isLast
      ? `No further hint`
      : `Hint ${Math.min(hints.length, Math.max(seen, shownHints.childElementCount) + 1)} of ${hints.length}`;
    hint.setAttribute("aria-label", `${hint.textContent}: ${headingOf(cell)}`);
    hint.setAttribute("aria-disabled", String(isLast)); // it keeps the focus, which a disabled one would lose
  }

  // Those that the reader had before come along with the next.
  async function nextHint() {
    const shown = shownHints.childElementCount;
    if (shown === hints.length) return;
    const seen = Math.max(recordOf(await records(), id).hints, shown);
    const number = Math.min(seen + 1, hints.length);
    await bringIn({ [id]: { ...recordOf({}, id), hints: number } });
    shownHints.append(...hints.slice(shownHints.childElementCount, number).map((one) => one.cloneNode(true)));
    label(number);
  }

  async function toggleSolution(insists = false) {
    if (shownSolution.childElementCount && !insists) {
      shownSolution.replaceChildren();
      return solve.setAttribute("aria-expanded", "false");
    }
    const { attempts, right } = recordOf(await records(), id);
    solve.setAttribute("aria-expanded", "true");
    if (insists || right || attempts >= early.length) {
      shownSolution.replaceChildren(solution.cloneNode(true));
      if (insists) solve.focus(); // what was pressed is gone
    } else {
      const all = button("Show it all the same", () => toggleSolution(true));
      shownSolution.replaceChildren(early[attempts].cloneNode(true), all);
    }
  }

  const relabel = async () => label(recordOf(await records(), id).hints);
  document.addEventListener(CHANGED, relabel);
  label(0);
  relabel();
  return { buttons: [hint, solve], place };
}
