/**
 * The provider itself. The package's index adds to it nothing but a warning that Node 20 is old, on every start; the test
 * suite is the answer to that.
 */
declare module 'oidc-provider/lib/provider.js' {
  export { Provider } from 'oidc-provider';
}
