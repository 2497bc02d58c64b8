// What every page does in the browser. All of it can be read without.
import { offerCopies } from "./copy.js";
import { takeOverAnswers } from "./first_edition.js";
import { offerOffline } from "./offline.js";
import { markPlace } from "./place.js";
import { showProgress } from "./progress.js";
import { offerSchemes } from "./scheme.js";
import { reachScrollers } from "./scrollers.js";
import { layOutRest } from "./sections.js";
import { awaitWidgets } from "./start_widgets.js";

const BEGINNINGS = [
  ...[layOutRest, offerSchemes, takeOverAnswers, showProgress],
  ...[markPlace, offerCopies, reachScrollers, awaitWidgets, offerOffline],
];
for (const begin of BEGINNINGS) begin();
