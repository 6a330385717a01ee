import {
  corrupt,
  type Manifest,
  packedBytes,
  readResidualFile,
  readRouter,
} from '../../../index-shards/format';
import { type Kernels, ResidualSearch, type Router } from '../kernels';

/** An index's router file in memory. */
export interface OpenedRouter {
  readonly router: Router;
  /** `[lists]`, captions. */
  readonly listSizes: Uint32Array;
  /** Null where captions are in i8 codes. */
  readonly residual: ResidualSearch | null;
  /** Memory that all of it takes. */
  readonly bytes: number;
}

/**
 * Opens a verified router file.
 * @throws FernglassError `shard-corrupt` when it is none of this index, `worker-failed` when memory runs out.
 */
export function openRouter(
  { codec, lists, model }: Manifest,
  kernels: Kernels,
  file: Uint8Array,
): OpenedRouter {
  const {
    codec: itsCodec,
    graph,
    listSizes,
  } = readRouter(file, lists, model.width, codec.kind === 'i8' ? 1 : 2);
  const parameters = codec.kind === 'i8' ? null : readResidualFile(itsCodec, model.width);
  if (codec.kind === 'residual' && packedBytes(parameters!.runs) !== codec.bytes)
    corrupt('its codec is another one than the manifest says');
  const router = kernels.openRouter(graph, lists);
  return {
    router,
    listSizes,
    residual: parameters === null ? null : new ResidualSearch(kernels, parameters),
    bytes: router.bytes + listSizes.byteLength + 2 * itsCodec.length,
  };
}
