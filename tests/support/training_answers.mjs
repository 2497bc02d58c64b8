// The training in JavaScript, asked as node_answers.mjs asks: plain lists go in and come out.
import * as training from "../../lessonlib/widgets/math/training.js";
import { addNoise, drawObjects, readObjects } from "../../lessonlib/widgets/training_race/objects.js";
import { createRace } from "../../lessonlib/widgets/training_race/race.js";

const MAKE = {
  linear: ({ inputs, outputs }) => training.createLinear(inputs, outputs, training.createRandom(1)),
  conv: ({ height, width, filters, size }) =>
    training.createConv(height, width, filters, size, training.createRandom(1)),
  relu: () => training.createRelu(),
  max: ({ maps, size }) => training.createGlobalMax(maps, size),
};
const list = (values) => (values ? Array.from(values) : null);

// One layer, forward and backward, with these parameters in place of its own.
export function passThrough({ kind, parameters = [], ...sizes }, input, gradient, n) {
  const layer = MAKE[kind](sizes);
  layer.parameters.forEach(({ value }, i) => value.set(parameters[i]));
  const output = layer.forward(Float32Array.from(input), n);
  const below = layer.backward(Float32Array.from(gradient), n);
  return { output: list(output), below: list(below), grads: layer.parameters.map(({ grad }) => list(grad)) };
}

export function crossEntropy(scores, labels, n) {
  const { loss, gradient, right } = training.crossEntropy(Float32Array.from(scores), labels, n);
  return { loss, gradient: list(gradient), right };
}

// Steps of a network on one batch: its parameters before, after, and the losses.
export function train(layers, batch, labels, n, { rate, momentum, steps }) {
  const network = layers.map(({ kind, ...sizes }) => MAKE[kind](sizes));
  const read = () => network.flatMap(({ parameters }) => parameters.map(({ value }) => list(value)));
  const before = read();
  const losses = Array.from({ length: steps }, () =>
    training.trainStep(network, Float32Array.from(batch), labels, n, rate, momentum),
  );
  return { before, losses, after: read() };
}

export function drawn(text, spread) {
  const objects = readObjects(text);
  return { ...objects, pictures: list(drawObjects(objects, spread)) };
}

export function noise(count, deviation, seed) {
  return list(addNoise(new Float32Array(count).fill(0.5), deviation, training.createRandom(seed)));
}

// Where a race stands after so many steps, its filters left out.
export function race(train, fresh, setup, steps) {
  const advance = createRace({
    train: readObjects(train),
    fresh: readObjects(fresh),
    ...{ spread: 1, count: 1000, seed: 0, batch: 20, rate: 0.05, momentum: 0.9, ...setup },
  });
  const { seen, models } = advance(steps);
  return { seen, models: models.map(({ name, loss, accuracy }) => ({ name, loss, accuracy })) };
}
