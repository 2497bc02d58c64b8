// The race itself: three networks that see the same pictures in the same order, trained in a worker.
import {
  createConv,
  createGlobalMax,
  createLinear,
  createParameter,
  createRandom,
  createRelu,
  crossEntropy,
  forwardAll,
  trainStep,
} from "../math/training.js";
import { addNoise, drawObjects } from "./objects.js";
/** @import { Layer } from "../math/training.js" */
/** @import { Objects } from "./objects.js" */
/** @import { Name, Score } from "./words.js" */

/**
 * @typedef {Score & { loss: number, filters: Float32Array }} Network as it is now; filters: weights of its first layer
 * @typedef {{ seen: number, models: Network[] }} Standing
 * @typedef {object} Setup
 * @property {Objects} train
 * @property {Objects} fresh that no network trains on
 * @property {number} spread as for drawObjects
 * @property {number} count how many objects to train on
 * @property {number} seed of the starting weights and the order
 * @property {number} batch
 * @property {number} rate
 * @property {number} momentum
 */

/**
 * The networks before their first step. Gives a function that trains them for so many more steps.
 * @param {Setup} setup
 */
export function createRace({ train, fresh, spread, count, seed, batch, rate, momentum }) {
  const pixels = 256;
  const noise = createRandom(7); // the same pictures in every race
  const pictures = addNoise(drawObjects(train, spread), 0.15, noise);
  const news = addNoise(drawObjects(fresh, spread), 0.15, noise);
  const start = createRandom(seed);
  /** @type {Record<Name, Layer[]>} */
  const networks = {
    linear: [createLinear(pixels, 4, start)],
    MLP: [createLinear(pixels, 33, start), createRelu(), createLinear(33, 4, start)],
    CNN: [createConv(16, 16, 14, 5, start), createRelu(), createGlobalMax(14, 144), createLinear(14, 4, start)],
  };
  /** @type {Record<string, number>} */
  const losses = {};
  const shuffle = createRandom(seed + 1);
  /** @type {number[]} */
  let order = []; // of the pictures that are still to be seen in this round
  let seen = 0;

  function refill() {
    order = Array.from({ length: count }, (_, i) => i);
    for (let i = count - 1; i > 0; i -= 1) {
      const j = Math.floor(shuffle() * (i + 1));
      [order[i], order[j]] = [order[j], order[i]];
    }
  }

  function nextBatch() {
    const values = new Float32Array(batch * pixels);
    /** @type {number[]} */
    const labels = [];
    for (let i = 0; i < batch; i += 1) {
      if (!order.length) refill();
      const picked = /** @type {number} */ (order.pop()); // there is one
      values.set(pictures.subarray(picked * pixels, (picked + 1) * pixels), i * pixels);
      labels.push(train.labels[picked]);
    }
    seen += batch;
    return /** @type {const} */ ([values, labels]);
  }

  /** @param {number} steps @returns {Standing} */
  function advance(steps) {
    for (let step = 0; step < steps; step += 1) {
      const [values, labels] = nextBatch();
      for (const [name, layers] of Object.entries(networks)) {
        losses[name] = trainStep(layers, values, labels, batch, rate, momentum);
      }
    }
    const models = /** @type {[Name, Layer[]][]} */ (Object.entries(networks)).map(([name, layers]) => {
      const { loss, right } = crossEntropy(
        forwardAll(layers, news, fresh.labels.length),
        fresh.labels,
        fresh.labels.length,
      );
      const filters = layers[0].parameters[0].value.slice();
      return { name, loss: losses[name] ?? loss, accuracy: right / fresh.labels.length, filters };
    });
    return { seen, models };
  }

  return advance;
}

const RACE_PARTS = [
  ...[createRandom, createParameter, createLinear, createConv, createRelu, createGlobalMax],
  ...[crossEntropy, forwardAll, trainStep, drawObjects, addNoise, createRace],
];
// By the functions' own names: a minified page has given them others.
const raceText = () => `${RACE_PARTS.join("\n")}
let advance = null;
onmessage = ({ data: { setup, steps } }) => {
  if (setup) advance = ${createRace.name}(setup);
  postMessage(advance(steps));
};`;

/**
 * The race in a worker: begun at once, then asked for more steps.
 * @param {Setup} setup
 * @param {(standing: Standing) => void} heard hears each answer, the first one before any step
 * @param {() => void} failed is called if there is no worker
 */
export function startRace(setup, heard, failed) {
  /** @type {Worker | null} */
  let worker = null;
  try {
    const address = URL.createObjectURL(new Blob([raceText()], { type: "text/javascript" }));
    worker = new Worker(address);
    URL.revokeObjectURL(address);
    worker.onmessage = ({ data }) => heard(data);
    worker.onerror = (event) => {
      event.preventDefault();
      failed();
    };
    worker.postMessage({ setup, steps: 0 });
  } catch {
    failed();
  }
  return { ask: (/** @type {number} */ steps) => worker?.postMessage({ steps }), stop: () => worker?.terminate() };
}
