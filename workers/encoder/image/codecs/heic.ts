import { FernglassError } from '../../../../core';
import { checkSize } from '../inspect';
import type { Raster } from './raster';

/** Enumeration values of libheif's bindings, compared by identity. */
type Opaque = { readonly opaque: unique symbol };
type Outcome = { readonly code?: Opaque; readonly message?: string };

interface DecodedImage extends Outcome {
  readonly image: Opaque;
  readonly channels: readonly {
    readonly id: Opaque;
    readonly width: number;
    readonly height: number;
    /** Bytes from one row to the next. */
    readonly stride: number;
    /** A view of the module's memory. */
    readonly data: Uint8Array;
  }[];
}

/** What is used of libheif's bindings. */
export interface Libheif {
  readonly heif_error_code: { readonly heif_error_Ok: Opaque };
  readonly heif_colorspace: { readonly heif_colorspace_RGB: Opaque };
  readonly heif_chroma: { readonly heif_chroma_interleaved_RGBA: Opaque };
  readonly heif_channel: { readonly heif_channel_interleaved: Opaque };
  heif_context_alloc(): Opaque | null;
  heif_context_free(context: Opaque): void;
  heif_context_read_from_memory(context: Opaque, bytes: Uint8Array): Outcome;
  heif_js_context_get_list_of_top_level_image_IDs(context: Opaque): readonly number[] | Outcome;
  heif_js_context_get_image_handle(context: Opaque, id: number): Opaque & Outcome;
  heif_image_handle_is_primary_image(handle: Opaque): number;
  heif_image_handle_get_width(handle: Opaque): number;
  heif_image_handle_get_height(handle: Opaque): number;
  heif_image_handle_release(handle: Opaque): void;
  heif_js_decode_image2(handle: Opaque, space: Opaque, chroma: Opaque): DecodedImage;
  heif_image_release(image: Opaque): void;
}

/**
 * Decodes the primary picture of a HEIC file, turned and mirrored as its properties say. Its pixels stay in the module's
 * memory until it is closed; one picture at a time may be open.
 * @throws FernglassError `image-unreadable`, `image-too-large`
 */
export function decodeHeic(libheif: Libheif, bytes: Uint8Array): Raster {
  const context = libheif.heif_context_alloc();
  if (context === null) throw unreadable('there is no memory left');
  let handle: Opaque | null = null;
  let image: Opaque | null = null;
  const close = () => {
    if (image !== null) libheif.heif_image_release(image);
    if (handle !== null) libheif.heif_image_handle_release(handle);
    libheif.heif_context_free(context);
    image = handle = null;
  };
  try {
    const read = libheif.heif_context_read_from_memory(context, bytes);
    if (read.code !== libheif.heif_error_code.heif_error_Ok) throw unreadable(read.message);
    handle = primaryOf(libheif, context);
    const width = libheif.heif_image_handle_get_width(handle);
    const height = libheif.heif_image_handle_get_height(handle);
    checkSize({ width, height });
    const decoded = libheif.heif_js_decode_image2(
      handle,
      libheif.heif_colorspace.heif_colorspace_RGB,
      libheif.heif_chroma.heif_chroma_interleaved_RGBA,
    );
    if (decoded?.channels === undefined) throw unreadable(decoded?.message);
    image = decoded.image;
    const pixels = decoded.channels.find(({ id }) => id === libheif.heif_channel.heif_channel_interleaved);
    if (pixels === undefined) throw unreadable('it holds no colours');
    checkSize(pixels);
    return {
      width: pixels.width,
      height: pixels.height,
      damaged: false,
      rows(start, end) {
        const line = pixels.width * 4;
        const copy = new Uint8Array((end - start) * line);
        for (let y = start; y < end; y++) {
          const from = y * pixels.stride;
          copy.set(pixels.data.subarray(from, from + line), (y - start) * line);
        }
        return copy;
      },
      close,
    };
  } catch (thrown) {
    close();
    // What the module itself throws: it ran out of memory, or met data that it was not ready for.
    throw thrown instanceof FernglassError ? thrown : unreadable(String(thrown), thrown);
  }
}

function primaryOf(libheif: Libheif, context: Opaque): Opaque {
  const ids = libheif.heif_js_context_get_list_of_top_level_image_IDs(context);
  let first: Opaque | null = null;
  for (const id of Array.isArray(ids) ? (ids as readonly number[]) : []) {
    const handle = libheif.heif_js_context_get_image_handle(context, id);
    if (!handle || handle.code !== undefined) continue;
    if (libheif.heif_image_handle_is_primary_image(handle)) {
      if (first !== null) libheif.heif_image_handle_release(first);
      return handle;
    }
    if (first === null) first = handle;
    else libheif.heif_image_handle_release(handle);
  }
  if (first === null) throw unreadable('it holds no picture');
  return first;
}

const unreadable = (why = 'its data make no sense', cause?: unknown) =>
  new FernglassError(
    'image-unreadable',
    `The HEIC file is damaged or cut short, or of a kind that cannot be decoded (${why}). Copy it again, or save it as JPEG.`,
    { cause },
  );
