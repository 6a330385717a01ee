import {
  has,
  type Message,
  messages,
  NOTHING,
  numberOf,
  numberPart,
  part,
  rewrite,
  text,
  textPart,
  texts,
} from '../checkpoint/message';
import { fieldsOf, joined, numbersIn } from '../checkpoint/protobuf';
import { widened, widenedOffset } from './widened';

/** Fields of ONNX's messages, by their number. */
const MODEL = { graph: 7, functions: 25 };
const GRAPH = { node: 1, initializer: 5, input: 11, output: 12, valueInfo: 13, sparseInitializer: 15 };
const NODE = { input: 1, output: 2, operator: 4, attribute: 5 };
const ATTRIBUTE = { name: 1, number: 3, tensor: 5, graph: 6, tensors: 10, graphs: 11, kind: 20, sparse: 22 };
const TENSOR = { elementType: 2, int32Data: 5, name: 8, rawData: 9, externalData: 13 };
const ENTRY = { key: 1, value: 2 };
const VALUE = { type: 2 };
const TYPE = { tensor: 1 };
const TENSOR_TYPE = { elementType: 1 };
/** TensorProto.DataType, and AttributeProto.AttributeType of a number. */
const FLOAT = 1;
const HALF = 10;
const NUMBER = 2;
/** Attributes that say of which type an output is. */
const TYPES: ReadonlySet<string> = new Set(['to', 'dtype', 'output_dtype']);

/** Fields of a tensor that are of another kind in full floats. */
const OF_HALVES: ReadonlySet<number> = new Set([
  TENSOR.elementType,
  TENSOR.int32Data,
  TENSOR.rawData,
  TENSOR.externalData,
]);

/** Bytes of a file that weights lie in, by the name that the graph calls it by. */
type LengthOf = (name: string) => number;

/**
 * Makes of a graph in half floats one in full floats, as WebAssembly computes: no kernel there takes halves, and the runtime,
 * which widens them by itself, holds many weights as both while it does. Tables that rows are looked up in and nothing else
 * (a vocabulary's) stay in halves, and what was looked up is widened.
 * @param model ONNX, whose large weights may lie outside of it; `WidenedFile`s have to stand for the files that they lie in
 * @returns null where there are no halves, or some where nobody looks for them: in functions, in graphs within the graph, in
 *   what the graph takes and gives
 */
export function inFullFloats(model: Message, lengthOf: LengthOf): Message | null {
  const [graph] = messages(model, MODEL.graph);
  if (graph === undefined || has(model, MODEL.functions) || !isPlain(graph)) return null;
  const halves = messages(graph, GRAPH.initializer).filter(isHalf);
  if (halves.length === 0) return null;
  const tables = tablesAmong(
    halves.map((tensor) => text(tensor, TENSOR.name)),
    graph,
  );
  const rewritten = rewrite(graph, (number, content) => {
    if (number === GRAPH.node) return inFullNode(content, tables);
    // The runtime finds out by itself what lies between; it was of another type.
    if (number === GRAPH.valueInfo) return NOTHING;
    return number === GRAPH.initializer && isHalf(content) && !tables.has(text(content, TENSOR.name))
      ? part(GRAPH.initializer, inFull(content, lengthOf))
      : undefined;
  });
  return rewrite(model, (number) => (number === MODEL.graph ? part(MODEL.graph, rewritten) : undefined));
}

/** Whether halves are where they are looked for. */
function isPlain(graph: Message): boolean {
  const ends = [...messages(graph, GRAPH.input), ...messages(graph, GRAPH.output)];
  const attributes = messages(graph, GRAPH.node).flatMap((node) => messages(node, NODE.attribute));
  return (
    !has(graph, GRAPH.sparseInitializer) &&
    !ends.some((value) => elementType(value) === HALF) &&
    !attributes.some((attribute) =>
      [ATTRIBUTE.graph, ATTRIBUTE.graphs, ATTRIBUTE.tensors, ATTRIBUTE.sparse].some((number) =>
        has(attribute, number),
      ),
    )
  );
}

function elementType(value: Message): number | undefined {
  const tensor = messages(value, VALUE.type).flatMap((type) => messages(type, TYPE.tensor))[0];
  return tensor && numberOf(tensor, TENSOR_TYPE.elementType);
}

const isHalf = (tensor: Message) => numberOf(tensor, TENSOR.elementType) === HALF;

/** Of these initializers, those that serve as tables to look up in and as nothing else. */
function tablesAmong(names: readonly string[], graph: Message): ReadonlySet<string> {
  const tables = new Set<string>();
  const others = new Set<string>();
  for (const node of messages(graph, GRAPH.node)) {
    const [table, ...inputs] = texts(node, NODE.input);
    if (table === undefined) continue;
    (text(node, NODE.operator) === 'Gather' ? tables : others).add(table);
    for (const input of inputs) others.add(input);
  }
  return new Set(names.filter((name) => tables.has(name) && !others.has(name)));
}

/** A node that gives full floats, as a field of its graph; behind one that looks up in a table stands one that widens. */
function inFullNode(node: Message, tables: ReadonlySet<string>): Message {
  const isLookup = tables.has(texts(node, NODE.input)[0] ?? '');
  const output = text(node, NODE.output);
  const lookedUp = `${output}_in_halves`;
  const own = rewrite(node, (number, content) => {
    if (number === NODE.attribute) return part(NODE.attribute, inFullAttribute(content));
    return isLookup && number === NODE.output ? textPart(NODE.output, lookedUp) : undefined;
  });
  if (!isLookup) return part(GRAPH.node, own);
  const to = joined([
    textPart(ATTRIBUTE.name, 'to'),
    numberPart(ATTRIBUTE.number, FLOAT),
    numberPart(ATTRIBUTE.kind, NUMBER),
  ]);
  const cast = joined([
    textPart(NODE.input, lookedUp),
    textPart(NODE.output, output),
    textPart(NODE.operator, 'Cast'),
    part(NODE.attribute, to),
  ]);
  return joined([part(GRAPH.node, own), part(GRAPH.node, cast)]);
}

/** A constant's values, or the type that an output is made of. */
function inFullAttribute(attribute: Message): Message {
  const isType = TYPES.has(text(attribute, ATTRIBUTE.name)) && numberOf(attribute, ATTRIBUTE.number) === HALF;
  return rewrite(attribute, (number, content) => {
    if (isType && number === ATTRIBUTE.number) return numberPart(ATTRIBUTE.number, FLOAT);
    return number === ATTRIBUTE.tensor && isHalf(content)
      ? part(ATTRIBUTE.tensor, inFull(content, unknown))
      : undefined;
  });
}

function unknown(name: string): never {
  throw new RangeError(`a constant lies in ${name}`);
}

/** A tensor of halves in full floats: those that it holds it holds widened; else it points to where they lie widened. */
function inFull(tensor: Message, lengthOf: LengthOf): Message {
  const others = rewrite(tensor, (number) => (OF_HALVES.has(number) ? NOTHING : undefined));
  const values = has(tensor, TENSOR.externalData)
    ? pointer(tensor, lengthOf)
    : part(TENSOR.rawData, widened(halvesIn(tensor)));
  return joined([others, numberPart(TENSOR.elementType, FLOAT), values]);
}

function halvesIn(tensor: Message): Message {
  const [raw] = messages(tensor, TENSOR.rawData);
  if (raw !== undefined) return raw;
  const bits = [...fieldsOf(tensor)].flatMap((field) =>
    field.number === TENSOR.int32Data ? numbersIn(tensor, field) : [],
  );
  return new Uint8Array(Uint16Array.from(bits).buffer);
}

function pointer(tensor: Message, lengthOf: LengthOf): Message {
  const told = new Map(
    messages(tensor, TENSOR.externalData).map((entry) => [text(entry, ENTRY.key), text(entry, ENTRY.value)]),
  );
  const location = told.get('location') ?? '';
  const whole = lengthOf(location);
  const offset = Number(told.get('offset') ?? 0);
  const length = Number(told.get('length') ?? whole - offset);
  const entries = { location, offset: widenedOffset(whole, offset), length: 2 * length };
  return joined(
    Object.entries(entries).map(([key, value]) =>
      part(TENSOR.externalData, joined([textPart(ENTRY.key, key), textPart(ENTRY.value, `${value}`)])),
    ),
  );
}
