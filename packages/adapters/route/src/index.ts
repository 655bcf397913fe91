export { routerSimulator, type RouterSimulator, type StreetRoute } from './router-simulator.ts';
export { tableRouter, type RouteTable } from './table-router.ts';
