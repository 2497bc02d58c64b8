// What every page does in the browser. All of it can be read without.
import { offerCopies } from "./page/copy.js";
import { takeOverAnswers } from "./page/first-edition.js";
import { markPlace } from "./page/place.js";
import { showProgress } from "./page/progress.js";
import { offerSchemes } from "./page/scheme.js";
import { reachScrollers } from "./page/scrollers.js";
import { layOutRest } from "./page/sections.js";
import { awaitWidgets } from "./page/widgets.js";

const BEGINNINGS = [
  ...[layOutRest, offerSchemes, takeOverAnswers, showProgress],
  ...[markPlace, offerCopies, reachScrollers, awaitWidgets],
];
for (const begin of BEGINNINGS) begin();
