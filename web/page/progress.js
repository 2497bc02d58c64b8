// Quiet marks in the contents, and on the cards of the first page: how many of a chapter's questions this browser has
// answers to. Before the first answer nothing is counted.
import { kept } from "./storage.js";

function hasAnswer(name) {
  try {
    const { attempts } = JSON.parse(kept(name));
    return Array.isArray(attempts) && attempts.length > 0;
  } catch {
    return false;
  }
}

export function showProgress() {
  const chapters = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("a[data-questions]")]);
  const standing = document.querySelector("[data-standing]");

  function draw() {
    let all = 0;
    let answered = 0;
    for (const chapter of chapters) {
      const questions = chapter.dataset.questions.split(" ");
      const done = questions.filter(hasAnswer).length;
      chapter.dataset.share = done === questions.length ? "all" : done ? "some" : "none";
      chapter.style.setProperty("--share", String(done / questions.length));
      chapter.querySelector("[data-done]").textContent = done
        ? `, ${done} of ${questions.length} questions answered`
        : "";
      const card = chapter.closest(".lesson-card")?.querySelector("[data-answered]");
      if (card) {
        card.textContent = done ? `${done} of ${questions.length} answered` : "";
        continue; // the contents count it, too
      }
      all += questions.length;
      answered += done;
    }
    if (answered) standing.textContent = `${answered} of ${all} questions answered, kept in this browser only.`;
  }

  // A question stores its answer as it handles the event.
  for (const kind of ["submit", "click"]) document.addEventListener(kind, () => setTimeout(draw));
  addEventListener("storage", draw);
  addEventListener("pageshow", draw);
  draw();
}
