// The three grids of the explorer: what each is called, the traits behind it, and how its links are told and shown.
import { lookAtInput, lookAtOutput, lookAtWeight } from "./explain.js";
import { markInput, markOutput, markWeight } from "./highlight.js";

export const PARTS = /** @type {const} */ ({
  input: {
    label: "Input",
    cell: "Input",
    chosen: "pixel",
    values: "image",
    control: "inputs",
    look: lookAtInput,
    mark: markInput,
  },
  filter: {
    label: "Filter",
    cell: "Weight",
    chosen: "weight",
    values: "filter",
    control: "weights",
    look: lookAtWeight,
    mark: markWeight,
  },
  output: {
    label: "Output",
    cell: "Output",
    chosen: "selected",
    values: "output",
    look: lookAtOutput,
    mark: markOutput,
  },
});
