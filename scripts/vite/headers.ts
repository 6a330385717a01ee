import type { Connect, Plugin } from 'vite';

/** What a host should send: cross-origin isolation, without which WASM runs on one thread. */
export const ISOLATION_HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

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
 * The policy of the built page. Code, styles, fonts and pictures come from the page's own origin; only data (weights,
 * shards) may come from a host the user typed, over https or from this machine.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self' https: http://localhost:* http://127.0.0.1:*",
  "manifest-src 'self'",
  "base-uri 'self'",
  "form-action 'none'",
].join('; ');

/** Writes the policy into the built page. Dev goes without: Vite's hot reload needs inline scripts. */
export function contentSecurityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY },
        injectTo: 'head-prepend',
      },
    ],
  };
}
