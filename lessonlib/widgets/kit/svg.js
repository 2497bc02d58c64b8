// SVG nodes for figures that are drawn in the page.

export function svgElement(tag, properties = {}, children = []) {
  const { text, ...attributes } = properties;
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  if (text !== undefined) node.textContent = text;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}
