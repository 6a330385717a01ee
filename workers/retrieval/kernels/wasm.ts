import { FernglassError } from '../../../core';

/** What `binding.cpp` exports; pointers and sizes are i32, single numbers f32. */
export interface Binding {
  readonly memory: WebAssembly.Memory;
  _initialize(): void;
  error_message(): number;
  allocate(bytes: number): number;
  release(pointer: number): void;
  inner_product(a: number, b: number, width: number): number;
  inverse_norms(vectors: number, count: number, width: number, output: number): void;
  scan_new(keep: number): number;
  scan_free(scan: number): void;
  scan_kth(scan: number, k: number): number;
  scan_list(
    scan: number,
    query: number,
    scale: number,
    width: number,
    vectors: number,
    norms: number,
    ids: number,
    firstRow: number,
    count: number,
    moments: number,
  ): void;
  scan_finish(
    scan: number,
    query: number,
    width: number,
    k: number,
    rows: number,
    similarities: number,
  ): number;
  residual_open(
    runs: number,
    count: number,
    bits: number,
    pairs: number,
    firstPairs: number,
    width: number,
  ): void;
  residual_unpack(codes: number, output: number): void;
  residual_block_new(
    codes: number,
    norms: number,
    ids: number,
    count: number,
    firstRow: number,
    centres: number,
    lists: number,
    listCount: number,
    firstList: number,
  ): number;
  residual_block_thin(block: number): void;
  residual_block_fill(block: number, codes: number, count: number): number;
  residual_block_free(block: number): void;
  residual_centre(block: number, list: number, output: number): void;
  residual_id(block: number, i: number): number;
  residual_codes(block: number, i: number, output: number): void;
  residual_scan_new(
    unit: number,
    slope: number,
    exactOffset: number,
    firstOffset: number,
    keep: number,
  ): number;
  residual_scan_free(scan: number): void;
  residual_scan_rows(
    scan: number,
    block: number,
    list: number,
    query: number,
    start: number,
    end: number,
    moments: number,
  ): void;
  residual_scan_lists(scan: number, query: number, lists: number, count: number, moments: number): void;
  residual_scan_kth(scan: number, k: number): number;
  residual_scan_settle(scan: number, k: number, outcome: number): void;
  residual_scan_supply(scan: number, rows: number, codes: number, count: number): void;
  residual_scan_waiting(scan: number, most: number, rows: number, scores: number): number;
  residual_scan_best(scan: number, k: number, rows: number, similarities: number): number;
  inner_products(query: number, width: number, vectors: number, count: number, output: number): void;
  multiply(matrix: number, rows: number, width: number, vector: number, output: number): void;
  combine(matrix: number, rows: number, width: number, weights: number, count: number, output: number): void;
  router_build(
    centroids: number,
    count: number,
    width: number,
    connectivity: number,
    expansion: number,
  ): number;
  router_bytes(router: number): number;
  router_save(router: number, output: number, bytes: number): number;
  router_view(input: number, bytes: number, count: number, width: number): number;
  router_search(router: number, query: number, wanted: number, expansion: number, lists: number): number;
  router_free(router: number): void;
}

/**
 * Starts the compiled binding.
 * @throws FernglassError `worker-failed` when it cannot run here.
 */
export async function startBinding(module: BufferSource): Promise<Binding> {
  try {
    const compiled = await WebAssembly.compile(module);
    const instance = await WebAssembly.instantiate(compiled, systemStubs(compiled));
    const binding = instance.exports as unknown as Binding;
    binding._initialize();
    return binding;
  } catch (error) {
    throw new FernglassError(
      'worker-failed',
      `The search code could not be started (${error instanceof Error ? error.message : error}). Use a current browser, and allow WebAssembly with SIMD.`,
      { cause: error },
    );
  }
}

/** WASI's answer "bad file descriptor": the binding opens no files, so the system calls it links to are never used. */
const BAD_DESCRIPTOR = 8;

function systemStubs(module: WebAssembly.Module): WebAssembly.Imports {
  const imports: Record<string, Record<string, () => number>> = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] ??= {};
    imports[from][name] =
      name === 'proc_exit'
        ? () => {
            throw new WebAssembly.RuntimeError('the search code stopped itself');
          }
        : () => (name === 'sched_yield' ? 0 : BAD_DESCRIPTOR);
  }
  return imports;
}
