// Several traits of a model at once, for the type checker by their names.

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

/**
 * Hear of traits, and set several of them as one change: `changed` runs once for it, not once a trait.
 * @param {any} model
 * @param {readonly string[]} names
 * @param {() => void} changed
 */
export function followTraits(model, names, changed) {
  let isSetting = false;
  const heard = () => isSetting || changed();
  for (const name of names) model.on(`change:${name}`, heard);
  return {
    /** @param {Record<string, any>} values */
    set(values) {
      const found = Object.keys(values).filter((name) => model.get(name) !== values[name]);
      isSetting = true;
      for (const name of found) model.set(name, values[name]);
      isSetting = false;
      model.save_changes();
      if (found.length) changed();
    },
    stop() {
      for (const name of names) model.off(`change:${name}`, heard);
    },
  };
}
