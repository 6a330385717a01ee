import type { Connect, Plugin } from 'vite';
import { headersFile, PAGE_POLICY } from '../../workers/offline/policy.ts';

const BINARY = /\.(onnx|wasm|bin)($|\?)/;

/**
 * Sends binaries as they are. Vite's preview would gzip them: slow for weights, and without a Content-Length there is
 * no progress to show.
 */
export function plainBinaries(): Plugin {
  const middleware: Connect.NextHandleFunction = (request, response, next) => {
    if (BINARY.test(request.url ?? '')) {
      delete request.headers['accept-encoding'];
      response.setHeader('Cache-Control', 'no-transform');
    }
    next();
  };
  return {
    name: 'plain-binaries',
    configurePreviewServer(server) {
      server.middlewares.use(middleware);
    },
  };
}

/**
 * Writes the policy into the built page, for hosts that send none, and beside it the file that tells some hosts what to
 * send. Dev goes without: Vite's hot reload needs inline scripts.
 */
export function contentSecurityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: PAGE_POLICY },
        injectTo: 'head-prepend',
      },
    ],
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: '_headers', source: headersFile() });
    },
  };
}
