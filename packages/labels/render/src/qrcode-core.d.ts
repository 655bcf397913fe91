/** The encoder alone: the package's main module brings a PNG writer and renderers along. */
declare module 'qrcode/lib/core/qrcode.js' {
  export { create } from 'qrcode';
}
