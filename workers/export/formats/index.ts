import type { ExportFormat } from '../../protocol';
import { Parquet, Spreadsheet } from './binary-tables';
import { camtrap } from './camtrap/camtrap';
import { darwinCore } from './darwin-core';
import { folders } from './folders/folders';
import type { MakeFormat } from './format';
import { inaturalist } from './inaturalist';
import { megadetector } from './megadetector';
import { csv, json } from './tables';
import { xmp } from './xmp/xmp';

/** Every form that results are written in. */
export const FORMATS: Readonly<Record<ExportFormat, MakeFormat>> = {
  csv: (request) => {
    const { table } = request.options;
    return table === 'xlsx'
      ? new Spreadsheet(request)
      : table === 'parquet'
        ? new Parquet(request)
        : csv(request);
  },
  json,
  'darwin-core': darwinCore,
  'camtrap-dp': camtrap,
  megadetector,
  xmp,
  inaturalist,
  folders,
};
