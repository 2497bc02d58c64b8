// Plays samples, from -1 to 1, when asked; one sound at a time.

export function createPlayer() {
  /** @type {AudioContext | null} */
  let context = null;
  /** @type {AudioBufferSourceNode | null} */
  let source = null;

  function stop() {
    source?.stop();
    source = null;
  }

  /** As loud as it can be without clipping: recordings are quiet. @param {Float64Array} samples @param {number} rate */
  function play(samples, rate) {
    context ??= new AudioContext();
    stop();
    const loudest = samples.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
    const buffer = context.createBuffer(1, samples.length, rate);
    buffer.copyToChannel(
      Float32Array.from(samples, (value) => (0.9 * value) / loudest),
      0,
    );
    source = new AudioBufferSourceNode(context, { buffer });
    source.connect(context.destination);
    source.start();
  }

  function close() {
    stop();
    context?.close();
    context = null;
  }

  return { play, close };
}
