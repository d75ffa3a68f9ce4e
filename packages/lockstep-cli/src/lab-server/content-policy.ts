/**
 * What the lab may load and run: its own files alone, and pictures and workers that it makes itself. Styles may stand in
 * the page, since Vega sets them on what it draws.
 */
export const CONTENT_POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
