/** What is to be said of something thrown. @param {unknown} thrown mostly an Error, but a script may throw anything */
export const messageOf = (thrown) =>
  String(/** @type {{ message?: unknown } | null | undefined} */ (thrown)?.message ?? thrown);
