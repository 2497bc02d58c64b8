// Answers as a notebook to take away, for Jupyter, Binder or Colab.

const IMPORTS = "import numpy as np\n\nimport lessonlib as ll";

/**
 * @param {string} pageTitle
 * @param {{ title: string, code: string, check: string }[]} answers in the order of the page
 * @param {string} progress the reader's, as text, which lessonlib/exercises/class_csv.py reads
 */
export function notebookOf(pageTitle, answers, progress) {
  const cells = [markdown(`# My answers: ${pageTitle}`), code(IMPORTS)];
  for (const answer of answers) cells.push(markdown(`## ${answer.title}`), code(answer.code), code(answer.check));
  return {
    cells: cells.map((cell, i) => ({ id: `answer-${i}`, ...cell })),
    metadata: {
      kernelspec: { display_name: "Python 3", language: "python", name: "python3" },
      ...(progress ? { lesson_progress: progress } : {}),
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
}

/** @param {ReturnType<typeof notebookOf>} notebook @param {string} name */
export function download(notebook, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(notebook, null, 1)], { type: "application/x-ipynb+json" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** @param {string} source */
const markdown = (source) => ({ cell_type: "markdown", metadata: {}, source });
/** @param {string} source */
const code = (source) => ({ cell_type: "code", execution_count: null, metadata: {}, outputs: [], source });
