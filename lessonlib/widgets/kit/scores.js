// What a model says to a picture: its name, its verdict, a bar for each class.
import { capital, percent } from "./format.js";
import { element } from "./grid.js";

/** @param {number[]} parts */
export const first = (parts) => parts.indexOf(Math.max(...parts));

/**
 * A table of classes with its verdict.
 * @param {string} name
 * @param {string[]} classes
 * @param {string} detail below the name
 */
export function createAnswer(name, classes, detail = "") {
  const rows = classes.map((label) => {
    const bar = element("span", { className: "lesson-score-bar" });
    const text = element("span", { className: "lesson-percent", role: "cell" });
    const track = element("span", { className: "lesson-track", "aria-hidden": "true" }, [bar]);
    const head = element("span", { className: "lesson-class", role: "rowheader", text: label });
    return { row: element("div", { className: "lesson-score", role: "row" }, [head, track, text]), bar, text };
  });
  const title = element("div", { className: "lesson-title", text: name });
  if (detail) title.append(element("span", { className: "lesson-detail", text: detail }));
  const verdict = element("p", { className: "lesson-says" });
  const note = element("p", { className: "lesson-note" });
  const table = element(
    "div",
    { className: "lesson-scores", role: "table" },
    rows.map(({ row }) => row),
  );
  table.setAttribute("aria-label", `${name}: how sure it is of each class`);
  const root = element("div", { className: "lesson-answer", role: "group", "aria-label": name }, [
    title,
    verdict,
    table,
    note,
  ]);
  root.dataset.model = name;
  /**
   * Show these numbers, one a class, which add up to 1; gives the verdict as text.
   * @param {number[]} parts
   */
  const write = (parts) => {
    const now = first(parts);
    const said = `says ${classes[now]}, ${percent(parts[now])}`;
    verdict.textContent = capital(`${said}.`);
    root.dataset.winner = String(now);
    rows.forEach(({ row, bar, text }, i) => {
      row.classList.toggle("lesson-winner", i === now);
      row.dataset.part = String(parts[i]);
      bar.style.width = `${(100 * parts[i]).toFixed(1)}%`;
      text.textContent = percent(parts[i]);
    });
    return said;
  };
  return { root, note, write };
}
