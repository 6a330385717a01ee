/**
 * The smallest ONNX model there is, `y = x` for one number: a session made of it has onnxruntime fetch, compile and start
 * its own program, which takes longer than fetching most towers and need not wait for them.
 */
export function identityModel(): Uint8Array<ArrayBuffer> {
  const x = value(INPUT, 'x');
  const y = value(OUTPUT, 'y');
  const node = [...text(1, 'x'), ...text(2, 'y'), ...text(4, 'Identity')];
  const graph = [...message(1, node), ...text(2, 'identity'), ...x, ...y];
  const operators = [...text(1, ''), ...number(2, 17)];
  return new Uint8Array([...number(1, 8), ...message(7, graph), ...message(8, operators)]);
}

/** Fields of ONNX's GraphProto. */
const INPUT = 11;
const OUTPUT = 12;

/** A ValueInfoProto: one 32-bit float. */
function value(field: number, name: string): number[] {
  const shape = message(1, number(1, 1));
  const tensor = [...number(1, 1), ...message(2, shape)];
  return message(field, [...text(1, name), ...message(2, message(1, tensor))]);
}

// Protocol buffers: a field's number and kind in a byte, then its content. Nothing here is longer than a byte can say.
const number = (field: number, content: number) => [field << 3, content];
const message = (field: number, content: readonly number[]) => [(field << 3) | 2, content.length, ...content];
const text = (field: number, content: string) => message(field, [...new TextEncoder().encode(content)]);
