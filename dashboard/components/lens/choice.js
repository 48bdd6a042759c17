// What is chosen in Look inside, and what is asked of the server for it.

import { clamped } from "../browser/numbers.js";

/** @import { InspectionRequest } from "../browser/server.d.ts" */
/** @import { Chosen, LensData, LensLayer } from "./data.d.ts" */

/**
 * @param {LensData} data
 * @param {string | null} name
 * @returns {LensLayer | undefined}
 */
export function layerNamed(data, name) {
  return data.layers.find((each) => each.name === name);
}

/**
 * The layer that is chosen; what was chosen fits.
 * @param {LensData} data
 * @param {Chosen} chosen
 */
export function chosenLayer(data, chosen) {
  return layerNamed(data, chosen.layer) ?? data.layers[0];
}

/**
 * Whether one output of the layer can be worked through by hand.
 * @param {LensLayer} layer
 */
export function worksByHand(layer) {
  return layer.by_hand !== null;
}

/**
 * What was chosen may not fit another network: then the nearest that does.
 * @param {Chosen} chosen
 * @param {LensData} data
 * @returns {Chosen}
 */
export function fitted(chosen, data) {
  const layer = chosenLayer(data, chosen);
  const [rows, columns, filters] = layer.shape.length === 3 ? layer.shape : [1, 1, layer.shape[0]];
  /** @type {Chosen["off"]} */
  const off = {};
  for (const [name, numbers] of Object.entries(chosen.off)) {
    const its = data.layers.find((each) => each.name === name && each.switchable);
    const kept = its ? numbers.filter((number) => number < (its.shape.at(-1) ?? 0)) : [];
    if (kept.length) off[name] = kept;
  }
  const within = (/** @type {number} */ value, /** @type {number} */ length) => clamped(value, 0, length - 1);
  return {
    ...chosen,
    off,
    layer: layer.name,
    channel: within(chosen.channel, layer.inputs ?? 1),
    filter: within(chosen.filter, filters),
    row: within(chosen.row, rows),
    column: within(chosen.column, columns),
  };
}

/**
 * @param {LensData} data
 * @param {Chosen} chosen
 * @param {number | null} at The checkpoint that is shown.
 * @returns {InspectionRequest}
 */
export function wishFor(data, chosen, at) {
  const { images, off, layer, channel, image, filter, row, column } = chosen;
  const work = worksByHand(chosenLayer(data, chosen)) ? { image, layer, filter, row, column } : null;
  const network = data.run !== null ? { run: data.run, at } : { design: data.design };
  return { ...network, images, off, layer, channel, lang: data.language, work };
}

/**
 * Whether an answer to a wish is of the network that the page shows now.
 * @param {LensData} data
 * @param {InspectionRequest} wish
 */
export function isOfNetwork(data, wish) {
  return (wish.run ?? wish.design) === (data.run ?? data.design);
}

/**
 * What of a wish the eye can see; the page carries it, so that one can tell when a wish is fulfilled.
 * @param {InspectionRequest} wish
 */
export function nameOf({ at, images, off, layer, channel, work }) {
  return JSON.stringify([at, images, off, layer, channel, work]);
}

/**
 * What another page wants looked at, on the left: an image, and perhaps a layer and one of its outputs.
 * @param {Chosen} chosen
 * @param {NonNullable<LensData["asked"]>} asked
 * @returns {Partial<Chosen>}
 */
export function choiceAsked(chosen, { image, layer, place }) {
  const output = place ? { ...place, given: true } : {};
  return { images: chosen.images.with(0, image), image: 0, ...(layer ? { layer } : {}), ...output };
}

/**
 * Where a layer puts out most; null where it puts out nothing above zero.
 * @param {Float32Array} values Map after map.
 * @param {number[]} shape
 * @returns {Pick<Chosen, "filter" | "row" | "column"> | null}
 */
export function strongestOf(values, shape) {
  const [rows, columns] = shape.length === 3 ? shape : [1, 1];
  const place = values.reduce((best, value, at) => value > values[best] ? at : best, 0);
  if (!(values[place] > 0)) return null;
  const cell = place % (rows * columns);
  return { filter: Math.floor(place / (rows * columns)), row: Math.floor(cell / columns), column: cell % columns };
}

/**
 * What a click on an output means: of a layer that is worked through, that output; of a pooling, the one that it took.
 * @param {LensData} data
 * @param {Chosen} chosen
 * @param {number} image
 * @param {{ tile: number, row: number, column: number }} place
 * @returns {Partial<Chosen> | null}
 */
export function choiceOfOutput(data, chosen, image, { tile, row, column }) {
  const layer = chosenLayer(data, chosen), before = layerNamed(data, layer.pools), stride = layer.stride ?? 1;
  if (worksByHand(layer)) return { filter: tile, row, column, image };
  return before ? { layer: before.name, filter: tile, row: row * stride, column: column * stride, image } : null;
}
