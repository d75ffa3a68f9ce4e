// Builds ONNX models; the field numbers are those of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
import { bytes, float, integer, join, message } from './protobuf.mjs';

/** Kinds of elements. */
export const FLOAT = 1;
export const INT64 = 7;
export const BOOL = 9;

const IR_VERSION = 8;
const OPSET = 17;
const ATTRIBUTE = { float: 1, int: 2, ints: 7 };

/** A graph of operations. Values are named by texts, which the methods return. */
export class OnnxGraph {
  #nodes = [];
  #initializers = [];
  #inputs = [];
  #outputs = [];
  #constants = new Map();

  /** @param shape numbers, and names for what varies from call to call */
  input(name, type, shape) {
    this.#inputs.push(message(11, valueInfo(name, type, shape)));
    return name;
  }

  output(name, type, shape) {
    this.#outputs.push(message(12, valueInfo(name, type, shape)));
  }

  /**
   * @param inputs names of values
   * @param attributes integers, lists of integers, or { float }
   * @param name of the value that comes out (default: one of the graph's own)
   */
  apply(operation, inputs, attributes = {}, name = `v${this.#nodes.length}`) {
    return this.applyMany(operation, inputs, attributes, [name])[0];
  }

  /** The same for an operation with several outputs. */
  applyMany(operation, inputs, attributes, outputs) {
    this.#nodes.push(
      message(
        1,
        ...inputs.map((input) => bytes(1, input)),
        ...outputs.map((output) => bytes(2, output)),
        bytes(3, `${operation}_${this.#nodes.length}`),
        bytes(4, operation),
        ...Object.entries(attributes).map(([key, value]) => message(5, attribute(key, value))),
      ),
    );
    return outputs;
  }

  weights(name, shape, data) {
    this.#initializers.push(message(5, tensor(name, FLOAT, shape, data)));
    return name;
  }

  /** A list of integers. */
  integers(...values) {
    return this.#constant(INT64, [values.length], BigInt64Array.from(values, BigInt));
  }

  /** A single integer. */
  integer(value) {
    return this.#constant(INT64, [], BigInt64Array.of(BigInt(value)));
  }

  number(value) {
    return this.#constant(FLOAT, [], Float32Array.of(value));
  }

  /** The whole model: { length, chunks }. */
  model() {
    const graph = [...this.#nodes, bytes(2, 'decoder'), ...this.#initializers, ...this.#inputs];
    return join(
      integer(1, IR_VERSION),
      message(7, ...graph, ...this.#outputs),
      message(8, bytes(1, ''), integer(2, OPSET)),
    );
  }

  #constant(type, shape, data) {
    const key = `${type}[${shape}]:${data}`;
    let name = this.#constants.get(key);
    if (name === undefined) {
      name = `c${this.#constants.size}`;
      this.#constants.set(key, name);
      this.#initializers.push(message(5, tensor(name, type, shape, data)));
    }
    return name;
  }
}

function tensor(name, type, shape, data) {
  return join(...shape.map((size) => integer(1, size)), integer(2, type), bytes(8, name), bytes(9, data));
}

function attribute(name, value) {
  if (Array.isArray(value)) {
    return join(bytes(1, name), ...value.map((item) => integer(8, item)), integer(20, ATTRIBUTE.ints));
  }
  if (typeof value === 'object')
    return join(bytes(1, name), float(2, value.float), integer(20, ATTRIBUTE.float));
  return join(bytes(1, name), integer(3, value), integer(20, ATTRIBUTE.int));
}

function valueInfo(name, type, shape) {
  const dimensions = shape.map((size) =>
    message(1, typeof size === 'string' ? bytes(2, size) : integer(1, size)),
  );
  return join(bytes(1, name), message(2, message(1, integer(1, type), message(2, ...dimensions))));
}
