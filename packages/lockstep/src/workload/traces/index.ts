export { type TraceFormatName, TRACE_FORMAT_NAMES } from './formats.js';
export { parseTrace, type ParseTraceOptions, traceFormatOf } from './parse-trace.js';
export { TIME_UNITS, type TimeUnit } from './time-unit.js';
export { type Trace, traceRate } from './trace.js';
export { traceWorkload } from './trace-workload.js';
export { firstOf, scaleTrace, scaleTraceToRate, sliceTrace, type TraceSlice } from './transform-trace.js';
