// SVG nodes for figures that are drawn in the page.
/** @import { Attributes } from "./grid.js" */

/**
 * A node with its text, its attributes and what it holds.
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {{ text?: string } & Attributes} properties
 * @param {(Node | string)[]} children
 */
export function svgElement(tag, properties = {}, children = []) {
  const { text, ...attributes } = properties;
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  if (text !== undefined) node.textContent = text;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}
