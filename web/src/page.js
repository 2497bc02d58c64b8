// What every page does in the browser. All of it can be read without.
import { offerCopies } from "./page/copy.js";
import { markPlace } from "./page/place.js";
import { showProgress } from "./page/progress.js";
import { offerSchemes } from "./page/scheme.js";
import { reachScrollers } from "./page/scrollers.js";
import { awaitWidgets } from "./page/widgets.js";

for (const begin of [offerSchemes, showProgress, markPlace, offerCopies, reachScrollers, awaitWidgets]) begin();
