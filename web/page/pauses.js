// To wait a moment, so that the page answers in between.
export const nextTask = () => new Promise((resolve) => setTimeout(resolve));

export const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
