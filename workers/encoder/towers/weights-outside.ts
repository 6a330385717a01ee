import { type Bytes, type Field, fieldsOf, joined, lengthField, varint } from '../checkpoint/protobuf';

/** A graph whose weights lie in another file. */
export interface PartedGraph {
  /** ONNX, without the weights. */
  readonly graph: Uint8Array<ArrayBuffer>;
  /** Name of the file that the graph looks for its weights in. */
  readonly name: string;
}

/** Fields of ONNX's messages: ModelProto.graph, GraphProto.initializer, and those of TensorProto. */
const GRAPH = 7;
const INITIALIZER = 5;
const RAW_DATA = 9;
const EXTERNAL_DATA = 13;
const DATA_LOCATION = 14;
const EXTERNAL = 1;
/** Shapes and the like stay: the runtime wants to read them while it looks at the graph. */
const LEAST_BYTES = 4096;

/**
 * Makes of an ONNX file a graph that looks for its weights in that very file, where they lie already. The runtime reads
 * weights outside of the graph straight to where it uses them; those within it, it holds twice more while it starts: in the
 * file as it was handed over, and in the graph as parsed.
 * @param file an ONNX file, checked to be whole
 * @returns null where no weights lie within the graph
 */
export function partWeights(file: Bytes, name: string): PartedGraph | null {
  const parts: Uint8Array[] = [];
  let isParted = false;
  for (const field of fieldsOf(file)) {
    if (field.number !== GRAPH) {
      parts.push(file.subarray(field.start, field.end));
      continue;
    }
    const content: Uint8Array[] = [];
    for (const inner of fieldsOf(file, field.content, field.end)) {
      const pointing = inner.number === INITIALIZER ? pointingTensor(file, inner, name) : null;
      isParted ||= pointing !== null;
      content.push(
        pointing === null
          ? file.subarray(inner.start, inner.end)
          : Uint8Array.from(lengthField(INITIALIZER, pointing)),
      );
    }
    const length = content.reduce((sum, part) => sum + part.length, 0);
    parts.push(Uint8Array.from([...varint(GRAPH * 8 + 2), ...varint(length)]), ...content);
  }
  return isParted ? { graph: joined(parts), name } : null;
}

/** A tensor that says where in a file its values lie, in place of one that holds them; null for one to be left as it is. */
function pointingTensor(file: Bytes, tensor: Field, name: string): number[] | null {
  const fields = [...fieldsOf(file, tensor.content, tensor.end)];
  const raw = fields.find(({ number }) => number === RAW_DATA);
  if (raw === undefined || raw.end - raw.content < LEAST_BYTES) return null;
  const kept = fields.filter((field) => field !== raw && field.number !== DATA_LOCATION);
  const where: readonly (readonly [string, string])[] = [
    ['location', name],
    ['offset', `${raw.content}`],
    ['length', `${raw.end - raw.content}`],
  ];
  return [
    ...kept.flatMap(({ start, end }) => [...file.subarray(start, end)]),
    ...where.flatMap(([key, value]) =>
      lengthField(EXTERNAL_DATA, [...lengthField(1, encode(key)), ...lengthField(2, encode(value))]),
    ),
    ...varint(DATA_LOCATION * 8),
    EXTERNAL,
  ];
}

const encode = (text: string) => new TextEncoder().encode(text);
