// "Copy as Python": the lines go to the clipboard and are shown, for where there is none.
import { createTool } from "../kit/toolbar.js";
import { element } from "../kit/grid.js";

/** The button's bar, and the lines once it was pressed. @param {() => string} write gives them for what is on screen */
export function createCopy(write) {
  const button = createTool("code", "Copy as Python");
  const said = element("span", { className: "lesson-note", role: "status", "data-part": "code-said" });
  const code = element("pre", {
    className: "lesson-code",
    tabindex: "0",
    role: "group",
    "aria-label": "Python",
    "data-part": "code",
    translate: "no",
  });
  const bar = element("div", { className: "lesson-tools" }, [button, said]);
  button.addEventListener("click", () => {
    code.textContent = write();
    code.hidden = false;
    said.textContent = "Copy it from here:";
    navigator.clipboard?.writeText(code.textContent).then(
      () => (said.textContent = "Copied."),
      () => {},
    );
  });
  code.hidden = true;
  const clear = () => {
    if (code.hidden) return;
    code.hidden = true;
    said.textContent = "";
  };
  return { bar, code, clear };
}
