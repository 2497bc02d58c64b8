// A widget's model, and several of its traits at once, for the type checker by their names.

/**
 * A widget's model as anywidget gives it. Traits: their types, by their names; `any` where a widget does not say them.
 * @template {object} [Traits=any]
 * @typedef {{
 *   get: <Name extends keyof Traits>(name: Name) => Traits[Name],
 *   set: <Name extends keyof Traits>(name: Name, value: Traits[Name]) => void,
 *   on: (event: string, heard: () => void) => void,
 *   off: (event: string, heard: () => void) => void,
 *   save_changes: () => void,
 * }} Model
 */

/**
 * What a model says now, by the names of its traits.
 * @template {object} [Traits=any]
 * @template {keyof Traits & string} [Name=keyof Traits & string]
 * @param {Model<Traits>} model
 * @param {readonly Name[]} names
 */
export function readTraits(model, names) {
  const found = /** @type {Pick<Traits, Name>} */ ({}); // filled below
  for (const name of names) found[name] = model.get(name);
  return found;
}

/**
 * Hear of traits, and set several of them as one change: `changed` runs once for it, not once a trait.
 * @template {object} [Traits=any]
 * @param {Model<Traits>} model
 * @param {readonly (keyof Traits & string)[]} names
 * @param {() => void} changed
 */
export function followTraits(model, names, changed) {
  let isSetting = false;
  const heard = () => isSetting || changed();
  for (const name of names) model.on(`change:${name}`, heard);
  return {
    /**
     * @template {keyof Traits} Name
     * @param {Pick<Traits, Name>} values
     */
    set(values) {
      const given = /** @type {Name[]} */ (Object.keys(values)); // which gives plain strings
      const found = given.filter((name) => model.get(name) !== values[name]);
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
