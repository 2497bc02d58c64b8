// Numbers as people type them: "1,152", "1 152", "8*16*9", "10/2", "5 places", "five". Never `eval`.

const LONGEST = 120; // characters
const WORDS = "zero one two three four five six seven eight nine ten eleven twelve".split(" ");
const SCALES = new Map(
  Object.entries({ k: 1e3, thousand: 1e3, million: 1e6, millions: 1e6, billion: 1e9, billions: 1e9 }),
);

/**
 * @typedef {{ number: number, problem?: undefined }} Read
 * @typedef {{ number?: undefined, problem: string }} Problem a sentence that says what to write instead
 * @typedef {number | string} Token a number or a sign
 */

/**
 * What is typed.
 * @param {string} text
 * @param {boolean} isWhole whether the question asks for a whole number; then "1.152" may be a thousands sign
 * @returns {Read | Problem}
 */
export function readAnswer(text, isWhole = false) {
  const written = tidied(text);
  if (!written) return { problem: "Write a number first." };
  if (written.length > LONGEST) return { problem: notNumber(text) };
  const sides = written.split("=").map((side) => evaluate(side.trim(), isWhole));
  const last = /** @type {Read | Problem} */ (sides.at(-1)); // there is always one
  if (sides.length === 1) return last.problem === "" ? { problem: notNumber(text) } : last;
  const first = /** @type {Read} */ (sides.find(({ number }) => number !== undefined)); // `last` at the latest
  if (last.number === undefined) return { problem: last.problem || notNumber(text) };
  if (Math.abs(first.number - last.number) <= 1e-9 * Math.abs(last.number)) return last;
  return { problem: `The two sides of = differ: ${first.number} and ${last.number}. Write the one that you mean.` };
}

const notNumber = (/** @type {string} */ text) =>
  `\u201c${shorten(text.trim())}\u201d is not a number. Write one such as 12 or 0.5.`;
const shorten = (/** @type {string} */ text) => (text.length > 20 ? `${text.slice(0, 20)}...` : text);

/** One spelling for each sign. @param {string} text */
function tidied(text) {
  return text
    .replace(/(?<=[\d)])[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+/g, (raised) => `^${raised}`)
    .normalize("NFKC")
    .replace(/[\u2212\u2013\u2014]/g, "-")
    .replace(/[\u00d7\u22c5\u00b7\u2217]/g, "*")
    .replace(/[\u00f7\u2215\u2044]/g, "/")
    .replace(/\*\*/g, "^")
    .replace(/[\u2019\u02bc`\u00b4]/g, "'")
    .replace(/(\d)\s*[xX]\s*(?=[\d(])/g, "$1*")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^(?:[~\u2248=]|about |circa |ca\.? )\s*/i, "")
    .replace(/[?!.;\s]+$/, "");
}

/**
 * One side of =; the problem is "" where it is no number at all.
 * @param {string} text
 * @param {boolean} isWhole
 * @returns {Read | Problem}
 */
function evaluate(text, isWhole) {
  const word = WORDS.indexOf(text.toLowerCase().split(" ")[0]);
  if (word >= 0) return { number: word };
  if (text.endsWith("%")) return { problem: "Per cent or a fraction? Write the number alone, such as 25 or 0.25." };
  const tokens = tokensOf(text, isWhole);
  if (!Array.isArray(tokens)) return tokens;
  const reader = { tokens, at: 0 };
  const number = sum(reader);
  if (number === null || reader.at < tokens.length) return { problem: "" };
  if (Number.isNaN(number)) return { problem: "That divides by 0, which gives no number." };
  if (!Number.isFinite(number)) return { problem: `${shorten(text)} is too large a number to compute with.` };
  return { number: number === 0 ? 0 : number }; // no -0
}

const NUMBER = /^(?:\d+(?:[.,'_]\d+)*(?: \d{3}(?!\d))*(?:[.,]\d+)?|\.\d+)(?:e[+-]?\d+(?![\d.]))?/i;
const UNIT = /^\p{L}[\p{L} ./-]*[23]?$/u;

/**
 * Numbers and signs in their order; a unit at the end is dropped, "k" and "million" are multiplied in.
 * @param {string} text
 * @param {boolean} isWhole
 * @returns {Token[] | Problem}
 */
function tokensOf(text, isWhole) {
  /** @type {Token[]} */
  const tokens = [];
  let rest = text;
  while (rest) {
    const found = NUMBER.exec(rest);
    if (found) {
      if (typeof tokens.at(-1) === "number")
        return { problem: `Write one number: \u201c${shorten(text)}\u201d is several.` };
      const read = plainNumber(found[0], isWhole);
      if (read.problem !== undefined) return read;
      tokens.push(read.number);
      rest = rest.slice(found[0].length);
    } else if (/^[-+*/^()]/.test(rest)) {
      tokens.push(rest[0]);
      rest = rest.slice(1);
    } else if (/^ *,|^ (?:and|or) \d/.test(rest) && tokens.length) {
      return { problem: `Write one number: \u201c${shorten(text)}\u201d is several.` };
    } else if (rest[0] === " ") {
      rest = rest.slice(1);
      const scale = wordAt(rest);
      if (SCALES.has(scale)) rest = scaled(tokens, scale, rest);
    } else {
      const scale = wordAt(rest);
      if (typeof tokens.at(-1) !== "number" || !(SCALES.has(scale) || UNIT.test(rest))) return { problem: "" };
      rest = SCALES.has(scale) ? scaled(tokens, scale, rest) : "";
    }
  }
  return tokens;
}

const wordAt = (/** @type {string} */ text) => /^(\p{L}+)\b/u.exec(text)?.[1].toLowerCase() ?? "";

/** @param {Token[]} tokens @param {string} scale one of SCALES @param {string} rest */
function scaled(tokens, scale, rest) {
  tokens.push("*", /** @type {number} */ (SCALES.get(scale)));
  return rest.slice(scale.length);
}

/**
 * One number whose signs may stand for thousands or for decimals, by what can be meant.
 * @param {string} text
 * @param {boolean} isWhole
 * @returns {Read | Problem}
 */
function plainNumber(text, isWhole) {
  const [digits, power = ""] = text.split(/(?=e)/i);
  const signs = digits.replace(/[\d_ ]/g, "");
  const last = /** @type {string} */ (signs.at(-1)); // it is needed only where there is one
  const twice = [...signs].filter((sign) => sign === last).length > 1;
  const inThousands = (/** @type {string} */ sign) =>
    new RegExp(`^\\d{1,3}(\\${sign}\\d{3})+$`).test(digits) || isIndian(digits);
  const bare = digits.replace(/[_ ']/g, "");
  if (/'/.test(digits) && !/^\d{1,3}('\d{3})+([.,]\d+)?$/.test(digits)) return { problem: "" };
  if (!/[.,]/.test(bare)) return { number: Number(bare + power) };
  if (/^[.,]*$/.test(signs) && new Set(signs).size === 2) {
    const [first] = signs;
    const grouped = digits.slice(0, digits.lastIndexOf(last));
    if (!new RegExp(`^\\d{1,3}(\\${first}\\d{2,3})+$`).test(grouped) || twice) return { problem: "" };
    return { number: Number(grouped.replaceAll(first, "") + digits.slice(grouped.length).replace(last, ".") + power) };
  }
  if (twice) return inThousands(last) ? { number: Number(bare.replaceAll(last, "") + power) } : { problem: "" };
  const couldBeEither = new RegExp(`^[1-9]\\d{0,2}\\${last}\\d{3}$`).test(bare) && digits === bare && !power;
  const decimal = bare.replace(last, ".");
  if (couldBeEither && (last === ".") === isWhole) {
    return {
      problem: `Do you mean ${bare.replace(last, "")} or ${decimal}? Write ${bare.replace(last, "")} or ${decimal}0.`,
    };
  }
  return { number: Number((couldBeEither && last === "," ? bare.replace(",", "") : decimal) + power) };
}

const isIndian = (/** @type {string} */ digits) => /^\d{1,2}(,\d{2})+,\d{3}$/.test(digits);

/**
 * Recursive descent: a sum of products of powers.
 * @typedef {{ tokens: Token[], at: number }} Reader
 * @typedef {(reader: Reader) => number | null} Part null where the signs make no sense
 */

/** @type {Part} */
function sum(reader) {
  return chain(reader, product, { "+": (a, b) => a + b, "-": (a, b) => a - b });
}

/** @type {Part} */
function product(reader) {
  return chain(reader, signed, { "*": (a, b) => a * b, "/": (a, b) => (b === 0 ? NaN : a / b) });
}

/**
 * Parts with operations between them, from left to right.
 * @param {Reader} reader
 * @param {Part} part
 * @param {Record<string, (a: number, b: number) => number>} operations by their signs
 */
function chain(reader, part, operations) {
  let value = part(reader);
  while (value !== null && reader.tokens[reader.at] in operations) {
    const operation = operations[reader.tokens[reader.at++]];
    const next = part(reader);
    value = next === null ? null : operation(value, next);
  }
  return value;
}

/** @type {Part} */
function signed(reader) {
  const sign = reader.tokens[reader.at];
  if (sign !== "-" && sign !== "+") return power(reader);
  reader.at += 1;
  const value = signed(reader);
  return value === null || sign === "+" ? value : -value;
}

/** @type {Part} */
function power(reader) {
  const base = atom(reader);
  if (base === null || reader.tokens[reader.at] !== "^") return base;
  reader.at += 1;
  const exponent = signed(reader);
  return exponent === null ? null : base ** exponent;
}

/** @type {Part} */
function atom(reader) {
  const token = reader.tokens[reader.at++];
  if (typeof token === "number") return token;
  if (token !== "(") return null;
  const value = sum(reader);
  return reader.tokens[reader.at++] === ")" ? value : null;
}
