/**
 * Stands in for the parts of Vega that our charts do without: maps, and transforms such as trees and forces. They would
 * be a seventh of the page's first load. `vite.config.ts` says which.
 */
function noMaps(): never {
  throw new Error('the lab draws no maps');
}

export { noMaps as geoArea, noMaps as geoBounds, noMaps as geoCentroid, noMaps as projection };
