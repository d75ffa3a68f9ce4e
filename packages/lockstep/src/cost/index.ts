export { aloneShape, type BatchShape, type BatchTime, CostError, type CostModel } from './cost-model.js';
export { mock, type MockOptions } from './mock.js';
