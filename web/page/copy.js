// A button on each piece of code that copies it, and says that it did.
import { copy } from "./clipboard.js";
import { part } from "./part.js";

const MARKED =
  ".highlight-ipython3, .highlight-python, .highlight-bash, .highlight-console, .highlight-sh, .highlight-default";

export function offerCopies() {
  for (const block of document.querySelectorAll(MARKED)) {
    const code = block.querySelector("pre");
    if (!code) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "lesson-copy";
    button.textContent = "Copy";
    button.setAttribute("aria-label", "Copy this code");
    button.addEventListener("click", async () => {
      try {
        await copy(code.textContent);
        button.textContent = "Copied";
      } catch {
        button.textContent = "Select and copy it by hand";
      }
      status.textContent = button.textContent;
      setTimeout(() => {
        button.textContent = "Copy";
        status.textContent = "";
      }, 2000);
    });
    block.append(button);
  }
  const status = document.createElement("p");
  status.className = "lesson-hidden";
  status.setAttribute("role", "status");
  part("main").append(status);
}
