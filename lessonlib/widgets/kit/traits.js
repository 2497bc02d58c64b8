/**
 * What a model says now, by the names of its traits.
 * @template {string} Name
 * @param {{get: (name: string) => any}} model
 * @param {readonly Name[]} names
 * @returns {Record<Name, any>}
 */
export function readTraits(model, names) {
  const found = /** @type {Record<Name, any>} */ ({});
  for (const name of names) found[name] = model.get(name);
  return found;
}
