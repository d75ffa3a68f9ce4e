export { cappedExponential } from './capped-exponential.js';
export { empirical } from './empirical.js';
export { fixed } from './fixed.js';
export { geometric } from './geometric.js';
export { lognormal } from './lognormal.js';
export { uniform } from './uniform.js';
