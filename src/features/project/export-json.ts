import { photoResults, type ResultSource, resultHead } from './results';

/** The results as JSON, in pieces of one photo each, so that a caller can rest in between. */
export function* jsonPieces(source: ResultSource): Generator<string> {
  const head = resultHead(source.getState());
  // The head without its closing brace; the photos follow as its last field.
  yield `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "photos": [`;
  let first = true;
  for (const photo of photoResults(source, head)) {
    yield `${first ? '' : ','}\n    ${JSON.stringify(photo)}`;
    first = false;
  }
  yield first ? ']\n}\n' : '\n  ]\n}\n';
}
