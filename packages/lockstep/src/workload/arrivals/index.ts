export { allAtOnce } from './all-at-once.js';
export { closedLoop } from './closed-loop.js';
export { constant } from './constant.js';
export { gamma } from './gamma.js';
export { mmpp } from './mmpp.js';
export { poisson } from './poisson.js';
