/**
 * What is to be said of something thrown.
 * @param {any} thrown mostly an Error, but a script may throw anything
 * @returns {string}
 */
export const messageOf = (thrown) => String(thrown?.message ?? thrown);
