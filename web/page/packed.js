// Any value as a short text of letters, digits, - and _: JSON, deflated, in base64. What is unpacked is untrusted input.

/** @param {CompressionStream | DecompressionStream} stream @param {BlobPart} bytes */
async function through(stream, bytes) {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}

/** @param {unknown} value */
export async function pack(value) {
  const bytes = await through(new CompressionStream("deflate"), new TextEncoder().encode(JSON.stringify(value)));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** Throws where the text is not whole. @param {string} text */
export async function unpack(text) {
  const packed = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(packed, (character) => character.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(await through(new DecompressionStream("deflate"), bytes)));
}
